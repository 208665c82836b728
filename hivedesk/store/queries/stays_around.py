"""Rooms and stays around some evenings, as the rules know them; nobody is named."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, LinkCarer, Room, RoomClosure
from hivedesk.rules.asking import Candidate, Guest
from hivedesk.rules.days import Span, age_on
from hivedesk.rules.stays import LONGEST_NIGHTS, RoomFacts, Stay

from .stretches import kept

_LONGEST = dt.timedelta(days=LONGEST_NIGHTS + 1)

STAY_COLUMNS = tuple(getattr(Booking, each.name) for each in fields(Stay))
"""A `rules.stays.Stay` by position."""

ROOM_COLUMNS = (
    Room.id,
    *(getattr(Room, each.name) for each in fields(RoomFacts) if each.name != "closures"),
)
"""A room's id, then its `rules.stays.RoomFacts` by position; `closures_by_room` has the rest."""


def candidates(
    session: Session, evenings: Span, around: Span, hive_id: str | None = None
) -> Iterable[Candidate]:
    """Rooms held on one of the evenings, with their closures `around` them."""
    closed = closures_by_room(
        session, RoomClosure.last_day >= around.first, RoomClosure.first_day <= around.last
    )
    query = (
        select(
            *ROOM_COLUMNS,
            Room.ground_floor,
            LinkCarer.id.label("link_carer_id"),
            LinkCarer.first_name,
            LinkCarer.last_name,
            LinkCarer.hive_id,
            LinkCarer.area,
            LinkCarer.pets,
            LinkCarer.access,
            LinkCarer.started_on,
            LinkCarer.ended_on,
        )
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(
            kept(Room),
            kept(LinkCarer),
            Room.held_from <= evenings.last,
            Room.held_to.is_(None) | (Room.held_to >= evenings.first),
        )
    )
    if hive_id is not None:
        query = query.where(LinkCarer.hive_id == hive_id)
    for row in session.execute(query):
        yield Candidate(
            row.id,
            room_from(row, closed.get(row.id, ())),
            row.link_carer_id,
            row.first_name,
            f"{row.first_name} {row.last_name}",
            row.hive_id,
            row.area,
            row.ground_floor,
            row.pets,
            row.access,
            row.started_on,
            row.ended_on,
        )


def stays_around(
    session: Session, around: Span, without: Collection[str] = (), hive_id: str | None = None
) -> tuple[dict[str, tuple[Stay, ...]], dict[str, Guest]]:
    """Stays that touch those days, by room, and what may be known of who is there."""
    query = (
        select(*STAY_COLUMNS, Child.family_id, Child.last_name, Child.born_on)
        .outerjoin(Child, Child.id == Booking.child_id)
        .where(
            kept(Booking),
            # By the day of going home, which lies ahead for few: by the other index all
            # that ever began would be read.
            Booking.to_on >= around.first,
            Booking.to_on <= around.last + _LONGEST,
            Booking.from_on <= around.last,
        )
    )
    if hive_id is not None:
        rooms = select(Room.id).join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        query = query.where(Booking.room_id.in_(rooms.where(LinkCarer.hive_id == hive_id)))
    by_room: dict[str, list[Stay]] = defaultdict(list)
    guests: dict[str, Guest] = {}
    for row in session.execute(query):
        if row.id in without:
            continue
        by_room[row.room_id].append(stay_from(row))
        if row.child_id:
            age = age_on(row.born_on, around.first)
            guests[row.child_id] = Guest(row.family_id, row.last_name, age)
    return {room_id: tuple(found) for room_id, found in by_room.items()}, guests


def closures_by_room(session: Session, *where: ColumnElement[bool]) -> dict[str, list[Span]]:
    """The days on which rooms are closed, the earliest first; rooms that never are, are left out.

    Args:
        where: of which closures; none for all that are kept.
    """
    closed: dict[str, list[Span]] = defaultdict(list)
    asked = select(RoomClosure.room_id, RoomClosure.first_day, RoomClosure.last_day)
    asked = asked.where(kept(RoomClosure), *where).order_by(RoomClosure.first_day)
    for room_id, first, last in session.execute(asked):
        closed[room_id].append(Span(first, last))
    return dict(closed)


def stay_from(row: Any) -> Stay:
    """A row that begins with `STAY_COLUMNS`, as the rules know a stay."""
    return Stay(*row[: len(STAY_COLUMNS)])


def room_from(row: Any, closures: Iterable[Span] = ()) -> RoomFacts:
    """A row that begins with `ROOM_COLUMNS`, as the rules know a room."""
    return RoomFacts(*(*row[1 : len(ROOM_COLUMNS)], tuple(closures)))
