"""Which columns a file has and how its cells are made: read off the declarations.

Private fields are in no export, nor in the `before` and `after` of its changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Row

from hivedesk.records import KINDS, Change, Field, Sensitivity, declared, kind_of
from hivedesk.records.base import Base, columns_of

from .cells import YEAR, Cell, CellType, type_of
from .pseudonyms import Left, Pseudonyms, left_of

CHANGES = kind_of(Change)


class Planned(NamedTuple):
    """One column of a file.

    Attributes:
        column: where its values are kept.
        about: its declaration; a Change row has none.
        type: the type of its cells.
        write: a value, never None, to its cell.
    """

    column: Column[Any]
    about: Field | None
    type: CellType
    write: Callable[[Any], Cell]


class Part(NamedTuple):
    """One file of an export.

    Attributes:
        kind: the kind of record, which names the file too.
        model: the class whose table it is made from.
        columns: its columns, in their order.
        cells: a row of those columns, to its line.
    """

    kind: str
    model: type[Base]
    columns: Sequence[Planned]
    cells: Callable[[Row[Any]], list[Cell]]


def parts(pseudonyms: Pseudonyms | None = None) -> list[Part]:
    """Every file of an export, parents first and the changes last."""
    return [*(_of_records(model, pseudonyms) for model in KINDS.values()), changes(pseudonyms)]


def changes(pseudonyms: Pseudonyms | None = None) -> Part:
    """The file of changes."""
    columns = _columns(Change, pseudonyms)
    kind = _place(columns, "kind")
    documents = [n for n, each in enumerate(columns) if each.type.name == "object"]
    fields_left = pseudonyms.of_fields if pseudonyms else _only_known

    def cells(row: Row[Any]) -> list[Cell]:
        values = list(row)
        for n in documents:
            if values[n] is not None:
                values[n] = fields_left(values[kind], values[n])
        return _line(columns, values)

    return Part(CHANGES, Change, columns, cells)


def _of_records(model: type[Base], pseudonyms: Pseudonyms | None) -> Part:
    columns = _columns(model, pseudonyms)
    return Part(kind_of(model), model, columns, lambda row: _line(columns, row))


def _line(columns: Sequence[Planned], values: Sequence[Any]) -> list[Cell]:
    return [
        "" if value is None else write(value)
        for (_, _, _, write), value in zip(columns, values, strict=True)
    ]


def _columns(model: type[Base], pseudonyms: Pseudonyms | None = None) -> list[Planned]:
    about = {name: each for name, (_, each) in declared(model).items()}
    columns = [c for c in columns_of(model) if not _is_private(about.get(c.key))]
    if pseudonyms is None:
        return [Planned(c, about.get(c.key), type_of(c), type_of(c).write) for c in columns]
    left = [(column, left_of(model, column)) for column in columns]
    return [
        _pseudonymised(column, about.get(column.key), how, pseudonyms)
        for column, how in left
        if how is not Left.NOTHING
    ]


def _pseudonymised(
    column: Column[Any], about: Field | None, left: Left, pseudonyms: Pseudonyms
) -> Planned:
    its = YEAR if left is Left.YEAR else type_of(column)
    if left not in (Left.PSEUDONYM, Left.YEAR):
        return Planned(column, about, its, its.write)
    return Planned(column, about, its, lambda value: its.write(pseudonyms.apply(left, value)))


def _is_private(about: Field | None) -> bool:
    return about is not None and about.sensitivity is Sensitivity.PRIVATE


def without_private(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """Values of a record of a kind, without those that are private; what is not known stays."""
    return {name: value for name, value in values.items() if name not in _private(kind)}


@cache
def _private(kind: str) -> frozenset[str]:
    fields = declared(KINDS[kind]) if kind in KINDS else {}
    return frozenset(name for name, (_, about) in fields.items() if _is_private(about))


def _only_known(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in _not_private(kind)}


@cache
def _not_private(kind: str) -> frozenset[str]:
    """The fields of a kind that may leave the store; none of a kind that is not known."""
    return (
        frozenset(each.column.key for each in _columns(KINDS[kind]))
        if kind in KINDS
        else frozenset()
    )


def _place(columns: Sequence[Planned], name: str) -> int:
    return next(n for n, each in enumerate(columns) if each.column.key == name)
