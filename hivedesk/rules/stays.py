"""What is allowed for a stay, and how its nights and hours count.

A stay is nights: from check-in day to check-out day. Back-to-back stays share a
day and no night.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hivedesk.records import Permission, StayKind, StayState

from .days import Span, age_on
from .problems import Problem, Severity

HOLDS_A_BED = frozenset(
    {
        StayState.AGREED,
        StayState.CONFIRMED,
        StayState.IN_PROGRESS,
        StayState.COMPLETED,
        StayState.ENDED_EARLY,
    }
)
"""Requested and waiting stays hold no bed; a refused or missed one frees it."""

STILL_OPEN = frozenset(
    {
        StayState.REQUESTED,
        StayState.WAITLISTED,
        StayState.AGREED,
        StayState.CONFIRMED,
        StayState.IN_PROGRESS,
    }
)
LONGEST_NIGHTS = 366
OLDEST = 17


@dataclass(frozen=True)
class Stay:
    """What the rules need of a booking."""

    id: str | None
    room_id: str
    child_id: str | None
    kind: StayKind
    status: StayState
    from_on: dt.date
    to_on: dt.date
    ended_on: dt.date | None = None
    time_from: dt.time | None = None
    time_to: dt.time | None = None

    @property
    def leaves_on(self) -> dt.date:
        """The check-out day, brought forward where it ended early."""
        return min(self.to_on, self.ended_on) if self.ended_on else self.to_on


def nights(stay: Stay, within: Span | None = None) -> list[dt.date]:
    """The nights of a stay, each named by its evening; none for day care."""
    if stay.kind is StayKind.DAY_CARE:
        return []
    count = (stay.leaves_on - stay.from_on).days
    evenings = (stay.from_on + dt.timedelta(days=n) for n in range(count))
    return [evening for evening in evenings if within is None or evening in within]


def day_care_minutes(stay: Stay) -> int:
    """Length of day care in minutes; 0 for a night, or where the times are not known."""
    if stay.kind is not StayKind.DAY_CARE or not stay.time_from or not stay.time_to:
        return 0
    begin, end = stay.time_from, stay.time_to
    return max(0, (end.hour - begin.hour) * 60 + end.minute - begin.minute)


def beds_taken(stays: Iterable[Stay]) -> Counter[dt.date]:
    """How many beds are taken on each evening by stays that hold one."""
    taken: Counter[dt.date] = Counter()
    for stay in stays:
        if stay.status in HOLDS_A_BED:
            taken.update(nights(stay))
    return taken


@dataclass(frozen=True)
class RoomFacts:
    """What the rules need of a room."""

    name: str
    beds: int
    age_from: int
    age_to: int
    held_from: dt.date
    held_to: dt.date | None
    closures: tuple[Span, ...] = ()


def bed_nights(room: RoomFacts, within: Span) -> int:
    """Nights its beds were there to be used: held, and not closed."""
    evenings = (within.first + dt.timedelta(days=n) for n in range(within.days))
    return room.beds * sum(
        room.held_from <= evening
        and (room.held_to is None or evening <= room.held_to)
        and not any(evening in closed for closed in room.closures)
        for evening in evenings
    )


@dataclass(frozen=True)
class ChildFacts:
    """What the rules need of a child."""

    first_name: str
    born_on: dt.date
    sleepovers: Permission | None
    sleepovers_until: dt.date | None


def check_dates(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of the dates and times themselves, for the form while it is filled in."""
    begin, end, kind = values.get("from_on"), values.get("to_on"), values.get("kind")
    if not begin or not end:
        return []
    if kind is StayKind.DAY_CARE:
        return _day_care_dates(begin, end, values.get("time_from"), values.get("time_to"))
    if end < begin:
        return [Problem("to_on", "The day of going home is before the day of arriving.")]
    if end == begin:
        return [Problem("to_on", "That is no night. Choose a later day, or day care.")]
    if (end - begin).days > LONGEST_NIGHTS:
        return [Problem("to_on", "That is more than a year. Check the year.")]
    return []


def _day_care_dates(
    begin: dt.date, end: dt.date, time_from: dt.time | None, time_to: dt.time | None
) -> list[Problem]:
    if end != begin:
        return [Problem("to_on", "Day care is one day. Choose the same day, or a sleepover.")]
    if not time_from or not time_to:
        return [Problem("time_from", "Day care needs the hours: from when to when?")]
    if time_to <= time_from:
        return [Problem("time_to", "Day care ends after it begins.")]
    return []


