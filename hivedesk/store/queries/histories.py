"""The dated history of every family with its Hive."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import FamilyState, FamilyStatus

from .stretches import kept

History = list[tuple[dt.date, FamilyState]]


def histories_of(session: Session) -> dict[str, History]:
    """Day and status of each step, by family; a family without steps has an empty history."""
    found: dict[str, History] = defaultdict(list)
    steps = select(FamilyStatus.family_id, FamilyStatus.from_on, FamilyStatus.status)
    # Two steps on one day: the later written holds, and ids sort by when they were made.
    for family_id, from_on, status in session.execute(
        steps.where(kept(FamilyStatus)).order_by(FamilyStatus.from_on, FamilyStatus.id)
    ):
        found[family_id].append((from_on, status))
    return found
