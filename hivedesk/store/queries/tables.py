"""Lists of any kind: filtered, sorted, paged, with references as words.

What a page shows, what the terminal lists and what a list exports is one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
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
from hivedesk.rules.days import local
from hivedesk.rules.families import IN_THE_HIVE

# By which field a kind belongs to a Hive, first that fits.
_ROADS_TO_HIVE = (
    "hive_id",
    "family_id",
    "link_carer_id",
    "room_id",
    "activity_id",
    "session_id",
    "waiting_id",
    "carer_id",
    "worker_id",
)


def _family_here(model: Any, _today: dt.date) -> ColumnElement[bool]:
    here = select(Family.id).where(Family.status.in_(IN_THE_HIVE), Family.archived_at.is_(None))
    return model.family_id.in_(here)  # type: ignore[no-any-return]


CURRENT: dict[str, Callable[[Any, dt.date], ColumnElement[bool]]] = {
    "families": lambda m, _: m.status.in_(IN_THE_HIVE),
    "carers": lambda m, t: m.ended_on.is_(None) & _family_here(m, t),
    "children": lambda m, _: m.left_on.is_(None),
    "birth-children": lambda m, t: m.left_home_on.is_(None) & _family_here(m, t),
    "link-carers": lambda m, _: m.ended_on.is_(None),
    "workers": lambda m, _: m.ended_on.is_(None),
    "rooms": lambda m, t: m.held_to.is_(None) | (m.held_to >= t),
    "waiting-list": lambda m, _: m.status.in_((WaitingState.WAITING, WaitingState.OFFERED)),
    "follow-ups": lambda m, _: m.done_on.is_(None),
    "due-checks": lambda m, _: m.done_on.is_(None),
}
"""What counts as current, for kinds of which some have left, ended or been done."""


@dataclass(frozen=True)
class Listing:
    """What is asked of a list.

    Attributes:
        hive_id: only what belongs to this Hive; None for every Hive.
        where: field name to the values it may have.
        between: field name to a first and last value, both included, None for open.
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
    model = KINDS[kind]
    query = _order(_filtered(select(model), model, kind, asked, today), model, asked)
    if asked.limit:
        query = query.limit(asked.limit).offset(asked.offset)
    rows = [values_of(record) for record in session.scalars(query)]
    return with_titles(session, model, rows)


def count_of(session: Session, kind: str, asked: Listing, today: dt.date) -> int:
    """How many rows the whole list has."""
    model = KINDS[kind]
    query = _filtered(select(func.count()).select_from(model), model, kind, asked, today)
    return session.scalar(query) or 0


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
    titles: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        for record in session.scalars(select(model).where(model.id.in_(part))):
            titles[record.id] = title_of(record)
    return titles


def title_of(record: Record) -> str:
    """How a record is named in a list."""
    return type(record).title.format(
        **{
            name: value.label
            if isinstance(value, Word)
            else local(value)
            if isinstance(value, dt.datetime)
            else value
            for name, value in values_of(record).items()
        }
    )


def options_of(
    session: Session, kind: str, today: dt.date, hive_id: str | None = None
) -> list[tuple[str, str]]:
    """What a reference field offers: id and title of every current record, A to Z."""
    model = KINDS[kind]
    query = _filtered(select(model), model, kind, Listing(hive_id=hive_id), today)
    found = [(record.id, title_of(record)) for record in session.scalars(query)]
    return sorted(found, key=lambda option: option[1].casefold())


def belongs_to(model: type[Record], hive_id: str) -> ColumnElement[bool] | None:
    """The condition that a record belongs to a Hive; None for kinds that belong to none."""
    if model.__tablename__ == "hives":
        return model.id == hive_id
    for name in _ROADS_TO_HIVE:
        if name not in model.__table__.columns:
            continue
        column = getattr(model, name)
        if name == "hive_id":
            return column == hive_id  # type: ignore[no-any-return]
        parent = KINDS[str(points_at(model.__table__.c[name])).replace("_", "-")]  # type: ignore[arg-type]
        inner = belongs_to(parent, hive_id)
        if inner is not None:
            return column.in_(select(parent.id).where(inner))  # type: ignore[no-any-return]
    return None


def _filtered(
    query: Select[Any], model: type[Record], kind: str, asked: Listing, today: dt.date
) -> Select[Any]:
    if asked.archived:
        query = query.where(model.archived_at.is_not(None))
    else:
        query = query.where(model.archived_at.is_(None))
        if not asked.everything and kind in CURRENT:
            query = query.where(CURRENT[kind](model, today))
    if asked.hive_id and (belongs := belongs_to(model, asked.hive_id)) is not None:
        query = query.where(belongs)
    for name, allowed in asked.where.items():
        query = query.where(getattr(model, name).in_(allowed))
    for name, (low, high) in asked.between.items():
        column = getattr(model, name)
        if low is not None:
            query = query.where(column >= low)
        if high is not None:
            query = query.where(or_(column <= high))
    return query


_OWN_ORDER = ("name", "last_name", "at", "due_on", "from_on", "on", "starts_on", "created_at")
_NEWEST_FIRST = frozenset({"at", "from_on", "on", "created_at"})


def _order(query: Select[Any], model: type[Record], asked: Listing) -> Select[Any]:
    columns = model.__table__.columns
    name = asked.sort or next(n for n in _OWN_ORDER if n in columns)
    backwards = asked.descending if asked.sort else name in _NEWEST_FIRST
    column = getattr(model, name)
    return query.order_by(column.desc() if backwards else column, model.id)
