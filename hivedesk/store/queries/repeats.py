"""A repeat, date by date with its answers, before and after it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, LinkCarer, Room, StayKind
from hivedesk.rules.asking import Facts, Question
from hivedesk.rules.can_say_yes import Answer, RoomAnswer, answer_for
from hivedesk.rules.problems import refuse_on
from hivedesk.rules.repeats import Pattern, pattern_problems
from hivedesk.rules.stays import STILL_OPEN, check_dates

from .can_i import facts_for, question_for
from .stretches import kept


class RepeatDate(NamedTuple):
    """One date of a repeat.

    Attributes:
        clashes: it cannot be booked in this room: offered to be skipped.
        words: what speaks against it; "" where nothing does.
    """

    from_on: dt.date
    to_on: dt.date
    answer: Answer
    words: str

    @property
    def clashes(self) -> bool:
        """Whether a hard stop stands against this date."""
        return self.answer is Answer.NO


def plan_repeat(
    session: Session,
    child_ids: Sequence[str],
    room_id: str,
    kind: StayKind,
    pattern: Pattern,
    now: dt.datetime,
    *,
    guest_name: str | None = None,
    hours: tuple[dt.time | None, dt.time | None] = (None, None),
    why: str | None = None,
) -> list[RepeatDate]:
    """Every date of the pattern with its answer in one room; dates before it count as booked.

    Raises:
        Refused: the pattern itself is wrong.
    """
    problems = pattern_problems(pattern)
    dates = pattern.dates() if not problems else []
    first = {"kind": kind, "time_from": hours[0], "time_to": hours[1]}
    if dates:
        problems += check_dates(first | {"from_on": dates[0][0], "to_on": dates[0][1]})
    refuse_on(problems)
    hive_id = session.scalar(
        select(LinkCarer.hive_id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id)
    )
    plan: list[RepeatDate] = []
    before: list[Question] = []
    for from_on, to_on in dates:
        question = question_for(
            session, child_ids, kind, from_on, to_on, now, guest_name, hours, why
        )
        facts = _with_planned(facts_for(session, question, hive_id=hive_id), before, room_id)
        room = next((room for room in facts.rooms if room.room_id == room_id), None)
        found = answer_for(facts, room) if room else None
        plan.append(RepeatDate(from_on, to_on, *_told(found)))
        if found and found.answer is not Answer.NO:
            before.append(question)
    return plan


def _with_planned(facts: Facts, before: Sequence[Question], room_id: str) -> Facts:
    own = dict(facts.own)
    for child in facts.question.children:
        if child.id:
            planned = tuple(question.stay(child, room_id) for question in before)
            planned = tuple(replace(s, id=f"planned {n}") for n, s in enumerate(planned))
            own[child.id] = (*own.get(child.id, ()), *planned)
    return replace(facts, own=own)


def _told(answer: RoomAnswer | None) -> tuple[Answer, str]:
    if answer is None:
        return Answer.NO, "The room is not held on that day."
    return answer.answer, " ".join(line.words for line in answer.against)


def later_ids(session: Session, booking_id: str) -> list[str]:
    """The stays of a repeat from this one on that are still open, first to last; itself first."""
    booking = session.get_one(Booking, booking_id)
    if booking.repeat_id is None:
        return [booking_id]
    rows = session.scalars(
        select(Booking.id)
        .where(
            kept(Booking),
            Booking.repeat_id == booking.repeat_id,
            Booking.from_on >= booking.from_on,
            Booking.status.in_(STILL_OPEN),
        )
        .order_by(Booking.from_on, Booking.id)
    )
    others = [each for each in rows if each != booking_id]
    return [booking_id, *others]
