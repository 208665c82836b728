"""The key file beside a store: the random data key, wrapped under the passphrase.

`my.hive` is encrypted with a random 256-bit key. `my.hive.key` holds that key
wrapped with AES-GCM under an Argon2id key made from the passphrase, so that

* a wrong passphrase is told apart from a damaged store before the store is touched,
* opening a connection costs under a millisecond, and
* changing the passphrase rewrites this small file and never the store.

Where a recovery sheet was made, the same data key is wrapped a second time, under an Argon2id key
made from the recovery key (`recovery.py`). Such a key file has format 2: an older HiveDesk would
drop the second wrapping with the next new passphrase, and so it says that it is too old instead.

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
from .recovery import secret_of

FORMAT, WITH_RECOVERY = 1, 2

# Published on purpose: a demo store holds invented people only, and says so.
DEMO_PASSPHRASE = "demo hive"  # noqa: S105


class WrongPassphrase(PlainError):
    """The passphrase does not open this store."""

    def __init__(self) -> None:
        super().__init__(
            "That passphrase does not open this store.",
            "Check Caps Lock and type it again.",
        )


class WrongRecoveryKey(PlainError):
    """The recovery key is well formed and does not open this store."""

    def __init__(self) -> None:
        super().__init__(
            "That recovery key does not open this store.",
            "Each new sheet ends the one before it: look for the newest.",
        )


class NoRecoverySheet(PlainError):
    """The store has no recovery key."""

    def __init__(self) -> None:
        super().__init__(
            "No recovery sheet was made for this store.",
            "Only its passphrase opens it.",
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


def create_key(store: Path, passphrase: str, *, demo: bool = False, recovery: str = "") -> DataKey:
    """Make a data key for a new store and write its key file.

    Args:
        recovery: a recovery key that is to open the store too; "" for none.

    Raises:
        NoPassphrase, NoRecoveryKey, CannotWrite: nothing was written.
    """
    data_key = DataKey(os.urandom(32), os.urandom(16))
    kept = _with_passphrase(data_key, passphrase, demo)
    if recovery:
        kept |= _with_recovery(data_key, recovery)
    _write(store, kept)
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
        return _unwrapped(store, kept, kept, passphrase, derive, b"")
    except InvalidTag:
        raise WrongPassphrase from None


def read_key_by_recovery(store: Path, recovery: str) -> DataKey:
    """Unwrap the data key with the recovery key. Takes as long as with a passphrase.

    Raises:
        NoRecoveryKey, WrongRecoveryKey, NoRecoverySheet, KeyFileProblem.
    """
    secret, kept = secret_of(recovery), _read(store)
    if _RECOVERY not in kept:
        raise NoRecoverySheet
    try:
        return _unwrapped(store, kept, kept[_RECOVERY], secret, kdf.derive, _PURPOSE)
    except InvalidTag:
        raise WrongRecoveryKey from None


def change_passphrase(store: Path, old: str, new: str) -> None:
    """Wrap the same data key under a new passphrase; the store is not touched.

    Raises:
        WrongPassphrase, KeyFileProblem, NoPassphrase, CannotWrite: the old one still opens it.
    """
    _change(store, read_key(store, old), new)


def recover(store: Path, recovery: str, new: str) -> None:
    """Give a store a new passphrase with its recovery key, which goes on opening it.

    Raises:
        NoRecoveryKey, WrongRecoveryKey, NoRecoverySheet, KeyFileProblem, NoPassphrase,
        CannotWrite: the old passphrase still opens it.
    """
    _change(store, read_key_by_recovery(store, recovery), new)


def set_recovery(store: Path, passphrase: str, recovery: str) -> None:
    """Let this recovery key open the store too; one from an earlier sheet opens it no more.

    Raises:
        WrongPassphrase, KeyFileProblem, NoRecoveryKey, CannotWrite: nothing was changed.
    """
    data_key = read_key(store, passphrase)
    _write(store, _read(store) | _with_recovery(data_key, recovery))


def has_recovery(store: Path) -> bool:
    """Whether a recovery sheet was made; False also where the key file cannot be read."""
    try:
        return _RECOVERY in _read(store)
    except KeyFileProblem:
        return False


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


_RECOVERY = "recovery"
_PURPOSE = b"recovery"
"""Bound into the second wrapping: neither of the two can be put in the other's place."""


def _change(store: Path, data_key: DataKey, passphrase: str) -> None:
    kept = _read(store)
    second = {name: kept[name] for name in (_RECOVERY,) if name in kept}
    _write(store, _with_passphrase(data_key, passphrase, is_demo(store)) | second)


def _with_passphrase(data_key: DataKey, passphrase: str, demo: bool) -> dict[str, Any]:
    if not passphrase:
        raise NoPassphrase
    return {
        "demo": demo and passphrase == DEMO_PASSPHRASE,
        **_wrapped(data_key, passphrase, b""),
        "store_salt": _text(data_key.salt),
    }


def _with_recovery(data_key: DataKey, recovery: str) -> dict[str, Any]:
    return {_RECOVERY: _wrapped(data_key, secret_of(recovery), _PURPOSE)}


def _wrapped(data_key: DataKey, secret: str, purpose: bytes) -> dict[str, Any]:
    kdf_salt, nonce = os.urandom(16), os.urandom(12)
    key = kdf.derive(secret, kdf_salt, kdf.COST)
    sealed = AESGCM(key).encrypt(nonce, data_key.key, data_key.salt + purpose)
    return {
        "kdf": dict(kdf.COST),
        "kdf_salt": _text(kdf_salt),
        "nonce": _text(nonce),
        "wrapped_key": _text(sealed),
    }


def _unwrapped(
    store: Path,
    kept: dict[str, Any],
    its: dict[str, Any],
    secret: str,
    derive: kdf.Derive,
    purpose: bytes,
) -> DataKey:
    """The data key out of one of its wrappings (`its`); InvalidTag where the secret is wrong."""
    try:
        salt = _bytes(kept["store_salt"])
        key = derive(secret, _bytes(its["kdf_salt"]), kdf.cost_of(its["kdf"]))
        sealed, nonce = _bytes(its["wrapped_key"]), _bytes(its["nonce"])
        return DataKey(AESGCM(key).decrypt(nonce, sealed, salt + purpose), salt)
    except (KeyError, TypeError, ValueError, OverflowError) as why:
        raise _damaged(store) from why


def _write(store: Path, kept: dict[str, Any]) -> None:
    version = WITH_RECOVERY if _RECOVERY in kept else FORMAT
    kept = {"hivedesk_key": version, **{k: v for k, v in kept.items() if k != "hivedesk_key"}}
    # Without it a key file with one rotten character would read as a wrong passphrase.
    whole = json.dumps(kept | {"check": _checksum(kept)}, indent=1).encode()
    write_whole(key_path(store), whole)


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
    if version not in (FORMAT, WITH_RECOVERY):
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
