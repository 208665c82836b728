"""Remembering the passphrase in the operating system's own key store.

A convenience, never the only way in: absent on headless Linux, and switched off
by leaving the box unticked. Kept for this machine only, so that it does not roam.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

SERVICE = "HiveDesk"


def available() -> bool:
    """Whether this machine has a key store that can be trusted with a secret."""
    backend = _backend()
    return backend is not None and backend.priority >= 1


def remember(store: Path, passphrase: str) -> bool:
    """Keep the passphrase for `store`; False where the machine refused."""
    backend = _backend()
    if backend is None:
        return False
    with contextlib.suppress(Exception):
        backend.set_password(SERVICE, str(store.resolve()), passphrase)
        return True
    return False


def recall(store: Path) -> str | None:
    """The remembered passphrase, or None."""
    backend = _backend()
    if backend is None:
        return None
    with contextlib.suppress(Exception):
        found = backend.get_password(SERVICE, str(store.resolve()))
        return None if found is None else str(found)
    return None


def forget(store: Path) -> None:
    """Take the passphrase out of the key store."""
    backend = _backend()
    if backend is not None:
        with contextlib.suppress(Exception):
            backend.delete_password(SERVICE, str(store.resolve()))


def _backend() -> Any:
    # lazy: start-up (keyring looks for back ends when it is imported)
    import keyring
    from keyring.backends import fail

    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring):
        return None
    if hasattr(backend, "persist"):
        backend.persist = "local machine"  # Windows would let it roam
    return backend
