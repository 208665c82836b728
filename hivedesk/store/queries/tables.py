"""Lists of any kind: filtered, sorted, paged, with references as words.

What a page shows, what the terminal lists and what a list exports is one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    KINDS,
    Family,
    Record,
    WaitingState,
    Word,
    declared,
    points_at,
    values_of,
)
from hivedesk.rules.days import local, midnight
from hivedesk.rules.families import IN_THE_HIVE

from .one_place import the_one
from .stretches import kept

# By which field a kind belongs to a Hive, first that fits.
_ROADS_TO_HIVE = (
    "hive_id",
    "family_id",
    "link_carer_id",
    "room_id",
    "booking_id",
    "activity_id",
    "support_log_id",
    "carer_id",
    "session_id",
    "waiting_id",
    "worker_id",
)


def _family_here(model: Any, _today: dt.date) -> ColumnElement[bool]:
    here = select(Family.id).where(Family.status.in_(IN_THE_HIVE), Family.archived_at.is_(None))
    return model.family_id.in_(here)  # type: ignore[no-any-return]


def _still(ended_on: Any, today: dt.date) -> ColumnElement[bool]:
    # Somebody who has said when they will leave is here until then.
    return ended_on.is_(None) | (ended_on > today)  # type: ignore[no-any-return]


def _family_kept(model: Any) -> ColumnElement[bool]:
    return model.family_id.in_(select(Family.id).where(kept(Family)))  # type: ignore[no-any-return]


CURRENT: dict[str, Callable[[Any, dt.date], ColumnElement[bool]]] = {
    "families": lambda m, _: m.status.in_(IN_THE_HIVE),
    "carers": lambda m, t: _still(m.ended_on, t) & _family_here(m, t),
    "children": lambda m, t: m.left_on.is_(None) & _family_here(m, t),
    "birth-children": lambda m, t: _still(m.left_home_on, t) & _family_here(m, t),
    "link-carers": lambda m, _: m.ended_on.is_(None),
    "workers": lambda m, _: m.ended_on.is_(None),
    "rooms": lambda m, t: m.held_to.is_(None) | (m.held_to >= t),
    "waiting-list": lambda m, _: m.status.in_((WaitingState.WAITING, WaitingState.OFFERED)),
    "follow-ups": lambda m, _: m.done_on.is_(None) & _family_kept(m),
    "due-checks": lambda m, _: m.done_on.is_(None) & _family_kept(m),
}
"""What counts as current, for kinds of which some have left, ended or been done."""


ONCE = frozenset({"activity-attendances", "attendances"})
"""Kinds of which two laptops may each have made a row of one thing; one of them is listed."""


@dataclass(frozen=True)
class Listing:
    """What is asked of a list.

    Attributes:
        hive_id: only what belongs to this Hive, or to all of them; None for every Hive.
        where: field name to the values it may have.
        between: field name to a first and last value, both included, None for open. Days
            may be asked of a moment: the last day is then in it to its end.
        everything: also what has left, ended or been done (not what is archived).
        archived: only what is archived.
        sort: field to sort by; "" for the kind's own order.
        descending: the other way round.
        limit, offset: one page of it; limit 0 for all.
    """

    hive_id: str | None = None
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    between: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    everything: bool = False
    archived: bool = False
    sort: str = ""
    descending: bool = False
    limit: int = 0
    offset: int = 0


def rows_of(session: Session, kind: str, asked: Listing, today: dt.date) -> list[dict[str, Any]]:
    """Rows as plain values by field name; beside each `x_id`, `x` holds its title."""
    rows = [dict(row._mapping) for row in session.execute(_rows(kind, asked, today))]
    return with_titles(session, KINDS[kind], rows)


def batches_of(
    session: Session, kind: str, asked: Listing, today: dt.date, size: int = 2_000
) -> Iterator[list[dict[str, Any]]]:
    """The rows of `rows_of` a batch at a time, for lists too long to hold in memory."""
    found = session.execute(_rows(kind, asked, today), execution_options={"yield_per": size})
    for part in found.partitions():
        yield with_titles(session, KINDS[kind], [dict(row._mapping) for row in part])


def _rows(kind: str, asked: Listing, today: dt.date) -> Select[Any]:
    model = KINDS[kind]
    query = _order(_filtered(select(model.__table__), model, kind, asked, today), model, asked)
    return query.limit(asked.limit).offset(asked.offset) if asked.limit else query


def count_of(session: Session, kind: str, asked: Listing, today: dt.date, most: int = 0) -> int:
    """How many rows the whole list has; with `most`, no further than that is counted."""
    model = KINDS[kind]
    query = _filtered(select(model.id), model, kind, asked, today)
    if most:
        query = query.limit(most)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def with_titles(
    session: Session, model: type[Record], rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Add the title of what each reference points at."""
    for name, (column, _) in declared(model).items():
        table = points_at(column)
        if table is None:
            continue
        pointed = table.replace("_", "-")
        titles = titles_of(session, pointed, {row[name] for row in rows if row[name]})
        for row in rows:
            row[name.removesuffix("_id")] = titles.get(row[name], "") if row[name] else ""
    return rows


