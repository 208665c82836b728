"""A worker's time from the records that show it: logs, activities, sessions, time entries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from hivedesk.records import Activity, SupportLog, TimeEntry, TrainingSession, bare
from hivedesk.rules.days import Span
from hivedesk.rules.hours import Stretch

_LONGEST = dt.timedelta(days=1)
_SOURCES: tuple[tuple[Any, Any], ...] = (
    (SupportLog, literal("support")),
    (Activity, literal("activity")),
    (TrainingSession, literal("training")),
    (TimeEntry, bare(TimeEntry).kind),
)


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
            kept(model), time.at >= span.start - _LONGEST, time.at < span.end, time.at <= now
        )
        for worker_id, at, minutes, word in session.execute(query).all():
            # Asked here, not in SQL: by its index a worker's ten years would be read.
            if worker_id in worker_ids:
                found[worker_id].append(Stretch(at, minutes, str(word)))
    return found
