"""Writing many records at once, on the same road: rows, Change rows, search entries.

The ORM writes 100,000 rows in 4.6 s, Core in 0.9 s; the demo county and imports
need the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from hivedesk.records.base import Record, columns_of, kind_of
from hivedesk.records.ids import new_id

from . import search
from .changes import Writing, add_changes, change_row
from .jsonable import values_to_json

_BATCH = 5_000

Row = dict[str, Any]


def add_many(write: Writing, records: Sequence[Record]) -> None:
    """Add new records of one class, none of which is in the session.

    Column defaults are filled in; ids are made where they are missing. Memory
    stays flat: batches of 5,000.
    """
    for start in range(0, len(records), _BATCH):
        _add_batch(write, records[start : start + _BATCH])


def _add_batch(write: Writing, records: Sequence[Record]) -> None:
    model = type(records[0])
    kind = kind_of(model)
    rows = _rows(write, model, records)
    connection = write.session.connection()
    connection.execute(insert(model), rows)
    add_changes(
        write,
        [
            change_row(
                write,
                kind,
                row["id"],
                None,
                values_to_json({k: v for k, v in row.items() if v is not None}),
            )
            for row in rows
        ],
    )
    write.kinds.add(kind)
    search.keep_rows(connection, model, rows)


def _rows(write: Writing, model: type[Record], records: Sequence[Record]) -> list[Row]:
    """The records' values, each with its id, its moment and its column defaults."""
    defaults = [
        (column.key, column.default)
        for column in model.__table__.columns
        if column.default is not None and column.key not in ("id", "created_at")
    ]
    names = [column.key for column in columns_of(model)]
    rows = []
    for record in records:
        record.id = record.id or new_id()
        record.created_at = record.created_at or write.at
        for name, default in defaults:
            if getattr(record, name) is None:
                made = default.arg(None) if default.is_callable else default.arg
                setattr(record, name, made)
        # Where an instance keeps its loaded values; asking attribute by attribute took half
        # the time of a big import.
        values = record.__dict__
        rows.append({name: values.get(name) for name in names})
    return rows
