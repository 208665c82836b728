"""Words typed and not yet saved. Kept encrypted with the rest; one per form and subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from hivedesk.records.journal import Draft

from .database import Store, said_plainly


class Kept(NamedTuple):
    """A draft as it was kept: under which key, when, and what stood in the form."""

    key: str
    at: dt.datetime
    values: dict[str, Any]


def keep(
    store: Store, key: str, values: dict[str, Any], at: dt.datetime, instead_of: Iterable[str] = ()
) -> None:
    """Keep what stands in a form now; `values` are JSON values.

    Args:
        instead_of: keys that the same words were kept under before; they go in the same write.
    """
    with said_plainly(store.path), _writing(store) as session, session.begin():
        for other in instead_of:
            drop_within(session, other)
        row = {"key": key, "values": values, "at": at}
        session.execute(
            insert(Draft).values(row).on_conflict_do_update(index_elements=["key"], set_=row)
        )


def find(store: Store, key: str) -> tuple[dt.datetime, dict[str, Any]] | None:
    """When the draft was kept and what stood in it, or None."""
    with store.reading() as session:
        row = session.execute(select(Draft.at, Draft.values).where(Draft.key == key)).first()
    return None if row is None else (row[0], row[1])


def newest(store: Store, about: str) -> Kept | None:
    """The newest draft kept under `about`, or under a key that goes on from it after a colon."""
    own = or_(Draft.key == about, Draft.key.startswith(f"{about}:", autoescape=True))
    asked = (
        select(Draft.key, Draft.at, Draft.values)
        .where(own)
        .order_by(Draft.at.desc(), Draft.key.desc())
    )
    with store.reading() as session:
        row = session.execute(asked.limit(1)).first()
    return None if row is None else Kept(row.key, row.at, row.values)


def drop(store: Store, *keys: str) -> None:
    """The form was saved or thrown away: so is its draft."""
    with said_plainly(store.path), _writing(store) as session, session.begin():
        for key in keys:
            drop_within(session, key)


def drop_within(session: Session, key: str) -> None:
    """Drop a draft in a transaction that is under way: the one that keeps its words."""
    session.execute(delete(Draft).where(Draft.key == key))


def _writing(store: Store) -> Session:
    return Session(store.engine.execution_options(writes=True))
