"""What a laptop has not yet told the central store. It lies in the store, never in memory."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Base
from hivedesk.records.journal import ACCEPTED, HERE, SEND_AGAIN, SENT, SET_ASIDE, SETTLED
from hivedesk.store import Writing, settings
from hivedesk.store.changes import add_changes, change_row
from hivedesk.store.jsonable import values_to_json

from . import wire
from .rows import STATE, Key, batched

_TABLE = Base.metadata.tables["changes"]
_COLUMNS = _TABLE.c


def unsent(
    session: Session, skip: Collection[str], most: int = wire.MOST_CHANGES
) -> list[wire.WireChange]:
    """The next changes to send, oldest first, as many as fit into one push.

    Args:
        skip: ids of changes that central could not answer for in this run.
        most: how many at most.
    """
    rows: list[Row[Any]] = []
    # What is on its way is older than what is not. One state at a time: the index then
    # gives them in their order, where a first sync would sort hundreds of thousands.
    for state in (SENT, HERE):
        asked = select(*_COLUMNS).where(_COLUMNS.state == state).order_by(_COLUMNS.seq)
        rows += session.execute(asked.limit(most + len(skip) - len(rows))).all()
    changes: list[wire.WireChange] = []
    room = wire.MOST_BYTES
    for row in [row for row in rows if row.id not in skip][:most]:
        change = _on_the_wire(row)
        room -= len(json.dumps(wire.to_json(change), ensure_ascii=False).encode()) + 2
        if room < 1024 and changes:  # what the message itself needs
            break
        changes.append(change)
    return changes


def _on_the_wire(row: Row[Any]) -> wire.WireChange:
    """A Change row as it travels."""
    names = wire.WireChange.__dataclass_fields__
    told = row._mapping
    values = {name: told[name] for name in names}
    return wire.WireChange(**values | {"at": row.at.astimezone(dt.UTC).isoformat()})


def mark_sent(session: Session, changes: Iterable[wire.WireChange]) -> None:
    """They are on their way; until an answer is kept, they are sent again."""
    for some in batched([change.id for change in changes]):
        session.execute(
            update(_TABLE).where(_COLUMNS.id.in_(some), STATE == HERE).values(state=SENT)
        )


def keep_results(session: Session, results: Iterable[wire.PushResult]) -> int:
    """Keep what central made of them.

    Returns:
        how many were set aside.
    """
    results = list(results)
    accept(session, [each.id for each in results if each.outcome == "accepted"])
    refused = [each for each in results if each.outcome == "set_aside"]
    for each in refused:
        session.execute(
            update(_TABLE)
            .where(_COLUMNS.id == each.id, _COLUMNS.state.in_((HERE, SENT)))
            .values(state=SET_ASIDE, code=each.code, reason=each.reason)
        )
    return len(refused)


def accept(session: Session, ids: list[str]) -> None:
    """Central has these."""
    for some in batched(ids):
        session.execute(
            update(_TABLE)
            .where(_COLUMNS.id.in_(some), STATE.in_((HERE, SENT, SET_ASIDE, SETTLED)))
            .values(state=ACCEPTED, code=None, reason=None)
        )


def give_way(session: Session, ids: Collection[str]) -> None:
    """Let go of what central holds in other words under the same id, and now tells in its own.

    A change that came back on a stick lacks what was private; central has it whole.
    """
    refused = select(_COLUMNS.id).where(_COLUMNS.state == SET_ASIDE, _COLUMNS.code == "other-body")
    told = set(session.scalars(refused)).intersection(ids)
    for some in batched(sorted(told)):
        session.execute(delete(_TABLE).where(_COLUMNS.id.in_(some)))


def mend(session: Session) -> None:
    """Where somebody has changed what was set aside, make one change of the two, to be sent.

    Central knows nothing of what it set aside. So a record whose beginning it did not take is
    told whole, and a change it did not take is told with the one that amends it: as a change
    of its own, since what was sent under one id never changes. What was set aside only because
    it waited for that record, central takes by itself then, and tells so in a pull.
    """
    refused: dict[Key, list[Row[Any]]] = {}
    asked = select(*_COLUMNS).where(_COLUMNS.state == SET_ASIDE).order_by(_COLUMNS.seq)
    for row in session.execute(asked):
        refused.setdefault((row.kind, row.record_id), []).append(row)
    for (kind, record_id), rows_ in refused.items():
        fresh = session.execute(
            select(*_COLUMNS)
            .where(_COLUMNS.kind == kind, _COLUMNS.record_id == record_id)
            .where(_COLUMNS.state.in_((HERE, SENT)), _COLUMNS.seq > rows_[0].seq)
            .order_by(_COLUMNS.seq)
        ).all()
        begins = any(row.before is None for row in rows_)
        fields = {name for row in fresh for name in row.after}
        amended = [row for row in rows_ if begins or fields & row.after.keys()]
        if fresh and amended:
            _tell_as_one(session, kind, record_id, [*amended, *fresh])


def _tell_as_one(session: Session, kind: str, record_id: str, parts: list[Row[Any]]) -> None:
    table = Base.metadata.tables[KINDS[kind].__tablename__]
    record = session.execute(select(*table.c).where(table.c.id == record_id)).one()._mapping
    before: dict[str, Any] | None = {}
    for part in sorted(parts, key=lambda part: -part.seq):
        before = None if before is None or part.before is None else before | part.before
    names = {name for part in parts for name in part.after}
    if before is None:
        # What was emptied is told too: an earlier change that filled it may yet be taken.
        told = select(_COLUMNS.after).where(_COLUMNS.kind == kind, _COLUMNS.record_id == record_id)
        names = {name for after in session.scalars(told) for name in after}
        names |= {name for name, value in record.items() if value is not None}
    now = {name: record[name] for name in sorted(names) if name in record}
    last = max(parts, key=lambda part: int(part.seq))
    write = Writing(session, last.who, SEND_AGAIN, last.at)
    add_changes(write, [change_row(write, kind, record_id, before, values_to_json(now))])
    settings.put(session, settings.CLOCK, str(write.clock))
    for some in batched([part.id for part in parts]):
        session.execute(update(_TABLE).where(_COLUMNS.id.in_(some)).values(state=SETTLED))


def tell_anew(session: Session) -> None:
    """Another central store knows nothing of what was made here: all of it is to be sent."""
    session.execute(
        update(_TABLE)
        .where(_COLUMNS.state.in_((SENT, ACCEPTED, SET_ASIDE, SETTLED)))
        .values(state=HERE, code=None, reason=None)
    )
