"""What is allowed for a stay, and how its nights and hours count.

A stay is nights: from check-in day to check-out day. Back-to-back stays share a
day and no night.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hivedesk.records import Permission, StayKind, StayState

from .ages import GROWN_UP
from .days import EARLIEST, LATEST, Span, age_on, day_words, local
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
HAS_BEEN = frozenset({StayState.IN_PROGRESS, StayState.COMPLETED, StayState.ENDED_EARLY})
"""The child was there."""

MAY_BE_HELD = frozenset({StayState.REQUESTED, StayState.WAITLISTED})
"""These hold a bed only until their minute: while somebody rings, or while an offer is open."""

NEXT: dict[StayState, frozenset[StayState]] = {
    StayState.REQUESTED: frozenset(
        {StayState.WAITLISTED, StayState.AGREED, StayState.DECLINED, StayState.CANCELLED}
    ),
    StayState.WAITLISTED: frozenset({StayState.AGREED, StayState.DECLINED, StayState.CANCELLED}),
    StayState.AGREED: frozenset(
        {StayState.CONFIRMED, StayState.IN_PROGRESS, StayState.CANCELLED, StayState.NO_SHOW}
    ),
    StayState.CONFIRMED: frozenset({StayState.IN_PROGRESS, StayState.CANCELLED, StayState.NO_SHOW}),
    StayState.IN_PROGRESS: frozenset({StayState.COMPLETED, StayState.ENDED_EARLY}),
}
"""The ladder: where a stay may go from each state. One that is over goes nowhere."""

LONGEST_NIGHTS = 366
"""A stay of more than a year is a slip of the keys. Questions of the store rely on it, too."""


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
    held_until: dt.datetime | None = None

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


def holds_a_bed(stay: Stay, now: dt.datetime | None) -> bool:
    """Whether it takes a bed at that moment; a bed held while somebody rings is taken too.

    Args:
        now: aware; None where a hold does not count (the past, a plan).
    """
    if stay.status in HOLDS_A_BED:
        return True
    held = stay.held_until is not None and now is not None and stay.held_until > now
    return held and stay.status in MAY_BE_HELD


def beds_taken(stays: Iterable[Stay], now: dt.datetime | None = None) -> Counter[dt.date]:
    """How many beds are taken on each evening by stays that hold one."""
    taken: Counter[dt.date] = Counter()
    for stay in stays:
        if holds_a_bed(stay, now):
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

    def kept_by(self, started_on: dt.date, ended_on: dt.date | None) -> RoomFacts:
        """The same, held only while its keeper is a link carer: not on the evening they stop."""
        last = ended_on - dt.timedelta(days=1) if ended_on else None
        ends = [day for day in (self.held_to, last) if day is not None]
        begins = max(self.held_from, started_on)
        return replace(self, held_from=begins, held_to=min(ends, default=None))


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
    for field, day in (("from_on", begin), ("to_on", end)):
        if not EARLIEST <= day <= LATEST:
            return [Problem(field, "That looks like a slip. Check the year.")]
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


def step_problems(before: Stay, stay: Stay, *, at_once: bool = False) -> list[Problem]:
    """A step the ladder does not have, and moving what has begun.

    Args:
        at_once: several steps may have come as one.
    """
    leads = _beyond(before.status) if at_once else NEXT.get(before.status, frozenset())
    if stay.status is not before.status and stay.status not in leads:
        was, wanted = before.status.label.lower(), stay.status.label.lower()
        return [Problem("status", f"A stay that is {was} cannot become {wanted}.")]
    if before.status is StayState.IN_PROGRESS:
        for name in ("child_id", "room_id", "from_on", "kind"):
            if getattr(stay, name) != getattr(before, name):
                words = "The stay has begun. End it early and book the rest anew."
                return [Problem(name, words)]
    return []


def _beyond(status: StayState) -> frozenset[StayState]:
    following = NEXT.get(status, frozenset())
    return following.union(*(_beyond(each) for each in following))


def check_stay(
    stay: Stay,
    room: RoomFacts,
    child: ChildFacts | None,
    others_in_room: Iterable[Stay],
    others_of_child: Iterable[Stay],
    now: dt.datetime | None = None,
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
        found += room_problems(stay, room)
        found += same_child_problems(stay, others_of_child)
        if child:
            found += _child_problems(stay, room, child)
    if holds_a_bed(stay, now):
        found += bed_problems(stay, room, others_in_room, now)
    return sorted(found, key=lambda problem: problem.severity is Severity.WARNING)


def days_of(stay: Stay) -> list[dt.date]:
    """Its nights, or the day of day care."""
    return nights(stay) or [stay.from_on]


def room_problems(stay: Stay, room: RoomFacts) -> list[Problem]:
    """Days on which the room is not held, or is closed."""
    found = []
    days = days_of(stay)
    if days[0] < room.held_from or (room.held_to and days[-1] > room.held_to):
        until = f" to {day_words(room.held_to)}" if room.held_to else ""
        found.append(
            Problem("room_id", f"{room.name} is held from {day_words(room.held_from)}{until}.")
        )
    for closed in room.closures:
        if any(day in closed for day in days):
            begin, end = day_words(closed.first), day_words(closed.last)
            found.append(Problem("room_id", f"{room.name} is closed from {begin} to {end}."))
    return found


def bed_problems(
    stay: Stay,
    room: RoomFacts,
    others: Iterable[Stay],
    now: dt.datetime | None = None,
    needed: int = 1,
) -> list[Problem]:
    """Nights on which the room has not `needed` beds left."""
    others = [other for other in others if other.id != stay.id]
    taken = beds_taken(others, now)
    full = [night for night in nights(stay) if taken[night] + needed > room.beds]
    if not full:
        return []
    which = ", ".join(day_words(night) for night in full[:3])
    which += " and more" if len(full) > 3 else ""
    left = room.beds - max(taken[night] for night in full)
    if left > 0:
        beds = "one bed" if left == 1 else f"{left} beds"
        words = f"{room.name} has {beds} on {which} and {needed} children need one each."
        return [Problem("room_id", words)]
    holds = [other for other in others if _is_held(other, full, now)]
    until = max((o.held_until for o in holds if o.held_until), default=None)
    if until is not None:
        words = f"{room.name} is held for another request until {local(until):%H:%M} on {which}."
        return [Problem("room_id", words)]
    return [Problem("room_id", f"{room.name} is full on {which}. Choose another room or day.")]


def _is_held(stay: Stay, on: Iterable[dt.date], now: dt.datetime | None) -> bool:
    mine = nights(stay)
    is_hold = stay.status in MAY_BE_HELD and holds_a_bed(stay, now)
    return is_hold and any(night in mine for night in on)


def same_child_problems(
    stay: Stay, others: Iterable[Stay], name: str = "The child"
) -> list[Problem]:
    """The first other stay that would have the child in two places."""
    for other in others:
        if other.id == stay.id or other.status not in STILL_OPEN | HOLDS_A_BED:
            continue
        if _in_two_places(stay, other):
            begin, end = day_words(other.from_on), day_words(other.leaves_on)
            when = f"on {begin}" if begin == end else f"from {begin} to {end}"
            return [Problem("child_id", f"{name} already has a stay {when}.")]
    return []


def _in_two_places(one: Stay, other: Stay) -> bool:
    """On the day of coming or going a child may be in day care too; between them it may not."""
    days = [stay.kind is StayKind.DAY_CARE for stay in (one, other)]
    if all(days):
        hours = (one.time_from, other.time_to, other.time_from, one.time_to)
        if one.from_on != other.from_on or None in hours:
            return one.from_on == other.from_on
        return one.time_from < other.time_to and other.time_from < one.time_to  # type: ignore[operator]
    if any(days):
        day, stay = (one, other) if days[0] else (other, one)
        return stay.from_on < day.from_on < stay.leaves_on and day.room_id != stay.room_id
    return one.from_on < other.leaves_on and other.from_on < one.leaves_on


def _child_problems(stay: Stay, room: RoomFacts, child: ChildFacts) -> list[Problem]:
    return age_problems(stay, room, child) + permission_problems(stay, child)


def age_problems(stay: Stay, room: RoomFacts, child: ChildFacts) -> list[Problem]:
    """A child who is or will be grown up, not born yet, or of another age than the room is for."""
    found = []
    age = age_on(child.born_on, stay.from_on)
    name = child.first_name
    if age >= GROWN_UP or age < 0:
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
    grown_up = [night for night in nights(stay) if age_on(child.born_on, night) >= GROWN_UP]
    if grown_up and age < GROWN_UP:
        words = f"{name} turns 18 on {day_words(grown_up[0])}. A stay is for a child under 18."
        found.append(Problem("to_on", words, Severity.WARNING))
    return found


def permission_problems(stay: Stay, child: ChildFacts) -> list[Problem]:
    """Whether somebody who may has agreed, and for long enough."""
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
            f"{name}'s sleepovers are agreed until {day_words(child.sleepovers_until)}. "
            "Ask the social worker for the days after."
        )
        return [Problem("child_id", words, Severity.WARNING)]
    return []


def beds_words(beds: int) -> str:
    """A number of beds: 1 bed, 2 beds."""
    return f"{beds} bed{'' if beds == 1 else 's'}"
