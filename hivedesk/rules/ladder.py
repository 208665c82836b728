"""Places at an activity: who has one, who waits for one, and who is next.

A place that comes free goes to whoever has waited longest; nobody overtakes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from hivedesk.records import Attendance

from .days import add_months

STATUSES = {status.value: status for status in Attendance}
CAME = frozenset({Attendance.ATTENDED, Attendance.PARTLY})
"""Who counts as having come, to all of it or to a part."""
HOLDS = CAME | {Attendance.BOOKED, Attendance.NO_SHOW}
"""Whose place nobody else can have."""
GAVE_UP = frozenset({Attendance.REQUESTED, Attendance.CANCELLED, Attendance.DECLINED})
"""Who has no place and does not wait for one."""
WANTS = frozenset({Attendance.BOOKED, Attendance.WAITLISTED})

Key = TypeVar("Key")


class Step(NamedTuple):
    """One step of somebody's place: when it was taken, and whether it took another back."""

    when: tuple[str, int]
    status: Attendance
    undoing: bool = False


def settled(
    standing: Mapping[Key, Attendance | None],
    queue: Sequence[Key],
    answers: Mapping[Key, Attendance],
    capacity: int | None,
) -> dict[Key, Attendance]:
    """Whose place changes once these answers are in: theirs, and of those who move up.

    Args:
        standing: how everybody's place stands; None for nobody asked yet.
        queue: who waits, the first to move up first.
        answers: what people said. Whoever wants to come joins the end of the queue, so that a
            place that is free goes to somebody who waited before.
        capacity: how many there is room for; None for any number.
    """
    now = dict(standing)
    line = [who for who in queue if now.get(who) is Attendance.WAITLISTED]
    for who, answer in answers.items():
        has_one = answer is Attendance.BOOKED and now.get(who) in HOLDS
        if answer not in WANTS or has_one:
            now[who] = answer
        elif answer is not now.get(who):
            now[who] = Attendance.WAITLISTED
            line = line if who in line else [*line, who]
    line = [who for who in line if now[who] is Attendance.WAITLISTED]
    taken = sum(status in HOLDS for status in now.values())
    free = len(line) if capacity is None else max(0, capacity - taken)
    now |= dict.fromkeys(line[:free], Attendance.BOOKED)
    return {
        who: status
        for who, status in now.items()
        if status is not None and status is not standing.get(who)
    }


def waits_since(steps: Iterable[Step]) -> tuple[str, int] | None:
    """Since which step somebody who waits now has waited; None where no step tells.

    A place that was given and taken back again costs nobody their turn, nor does a slip of the
    pen that was undone.

    Args:
        steps: of one person, the oldest first.
    """
    since = before = None
    for step in steps:
        if step.status is Attendance.WAITLISTED:
            since = since or (before if step.undoing else None) or step.when
        elif step.status in GAVE_UP:
            before, since = since or before, None
    return since


def not_lately(last_on: dt.date | None, today: dt.date, months: int) -> bool:
    """Whether somebody has not been along in the last months (policy `activity.lately_months`)."""
    return last_on is None or last_on < add_months(today, -months)
