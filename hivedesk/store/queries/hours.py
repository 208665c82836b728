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
    Worker,
    WorkerRole,
    bare,
)
from hivedesk.rules.days import Span, local, month
from hivedesk.rules.hours import (
    Stretch,
    contract_minutes,
    in_post,
    minutes_by_day,
    minutes_of_leave,
    minutes_out_of_hours,
    minutes_worked,
)
from hivedesk.rules.policies import Policies

from .policies import policies_of
from .stretches import kept, stretches_of
from .words import joined


class WeekDay(NamedTuple):
    """One day of the week: minutes worked, and how many of them out of office hours."""

    day: dt.date
    minutes: int
    out_of_hours: int


class Week(NamedTuple):
    """The hours of the person at the desk; `contract` is None for who has none of the policy's."""

    days: tuple[WeekDay, ...]
    contract: int | None
    leave: int

    @property
    def worked(self) -> int:
        """Minutes worked."""
        return sum(day.minutes for day in self.days)

    @property
    def out_of_hours(self) -> int:
        """Minutes worked out of office hours."""
        return sum(day.out_of_hours for day in self.days)


class Spent(NamedTuple):
    """One stretch of a day and the record it comes from; a visit to several families is one."""

    record_kind: str
    record_id: str
    at: dt.datetime
    minutes: int
    kind: str
    about: str


class Month(NamedTuple):
    """A calendar month so far. `contract` covers the whole of it."""

    first: dt.date
    worked: int
    out_of_hours: int
    leave: int
    contract: int | None


class Hours(NamedTuple):
    """One week with what it was made of: by day, what was done and the minutes counted once."""

    week: Week
    spent: dict[dt.date, tuple[Spent, ...]]
    twice: dict[dt.date, int]
    """Minutes that lie in two stretches of one day, and are counted in one."""
    month: Month


def week_of_worker(
    session: Session, worker_id: str | None, policies: Policies, week: Span, now: dt.datetime
) -> Week | None:
    """A week by day; None where nobody of the store sits at the desk."""
    worker = _worker(session, worker_id)
    if worker is None:
        return None
    time = stretches_of(session, (worker.id,), week, now).get(worker.id, [])
    return Week(
        _days(time, week, policies), _contract(worker, week, policies), minutes_of_leave(time, week)
    )


def hours_of(session: Session, worker_id: str | None, week: Span, now: dt.datetime) -> Hours | None:
    """A week, what it was made of, and the month it ends in (or that we are in)."""
    policies = policies_of(session)
    worker = _worker(session, worker_id)
    if worker is None:
        return None
    end = min(week.last, max(week.first, local(now).date()))
    whole = month(end.year, end.month)
    both = Span(min(week.first, whole.first), max(week.last, whole.last))
    time = stretches_of(session, (worker.id,), both, now).get(worker.id, [])
    days = _days(time, week, policies)
    made_of = Week(days, _contract(worker, week, policies), minutes_of_leave(time, week))
    twice = {each.day: _twice(time, each) for each in days}
    total = Month(
        whole.first,
        minutes_worked(time, whole),
        minutes_out_of_hours(time, whole, policies),
        minutes_of_leave(time, whole),
        _contract(worker, whole, policies),
    )
    return Hours(made_of, _spent(session, worker.id, week, now), twice, total)


def _worker(session: Session, worker_id: str | None) -> Any:
    worker = bare(Worker)
    columns = (worker.id, worker.role, worker.hive_id, worker.started_on, worker.ended_on)
    return session.execute(select(*columns).where(worker.id == worker_id)).first()


def _contract(worker: Any, span: Span, policies: Policies) -> int | None:
    # The policy is the contract of a support worker; a manager's hours are only counted.
    if worker.role is not WorkerRole.SUPPORT_WORKER:
        return None
    post = in_post(span, worker.started_on, worker.ended_on)
    return contract_minutes([(post, worker.hive_id)] if post else [], policies)


def _days(time: list[Stretch], week: Span, policies: Policies) -> tuple[WeekDay, ...]:
    return tuple(
        WeekDay(day, minutes, minutes_out_of_hours(time, Span(day, day), policies))
        for day, minutes in minutes_by_day(time, week).items()
    )


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
        by_day[local(each.at).date()].append(each)
    return {day: tuple(every) for day, every in by_day.items()}


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
    return model.at >= week.start, model.at < week.end, model.at <= now
