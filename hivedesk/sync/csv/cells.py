"""A value as one cell of a CSV, and back: the same value for every value.

A spreadsheet that opens a CSV takes some cells for formulas, and a formula may run a program.
So a text gets one apostrophe more where one could begin; reading takes it away again. Nothing
is lost, and a text that begins with an apostrophe of its own stays as it is unless a formula
follows it. Formulas can begin

* at the beginning of a cell: = + - @, their full-width and small forms, a tab or a line break,
  with or without blanks or invisible characters before them;
* inside a cell after a line break, a tab or a semicolon, because a spreadsheet that was told
  another separator begins a new cell there.

The empty text is written as one apostrophe: an empty cell means that there is no value.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Column

from hivedesk.store.jsonable import to_json

Cell = str | int

_SIGNS = r"=+@＝＋－＠﹢﹣﹦﹫\-"
_BREAKS = "\t\r\n"
# Blanks and what no eye sees, as a class without the breaks and the apostrophe, so that the
# places where one is added are the places where one is taken away.
_UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3000\ufeff"
)
_AT_START = re.compile(rf"'*(?:[{_UNSEEN}]*[{_SIGNS}{_BREAKS}]|\Z)")
_INSIDE = re.compile(rf"([{_BREAKS};])(?='*[{_UNSEEN}]*[{_SIGNS}])")
_INSIDE_GUARDED = re.compile(rf"([{_BREAKS};])'(?='*[{_UNSEEN}]*[{_SIGNS}])")


def guard(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    if _INSIDE.search(text):  # seldom, and sooner asked than put in
        text = _INSIDE.sub(r"\1'", text)
    return f"'{text}" if _AT_START.match(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` made the cell from."""
    inside = _INSIDE_GUARDED.sub(r"\1", cell)
    return inside[1:] if inside.startswith("'") and _AT_START.match(inside) else inside


class CellType(NamedTuple):
    """How values of one type are written.

    Attributes:
        name: the type's name in a Frictionless table schema.
        write: a value, never None, to its cell.
        read: the cell back to its value.
    """

    name: str
    write: Callable[[Any], Cell]
    read: Callable[[str], Any]


def _guarded_json(value: Any) -> str:
    return guard(json.dumps(value, ensure_ascii=False))


def _unguarded_json(cell: str) -> Any:
    return json.loads(unguard(cell))


def _boolean(cell: str) -> bool:
    return {"true": True, "false": False}[cell]


_PLAIN_INTEGER = re.compile(r"-?\d+", re.ASCII)


def _integer(cell: str) -> int:
    if not _PLAIN_INTEGER.fullmatch(cell):
        raise ValueError("not a whole number")
    return int(cell)


TEXT = CellType("string", guard, unguard)
YEAR = CellType("year", "{:04d}".format, _integer)

_BY_PYTHON: dict[type, CellType] = {
    str: TEXT,
    bool: CellType("boolean", lambda value: "true" if value else "false", _boolean),
    int: CellType("integer", int, _integer),
    dt.datetime: CellType("datetime", to_json, dt.datetime.fromisoformat),
    dt.date: CellType("date", to_json, dt.date.fromisoformat),
    dt.time: CellType("time", to_json, dt.time.fromisoformat),
    list: CellType("array", _guarded_json, _unguarded_json),
    dict: CellType("object", _guarded_json, _unguarded_json),
}

BY_NAME = {each.name: each for each in (*_BY_PYTHON.values(), YEAR)}


def type_of(column: Column[Any]) -> CellType:
    """How the values of a column are written; a choice is written as its word's value."""
    wanted = column.type.python_type
    return TEXT if issubclass(wanted, str) else _BY_PYTHON[wanted]
