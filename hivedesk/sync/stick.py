"""Changes on a stick: the CSV bundle, encrypted, for where there is no network.

The file is

* the 16 bytes `HiveDesk bundle` and a line feed,
* the format's number, one byte,
* the length of the header, two bytes, the larger first,
* the header, JSON: `kdf` (the cost of Argon2id), `salt` and `check`, both in base64,
* pieces of 65,536 bytes, each followed by its tag of 16 bytes; the last may be shorter.

The pieces are AES-256-GCM under a key that Argon2id makes from the passphrase and the salt.
The salt is new for each file, so the key is too, and a nonce can simply count: 8 bytes number
of the piece, 3 bytes of zero, and one byte that is 1 for the last piece. So no piece can be
moved, left out or added. All that stands before the pieces is authenticated with each of them.
`check` is the tag of an empty text under a nonce of twelve bytes 255: it tells a wrong passphrase
from a damaged file. Put together, the pieces are a zip of the CSV bundle (`sync/csv`).

Nothing is written in the clear, not even for a moment: the zip goes through the cipher as it
is made, and is read through it.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import io
import json
import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hivedesk import kdf
from hivedesk.records import Change, NotFound, PlainError, bare
from hivedesk.records.journal import HERE, SENT
from hivedesk.store import Store
from hivedesk.store.files import aside_in, cannot_write

from .csv import places
from .csv.plan import CHANGES, changes
from .csv.reader import Bundle, FromNewer, NotWhole, opened_zip
from .csv.writer import About, check_point, last_change, question, write
from .whose import told

MAGIC = b"HiveDesk bundle\n"
FORMAT = 1
"""1 (2026-11): the first. A reader refuses a higher number."""

UNSENT = (HERE, SENT)

PIECE = 64 * 1024
_TAG = 16
_CHECK_NONCE = b"\xff" * 12


class NoPassphrase(PlainError):
    """An empty passphrase would lock nothing."""


class WrongPassphrase(PlainError):
    """The passphrase does not open this bundle."""


def write_stick(
    store: Store, path: Path, passphrase: str, now: dt.datetime, since: int | None = None
) -> int:
    """Write changes of a store to an encrypted bundle; private fields stay in the store.

    Args:
        now: the moment the bundle names, aware.
        since: all changes after this `seq`, whoever made them; None for those that no central
            store has answered for yet.

    Returns:
        how many changes are in it.

    Raises:
        NoPassphrase, NoSuchPoint, CannotWrite: nothing was written.
    """
    if not passphrase:
        raise NoPassphrase("A bundle needs a passphrase.", "Type one, and pass it on by voice.")
    places.refuse_what_is_there(path, a_folder=False)
    part = changes()
    asks = question(part, since)
    if since is None:
        asks = asks.where(bare(Change).state.in_(UNSENT))
    try:
        with aside_in(path.parent, ".bundle-") as aside, store.reading() as session:
            check_point(session, since)
            with (
                places.new_file(aside / path.name) as file,
                _sealed(file, passphrase) as sealed,
                places.zipped(sealed) as opens,
            ):
                about = About(now, last_change(session), since, whose=told(session))
                manifest = write(session, opens, [(part, asks)], about)
            places.put_in_place(aside / path.name, path, a_folder=False)
    except OSError as why:
        raise cannot_write(path, why) from why
    return sum(each["rows"] or 0 for each in manifest["files"])


@contextlib.contextmanager
def opened_stick(path: Path, passphrase: str) -> Iterator[Bundle]:
    """The bundle in an encrypted file; every byte of it was proved.

    Raises:
        NotFound, WrongPassphrase, NotWhole, FromNewer: nothing of it was read.
    """
    if not path.is_file():
        raise NotFound(f"There is no bundle at {path}.", "Check the path.")
    with path.open("rb") as file:
        cipher, ahead = _unlocked(path.name, file, passphrase)
        pieces = _Opened(path.name, file, cipher, ahead)
        pieces.prove()
        with opened_zip(path.name, io.BufferedReader(pieces, PIECE)) as bundle:
            yield bundle


def changes_of(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """The changes in a bundle, by the names of `Change`'s columns, in the order they were made."""
    return bundle.rows(CHANGES)


