"""Step 2: a store of version 1 keeps what it holds, and gains rooms' new columns and the towns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hivedesk.records import Booking, Child, Room, Town, values_of
from hivedesk.store import Store, keyfile, open_store
from hivedesk.store.backup import listed
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from hivedesk.store.migrate import upgrade, version_of
from hivedesk.store.migrations import VERSION
from tests.conftest import PASSPHRASE
from tests.store.migrations.telling import write_by_hand
from tests.store.samples import NOW


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store that version 1 made and somebody worked in."""
    path = tmp_path / "my.hive"
    path.touch(mode=0o600)
    key = keyfile.create_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    upgrade(store, to=1)
    with store.engine.execution_options(writes=True).begin() as connection:
        assert version_of(connection) == 1
        write_by_hand(connection)
    store.close()
    return path


def test_an_old_store_keeps_what_it_holds(old: Path) -> None:
    store = open_store(old, PASSPHRASE, NOW)
    assert problems_of(store) == []
    with store.reading() as session:
        assert version_of(session.connection()) == VERSION
        stay = values_of(session.get_one(Booking, "stay"))
        assert (stay["why"], stay["repeat_id"], stay["held_until"]) == ("Half term", None, None)
        assert session.get_one(Room, "room").ground_floor is False
        child = session.get_one(Child, "child")
        assert (child.first_name, child.animals, child.needs_ground_floor) == ("Robin", None, False)
    store.close()
    assert len(listed(old.with_name("backups"), "my")) == 1


def test_it_gains_towns_each_with_its_change_row(old: Path) -> None:
    store = open_store(old, PASSPHRASE, NOW)
    with store.reading() as session:
        towns = {town.id: town for town in session.query(Town)}
        rows = session.connection().exec_driver_sql(
            "SELECT record_id, \"after\", who FROM changes WHERE kind = 'towns'"
        )
        told = {row.record_id: json.loads(row.after) for row in rows if row.who == "HiveDesk"}
    assert {"Eastleigh", "Gosport", "Hedge End"} <= {town.name for town in towns.values()}
    assert {key: (town.name, town.east, town.north) for key, town in towns.items()} == {
        key: (row["name"], row["east"], row["north"]) for key, row in told.items()
    }
    store.close()


def test_a_store_with_nothing_in_it_gets_no_towns(store: Store) -> None:
    with store.reading() as session:
        assert session.query(Town).count() == 0
