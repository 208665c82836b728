"""Rooms and stays from a terminal: what is free, can I say yes, book, move, cancel."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk
from hivedesk.actions.stays import book_stays, cancel_stays, move_stay
from hivedesk.records import Booking, Child, StayKind
from hivedesk.rules.can_say_yes import RoomAnswer
from hivedesk.rules.days import EARLIEST, LATEST, Span, local
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.can_i import ask
from hivedesk.store.queries.named import booking_called, child_called, room_called
from hivedesk.store.queries.policies import policies_of
from hivedesk.store.queries.room_nights import RoomNight, room_nights

from .answers import on_field, print_json, problems_as_json
from .flat import on_one_line
from .verbs import opened

_OPTIONS = {"from_on": "from", "to_on": "to", "room_id": "room", "child_id": "child"}
_LONGEST_LIST = 3_660


def rooms(asked: argparse.Namespace) -> None:
    """Each room, night by night; the check-out day itself is no night."""
    begin, end = asked.from_on, asked.to_on
    for field, day in (("from_on", begin), ("to_on", end)):
        if not EARLIEST <= day <= LATEST:
            refuse_on([Problem(field, "That looks like a slip. Check the year.")])
    if end <= begin:
        refuse_on([Problem("to_on", "The last day is not after the first.")])
    if (end - begin).days > _LONGEST_LIST:
        refuse_on([Problem("to_on", "That is more than ten years. Check the year.")])
    span = Span(begin, end - dt.timedelta(days=1))
    with opened(asked.store) as desk, desk.store.reading() as session:
        found = list(room_nights(session, span, desk.now))
    if asked.json:
        print_json([_night(night) for night in found])
        return
    print("\t".join(RoomNight._fields))
    for night in found:
        print("\t".join(on_one_line(value) for value in _night(night).values()))


def can_i(asked: argparse.Namespace) -> None:
    """Every room's answer, best first, with its reasons."""
    with opened(asked.store) as desk, desk.store.reading() as session:
        children = [child_called(session, name) for name in asked.child or ()]
        answers = ask(
            session,
            children,
            asked.kind,
            asked.from_on,
            asked.to_on,
            desk.now,
            guest_name=asked.guest,
            hours=_hours(session, asked.kind, asked.from_on),
            why=asked.why,
        )
    if asked.json:
        print_json({"rooms": [_answer(answer) for answer in answers]})
        return
    for each in answers:
        told = f"{each.answer.label}\t{each.room}\t{each.link_carer}\t{each.hive}\t{each.short}"
        print(on_one_line(told) if "\n" in told else told)


def book(asked: argparse.Namespace) -> None:
    """Book a stay for each child; where the answer is no, nothing is booked."""
    with opened(asked.store) as desk, problems_as_json(asked.json, _OPTIONS):
        with desk.store.reading() as session:
            with on_field("child_id"):
                children = [child_called(session, name) for name in asked.child or ()]
            with on_field("room_id"):
                room = room_called(session, asked.room, asked.from_on)
            begin, end = _hours(session, asked.kind, asked.from_on)
        if not children and not asked.guest:
            refuse_on([Problem("child_id", "Choose the child who is coming.")])
        values = {
            "room_id": room,
            "kind": asked.kind,
            "from_on": asked.from_on,
            "to_on": asked.to_on,
            "time_from": begin,
            "time_to": end,
            "why": asked.why,
        } | ({"guest_name": asked.guest} if not children else {})
        made = book_stays(desk, children, values, asked.override)
        _tell(desk, made.record_ids, asked.json)


def move(asked: argparse.Namespace) -> None:
    """Move a stay to another room or other days; what is not named stays as it is."""
    with opened(asked.store) as desk, problems_as_json(asked.json, _OPTIONS):
        with desk.store.reading() as session:
            booking = _booking(session, asked.booking, desk)
            with on_field("room_id"):
                day = asked.from_on or session.get_one(Booking, booking).from_on
                room = room_called(session, asked.room, day) if asked.room else None
        made = move_stay(
            desk,
            booking,
            room_id=room,
            from_on=asked.from_on,
            to_on=asked.to_on,
            override=asked.override,
        )
        _tell(desk, made.record_ids, asked.json)


def cancel(asked: argparse.Namespace) -> None:
    """Call a stay off; the reason is kept and its nights are free."""
    with opened(asked.store) as desk, problems_as_json(asked.json, _OPTIONS):
        with desk.store.reading() as session:
            booking = _booking(session, asked.booking, desk)
        made = cancel_stays(desk, (booking,), asked.why)
        _tell(desk, made.record_ids, asked.json)


def _booking(session: Session, asked: str, desk: Desk) -> str:
    with on_field("booking"):
        return booking_called(session, asked, local(desk.now).date())


def _hours(session: Session, kind: StayKind, day: dt.date) -> tuple[dt.time | None, dt.time | None]:
    """Day care asked for from a terminal is for office hours."""
    if kind is not StayKind.DAY_CARE:
        return None, None
    policies = policies_of(session)
    begin, end = (policies.text(key, day) for key in ("office.opens", "office.closes"))
    return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)


def _night(night: RoomNight) -> dict[str, Any]:
    return night._asdict() | {"date": night.date.isoformat()}


def _answer(answer: RoomAnswer) -> dict[str, Any]:
    return {
        "room": answer.room,
        "link_carer": answer.link_carer,
        "hive": answer.hive,
        "answer": answer.answer.value,
        "cover_left": answer.cover_left,
        "lines": [
            {"rule": line.rule, "severity": line.severity.value, "words": line.words}
            for line in answer.lines
        ],
    }


def _tell(desk: Desk, booking_ids: Sequence[str], as_json: bool) -> None:
    """What the stays are now."""
    told = []
    with desk.store.reading() as session:
        for booking_id in booking_ids:
            stay = session.get_one(Booking, booking_id)
            child = session.get_one(Child, stay.child_id) if stay.child_id else None
            name = f"{child.first_name} {child.last_name}" if child else stay.guest_name
            told.append({"id": stay.id, "child": name, "status": stay.status.value})
    if as_json:
        print_json({"bookings": told})
        return
    for row in told:
        print("\t".join(on_one_line(value) for value in row.values()))
