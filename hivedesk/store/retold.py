"""Do the records say what their Change rows say? Where not, something wrote past the actions.

A record is what the latest change of each of its fields says; undo, history and the sync all
stand on that. A record that was altered behind its changes, or lost some of them, looks whole
to everything else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects import sqlite

from hivedesk.records import KINDS
from hivedesk.records.base import Base, columns_of
from hivedesk.records.journal import THEIRS, WAITING

from .jsonable import from_json, to_json

_DIALECT = sqlite.dialect()

Row = tuple[Any, ...]


def problems_of(connection: Any) -> list[str]:
    """One line for each kind and fault, with how many records have it; reads all of the store.

    Args:
        connection: a raw DB-API connection to a store whose schema is right.
    """
    return [
        f"history: {count} {kind} {words}"
        for kind, model in KINDS.items()
        for words, count in sorted(Counter(_faults(connection, kind, model)).items())
    ]


def _faults(connection: Any, kind: str, model: type[Base]) -> Iterator[str]:
    """What is wrong, once for each record that it is wrong with."""
    columns = columns_of(model)
    names = ", ".join(f'"{column.key}"' for column in columns)
    kept = connection.execute(f"SELECT id, {names} FROM {model.__tablename__} ORDER BY id")
    told = connection.execute(
        'SELECT record_id, clock, state, "after" FROM changes '
        "WHERE kind = ? AND state <> ? ORDER BY record_id",
        (kind, WAITING),
    )
    readers = [_reader(column) for column in columns]
    for row, changes in _side_by_side(kept, told):
        if row is None:
            yield "are told of by changes and not there"
        elif not changes:
            yield "are told of by no change"
        elif fault := _fault(row[1:], changes, columns, readers):
            yield fault


def _side_by_side(
    kept: Iterable[Row], told: Iterable[Row]
) -> Iterator[tuple[Row | None, list[Row]]]:
    """Each record with its changes, or either alone; both come sorted by the record's id."""
    records, by_record = iter(kept), groupby(told, key=itemgetter(0))
    row, group = next(records, None), next(by_record, None)
    while row is not None or group is not None:
        if group is None or (row is not None and row[0] < group[0]):
            yield row, []
            row = next(records, None)
        elif row is None or group[0] < row[0]:
            yield None, list(group[1])
            group = next(by_record, None)
        else:
            yield row, list(group[1])
            row, group = next(records, None), next(by_record, None)


def _fault(
    row: Row,
    changes: list[Row],
    columns: list[Column[Any]],
    readers: list[Callable[[Any], Any]],
) -> str:
    try:
        said = _latest(changes)
    except (TypeError, ValueError):
        return "have changes that cannot be read"
    try:
        values = [read(value) for read, value in zip(readers, row, strict=True)]
    except (LookupError, TypeError, ValueError):
        return "hold something that cannot be read"
    elsewhere = any(state == THEIRS for _, _, state, _ in changes)
    for column, value in zip(columns, values, strict=True):
        if column.key not in said:
            # What an account may not see is blank in words of the sync's own.
            if value is not None and _has_no_default(column) and not elsewhere:
                return "say something else than their changes"
        elif not _same(column, said[column.key], value):
            return "say something else than their changes"
    return ""


def _latest(changes: list[Row]) -> dict[str, Any]:
    """What was said last of each field; of two equal clocks the greater text, as in the sync."""
    if len(changes) == 1:  # as most records have; it halves the time
        return dict(json.loads(changes[0][3]))
    said: dict[str, tuple[str, str]] = {}
    for _, clock, _, after in changes:
        for name, value in dict(json.loads(after)).items():
            rank = clock or "", json.dumps(value, sort_keys=True, ensure_ascii=False)
            if name not in said or rank > said[name]:
                said[name] = rank
    return {name: json.loads(text) for name, (_, text) in said.items()}


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    """What makes the column's Python value of what lies in the file, or raises."""
    made = column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
    return made or (lambda value: value)


def _has_no_default(column: Column[Any]) -> bool:
    return bool(column.nullable) and column.default is None


def _same(column: Column[Any], said: Any, value: Any) -> bool:
    if to_json(value) == said:
        return True
    try:
        return bool(from_json(column, said) == value)  # one moment has several spellings
    except (TypeError, ValueError):
        return False
