"""A disk that fills up: plain words, nothing half-done, and all is well once there is room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hivedesk.paths import key_path
from hivedesk.store import Store, create_store, drafts, open_store
from hivedesk.store.backup import make_backup, restore
from hivedesk.store.files import CannotWrite
from hivedesk.store.health import problems_of
from tests.conftest import PASSPHRASE
from tests.store.children import reopened
from tests.store.samples import NOW, fill_up, hive, save, small_disk


@pytest.fixture
def disk() -> Iterator[Path]:
    """A disk of 4 MiB."""
    try:
        with small_disk(4096) as folder:
            yield folder
    except PermissionError as why:
        pytest.skip(f"{why}: run as root to try a full disk")


def moved_to(folder: Path, store: Store) -> Store:
    """The empty store, on another disk."""
    store.close()
    path = folder / store.path.name
    shutil.copy2(store.path, path)
    shutil.copy2(key_path(store.path), key_path(path))
    return reopened(path, store.key)


def test_saving_until_the_disk_is_full(store: Store, disk: Path) -> None:
    small = moved_to(disk, store)
    saved: list[str] = []

    def save_on() -> None:
        while len(saved) < 10_000:
            save(small, hive(name=f"Hive {len(saved)}", note="Long words. " * 500))
            saved.append(f"Hive {len(saved)}")

    with pytest.raises(CannotWrite, match="disk is full"):
        save_on()
    assert len(saved) > 10
    with pytest.raises(CannotWrite, match="disk is full"):
        save(small, hive(name="Once more", note="Long words. " * 500))
    assert names_of(small) == sorted(saved)
    small.close()
    # Room is made (the store goes to a bigger disk with its log): all that was saved is there.
    roomy = store.path.parent / "roomy"
    shutil.copytree(disk, roomy)
    again = open_store(roomy / small.path.name, PASSPHRASE, NOW)
    assert names_of(again) == sorted(saved)
    save(again, hive(name="Zoo"))
    assert names_of(again) == [*sorted(saved), "Zoo"]
    assert problems_of(again) == []
    again.close()


def names_of(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(text("SELECT name FROM hives ORDER BY name")))


@pytest.mark.parametrize("kib_left", [0, 8, 24, 40, 64])
def test_a_full_disk_leaves_the_store_as_it_was(store: Store, disk: Path, kib_left: int) -> None:
    small = moved_to(disk, store)
    save(small, hive(name="Gosport"))
    small.close()
    before = small.path.read_bytes()
    filler = fill_up(disk, leave=kib_left * 1024)
    small = reopened(small.path, small.key)
    records = [hive(note="Long words. " * 500) for _ in range(40)]
    with pytest.raises(CannotWrite, match="The disk is full; nothing was changed"):
        save(small, *records)
    with pytest.raises(CannotWrite, match="The disk is full; nothing was changed"):
        drafts.keep(small, "log", {"note": "Long words. " * 50_000}, NOW)
    small.engine.dispose()
    assert small.path.read_bytes() == before
    filler.unlink()
    again = open_store(small.path, PASSPHRASE, NOW)
    assert "Gosport" in names_of(again)
    save(again, hive(name="Zoo"))
    assert problems_of(again) == []
    again.close()


def test_a_store_is_made_whole_or_not_at_all(disk: Path) -> None:
    refused = made = 0
    for kib_left in range(0, 3600, 400):
        filler = fill_up(disk, leave=kib_left * 1024)
        path = disk / "new.hive"
        try:
            create_store(path, PASSPHRASE).close()
        except CannotWrite as why:
            refused += "disk is full" in why.words
            assert {p.name for p in disk.iterdir()} <= {filler.name, path.name, path.name + ".key"}
        else:
            made += 1
        filler.unlink()
        if path.exists():
            again = open_store(path, PASSPHRASE, NOW)
            assert problems_of(again) == []
            again.close()
            path.unlink()
            key_path(path).unlink()
        assert list(disk.iterdir()) == []
    assert refused + made == 9
    assert refused
    assert made


@pytest.mark.parametrize("kib_left", [0, 100, 400, 900])
def test_no_half_backup_and_no_half_restore(store: Store, disk: Path, kib_left: int) -> None:
    save(store, *(hive(name=f"Hive {n}", note="Long words. " * 500) for n in range(50)))
    filler = fill_up(disk, leave=kib_left * 1024)
    with pytest.raises(CannotWrite, match="disk is full"):
        make_backup(store, disk, NOW)
    assert [path.name for path in disk.iterdir()] == [filler.name]
    whole = make_backup(store, None, NOW)
    with pytest.raises(CannotWrite, match="disk is full"):
        restore(whole, disk / "my.hive", PASSPHRASE, NOW)
    assert [path.name for path in disk.iterdir()] == [filler.name]
    filler.unlink()
    restore(whole, disk / "my.hive", PASSPHRASE, NOW)
    again = open_store(disk / "my.hive", PASSPHRASE, NOW)
    assert len(names_of(again)) == 50
    again.close()
