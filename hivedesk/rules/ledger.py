"""What a link carer is owed: the retainer for rooms held, fees for stays, skills fee forgone.

Money is whole pence once a line is written; before that it is an exact fraction.

**Rounding.** One line is one room, or one stay, in the days asked for. Each amount of a line is
the exact sum of its days, rounded once, half a penny upwards. A total is the sum of the rounded
lines, so that a statement adds up for whoever checks it with a pencil.

**Days.** A room is held from `held_from` to `held_to`, both included, and never before the
day its link carer started or after the day they stopped. A night counts in the month of its
evening, with the policies of that evening; a day of day care with the policies of that day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hivedesk.records import StayKind

from .days import Span
from .policies import Policies
from .stays import HOLDS_A_BED, RoomFacts, Stay, day_care_minutes, nights

_WEEK = 7  # days; a week's money is shared out evenly among them
_HOUR = 60  # minutes

_FEES = {
    StayKind.SLEEPOVER: "link.fee_sleepover_pence",
    StayKind.EMERGENCY: "link.fee_emergency_pence",
    StayKind.RESPITE: "link.fee_respite_pence",
    StayKind.DAY_CARE: "link.fee_day_care_pence",
}


@dataclass(frozen=True)
class Terms:
    """What decides what one link carer is paid.

    Attributes:
        hive_id: their Hive; its own policies come before everybody's.
        skills_level: 1 to 3; None where none is kept.
        skills_fee: whether they have a skills fee at all.
        started_on, ended_on: the first and the last day they were a link carer.
    """

    policies: Policies
    hive_id: str | None = None
    skills_level: int | None = None
    skills_fee: bool = False
    started_on: dt.date = dt.date.min
    ended_on: dt.date | None = None

    def number(self, key: str, day: dt.date) -> int:
        """A policy's value on a day, in the unit the catalogue names."""
        return self.policies.number(key, day, self.hive_id)


@dataclass(frozen=True)
class RoomLine:
    """One room's retainer.

    Attributes:
        held: days the room was held.
        weeks: days paid for by the weekly pence that held on them, in the order they came.
        exact: pence, before rounding.
    """

    name: str
    held: int
    weeks: tuple[tuple[int, int], ...]
    exact: Fraction

    @property
    def pence(self) -> int:
        """What is paid for it."""
        return pence(self.exact)

    @property
    def paid(self) -> int:
        """Days that are paid for: fewer than `held` where a policy pays no closed days."""
        return sum(days for _, days in self.weeks)


@dataclass(frozen=True)
class StayLine:
    """One stay's part in the days asked for. Money is exact pence, before rounding."""

    nights: int
    minutes: int
    fee: Fraction
    skills_paid: Fraction
    skills_forgone: Fraction
    nights_forgone: int

    @property
    def pence(self) -> int:
        """What is paid for it: fee and skills fee, each rounded once."""
        return pence(self.fee) + pence(self.skills_paid)


def pence(exact: Fraction) -> int:
    """Whole pence, half a penny upwards."""
    return math.floor(exact + Fraction(1, 2))


def days_held(
    room: RoomFacts,
    within: Span,
    ended_on: dt.date | None = None,
    started_on: dt.date = dt.date.min,
) -> list[dt.date]:
    """The days of `within` on which the room was held for the Hive, closed or not."""
    ends = [day for day in (room.held_to, ended_on, within.last) if day is not None]
    first, last = max(room.held_from, within.first, started_on), min(ends)
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def retainer(room: RoomFacts, within: Span, terms: Terms) -> RoomLine:
    """The retainer of one room: each day it was held is a seventh of that day's weekly pence.

    Raises:
        PlainError: no retainer policy had begun on one of its days.
    """
    held = days_held(room, within, terms.ended_on, terms.started_on)
    weeks: Counter[int] = Counter()
    for day in held:
        closed = any(day in span for span in room.closures)
        if not closed or terms.number("link.retainer_while_closed", day):
            weeks[terms.number("link.retainer_pence", day)] += 1
    exact = sum((Fraction(weekly * days, _WEEK) for weekly, days in weeks.items()), Fraction(0))
    return RoomLine(room.name, len(held), tuple(weeks.items()), exact)


def stay_line(stay: Stay, outside: bool, within: Span, terms: Terms) -> StayLine | None:
    """What one stay is worth in these days; None where it has no night and no day care in them.

    Args:
        outside: the child is not of the link carer's own Hive.

    Raises:
        PlainError: a policy it needs had not begun.
    """
    if stay.status not in HOLDS_A_BED:
        return None
    if stay.kind is StayKind.DAY_CARE:
        return _day_care(stay, within, terms)
    evenings = nights(stay, within)
    if not evenings:
        return None
    fee = sum(terms.number(_FEES[stay.kind], evening) for evening in evenings)
    paid = [evening for evening in evenings if _keeps_skills_fee(outside, evening, terms)]
    forgone = [evening for evening in evenings if evening not in paid] if terms.skills_fee else []
    return StayLine(
        nights=len(evenings),
        minutes=0,
        fee=Fraction(fee),
        skills_paid=_skills_fee(paid, terms),
        skills_forgone=_skills_fee(forgone, terms),
        nights_forgone=len(forgone),
    )


def _day_care(stay: Stay, within: Span, terms: Terms) -> StayLine | None:
    """Day care is paid by the hour; a skills fee goes with nights."""
    if stay.from_on not in within:
        return None
    minutes = day_care_minutes(stay)
    fee = Fraction(minutes * terms.number(_FEES[stay.kind], stay.from_on), _HOUR)
    return StayLine(0, minutes, fee, Fraction(0), Fraction(0), 0)


def _keeps_skills_fee(outside: bool, evening: dt.date, terms: Terms) -> bool:
    where = "link.skills_fee_outside" if outside else "link.skills_fee_in_hive"
    return terms.skills_fee and terms.number(where, evening) > 0


def _skills_fee(evenings: Iterable[dt.date], terms: Terms) -> Fraction:
    """A night is a seventh of the weekly skills fee; without a level there is none."""
    if terms.skills_level is None:
        return Fraction(0)
    key = f"skills.fee_pence_{terms.skills_level}"
    return sum((Fraction(terms.number(key, evening), _WEEK) for evening in evenings), Fraction(0))
