"""The county while it is being built: records with what the story-telling needs beside them."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict, deque
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from hivedesk.records import (
    KINDS,
    Child,
    Course,
    Family,
    Hive,
    LinkCarer,
    Record,
    Room,
    Worker,
    kind_of,
)
from hivedesk.store.bulk import add_many
from hivedesk.store.changes import Writing

TODAY = dt.date(2021, 6, 30)
"""The day the demo county lives in: the end of the six-Hive case's quarter."""
QUARTER_FROM = dt.date(2021, 4, 1)
LAST_WORKED = TODAY - dt.timedelta(days=1)
"""The last day with finished work: today is the reader's own."""
FURTHEST = TODAY + dt.timedelta(weeks=7)
"""Bookings reach this far ahead."""
_LOCKED_DOWN = (
    (dt.date(2020, 3, 23), dt.date(2020, 6, 30)),
    (dt.date(2020, 11, 5), dt.date(2020, 12, 2)),
    (dt.date(2021, 1, 5), dt.date(2021, 3, 28)),
)
_FIRST_ID_MS = 1_625_000_000_000

T = TypeVar("T", bound=Record)
DAY = dt.timedelta(days=1)


def locked_down(day: dt.date) -> bool:
    """Whether households in England were told to keep apart on that day."""
    return any(first <= day <= last for first, last in _LOCKED_DOWN)


@dataclass(eq=False)
class Person:
    """A grown-up of a family, or one of its own children."""

    id: str
    first_name: str
    she: bool
    born_on: dt.date


@dataclass(eq=False)
class Kid:
    """A child in care and where it lived when."""

    record: Child
    he: bool
    group: int
    stints: list[tuple[Home, dt.date, dt.date | None]]
    busy: set[dt.date] = field(default_factory=set)

    def lives_with(self, home: Home, day: dt.date) -> bool:
        """Whether the child lives with `home` on a day; the day of leaving not included."""
        return any(
            where is home and begin <= day and (end is None or day < end)
            for where, begin, end in self.stints
        )

    def since(self, home: Home) -> dt.date:
        """The day the child came to `home`."""
        return next(begin for where, begin, _ in self.stints if where is home)


@dataclass(eq=False)
class Home:
    """A family with everything that happens to it."""

    record: Family
    hive: Den
    role: str
    joined: dt.date
    until: dt.date | None
    carers: list[Person] = field(default_factory=list)
    own_children: list[Person] = field(default_factory=list)
    kids: list[Kid] = field(default_factory=list)
    holds: list[tuple[dt.date, dt.date | None]] = field(default_factory=list)
    ssw: str = ""
    next_contact: dt.date = dt.date.max
    last_contact: dt.date = dt.date.min
    told: deque[int] = field(default_factory=lambda: deque(maxlen=24))
    said: deque[str] = field(default_factory=lambda: deque(maxlen=40))

    def here(self, day: dt.date) -> bool:
        """Whether the family is in its Hive on a day."""
        return self.joined <= day and (self.until is None or day < self.until)

    def on_hold(self, day: dt.date) -> bool:
        """Whether it is on hold on a day."""
        return any(begin <= day and (end is None or day < end) for begin, end in self.holds)

    def kids_on(self, day: dt.date) -> list[Kid]:
        """The children living there on a day."""
        return [kid for kid in self.kids if kid.lives_with(self, day)]


@dataclass(eq=False)
class Berth:
    """A room with the evenings its beds are spoken for."""

    record: Room
    link: LinkCarer
    taken: dict[dt.date, int] = field(default_factory=lambda: defaultdict(int))
    closed: set[dt.date] = field(default_factory=set)
    day_care: set[dt.date] = field(default_factory=set)

    def free(self, first: dt.date, last: dt.date, beds: int = 1) -> bool:
        """Whether `beds` are free on every day from `first` to `last`, both included."""
        room = self.record
        if first < room.held_from or (room.held_to and last > room.held_to) or beds > room.beds:
            return False
        days = (first + DAY * n for n in range((last - first).days + 1))
        return all(day not in self.closed and self.taken[day] + beds <= room.beds for day in days)


@dataclass(eq=False)
class Den:
    """One Hive with its people, rooms and habits."""

    record: Hive
    worker: Worker
    area: str
    places_near: tuple[str, ...]
    is_home: bool
    homes: list[Home] = field(default_factory=list)
    berths: list[Berth] = field(default_factory=list)
    group_weekday: int = 1
    calendar: dict[dt.date, list[tuple[int, int]]] = field(default_factory=dict)
    """Stretches of the worker's day that are taken, in minutes since midnight."""
    spent_pence: int = 0

    def homes_on(self, day: dt.date) -> list[Home]:
        """The families in the Hive on a day."""
        return [home for home in self.homes if home.here(day)]


class County:
    """Everything under construction, and the one place where records are made."""

    def __init__(self, seed: int, hives: int, first_day: dt.date) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.hive_count = hives
        self.first_day = first_day
        self.dens: list[Den] = []
        self.csw_names: dict[str, str] = {}
        self.courses: list[Course] = []
        self.turning_18 = False
        self._made = 0
        self._aside = random.Random(f"{seed} aside")  # noqa: S311
        self._made_aside = 0
        self._groups = 0
        self._waiting: dict[str, list[Record]] = defaultdict(list)

    def new_id(self) -> str:
        """A UUIDv7 that the same seed makes again."""
        self._made += 1
        return _id(self._made, self.rng)

    def new_group(self) -> int:
        """A number that brothers and sisters share."""
        self._groups += 1
        return self._groups

    def make(self, model: type[T], **values: Any) -> T:
        """A new record, written with the next `write`."""
        return self._keep(model, {"id": self.new_id(), **values})

    def make_aside(self, model: type[T], **values: Any) -> T:
        """As `make`, of a kind that came later: the story a seed tells goes on as it was."""
        self._made_aside += 1
        return self._keep(model, {"id": _id(self._made_aside, self._aside), **values})

    def _keep(self, model: type[T], values: dict[str, Any]) -> T:
        record = model(**values)
        self._waiting[kind_of(model)].append(record)
        return record

    def waiting(self, model: type[T]) -> list[T]:
        """The records of a class that are not written yet."""
        return [made for made in self._waiting[kind_of(model)] if isinstance(made, model)]

    def write(self, write: Writing) -> None:
        """Write what was made since the last time."""
        for kind, model in KINDS.items():
            if made := self._waiting.pop(kind, None):
                if "at" in model.__table__.columns:
                    made.sort(key=attrgetter("at"))  # so that search finds the newest first
                add_many(write, made)


def _id(number: int, rng: random.Random) -> str:
    high = rng.getrandbits(12)
    low = rng.getrandbits(62)
    hexed = f"{_FIRST_ID_MS + number:012x}"
    tail = low & 0xFFFF_FFFF_FFFF
    return f"{hexed[:8]}-{hexed[8:]}-7{high:03x}-{0x8000 | low >> 48:04x}-{tail:012x}"
