"""The recovery key: how it is written and read, and what it opens and when it no longer does."""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk import kdf
from hivedesk.records import PlainError
from hivedesk.store import Store, create_store, keyfile
from hivedesk.store.backup import make_backup, restore
from hivedesk.store.files import CannotWrite
from hivedesk.store.keyfile import (
    KeyFileProblem,
    NoPassphrase,
    NoRecoverySheet,
    WrongPassphrase,
    WrongRecoveryKey,
    change_passphrase,
    has_recovery,
    key_path,
    read_key,
    read_key_by_recovery,
    recover,
    set_recovery,
)
from hivedesk.store.recovery import NoRecoveryKey, new_recovery_key, read_recovery_key, secret_of
from tests.conftest import PASSPHRASE, Clock
from tests.store.samples import fill_up, small_disk

NEW = "seven slow wasps at dawn"


def test_keys_are_long_random_and_none_like_another() -> None:
    keys = {new_recovery_key() for _ in range(200)}
    assert len(keys) == 200
    assert {len(key) for key in keys} == {7 * 5 + 6}
    assert {len(secret_of(key)) for key in keys} == {28}, "28 letters of 32 are 140 bits"
    assert len({letter for key in keys for letter in secret_of(key)}) == 32


@given(st.data())
def test_however_it_is_typed_it_is_the_same_key(data: st.DataObject) -> None:
    key = new_recovery_key()
    gaps = st.sampled_from(["", " ", "-", " - ", "\t", "–", "."])
    typed = "".join(letter + data.draw(gaps) for letter in key.replace("-", ""))
    typed = data.draw(st.sampled_from([typed, typed.lower()]))
    swapped = {"0": "O", "1": data.draw(st.sampled_from("IlL"))}
    assert read_recovery_key("".join(swapped.get(each, each) for each in typed)) == key


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_key_or_plainly_none(typed: str) -> None:
    with pytest.raises(NoRecoveryKey) as why:
        read_recovery_key(typed)
    assert not typed.strip() or len(typed) < 4 or typed not in str(why.value)


@contextlib.contextmanager
def said_of(word: str) -> Iterator[None]:
    """Whatever is refused names this group."""
    try:
        yield
    except NoRecoveryKey as why:
        if f"The {word} group" not in str(why):
            pytest.fail(str(why))
        raise


def test_a_misread_group_is_named() -> None:
    key = new_recovery_key()
    noticed = 0
    for place in range(7):
        for letter in range(5):
            groups = key.split("-")
            other = "7" if groups[place][letter] != "7" else "8"
            groups[place] = groups[place][:letter] + other + groups[place][letter + 1 :]
            word = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")[place]
            with contextlib.suppress(NoRecoveryKey), said_of(word):
                read_recovery_key("-".join(groups))
                continue
            noticed += 1
    assert noticed >= 28, "one letter in 32 checks by chance; the store itself then refuses"
    with pytest.raises(NoRecoveryKey, match="30 letters long"):
        read_recovery_key(key[:-6])


@pytest.fixture
def key(store: Store) -> str:
    """The recovery key of the `store`."""
    made = new_recovery_key()
    set_recovery(store.path, PASSPHRASE, made)
    return made


def test_it_opens_the_store_with_the_same_data_key_as_the_passphrase(
    store: Store, key: str
) -> None:
    assert read_key_by_recovery(store.path, key) == store.key
    assert read_key_by_recovery(store.path, f" {key.lower()} ") == store.key
    assert read_key(store.path, PASSPHRASE) == store.key
    with pytest.raises(WrongPassphrase):
        read_key(store.path, key)
    with pytest.raises(WrongPassphrase):
        read_key(store.path, secret_of(key))


def test_a_forgotten_passphrase_is_replaced_and_the_sheet_goes_on_working(
    store: Store, key: str
) -> None:
    before = store.path.read_bytes()
    recover(store.path, key, NEW)
    assert read_key(store.path, NEW) == store.key
    with pytest.raises(WrongPassphrase):
        read_key(store.path, PASSPHRASE)
    change_passphrase(store.path, NEW, "and another one")
    assert read_key_by_recovery(store.path, key) == store.key
    assert store.path.read_bytes() == before
    assert key_path(store.path).stat().st_mode & 0o077 == 0


def test_a_new_sheet_ends_the_one_before_it(store: Store, key: str) -> None:
    second = new_recovery_key()
    set_recovery(store.path, PASSPHRASE, second)
    with pytest.raises(WrongRecoveryKey):
        recover(store.path, key, NEW)
    assert read_key_by_recovery(store.path, second) == store.key
    assert read_key(store.path, PASSPHRASE) == store.key


def test_a_store_begins_with_both(tmp_path: Path) -> None:
    key = new_recovery_key()
    made = create_store(tmp_path / "new.hive", PASSPHRASE, recovery=key)
    made.close()
    assert read_key_by_recovery(made.path, key) == made.key
    assert read_key(made.path, PASSPHRASE) == made.key


def test_wrong_keys_cost_what_wrong_passphrases_cost(
    store: Store, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, int]] = []
    real = kdf.derive

    def counted(secret: str, salt: bytes, cost: dict[str, int]) -> bytes:
        asked.append(dict(cost))
        return real(secret, salt, cost)

    monkeypatch.setattr(kdf, "derive", counted)
    with pytest.raises(WrongRecoveryKey):
        read_key_by_recovery(store.path, new_recovery_key())
    with pytest.raises(WrongPassphrase):
        read_key(store.path, "wrong", counted)
    assert asked == [dict(kdf.COST)] * 2


