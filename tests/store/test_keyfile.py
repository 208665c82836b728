"""The passphrase and the key file: what opens a store, and what changes when it changes."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from hivedesk.records import PlainError
from hivedesk.store import Store, create_store, keystore
from hivedesk.store.files import CannotWrite
from hivedesk.store.keyfile import (
    DEMO_PASSPHRASE,
    KeyFileProblem,
    NoPassphrase,
    WrongPassphrase,
    change_passphrase,
    is_demo,
    key_path,
    read_key,
)
from tests.conftest import PASSPHRASE
from tests.store.samples import fill_up, small_disk

COMPOSED = unicodedata.normalize("NFC", "Siân's café on Łódź street")
APART = unicodedata.normalize("NFD", COMPOSED)


@pytest.mark.parametrize(
    "passphrase", ["x", "a b", COMPOSED, "蜜蜂 🐝 nahkiainen", "line\nbreak\ttab", "long " * 4000]
)
def test_any_passphrase_opens_what_it_closed(tmp_path: Path, passphrase: str) -> None:
    made = create_store(tmp_path / "my.hive", passphrase)
    made.close()
    assert read_key(made.path, passphrase) == made.key
    with pytest.raises(WrongPassphrase):
        read_key(made.path, passphrase + "x")


def test_the_same_passphrase_from_another_keyboard(store: Store) -> None:
    assert COMPOSED != APART
    change_passphrase(store.path, PASSPHRASE, COMPOSED)
    assert read_key(store.path, APART) == store.key
    change_passphrase(store.path, APART, APART)
    assert read_key(store.path, COMPOSED) == store.key


def test_a_passphrase_that_is_no_text(store: Store) -> None:
    # What an environment variable with stray bytes reads as.
    odd = b"caf\xe9".decode("utf-8", "surrogateescape")
    change_passphrase(store.path, PASSPHRASE, odd)
    assert read_key(store.path, odd) == store.key


def test_empty_passphrase_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoPassphrase, match="needs a passphrase"):
        create_store(tmp_path / "new.hive", "")
    assert not list(tmp_path.glob("*new*"))
    before = key_path(store.path).read_bytes()
    with pytest.raises(NoPassphrase):
        change_passphrase(store.path, PASSPHRASE, "")
    assert key_path(store.path).read_bytes() == before


def test_changing_it_rewrites_the_key_file_alone(store: Store) -> None:
    before = store.path.read_bytes()
    change_passphrase(store.path, PASSPHRASE, "another one")
    assert read_key(store.path, "another one") == store.key
    with pytest.raises(WrongPassphrase):
        read_key(store.path, PASSPHRASE)
    assert store.path.read_bytes() == before
    assert key_path(store.path).stat().st_mode & 0o077 == 0
    assert {p.name for p in store.path.parent.iterdir()} == {"my.hive", "my.hive.key"}


def test_changing_it_with_the_wrong_one_changes_nothing(store: Store) -> None:
    before = key_path(store.path).read_bytes()
    with pytest.raises(WrongPassphrase):
        change_passphrase(store.path, "nope", "another one")
    assert key_path(store.path).read_bytes() == before


def test_changing_it_on_a_full_disk_keeps_the_old_one(store: Store) -> None:
    store.close()
    try:
        with small_disk(256) as disk:
            path = disk / "my.hive"
            key_path(path).write_bytes(key_path(store.path).read_bytes())
            fill_up(disk)
            with pytest.raises(CannotWrite, match="disk is full"):
                change_passphrase(path, PASSPHRASE, "another one")
            assert read_key(path, PASSPHRASE) == store.key
            assert {p.name for p in disk.iterdir()} == {"my.hive.key", "filler"}
    except PermissionError as why:
        pytest.skip(str(why))


def test_a_demo_is_known_as_long_as_the_published_passphrase_opens_it(
    tmp_path: Path, store: Store
) -> None:
    demo = create_store(tmp_path / "demo.hive", DEMO_PASSPHRASE, demo=True)
    demo.close()
    assert is_demo(demo.path)
    change_passphrase(demo.path, DEMO_PASSPHRASE, "other")
    assert not is_demo(demo.path)
    create_store(tmp_path / "own.hive", "other", demo=True).close()
    assert not is_demo(tmp_path / "own.hive")
    assert not is_demo(store.path)
    assert not is_demo(tmp_path / "none.hive")


def test_each_store_has_a_key_of_its_own(tmp_path: Path, store: Store) -> None:
    other = create_store(tmp_path / "other.hive", PASSPHRASE)
    other.close()
    assert other.key.key != store.key.key
    assert other.key.salt != store.key.salt
    kept = [json.loads(key_path(s.path).read_text()) for s in (store, other)]
    assert kept[0]["kdf_salt"] != kept[1]["kdf_salt"]


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 1, "passes": 1, "lanes": 1},
        {"memory_kib": 2**40, "passes": 3, "lanes": 4},
        {"memory_kib": 65536, "passes": 10**9, "lanes": 4},
        {"memory_kib": 65536, "passes": 0, "lanes": 4},
        {"memory_kib": "much", "passes": 3, "lanes": 4},
        {"memory_kib": 1e400, "passes": 3, "lanes": 4},
        {},
        None,
    ],
)
def test_a_key_file_cannot_make_the_laptop_work_for_hours(store: Store, kdf: object) -> None:
    """Even one whose check was made to fit."""
    kept = json.loads(key_path(store.path).read_text())
    kept["kdf"] = kdf
    key_path(store.path).write_bytes(with_check(kept))
    with pytest.raises(KeyFileProblem, match="damaged"):
        read_key(store.path, PASSPHRASE)


def with_check(kept: dict[str, object]) -> bytes:
    from hivedesk.store.keyfile import _checksum  # what a forger would do

    kept.pop("check", None)
    return json.dumps(kept | {"check": _checksum(kept)}).encode()


def test_newer_key_file(store: Store) -> None:
    kept = json.loads(key_path(store.path).read_text())
    kept["hivedesk_key"] = 3
    key_path(store.path).write_text(json.dumps(kept))
    with pytest.raises(KeyFileProblem, match="newer HiveDesk"):
        read_key(store.path, PASSPHRASE)


def test_the_key_is_never_shown(store: Store) -> None:
    shown = f"{store!r} {store.engine!r} {store.engine.url} {store.key}"
    assert store.key.key.hex() not in shown
    assert store.key.salt.hex() not in shown
    assert repr(store.key.key) not in shown


def test_without_a_key_store_nothing_is_remembered_and_nothing_fails(store: Store) -> None:
    # The tests run with keyring's null back end, as a headless Linux does.
    assert keystore.available() is False
    assert keystore.recall(store.path) is None
    keystore.forget(store.path)
    assert issubclass(WrongPassphrase, PlainError)
