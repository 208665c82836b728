"""The children that contacts were about, by contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hivedesk.records import Child, LogChild, SupportLog

from .stretches import kept


def children_of_logs(session: Session, log_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """First names by child, by log; the eldest first. A log about no child in particular is not
    among them."""
    return named_where(session, LogChild.support_log_id.in_(log_ids))


def named_where(session: Session, which: ColumnElement[bool]) -> dict[str, dict[str, str]]:
    """As `children_of_logs`, of the logs that `which` tells of (`SupportLog`, `LogChild`)."""
    asked = (
        select(LogChild.support_log_id, Child.id, Child.first_name)
        .join(Child, Child.id == LogChild.child_id)
        .join(SupportLog, SupportLog.id == LogChild.support_log_id)
        .where(which, kept(LogChild))
        .order_by(Child.born_on, Child.id)
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for log_id, child_id, first_name in session.execute(asked):
        found[log_id][child_id] = first_name
    return found
