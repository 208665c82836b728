"""A visit to several families is one stretch of time, whichever of its logs is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import SupportLog

VISITS_OWN = ("at", "minutes", "way")
"""What a visit's logs share; their words are each family's own."""


def keep_visit_together(session: Session, log: SupportLog, before: Mapping[str, Any]) -> None:
    """A corrected time holds for the whole visit: a part left behind would count once more."""
    if log.visit_id is None or log.visit_id != before["visit_id"] or log.archived_at is not None:
        return
    changed = {name for name in VISITS_OWN if getattr(log, name) != before[name]}
    if not changed:
        return
    # By the moment, which has an index; whatever stood apart before is left where it is. What
    # was put away goes along: it may be restored.
    together = select(SupportLog).where(
        SupportLog.at == before["at"],
        SupportLog.visit_id == log.visit_id,
        SupportLog.id != log.id,
    )
    for other in session.scalars(together):
        for name in changed:
            setattr(other, name, getattr(log, name))
