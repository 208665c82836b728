"""Stays that come again: every second Friday until Easter, date by date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .problems import Problem

MOST_DATES = 104
"""Two years of weekends; more is a slip of the pen."""


@dataclass(frozen=True)
class Pattern:
    """A stay that comes again.

    Attributes:
        first: the first check-in day; the others are on its weekday.
        nights: of each stay; 0 for day care.
        every: weeks from one to the next, 1 to 12.
        until: no stay begins after this day.
    """

    first: dt.date
    nights: int
    every: int
    until: dt.date

    def dates(self) -> list[tuple[dt.date, dt.date]]:
        """Check-in and check-out day of each stay, one by one."""
        gap, length = dt.timedelta(weeks=self.every), dt.timedelta(days=self.nights)
        count = (self.until - self.first) // gap + 1
        begins = [self.first + gap * number for number in range(max(0, count))]
        return [(begin, begin + length) for begin in begins]


def pattern_problems(pattern: Pattern) -> list[Problem]:
    """What is wrong with a pattern, on its fields."""
    if not 1 <= pattern.every <= 12:
        return [Problem("every", "Choose every week to every 12 weeks.")]
    if pattern.until < pattern.first:
        return [Problem("until", "The last day is before the first stay.")]
    if pattern.nights > pattern.every * 7:
        return [Problem("every", "Each stay would run into the next. Choose more weeks between.")]
    if len(pattern.dates()) > MOST_DATES:
        return [Problem("until", f"That is more than {MOST_DATES} stays. Check the year.")]
    return []


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
