"""Words typed and not yet saved. Kept encrypted with the rest; one per form and subject."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from hivedesk.records.journal import Draft

from .database import Store, said_plainly


def keep(store: Store, key: str, values: dict[str, Any], at: dt.datetime) -> None:
    """Keep what stands in a form now; `values` are JSON values."""
    with said_plainly(store.path), _writing(store) as session, session.begin():
        row = {"key": key, "values": values, "at": at}
        session.execute(
            insert(Draft).values(row).on_conflict_do_update(index_elements=["key"], set_=row)
        )


def find(store: Store, key: str) -> tuple[dt.datetime, dict[str, Any]] | None:
    """When the draft was kept and what stood in it, or None."""
    with store.reading() as session:
        row = session.execute(select(Draft.at, Draft.values).where(Draft.key == key)).first()
    return None if row is None else (row[0], row[1])


def drop(store: Store, key: str) -> None:
    """The form was saved or thrown away: so is its draft."""
    with said_plainly(store.path), _writing(store) as session, session.begin():
        drop_within(session, key)


def drop_within(session: Session, key: str) -> None:
    """Drop a draft in a transaction that is under way: the one that keeps its words."""
    session.execute(delete(Draft).where(Draft.key == key))


def _writing(store: Store) -> Session:
    return Session(store.engine.execution_options(writes=True))
