"""What the fields of a form offer: people, rooms, themes, by the words people know them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    KINDS,
    BroughtIn,
    Policy,
    Professional,
    ProfessionalRole,
    Record,
    Theme,
    declared,
    points_at,
)
from hivedesk.rules.days import age_on
from hivedesk.rules.policies import CATALOGUE

from .tables import Listing, rows_of, title_of

Offered = list[tuple[str, str]]

_ROLES = {"ssw_id": ProfessionalRole.SSW, "csw_id": ProfessionalRole.CSW}


def options_for(
    session: Session, model: type[Record], today: dt.date, hive_id: str | None
) -> dict[str, Offered]:
    """For each field of `model` that offers something: (id or word, words), A to Z.

    Args:
        hive_id: the Hive being looked at; its own come, others do not. None for all.
    """
    offered: dict[str, Offered] = {}
    for name, (column, about) in declared(model).items():
        table = points_at(column)
        if table and about.asked:
            offered[name] = offered_by(session, table.replace("_", "-"), name, today, hive_id)
    if "themes" in declared(model):
        names = session.scalars(
            select(Theme.name).where(Theme.archived_at.is_(None)).order_by(Theme.name)
        )
        offered["themes"] = [(name, name) for name in names]
    if "brought_in" in declared(model):
        offered["brought_in"] = [(word.value, word.label) for word in BroughtIn]
    if model is Policy:
        offered["key"] = [(key, about.label) for key, about in CATALOGUE.items()]
    return offered


def offered_by(
    session: Session, kind: str, field: str, today: dt.date, hive_id: str | None
) -> Offered:
    """What one reference field offers."""
    if field in _ROLES:
        people = session.execute(
            select(Professional.id, Professional.name).where(
                Professional.role == _ROLES[field], Professional.archived_at.is_(None)
            )
        )
        return _a_to_z((each, name) for each, name in people)
    # Hives and courses are everybody's; people and rooms are the Hive's own.
    scope = None if kind in ("hives", "courses", "professionals") else hive_id
    rows = rows_of(session, kind, Listing(hive_id=scope), today)
    return _a_to_z((row["id"], _words(kind, row, today)) for row in rows)


def _a_to_z(offered: Iterable[tuple[str, str]]) -> Offered:
    return sorted(offered, key=lambda each: each[1].casefold())


def _words(kind: str, row: dict[str, object], today: dt.date) -> str:
    if kind == "rooms":
        return f"{row['name']} · {row['link_carer']}"
    if kind == "children":
        born = row["born_on"]
        age = age_on(born, today) if isinstance(born, dt.date) else "?"
        return f"{row['first_name']} {row['last_name']} ({age})"
    if kind == "sessions":
        return f"{row['course']}, {row['at']:%d %b %Y}"
    model = KINDS[kind]
    return title_of(model(**{k: v for k, v in row.items() if k in model.__table__.columns}))