def check_stay(
    stay: Stay,
    room: RoomFacts,
    child: ChildFacts | None,
    others_in_room: Iterable[Stay],
    others_of_child: Iterable[Stay],
) -> list[Problem]:
    """Everything that speaks against a stay, hard stops first."""
    values = {
        name: getattr(stay, name) for name in ("from_on", "to_on", "kind", "time_from", "time_to")
    }
    found = check_dates(values)
    if found:
        return found
    # What was called off or is over must always be recordable, whatever has changed since.
    if stay.status in STILL_OPEN:
        found += _room_problems(stay, room)
        found += _same_child_problems(stay, others_of_child)
        if child:
            found += _child_problems(stay, room, child)
    if stay.status in HOLDS_A_BED:
        found += _bed_problems(stay, room, others_in_room)
    return sorted(found, key=lambda problem: problem.severity is Severity.WARNING)


def check_room(room: RoomFacts, stays: Iterable[Stay]) -> list[Problem]:
    """What speaks against a room becoming like `room`: the first stay booked there it would hurt.

    Args:
        stays: every stay in that room.
    """
    every = sorted(stays, key=lambda stay: stay.from_on)
    for stay in every:
        if stay.status in STILL_OPEN & HOLDS_A_BED:
            found = _room_problems(stay, room) + _bed_problems(stay, room, every)
            if found:
                words = (
                    f"{found[0].words} A stay is booked there from {_day(stay.from_on)} "
                    f"to {_day(stay.to_on)}: move it or cancel it first."
                )
                return [Problem("", words)]
    return []


def _days_of(stay: Stay) -> list[dt.date]:
    return nights(stay) or [stay.from_on]


def _room_problems(stay: Stay, room: RoomFacts) -> list[Problem]:
    found = []
    days = _days_of(stay)
    if days[0] < room.held_from or (room.held_to and days[-1] > room.held_to):
        until = f" to {_day(room.held_to)}" if room.held_to else ""
        found.append(Problem("room_id", f"{room.name} is held from {_day(room.held_from)}{until}."))
    for closed in room.closures:
        if any(day in closed for day in days):
            found.append(
                Problem(
                    "room_id",
                    f"{room.name} is closed from {_day(closed.first)} to {_day(closed.last)}.",
                )
            )
    return found


def _bed_problems(stay: Stay, room: RoomFacts, others: Iterable[Stay]) -> list[Problem]:
    taken = beds_taken(other for other in others if other.id != stay.id)
    full = [night for night in nights(stay) if taken[night] >= room.beds]
    if not full:
        return []
    which = ", ".join(_day(night) for night in full[:3]) + (" and more" if len(full) > 3 else "")
    return [Problem("room_id", f"{room.name} is full on {which}. Choose another room or day.")]


def _same_child_problems(stay: Stay, others: Iterable[Stay]) -> list[Problem]:
    mine = set(nights(stay))
    for other in others:
        if other.id == stay.id or other.status not in STILL_OPEN | HOLDS_A_BED:
            continue
        if mine & set(nights(other)):
            return [
                Problem(
                    "child_id",
                    f"The child already has a stay from {_day(other.from_on)} to "
                    f"{_day(other.leaves_on)}.",
                )
            ]
    return []


def _child_problems(stay: Stay, room: RoomFacts, child: ChildFacts) -> list[Problem]:
    found = []
    age = age_on(child.born_on, stay.from_on)
    name = child.first_name
    if age > OLDEST or age < 0:
        found.append(
            Problem("child_id", f"{name} is {age} on that day. A stay is for a child under 18.")
        )
    elif not room.age_from <= age <= room.age_to:
        found.append(
            Problem(
                "room_id",
                f"{name} is {age}; {room.name} is for ages {room.age_from} to {room.age_to}.",
                Severity.WARNING,
            )
        )
    found += _permission_problems(stay, child)
    return found


def _permission_problems(stay: Stay, child: ChildFacts) -> list[Problem]:
    if stay.kind is StayKind.DAY_CARE:
        return []
    agreed = child.sleepovers in (Permission.SOCIAL_WORKER, Permission.DELEGATED)
    name = child.first_name
    if child.sleepovers is Permission.REFUSED:
        return [Problem("child_id", f"{name}'s social worker has not agreed to sleepovers.")]
    if not agreed:
        words = f"Nobody has agreed yet that {name} may sleep over. Ask the social worker first."
        return [Problem("child_id", words, Severity.WARNING)]
    if child.sleepovers_until and stay.to_on > child.sleepovers_until:
        words = (
            f"{name}'s sleepovers are agreed until {_day(child.sleepovers_until)}. "
            "Ask the social worker for the days after."
        )
        return [Problem("child_id", words, Severity.WARNING)]
    return []


def _day(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
