"""How it is kept: an encrypted SQLite file, its transactions, history, search and backups."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable
from pathlib import Path

from hivedesk import kdf
from hivedesk.paths import key_path
from hivedesk.records.errors import PlainError

from . import keyfile, wal
from .changes import Writing, writing
from .database import Store, engine_for, open_file, open_keyed
from .files import aside_in, cannot_write, sync_folder
from .migrate import check_version, upgrade
from .migrations import VERSION
from .places import refuse_unsafe

__all__ = ["Store", "Writing", "create_store", "open_store", "writing"]


class AlreadyThere(PlainError):
    """A store, or what is left of one, stands where a new one was asked for."""


def create_store(
    path: Path,
    passphrase: str,
    *,
    demo: bool = False,
    recovery: str = "",
    fill: Callable[[Store], object] | None = None,
) -> Store:
    """Make a new store. It appears whole or not at all.

    Args:
        recovery: a recovery key that is to open it too; "" for none.
        fill: puts in what it begins with, before it appears; where that raises, nothing does.

    Raises:
        AlreadyThere: a store, its key file or its log is there already.
        UnsafePlace: another program or another machine would reach into it.
        CannotWrite: the folder is missing, read-only or full.
    """
    refuse_unsafe(path)
    try:
        for there in (path, key_path(path), wal.path_of(path)):
            if there.exists():
                raise AlreadyThere(
                    f"{there.name} is already in {there.parent}.",
                    "Choose another name, or open the store that is there.",
                )
        with aside_in(path.parent, ".new-") as aside:
            fresh = aside / path.name
            fresh.touch(mode=0o600)
            key = keyfile.create_key(fresh, passphrase, demo=demo, recovery=recovery)
            store = Store(fresh, engine_for(fresh, key), key)
            try:
                upgrade(store)
                if fill is not None:
                    fill(store)
            finally:
                store.close()
            if wal.path_of(fresh).exists():
                raise OSError(errno.ENOSPC, "the log could not be folded into the store")
            os.replace(key_path(fresh), key_path(path))
            os.replace(fresh, path)
            sync_folder(path.parent)
    except OSError as why:
        raise cannot_write(path, why) from why
    return open_keyed(path, key)


def open_store(
    path: Path, passphrase: str, now: dt.datetime, derive: kdf.Derive = kdf.derive
) -> Store:
    """Open a store; one from an older version is backed up, then brought up to date.

    Args:
        now: the moment that names a backup, aware.
        derive: what turns the passphrase into a key; see `kdf.begin`.

    Raises:
        NotFound, WrongPassphrase, KeyFileProblem, Damaged, TooNew, CannotWrite,
        StoreBusy: in each case the file is left as it was.
    """
    store = open_file(path, passphrase, derive)
    try:
        if check_version(store) < VERSION:
            # lazy: start-up (zip and copying are only needed on this rare road)
            from .backup import make_backup

            make_backup(store, None, now)
            upgrade(store)
    except BaseException:
        store.engine.dispose()
        raise
    return store
