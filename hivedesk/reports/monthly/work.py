"""The Hive support worker's hours against the contract."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from hivedesk.records import Worker, WorkerRole
from hivedesk.reports.figure import Counted, Item
from hivedesk.rules.days import Span, week_of
from hivedesk.rules.hours import (
    WORK,
    contract_minutes,
    in_post,
    minutes_by_kind,
    minutes_of_leave,
    minutes_out_of_hours,
    minutes_worked,
)
from hivedesk.store.queries.stretches import cores_of, kept, stretches_of

from .scope import Scope


def count_work(scope: Scope) -> Counted:
    """Minutes worked by kind and week; each worker's minutes counted once."""
    posts = {worker.id: worker for worker in _workers(scope)}
    time = stretches_of(scope.session, posts.keys(), scope.days, scope.now)
    kinds = dict.fromkeys(WORK, 0)
    for stretches in time.values():
        for kind, minutes in minutes_by_kind(stretches, scope.days).items():
            kinds[kind] += minutes
    weeks = _weeks(scope.days)
    worked = [sum(minutes_worked(s, week) for s in time.values()) for week in weeks]
    cores = cores_of(scope.session)
    late = [
        sum(minutes_out_of_hours(s, week, scope.policies, cores[w]) for w, s in time.items())
        for week in weeks
    ]
    in_post = [(span, hive) for worker in posts.values() for span, hive in _post(worker, scope)]
    single: dict[str, float] = {
        "workers": sum(scope.day in span for span, _ in in_post),
        "worker_minutes": sum(worked),
        "contract_minutes": contract_minutes(in_post, scope.policies),
        "worker_minutes_out_of_hours": sum(late),
        "worker_leave_minutes": sum(minutes_of_leave(s, scope.days) for s in time.values()),
    }
    names = [(f"{week.first:%Y_%m_%d}", _words(week)) for week in weeks]
    groups = {
        "worker_minutes_by_kind": tuple(Item(k, WORK[k], kinds[k]) for k in WORK),
        "worker_minutes_by_week": tuple(
            Item(*name, minutes) for name, minutes in zip(names, worked, strict=True)
        ),
        "worker_minutes_out_of_hours_by_week": tuple(
            Item(*name, minutes) for name, minutes in zip(names, late, strict=True)
        ),
    }
    return Counted(single, groups)


def _workers(scope: Scope) -> list[Any]:
    """Support workers of these Hives who were in post on a day of the month."""
    rows = scope.session.execute(
        select(Worker.id, Worker.hive_id, Worker.started_on, Worker.ended_on).where(
            kept(Worker), Worker.role == WorkerRole.SUPPORT_WORKER
        )
    )
    return [row for row in rows if row.hive_id in scope.hives]


def _post(worker: Any, scope: Scope) -> list[tuple[Span, str]]:
    """The days of the month in post, the day of leaving included; none outside them.

    Whoever has been there since nobody said when has been there since the Hive began.
    """
    since = worker.started_on or scope.started[worker.hive_id]
    post = in_post(scope.month, since, worker.ended_on)
    return [(post, worker.hive_id)] if post else []


def _weeks(days: Span) -> list[Span]:
    """Monday to Sunday, the first and the last cut to the month."""
    weeks = []
    monday = week_of(days.first).first
    while monday <= days.last:
        sunday = monday + dt.timedelta(days=6)
        weeks.append(Span(max(monday, days.first), min(sunday, days.last)))
        monday += dt.timedelta(days=7)
    return weeks


def _words(week: Span) -> str:
    first, last = week.first, week.last
    return f"{last.day} {last:%b}" if first == last else f"{first.day}–{last.day} {last:%b}"
