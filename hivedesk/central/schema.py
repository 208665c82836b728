"""Making the central database, and bringing an older one up to date.

Tables of records follow the declarations in `records/`: what is new there is added here, and
nothing is ever taken away. Central's own tables have numbered steps; one that has landed never
changes. A new database is made whole and needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select, update

from hivedesk.records import new_id
from hivedesk.records.errors import PlainError

from .database import changing, make_file, reading
from .tables import (
    CENTRAL,
    RECORDS,
    allowances,
    calendars,
    facts,
    feed,
    removals,
    sign_in_tries,
    tokens,
)

VERSION = 3
"""Of central's own tables. 1: November 2026, the first. 2: the link carer's page. 3: a database
that was put back, and much archived at once, are noticed."""


def _link_carers_page(connection: Connection) -> None:
    CENTRAL.create_all(connection, tables=[calendars, sign_in_tries])


def _what_is_noticed(connection: Connection) -> None:
    CENTRAL.create_all(connection, tables=[removals, allowances])
    connection.exec_driver_sql(
        f"ALTER TABLE {tokens.name} ADD COLUMN given BIGINT DEFAULT 0 NOT NULL"
    )
    connection.execute(update(tokens).values(given=greatest(connection)))


# Version -> what brings a database of the version before it there.
STEPS: dict[int, Callable[[Connection], None]] = {2: _link_carers_page, 3: _what_is_noticed}


_EARLIER = "earlier_epochs"


class NotMade(PlainError):
    """There is no central store in that database, or one of another version."""


def init(engine: Engine) -> list[str]:
    """Make the central store, or bring it up to date; safe to run again.

    Returns:
        what was done, line by line; empty where all was there.

    Raises:
        NotMade: a newer HiveDesk made it.
    """
    make_file(engine)
    with changing(engine) as connection:
        version = _version(connection)
        if version is not None and version > VERSION:
            raise _too_new(version)
        done = []
        if version is None:
            CENTRAL.create_all(connection)
            rows = {"version": str(VERSION), "epoch": new_id()}
            connection.execute(
                insert(facts), [{"key": key, "value": value} for key, value in rows.items()]
            )
            done.append(f"made the central store, version {VERSION}")
        for number in range((version or VERSION) + 1, VERSION + 1):
            STEPS[number](connection)
            connection.execute(
                update(facts).where(facts.c.key == "version").values(value=str(number))
            )
            done.append(f"brought the central store to version {number}")
        return done + follow_declarations(connection)


def follow_declarations(connection: Connection) -> list[str]:
    """Add the tables and fields of records that the database lacks."""
    seen = inspect(connection)
    there = set(seen.get_table_names())
    done = []
    missing = [table for table in RECORDS.sorted_tables if table.name not in there]
    if missing:
        RECORDS.create_all(connection, tables=missing)
        done.append(f"made {len(missing)} tables of records")
    for table in RECORDS.sorted_tables:
        if table in missing:
            continue
        known = {column["name"] for column in seen.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                # Rows that are there have no value for it: rules ask for it, not the table.
                quote = connection.dialect.identifier_preparer.quote
                kind = column.type.compile(connection.dialect)
                connection.exec_driver_sql(
                    f"ALTER TABLE {quote(table.name)} ADD COLUMN {quote(column.name)} {kind}"
                )
                done.append(f"added {table.name}.{column.name}")
    return done


def check(engine: Engine) -> None:
    """Hold that the database is one this version can serve.

    Raises:
        NotMade: it is not.
    """
    with reading(engine) as connection:
        version = _version(connection)
        if version is not None and version > VERSION:
            raise _too_new(version)
        if version != VERSION or _lacks(connection):
            raise NotMade(
                "There is no central store in that database, or an older one.",
                "Run: hivedesk central init --database …",
            )


def epoch_of(connection: Connection) -> str:
    """The id of this one central store: another one, or one made anew, has another."""
    return str(connection.scalar(select(facts.c.value).where(facts.c.key == "epoch")))


def begin_anew(connection: Connection) -> None:
    """Make it another store: every laptop is to connect again, and tells all of its own work.

    For a database that was put back from a backup: it lacks what laptops were told it had.
    """
    was = epoch_of(connection)
    earlier = " ".join([*earlier_epochs(connection), was])
    connection.execute(delete(facts).where(facts.c.key.in_(("epoch", _EARLIER))))
    rows = {"epoch": new_id(), _EARLIER: earlier}
    connection.execute(insert(facts), [{"key": key, "value": value} for key, value in rows.items()])


def earlier_epochs(connection: Connection) -> list[str]:
    """The ids this store had before it was put back, the oldest first."""
    found = connection.scalar(select(facts.c.value).where(facts.c.key == _EARLIER))
    return str(found or "").split()


def greatest(connection: Connection) -> int:
    """The greatest number of the feed that was ever given."""
    return int(connection.scalar(select(func.max(feed.c.seq))) or 0)


def _version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(facts.name):
        return None
    found = connection.scalar(select(facts.c.value).where(facts.c.key == "version"))
    return None if found is None else int(found)


def _lacks(connection: Connection) -> bool:
    seen = inspect(connection)
    known = seen.get_multi_columns()
    columns = {name: {column["name"] for column in found} for (_, name), found in known.items()}
    return any(
        not {column.name for column in table.columns} <= columns.get(table.name, set())
        for table in RECORDS.sorted_tables
    )


def _too_new(version: int) -> NotMade:
    return NotMade(
        f"That central store was made by a newer HiveDesk (version {version}; "
        f"this one knows {VERSION}).",
        "It has been left as it is. Install the newest HiveDesk on the server.",
    )
