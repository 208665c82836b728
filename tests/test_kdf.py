"""The key that is begun before anybody asks is the key that would have been made."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from hivedesk import kdf
from hivedesk.actions.desk import open_desk
from hivedesk.paths import key_path
from hivedesk.store import create_store
from hivedesk.store.keyfile import WrongPassphrase

from .conftest import PASSPHRASE

QUICK = {"memory_kib": 64, "passes": 1, "lanes": 1}
SALT = b"sixteen bytes of"


def key_file(folder: Path, cost: object) -> Path:
    """What a key file says of its derivation."""
    path = folder / "a.hive.key"
    salt = base64.b64encode(SALT).decode("ascii")
    path.write_text(json.dumps({"kdf_salt": salt, "kdf": cost}), encoding="utf-8")
    return path


def test_begun_key_is_the_same_key(tmp_path: Path) -> None:
    begun = kdf.begin(key_file(tmp_path, QUICK), PASSPHRASE)
    assert begun is not kdf.derive
    # Asked twice it answers twice; asked for something else it answers that.
    for salt, cost in ((SALT, QUICK), (SALT, QUICK), (b"another salt 16b", QUICK)):
        assert begun(PASSPHRASE, salt, cost) == kdf.derive(PASSPHRASE, salt, cost)
    assert begun("another", SALT, QUICK) == kdf.derive("another", SALT, QUICK)


@pytest.mark.parametrize(
    ("passphrase", "key"),
    [
        ("café bees", "5bc72cd14e0621a8e187a846507570981d75fb477da624deeb2b820abdcc566c"),
        ("", "e824a458396eed7f22d2d86362fed2573510f12bd01bdb6b7c9ac5233a53450d"),
    ],
)
def test_the_key_is_the_one_it_always_was(passphrase: str, key: str) -> None:
    """As argon2-cffi 25.1 made it, which derived the keys of the first stores."""
    cost = {"memory_kib": 64, "passes": 2, "lanes": 4}
    assert kdf.derive(passphrase, b"0123456789abcdef", cost).hex() == key


@pytest.mark.parametrize(
    "cost",
    [None, {}, {"memory_kib": 64, "passes": 1}, QUICK | {"passes": 10**9}, QUICK | {"lanes": "x"}],
)
def test_a_file_that_is_not_right_is_left_to_its_reader(tmp_path: Path, cost: object) -> None:
    assert kdf.begin(key_file(tmp_path, cost), PASSPHRASE) is kdf.derive


def test_a_file_that_is_not_there_or_would_never_end(tmp_path: Path) -> None:
    assert kdf.begin(tmp_path / "none.key", PASSPHRASE) is kdf.derive
    os.mkfifo(tmp_path / "pipe.key")
    assert kdf.begin(tmp_path / "pipe.key", PASSPHRASE) is kdf.derive


def test_a_cost_that_argon2_refuses_is_refused_where_it_is_asked(tmp_path: Path) -> None:
    absurd = {"memory_kib": 1, "passes": 1, "lanes": 16}
    begun = kdf.begin(key_file(tmp_path, absurd), PASSPHRASE)
    with pytest.raises(ValueError, match="memory_cost"):
        begun(PASSPHRASE, SALT, absurd)


def test_a_store_opens_with_the_key_that_was_begun(tmp_path: Path) -> None:
    path = tmp_path / "a.hive"
    create_store(path, PASSPHRASE).close()
    open_desk(path, PASSPHRASE, derive=kdf.begin(key_path(path), PASSPHRASE)).store.close()
    with pytest.raises(WrongPassphrase):
        open_desk(path, "wrong", derive=kdf.begin(key_path(path), "wrong"))
