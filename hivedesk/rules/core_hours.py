"""The hours a worker is usually there: what was typed is read here, and said back here.

"Tue-Sat 10:00-15:00" or "Tue-Thu 10-15, Sat 9:30-12": days and then times, as often as needed.
Hours lie within one day. Times are the clock on the wall, whatever the clocks do that night.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .hours import Core, Cores
from .problems import Problem, short

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY = 24 * 60
_PART = re.compile(r"(?P<days>[^\d]*?)\s*(?P<times>\d.*)?", re.DOTALL)
_TIMES = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?-(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_LIKE = "Write days and times, like “Tue-Sat 10:00-15:00”."


class _Unread(Exception):
    """Why a text is no core hours, in words."""


def core_hours(text: str | None) -> tuple[Core, ...] | None:
    """The stretches a text means, in order and none over another; None for no text.

    None too for what cannot be read, as another program may have brought it: whoever keeps
    no core hours is measured by the office's.
    """
    if not (text or "").strip():
        return None
    try:
        return _read(text or "")
    except _Unread:
        return None


def cores_from(rows: Iterable[tuple[dt.date, str | None]]) -> Cores:
    """A worker's core hours out of the day and the text of each; of one day the later row holds."""
    in_order = sorted(rows, key=lambda row: row[0])
    return Cores(tuple((starts_on, core_hours(text)) for starts_on, text in in_order))


def check_core_hours(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a worker's core hours."""
    text = values.get("hours")
    if not (text or "").strip():
        return []
    try:
        _read(str(text))
    except _Unread as why:
        return [Problem("hours", str(why))]
    return []


def core_words(core: Iterable[Core]) -> str:
    """The same hours as short as they can be said: "Tue–Thu 10:00–15:00, Sat 9:30–12:00"."""
    by_day: dict[int, list[tuple[int, int]]] = {}
    for each in core:
        by_day.setdefault(each.day, []).append((each.opens, each.closes))
    runs: list[tuple[int, int, list[tuple[int, int]]]] = []
    for day in sorted(by_day):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == by_day[day]:
            runs[-1] = (runs[-1][0], day, by_day[day])
        else:
            runs.append((day, day, by_day[day]))
    return ", ".join(
        f"{_run_words(first, last)} {' and '.join(map(_times_words, times))}"
        for first, last, times in runs
    )


def _read(text: str) -> tuple[Core, ...]:
    tidy = re.sub(r"\s*(?:[–—−-]|\bto\b)\s*", "-", text.strip(), flags=re.IGNORECASE)
    tidy = re.sub(r"\band\b|[;&\n]", ",", tidy, flags=re.IGNORECASE)
    found: set[Core] = set()
    days: set[int] = set()
    timed = True
    for part in filter(None, (each.strip() for each in tidy.split(","))):
        match = _PART.fullmatch(part)
        said, times = (match["days"], match["times"]) if match else (part, None)
        if said:
            # Days without times go with the next ones: "Tue, Thu 10-15".
            days = (set() if timed else days) | _days(said)
        if not days:
            raise _Unread(_LIKE)
        timed = times is not None
        for each in (times or "").split():
            opens, closes = _times(each)
            found |= {Core(day, opens, closes) for day in days}
    if not found or not timed:
        raise _Unread(_LIKE)
    return _joined(found)


def _days(said: str) -> set[int]:
    """ "Tue-Sat", "Tue Thu", "Sat-Mon" (over the end of the week), 1 for Monday."""
    found: set[int] = set()
    for each in re.split(r"[\s.:]+", said.strip(" .:")):
        ends = [_day(name) for name in each.split("-")]
        if len(ends) > 2:
            raise _Unread(_LIKE)
        first, last = ends[0], ends[-1]
        found |= {(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)}
    return found


def _day(name: str) -> int:
    typed = name.lower() if name.lower() != "weds" else "wed"
    typed = typed.removesuffix("s") if typed.endswith("days") else typed
    found = [n for n, day in enumerate(_DAYS, 1) if len(typed) >= 2 and day.startswith(typed)]
    if len(found) != 1:
        raise _Unread(f"“{short(name)}” is no day of the week. {_LIKE}")
    return found[0]


def _times(said: str) -> tuple[int, int]:
    match = _TIMES.fullmatch(said)
    if match is None:
        raise _Unread(f"“{short(said)}” is no time from and to. {_LIKE}")
    hour, minute, until, past = (int(each or 0) for each in match.groups())
    if minute > 59 or past > 59 or hour > 23 or until * 60 + past > _DAY:
        raise _Unread(f"“{said}” is no time of the day. {_LIKE}")
    opens, closes = hour * 60 + minute, until * 60 + past
    if closes <= opens:
        raise _Unread(
            f"“{said}” ends before it begins. Write 5 in the afternoon as 17:00; "
            "what goes past midnight stands under both days."
        )
    return opens, closes


def _joined(found: Iterable[Core]) -> tuple[Core, ...]:
    """Stretches of one day that touch or overlap are one, so that no minute is there twice."""
    joined: list[Core] = []
    for each in sorted(found):
        last = joined[-1] if joined else None
        if last is not None and last.day == each.day and each.opens <= last.closes:
            joined[-1] = last._replace(closes=max(last.closes, each.closes))
        else:
            joined.append(each)
    return tuple(joined)


def _run_words(first: int, last: int) -> str:
    if first == last:
        return _SHORT[first - 1]
    return f"{_SHORT[first - 1]}{' and ' if last == first + 1 else '–'}{_SHORT[last - 1]}"


def _times_words(times: tuple[int, int]) -> str:
    return "–".join(f"{minute // 60}:{minute % 60:02d}" for minute in times)
