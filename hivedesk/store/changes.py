"""One write transaction: rows, their Change rows and their search entries together.

A Change row is the audit trail, the undo step, the outbox entry for sync and the
line in the CSV bundle. There is no second journal, and no way to write a record
that leaves none.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from hivedesk.records.base import Record, kind_of, map_the_rest, values_of
from hivedesk.records.clock import device_of, tick
from hivedesk.records.ids import new_id
from hivedesk.records.journal import Change

from . import search, settings
from .database import Store, said_plainly
from .jsonable import values_to_json

NOBODY = "0" * 8
"""The digits of a laptop that has no id yet."""


@dataclass
class Writing:
    """A write under way.

    Attributes:
        session: where actions add and change records.
        who: name of the person at the desk, kept in the Change rows.
        verb: what is being done, in words ("Add family"), shown by Undo.
        at: the moment of the write, aware.
        group_id: shared by all Change rows of this write.
        undoes: the group that this write takes back, if it is an undo.
        kinds: kinds of record written so far.
        changes: Change rows so far, by kind and record: one record written twice in
            one write leaves one row.
        device: the laptop's eight digits; "" until a change is written.
        clock: the latest clock known, from then on.
    """

    session: Session
    who: str
    verb: str
    at: dt.datetime
    group_id: str = field(default_factory=new_id)
    undoes: str | None = None
    kinds: set[str] = field(default_factory=set)
    changes: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    device: str = ""
    clock: str | None = None


@contextlib.contextmanager
def writing(
    store: Store, who: str, verb: str, at: dt.datetime, undoes: str | None = None
) -> Iterator[Writing]:
    """A transaction that is committed whole, or leaves nothing.

    Raises:
        CannotWrite, StoreBusy, Damaged: the machine refused; nothing was changed.
    """
    map_the_rest()
    engine = store.engine.execution_options(writes=True)
    with said_plainly(store.path), Session(engine, expire_on_commit=False) as session:
        write = Writing(session, who, verb, at, undoes=undoes)
        event.listen(session, "before_flush", lambda *_: _complete(write))
        event.listen(session, "after_flush", lambda *_: _journal(write))
        event.listen(session, "do_orm_execute", _refuse_shortcuts)
        yield write
        session.flush()
        rows = [row for row in write.changes.values() if _says_something(row)]
        if rows:
            add_changes(write, rows)
        if write.clock:
            settings.put(session, settings.CLOCK, write.clock)
        session.commit()


def add_changes(write: Writing, rows: list[dict[str, Any]]) -> None:
    """Write Change rows, each with a clock later than any that this store has seen."""
    if not write.device:
        identity = settings.get(write.session, settings.DEVICE)
        write.device = device_of(identity or NOBODY)
        write.clock = settings.get(write.session, settings.CLOCK)
    for row in rows:
        write.clock = row["clock"] = tick(write.clock, write.at, write.device)
        row["device"] = write.device
    write.session.execute(insert(Change), rows)


def _refuse_shortcuts(statement: ORMExecuteState) -> None:
    """A statement that writes records past the session would leave no Change row."""
    if statement.is_select:
        return
    mapper = statement.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Record):
        raise TypeError("records are written one by one, or through bulk.add_many")


def _says_something(row: dict[str, Any]) -> bool:
    """Drop fields that were changed and changed back; False where nothing is left.

    What takes something back is kept whole where it would say nothing: that it was taken back.
    """
    if row["before"] is None:
        return True
    same = [name for name, value in row["after"].items() if row["before"].get(name) == value]
    if row["undoes"] and len(same) == len(row["after"]):
        return True
    for name in same:
        del row["before"][name], row["after"][name]
    return bool(row["after"])


def _complete(write: Writing) -> None:
    """Give new records their id and their moment before they are written."""
    for record in write.session.new:
        if isinstance(record, Record):
            record.id = record.id or new_id()
            record.created_at = record.created_at or write.at
    for record in write.session.deleted:
        if isinstance(record, Record):
            raise TypeError("records are archived, never deleted")


def _journal(write: Writing) -> None:
    for record in [*write.session.new, *write.session.dirty]:
        if not isinstance(record, Record):
            continue
        before, after = _difference(record, fresh=record in write.session.new)
        if not after:
            continue
        kind = kind_of(type(record))
        write.kinds.add(kind)
        search.keep(write.session, record, changed=set(after))
        earlier = write.changes.get((kind, record.id))
        if earlier is not None:
            earlier["after"] |= after
            if earlier["before"] is not None:
                earlier["before"] = before | earlier["before"] if before else earlier["before"]
            continue
        write.changes[kind, record.id] = change_row(write, kind, record.id, before, after)


def change_row(
    write: Writing,
    kind: str,
    record_id: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> dict[str, Any]:
    """One Change row, as values for an insert."""
    return {
        "id": new_id(),
        "group_id": write.group_id,
        "undoes": write.undoes,
        "at": write.at,
        "who": write.who,
        "verb": write.verb,
        "kind": kind,
        "record_id": record_id,
        "before": before,
        "after": after,
    }


def _difference(record: Record, *, fresh: bool) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    if fresh:
        return None, values_to_json({k: v for k, v in values_of(record).items() if v is not None})
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in inspect(record).attrs:
        history = attribute.history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            if old != attribute.value:
                before[attribute.key], after[attribute.key] = old, attribute.value
    return values_to_json(before), values_to_json(after)
