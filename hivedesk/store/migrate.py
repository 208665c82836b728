"""Which version a store has, and bringing an older one up to date after a backup."""

from __future__ import annotations

from sqlalchemy import Connection

from hivedesk.records.errors import PlainError

from .database import Damaged, Store, said_plainly
from .migrations import STEPS, VERSION

# "Hive" in ASCII: says in the encrypted header that the file is ours.
APPLICATION_ID = 0x48697665


class TooNew(PlainError):
    """The store was written by a newer HiveDesk."""


def version_of(connection: Connection) -> int:
    """The version a store says it has; 0 for one with nothing in it yet."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def check_version(store: Store) -> int:
    """The version of an existing store.

    Raises:
        TooNew: written by a newer HiveDesk; the file is left as it is.
        Damaged: encrypted with our key yet not ours.
    """
    with said_plainly(store.path), store.engine.connect() as connection:
        version = version_of(connection)
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
    if version > VERSION:
        raise TooNew(
            f"{store.path.name} was written by a newer HiveDesk (version {version}; "
            f"this one reads up to {VERSION}).",
            "It has been left as it is. Install the newest HiveDesk on this laptop.",
        )
    # An empty store is made aside and put in its place whole: an empty one here lost its pages.
    if not version or not ours:
        raise Damaged(f"{store.path.name} is not a HiveDesk store.", "It has been left as it is.")
    return version


def upgrade(store: Store, to: int | None = None) -> None:
    """Run the steps that are missing, each in a transaction of its own."""
    writing = store.engine.execution_options(writes=True)
    with said_plainly(store.path):
        for number, step in enumerate(STEPS[:to], start=1):
            with writing.begin() as connection:
                if version_of(connection) >= number:
                    continue
                step(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {number}")
