"""The desk an action works at: which store, who is there, what time it is."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from hivedesk import kdf
from hivedesk.records import Worker, bare
from hivedesk.store import Store, Writing, drafts, open_store, settings, writing

LINK_CARER = "link-carer"
"""The role of an account that holds and shows only its own rooms."""

PROGRAM = "HiveDesk"
"""Who stands in the Change rows of what the program itself writes; nobody can undo those."""


def machine_now() -> dt.datetime:
    """The machine's clock: the one place that reads it."""
    return dt.datetime.now(dt.UTC)


class Outcome(NamedTuple):
    """What an action did.

    Attributes:
        kinds: kinds of record that changed; pages showing them reload.
        verb: what was done, in words, for the line that offers Undo.
        group_id: the Change rows it left.
        record_id: the record it was about, where there is one.
        record_ids: all of them, where it was about several.
    """

    kinds: frozenset[str]
    verb: str
    group_id: str
    record_id: str | None = None
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """An open store, the person in front of it and their clock."""

    store: Store
    who: str
    worker_id: str | None
    clock: Callable[[], dt.datetime]
    is_demo: bool = False
    draft: str = ""
    """The draft whose words the next write keeps; it goes in the same transaction."""
    role: str = ""
    """As what the laptop speaks to the central store; "" without one."""

    @property
    def is_carers(self) -> bool:
        """Whether a link carer sits here: she sees her rooms and answers requests, no more."""
        return self.role == LINK_CARER

    @property
    def now(self) -> dt.datetime:
        """This moment, aware; in a demo county, on the county's own day."""
        return self.clock()

    @contextlib.contextmanager
    def writing(self, verb: str, undoes: str | None = None) -> Iterator[Writing]:
        """The one transaction of an action."""
        with writing(self.store, self.who, verb, self.now, undoes) as write:
            yield write
            if self.is_carers:
                # lazy: start-up (few laptops are a link carer's)
                from .carers import refuse_what_is_not_hers

                refuse_what_is_not_hers(write)
            if self.draft:
                drafts.drop_within(write.session, self.draft)


def open_desk(
    path: Path,
    passphrase: str,
    real_clock: Callable[[], dt.datetime] = machine_now,
    derive: kdf.Derive = kdf.derive,
) -> Desk:
    """Open a store and sit down at it as the person it belongs to.

    Args:
        derive: what turns the passphrase into a key; see `kdf.begin`.

    Raises:
        PlainError: see `store.open_store`; the file is left as it was.
    """
    return desk_for(open_store(path, passphrase, real_clock(), derive), real_clock)


def desk_for(store: Store, real_clock: Callable[[], dt.datetime] = machine_now) -> Desk:
    """The desk of an open store."""
    with store.reading() as session:
        worker_id = settings.get(session, settings.WORKER)
        row = bare(Worker)
        asked = select(row.first_name, row.last_name).where(row.id == worker_id)
        worker = session.execute(asked).first() if worker_id else None
        account = settings.get(session, settings.ACCOUNT)
        who = f"{worker.first_name} {worker.last_name}" if worker else account or PROGRAM
        role = settings.get(session, settings.ROLE) or ""
        is_demo = settings.get(session, settings.DEMO_TODAY) is not None
        offset = settings.today_of(session, real_clock()) - real_clock()
    # To the hour, not the day: in winter the county's summer is an hour off in UTC, and at eleven
    # at night its next day would have begun.
    hours = dt.timedelta(hours=round(offset / dt.timedelta(hours=1)))
    return Desk(store, who, worker_id, lambda: real_clock() + hours, is_demo, role=role)


def outcome(write: Writing, record_id: str | None = None, *others: str) -> Outcome:
    """What a write that has just ended did."""
    ids = (record_id, *others) if record_id else others
    return Outcome(frozenset(write.kinds), write.verb, write.group_id, record_id, ids)
