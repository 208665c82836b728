"""What is known when somebody asks "Can I say yes?": the facts the lines are made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hivedesk.records import Animals, FamilyState, Permission, StayKind, StayState

from .days import Span, age_on
from .national import Passed, passed_by
from .policies import Policies
from .problems import Problem, Severity
from .queue import Waiter
from .stays import ChildFacts, RoomFacts, Stay, bed_nights, beds_taken, nights
from .towns import Map


@dataclass(frozen=True)
class AskedChild:
    """A child for whom a stay is asked; `id` is None for a guest from outside the Hive.

    Attributes:
        born_on: None where it is not known (a guest): ages are then left to the reader.
        hive_id: the Hive of the child's family, "" for a guest.
        area: where the family lives, for the distance.
    """

    id: str | None
    first_name: str
    last_name: str = ""
    born_on: dt.date | None = None
    family_id: str = ""
    family: str = ""
    family_status: FamilyState = FamilyState.ACTIVE
    hive_id: str = ""
    area: str = ""
    sleepovers: Permission | None = None
    sleepovers_until: dt.date | None = None
    animals: Animals | None = None
    needs_ground_floor: bool = False
    left_on: dt.date | None = None
    booking_id: str | None = None
    """the booking this is about, where it is already written"""

    @property
    def facts(self) -> ChildFacts | None:
        """What the rules about age and permission need; None for a guest."""
        if self.born_on is None:
            return None
        return ChildFacts(self.first_name, self.born_on, self.sleepovers, self.sleepovers_until)

    def age_on(self, day: dt.date) -> int | None:
        """Age in whole years, where it is known."""
        return None if self.born_on is None else age_on(self.born_on, day)


@dataclass(frozen=True)
class Question:
    """Which children, when, for what kind of stay; `to_on` is the check-out day.

    Attributes:
        now: the moment of asking, aware; holds that have run out by then do not count.
        why: the reason given; a stay from outside the Hive needs one.
        status: what the stay would become; a request asks for no bed yet.
        hive_id: whose question it is: that Hive's rooms come first.
        in_line: since when it waits for these nights, where it does: nobody who has waited
            longer may be overtaken.
    """

    children: tuple[AskedChild, ...]
    kind: StayKind
    from_on: dt.date
    to_on: dt.date
    now: dt.datetime
    time_from: dt.time | None = None
    time_to: dt.time | None = None
    why: str | None = None
    status: StayState = StayState.AGREED
    held_until: dt.datetime | None = None
    hive_id: str = ""
    in_line: dt.datetime | None = None

    def stay(self, child: AskedChild, room_id: str) -> Stay:
        """The stay one of the children would have in a room."""
        return Stay(
            child.booking_id,
            room_id,
            child.id,
            self.kind,
            self.status,
            self.from_on,
            self.to_on,
            time_from=self.time_from,
            time_to=self.time_to,
            held_until=self.held_until,
        )

    @cached_property
    def nights(self) -> tuple[dt.date, ...]:
        """The nights asked for; none for day care."""
        return tuple(nights(self.stay(self.children[0], "")))

    @cached_property
    def evenings(self) -> tuple[dt.date, ...]:
        """The evenings whose cover counts: the nights, or that day's for day care."""
        return self.nights or (self.from_on,)

    @property
    def beds(self) -> int:
        """Beds it takes each night."""
        return len(self.children) if self.nights else 0

    @property
    def is_outside(self) -> bool:
        """A stay for a family outside the Hive."""
        return self.kind is StayKind.RESPITE


@dataclass(frozen=True)
class Candidate:
    """A room that could be asked for, and who holds it."""

    room_id: str
    facts: RoomFacts
    link_carer_id: str
    keeper: str
    """first name of the link carer"""
    keeper_name: str
    hive_id: str
    area: str
    ground_floor: bool = False
    pets: str | None = None
    access: str | None = None
    started_on: dt.date = dt.date.min
    ended_on: dt.date | None = None

    @property
    def held(self) -> RoomFacts:
        """The room, held only while its keeper is a link carer: what counts as a bed."""
        return self.facts.kept_by(self.started_on, self.ended_on)


@dataclass(frozen=True)
class Guest:
    """What is known of somebody else who sleeps there: never a name."""

    family_id: str
    last_name: str
    age: int | None


