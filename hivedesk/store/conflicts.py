"""When two texts of one field are settled, said once: for those who write here, and for sync."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Change, Conflict
from hivedesk.records.journal import THEIRS, WAITING

Said = Mapping[str, Any] | None


def puts_one_in_place(ours: str, theirs: str, field: str, before: Said, after: Said) -> bool:
    """Whether a change puts one of two texts in place of the other: who did that saw both."""
    said = {(before or {}).get(field) or "", (after or {}).get(field) or ""}
    return ours != theirs and said == {ours, theirs}


def turn(session: Session, group_id: str, at: dt.datetime) -> None:
    """What was settled by an action that was taken back is open again; done again, settled.

    Args:
        group_id: what was just taken back, or done again. Its changes are in the store.
    """
    taken_back = True
    asked = select(Change.undoes).where(Change.undoes.is_not(None))
    while earlier := session.scalar(asked.where(Change.group_id == group_id).limit(1)):
        group_id, taken_back = earlier, not taken_back
    for change in session.scalars(select(Change).where(Change.group_id == group_id)).all():
        its = select(Conflict).where(
            Conflict.kind == change.kind,
            Conflict.record_id == change.record_id,
            Conflict.settled_at.is_not(None) if taken_back else Conflict.settled_at.is_(None),
        )
        for conflict in session.scalars(its).all():
            if _may_have_settled(session, conflict, change):
                conflict.settled_at = None if taken_back else at
    session.flush()


def _may_have_settled(session: Session, conflict: Conflict, change: Change) -> bool:
    """Whether a change settled it, or was one of several that did.

    To open it once too often only asks once too often: sync closes it again.
    """
    if conflict.field not in change.after or change.before is None:
        return False
    ours, theirs = conflict.ours, conflict.theirs
    if puts_one_in_place(ours, theirs, conflict.field, change.before, change.after):
        return True
    if change.state in (THEIRS, WAITING):
        return (change.before.get(conflict.field) or "") == ours
    came = session.scalar(select(Change.seq).where(Change.id == conflict.change_id))
    return came is not None and change.seq > came
