"""The follow-ups a worker's calendar has to hear of, also those it has to forget again.

A calendar keeps what it was once told, so what is done, put into other hands or taken out stays
in the answer as called off: for a year, after which nobody looks at that day any more. So does
what goes out of sight with its family: one that was archived, or is of another Hive now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hivedesk.records import Family, FollowUp, FollowUpBy, kind_of
from hivedesk.rules.days import local

from .calendar_entries import once_with, stories

_FOLLOW_UP, _FAMILY = kind_of(FollowUp), kind_of(Family)
TOLD_FOR = dt.timedelta(days=366)
"""How long a calendar is told that something is done."""


@dataclass(frozen=True)
class CalendarFollowUp:
    """One follow-up as a calendar hears of it.

    Attributes:
        what: its words, which may name people.
        changes: how often it was changed since it was first written.
        changed_at: the moment of the last change, aware.
        off: it is done, somebody else's, out of sight with its family, or was taken out.
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
        select(FollowUp.id, FollowUp.what, FollowUp.due_on, FollowUp.by, FollowUp.family_id)
        .add_columns(FollowUp.done_on, FollowUp.archived_at)
        .add_columns(Family.hive_id, Family.archived_at.label("family_archived_at"))
        .join(Family, Family.id == FollowUp.family_id)
        .where(or_(FollowUp.done_on.is_(None), FollowUp.done_on >= since, FollowUp.due_on >= since))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    if hive_id is not None:
        ever = _families_ever_in(session, hive_id)
        moved = once_with(_FOLLOW_UP, "family_id", ever)
        asked = asked.where(or_(FollowUp.family_id.in_(ever), FollowUp.id.in_(moved)))
    rows = session.execute(asked).all()
    changes = stories(session, _FOLLOW_UP, [row.id for row in rows])
    homes = {row.id: {row.family_id, *_before(changes[row.id], "family_id")} for row in rows}
    moves = _moves_of(session, set().union(*homes.values()))
    told = []
    for row in rows:
        story = changes[row.id]
        around = [change for each in sorted(homes[row.id]) for change in moves[each]]
        mine = row.by is FollowUpBy.ME
        here = hive_id in (None, row.hive_id)
        if not (mine or FollowUpBy.ME.value in _before(story, "by")):
            continue
        if not here and not _left_here(row, story, around, hive_id):
            continue
        gone = row.archived_at is not None or row.family_archived_at is not None
        off = not mine or not here or gone or row.done_on is not None
        # A calendar takes the newer word by how often there was one, of the family's too.
        told.append(
            CalendarFollowUp(
                row.id,
                row.what,
                row.due_on,
                len(story) - 1 + len(around),
                max(change.at for change in (*story, *around)),
                off,
            )
        )
    return told


def _families_ever_in(session: Session, hive_id: str) -> list[str]:
    once = once_with(_FAMILY, "hive_id", (hive_id,))
    asked = select(Family.id).where(or_(Family.hive_id == hive_id, Family.id.in_(once)))
    return list(session.scalars(asked))


def _moves_of(session: Session, family_ids: Collection[str]) -> dict[str, list[Any]]:
    """The changes by which a family went to another Hive, or out of sight and back."""
    found = stories(session, _FAMILY, family_ids)
    return {
        each: [c for c in found[each] if {"hive_id", "archived_at"} & set(c.before or ())]
        for each in family_ids
    }


def _left_here(row: Any, story: list[Any], around: list[Any], hive_id: str | None) -> bool:
    """Whether a follow-up of another Hive's family was this Hive's once, and so was told."""
    if any(each != row.family_id for each in _before(story, "family_id")):
        return True
    return any(c.before.get("hive_id") == hive_id and c.at >= story[0].at for c in around)


def _before(story: list[Any], name: str) -> set[str]:
    """What a field said before, in any of its changes."""
    return {change.before[name] for change in story if name in (change.before or {})}
