"""What child processes of the tests do; a module of its own, so that they can import it."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

from hivedesk.records import PlainError
from hivedesk.store import Store, open_store
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from tests.store.samples import NOW

# Children come from one warmed server process: they start in milliseconds, and no
# process that already holds a store open is ever forked.
_KIND = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
processes = multiprocessing.get_context(_KIND)
if _KIND == "forkserver":
    processes.set_forkserver_preload([__name__])


def reopened(path: Path, key: DataKey) -> Store:
    """A store whose data key is known already: what opening does, without Argon2."""
    return Store(path, engine_for(path, key), key)


def open_as_nobody(path: Path, passphrase: str, answer: Connection) -> None:
    """Say what opening says to somebody without rights."""
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        open_store(path, passphrase, NOW)
        answer.send("opened")
    except PlainError as why:
        answer.send(str(why))
    except Exception as why:
        answer.send(repr(why))