def titles_of(session: Session, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Titles by id, for ids of one kind (archived ones too: history keeps its names)."""
    model, wanted = KINDS[kind], list(ids)
    columns = model.__table__.c
    # Only what the title says: a note may be long, and nobody reads it here.
    needed = [columns[name] for _, name, _, _ in Formatter().parse(model.title) if name]
    titles: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for row in session.execute(select(columns.id, *needed).where(columns.id.in_(part))):
            titles[row.id] = _title(model, row._mapping)
    return titles


def title_of(record: Record) -> str:
    """How a record is named in a list."""
    return _title(type(record), values_of(record))


def _title(model: type[Record], values: Mapping[Any, Any]) -> str:
    return model.title.format(**{str(name): _in_words(value) for name, value in values.items()})


def _in_words(value: Any) -> Any:
    if isinstance(value, Word):
        return value.label
    return local(value) if isinstance(value, dt.datetime) else value


def belongs_to(model: type[Record], hive_id: str) -> ColumnElement[bool] | None:
    """The condition that a record belongs to a Hive; None for kinds that belong to none.

    What names no Hive where it could (a session for every Hive, a social worker) is
    everybody's; what hangs on such a record is not.
    """
    belongs = _belongs_to(model, hive_id)
    if belongs is not None and _nullable(model, "hive_id"):
        return belongs | model.hive_id.is_(None)  # type: ignore[attr-defined, no-any-return]
    return belongs


def _belongs_to(model: type[Record], hive_id: str) -> ColumnElement[bool] | None:
    if model.__tablename__ == "hives":
        return model.id == hive_id
    for name in _ROADS_TO_HIVE:
        if name not in model.__table__.columns:
            continue
        column = getattr(model, name)
        if name == "hive_id":
            return column == hive_id  # type: ignore[no-any-return]
        parent = _parent(model, name)
        inner = _belongs_to(parent, hive_id)
        if inner is not None:
            return column.in_(select(parent.id).where(inner))  # type: ignore[no-any-return]
    return None


def _nullable(model: type[Record], name: str) -> bool:
    column = model.__table__.columns.get(name)
    return column is not None and bool(column.nullable)


def _parent(model: type[Record], name: str) -> type[Record]:
    return KINDS[str(points_at(declared(model)[name][0])).replace("_", "-")]


def _filtered(
    query: Select[Any], model: type[Record], kind: str, asked: Listing, today: dt.date
) -> Select[Any]:
    if asked.archived:
        # `unlikely`: few are archived, and looking along the sort order would read them all.
        query = query.where(func.unlikely(model.archived_at.is_not(None)))
    else:
        query = query.where(the_one(model) if kind in ONCE else kept(model))
        if not asked.everything and kind in CURRENT:
            query = query.where(CURRENT[kind](model, today))
    if asked.hive_id and (belongs := belongs_to(model, asked.hive_id)) is not None:
        query = query.where(belongs)
    for name, allowed in asked.where.items():
        query = query.where(getattr(model, name).in_(allowed))
    for name, (low, high) in asked.between.items():
        column = getattr(model, name)
        whole_days = declared(model)[name][0].type.python_type is dt.datetime
        if low is not None:
            query = query.where(column >= (midnight(low) if whole_days and _is_day(low) else low))
        if high is not None and whole_days and _is_day(high):
            query = query.where(column < midnight(high + dt.timedelta(days=1)))
        elif high is not None:
            query = query.where(column <= high)
    return query


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


_OWN_ORDER = ("name", "last_name", "at", "due_on", "from_on", "on", "starts_on", "created_at")
_NEWEST_FIRST = frozenset({"at", "from_on", "on", "starts_on", "created_at"})


def _order(query: Select[Any], model: type[Record], asked: Listing) -> Select[Any]:
    """Sorted as people read: no capitals first, a reference by its words, nothing last."""
    name = asked.sort or _own_order(model)
    backwards = asked.descending if asked.sort else name in _NEWEST_FIRST
    column: Any = getattr(model, name)
    if points_at(declared(model)[name][0]):
        parent = _parent(model, name)
        words = _sortable(parent, _own_order(parent))
        column = select(words).where(parent.id == column).correlate(model).scalar_subquery()
    else:
        column = _sortable(model, name)
    keys = [column.desc() if backwards else column]
    if asked.sort and _nullable(model, name):
        keys.insert(0, column.is_(None))
    if name == "last_name":
        keys.append(_sortable(model, "first_name"))
    return query.order_by(*keys, model.id)


def _own_order(model: type[Record]) -> str:
    return next(name for name in _OWN_ORDER if name in model.__table__.columns)


def _sortable(model: type[Record], name: str) -> Any:
    column = getattr(model, name)
    return func.lower(column) if isinstance(column.type, Text) else column
