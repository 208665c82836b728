"""Reading a link carer's rooms: which there are, what is in them, what waits for an answer.

Every stay goes through `scope.shown` before anything is made of it, so that no page can tell
more than a laptop of the same account would hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.orm import Session

from hivedesk.actions.stay_facts import room_facts, stay_of
from hivedesk.records import (
    Booking,
    HandoverItem,
    LinkCarer,
    Room,
    RoomClosure,
    StayState,
    declared,
)
from hivedesk.rules.days import Span, local
from hivedesk.rules.handover import FOR_THE_NIGHT
from hivedesk.rules.stays import HOLDS_A_BED, STILL_OPEN, RoomFacts
from hivedesk.store.jsonable import values_from_json

from ..accounts import Account
from ..owners import Owners, whole_rows
from ..scope import Named, is_confirmed, shown
from .month import Closure, RoomMonth, ShownStay, room_month

_TOLD = frozenset({*STILL_OPEN, *HOLDS_A_BED}) - {StayState.WAITLISTED}


@dataclass(frozen=True)
class Request:
    """What is asked of a link carer at once: one child, or brothers and sisters together."""

    room: str
    stays: tuple[ShownStay, ...]

    @property
    def id(self) -> str:
        """The id of the first of them, which stands for all."""
        return str(self.stays[0].stay.id)


@dataclass(frozen=True)
class MyRooms:
    """What her page opens with."""

    rooms: tuple[RoomMonth, ...]
    requests: tuple[Request, ...]


def my_rooms(connection: Connection, account: Account, span: Span, now: dt.datetime) -> MyRooms:
    """Her rooms in one month, and all requests that wait for her."""
    today = local(now).date()
    session = Session(connection)
    names = room_names(session, account)
    # The nights before it decide how the month begins.
    within = (Booking.from_on <= span.last) & (Booking.to_on >= span.first)
    stays = _stays(connection, account, names, within & Booking.status.in_(_TOLD))
    closed = _closures(session, names, span)
    rooms = []
    for room_id in names:
        its = [each for each in stays if each.stay.room_id == room_id]
        its = [each for each in its if not _is_stale(each, today)]
        facts = room_facts(session, room_id)
        if _is_held_in(facts, span) or its:
            its_closed = closed.get(room_id, [])
            rooms.append(room_month(room_id, facts, its, its_closed, span, now, today))
    return MyRooms(tuple(rooms), tuple(requests(connection, account, today)))


def requests(connection: Connection, account: Account, today: dt.date) -> list[Request]:
    """What waits for her yes or no, the soonest first."""
    names = room_names(Session(connection), account)
    asked = (Booking.status == StayState.REQUESTED) & (Booking.to_on >= today)
    together: dict[tuple[object, ...], list[ShownStay]] = {}
    for each in _stays(connection, account, names, asked):
        stay = each.stay
        key = (each.request_id or stay.id, stay.room_id, stay.kind, stay.from_on, stay.to_on)
        together.setdefault(key, []).append(each)
    return [Request(names[its[0].stay.room_id], tuple(its)) for its in together.values()]


def one_stay(connection: Connection, account: Account, booking_id: str) -> Request | None:
    """One stay in one of her rooms, with its room's name; None where there is no such one."""
    names = room_names(Session(connection), account)
    found = _stays(connection, account, names, Booking.id == booking_id)
    return Request(names[found[0].stay.room_id], tuple(found)) if found else None


def handover(connection: Connection, account: Account, booking_id: str) -> list[tuple[str, bool]]:
    """What is told or given at the door of a confirmed stay, and whether it was."""
    rows = Session(connection).execute(
        select(HandoverItem.id, HandoverItem.what, HandoverItem.done_at)
        .where(HandoverItem.booking_id == booking_id, HandoverItem.archived_at.is_(None))
        .order_by(HandoverItem.created_at, HandoverItem.id)
    )
    owners = Owners(connection)
    found = rows.all()
    owners.load([("handover-items", row.id) for row in found])
    told = []
    for row in found:
        values = {"what": row.what, "done_at": row.done_at}
        about = Named("handover-items", row.id)
        kept = shown(account, owners, about, own=False, values=values)
        if kept:
            told.append((str(kept["what"]), kept.get("done_at") is not None))
    return told


