"""A worker's time from the records that show it: logs, activities, sessions, time entries; and
the core hours it is measured by."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from hivedesk.records import Activity, SupportLog, TimeEntry, TrainingSession, Worker, bare
from hivedesk.rules.days import Span
from hivedesk.rules.hours import Core, Stretch

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


def core_of(text: str | None) -> tuple[Core, ...] | None:
    """Core hours as they are measured by; None where a worker keeps none."""
    if not text:
        return None
    # lazy: start-up (few workers keep core hours, and Today asks)
    from hivedesk.rules.core_hours import core_hours

    return core_hours(text)


def cores_of(session: Session) -> dict[str | None, tuple[Core, ...] | None]:
    """Core hours by worker, for those who keep them; also of workers who have gone."""
    worker = bare(Worker)
    kept_by = select(worker.id, worker.core_hours).where(worker.core_hours.is_not(None))
    return {row.id: core_of(row.core_hours) for row in session.execute(kept_by)}
