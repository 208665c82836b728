"""Step 1: an empty file becomes a whole, empty store."""

from __future__ import annotations

from pathlib import Path

import pytest

from hivedesk.store import Store
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.store.migrate import APPLICATION_ID, upgrade, version_of
from hivedesk.store.migrations import m0001_first


@pytest.fixture
def nothing(tmp_path: Path) -> Store:
    """A keyed file with nothing in it."""
    path, key = tmp_path / "my.hive", DataKey(b"k" * 32, b"s" * 16)
    path.touch()
    return Store(path, engine_for(path, key), key)


def names(store: Store, kind: str) -> list[str]:
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = ? ORDER BY name", (kind,)
        )
        return list(found.scalars())


def test_it_makes_every_table_once(nothing: Store) -> None:
    upgrade(nothing, to=1)
    tables = names(nothing, "table")
    assert {"families", "support_logs", "changes", "drafts", "search_entries"} <= set(tables)
    assert names(nothing, "trigger") == []
    with nothing.engine.connect() as connection:
        assert version_of(connection) == 1
        assert connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
    upgrade(nothing, to=1)
    assert names(nothing, "table") == tables
    nothing.close()


def test_it_is_one_transaction(nothing: Store) -> None:
    """Killed in the middle, nothing of it stays."""
    with nothing.engine.execution_options(writes=True).connect() as connection:
        connection.begin()
        m0001_first.upgrade(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM families").scalar_one() == 0
        connection.rollback()
    assert names(nothing, "table") == []
    upgrade(nothing)
    assert problems_of(nothing) == []
    nothing.close()


def test_references_are_looked_at_when_the_transaction_ends(nothing: Store) -> None:
    upgrade(nothing, to=1)
    with nothing.engine.connect() as connection:
        for table in names(nothing, "table"):
            for row in connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})"):
                assert row.to == "id"
        made = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE sql LIKE '%REFERENCES%' "
            "AND (length(sql) - length(replace(sql, 'REFERENCES', ''))) / length('REFERENCES') "
            "<> (length(sql) - length(replace(sql, 'DEFERRABLE INITIALLY DEFERRED', ''))) "
            "/ length('DEFERRABLE INITIALLY DEFERRED')"
        )
        assert list(made) == []
    nothing.close()
