"""One record with what belongs to it, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from hivedesk.records import KINDS, values_of

from .tables import Listing, rows_of, title_of, with_titles


@dataclass(frozen=True)
class Detail:
    """A record's values, its title, and the rows of what belongs to it by (kind, field)."""

    kind: str
    title: str
    values: dict[str, Any]
    related: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)


def detail_of(
    session: Session,
    kind: str,
    record_id: str,
    related: Sequence[tuple[str, str]],
    today: dt.date,
    limit: int = 50,
) -> Detail | None:
    """A record and, for each (kind, field) in `related`, the newest rows pointing at it.

    None where there is no such record (it may have come from another store).
    """
    record = session.get(KINDS[kind], record_id)
    if record is None:
        return None
    values = with_titles(session, KINDS[kind], [values_of(record)])[0]
    rows = {
        (other, name): rows_of(
            session,
            other,
            Listing(where={name: (record_id,)}, everything=True, limit=limit),
            today,
        )
        for other, name in related
    }
    return Detail(kind, title_of(record), values, rows)
