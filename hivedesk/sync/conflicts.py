"""Two texts of one field, written out of each other's sight: kept until somebody settles them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, aliased

from hivedesk.records import Base, Change, Conflict, new_id
from hivedesk.records.journal import THEIRS, WAITING
from hivedesk.store.conflicts import puts_one_in_place

from .wire import PulledChange

_TABLE = Base.metadata.tables["conflicts"]
_COLUMNS = _TABLE.c

Place = tuple[str, str, str]
"""Kind, record and field."""


def open_ones(session: Session) -> dict[Place, dict[str, Any]]:
    """The newest conflict of each field that nobody has settled."""
    rows = session.execute(
        select(*_COLUMNS).where(_COLUMNS.settled_at.is_(None)).order_by(_COLUMNS.at, _COLUMNS.id)
    )
    return {(row.kind, row.record_id, row.field): dict(row._mapping) for row in rows}


def begin(
    session: Session, change: PulledChange, name: str, ours: str, at: dt.datetime
) -> dict[str, Any]:
    """Keep both texts: `ours`, which stood here, and that of `change`."""
    row = {
        "id": new_id(),
        "change_id": change.id,
        "kind": change.kind,
        "record_id": change.record_id,
        "field": name,
        "ours": ours,
        "theirs": change.after[name] or "",
        "at": at,
        "settled_at": None,
    }
    session.execute(insert(_TABLE), [row])
    return row


def follow(
    session: Session, conflict: dict[str, Any], change: PulledChange, now: Any, at: dt.datetime
) -> bool:
    """What a later change from elsewhere does to an open conflict.

    Args:
        now: what stands in the field before the change.

    Returns:
        whether it belongs to the conflict: they wrote on in their own text, or put one of the
        two in the place of the other, or wrote in sight of ours; the last two settle it.
    """
    name, ours, theirs = conflict["field"], conflict["ours"], conflict["theirs"]
    seen = (change.before or {}).get(name) or ""
    values: dict[str, Any]
    if puts_one_in_place(ours, theirs, name, change.before, change.after):
        values = {"settled_at": at}
    elif seen == theirs:
        values = {"theirs": change.after[name] or "", "change_id": change.id}
    elif seen == ours == (now or ""):
        values = {"settled_at": at}
    else:
        return False
    conflict |= values
    session.execute(update(_TABLE).where(_COLUMNS.id == conflict["id"]).values(values))
    return True


def settle_by_ours(session: Session, at: dt.datetime) -> None:
    """What was changed here after theirs had come was changed in sight of both.

    Unless it was taken back: then the two are as far apart as they were.
    """
    undoing = aliased(Change)
    for (kind, record_id, name), conflict in open_ones(session).items():
        came = select(Change.seq).where(Change.id == conflict["change_id"]).scalar_subquery()
        later: list[Mapping[str, Any]] = list(
            session.scalars(
                select(Change.after).where(
                    Change.kind == kind,
                    Change.record_id == record_id,
                    Change.seq > came,
                    Change.state.not_in((THEIRS, WAITING)),
                    Change.undoes.is_(None),
                    ~select(undoing.seq).where(undoing.undoes == Change.group_id).exists(),
                )
            )
        )
        if any(name in after for after in later):
            session.execute(
                update(_TABLE).where(_COLUMNS.id == conflict["id"]).values(settled_at=at)
            )


def unsettled(session: Session) -> list[Conflict]:
    """What waits for somebody to look, oldest first."""
    query = select(Conflict).where(Conflict.settled_at.is_(None)).order_by(Conflict.at)
    found = list(session.scalars(query))
    session.expunge_all()
    return found
