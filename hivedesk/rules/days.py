"""Days, months, quarters and ages, as people in Hampshire count them."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hivedesk.records.errors import BadUse

LONDON = ZoneInfo("Europe/London")
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""No record and no plan lies outside; beyond, a few days on there may be no calendar."""


@dataclass(frozen=True, order=True)
class Span:
    """Whole days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    @property
    def start(self) -> dt.datetime:
        """The first moment, local midnight, aware."""
        return midnight(self.first)

    @property
    def end(self) -> dt.datetime:
        """The first moment after it: an entry at 23:59 on the last day is inside."""
        return midnight(self.last + dt.timedelta(days=1))


def midnight(day: dt.date) -> dt.datetime:
    """The moment a day begins in Hampshire."""
    return dt.datetime.combine(day, dt.time(), LONDON)


def local(moment: dt.datetime) -> dt.datetime:
    """A moment on the clock on the wall."""
    return moment.astimezone(LONDON)


def month(year: int, number: int) -> Span:
    """A calendar month."""
    return Span(
        dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])
    )


def month_named(text: str) -> Span:
    """The month "YYYY-MM".

    Raises:
        BadUse: it is not one.
    """
    if re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
        return month(int(text[:4]), int(text[5:]))
    raise BadUse(f"{text!r} is not a month.", "Write it as YYYY-MM, for example 2021-06.")


def week_named(text: str) -> Span:
    """The week "YYYY-Www" of ISO 8601, Monday to Sunday.

    Raises:
        BadUse: there is none.
    """
    if re.fullmatch(r"(19|20|21)\d\d-W\d\d", text, re.ASCII):
        with contextlib.suppress(ValueError):
            return week_of(dt.date.fromisocalendar(int(text[:4]), int(text[6:]), 1))
    raise BadUse(f"{text!r} is not a week.", "Write it as YYYY-Www, for example 2021-W25.")


def quarter_of(day: dt.date) -> Span:
    """The quarter a day lies in: January-March, April-June and so on."""
    first = (day.month - 1) // 3 * 3 + 1
    return Span(dt.date(day.year, first, 1), month(day.year, first + 2).last)


def week_of(day: dt.date) -> Span:
    """Monday to Sunday around a day."""
    monday = day - dt.timedelta(days=day.weekday())
    return Span(monday, monday + dt.timedelta(days=6))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on; the last of the month where there is none."""
    index = day.year * 12 + day.month - 1 + months
    year, number = divmod(index, 12)
    return dt.date(year, number + 1, min(day.day, calendar.monthrange(year, number + 1)[1]))


def age_on(born: dt.date, day: dt.date) -> int:
    """Age in whole years. Somebody born on 29 February has a birthday on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def duration_words(minutes: int) -> str:
    """Minutes as people say them: "45 min", "31 h", "31 h 20 min"; none are "0 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def day_words(day: dt.date, today: dt.date | None = None) -> str:
    """A day as people say it: Fri 2 Jul. Told which day it is, with the year of another one."""
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{day:%a} {day.day} {day:%b}{year}"
