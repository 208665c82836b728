"""Dates and times as people write and read them. No Qt here.

`today` is always given: nothing in here has a clock of its own.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]*([a-z]{3,9})\.?(?:[ -]*(\d{4}|\d{2}))?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))? ?(am|pm)?")


def parse_date(text: str, today: date) -> date:
    """Read a date: 25/6/2021, 25 Jun, 2021-06-25, Fri 25 June 2021, today, yesterday, tomorrow.

    Without a year, the nearest such day to today is meant. With two digits, the past century's
    years are those more than ten years ahead. Raises ValueError for anything else.
    """
    said = re.sub(r"[\s,]+", " ", text.strip().lower())
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if said in near:
        return today + timedelta(days=near[said])
    said = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.? ", "", said)
    if match := _ISO.fullmatch(said):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(said):
        return _day(int(match[1]), int(match[2]), match[3], today)
    if match := _NAMED.fullmatch(said):
        return _day(int(match[1]), _month(match[2]), match[3], today)
    raise ValueError("not a date")


def parse_time(text: str) -> time:
    """Read a time of day: 20:28, 20.28, 2028, 8pm, 8.28 pm, 9. Raises ValueError."""
    said = re.sub(r"\s+", " ", text.strip().lower())
    if re.fullmatch(r"\d{3}", said):
        said = "0" + said
    match = _TIME.fullmatch(said)
    if match is None:
        raise ValueError("not a time")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("not a time")
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def date_words(day: date, today: date | None = None) -> str:
    """ "Fri 25 Jun", with the year unless it is `today`'s; without `today`, always with it."""
    words = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return words if today is not None and day.year == today.year else f"{words} {day.year}"


def time_words(moment: time) -> str:
    """ "20:28"."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def _month(name: str) -> int:
    for number, whole in enumerate(_MONTH_NAMES, 1):
        if whole.startswith(name) or (name == "sept" and number == 9):
            return number
    raise ValueError("not a month")


def _day(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None and len(year) == 4:
        return date(int(year), month, day)
    if year is not None:
        whole = today.year // 100 * 100 + int(year)
        return date(whole if whole <= today.year + 10 else whole - 100, month, day)
    near = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(date(candidate, month, day))
        except ValueError:
            continue  # 29 February is not in every year
    if not near:
        raise ValueError("not a day of that month")
    return min(near, key=lambda found: abs((found - today).days))