@contextlib.contextmanager
def _sealed(file: IO[bytes], passphrase: str) -> Iterator[io.RawIOBase]:
    salt = secrets.token_bytes(16)
    cipher = AESGCM(kdf.derive(passphrase, salt, kdf.COST))
    header = json.dumps(
        {
            "kdf": dict(kdf.COST),
            "salt": base64.b64encode(salt).decode(),
            "check": base64.b64encode(cipher.encrypt(_CHECK_NONCE, b"", salt)).decode(),
        }
    ).encode()
    ahead = MAGIC + struct.pack(">BH", FORMAT, len(header)) + header
    file.write(ahead)
    with _Sealing(file, cipher, ahead) as sealing:
        yield sealing
        sealing.finish()


def _unlocked(called: str, file: IO[bytes], passphrase: str) -> tuple[AESGCM, bytes]:
    """What opens the pieces, and all that stands before them."""
    ahead = file.read(len(MAGIC) + 3)
    if not ahead.startswith(MAGIC) or len(ahead) < len(MAGIC) + 3:
        raise _not_whole(called)
    version, length = struct.unpack(">BH", ahead[len(MAGIC) :])
    if version > FORMAT:
        raise FromNewer(
            f"{called} was written by a newer HiveDesk; nothing was changed.",
            "Install the newest HiveDesk on this laptop.",
        )
    header = file.read(length)
    try:
        kept = json.loads(header)
        salt = base64.b64decode(kept["salt"], validate=True)
        check = base64.b64decode(kept["check"], validate=True)
        cipher = AESGCM(kdf.derive(passphrase, salt, kdf.cost_of(kept["kdf"])))
        cipher.decrypt(_CHECK_NONCE, check, salt)
    except InvalidTag:
        raise WrongPassphrase(
            f"That passphrase does not open {called}; nothing was changed.",
            "Check Caps Lock and type it again.",
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError) as why:
        raise _not_whole(called) from why
    return cipher, ahead + header


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">Q3xB", number, last)


def _not_whole(called: str) -> NotWhole:
    return NotWhole(
        f"{called} was cut or changed, or is no HiveDesk bundle; nothing was changed.",
        "Copy it again, or write it once more.",
    )


class _Sealing(io.RawIOBase):
    """A file that seals what is written to it, piece by piece."""

    def __init__(self, file: IO[bytes], cipher: AESGCM, ahead: bytes) -> None:
        self._file, self._cipher, self._ahead = file, cipher, ahead
        self._kept = bytearray()
        self._number = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        """Seal every piece that is full; one is kept back, for only the last is marked so."""
        self._kept += content
        while len(self._kept) > PIECE:
            self._seal(PIECE, last=False)
        return len(content)

    def finish(self) -> None:
        """Seal the last piece."""
        self._seal(len(self._kept), last=True)

    def _seal(self, size: int, *, last: bool) -> None:
        piece = bytes(self._kept[:size])
        del self._kept[:size]
        nonce = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, piece, self._ahead))
        self._number += 1


class _Opened(io.RawIOBase):
    """What was sealed, to read from any place."""

    def __init__(self, called: str, file: IO[bytes], cipher: AESGCM, ahead: bytes) -> None:
        self._called, self._file, self._cipher, self._ahead = called, file, cipher, ahead
        sealed = file.seek(0, os.SEEK_END) - len(ahead)
        self._pieces = -(-sealed // (PIECE + _TAG))
        self._size = sealed - self._pieces * _TAG
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def prove(self) -> None:
        """Open every piece once.

        Raises:
            NotWhole: one is not what was written.
        """
        if self._size <= 0:
            raise _not_whole(self._called)
        for number in range(self._pieces):
            self._piece(number)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, into: Any) -> int:
        """Fill `into` from one piece; 0 at the end."""
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, PIECE)
        part = self._piece(number)[start : start + len(into)]
        into[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(len(self._ahead) + number * (PIECE + _TAG))
            sealed = self._file.read(PIECE + _TAG)
            nonce = _nonce(number, last=number == self._pieces - 1)
            try:
                opened = self._cipher.decrypt(nonce, sealed, self._ahead)
            except (InvalidTag, ValueError) as why:
                raise _not_whole(self._called) from why
            self._held = (number, opened)
        return self._held[1]
