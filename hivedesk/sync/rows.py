"""The records a batch of changes is about: read at once, merged in memory, written at once."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Base, declared, points_at
from hivedesk.records.base import columns_of
from hivedesk.records.journal import WAITING
from hivedesk.store import search
from hivedesk.store.jsonable import to_json

from .merge import clocks_of

Key = tuple[str, str]
"""Kind and id of a record."""

_CHANGES = Base.metadata.tables["changes"].c
_AT_ONCE = 400
STATE: ColumnElement[Any] = literal_column("+changes.state", _CHANGES.state.type)
"""A change's state, to be asked for beside some ids. The plus keeps SQLite from the index of the
states: it would else read all that is unsent, or all that was told, for each batch of ids, and
the first push of a full store would take the square of its size."""

_NOT_SHOWN = "Not shown"
"""Who stays, where the account may see only that somebody does."""

_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass
class Known:
    """One record while changes are merged into it.

    Attributes:
        values: as JSON values, by field.
        clocks: of each field that a change has named.
        exists: whether it is in the store.
        changed: the fields to write.
    """

    values: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)
    exists: bool = False
    changed: set[str] = field(default_factory=set)


def table_of(kind: str) -> Table:
    """The table of a kind."""
    return Base.metadata.tables[KINDS[kind].__tablename__]


@functools.cache
def columns(kind: str) -> dict[str, Column[Any]]:
    """The columns of a kind by name."""
    return {column.key: column for column in columns_of(KINDS[kind])}


@functools.cache
def long_fields(kind: str) -> frozenset[str]:
    """The fields of a kind that hold several lines of text."""
    return frozenset(name for name, (_, about) in declared(KINDS[kind]).items() if about.long)


@functools.cache
def references(kind: str) -> dict[str, str]:
    """The fields of a kind that point at a record, and the kind of that record."""
    found = {name: points_at(column) for name, column in columns(kind).items()}
    return {name: table.replace("_", "-") for name, table in found.items() if table}


@functools.cache
def readers(kind: str) -> dict[str, Callable[[Any], Any]]:
    """For each field of a kind, what makes its Python value of a JSON value or raises."""
    return {name: _reader(column) for name, column in columns(kind).items()}


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    wanted = column.type.python_type
    if issubclass(wanted, enum.Enum):
        return wanted
    if wanted in (dt.datetime, dt.date, dt.time):
        made: Callable[[Any], Any] = wanted.fromisoformat
        return made

    def plain(value: Any) -> Any:
        if type(value) is not wanted:
            raise TypeError(f"not a {wanted.__name__}")
        return value

    return plain


def problem_of(kind: str, after: Mapping[str, Any]) -> str:
    """Why these values cannot be kept here, or "". Fields of a newer HiveDesk are let pass."""
    if kind not in KINDS:
        return "It is of a kind that this HiveDesk does not know."
    known = readers(kind)
    for name, value in after.items():
        if name not in known:
            continue
        if value is None:
            if not columns(kind)[name].nullable:
                return f"It has no {name.replace('_', ' ')}."
            continue
        try:
            known[name](value)
        except (TypeError, ValueError):
            return f"This HiveDesk cannot read its {name.replace('_', ' ')}."
    return ""


def load(session: Session, wanted: Iterable[Key]) -> dict[Key, Known]:
    """The records as they are, each with the clocks of its fields; a new one where there is none.

    A record is what its changes say, each field by the latest: their clocks are in the Change
    rows, and nowhere else.
    """
    found = {key: Known() for key in wanted}
    ids: dict[str, list[str]] = {}
    for kind, record_id in found:
        ids.setdefault(kind, []).append(record_id)
    for kind, its in ids.items():
        table = table_of(kind)
        for some in batched(its):
            for row in session.execute(select(*table.c).where(table.c.id.in_(some))):
                known = found[kind, row.id]
                known.exists = True
                known.values = {name: to_json(value) for name, value in row._mapping.items()}
            said: dict[str, list[tuple[str, dict[str, Any]]]] = {}
            changes = select(_CHANGES.record_id, _CHANGES.clock, _CHANGES.after).where(
                _CHANGES.kind == kind, _CHANGES.record_id.in_(some), _CHANGES.state != WAITING
            )
            for record_id, clock, after in session.execute(changes):
                said.setdefault(record_id, []).append((clock, after))
            for record_id, its_changes in said.items():
                found[kind, record_id].clocks = clocks_of(its_changes)
    return found


def there(session: Session, kind: str, ids: Iterable[str]) -> set[str]:
    """Which of these records are in the store."""
    table = table_of(kind)
    return {
        record_id
        for some in batched(list(ids))
        for record_id in session.scalars(select(table.c.id).where(table.c.id.in_(some)))
    }


def write(session: Session, known: Mapping[Key, Known]) -> None:
    """Write what was merged, and the search entries that go with it; parents first."""
    by_kind: dict[str, list[tuple[str, Known]]] = {}
    for (kind, record_id), record in known.items():
        if record.changed or not record.exists:
            by_kind.setdefault(kind, []).append((record_id, record))
    for kind in KINDS:
        if kind in by_kind:
            _write_kind(session, kind, by_kind[kind])


def _write_kind(session: Session, kind: str, records: list[tuple[str, Known]]) -> None:
    table, connection = table_of(kind), session.connection()
    fresh = [_whole(kind, record_id, known) for record_id, known in records if not known.exists]
    if fresh:
        connection.execute(insert(table), fresh)
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for record_id, known in records:
        if known.exists:
            values = _python(kind, {name: known.values[name] for name in known.changed})
            values = {f"new_{name}": value for name, value in values.items()}
            shapes.setdefault(tuple(sorted(values)), []).append(values | {"this": record_id})
    for names, rows in shapes.items():
        sets: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in names}
        connection.execute(update(table).where(table.c.id == bindparam("this")).values(sets), rows)
    searched = search.fields_of(KINDS[kind]) | {"archived_at"}
    touched = [
        _python(kind, known.values) | {"id": record_id}
        for record_id, known in records
        if not known.exists or known.changed & searched
    ]
    search.keep_rows(connection, KINDS[kind], touched)


def unfit(session: Session, known: Mapping[Key, Known]) -> set[Key]:
    """The records that the table's own constraints refuse. Nothing is written."""
    found = set()
    for key, record in known.items():
        trial = session.begin_nested()
        try:
            write(session, {key: record})
        except IntegrityError:
            found.add(key)
        finally:
            trial.rollback()
    return found


