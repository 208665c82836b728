"""Making and opening a store: its settings, its rights, and who may not come in."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import text

from hivedesk.paths import key_path
from hivedesk.records import NotFound, PlainError
from hivedesk.store import AlreadyThere, Store, create_store, open_store, writing
from hivedesk.store.backup import make_backup
from hivedesk.store.database import connect
from hivedesk.store.files import CannotWrite
from hivedesk.store.keyfile import KeyFileProblem, WrongPassphrase
from hivedesk.store.migrate import TooNew
from hivedesk.store.migrations import VERSION
from tests.conftest import PASSPHRASE
from tests.store.children import open_as_nobody, processes
from tests.store.samples import NOW, hive, save

WANTED = {
    "journal_mode": "wal",
    "synchronous": "2",
    "foreign_keys": "1",
    "secure_delete": "1",
    "temp_store": "2",
    "busy_timeout": "10000",
}


def settings_of(connection: object) -> dict[str, str]:
    return {
        name: str(connection.execute(f"PRAGMA {name}").fetchone()[0])  # type: ignore[attr-defined]
        for name in WANTED
    }


def bytes_of(*paths: Path) -> list[bytes]:
    return [path.read_bytes() for path in paths]


def test_sqlite_has_no_wal_reset_bug() -> None:
    # Up to 3.51.2 a reset of the write-ahead log could corrupt the store.
    version = tuple(int(part) for part in sqlcipher3.sqlite_version.split("."))
    assert version >= (3, 51, 3)


def test_every_connection_is_set_up_to_be_safe(store: Store) -> None:
    raw = connect(store.path, store.key)
    assert settings_of(raw) == WANTED
    raw.close()
    writing_engine = store.engine.execution_options(writes=True)
    opened = [store.engine.connect() for _ in range(3)] + [writing_engine.connect()]
    for connection in opened:
        assert settings_of(connection.connection.dbapi_connection) == WANTED
    for connection in opened:
        connection.close()


def test_a_write_takes_the_lock_at_its_beginning(store: Store) -> None:
    with writing(store, "Jo", "Add", NOW) as write:
        write.session.connection()
        other = connect(store.path, store.key)
        other.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(sqlcipher3.dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_file_says_nothing_of_what_it_is(store: Store) -> None:
    save(store, hive())
    store.close()
    head = store.path.read_bytes()
    assert not head.startswith(b"SQLite format 3")
    assert b"SQLite" not in head
    assert b"CREATE TABLE" not in head


def test_close_folds_the_log_into_the_file(store: Store) -> None:
    save(store, hive(name="Gosport"))
    store.close()
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["my.hive", "my.hive.key"]
    again = open_store(store.path, PASSPHRASE, NOW)
    with again.reading() as session:
        assert session.execute(text("SELECT name FROM hives")).scalars().all() == ["Gosport"]
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="rights as numbers are POSIX's")
def test_nobody_else_may_read_any_of_it(tmp_path: Path) -> None:
    before = os.umask(0)  # the most careless setting there is
    try:
        made = create_store(tmp_path / "new" / "my.hive", PASSPHRASE)
        save(made, hive())
        make_backup(made, None, NOW)
        found = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in made.path.parent.rglob("*")
            if path.is_file()
        }
        made.close()
    finally:
        os.umask(before)
    assert len(found) == 5  # store, log, its index, key file, backup
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((made.path.parent / "backups").stat().st_mode) == 0o700


def test_a_new_store_is_at_this_version_and_leaves_nothing_else(tmp_path: Path) -> None:
    made = create_store(tmp_path / "my.hive", PASSPHRASE)
    with made.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == VERSION
    made.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my.hive", "my.hive.key"]


@pytest.mark.parametrize("left", ["my.hive", "my.hive.key", "my.hive-wal"])
def test_nothing_is_made_where_something_stands(tmp_path: Path, left: str) -> None:
    (tmp_path / left).write_bytes(b"old")
    with pytest.raises(AlreadyThere, match=left):
        create_store(tmp_path / "my.hive", PASSPHRASE)
    assert (tmp_path / left).read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [left]


@pytest.mark.parametrize("name", ["my file.hive", "100% ours?.hive", "#1 & more.hive", "Siân.hive"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    made = create_store(tmp_path / name, PASSPHRASE)
    save(made, hive())
    made.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, name + ".key"])
    open_store(tmp_path / name, PASSPHRASE, NOW).close()


def test_no_store_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.hive", tmp_path, tmp_path / "no" / "such.hive"):
        with pytest.raises(NotFound, match="There is no store at"):
            open_store(path, PASSPHRASE, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_moved_away_is_not_replaced_by_an_empty_one(store: Store) -> None:
    save(store, hive())
    store.engine.dispose()
    store.path.rename(store.path.with_name("elsewhere.hive"))
    with pytest.raises(PlainError, match="no longer"), store.reading() as session:
        session.execute(text("SELECT 1"))
    store.close()
    assert not store.path.exists()


def refused(store: Store, passphrase: str, error: type[PlainError], words: str) -> None:
    """Opening is refused in plain words, and no byte changes."""
    store.close()
    before = bytes_of(*sorted(p for p in store.path.parent.iterdir() if p.is_file()))
    with pytest.raises(error, match=words) as caught:
        open_store(store.path, passphrase, NOW)
    assert caught.value.next_step
    assert bytes_of(*sorted(p for p in store.path.parent.iterdir() if p.is_file())) == before


@pytest.mark.parametrize(
    "typed", ["", " ", "nope", PASSPHRASE.upper(), PASSPHRASE + " ", "x" * 9999]
)
def test_wrong_passphrase(store: Store, typed: str) -> None:
    refused(store, typed, WrongPassphrase, "does not open this store")


def test_key_file_missing(store: Store) -> None:
    key_path(store.path).unlink()
    refused(store, PASSPHRASE, KeyFileProblem, r"my\.hive\.key is not beside my\.hive")


def test_key_file_of_another_store(store: Store, tmp_path: Path) -> None:
    other = create_store(tmp_path / "other" / "my.hive", PASSPHRASE)
    other.close()
    os.replace(key_path(other.path), key_path(store.path))
    refused(store, PASSPHRASE, KeyFileProblem, "belongs to another store")


def test_newer_version(store: Store) -> None:
    raw = connect(store.path, store.key)
    raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    raw.close()
    refused(store, PASSPHRASE, TooNew, "written by a newer HiveDesk")


def test_other_application(store: Store) -> None:
    raw = connect(store.path, store.key)
    raw.execute("PRAGMA application_id = 7")
    raw.close()
    refused(store, PASSPHRASE, PlainError, "not a HiveDesk store")


def test_emptied_store_is_not_filled_again(store: Store) -> None:
    raw = connect(store.path, store.key)
    raw.execute("PRAGMA user_version = 0")
    raw.close()
    refused(store, PASSPHRASE, PlainError, "not a HiveDesk store")


def make_read_only(folder: Path) -> bool:
    """Whether this machine lets us make a read-only place of a folder (bind mount)."""
    return os.system(f"mount --bind -o ro {folder} {folder} 2>/dev/null") == 0


@pytest.mark.skipif(os.name != "posix", reason="bind mounts are Linux's")
def test_read_only_folder(store: Store) -> None:
    store.close()
    folder = store.path.parent
    mounted = False
    if os.geteuid() == 0:  # rights do not bind root, a read-only mount does
        mounted = make_read_only(folder)
        if not mounted:
            pytest.skip("runs as root, and the machine lets nobody mount a read-only folder")
    else:
        folder.chmod(0o500)
    try:
        refused(store, PASSPHRASE, CannotWrite, "cannot be written to")
        with pytest.raises(CannotWrite, match="cannot be written to"):
            create_store(folder / "new.hive", PASSPHRASE)
    finally:
        if mounted:
            os.system(f"umount -l {folder}")
        else:
            folder.chmod(0o700)


@pytest.mark.skipif(os.name != "posix", reason="rights as numbers are POSIX's")
def test_folder_that_may_not_be_looked_into(store: Store) -> None:
    """As somebody who is not root: a child process gives its rights up first."""
    store.close()
    answer, other_end = processes.Pipe(duplex=False)
    child = processes.Process(target=open_as_nobody, args=(store.path, PASSPHRASE, other_end))
    store.path.parent.chmod(0o000)
    try:
        child.start()
        assert answer.poll(30)
        assert "There is no store at" in answer.recv()
    finally:
        store.path.parent.chmod(0o700)
        child.join(30)
