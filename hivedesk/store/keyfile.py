"""The key file beside a store: the random data key, wrapped under the passphrase.

`my.hive` is encrypted with a random 256-bit key. `my.hive.key` holds that key
wrapped with AES-GCM under an Argon2id key made from the passphrase, so that

* a wrong passphrase is told apart from a damaged store before the store is touched,
* opening a connection costs under a millisecond, and
* changing the passphrase rewrites this small file and never the store.

The 16 bytes SQLCipher keeps at the head of the store (its salt) are chosen by us
and repeated here: a key file that was put beside another store is noticed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hivedesk import kdf
from hivedesk.paths import key_path
from hivedesk.records.errors import PlainError

from .files import CannotWrite, cannot_write, refuse_what_is_no_file, write_whole

FORMAT = 1

# Published on purpose: a demo store holds invented people only, and says so.
DEMO_PASSPHRASE = "demo hive"  # noqa: S105


class WrongPassphrase(PlainError):
    """The passphrase does not open this store."""

    def __init__(self) -> None:
        super().__init__(
            "That passphrase does not open this store.",
            "Check Caps Lock and type it again.",
        )


class NoPassphrase(PlainError):
    """An empty passphrase would lock nothing."""

    def __init__(self) -> None:
        super().__init__("A store needs a passphrase.", "Type one that only you know.")


class KeyFileProblem(PlainError):
    """The key file is missing, cut or not ours."""


class DataKey(NamedTuple):
    """The store's own key and the salt at the head of its file. Never logged or shown."""

    key: bytes
    salt: bytes

    def __repr__(self) -> str:
        return "DataKey(…)"

    @property
    def pragma(self) -> str:
        """The value of SQLCipher's `PRAGMA key`."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


def create_key(store: Path, passphrase: str, *, demo: bool = False) -> DataKey:
    """Make a data key for a new store and write its key file.

    Raises:
        NoPassphrase, CannotWrite: nothing was written.
    """
    data_key = DataKey(os.urandom(32), os.urandom(16))
    write_whole(key_path(store), _wrap(data_key, passphrase, demo))
    return data_key


def read_key(store: Path, passphrase: str, derive: kdf.Derive = kdf.derive) -> DataKey:
    """Unwrap the data key.

    Args:
        derive: what turns the passphrase into a key; see `kdf.begin`.

    Raises:
        WrongPassphrase: the key file is whole and the passphrase is not its own.
        KeyFileProblem: the key file is missing or damaged.
    """
    kept = _read(store)
    try:
        salt = _bytes(kept["store_salt"])
        secret = derive(passphrase, _bytes(kept["kdf_salt"]), kdf.cost_of(kept["kdf"]))
        sealed, nonce = _bytes(kept["wrapped_key"]), _bytes(kept["nonce"])
        key = AESGCM(secret).decrypt(nonce, sealed, salt)
    except InvalidTag:
        raise WrongPassphrase from None
    except (KeyError, TypeError, ValueError, OverflowError) as why:
        raise _damaged(store) from why
    return DataKey(key, salt)


def change_passphrase(store: Path, old: str, new: str) -> None:
    """Wrap the same data key under a new passphrase; the store is not touched.

    Raises:
        WrongPassphrase, KeyFileProblem, NoPassphrase, CannotWrite: the old one still opens it.
    """
    data_key = read_key(store, old)
    write_whole(key_path(store), _wrap(data_key, new, is_demo(store)))


def is_demo(store: Path) -> bool:
    """Whether the store is a demo, of invented people only, that the published passphrase opens."""
    try:
        return bool(_read(store).get("demo"))
    except KeyFileProblem:
        return False


def check_match(store: Path, data_key: DataKey) -> None:
    """Refuse a key file that belongs to another store, before the store is opened."""
    try:
        with store.open("rb") as file:
            head = file.read(16)
    except OSError as why:
        raise cannot_write(store, why) from why
    if head != data_key.salt:
        raise KeyFileProblem(
            f"{store.name} is damaged, or the key file beside it belongs to another store.",
            "The file has been left as it is. Restore the newest backup.",
        )


def _wrap(data_key: DataKey, passphrase: str, demo: bool) -> bytes:
    if not passphrase:
        raise NoPassphrase
    kdf_salt, nonce = os.urandom(16), os.urandom(12)
    secret = kdf.derive(passphrase, kdf_salt, kdf.COST)
    sealed = AESGCM(secret).encrypt(nonce, data_key.key, data_key.salt)
    kept = {
        "hivedesk_key": FORMAT,
        "demo": demo and passphrase == DEMO_PASSPHRASE,
        "kdf": dict(kdf.COST),
        "kdf_salt": _text(kdf_salt),
        "nonce": _text(nonce),
        "wrapped_key": _text(sealed),
        "store_salt": _text(data_key.salt),
    }
    # Without it a key file with one rotten character would read as a wrong passphrase.
    return json.dumps(kept | {"check": _checksum(kept)}, indent=1).encode()


def _checksum(kept: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _read(store: Path) -> dict[str, Any]:
    path = key_path(store)
    try:
        refuse_what_is_no_file(path)  # a pipe would be waited on for ever
        with path.open("rb") as file:
            raw = file.read(kdf.LIMIT + 1)
    except FileNotFoundError:
        raise KeyFileProblem(
            f"The key file {path.name} is not beside {store.name}.",
            "Put it back, or restore the newest backup; without it the store stays shut.",
        ) from None
    except (OSError, CannotWrite) as why:
        raise KeyFileProblem(
            f"The key file {path.name} cannot be read.",
            "Ask IT for the right to read it.",
        ) from why
    try:
        if len(raw) > kdf.LIMIT:
            raise ValueError("far too large")
        kept = json.loads(raw)
        version = kept["hivedesk_key"]
    except (ValueError, KeyError, TypeError, RecursionError) as why:
        raise _damaged(store) from why
    if version != FORMAT:
        raise KeyFileProblem(
            f"{path.name} was written by a newer HiveDesk.",
            "Install the newest HiveDesk on this laptop.",
        )
    if kept.pop("check", None) != _checksum(kept):
        raise _damaged(store)
    return dict(kept)


def _damaged(store: Path) -> KeyFileProblem:
    return KeyFileProblem(
        f"The key file {key_path(store).name} is damaged.",
        "The store has been left as it is. Restore the newest backup.",
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
