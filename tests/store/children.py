"""What child processes of the tests do; a module of its own, so that they can import it."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

from hivedesk.records import Hive, PlainError
from hivedesk.store import Store, open_store, writing
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from tests.store.samples import NOW, family, hive, log, save

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


def save_until_killed(path: Path, key: DataKey, hive_id: str, answer: Connection) -> None:
    """Save families with a log each, and name each as soon as its save is done."""
    store = reopened(path, key)
    of = hive(id=hive_id)
    while True:
        made = family(of, "Quillfeather", note="Came from the coast. " * 20)
        save(store, *made, log(made[0].id, "We spoke of school. " * 50))
        answer.send_bytes(made[0].id.encode())


def read_and_save(path: Path, key: DataKey, hive_id: str, times: int, answer: Connection) -> None:
    """Read a record, then write it and another, many times; say how it went."""
    store = reopened(path, key)
    answer.send("ready")
    answer.recv()
    try:
        for number in range(times):
            with writing(store, "Jo", "Edit Hive", NOW) as write:
                kept = write.session.get_one(Hive, hive_id)
                kept.note = str(int(kept.note or 0) + 1)
                write.session.add_all(family(kept, f"Marlowe {number}"))
        answer.send("done")
    except Exception as why:
        answer.send(repr(why))
    finally:
        store.close()
