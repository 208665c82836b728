"""A new store that is connected from its first moment: Hive and worker come from central."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import httpx2

from hivedesk.actions.desk import PROGRAM
from hivedesk.actions.saving import put
from hivedesk.records import Hive, Worker, WorkerRole, new_id
from hivedesk.rules.days import local
from hivedesk.rules.founding import founding
from hivedesk.rules.towns import HAMPSHIRE
from hivedesk.store import Store, create_store, settings, writing
from hivedesk.store.founding import BEGIN, found

from . import wire
from .client import Client, address_of
from .connection import altering
from .joining import WORKER, go_on_as, will_sit
from .run import connect_as


class Joining:
    """One attempt after the other to begin a store with one joining code.

    A code is good for one laptop. All attempts with it are made as the same one, so that a lost
    answer, or a disk that was full, does not use it up.
    """

    def __init__(self, url: str, code: str, transport: httpx2.BaseTransport | None = None) -> None:
        self.url, self.code = address_of(url), code
        self._transport = transport
        self._device = new_id()

    def greet(self) -> None:
        """Ask whether a central store is there that speaks as this laptop does.

        Raises:
            PlainError: it is not there, or is older or newer.
        """
        with Client(self.url, transport=self._transport) as client:
            client.greet()

    def begin(
        self,
        path: Path,
        passphrase: str,
        now: Callable[[], dt.datetime],
        *,
        recovery: str = "",
        laptop: str = "",
    ) -> Store:
        """Make the store and connect it; nothing of central is in it before the first sync.

        Args:
            recovery: the recovery key that opens the store too; "" for none.
            laptop: what the account's list calls this laptop.

        Raises:
            PlainError: nothing was made, and the code was not used up.
        """

        def fill(store: Store) -> None:
            with writing(store, PROGRAM, BEGIN, now()) as write:
                found(write, founding())
                go_on_as(write.session, self.code, self._device)
            _, account = connect_as(
                store, self.url, self.code, now, laptop, transport=self._transport
            )
            _begin_as(store, account, now())

        return create_store(path, passphrase, recovery=recovery, fill=fill)


def _begin_as(store: Store, account: wire.Account, now: dt.datetime) -> None:
    """A Hive that central waits for begins here; else it comes with the first sync."""
    if account.role != WORKER or account.hives or not account.expected:
        with altering(store) as session:
            will_sit(session, account)
        return
    name = account.expected[0]
    town = next((each for each, _, _ in HAMPSHIRE if each.casefold() == name.casefold()), name)
    first, _, last = account.name.strip().rpartition(" ")
    person = {"first_name": first or last, "last_name": last, "role": WorkerRole.SUPPORT_WORKER}
    with writing(store, PROGRAM, BEGIN, now) as write:
        place = {"name": name, "area": town, "started_on": local(now).date()}
        hive = put(write, Hive, place)
        worker = put(write, Worker, {**person, "hive_id": hive.id})
        settings.put(write.session, settings.HIVE, hive.id)
        settings.put(write.session, settings.WORKER, worker.id)
