"""Events as an iCalendar file (RFC 5545).

A writer needs little of that standard: lines of 75 octets, four characters escaped, one time
zone. It stands here rather than a library because a library for it is mostly a reader.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

ZONE = "Europe/London"
_LONGEST = 75  # octets in a line, its line break not counted
_END = "\r\n"

# The rule that has held since 1996; nothing in a store is older.
_LONDON = f"""BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:DAYLIGHT
DTSTART:19970330T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True)
class Event:
    """One event.

    Attributes:
        uid: the same for as long as the thing is the same.
        sequence: grows with each change of it.
        stamp: when it was last changed, aware.
        begin, end: days, or moments on the clock on the wall; the end is not part of it.
        location: where; "" for nowhere.
        busy: whether it takes up its time, or only says something of it.
    """

    uid: str
    sequence: int
    stamp: dt.datetime
    begin: dt.date | dt.datetime
    end: dt.date | dt.datetime
    summary: str
    location: str
    category: str
    cancelled: bool
    private: bool
    busy: bool = True


def calendar_text(name: str, events: Iterable[Event]) -> str:
    """A whole calendar. The same events give the same text.

    Args:
        name: what a calendar program may call it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//HiveDesk//HiveDesk//EN"]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{ZONE}"]
    lines += _LONDON.splitlines()
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + _END for line in lines)


def _event(event: Event) -> list[str]:
    stamp = f"{event.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"DTSTART{_when(event.begin)}",
        f"DTEND{_when(event.end)}",
        f"SUMMARY:{_text(event.summary)}",
        *([f"LOCATION:{_text(event.location)}"] if event.location else []),
        f"CATEGORIES:{_text(event.category)}",
        f"CLASS:{'PRIVATE' if event.private else 'PUBLIC'}",
        f"TRANSP:{'OPAQUE' if event.busy and not event.cancelled else 'TRANSPARENT'}",
        "END:VEVENT",
    ]


def _when(point: dt.date | dt.datetime) -> str:
    if isinstance(point, dt.datetime):
        return f";TZID={ZONE}:{point:%Y%m%dT%H%M%S}"
    return f";VALUE=DATE:{point:%Y%m%d}"


def _text(words: str) -> str:
    """Escaped; what cannot stand in a text at all (control characters) becomes a space."""
    for mark, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        words = words.replace(mark, escaped)
    lines = "\\n".join(words.splitlines())
    return "".join(each if each >= " " and each != "\x7f" else " " for each in lines)


def _folded(line: str) -> str:
    """A long line cut into several, each going on after a blank; never inside a character."""
    parts, room = [""], _LONGEST
    for each in line:
        size = len(each.encode())
        if size > room:
            parts.append("")
            room = _LONGEST - 1  # the blank it begins with counts
        parts[-1] += each
        room -= size
    return f"{_END} ".join(parts)
