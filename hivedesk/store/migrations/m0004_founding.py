"""Version 4: what every store begins with is one record in all of them.

Until now each store drew its own ids for its policies, towns and themes, so that two laptops of
one central store held each of them twice. Now their ids are made of kind and name, and their
Change rows say the same in every store (`store/founding.py`).

Only what the central store was never told is brought to those ids: every change of the record
is still "here". What it was told, it and the other laptops know by the old id, and a laptop that
called it something else would make a second one of it everywhere. Those stay as they are.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from sqlalchemy import Connection, Row, text

_NAMED_BY = {"policies": "key", "towns": "name", "themes": "name"}
_BEGUN_AS = (
    ("HiveDesk", "Begin the store"),
    ("HiveDesk", "Bring the store up to date"),
    ("Demo county", "Build the demo county"),
)
"""Who founded, and what it was called: at a new store, in step 2, in the demo county."""

_NAMESPACE = uuid.UUID("65339ae8-a2dd-5d28-9157-4830bee5da63")
_AT, _SAID_AT = "2018-04-01 00:00:00.000000", "2018-04-01T00:00:00+00:00"
_DEVICE = "0" * 8
_CLOCK = f"{0:015d}-{0:05d}-{_DEVICE}"

_FOUND = text(
    'SELECT seq, who, verb, kind, record_id, "after" FROM changes AS c '
    "WHERE kind IN ('policies', 'towns', 'themes') AND before IS NULL AND NOT EXISTS ("
    "SELECT 1 FROM changes AS other WHERE other.kind = c.kind "
    "AND other.record_id = c.record_id AND other.state <> 'here') ORDER BY seq"
)
_TELL = text(
    "UPDATE changes SET id = :change, group_id = :group, at = :at, who = 'HiveDesk', "
    "verb = 'Begin the store', clock = :clock, device = :device, \"after\" = :after "
    "WHERE seq = :seq"
)


def upgrade(connection: Connection) -> None:
    """Give what the store began with its fixed ids, and all that points at it."""
    new_ids: dict[str, str] = {}
    for row in connection.execute(_FOUND).all():
        if (row.who, row.verb) not in _BEGUN_AS:
            continue
        after = json.loads(row.after)
        new = _fixed(row.kind, after[_NAMED_BY[row.kind]])
        if not _is_there(connection, row.kind, new):
            _rename(connection, row, after, new)
            new_ids[row.record_id] = new
    _rename_themes_of_logs(connection, new_ids)


def _rename(connection: Connection, row: Row[Any], after: dict[str, Any], new: str) -> None:
    kind, ids = row.kind, {"old": row.record_id, "new": new, "kind": row.kind}
    after |= {"id": new, "created_at": _SAID_AT}
    said = json.dumps(after, sort_keys=True)
    told = {"seq": row.seq, "at": _AT, "clock": _CLOCK, "device": _DEVICE}
    told |= {"change": _fixed("changes", f"{kind} {said}")}
    told |= {"group": _fixed("changes", "Begin the store")}
    connection.execute(_TELL, told | {"after": json.dumps(after, ensure_ascii=False)})
    for statement in (
        f"UPDATE {kind} SET id = :new, created_at = '{_AT}' WHERE id = :old",
        "UPDATE changes SET record_id = :new WHERE kind = :kind AND record_id = :old",
        "UPDATE conflicts SET record_id = :new WHERE kind = :kind AND record_id = :old",
        "UPDATE search_entries SET record_id = :new WHERE record_id = :old",
        "UPDATE drafts SET key = replace(key, :old, :new) WHERE instr(key, :old)",
    ):
        connection.execute(text(statement), ids)


def _rename_themes_of_logs(connection: Connection, new_ids: dict[str, str]) -> None:
    """Logs name their themes; a store written by other hands may have used ids."""
    used = connection.exec_driver_sql(
        "SELECT DISTINCT each.value FROM support_logs, json_each(support_logs.themes) AS each "
        "WHERE json_valid(support_logs.themes)"
    )
    for old in used.scalars().all():
        if old in new_ids:
            ids = {"old": old, "new": new_ids[old]}
            for statement in (
                "UPDATE support_logs SET themes = replace(themes, :old, :new)",
                'UPDATE changes SET before = replace(before, :old, :new), "after" = '
                "replace(\"after\", :old, :new) WHERE kind = 'support-logs'",
            ):
                connection.execute(text(statement), ids)


def _is_there(connection: Connection, kind: str, record_id: str) -> bool:
    asked = text(f"SELECT 1 FROM {kind} WHERE id = :id")
    return connection.execute(asked, {"id": record_id}).first() is not None


def _fixed(kind: str, name: str) -> str:
    drawn = uuid.uuid5(_NAMESPACE, f"{kind} {name}").hex
    return f"00000000-0000-7{drawn[13:16]}-{drawn[16:20]}-{drawn[20:]}"
