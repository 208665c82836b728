"""Plain values to JSON and back, by the column that holds them.

One road for everything that travels or is kept as text: Change rows, drafts,
the terminal's JSON, the CSV bundle.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import Column

from hivedesk.records.base import Base, columns_of


def to_json(value: Any) -> Any:
    """A column's Python value as a JSON value; moments as UTC with an offset."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def from_json(column: Column[Any], value: Any) -> Any:
    """A JSON value as the Python value `column` holds."""
    if value is None:
        return None
    wanted = column.type.python_type
    if issubclass(wanted, enum.Enum):
        return wanted(value)
    if wanted in (dt.datetime, dt.date, dt.time):
        return wanted.fromisoformat(value)
    return value


def values_to_json(values: dict[str, Any]) -> dict[str, Any]:
    """A record's values, ready for `json.dumps`."""
    return {name: to_json(value) for name, value in values.items()}


def values_from_json(model: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """The values of a Change row or draft, ready to set on a record."""
    columns = {column.key: column for column in columns_of(model)}
    return {name: from_json(columns[name], value) for name, value in values.items()}
