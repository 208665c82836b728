"""Reaching the central database: PostgreSQL for real use, SQLite for a trial on one machine."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, TimeoutError

from hivedesk.records.errors import BadUse, PlainError

# "hivedesk" as a number: the lock that lets one change the records at a time.
_LOCK = 0x68697665_6465736B

_log = logging.getLogger("hivedesk.central")


class Unreachable(PlainError):
    """The database does not answer, or refuses to be written to."""


def engine_for(address: str) -> Engine:
    """An engine for `postgresql://…` or `sqlite:///FILE`; errors it raises hold no values.

    Raises:
        BadUse: another kind of address.
    """
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=30,  # as many as the service has threads
        pool_timeout=20,
        pool_pre_ping=True,  # PostgreSQL may have been started anew since
        connect_args={"connect_timeout": 10, "application_name": "hivedesk"},
    )


def is_trial(engine: Engine) -> bool:
    """Whether it is kept in SQLite, which holds up for one machine only."""
    return engine.dialect.name == "sqlite"


def make_file(engine: Engine) -> None:
    """Make a trial's file one that only this user can read, before anything is in it."""
    path = engine.url.database
    if is_trial(engine) and path:
        with contextlib.suppress(OSError):  # it is there, or SQLite itself says what is wrong
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _url(address: str) -> URL:
    # The address may hold a password: no message repeats it.
    wanted = BadUse(
        "That is not the address of a database this can use.",
        "Give postgresql://USER@HOST/NAME, or sqlite:///FILE for a trial.",
    )
    try:
        url = make_url(address)
    except ArgumentError:
        raise wanted from None
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise wanted


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database throughout."""
    with said_plainly(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction for what belongs to accounts; it is committed whole, or leaves nothing."""
    with said_plainly(), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextlib.contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes records: one at a time, whatever process it is in.

    Numbers of the feed are then given in the order in which they are committed, so that nobody
    who asks "since N" misses one that was given earlier and committed later.
    """
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield connection


@contextlib.contextmanager
def said_plainly() -> Iterator[None]:
    """Turn a database that is away, full or shut into plain words."""
    try:
        yield
    except (DBAPIError, TimeoutError) as why:
        if isinstance(why, DBAPIError) and not _is_the_machine(why):
            raise
        _log.error("database %s", type(getattr(why, "orig", why)).__name__)
        raise Unreachable(
            "The central database does not answer, or cannot be written to.",
            "Nothing was lost: what was not accepted is kept where it is. Try again later.",
        ) from None


def _is_the_machine(why: DBAPIError) -> bool:
    if why.connection_invalidated:
        return True
    # psycopg's and sqlite3's alike: gone, full, shut down, out of time.
    return isinstance(why, OperationalError)
