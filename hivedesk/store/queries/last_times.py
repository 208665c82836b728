"""What the quick entries go by: how a worker last added time, and what fills the time until now."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import TimeEntry, TimeKind, bare
from hivedesk.rules.hours import Stretch, looked_back

from .stretches import kept, stretches_of

_LATEST = 60
"""Entries looked at: what somebody has not added for that long is no habit."""


class Quick(NamedTuple):
    """A kind of time as it was last added: what, and how many minutes."""

    kind: TimeKind
    minutes: int


def last_times(session: Session, worker_id: str | None) -> tuple[Quick, ...]:
    """The kinds of time a worker adds, the one added last first, each as it was last added."""
    entry = bare(TimeEntry)
    # Ids grow with time, whatever day an entry is about.
    asked = (
        select(entry.kind, entry.minutes)
        .where(kept(TimeEntry), entry.worker_id == worker_id)
        .order_by(entry.id.desc())
        .limit(_LATEST)
    )
    found: dict[TimeKind, int] = {}
    for kind, minutes in session.execute(asked):
        found.setdefault(kind, minutes)
    return tuple(Quick(kind, minutes) for kind, minutes in found.items())


def done_lately(session: Session, worker_id: str | None, now: dt.datetime) -> list[Stretch]:
    """What a worker has done today and the day before, whatever record shows it."""
    return stretches_of(session, (worker_id or "",), looked_back(now), now)[worker_id or ""]