def test_without_a_sheet_it_says_so(store: Store) -> None:
    assert not has_recovery(store.path)
    with pytest.raises(NoRecoverySheet):
        recover(store.path, new_recovery_key(), NEW)
    assert json.loads(key_path(store.path).read_text())["hivedesk_key"] == 1, "as it ever was"


def test_an_older_program_is_told_that_it_is_too_old(store: Store, key: str) -> None:
    kept = json.loads(key_path(store.path).read_text())
    assert kept["hivedesk_key"] == 2
    # What a program of format 1 does with any other number, word for word.
    assert kept["hivedesk_key"] != keyfile.FORMAT
    kept["hivedesk_key"] = 3
    key_path(store.path).write_text(json.dumps(kept))
    with pytest.raises(KeyFileProblem, match="newer HiveDesk"):
        read_key_by_recovery(store.path, key)


def test_a_weakened_or_exchanged_wrapping_opens_nothing(store: Store, key: str) -> None:
    kept = json.loads(key_path(store.path).read_text())
    del kept["check"]
    second = kept["recovery"]
    cheap = {**second["kdf"], "passes": 99}
    names = ("kdf_salt", "nonce", "wrapped_key")
    for wrong, why in (
        ({**second, **{name: kept[name] for name in names}}, WrongRecoveryKey),
        ({**second, "wrapped_key": kept["wrapped_key"]}, WrongRecoveryKey),
        ({**second, "nonce": 7}, KeyFileProblem),
        ({**second, "kdf": cheap}, KeyFileProblem),
        (None, KeyFileProblem),
        ("text", KeyFileProblem),
        ({}, KeyFileProblem),
    ):
        bare = {**kept, "recovery": wrong}
        text = json.dumps({**bare, "check": keyfile._checksum(bare)})
        key_path(store.path).write_text(text)
        with pytest.raises(why):
            read_key_by_recovery(store.path, key)
    assert read_key(store.path, PASSPHRASE) == store.key


def test_refusals_change_nothing(store: Store, key: str) -> None:
    before = key_path(store.path).read_bytes()
    for attempt, why in (
        (lambda: recover(store.path, key, ""), NoPassphrase),
        (lambda: recover(store.path, "nonsense", NEW), NoRecoveryKey),
        (lambda: set_recovery(store.path, "wrong", new_recovery_key()), WrongPassphrase),
        (lambda: set_recovery(store.path, PASSPHRASE, "nonsense"), NoRecoveryKey),
    ):
        with pytest.raises(why):
            attempt()
    assert key_path(store.path).read_bytes() == before


def test_a_full_disk_leaves_the_sheet_that_was(store: Store, key: str) -> None:
    try:
        with small_disk(64) as disk:
            path = disk / "my.hive"
            shutil.copy2(key_path(store.path), key_path(path))
            fill_up(disk)
            _refused_by_a_full_disk(path, key)
    except PermissionError as why:
        pytest.skip(str(why))


def _refused_by_a_full_disk(path: Path, key: str) -> None:
    for attempt in (
        lambda: set_recovery(path, PASSPHRASE, new_recovery_key()),
        lambda: recover(path, key, NEW),
    ):
        with pytest.raises(CannotWrite):
            attempt()
    assert read_key_by_recovery(path, key) == read_key(path, PASSPHRASE)


KILLED = """
import os, sys, tempfile
from pathlib import Path
from hivedesk.store import keyfile
from hivedesk.store.recovery import new_recovery_key
path, call, key, new = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
module, name, when = call.split()
module = {"os": os, "tempfile": tempfile}[module]
real = getattr(module, name)
def killed(*given, **named):
    if when == "after":
        real(*given, **named)
    os._exit(9)
setattr(module, name, killed)
keyfile.recover(path, key, new)
"""


@pytest.mark.parametrize(
    ("call", "holds"),
    [
        ("tempfile mkstemp after", PASSPHRASE),
        ("os fsync before", PASSPHRASE),
        ("os fsync after", PASSPHRASE),
        ("os replace before", PASSPHRASE),
        ("os replace after", NEW),
    ],
)
def test_killed_between_its_writes_one_of_the_two_key_files_is_whole(
    call: str, holds: str, store: Store, key: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(store.path), call, key, NEW], check=False
    )
    assert done.returncode == 9
    assert read_key(store.path, holds) == store.key
    with pytest.raises(WrongPassphrase):
        read_key(store.path, NEW if holds == PASSPHRASE else PASSPHRASE)
    assert read_key_by_recovery(store.path, key) == store.key


def test_a_backup_is_restored_with_the_recovery_key(
    store: Store, key: str, tmp_path: Path, clock: Clock
) -> None:
    backup = make_backup(store, tmp_path / "copies", clock.now)
    target = tmp_path / "back" / "my.hive"
    target.parent.mkdir()
    with pytest.raises(WrongPassphrase):
        restore(backup, target, new_recovery_key(), clock.now)
    restore(backup, target, key, clock.now)
    recover(target, key, NEW)
    assert read_key(target, NEW) == store.key


def test_nothing_secret_is_in_logs_errors_or_the_key_file(
    store: Store, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for attempt in (
        lambda: recover(store.path, key[:-1], NEW),
        lambda: recover(store.path, new_recovery_key(), NEW),
        lambda: recover(store.path, key, ""),
        lambda: recover(store.path, key, NEW),
    ):
        try:
            attempt()
        except PlainError as why:
            told.append(f"{why} {why!r}")
    kept = key_path(store.path).read_text() + " ".join(told) + caplog.text
    for secret in (key, *key.split("-"), secret_of(key), NEW, PASSPHRASE):
        assert secret not in kept
    assert {path.name for path in store.path.parent.iterdir()} >= {key_path(store.path).name}
