"""A worker's time from the records that show it: logs, activities, sessions, time entries; and
the core hours it is measured by."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from hivedesk.records import Activity, CoreHours, SupportLog, TimeEntry, TrainingSession, bare
from hivedesk.rules.days import Span
from hivedesk.rules.hours import Cores, Stretch

LONGEST = dt.timedelta(days=1)
"""No record is longer."""
_SOURCES: tuple[tuple[Any, Any], ...] = (
    (SupportLog, literal("support")),
    (Activity, literal("activity")),
    (TrainingSession, literal("training")),
    (TimeEntry, bare(TimeEntry).kind),
)

PLANNED = ("activity", "training")
"""Kinds of work that stand in the diary beforehand."""


def kept(model: Any) -> ColumnElement[bool]:
    """Not archived."""
    return bare(model).archived_at.is_(None)  # type: ignore[no-any-return]


def stretches_of(
    session: Session, worker_ids: Collection[str], span: Span, now: dt.datetime
) -> dict[str, list[Stretch]]:
    """Stretches by worker that touch `span`, begun by `now`; a visit to several is several."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for model, kind in _SOURCES:
        time = bare(model)
        query = select(time.worker_id, time.at, time.minutes, kind).where(
            kept(model), time.at >= span.start - LONGEST, time.at < span.end, time.at <= now
        )
        for worker_id, at, minutes, word in session.execute(query).all():
            # Asked here, not in SQL: by its index a worker's ten years would be read.
            if worker_id in worker_ids:
                found[worker_id].append(Stretch(at, minutes, str(word)))
    return found


def planned_of(session: Session, worker_id: str, span: Span, now: dt.datetime) -> list[Stretch]:
    """What stands in a worker's diary for the days of `span` and has not begun by `now`."""
    found = []
    for model, kind in _SOURCES:
        time = bare(model)
        if model in (Activity, TrainingSession):
            query = select(time.worker_id, time.at, time.minutes, kind).where(
                kept(model), time.at > now, time.at < span.end
            )
            rows = session.execute(query)
            found += [Stretch(at, mins, word) for who, at, mins, word in rows if who == worker_id]
    return found


def all_stretches_of(session: Session, worker_id: str, until: dt.datetime) -> list[Stretch]:
    """Everything a worker has recorded that began by `until`, over all the years."""
    found = []
    for model, kind in _SOURCES:
        time = bare(model)
        query = select(time.at, time.minutes, kind).where(
            kept(model), time.worker_id == worker_id, time.at <= until
        )
        found += [Stretch(at, mins, str(word)) for at, mins, word in session.execute(query)]
    return found


def cores_of(session: Session) -> dict[str | None, Cores]:
    """Core hours by worker, also of workers who have gone; for anybody else, the office's."""
    found: dict[str | None, Cores] = defaultdict(Cores)
    hours = bare(CoreHours)
    asked = select(hours.worker_id, hours.starts_on, hours.hours).where(kept(CoreHours))
    by_worker = defaultdict(list)
    for worker_id, starts_on, text in session.execute(asked.order_by(hours.id)):
        by_worker[worker_id].append((starts_on, text))
    if by_worker:
        # lazy: start-up (few workers keep core hours, and Today asks)
        from hivedesk.rules.core_hours import cores_from

        found.update((worker_id, cores_from(rows)) for worker_id, rows in by_worker.items())
    return found
