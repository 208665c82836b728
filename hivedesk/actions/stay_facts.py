"""Gathering what the rules about stays need from the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, LinkCarer, Room, RoomClosure, StayState
from hivedesk.rules.asking import Question
from hivedesk.rules.can_say_yes import RoomAnswer, answer_for
from hivedesk.rules.days import Span, local
from hivedesk.rules.problems import Problem, Severity
from hivedesk.rules.queue import wait_problems
from hivedesk.rules.rooms import check_link_carer, check_room, check_room_values
from hivedesk.rules.stays import (
    HOLDS_A_BED,
    MAY_BE_HELD,
    STILL_OPEN,
    ChildFacts,
    RoomFacts,
    Stay,
    check_dates,
    check_stay,
    step_problems,
)
from hivedesk.store.queries.can_i import facts_for, for_a_booking, question_for
from hivedesk.store.queries.stays_around import closures_by_room


def problems_of_booking(
    session: Session, values: Mapping[str, Any], now: dt.datetime
) -> list[Problem]:
    """Everything the rules say about a booking with these values, hard stops first.

    The same lines as "Can I say yes?". What only warned when a stay was booked is not asked
    again while its room, child and nights stay the same, but that the child has moved on or
    may not sleep over is, before the link carer is told who comes; a request holds no bed and
    may wait for whatever is missing, so nothing warns of it.
    """
    if not values.get("child_id") and not values.get("guest_name"):
        return [Problem("child_id", "Choose the child who is coming.")]
    stay = stay_of(values)
    known = session.get(Booking, stay.id) if stay.id else None
    before = None if known is None or known.archived_at else _stay(known)
    found = step_problems(before, stay) if before is not None else []
    found += wait_problems(before, stay)
    if stay.status not in STILL_OPEN:
        return found + _still_fits(session, stay, now)
    dates = check_dates(values)
    if dates:
        return found + dates
    since = known.waiting_since or known.created_at if known is not None else None
    waits = before is not None and before.status is StayState.WAITLISTED
    children = [stay.child_id] if stay.child_id else []
    question = question_for(
        session,
        children,
        stay.kind,
        stay.from_on,
        stay.to_on,
        now,
        values.get("guest_name"),
        (stay.time_from, stay.time_to),
        values.get("why"),
    )
    question = for_a_booking(
        question,
        stay.id,
        status=stay.status,
        held_until=stay.held_until,
        in_line=since if waits else None,
    )
    answer = answer_in(session, question, stay.room_id, aside=_asked_together(session, known))
    if answer is None:
        return found + _still_fits(session, stay, now) or [
            Problem("room_id", "That room's link carer has been archived. Choose another room.")
        ]
    if has_come(before, stay):
        return found + [line.problem for line in answer.against if line.rule in _OF_THE_BED]
    unchanged = before is not None and not asks_for_more(before, stay)
    settled = unchanged or stay.status in MAY_BE_HELD
    was = before.status if before is not None else None
    confirms = was is StayState.AGREED and stay.status is StayState.CONFIRMED
    return found + [
        line.problem
        for line in answer.against
        if not settled
        or line.severity is Severity.STOP
        or (confirms and line.rule in _OF_THE_CHILD)
    ]


def answer_in(
    session: Session, question: Question, room_id: str, aside: Collection[str] = ()
) -> RoomAnswer | None:
    """The answer for one room, seen from its own Hive; None where it is held on no such day.

    Args:
        aside: bookings that wait in the same place of the queue: they do not bar themselves.
    """
    hive_id = session.scalar(
        select(LinkCarer.hive_id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id)
    )
    own = [child.booking_id for child in question.children if child.booking_id]
    facts = facts_for(session, question, without=own, hive_id=hive_id, aside=aside)
    room = next((room for room in facts.rooms if room.room_id == room_id), None)
    return answer_for(facts, room) if room else None


def _still_fits(session: Session, stay: Stay, now: dt.datetime) -> list[Problem]:
    child_id = stay.child_id
    return check_stay(
        stay,
        room_facts(session, stay.room_id),
        child_facts(session, child_id) if child_id else None,
        stays_touching(session, stay, Booking.room_id == stay.room_id),
        stays_touching(session, stay, Booking.child_id == child_id) if child_id else [],
        now,
    )


_OF_THE_BED = frozenset({"free", "elsewhere"})
"""The lines that tell of a bed for two or a child in two places."""

_OF_THE_CHILD = frozenset({"family", "permission"})
"""The lines that may have changed since it was agreed, and are asked before it is confirmed."""


def has_come(before: Stay | None, stay: Stay) -> bool:
    """Whether no more is told than that the child is there.

    That is so, whatever has been said of the child or the family since it was agreed.
    """
    here = stay.status is StayState.IN_PROGRESS
    return here and before is not None and not asks_for_more(before, stay)


def asks_for_more(before: Stay, stay: Stay) -> bool:
    """Whether it takes another room, other nights or a bed it had not."""
    same = ("room_id", "child_id", "kind")
    if any(getattr(before, name) != getattr(stay, name) for name in same):
        return True
    if before.status not in HOLDS_A_BED and stay.status in HOLDS_A_BED:
        return True
    return stay.from_on < before.from_on or stay.to_on > before.to_on


def _asked_together(session: Session, known: Booking | None) -> list[str]:
    if known is None:
        return []
    if known.request_id is None:
        return [known.id]
    return list(session.scalars(select(Booking.id).where(Booking.request_id == known.request_id)))


def problems_of_room(
    session: Session, values: Mapping[str, Any], now: dt.datetime
) -> list[Problem]:
    """Problems of a room itself, and whether the stays that are booked in it would still fit."""
    found = check_room_values(values)
    if found or values.get("id") is None:
        return found
    kept = session.get_one(Room, values["id"])
    if kept.link_carer_id != values["link_carer_id"] and kept.held_from < local(now).date():
        keeper = session.get_one(LinkCarer, kept.link_carer_id)
        words = (
            f"{keeper.first_name} {keeper.last_name} has held this room and is paid for those "
            "days. Enter the last of them as Held to, and add the room anew for the next."
        )
        return [Problem("link_carer_id", words)]
    changed = {name: values[name] for name in ("name", "beds", "age_from", "age_to")}
    held = {name: values[name] for name in ("held_from", "held_to")}
    facts = replace(room_facts(session, values["id"]), **changed, **held)
    return check_room(facts, stays_in(session, values["id"]))


def problems_of_link_carer(session: Session, values: Mapping[str, Any]) -> list[Problem]:
    """Whether the days between which somebody is a link carer hold every stay booked there."""
    booked = session.execute(
        select(Room.name, Booking)
        .join(Booking, Booking.room_id == Room.id)
        .where(
            Room.link_carer_id == values.get("id"),
            Room.archived_at.is_(None),
            Booking.archived_at.is_(None),
            Booking.status.in_(STILL_OPEN),
        )
    )
    stays = [(name, _stay(booking)) for name, booking in booked]
    return check_link_carer(values["started_on"], values["ended_on"], stays)


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
    times = ("time_from", "time_to", "held_until")
    return Stay(id=values.get("id"), **{name: values.get(name) for name in (*names, *times)})  # type: ignore[arg-type]


def room_facts(session: Session, room_id: str) -> RoomFacts:
    """A room with its closures."""
    room = session.get_one(Room, room_id)
    closed = closures_by_room(session, RoomClosure.room_id == room_id)
    return RoomFacts(
        room.name,
        room.beds,
        room.age_from,
        room.age_to,
        room.held_from,
        room.held_to,
        tuple(closed.get(room_id, ())),
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
    "held_until",
)