def rewrite(session: Session, kind: str, record_id: str, known: Known) -> None:
    """Write every field of a record that is in the store; those that nobody told are blank."""
    table, values = table_of(kind), _whole(kind, record_id, known)
    session.execute(update(table).where(table.c.id == record_id).values(values))
    search.keep_rows(session.connection(), KINDS[kind], [values])


def _python(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    known = readers(kind)
    return {
        name: None if value is None else known[name](value)
        for name, value in values.items()
        if name in known
    }


def _whole(kind: str, record_id: str, known: Known) -> dict[str, Any]:
    """Every column of a new row. What the account may not see is blank where it cannot be none."""
    told = _python(kind, known.values) | {"id": record_id}
    if kind == "bookings" and told.get("child_id") is None and told.get("guest_name") is None:
        told["guest_name"] = _NOT_SHOWN
    return {
        name: told[name] if told.get(name) is not None else _blank(column)
        for name, column in columns(kind).items()
    }


def _blank(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is not None and column.key != "created_at":
        return default.arg(None) if default.is_callable else default.arg
    if column.nullable:
        return None
    wanted = column.type.python_type
    if issubclass(wanted, enum.Enum):
        return next(iter(wanted))
    if wanted is dt.datetime:
        return _NEVER
    if wanted is dt.date:
        return _NEVER.date()
    return wanted()


def batched(ids: list[str]) -> Iterator[list[str]]:
    """As many ids as one question may name."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
