"""Older stores with what a test wrote into them by hand, and the Change rows they left of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, text

from hivedesk.store import Store, keyfile
from hivedesk.store.database import engine_for
from hivedesk.store.migrate import upgrade
from tests.conftest import PASSPHRASE

ROWS = Path(__file__).with_name("version_1.sql")
"""What somebody kept in a store of version 1."""

_TABLES = "SELECT m.name FROM sqlite_master AS m WHERE m.type = 'table' AND EXISTS ("
_TABLES += "SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'archived_at')"
_UNTOLD = "SELECT * FROM {0} WHERE id NOT IN (SELECT record_id FROM changes WHERE kind = :kind)"
_TELL = text(
    'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, "after") VALUES '
    "(:change, 'by hand', '2021-06-16 09:00:00.000000', 'Jo Field', 'Add', :kind, :id, :after)"
)


def older_store(path: Path, version: int, *held: str, then: str = "") -> Path:
    """Make a store of an earlier version at `path` that holds `ROWS` and what `held` adds.

    Args:
        held: statements for a store of that version; each record gets its Change row.
        then: one more, about those Change rows.
    """
    path.touch(mode=0o600)
    key = keyfile.create_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    upgrade(store, to=1)
    with store.engine.execution_options(writes=True).begin() as connection:
        write_by_hand(connection)
    upgrade(store, to=version)
    with store.engine.execution_options(writes=True).begin() as connection:
        for statement in held:
            connection.exec_driver_sql(statement)
        tell(connection)
        if then:
            connection.exec_driver_sql(then)
    store.close()
    return path


def write_by_hand(connection: Connection, *more: str) -> None:
    """The rows of `ROWS` and whatever else, each record with its Change row."""
    for statement in (*ROWS.read_text("utf-8").splitlines(), *more):
        connection.exec_driver_sql(statement)
    tell(connection)


def tell(connection: Connection) -> None:
    """Give each record that has no Change row the one that it was added by."""
    for table in connection.exec_driver_sql(_TABLES).scalars().all():
        kind = table.replace("_", "-")
        columns = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
        moments = {column.name for column in columns if column.type == "DATETIME"}
        for row in connection.execute(text(_UNTOLD.format(table)), {"kind": kind}).all():
            after = json.dumps(_said(row, moments))
            told = {"change": f"{table} {row.id}", "kind": kind, "id": row.id, "after": after}
            connection.execute(_TELL, told)


def _said(row: Row[Any], moments: set[str]) -> dict[str, Any]:
    return {
        name: f"{value}+00:00" if name in moments else value
        for name, value in row._mapping.items()
        if value is not None
    }
