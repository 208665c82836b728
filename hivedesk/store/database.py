"""Opening the encrypted store, and nothing else that could hurt it.

The settings are those that were measured to be safe (docs/decisions.md): a
write-ahead log brought to the disk at each commit, BEGIN IMMEDIATE for writes,
deleted bytes overwritten, foreign keys on.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from hivedesk import kdf
from hivedesk.records.errors import NotFound, PlainError

from . import keyfile, wal
from .files import CannotWrite, cannot_write, identity_of, is_full, is_there
from .keyfile import DataKey

PRAGMAS = (
    "cipher_log_level = NONE",  # SQLCipher would write to stderr
    "cipher_memory_security = OFF",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",  # nothing from the store may reach a temporary file
    "busy_timeout = 10000",
    "cache_size = -32000",
)

PAGE_SIZE = 4096
"""SQLCipher's own; part of the file's format."""

# What SQLite says where it cannot write, be it for want of rights or of room.
_REFUSED = ("readonly", "unable to open", "disk I/O error")
_DAMAGE = ("malformed", "not a database", "hmac", "corrupt", "vtable constructor failed")


class Damaged(PlainError):
    """The file is not a store, or no longer a whole one."""


class StoreBusy(PlainError):
    """Another window holds the store."""


@dataclass(frozen=True)
class Store:
    """An open store: where it lies and how to reach it. Close it when done."""

    path: Path
    engine: Engine
    key: DataKey

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading. What it returns must be plain values before it ends."""
        with said_plainly(self.path), Session(self.engine, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        self.engine.dispose()
        # Not through the engine: a checkpoint cannot run inside a transaction.
        with contextlib.suppress(sqlcipher.DatabaseError):
            connection = connect(self.path, self.key)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()


def connect(path: Path, key: DataKey) -> Any:
    """A raw DB-API connection to the store (which may be an empty file), keyed and proved.

    Raises:
        sqlcipher.DatabaseError: no such file, or the key or the first page is not right.
    """
    # mode=rw: where the store was moved away, SQLite would else put an empty one there.
    # The log beside it gets the rights of the store, which nobody else can read.
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute(f'PRAGMA key = "{key.pragma}"')
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def engine_for(path: Path, key: DataKey) -> Engine:
    """An engine whose URL holds no key and whose errors hold no values."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=4,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _connected(_: Any, record: Any) -> None:
        record.info["file"] = identity_of(path)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Plain BEGIN takes the write lock too late: read-then-write would fail
        # with "database is locked" whatever the timeout.
        writes = connection.get_execution_options().get("writes", False)
        if writes and connection.info["file"] != identity_of(path):
            # An open file can be written to after it was deleted: all of it would be lost.
            raise NotFound(
                f"{path.name} was moved, deleted or replaced while it was open; nothing was saved.",
                "Put it back, or lock HiveDesk and unlock it to work with what is there now.",
            )
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "reset")
    def _end(dbapi_connection: Any, *_: object) -> None:
        # A COMMIT that is refused (full disk, missing reference) leaves its transaction
        # open, and SQLAlchemy takes it for ended: the next to write would find it so.
        if dbapi_connection.in_transaction:
            dbapi_connection.rollback()

    return engine


def open_file(path: Path, passphrase: str, derive: kdf.Derive = kdf.derive) -> Store:
    """Open an existing store without looking at its version (see `store.open_store`).

    Args:
        derive: what turns the passphrase into a key; see `kdf.begin`.

    Raises:
        NotFound, WrongPassphrase, KeyFileProblem, Damaged, CannotWrite, StoreBusy.
    """
    if not is_there(path):
        raise NotFound(
            f"There is no store at {path}.",
            "Check the path, or make one by starting HiveDesk.",
        )
    # SQLite keeps the log beside the file that a link points at; so lie the key and all else.
    path = path.resolve() if path.is_symlink() else path
    return open_keyed(path, keyfile.read_key(path, passphrase, derive))


def open_keyed(path: Path, key: DataKey) -> Store:
    """Open an existing store whose data key is known already.

    Raises:
        KeyFileProblem, Damaged, CannotWrite, StoreBusy.
    """
    _check_writable(path)
    keyfile.check_match(path, key)
    waiting = wal.waiting(path)
    if waiting:
        _check_log(path, waiting)
    store = Store(path, engine_for(path, key), key)
    try:
        with said_plainly(path), store.engine.connect() as connection:
            if not waiting:
                _check_whole(path, connection)
    except BaseException:
        store.engine.dispose()
        raise
    return store


def _check_writable(path: Path) -> None:
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        raise CannotWrite(
            f"{path.name} or its folder cannot be written to, so nothing could be saved.",
            "Ask IT for the right to write there, or move the store and its key file together.",
        )


def _check_log(path: Path, waiting: wal.Waiting) -> None:
    """Every page the file lacks is in the log; else opening would seal the damage."""
    in_file = path.stat().st_size // PAGE_SIZE
    if set(range(in_file + 1, waiting.store_pages + 1)) - waiting.pages:
        raise damaged(path)


def _check_whole(path: Path, connection: Connection) -> None:
    """A file cut at its end reads well until the missing page is asked for: look now."""
    # SQLCipher answers some pragmas as text.
    pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    if pages * PAGE_SIZE != path.stat().st_size:
        raise damaged(path)


def damaged(path: Path) -> Damaged:
    """The plain words for a file that cannot be read as a store."""
    return Damaged(
        f"{path.name} is damaged or is not a HiveDesk store.",
        "It has been left as it is. Restore the newest backup (hivedesk restore).",
    )


@contextlib.contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn the machine's refusals (full disk, lock, damage) into plain words."""
    try:
        yield
    except (DBAPIError, sqlcipher.DatabaseError) as why:
        words = str(getattr(why, "orig", why))
        refused = any(sign in words for sign in _REFUSED)
        if "disk is full" in words or (refused and is_full(path.parent)):
            raise cannot_write(path, OSError(errno.ENOSPC, words)) from why
        if "unable to open" in words and not is_there(path):
            raise NotFound(
                f"{path.name} is no longer in {path.parent}.", "Put it back, then try again."
            ) from why
        if refused:
            raise cannot_write(path, OSError(errno.EACCES, words)) from why
        if "locked" in words:
            raise StoreBusy(
                f"Another program is writing to {path.name}.", "Close it and try again."
            ) from why
        if any(sign in words.lower() for sign in _DAMAGE):
            raise damaged(path) from why
        raise
