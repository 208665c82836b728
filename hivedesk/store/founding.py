"""Writing what every store begins with, so that it is the same wherever it is written.

Not only the records have fixed ids (`rules/founding.py`): their Change rows say the same to the
last letter, under ids made of what they say. The central store takes the second telling for the
first one told again. Their clock is before all others, so that what anybody has changed since
stands, whenever and on whichever laptop the next store is founded.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import insert

from hivedesk.records.base import Record, kind_of, values_of
from hivedesk.records.clock import BEFORE_ALL
from hivedesk.records.ids import fixed_id
from hivedesk.records.journal import Change

from . import search
from .changes import Writing
from .jsonable import values_to_json

FOUNDED_AT = dt.datetime(2018, 4, 1, tzinfo=dt.UTC)
"""When the first Hives began: said of every founding record, whenever its store was made."""

BEGIN = "Begin the store"
"""What the founding of a store is called in its Change rows."""

_WHO = "HiveDesk"


def found(write: Writing, records: Iterable[Record]) -> None:
    """Write the records that every store begins with (`rules.founding.founding()`).

    Args:
        records: those of one class after each other, each with its fixed id.
    """
    connection = write.session.connection()
    for model, its in groupby(records, type):
        group = list(its)
        changes = [change_of(record) for record in group]
        rows = [values_of(record) for record in group]
        connection.execute(insert(model), rows)
        search.keep_rows(connection, model, rows)
        write.kinds.add(kind_of(model))
        write.session.execute(insert(Change), changes)


def change_of(record: Record) -> dict[str, Any]:
    """The Change row of a founding record, as values for an insert; the record gets its moment."""
    record.created_at = FOUNDED_AT
    known = {name: value for name, value in values_of(record).items() if value is not None}
    kind, after = kind_of(type(record)), values_to_json(known)
    return {
        "id": fixed_id("changes", f"{kind} {json.dumps(after, sort_keys=True)}"),
        "group_id": fixed_id("changes", BEGIN),
        "undoes": None,
        "at": FOUNDED_AT,
        "who": _WHO,
        "verb": BEGIN,
        "kind": kind,
        "record_id": record.id,
        "before": None,
        "after": after,
        "clock": BEFORE_ALL,
        "device": BEFORE_ALL[-8:],
    }
