"""What a link carer's statement and printed board are made of: rooms held and stays in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    Family,
    Hive,
    LinkCarer,
    NotFound,
    Room,
    RoomClosure,
    StayKind,
)
from hivedesk.rules.days import Span
from hivedesk.rules.ledger import Terms
from hivedesk.rules.stays import LONGEST_NIGHTS, RoomFacts, Stay

from .policies import policies_of
from .stays_around import ROOM_COLUMNS, STAY_COLUMNS, closures_by_room, room_from, stay_from
from .stretches import kept


@dataclass(frozen=True)
class KeptStay:
    """A stay with whose it is. A child from outside the Hives has a first name only."""

    stay: Stay
    first_name: str
    last_name: str
    outside: bool


@dataclass(frozen=True)
class Books:
    """One link carer's rooms and stays.

    Attributes:
        rooms: by id, those held on any of the days, A to Z.
        stays: those that touch the days, also those that hold no bed, in the order they begin.
    """

    name: str
    hive: str
    terms: Terms
    rooms: dict[str, RoomFacts]
    stays: tuple[KeptStay, ...]


class Called(NamedTuple):
    """A link carer by whom they are known."""

    id: str
    name: str
    hive: str


def link_carers_called(session: Session, asked: str | None = None) -> list[Called]:
    """Link carers with that id or full name, in any case, A to Z; all of them for None."""
    name = LinkCarer.first_name + " " + LinkCarer.last_name
    rows = session.execute(
        select(LinkCarer.id, name, Hive.name)
        .join(Hive, Hive.id == LinkCarer.hive_id)
        .where(kept(LinkCarer))
        .order_by(func.lower(name), LinkCarer.id)
    )
    everybody = [Called(*row) for row in rows]
    if asked is None:
        return everybody
    return [each for each in everybody if asked == each.id or _plain(asked) == _plain(each.name)]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def books_of(session: Session, link_carer_id: str, within: Span) -> Books:
    """The rooms and stays of one link carer that touch `within`.

    Raises:
        NotFound: no such link carer, or they are archived.
    """
    carer = session.execute(
        select(
            LinkCarer.first_name,
            LinkCarer.last_name,
            LinkCarer.hive_id,
            LinkCarer.skills_level,
            LinkCarer.skills_fee,
            LinkCarer.started_on,
            LinkCarer.ended_on,
            Hive.name.label("hive"),
        )
        .join(Hive, Hive.id == LinkCarer.hive_id)
        .where(LinkCarer.id == link_carer_id, kept(LinkCarer))
    ).one_or_none()
    if carer is None:
        raise NotFound("That link carer is not in this store.", "Choose another one.")
    terms = Terms(
        policies_of(session),
        carer.hive_id,
        carer.skills_level,
        carer.skills_fee,
        carer.started_on,
        carer.ended_on,
    )
    rooms = _rooms(session, link_carer_id)
    held = {
        room_id: room
        for room_id, room in rooms.items()
        if room.held_from <= within.last and (not room.held_to or room.held_to >= within.first)
    }
    stays = _stays(session, rooms, carer.hive_id, within)
    used = {each.stay.room_id for each in stays}
    shown = {key: room for key, room in rooms.items() if key in held or key in used}
    return Books(f"{carer.first_name} {carer.last_name}", carer.hive, terms, shown, stays)


def _rooms(session: Session, link_carer_id: str) -> dict[str, RoomFacts]:
    hers = select(Room.id).where(Room.link_carer_id == link_carer_id)
    closed = closures_by_room(session, RoomClosure.room_id.in_(hers))
    rows = session.execute(
        select(*ROOM_COLUMNS)
        .where(Room.link_carer_id == link_carer_id, kept(Room))
        .order_by(func.lower(Room.name), Room.id)
    )
    return {row.id: room_from(row, closed.get(row.id, ())) for row in rows}


def _stays(
    session: Session, rooms: Collection[str], hive_id: str, within: Span
) -> tuple[KeptStay, ...]:
    asked = session.execute(
        select(*STAY_COLUMNS, Booking.guest_name, Child.first_name, Child.last_name, Family.hive_id)
        .join(Child, Child.id == Booking.child_id, isouter=True)
        .join(Family, Family.id == Child.family_id, isouter=True)
        .where(
            kept(Booking),
            Booking.room_id.in_(rooms),
            # No stay is longer than that, so the index finds them from both sides.
            Booking.from_on >= within.first - dt.timedelta(days=LONGEST_NIGHTS),
            Booking.from_on <= within.last,
            Booking.to_on >= within.first,
        )
        .order_by(Booking.from_on, Booking.time_from, Booking.id)
    )
    return tuple(
        KeptStay(
            stay_from(row),
            row.first_name or row.guest_name or "",
            row.last_name or "",
            outside=row.kind is StayKind.RESPITE or row.hive_id != hive_id,
        )
        for row in asked
    )
