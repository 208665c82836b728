"""A worker's time: stretches from several records, each minute counted once.

Leave and time in lieu are time, not work: they are never part of what was worked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from hivedesk.records import TimeKind

from .days import Span, local, midnight
from .policies import Policies

WORK = {
    "support": "One-to-one support",
    "activity": "Groups and activities",
    "training": "Training given",
    **{
        kind.value: kind.label
        for kind in (TimeKind.MEETING, TimeKind.LEARNING, TimeKind.TRAVEL, TimeKind.ADMIN)
    },
}
"""Kinds of work and their words; where two overlap, the minute is the earlier one's."""

AWAY = frozenset((TimeKind.LEAVE, TimeKind.LIEU))
"""Time off: kept beside the work, and never part of it."""


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


class Core(NamedTuple):
    """Hours a worker is usually there, in every week: `day` is 1 for Monday, the others are
    minutes from midnight by the clock on the wall."""

    day: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Cores:
    """A worker's core hours over the years; without rows the office hours have always counted."""

    rows: tuple[tuple[dt.date, tuple[Core, ...] | None], ...] = ()
    """The day from which hours hold, in order, and the hours: None for those of the office."""

    def on(self, day: dt.date) -> tuple[Core, ...] | None:
        """Those that hold on `day`; None where the office hours of the policy count."""
        begun = [core for starts_on, core in self.rows if starts_on <= day]
        return begun[-1] if begun else None

    def within(self, span: Span) -> list[tuple[dt.date, tuple[Core, ...] | None]]:
        """What holds in `span`, each with the first day of it on which it does."""
        found: list[tuple[dt.date, tuple[Core, ...] | None]] = []
        for number in range(span.days):
            day = span.first + dt.timedelta(days=number)
            if not found or found[-1][1] != self.on(day):
                found.append((day, self.on(day)))
        return found


OFFICE = Cores()
"""Who keeps no core hours is measured by the office's."""


def minutes_worked(stretches: Iterable[Stretch], span: Span) -> int:
    """Minutes of work inside `span`; where stretches overlap they count once."""
    return sum(end - begin for begin, end in _merged(_work(stretches), span))


def minutes_of_leave(stretches: Iterable[Stretch], span: Span) -> int:
    """Minutes of leave inside `span`."""
    leave = (s for s in stretches if s.kind == TimeKind.LEAVE)
    return sum(end - begin for begin, end in _merged(leave, span))


def minutes_of_lieu(stretches: Iterable[Stretch], span: Span) -> int:
    """Minutes of time in lieu taken inside `span`; what is leave already takes none."""
    away = [s for s in stretches if s.kind in AWAY]
    return sum(end - begin for begin, end in _merged(away, span)) - minutes_of_leave(away, span)


def minutes_by_kind(stretches: Iterable[Stretch], span: Span) -> dict[str, int]:
    """Minutes of each kind of `WORK`; they add up to `minutes_worked`."""
    every = list(stretches)
    found: dict[str, int] = {}
    for number, kind in enumerate(WORK):
        so_far = [s for s in every if s.kind in list(WORK)[: number + 1]]
        found[kind] = minutes_worked(so_far, span) - sum(found.values())
    return found


def latest_begin(stretches: Iterable[Stretch], minutes: int, now: dt.datetime) -> dt.datetime:
    """When work began that nobody gave a time: it is over, and was done beside no other work.

    It ends now, or where other work stands already before that work, so that both count: after
    midnight in the evening before, too. On the real clock: a changing clock adds nothing. Where
    `looked_back` has no such room it ends now.
    """
    until = end = _minute(now)
    span = looked_back(now)
    for busy_from, busy_until in reversed(_merged(_work(stretches), span)):
        if busy_until > end - minutes:
            end = min(end, busy_from)
    begin = end - minutes
    if begin < _minute(span.start):
        begin = until - minutes
    return dt.datetime.fromtimestamp(begin * 60, dt.UTC)


def looked_back(now: dt.datetime) -> Span:
    """The days in which work may lie that is added after it was done: today and the day before."""
    today = local(now).date()
    return Span(today - dt.timedelta(days=1), today)


def in_post(span: Span, started_on: dt.date | None, ended_on: dt.date | None) -> Span | None:
    """The days of `span` on which somebody was in post, the last one included; None for none."""
    first = max(span.first, started_on or span.first)
    last = min(span.last, ended_on or span.last)
    return Span(first, last) if first <= last else None


def contract_minutes(posts: Iterable[tuple[Span, str | None]], policies: Policies) -> int:
    """What the contract asks, in whole minutes: a seventh of the week for each day in post.

    Args:
        posts: for each worker the days in post and the Hive, whose own policy counts.
    """
    sevenths = 0
    for span, hive_id in posts:
        for number in range(span.days):
            day = span.first + dt.timedelta(days=number)
            sevenths += policies.number("worker.weekly_minutes", day, hive_id)
    return round(sevenths / 7)


def minutes_by_day(stretches: Iterable[Stretch], span: Span) -> dict[dt.date, int]:
    """Minutes for each day of `span`, overlaps once, midnight split to its days."""
    every = list(stretches)
    days = (span.first + dt.timedelta(days=n) for n in range(span.days))
    return {day: minutes_worked(every, Span(day, day)) for day in days}


def minutes_out_of_hours(
    stretches: Iterable[Stretch],
    span: Span,
    policies: Policies,
    cores: Cores = OFFICE,
) -> int:
    """Minutes of work inside `span` that lie outside the usual hours of their day."""
    worked = _merged(_work(stretches), span)
    inside = 0
    for number in range(span.days if worked else 0):
        day = span.first + dt.timedelta(days=number)
        for usual in usual_hours(day, policies, cores):
            opens, closes = (_minute(_on_the_wall(day, minute)) for minute in usual)
            inside += sum(max(0, min(end, closes) - max(begin, opens)) for begin, end in worked)
    return sum(end - begin for begin, end in worked) - inside


def usual_hours(day: dt.date, policies: Policies, cores: Cores = OFFICE) -> list[tuple[int, int]]:
    """When work on a day is not out of hours, in minutes from midnight on the wall.

    A worker's own core hours where some held that day; the office hours of the policy where not.
    """
    core = cores.on(day)
    if core is not None:
        return [(each.opens, each.closes) for each in core if each.day == day.isoweekday()]
    days = {int(number) for number in policies.text("office.days", day).split(",") if number}
    if day.isoweekday() not in days:
        return []
    opens, closes = (
        dt.time.fromisoformat(policies.text(key, day)) for key in ("office.opens", "office.closes")
    )
    return [(opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute)]


def _work(stretches: Iterable[Stretch]) -> Iterable[Stretch]:
    return (stretch for stretch in stretches if stretch.kind not in AWAY)


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


def _on_the_wall(day: dt.date, minute: int) -> dt.datetime:
    """The moment a clock on the wall shows so many minutes from midnight; 1440 ends the day."""
    over, rest = divmod(minute, 24 * 60)
    begin = midnight(day + dt.timedelta(days=over))
    return begin.replace(hour=rest // 60, minute=rest % 60)


def _minute(moment: dt.datetime) -> int:
    return int(moment.timestamp() // 60)