@dataclass(frozen=True)
class Facts:
    """Everything the answer is made of, gathered before (`store/queries/can_i.py`).

    Attributes:
        rooms: every room of the Hives looked at that is held on one of the evenings.
        stays: stays near those evenings, by room; the question's own left out.
        guests: the children of those stays, by id.
        own: every stay of the children asked for, by child, in time.
        hives: name and area by id.
        waiters: who waits for a night in those Hives.
        one_hive: only one Hive was looked at: nothing is known of the others' beds.
    """

    question: Question
    rooms: tuple[Candidate, ...]
    stays: Mapping[str, tuple[Stay, ...]]
    policies: Policies
    guests: Mapping[str, Guest] = field(default_factory=dict)
    own: Mapping[str, tuple[Stay, ...]] = field(default_factory=dict)
    own_rooms: Mapping[str, str] = field(default_factory=dict)
    """link carer by room, for every room the children ever stayed in"""
    hives: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    towns: Map = field(default_factory=Map)
    waiters: tuple[Waiter, ...] = ()
    one_hive: bool = False

    @cached_property
    def cover(self) -> dict[str, dict[dt.date, int]]:
        """Beds free by Hive and evening, before the question is answered."""
        asked = self.question
        found: dict[str, dict[dt.date, int]] = defaultdict(lambda: dict.fromkeys(asked.evenings, 0))
        for room in self.rooms:
            taken = beds_taken(self.stays.get(room.room_id, ()), asked.now)
            of_hive, held = found[room.hive_id], room.held
            for evening in asked.evenings:
                beds = bed_nights(held, Span(evening, evening))
                of_hive[evening] += max(0, beds - taken[evening])
        return found

    @cached_property
    def homes(self) -> dict[str, list[Stay]]:
        """Stays by link carer: who is in that home."""
        found: dict[str, list[Stay]] = defaultdict(list)
        for room in self.rooms:
            found[room.link_carer_id] += self.stays.get(room.room_id, ())
        return found

    @cached_property
    def thinnest(self) -> dict[str, tuple[dt.date, int]]:
        """By Hive: the evening with the fewest free beds, the first of several, and how many."""
        found = {}
        for hive_id, free in self.cover.items():
            evening = min(self.question.evenings, key=lambda each: (free[each], each))
            found[hive_id] = (evening, free[evening])
        return found

    @cached_property
    def nearest(self) -> dict[str, tuple[str, int] | None]:
        """By Hive: the nearest other that has a bed on its thinnest evening, and how many."""
        return {
            hive_id: self._nearest(hive_id, evening)
            for hive_id, (evening, _) in self.thinnest.items()
        }

    @cached_property
    def national(self) -> tuple[Passed, ...]:
        """National day counts that would be passed; they do not depend on the room."""
        found = [
            passed
            for child in self.question.children
            for passed in passed_by(
                self.question.stay(child, ""),
                self.own.get(child.id, ()) if child.id else (),
                self.policies,
            )
        ]
        return tuple(dict.fromkeys(found))

    def _nearest(self, hive_id: str, evening: dt.date) -> tuple[str, int] | None:
        found = []
        for other, free in self.cover.items():
            if other != hive_id and free[evening] and other in self.hives:
                miles = self.near(hive_id, other)
                found.append((miles is None, miles or 0, self.hives[other][0], free[evening]))
        return min(found)[2:] if found else None

    def near(self, hive_id: str, other: str) -> int | None:
        """Miles between the towns of two Hives."""
        return self.towns.miles(self.hives[hive_id][1], self.hives[other][1])


@dataclass(frozen=True)
class Line:
    """One reason, for or against.

    Attributes:
        rule: which rule speaks: "free", "elsewhere", "siblings", "age", "sharing", "met",
            "permission", "limit", "family", "link_carer", "own_hive", "distance", "pets",
            "access", "T4", "V3", "T3", "waiting", "outside" or "cover".
        severity: ok, warning (can be done with a note, which is kept) or stop.
        words: a plain sentence.
        field: the booking's field it is about; "" for the whole.
        caution: ok, yet worth marking: the last bed of a small Hive, nobody has met.
    """

    rule: str
    severity: Severity
    words: str
    field: str = "room_id"
    caution: bool = False

    @property
    def problem(self) -> Problem:
        """The same as a problem on its field, for a form or an action."""
        return Problem(self.field, self.words, self.severity)
