"""A repeat, date by date with its answers: before it is saved, before it is moved, and after."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, LinkCarer, Room, StayKind, StayState
from hivedesk.rules.asking import Facts, Question
from hivedesk.rules.can_say_yes import Answer, RoomAnswer, answer_for
from hivedesk.rules.problems import Severity, refuse_on
from hivedesk.rules.repeats import Pattern, pattern_problems, rhythm_words
from hivedesk.rules.stays import MAY_BE_HELD, STILL_OPEN, check_dates

from .can_i import facts_for, question_for
from .stretches import kept


class RepeatDate(NamedTuple):
    """One date of a repeat.

    Attributes:
        words: what speaks against it; "" where nothing does.
        ids: the stays it is about, where they are written already.
        was_on: the check-in day they have now, where they are to be moved.
        left: it stays as it is: it clashes, or was to be skipped.
    """

    from_on: dt.date
    to_on: dt.date
    answer: Answer
    words: str
    ids: tuple[str, ...] = ()
    was_on: dt.date | None = None
    left: bool = False

    @property
    def clashes(self) -> bool:
        """Whether a hard stop stands against this date."""
        return self.answer is Answer.NO

    @property
    def day(self) -> dt.date:
        """The day it is known by: that of before, where it is to be moved."""
        return self.was_on or self.from_on


class RepeatStay(NamedTuple):
    """A stay as one of a repeat, for its sheets.

    Attributes:
        who: the child's whole name, or the guest's.
        child_ids: it and its brothers and sisters who come with it, itself first.
        rhythm: "every second Friday"; "" where it comes once, or at no one pace.
        later: the check-in days still to come after it.
    """

    id: str
    who: str
    child_ids: tuple[str, ...]
    guest_name: str | None
    room_id: str
    kind: StayKind
    status: StayState
    from_on: dt.date
    to_on: dt.date
    time_from: dt.time | None
    time_to: dt.time | None
    why: str | None
    repeat_id: str | None
    rhythm: str
    later: tuple[dt.date, ...]


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
    begun: bool = False,
    skip: Collection[dt.date] = (),
) -> list[RepeatDate]:
    """Every date of the pattern with its answer in one room; dates before it count as booked.

    Args:
        begun: the first is a stay that is written already: only the others are asked for.
        skip: check-in days that are not to be booked.

    Raises:
        Refused: the pattern itself is wrong.
    """
    problems = pattern_problems(pattern)
    dates = pattern.dates()[int(begun) :] if not problems else []
    first = {"kind": kind, "time_from": hours[0], "time_to": hours[1]}
    if dates:
        problems += check_dates(first | {"from_on": dates[0][0], "to_on": dates[0][1]})
    refuse_on(problems)
    plan: list[RepeatDate] = []
    before: list[Question] = []
    for from_on, to_on in dates:
        question = question_for(
            session, child_ids, kind, from_on, to_on, now, guest_name, hours, why
        )
        answer, words = _told(_answered(session, question, room_id, before))
        left = answer is Answer.NO or from_on in skip
        plan.append(RepeatDate(from_on, to_on, answer, words, left=left))
        if not left:
            before.append(question)
    return plan


def plan_move(
    session: Session,
    booking_id: str,
    now: dt.datetime,
    *,
    room_id: str | None = None,
    days: int = 0,
    nights: int | None = None,
    later: bool = True,
    skip: Collection[dt.date] = (),
) -> list[RepeatDate]:
    """What would become of this stay, and of every later one of its repeat, if it moved.

    Args:
        days, nights, room_id: as for `actions.repeats.move_repeat`.
        later: ask for the later ones too.
        skip: days (as they are now) whose stays are to be left as they are.
    """
    ids = later_ids(session, booking_id) if later else [booking_id]
    groups: dict[tuple[dt.date, str], list[Booking]] = defaultdict(list)
    for booking in session.scalars(select(Booking).where(Booking.id.in_(ids))):
        groups[booking.from_on, booking.room_id].append(booking)
    stays = [groups[key] for key in sorted(groups)]
    left = {day for day, _ in groups if day in skip}
    while True:
        plan = _moved(session, stays, now, room_id, days, nights, left)
        clashing = {date.day for date in plan if date.clashes}
        if clashing <= left:
            return plan
        left |= clashing  # they stay where they are, where another may have wanted to go


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


def repeat_of(session: Session, booking_id: str) -> RepeatStay:
    """A stay with what is known of its repeat."""
    booking = session.get_one(Booking, booking_id)
    child = session.get(Child, booking.child_id) if booking.child_id else None
    who = f"{child.first_name} {child.last_name}" if child else booking.guest_name or ""
    rows = session.execute(
        select(Booking.from_on, Booking.status)
        .where(kept(Booking), Booking.repeat_id == booking.repeat_id)
        .where(Booking.repeat_id.is_not(None))
    ).all()
    begins = {row.from_on for row in rows}
    later = sorted(
        {row.from_on for row in rows if row.status in STILL_OPEN and row.from_on > booking.from_on}
    )
    # One that was moved with all later ones comes at their pace, not at that of before.
    rhythm = rhythm_words([booking.from_on, *later]) or rhythm_words(begins)
    return RepeatStay(
        booking.id,
        who,
        tuple(child for child in together(session, booking) if child),
        booking.guest_name,
        booking.room_id,
        booking.kind,
        booking.status,
        booking.from_on,
        booking.to_on,
        booking.time_from,
        booking.time_to,
        booking.why,
        booking.repeat_id,
        rhythm if booking.repeat_id else "",
        tuple(later),
    )


def together(session: Session, booking: Booking) -> dict[str | None, Booking]:
    """The stays of one request on the same days in the same room, by child; itself first."""
    found: dict[str | None, Booking] = {booking.child_id: booking}
    if booking.request_id is not None:
        others = session.scalars(
            select(Booking)
            .where(
                kept(Booking),
                Booking.request_id == booking.request_id,
                Booking.room_id == booking.room_id,
                Booking.from_on == booking.from_on,
                Booking.to_on == booking.to_on,
                Booking.status.in_(STILL_OPEN),
            )
            .order_by(Booking.id)
        )
        found |= {each.child_id: each for each in others if each.id != booking.id}
    return found


def _moved(
    session: Session,
    stays: Sequence[Sequence[Booking]],
    now: dt.datetime,
    room_id: str | None,
    days: int,
    nights: int | None,
    left: Collection[dt.date],
) -> list[RepeatDate]:
    moving = {each.id for group in stays for each in group if each.from_on not in left}
    plan: list[RepeatDate] = []
    before: list[Question] = []
    for group in stays:
        one, ids = group[0], tuple(each.id for each in group)
        begin = one.from_on + dt.timedelta(days=days)
        length = one.to_on - one.from_on if nights is None else dt.timedelta(days=nights)
        there = room_id or one.room_id
        hours = (one.time_from, one.time_to)
        named = {"from_on": begin, "to_on": begin + length, "kind": one.kind}
        refuse_on(check_dates(named | {"time_from": hours[0], "time_to": hours[1]}))
        children = [each.child_id for each in group if each.child_id]
        question = replace(
            question_for(
                session, children, one.kind, begin, begin + length, now, one.guest_name, hours,
                one.why,
            ),
            status=one.status,
            held_until=one.held_until,
        )  # fmt: skip
        found = _answered(session, question, there, before, {*moving, *ids})
        answer, words = _told_of_move(group, question, there, found)
        skipped = one.from_on in left
        plan.append(
            RepeatDate(begin, begin + length, answer, words, ids, one.from_on, left=skipped)
        )
        if not skipped:
            before.append(question)
    return plan


def _told_of_move(
    group: Sequence[Booking], question: Question, room_id: str, found: RoomAnswer | None
) -> tuple[Answer, str]:
    """As when it is written: what takes nothing more than it had needs no new reason."""
    one = group[0]
    if one.status is StayState.IN_PROGRESS and (
        one.room_id != room_id or one.from_on != question.from_on
    ):
        return Answer.NO, "The stay has begun. End it early and book the rest anew."
    answer, words = _told(found)
    shorter = one.from_on <= question.from_on and question.to_on <= one.to_on
    asks_no_more = one.status in MAY_BE_HELD or (one.room_id == room_id and shorter)
    if answer is Answer.OVERRIDE and asks_no_more:
        return Answer.YES, ""
    return answer, words


def _answered(
    session: Session,
    question: Question,
    room_id: str,
    before: Sequence[Question],
    without: Collection[str] = (),
) -> RoomAnswer | None:
    hive_id = session.scalar(
        select(LinkCarer.hive_id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id)
    )
    facts = facts_for(session, question, without=without, hive_id=hive_id, aside=without)
    facts = _with_planned(facts, before, room_id)
    room = next((room for room in facts.rooms if room.room_id == room_id), None)
    return answer_for(facts, room) if room else None


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
    # A stop says it all: what would only warn is no matter any more.
    stops = [line for line in answer.against if line.severity is Severity.STOP]
    return answer.answer, " ".join(line.words for line in stops or answer.against)
