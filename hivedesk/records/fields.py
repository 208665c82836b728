"""How a field is declared: once, with everything the rest of the house needs to know of it.

Forms, tables, export, sync, history and search read the `Field` that sits in
`column.info["field"]`. To add a field: one line in its class here in `records/`,
one migration step, one line in the form that places it, and its test.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import DateTime, ForeignKey, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator


class Sensitivity(enum.IntEnum):
    """Who may ever be shown a field; the central store and every export obey it."""

    OPEN = 0
    """Any Hive: room availability, course titles, policies."""
    GUEST = 1
    """The link carer of a confirmed stay: first name, age, what is needed that night."""
    HIVE = 2
    """The Hive's own worker and the Hive manager."""
    PRIVATE = 3
    """The worker who wrote it, and nobody else."""


class Word(enum.StrEnum):
    """A choice: the value that is stored and the words people read."""

    label: str

    def __new__(cls, value: str, label: str) -> Word:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of one column beside its type.

    Attributes:
        label: words for people, sentence case.
        help: one line under the field; "" for none.
        sensitivity: who may see it.
        searched: part of full-text search ("" no, "name" or "text").
        long: several lines of text.
        low, high: smallest and largest number that makes sense.
        money: a whole number of pence.
        may_be_future: False where a date after today is a slip of the pen.
        asked: False for fields the program fills in itself.
    """

    label: str
    help: str = ""
    sensitivity: Sensitivity = Sensitivity.HIVE
    searched: str = ""
    long: bool = False
    low: int | None = None
    high: int | None = None
    money: bool = False
    may_be_future: bool = True
    asked: bool = True


def field(
    label: str,
    *,
    help: str = "",
    sensitivity: Sensitivity = Sensitivity.HIVE,
    searched: str = "",
    long: bool = False,
    low: int | None = None,
    high: int | None = None,
    money: bool = False,
    may_be_future: bool = True,
    asked: bool = True,
    **column: Any,
) -> MappedColumn[Any]:
    """Declare one field; `column` goes to SQLAlchemy's mapped_column."""
    about = Field(label, help, sensitivity, searched, long, low, high, money, may_be_future, asked)
    # active_history: a value set before the old one was read still leaves the old in the journal.
    return mapped_column(info={"field": about}, active_history=True, **column)


def ref(
    table: str,
    label: str,
    *,
    help: str = "",
    sensitivity: Sensitivity = Sensitivity.HIVE,
    asked: bool = True,
) -> MappedColumn[Any]:
    """Declare a field that points at a record of `table`.

    The constraint is checked at commit, not at each row: records of one
    transaction (and of a batch from the central store) may come in any order.
    """
    return mapped_column(
        String(36),
        ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"),
        index=True,
        active_history=True,
        info={"field": Field(label, help, sensitivity, asked=asked)},
    )


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment. Aware in Python, UTC in the file; a naive value is our bug and raises."""

    impl = DateTime
    cache_ok = True
    python_type = dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Aware moment to naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Naive UTC to aware moment."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Words(TypeDecorator[list[str]]):
    """A short list of words (themes, who was brought in), kept as a JSON array."""

    impl = Text
    cache_ok = True
    python_type = list

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        """List to JSON text."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str] | None:
        """JSON text to list."""
        return None if value is None else list(json.loads(value))


class Document(TypeDecorator[dict[str, Any]]):
    """Plain values by field name, kept as JSON (changes, drafts)."""

    impl = Text
    cache_ok = True
    python_type = dict

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        """Mapping to JSON text."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        """JSON text to mapping."""
        return None if value is None else dict(json.loads(value))
