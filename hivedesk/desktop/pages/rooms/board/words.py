"""What the board says: cells, bars and steps, for eyes and for ears. No Qt here."""

from __future__ import annotations

from datetime import date

from hivedesk.desktop.widgets.when import MONTHS, date_words, time_words
from hivedesk.records import StayKind, StayState
from hivedesk.rules.days import local
from hivedesk.store.queries.board import BoardRoom, BoardStay

from .model import Bar, Row

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

HINT = (
    "Drag across empty days to book. By keyboard: arrows move, Enter books or opens, "
    "Shift+arrows stretch, M moves a stay."
)
SHORT_HINT = "Drag, or Enter, to book."
CARERS_HINT = "Drag across empty days, or press Enter there, to close a room. Enter opens a stay."
CARERS_SHORT_HINT = "Drag, or Enter, to close a room."
NOT_HERS = "Your Hive support worker moves and cancels stays. Ring them."
NOTHING_THERE = "Names stay with their own Hive. Ring them to ask about this stay."
IS_OVER = "This stay is over, so it stays where it is. Enter opens it."
NO_HANDOVER = "There is a handover once the stay is agreed, and until it is over."


_SYNC_WORDS = {
    "here": "only on this laptop so far",
    "sent": "sent, not yet accepted by central",
    "needs-you": "not accepted by central: see Sync",
}


def long_day(day: date, today: date) -> str:
    """ "Friday 2 July", with the year unless it is this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def nights_words(count: int) -> str:
    """ "1 night", "3 nights"."""
    return "1 night" if count == 1 else f"{count} nights"


def range_words(first: date, last: date, today: date) -> str:
    """ "Mon 21 Jun – Sun 4 Jul"."""
    return f"{date_words(first, today)} – {date_words(last, today)}"


def short_range_words(first: date, last: date, today: date) -> str:
    """ "21 Jun – 4 Jul": the weekdays stand over the days themselves."""
    return " – ".join(date_words(day, today).split(" ", 1)[1] for day in (first, last))


def place_words(row: Row, lane: int) -> str:
    """ "Blue room", and which bed of it where there are several."""
    room = row.room
    if room is None:
        return row.title
    if lane >= room.beds:
        return f"{row.title}, below the beds"
    return f"{row.title}, bed {lane + 1}" if room.beds > 1 else row.title


def cell_words(row: Row, lane: int, day: date, bar: Bar | None, today: date) -> str:
    """ "Blue room, bed 1, Friday 2 July, free, age 4 to 12"."""
    room = row.room
    if room is None:
        return f"{row.title}, {row.second}"
    where = f"{place_words(row, lane)}, {long_day(day, today)}"
    if bar is not None:
        return f"{where}, {bar_words(bar, today)}"
    if (held := not_held(room, day)) != "":
        return f"{where}, {held}"
    if lane >= room.beds:
        return f"{where}, nobody there"
    return f"{where}, free, age {room.age_from} to {room.age_to}"


def not_held(room: BoardRoom, day: date) -> str:
    """ "held from Thu 1 Jul" where a room is not there for a night, else ""."""
    if day < room.held_from:
        return f"not held until {date_words(room.held_from)}"
    if room.held_to is not None and day > room.held_to:
        return f"held only to {date_words(room.held_to)}"
    return ""


def bar_words(bar: Bar, today: date) -> str:
    """A bar in one breath: who, what, how it stands, when."""
    if bar.closure is not None:
        closed = bar.closure
        days = range_words(closed.first_day, closed.last_day, today)
        return f"closed: {closed.why}, {days}" if closed.why else f"closed, {days}"
    stay = bar.stay
    if stay is None:
        return ""
    kind = stay.kind.label.lower()
    state = _state_words(stay) if stay.id else "booked"
    when, sent = stay_when(stay, today), _SYNC_WORDS.get(stay.sync, "")
    said = ", ".join(filter(None, (stay.full_name, kind, state, when, sent)))
    return f"two stays in one bed: {said}" if bar.clash else said


def stay_when(stay: BoardStay, today: date) -> str:
    """ "Fri 2 – Sun 4 Jul, 2 nights", or the day and hours of day care."""
    if stay.kind is StayKind.DAY_CARE:
        day = date_words(stay.from_on, today)
        if stay.time_from and stay.time_to:
            return f"{day}, {time_words(stay.time_from)} to {time_words(stay.time_to)}"
        return day
    return span_words(stay.from_on, stay.leaves_on, today)


def span_words(begin: date, end: date, today: date) -> str:
    """ "Fri 2 – Sun 4 Jul, 2 nights"; one day for day care."""
    if begin == end:
        return date_words(begin, today)
    first = date_words(begin, today)
    if (begin.month, begin.year) == (end.month, end.year):
        first = first.rsplit(f" {MONTHS[begin.month - 1]}", 1)[0]
    return f"{first} – {date_words(end, today)}, {nights_words((end - begin).days)}"


def _state_words(stay: BoardStay) -> str:
    if stay.held_until is not None:
        return f"bed held until {time_words(local(stay.held_until).time())}"
    if stay.status is StayState.WAITLISTED and stay.queue:
        return f"waiting, number {stay.queue}"
    return stay.status.label.lower()
