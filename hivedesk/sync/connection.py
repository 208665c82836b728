"""Which central store a laptop is connected to, as whom, and how far it has read.

Kept in the encrypted store itself: a copy of the store, or a backup of it, carries with it
exactly what that copy had read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import StoreSetting, new_id
from hivedesk.records.clock import device_of
from hivedesk.records.errors import PlainError
from hivedesk.store import Store, settings
from hivedesk.store.database import said_plainly
from hivedesk.store.ended import NEXT, ended_of

_FORMER = "former_devices"
_PREFIX = "central_"


class NotConnected(PlainError):
    """The laptop has no central store."""


@dataclass(frozen=True)
class Connection:
    """A laptop's tie to one central store.

    Attributes:
        url: where it is.
        token: what proves who the laptop speaks for.
        account, role: name and role it speaks for.
        epoch: names the central store; another one behind the same address is noticed.
        cursor: all up to this number of the central order is in the store.
        scope: what the account may see, as central names it; "" before the first pull.
    """

    url: str
    token: str
    account: str
    role: str
    epoch: str
    cursor: int = 0
    scope: str = ""


@contextlib.contextmanager
def altering(store: Store) -> Iterator[Session]:
    """A write transaction that is committed whole, or leaves nothing; it makes no Change rows."""
    engine = store.engine.execution_options(writes=True)
    with said_plainly(store.path), Session(engine) as session, session.begin():
        yield session


def earlier_connection(session: Session) -> Connection | None:
    """The laptop's tie to its central store, or None."""
    rows = session.execute(
        select(StoreSetting.key, StoreSetting.value).where(StoreSetting.key.startswith(_PREFIX))
    )
    kept = {key.removeprefix(_PREFIX): value for key, value in rows}
    if "token" not in kept:
        return None
    known = {each.name: kept[each.name] for each in fields(Connection) if each.name != "cursor"}
    return Connection(**known, cursor=int(kept["cursor"]))


def connection_of(session: Session) -> Connection:
    """The laptop's tie to its central store.

    Raises:
        NotConnected: it has none.
    """
    found = earlier_connection(session)
    if found is None and (ended := ended_of(session)):
        raise NotConnected(ended.words, f"{NEXT} (hivedesk connect)")
    if found is None:
        raise NotConnected(
            "This laptop is not connected to a central store.",
            "Ask for a joining code, then connect with it (hivedesk connect).",
        )
    return found


def keep(session: Session, connection: Connection) -> None:
    """Keep the tie, or what has changed of it."""
    for name, value in asdict(connection).items():
        settings.put(session, _PREFIX + name, str(value))


def move_on(session: Session, connection: Connection, cursor: int, scope: str) -> Connection:
    """Keep how far was read, in the transaction that keeps what was read."""
    moved = replace(connection, cursor=cursor, scope=scope)
    keep(session, moved)
    return moved


def device(session: Session) -> str:
    """The eight digits of this laptop now."""
    return device_of(settings.get(session, settings.DEVICE) or "0" * 8)


def devices(session: Session) -> set[str]:
    """All the digits this laptop has had: what they wrote is its own."""
    return {device(session), *(settings.get(session, _FORMER) or "").split()}


def become_another(session: Session) -> None:
    """Take a new identity, so that two copies of one store never give the same clock twice."""
    settings.put(session, _FORMER, " ".join(sorted(devices(session))))
    settings.put(session, settings.DEVICE, new_id())
