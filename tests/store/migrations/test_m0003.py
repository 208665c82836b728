"""Step 3: what was written before gets its clock, in the order it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from hivedesk.records import Change, new_id
from hivedesk.records.clock import device_of, parse
from hivedesk.records.journal import HERE
from hivedesk.store import Store, keyfile, migrate, open_store, settings
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW, hive, save

AT = "2021-06-16 09:00:00.000000"
BACK = "2021-06-15 09:00:00.000000"
ADD = text(
    'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, "after") '
    "VALUES (:id, :id, :at, 'Jo', 'Add', 'hives', :id, :after)"
)
HIVE = (
    text(
        "INSERT INTO hives (id, name, area, started_on, created_at) "
        "VALUES (:id, 'a', 'a', '2019-05-01', :at)"
    ),
    text("INSERT INTO search_entries (kind, record_id) VALUES ('hives', :id)"),
    text(
        "INSERT INTO search_names (rowid, body) "
        "SELECT rowid, 'a' FROM search_entries WHERE record_id = :id"
    ),
)


def older(tmp_path: Path, identity: str | None, moments: list[str]) -> Path:
    """A store of version 2 with a change at each of these moments."""
    path = tmp_path / "my.hive"
    path.touch(mode=0o600)
    key = keyfile.create_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    migrate.upgrade(store, to=2)
    with store.engine.execution_options(writes=True).begin() as connection:
        if identity:
            connection.execute(
                text("INSERT INTO store_settings VALUES ('device_id', :id)"), {"id": identity}
            )
        for at in moments:
            made = {"id": new_id(), "at": at, "after": json.dumps({"name": "a"})}
            connection.execute(ADD, made)
            for statement in HIVE:
                connection.execute(statement, made)
    store.close()
    return path


@pytest.mark.parametrize("identity", [new_id(), None], ids=["a laptop that has a name", "none yet"])
def test_each_change_gets_the_clock_of_its_turn(tmp_path: Path, identity: str | None) -> None:
    path = older(tmp_path, identity, [AT, BACK, AT])
    store = open_store(path, PASSPHRASE, NOW)
    with store.reading() as session:
        rows = session.query(Change).order_by(Change.seq).all()
        clocks = [str(row.clock) for row in rows]
        kept = settings.get(session, settings.CLOCK)
    assert clocks == sorted(set(clocks))
    assert [parse(clock)[:2] for clock in clocks] == [
        (int(rows[0].at.timestamp() * 1_000), n) for n in range(3)
    ]
    assert kept == clocks[-1]
    device = device_of(identity) if identity else "00000000"
    assert {(row.device, row.state, row.code, row.reason) for row in rows} == {
        (device, HERE, None, None)
    }
    assert problems_of(store) == []
    save(store, hive())
    with store.reading() as session:
        newest = session.query(Change.clock).order_by(Change.seq.desc()).first()
    assert newest is not None
    assert newest.clock > clocks[-1]
    store.close()


def test_a_store_in_which_nothing_was_written_has_no_clock_yet(tmp_path: Path) -> None:
    store = open_store(older(tmp_path, new_id(), []), PASSPHRASE, NOW)
    with store.reading() as session:
        assert settings.get(session, settings.CLOCK) is None
    store.close()
