"""From a passphrase to a key: Argon2id, slow on purpose.

It stands apart from the store so that the window can begin it before anything else is imported:
it needs a core of its own for a seventh of a second, and starting needs the other meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# 64 MiB, three passes, four lanes: about 150 ms on a council laptop.
COST: Mapping[str, int] = {"memory_kib": 64 * 1024, "passes": 3, "lanes": 4}
_MOST = {"memory_kib": 1024 * 1024, "passes": 20, "lanes": 16}
LIMIT = 64 * 1024
"""A key file is under 1 KiB; anything far larger is not one."""

Derive = Callable[[str, bytes, Mapping[str, int]], bytes]
"""Passphrase, salt and cost to 32 bytes. Raises ValueError for an absurd cost."""


def cost_of(kept: Mapping[str, object]) -> dict[str, int]:
    """The cost written in a key file.

    Raises:
        KeyError, TypeError, ValueError: it is not there, or nobody could mean it.
    """
    cost = {name: int(str(kept[name])) for name in COST}
    if any(not 0 < cost[name] <= most for name, most in _MOST.items()):
        raise ValueError("key derivation out of range")
    return cost


def derive(passphrase: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    """Argon2id of a passphrase, 32 bytes.

    Raises:
        ValueError: a cost or a salt that Argon2 does not take.
    """
    making = Argon2id(
        salt=salt,
        length=32,
        iterations=cost["passes"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    )
    return making.derive(_as_typed(passphrase).encode("utf-8", "surrogatepass"))


def _as_typed(passphrase: str) -> str:
    """One keyboard sends é as one character, another as two: the same to whoever types it."""
    if passphrase.isascii():
        return passphrase
    import unicodedata  # lazy: start-up

    return unicodedata.normalize("NFC", passphrase)


def begin(key_file: Path, passphrase: str) -> Derive:
    """Begin to derive what `key_file` will ask for; the answer hands it out when it is asked.

    Whatever is wrong with the file is left to who reads it properly.
    """
    try:
        if not key_file.is_file():
            return derive
        with key_file.open("rb") as file:
            kept = json.loads(file.read(LIMIT))
        salt = base64.b64decode(kept["kdf_salt"], validate=True)
        asked = (passphrase, salt, cost_of(kept["kdf"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return derive
    made: list[bytes] = []

    def work() -> None:
        # What fails here fails again for who asks, and is said there.
        try:
            made.append(derive(*asked))
        except ValueError:
            made.clear()

    thread = Thread(target=work, name="key", daemon=True)
    thread.start()

    def hand_out(passphrase: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
        if (passphrase, salt, cost) != asked:
            return derive(passphrase, salt, cost)
        thread.join()
        return made.pop() if made else derive(passphrase, salt, cost)

    return hand_out
