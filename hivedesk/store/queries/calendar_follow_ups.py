"""The follow-ups a worker's calendar has to hear of, also those it has to forget again.

A calendar keeps what it was once told, so what is done, put into other hands or taken out stays
in the answer as called off: for a year, after which nobody looks at that day any more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hivedesk.records import Family, FollowUp, FollowUpBy, kind_of
from hivedesk.rules.days import local

from .calendar_entries import stories

TOLD_FOR = dt.timedelta(days=366)
"""How long a calendar is told that something is done."""


@dataclass(frozen=True)
class CalendarFollowUp:
    """One follow-up as a calendar hears of it.

    Attributes:
        what: its words, which may name people.
        changes: how often it was changed since it was first written.
        changed_at: the moment of the last change, aware.
        off: it is done, somebody else's, or was taken out.
    """

    id: str
    what: str
    due_on: dt.date
    changes: int
    changed_at: dt.datetime
    off: bool


def calendar_follow_ups(
    session: Session, hive_id: str | None, now: dt.datetime
) -> list[CalendarFollowUp]:
    """What a Hive's worker has promised to do (None for all Hives), in the order it is due."""
    since = local(now).date() - TOLD_FOR
    asked = (
        select(FollowUp.id, FollowUp.what, FollowUp.due_on, FollowUp.by)
        .add_columns(FollowUp.done_on, FollowUp.archived_at)
        .where(or_(FollowUp.done_on.is_(None), FollowUp.done_on >= since, FollowUp.due_on >= since))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    if hive_id is not None:
        asked = asked.join(Family, Family.id == FollowUp.family_id).where(Family.hive_id == hive_id)
    rows = session.execute(asked).all()
    changes = stories(session, kind_of(FollowUp), [row.id for row in rows])
    told = []
    for row in rows:
        story = changes[row.id]
        mine = row.by is FollowUpBy.ME
        if not mine and not _was_mine(story):
            continue
        off = not mine or row.done_on is not None or row.archived_at is not None
        told.append(
            CalendarFollowUp(row.id, row.what, row.due_on, len(story) - 1, story[-1].at, off)
        )
    return told


def _was_mine(story: list[Any]) -> bool:
    return any((change.before or {}).get("by") == FollowUpBy.ME.value for change in story)
