"""Files that somebody put there to do harm, and files that go while they are open."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hivedesk.paths import key_path
from hivedesk.records import NotFound
from hivedesk.store import Store, drafts, keyfile, open_store
from hivedesk.store.backup import is_demo_backup, make_backup, restore
from hivedesk.store.database import Damaged
from hivedesk.store.files import CannotWrite, write_export, write_whole
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import KeyFileProblem, is_demo
from hivedesk.store.wal import path_of
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW, hive, save


def deleted(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.hive"))


def replaced(path: Path) -> None:
    copy = path.with_name("copy.hive")
    shutil.copy2(path, copy)
    os.replace(copy, path)


@pytest.mark.parametrize("lose", [deleted, moved, replaced])
def test_nothing_is_saved_into_a_store_that_is_gone(
    lose: Callable[[Path], None], store: Store
) -> None:
    save(store, hive(name="Gosport"))
    lose(store.path)
    with pytest.raises(NotFound, match="while it was open; nothing was saved"):
        save(store, hive(name="Lost"))
    with pytest.raises(NotFound, match="while it was open"):
        drafts.keep(store, "log", {"note": "words"}, NOW)


def test_a_store_that_is_put_back_goes_on(store: Store) -> None:
    away = store.path.with_name("elsewhere.hive")
    save(store, hive(name="Gosport"))
    store.path.rename(away)
    with pytest.raises(NotFound):
        save(store, hive(name="Lost"))
    away.rename(store.path)
    save(store, hive(name="Bitterne"))
    assert problems_of(store) == []


def test_a_linked_store_is_the_store_it_points_at(store: Store, tmp_path: Path) -> None:
    save(store, hive(name="Gosport"))  # waits in the log, beside the real file
    assert path_of(store.path).stat().st_size
    links = tmp_path / "links"
    links.mkdir()
    link = links / "mine.hive"
    link.symlink_to(store.path)
    again = open_store(link, PASSPHRASE, NOW)
    save(again, hive(name="Bitterne"))
    assert problems_of(again) == []
    again.close()
    assert again.path == store.path
    assert [path.name for path in links.iterdir()] == ["mine.hive"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_on(store: Store) -> None:
    store.close()
    key = key_path(store.path)
    kept = key.read_bytes()
    key.unlink()
    os.mkfifo(key)
    with pytest.raises(KeyFileProblem):
        open_store(store.path, PASSPHRASE, NOW)
    assert not is_demo(store.path)
    key.unlink()
    key.write_bytes(kept)
    store.path.rename(store.path.with_name("kept.hive"))
    os.mkfifo(store.path)
    with pytest.raises(NotFound):
        open_store(store.path, PASSPHRASE, NOW)
    with pytest.raises(NotFound):
        restore(store.path, store.path.with_name("new.hive"), PASSPHRASE, NOW)


def packed(folder: Path, how: int = zipfile.ZIP_STORED, **entries: bytes) -> Path:
    """A backup made by hand."""
    path = folder / "bad.hivebackup"
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_before_a_byte_is_written(store: Store, tmp_path: Path) -> None:
    bomb = packed(tmp_path, zipfile.ZIP_DEFLATED, store=bytes(80_000_000), key=bytes(80_000_000))
    assert bomb.stat().st_size < 1_000_000
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(Damaged, match="not a whole HiveDesk backup"):
        restore(bomb, target / "my.hive", PASSPHRASE, NOW)
    assert list(target.iterdir()) == []
    assert not is_demo_backup(bomb)


def test_a_size_that_is_not_true_is_refused(store: Store, tmp_path: Path) -> None:
    whole = make_backup(store, tmp_path, NOW)
    raw = bytearray(whole.read_bytes())
    size = store.path.stat().st_size.to_bytes(4, "little")
    # The central directory, at the end, says how large each entry is.
    place = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"PK\x01\x02"))
    at = raw.index(size, place)
    raw[at : at + 8] = (0xFFFFFFF0).to_bytes(4, "little") * 2
    whole.write_bytes(raw)
    with pytest.raises(Damaged):
        restore(whole, tmp_path / "new.hive", PASSPHRASE, NOW)
    assert not (tmp_path / "new.hive").exists()


def test_names_that_climb_and_links_in_a_backup_are_never_written(
    store: Store, tmp_path: Path
) -> None:
    whole = make_backup(store, tmp_path, NOW)
    held = io.BytesIO(whole.read_bytes())
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("../../climbed", "x")
        archive.writestr("/absolute-climbed", "x")
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    whole.write_bytes(held.getvalue())
    target = tmp_path / "a" / "b" / "my.hive"
    restore(whole, target, PASSPHRASE, NOW)
    assert {path.name for path in target.parent.iterdir()} == {"my.hive", "my.hive.key"}
    assert not list(tmp_path.rglob("*climbed"))


def test_a_store_that_is_a_link_in_a_backup_is_only_its_text(tmp_path: Path) -> None:
    path = tmp_path / "bad.hivebackup"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("store", "key"):
            link = zipfile.ZipInfo(name)
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
    with pytest.raises(KeyFileProblem):
        restore(path, tmp_path / "new.hive", PASSPHRASE, NOW)
    assert not (tmp_path / "new.hive").is_symlink()


def test_restoring_never_moves_a_folder_aside(store: Store, tmp_path: Path) -> None:
    whole = make_backup(store, tmp_path, NOW)
    home = tmp_path / "home"
    (home / "letters").mkdir(parents=True)
    with pytest.raises(CannotWrite, match="not a file"):
        restore(whole, home, PASSPHRASE, NOW)
    assert (home / "letters").is_dir()


def test_nothing_is_put_in_the_place_of_a_device_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", Path(os.devnull)):
        with pytest.raises(CannotWrite, match="not a file"):
            write_whole(path, b"words")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode) or os.name == "nt"


def test_a_report_replaces_a_report_and_nothing_else(store: Store, tmp_path: Path) -> None:
    store.close()
    letter = tmp_path / "letter.odt"
    letter.write_bytes(b"PK\x03\x04 a letter")
    for path in (store.path, key_path(store.path), letter):
        before = path.read_bytes()
        with pytest.raises(CannotWrite, match="is not a report"):
            write_export(path, b"%PDF-1.4 figures")
        assert path.read_bytes() == before
    report = tmp_path / "june.pdf"
    report.touch()
    for content in (b"%PDF-1.4 figures", b"%PDF-1.7 figures"):
        write_export(report, content)
        assert report.read_bytes() == content


HOSTILE_KDF = [
    {"memory_kib": 2**40, "passes": 3, "lanes": 4},
    {"memory_kib": 65536, "passes": 10**9, "lanes": 4},
    {"memory_kib": 65536, "passes": 3, "lanes": 2**24},
    {"memory_kib": -1, "passes": 3, "lanes": 4},
    {"memory_kib": 8, "passes": 1, "lanes": 16},
    {"memory_kib": "1e9", "passes": 3, "lanes": 4},
    {"memory_kib": 1e400, "passes": 3, "lanes": 4},
    [],
]


@pytest.mark.parametrize("kdf", HOSTILE_KDF)
def test_a_key_file_cannot_ask_for_all_the_memory_there_is(kdf: object, store: Store) -> None:
    store.close()
    key = key_path(store.path)
    kept = json.loads(key.read_bytes())
    kept.pop("check")
    kept["kdf"] = kdf
    key.write_text(json.dumps(kept | {"check": keyfile._checksum(kept)}))
    with pytest.raises(KeyFileProblem, match="is damaged"):
        open_store(store.path, PASSPHRASE, NOW)
