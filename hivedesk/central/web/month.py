"""A room's month as a link carer reads it: every night in one word, and what fills them.

Pure: values in, values out.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from hivedesk.records import StayKind, StayState
from hivedesk.rules.days import Span, day_words
from hivedesk.rules.stays import RoomFacts, Stay, beds_taken, beds_words, nights

_DAY = dt.timedelta(days=1)


class Night(enum.Enum):
    """What a night is, as a word and as a shape, so that no colour is needed."""

    FREE = "Free", "○"
    PARTLY = "Partly free", "◐"
    REQUESTED = "Requested", "?"
    BOOKED = "Booked", "●"
    CLOSED = "Closed", "✕"
    NOT_HELD = "Not held", "–"

    def __init__(self, word: str, shape: str) -> None:
        self.word = word
        self.shape = shape


@dataclass(frozen=True)
class ShownStay:
    """A stay as far as its link carer may know it.

    Attributes:
        who: first name and age once it is confirmed, else nobody in particular.
        notes: what the night needs, by its label; empty until it is confirmed.
    """

    stay: Stay
    request_id: str | None
    who: str
    confirmed: bool
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Closure:
    """Days on which the room is closed, both included."""

    id: str
    days: Span
    why: str


@dataclass(frozen=True)
class Free:
    """Nights on end with the same number of beds free; `until` is the morning after."""

    first: dt.date
    until: dt.date
    beds: int


@dataclass(frozen=True)
class RoomMonth:
    """One room in one month.

    Attributes:
        nights: every evening of the month.
        entries: stays, closures and free nights, in the order they begin.
    """

    room_id: str
    facts: RoomFacts
    nights: tuple[tuple[dt.date, Night], ...]
    entries: tuple[ShownStay | Closure | Free, ...]


def room_month(
    room_id: str,
    facts: RoomFacts,
    stays: Sequence[ShownStay],
    closures: Sequence[Closure],
    span: Span,
    now: dt.datetime,
    today: dt.date,
) -> RoomMonth:
    """Put a room's month together; free nights are told from today on."""
    every = [shown.stay for shown in stays]
    taken = beds_taken(every)
    or_held = beds_taken(every, now)
    asked = {
        night
        for stay in every
        if stay.status is StayState.REQUESTED and stay.to_on >= today
        for night in nights(stay, span)
    }

    def night_of(evening: dt.date) -> Night:
        if evening < facts.held_from or (facts.held_to and evening > facts.held_to):
            return Night.NOT_HELD
        if any(evening in closed for closed in facts.closures):
            return Night.CLOSED
        if taken[evening] >= facts.beds:
            return Night.BOOKED
        if evening in asked or or_held[evening] > taken[evening]:
            return Night.REQUESTED
        return Night.PARTLY if taken[evening] else Night.FREE

    evenings = [span.first + n * _DAY for n in range(span.days)]
    told = tuple((evening, night_of(evening)) for evening in evenings)
    free = _free([each for each in told if each[0] >= today], facts.beds, taken)
    entries: list[ShownStay | Closure | Free] = [*stays, *closures, *free]
    return RoomMonth(room_id, facts, told, tuple(sorted(entries, key=_begins)))


def _free(
    told: Sequence[tuple[dt.date, Night]], beds: int, taken: dict[dt.date, int]
) -> list[Free]:
    found = []
    left = [
        (evening, beds - taken.get(evening, 0) if night in (Night.FREE, Night.PARTLY) else 0)
        for evening, night in told
    ]
    for many, stretch in groupby(left, key=lambda each: each[1]):
        if many:
            days = [evening for evening, _ in stretch]
            found.append(Free(days[0], days[-1] + _DAY, many))
    return found


def _begins(entry: ShownStay | Closure | Free) -> tuple[dt.date, int]:
    if isinstance(entry, ShownStay):
        return entry.stay.from_on, 1
    return (entry.days.first, 0) if isinstance(entry, Closure) else (entry.first, 2)


def count_words(many: int, one: str) -> str:
    """A number of things: 1 night, 2 nights."""
    return f"{many} {one}{'' if many == 1 else 's'}"


def stretch_words(first: dt.date, last: dt.date) -> str:
    """Days from one to another: "Fri 2 Jul", "Fri 2 to Sun 4 Jul", "Wed 30 Jun to Fri 2 Jul"."""
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%a} {first.day} to {day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


def kind_words(kind: StayKind) -> str:
    """A kind of stay, for somebody who need not know our word for one from outside."""
    return "Stay from outside the Hive" if kind is StayKind.RESPITE else kind.label


def when_words(stay: Stay) -> str:
    """A stay's days, or the hours of its one day."""
    if stay.kind is not StayKind.DAY_CARE:
        return stretch_words(stay.from_on, stay.leaves_on)
    hours = ""
    if stay.time_from and stay.time_to:
        hours = f", {stay.time_from:%H:%M} to {stay.time_to:%H:%M}"
    return day_words(stay.from_on) + hours


def length_words(stay: Stay) -> str:
    """How long: nights; nothing for day care, whose hours are told with its day."""
    many = len(nights(stay))
    return count_words(many, "night") if many else ""


def free_words(free: Free, beds: int) -> str:
    """What is free in a stretch of nights."""
    many = count_words((free.until - free.first).days, "night")
    return f"{many}, {free.beds} of {beds_words(beds)}" if beds > 1 else many
