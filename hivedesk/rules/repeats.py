"""Stays that come again: every second Friday until Easter, date by date."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .problems import Problem

LONGEST = dt.timedelta(weeks=104)
"""From the first stay to the last: more is a slip of the pen."""

_MONTHLY_GAP = 28  # days: the second Friday and the next second Friday are 28 or 35 apart
_LAST = 5
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", _LAST: "last"}


@dataclass(frozen=True)
class Pattern:
    """A stay that comes again.

    Attributes:
        first: the first check-in day; the others are on its weekday.
        nights: of each stay; 0 for day care.
        every: weeks from one to the next, 1 to 12.
        until: no stay begins after this day.
        monthly: once a month instead, in the same week of it: "the second Friday". What would
            be the fifth is the last, as not every month has five.
    """

    first: dt.date
    nights: int
    every: int
    until: dt.date
    monthly: bool = False

    @property
    def words(self) -> str:
        """ "every second Friday", "the last Friday of the month"."""
        return _words(self.first, None if self.monthly else self.every)

    def dates(self) -> list[tuple[dt.date, dt.date]]:
        """Check-in and check-out day of each stay, one by one."""
        length = dt.timedelta(days=self.nights)
        begins = _by_month(self.first) if self.monthly else _by_weeks(self.first, self.every)
        before_end = itertools.takewhile(lambda begin: begin <= self.until, begins)
        return [(begin, begin + length) for begin in before_end]


def pattern_problems(pattern: Pattern) -> list[Problem]:
    """What is wrong with a pattern, on its fields: from_on, nights, every, until."""
    if not pattern.monthly and not 1 <= pattern.every <= 12:
        return [Problem("every", "Choose every week to every 12 weeks.")]
    if pattern.first.year > dt.date.max.year - 5:
        return [Problem("from_on", "That is too far ahead. Check the year.")]
    if pattern.until < pattern.first:
        return [Problem("until", "The last day is before the first stay.")]
    if pattern.nights < 0:
        return [Problem("nights", "The day of going home is before the day of arriving.")]
    if pattern.nights > (_MONTHLY_GAP if pattern.monthly else pattern.every * 7):
        return [Problem("every", "Each stay would run into the next. Choose more weeks between.")]
    if pattern.until - pattern.first > LONGEST:
        return [Problem("until", "That is more than two years of stays. Check the year.")]
    return []


def rhythm_words(begins: Collection[dt.date]) -> str:
    """How dates that are kept come again, told from the dates alone.

    Skipped ones leave gaps and a moved one is out of step: most of them decide. "" where there
    is no weekday that two of them share.
    """
    if not begins:
        return ""
    weekday, often = Counter(begin.weekday() for begin in begins).most_common(1)[0]
    on_it = sorted({begin for begin in begins if begin.weekday() == weekday})
    if often < 2 or len(on_it) < 2:
        return ""
    gaps = [(late - early).days for early, late in itertools.pairwise(on_it)]
    places = {_place(begin) for begin in on_it}
    if len(places) == 1 and min(gaps) >= _MONTHLY_GAP:
        return _words(on_it[0], None)
    if all(_is_last(begin) for begin in on_it) and min(gaps) >= _MONTHLY_GAP:
        return _words(on_it[0], None, _LAST)
    return _words(on_it[0], math.gcd(*gaps) // 7)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876."""
    golden, (century, short) = year % 19, divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - moved + 15) % 30
    leaps, years = divmod(short, 4)
    weekday = (32 + 2 * rest + 2 * leaps - moon - years) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def next_easter(day: dt.date) -> dt.date:
    """The first Easter Sunday on or after a day."""
    this_year = easter(day.year)
    return this_year if day <= this_year else easter(day.year + 1)


def _by_weeks(first: dt.date, every: int) -> Iterator[dt.date]:
    gap = dt.timedelta(weeks=every)
    return (first + gap * number for number in itertools.count())


def _by_month(first: dt.date) -> Iterator[dt.date]:
    for number in itertools.count(first.year * 12 + first.month - 1):
        begins = dt.date(number // 12, number % 12 + 1, 1)
        ahead = (first.weekday() - begins.weekday()) % 7 + 7 * (_place(first) - 1)
        found = begins + dt.timedelta(days=ahead)
        yield found if found.month == begins.month else found - dt.timedelta(weeks=1)


def _place(day: dt.date) -> int:
    """Which of its weekday in the month a day is; the fifth is the last."""
    return (day.day - 1) // 7 + 1


def _is_last(day: dt.date) -> bool:
    return (day + dt.timedelta(weeks=1)).month != day.month


def _words(day: dt.date, every: int | None, place: int = 0) -> str:
    weekday = f"{day:%A}"
    if every is None:
        return f"the {_ORDINALS[place or _place(day)]} {weekday} of the month"
    if every == 1:
        return f"every {weekday}"
    if every in _ORDINALS and every != _LAST:
        return f"every {_ORDINALS[every]} {weekday}"
    return f"every {every} weeks on {weekday}"
