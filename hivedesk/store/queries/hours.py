"""A worker's week against the contract, and what it was made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    Course,
    Family,
    SupportLog,
    TimeEntry,
    TrainingSession,
)
from hivedesk.rules.days import Span, local, month
from hivedesk.rules.days import week_of as week_around
from hivedesk.rules.forecast import Forecast, forecast
from hivedesk.rules.hours import (
    Stretch,
    minutes_by_kind,
    minutes_of_leave,
    minutes_of_lieu,
    minutes_out_of_hours,
    minutes_worked,
)

from .policies import policies_of
from .stretches import LONGEST, PLANNED, cores_of, kept, planned_of, stretches_of
from .week import Week, WeekDay, contract_of, week_from, worker_called
from .words import joined

USUAL_WEEKS = 8
"""Weeks past from which a month's estimate takes what is usual."""


class Spent(NamedTuple):
    """One stretch of a day and the record it comes from; a visit to several families is one."""

    record_kind: str
    record_id: str
    at: dt.datetime
    minutes: int
    kind: str
    about: str


class Month(NamedTuple):
    """A calendar month so far. `contract` covers the whole of it.

    `forecast` is what it may come to; None for a month that is over or has not begun.
    """

    first: dt.date
    worked: int
    out_of_hours: int
    leave: int
    contract: int | None
    lieu: int = 0
    forecast: Forecast | None = None


class Hours(NamedTuple):
    """One week with what it was made of: by day, what was done and the minutes counted once."""

    week: Week
    spent: dict[dt.date, tuple[Spent, ...]]
    """By each day it lies in: what began before midnight stands in the next day too."""
    twice: dict[dt.date, int]
    """Minutes that lie in two stretches of one day, and are counted in one."""
    month: Month


def hours_of(session: Session, worker_id: str | None, week: Span, now: dt.datetime) -> Hours | None:
    """A week, what it was made of, and the month it ends in (or that we are in)."""
    policies = policies_of(session)
    worker = worker_called(session, worker_id)
    if worker is None:
        return None
    today = local(now).date()
    end = min(week.last, max(week.first, today))
    whole = month(end.year, end.month)
    usual = _weeks_before(today) if today in whole else []
    first = min(week.first, whole.first, *(each.first for each in usual))
    both = Span(first, max(week.last, whole.last))
    time = stretches_of(session, (worker.id,), both, now).get(worker.id, [])
    cores = cores_of(session)[worker.id]
    made_of = week_from(worker, time, week, policies, cores)
    twice = {each.day: _twice(time, each) for each in made_of.days}
    total = Month(
        whole.first,
        minutes_worked(time, whole),
        minutes_out_of_hours(time, whole, policies, cores),
        minutes_of_leave(time, whole),
        contract_of(worker, whole, policies),
        minutes_of_lieu(time, whole),
    )
    if usual:
        rest = Span(today, whole.last)
        planned = minutes_worked(planned_of(session, worker.id, rest, now), rest)
        weeks = [_not_planned(time, each) for each in usual]
        told = forecast(total.worked, planned, weeks, (whole.last - today).days)
        total = total._replace(forecast=told)
    return Hours(made_of, _spent(session, worker.id, week, now), twice, total)


def _weeks_before(today: dt.date) -> list[Span]:
    """The weeks that say what is usual: those that are over, the newest last."""
    this = week_around(today).first
    return [week_around(this - dt.timedelta(weeks=n)) for n in range(USUAL_WEEKS, 0, -1)]


def _not_planned(time: list[Stretch], week: Span) -> int:
    """Minutes of a week that no diary shows beforehand: all but activities and training given."""
    kinds = minutes_by_kind(time, week)
    return sum(minutes for kind, minutes in kinds.items() if kind not in PLANNED)


def _twice(time: list[Stretch], day: WeekDay) -> int:
    """Minutes of a day that more than one record shows; a visit to several is one record."""
    own = Span(day.day, day.day)
    return sum(minutes_worked([each], own) for each in set(time)) - day.minutes


def _spent(
    session: Session, worker_id: str, week: Span, now: dt.datetime
) -> dict[dt.date, tuple[Spent, ...]]:
    found = [
        *_contacts(session, worker_id, week, now),
        *(
            Spent("activities", row.id, row.at, row.minutes, "activity", row.name)
            for row in _rows(session, Activity, Activity.name, worker_id, week, now)
        ),
        *(
            Spent("time-entries", row.id, row.at, row.minutes, row.kind.value, row.note or "")
            for row in _rows(session, TimeEntry, TimeEntry.note, worker_id, week, now)
        ),
    ]
    courses = {row.id: row.name for row in session.execute(select(Course.id, Course.name))}
    found += [
        Spent("sessions", row.id, row.at, row.minutes, "training", courses.get(row.course_id, ""))
        for row in _rows(session, TrainingSession, TrainingSession.course_id, worker_id, week, now)
    ]
    by_day: dict[dt.date, list[Spent]] = defaultdict(list)
    for each in sorted(found, key=lambda spent: (spent.at, spent.kind)):
        for day in _days_of(each):
            if day in week:
                by_day[day].append(each)
    return {day: tuple(every) for day, every in by_day.items()}


def _days_of(spent: Spent) -> list[dt.date]:
    """The days a stretch lies in: over midnight also the next, whose minutes it explains."""
    last_minute = spent.at + dt.timedelta(minutes=max(0, spent.minutes - 1))
    first, last = local(spent.at).date(), local(last_minute).date()
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _rows(
    session: Session, model: Any, extra: Any, worker_id: str, week: Span, now: dt.datetime
) -> list[Any]:
    columns = [model.id, model.worker_id, model.at, model.minutes, extra]
    if model is TimeEntry:
        columns.append(TimeEntry.kind)
    query = select(*columns).where(kept(model), *_within(model, week, now))
    # Whose it is is asked here: by its own index a worker's ten years would be read.
    return [row for row in session.execute(query) if row.worker_id == worker_id]


def _contacts(session: Session, worker_id: str, week: Span, now: dt.datetime) -> list[Spent]:
    rows = session.execute(
        select(
            SupportLog.id,
            SupportLog.worker_id,
            SupportLog.visit_id,
            SupportLog.at,
            SupportLog.minutes,
            SupportLog.way,
            Family.name,
        )
        .join(Family, Family.id == SupportLog.family_id)
        .where(kept(SupportLog), *_within(SupportLog, week, now))
        .order_by(SupportLog.at, SupportLog.id)
    )
    visits: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.worker_id == worker_id:
            visits[row.visit_id or row.id].append(row)
    return [
        Spent(
            "support-logs",
            logs[0].id,
            logs[0].at,
            max(log.minutes for log in logs),
            "support",
            f"{logs[0].way.label}, {joined(dict.fromkeys(log.name for log in logs))}",
        )
        for logs in visits.values()
    ]


def _within(model: Any, week: Span, now: dt.datetime) -> tuple[Any, ...]:
    return model.at >= week.start - LONGEST, model.at < week.end, model.at <= now