def room_names(session: Session, account: Account) -> dict[str, str]:
    """Her rooms by id, A to Z."""
    rows = session.execute(
        select(Room.id, Room.name)
        .where(Room.link_carer_id.in_(account.link_carers), Room.archived_at.is_(None))
        .order_by(Room.name, Room.id)
    )
    return {row.id: row.name for row in rows}


def carers(connection: Connection, account: Account) -> list[tuple[str, str]]:
    """The link carers an account speaks for: nearly always one. Ids and names."""
    rows = Session(connection).execute(
        select(LinkCarer.id, LinkCarer.first_name, LinkCarer.last_name)
        .where(LinkCarer.id.in_(account.link_carers), LinkCarer.archived_at.is_(None))
        .order_by(LinkCarer.first_name, LinkCarer.id)
    )
    return [(row.id, f"{row.first_name} {row.last_name}") for row in rows]


def closure_of(session: Session, account: Account, closure_id: str) -> RoomClosure | None:
    """A closure that stands, of one of her rooms."""
    return session.scalar(
        select(RoomClosure).where(
            RoomClosure.id == closure_id,
            RoomClosure.archived_at.is_(None),
            RoomClosure.room_id.in_(room_names(session, account)),
        )
    )


def _is_stale(each: ShownStay, today: dt.date) -> bool:
    """A request that nobody answered in time."""
    return each.stay.status is StayState.REQUESTED and each.stay.to_on < today


def _is_held_in(facts: RoomFacts, span: Span) -> bool:
    return facts.held_from <= span.last and (not facts.held_to or facts.held_to >= span.first)


def _stays(
    connection: Connection, account: Account, rooms: dict[str, str], which: ColumnElement[bool]
) -> list[ShownStay]:
    ids = Session(connection).scalars(
        select(Booking.id)
        .where(which, Booking.room_id.in_(rooms), Booking.archived_at.is_(None))
        .order_by(Booking.from_on, Booking.time_from, Booking.id)
    )
    found = list(ids)
    rows = whole_rows(connection, "bookings", found)
    owners = Owners(connection)
    owners.load([("bookings", each) for each in found])
    told = []
    for each in found:
        about = Named("bookings", each)
        values = shown(account, owners, about, own=False, values=rows[each])
        if values is not None:
            told.append(_told(values, confirmed=is_confirmed(owners, each)))
    return told


def _told(values: dict[str, object], *, confirmed: bool) -> ShownStay:
    python = values_from_json(Booking, values)
    labels = {name: about.label for name, (_, about) in declared(Booking).items()}
    notes = [(labels[name], str(python[name])) for name in FOR_THE_NIGHT if python.get(name)]
    who = str(python.get("guest_name") or "")
    asked_with = python.get("request_id")
    return ShownStay(stay_of(python), asked_with, who, confirmed, tuple(notes) if confirmed else ())


def _closures(
    session: Session, rooms: Sequence[str] | dict[str, str], span: Span
) -> dict[str, list[Closure]]:
    rows = session.execute(
        select(
            RoomClosure.id,
            RoomClosure.room_id,
            RoomClosure.first_day,
            RoomClosure.last_day,
            RoomClosure.why,
        )
        .where(
            RoomClosure.room_id.in_(list(rooms)),
            RoomClosure.archived_at.is_(None),
            RoomClosure.first_day <= span.last,
            RoomClosure.last_day >= span.first,
        )
        .order_by(RoomClosure.first_day)
    )
    found: dict[str, list[Closure]] = {}
    for row in rows:
        days = Span(row.first_day, row.last_day)
        found.setdefault(row.room_id, []).append(Closure(row.id, days, row.why or ""))
    return found
