"""Time in lieu: what a worker did over the contract, week by week, and what was taken of it.

A balance is a statement, not a debt and not a reproach: a week with less than the contract, or
with nothing recorded, owes nothing. Leave counts against the contract as work does, and so does
time in lieu, because it stands for work that was done before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .days import Span


class WeekTime(NamedTuple):
    """One week, in minutes.

    Attributes:
        counted: what counts against the contract: work, leave and time in lieu taken.
        contract: what the contract asks of that week.
        taken: time in lieu taken in it.
        over: whether the week is over; before that nothing has been earned in it.
    """

    week: Span
    counted: int
    contract: int
    taken: int
    over: bool = True


class LieuWeek(NamedTuple):
    """What one week did to the balance, in minutes; `carried` is what it began with."""

    week: Span
    carried: int
    lapsed: int
    taken: int
    earned: int

    @property
    def balance(self) -> int:
        """What the next week begins with; below nothing where more was taken than earned."""
        return self.carried - self.lapsed - self.taken + self.earned


def lieu_by_week(
    weeks: Iterable[WeekTime], lapses_after: Callable[[dt.date], int]
) -> list[LieuWeek]:
    """The balance from week to week, carried over months and years alike.

    What would lapse first is taken first; what was taken beyond the balance is made good by
    what is earned next.

    Args:
        weeks: in the order of time.
        lapses_after: for the last day of the week in which time was earned, the number of
            weeks after which what is left of it lapses; 0 where it never does (a policy).
    """
    told: list[LieuWeek] = []
    left: dict[dt.date, int] = {}
    """Minutes not taken yet, by the last day on which they can be."""
    owed = balance = 0
    for time in weeks:
        lapsed = sum(left.pop(day) for day in sorted(left) if day < time.week.first)
        wanted = time.taken
        for day in sorted(left):
            used = min(wanted, left[day])
            left[day] -= used
            wanted -= used
        owed += wanted
        earned = max(0, time.counted - time.contract) if time.over else 0
        made_good = min(owed, earned)
        owed -= made_good
        until = _last_day(time.week.last, lapses_after(time.week.last))
        left[until] = left.get(until, 0) + earned - made_good
        told.append(LieuWeek(time.week, balance, lapsed, time.taken, earned))
        balance = told[-1].balance
    return told


def _last_day(earned_by: dt.date, weeks: int) -> dt.date:
    if not weeks or weeks > (dt.date.max - earned_by).days // 7:
        return dt.date.max
    return earned_by + dt.timedelta(weeks=weeks)
