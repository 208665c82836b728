"""A worker's time: stretches from several records, each minute counted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .days import Span, local, midnight
from .policies import Policies


@dataclass(frozen=True, order=True)
class Stretch:
    """Time from one record: when it began, how long, and what for."""

    at: dt.datetime
    minutes: int
    kind: str

    @property
    def until(self) -> dt.datetime:
        """The moment it ended; on the real clock, so that a changing clock adds nothing."""
        return self.at.astimezone(dt.UTC) + dt.timedelta(minutes=self.minutes)


def minutes_worked(stretches: Iterable[Stretch], span: Span) -> int:
    """Minutes inside `span`; where stretches overlap they count once."""
    return sum(end - begin for begin, end in _merged(stretches, span))


def minutes_by_day(stretches: Iterable[Stretch], span: Span) -> dict[dt.date, int]:
    """Minutes for each day of `span`, overlaps once, midnight split to its days."""
    every = list(stretches)
    days = (span.first + dt.timedelta(days=n) for n in range(span.days))
    return {day: minutes_worked(every, Span(day, day)) for day in days}


def minutes_out_of_hours(stretches: Iterable[Stretch], span: Span, policies: Policies) -> int:
    """Minutes inside `span` that lie outside the office hours of their day."""
    total = 0
    every = list(stretches)
    for number in range(span.days):
        day = span.first + dt.timedelta(days=number)
        worked = _merged(every, Span(day, day))
        opens, closes = _office(day, policies)
        for begin, end in worked:
            inside = max(0, min(end, closes) - max(begin, opens))
            total += end - begin - inside
    return total


def _merged(stretches: Iterable[Stretch], span: Span) -> list[tuple[int, int]]:
    """Disjoint stretches inside `span`, in whole minutes since 1970."""
    first, last = _minute(span.start), _minute(span.end)
    cut = sorted(
        (max(first, _minute(s.at)), min(last, _minute(s.at) + s.minutes)) for s in stretches
    )
    merged: list[tuple[int, int]] = []
    for begin, end in cut:
        if end <= begin:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _office(day: dt.date, policies: Policies) -> tuple[int, int]:
    days = {int(number) for number in policies.text("office.days", day).split(",") if number}
    if day.isoweekday() not in days:
        return 0, 0
    moments = []
    for key in ("office.opens", "office.closes"):
        time = dt.time.fromisoformat(policies.text(key, day))
        moments.append(_minute(dt.datetime.combine(day, time, midnight(day).tzinfo)))
    return moments[0], moments[1]


def _minute(moment: dt.datetime) -> int:
    return int(local(moment).timestamp() // 60)
