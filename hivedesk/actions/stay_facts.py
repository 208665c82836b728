"""Gathering what the rules about stays need from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, Room, RoomClosure
from hivedesk.rules.days import Span
from hivedesk.rules.problems import Problem
from hivedesk.rules.stays import ChildFacts, RoomFacts, Stay, check_room, check_stay


def problems_of_booking(session: Session, values: Mapping[str, Any]) -> list[Problem]:
    """Everything the rules say about a booking with these values."""
    if not values.get("child_id") and not values.get("guest_name"):
        return [Problem("child_id", "Choose the child who is coming.")]
    stay = stay_of(values)
    child_id = stay.child_id
    return check_stay(
        stay,
        room_facts(session, stay.room_id),
        child_facts(session, child_id) if child_id else None,
        stays_touching(session, stay, Booking.room_id == stay.room_id),
        stays_touching(session, stay, Booking.child_id == child_id) if child_id else [],
    )


def problems_of_room(session: Session, values: Mapping[str, Any]) -> list[Problem]:
    """Whether the stays that are booked in a room would still fit in it."""
    if values.get("id") is None:
        return []
    changed = {name: values[name] for name in ("name", "beds", "age_from", "age_to")}
    held = {name: values[name] for name in ("held_from", "held_to")}
    facts = replace(room_facts(session, values["id"]), **changed, **held)
    return check_room(facts, stays_in(session, values["id"]))


def problems_of_closure(session: Session, values: Mapping[str, Any]) -> list[Problem]:
    """Whether a room is empty on the days it is to be closed."""
    if values["last_day"] < values["first_day"]:
        return [Problem("last_day", "The last day is before the first.")]
    closed = replace(
        room_facts(session, values["room_id"]),
        closures=(Span(values["first_day"], values["last_day"]),),
    )
    return check_room(closed, stays_in(session, values["room_id"]))


def stay_of(values: Mapping[str, Any]) -> Stay:
    """A booking's values as the rules know a stay."""
    names = ("room_id", "child_id", "kind", "status", "from_on", "to_on", "ended_on")
    times = ("time_from", "time_to")
    return Stay(id=values.get("id"), **{name: values.get(name) for name in (*names, *times)})  # type: ignore[arg-type]


def room_facts(session: Session, room_id: str) -> RoomFacts:
    """A room with its closures."""
    room = session.get_one(Room, room_id)
    closures = session.execute(
        select(RoomClosure.first_day, RoomClosure.last_day).where(
            RoomClosure.room_id == room_id, RoomClosure.archived_at.is_(None)
        )
    )
    return RoomFacts(
        room.name,
        room.beds,
        room.age_from,
        room.age_to,
        room.held_from,
        room.held_to,
        tuple(Span(first, last) for first, last in closures),
    )


def child_facts(session: Session, child_id: str) -> ChildFacts:
    """A child's age and permission."""
    child = session.get_one(Child, child_id)
    return ChildFacts(child.first_name, child.born_on, child.sleepovers, child.sleepovers_until)


def stays_touching(session: Session, stay: Stay, which: ColumnElement[bool]) -> list[Stay]:
    """Stays that could share a night with this one."""
    found = session.scalars(
        select(Booking).where(
            which,
            Booking.archived_at.is_(None),
            Booking.from_on <= stay.to_on,
            Booking.to_on >= stay.from_on,
        )
    )
    return [_stay(booking) for booking in found]


def stays_in(session: Session, room_id: str) -> list[Stay]:
    """Every stay in a room."""
    found = session.scalars(
        select(Booking).where(Booking.room_id == room_id, Booking.archived_at.is_(None))
    )
    return [_stay(booking) for booking in found]


def _stay(booking: Booking) -> Stay:
    return stay_of({name: getattr(booking, name) for name in _NEEDED})


_NEEDED = (
    "id",
    "room_id",
    "child_id",
    "kind",
    "status",
    "from_on",
    "to_on",
    "ended_on",
    "time_from",
    "time_to",
)
