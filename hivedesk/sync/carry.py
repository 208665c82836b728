"""Taking in what came on a stick: the same merge as from the central store, in one transaction.

What a stick brings is only here: changes of other laptops are kept as theirs, and each laptop
still tells the central store of its own. Changes of this very laptop that it has lost (it was
restored from a backup) come back as unsent. Private words travel on no stick: where one brings
some all the same, they are not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hivedesk.records import Base, PlainError
from hivedesk.records.clock import parse
from hivedesk.records.journal import ACCEPTED, HERE
from hivedesk.store import Store

from . import wire
from .apply import take_in
from .connection import altering, devices
from .csv.plan import without_private
from .csv.reader import Bundle, NotWhole
from .rows import STATE, batched
from .stick import changes_of, opened_stick
from .whose import refuse_others
from .wire import PulledChange

_AT_ONCE = 2_000
_TABLE = Base.metadata.tables["changes"]
_NAMES = [each.name for each in fields(PulledChange)]
MOST_AHEAD = dt.timedelta(days=1)
"""A clock further ahead than this would put every later change of everybody behind it."""


class ClockAhead(PlainError):
    """The laptop that wrote the bundle lives in the future, or this one in the past."""


class Read(NamedTuple):
    """What a stick brought.

    Attributes:
        fresh: changes that were not in the store.
        known: changes that were.
        conflicts: texts of which both were kept.
        waiting: changes that need a record which is in neither.
    """

    fresh: int
    known: int
    conflicts: int
    waiting: int


def read_stick(store: Store, path: Path, passphrase: str, now: dt.datetime) -> Read:
    """Take in the changes in an encrypted bundle: all of them, or none. Twice does no harm.

    Args:
        now: the laptop's own time, aware.

    Raises:
        NotFound, WrongPassphrase, NotWhole, FromNewer, ClockAhead, NotForThisLaptop, CannotWrite:
            the store is as it was.
    """
    fresh = known = conflicts = waiting = 0
    with opened_stick(path, passphrase) as bundle, altering(store) as session:
        _check_whose(session, path.name, bundle)
        ours = devices(session)
        changes = _changes(path.name, bundle, now)
        while some := list(islice(changes, _AT_ONCE)):
            new = _not_there(session, some)
            done = take_in(session, new, now, again=False)
            _to_be_sent(session, [change.id for change in new if change.device in ours])
            fresh, known = fresh + len(new), known + len(some) - len(new)
            conflicts += done["conflicts"]
        # Once more what came before the record it needs.
        done = take_in(session, [], now, again=True)
        conflicts, waiting = conflicts + done["conflicts"], done["waiting"]
    return Read(fresh, known, conflicts, waiting)


def _changes(called: str, bundle: Bundle, now: dt.datetime) -> Iterator[PulledChange]:
    latest = int((now + MOST_AHEAD).timestamp() * 1000)
    for row in changes_of(bundle):
        change = _change(called, row)
        if parse(change.clock).ms > latest:
            raise ClockAhead(
                f"{called} holds changes from the future; nothing was changed.",
                "Set the clock of this laptop and of the one that wrote it, then try again.",
            )
        yield change


def _change(called: str, row: dict[str, Any]) -> PulledChange:
    try:
        said = {name: row[name] for name in _NAMES} | {"at": row["at"].isoformat()}
        change = wire.from_json(PulledChange, said)
        parse(change.clock)
        if row["at"].tzinfo is None:
            raise ValueError("no time zone")
        if change.after.get("id", change.record_id) != change.record_id:
            raise ValueError("two ids of one record")
    except (ValueError, KeyError, AttributeError) as why:
        raise _no_change(called) from why
    after = without_private(change.kind, change.after)
    before = change.before and without_private(change.kind, change.before)
    return replace(change, before=before, after=after)


def _no_change(called: str) -> NotWhole:
    return NotWhole(
        f"{called} holds something that is no change; nothing was changed.", "Write it once more."
    )


def _check_whose(session: Session, called: str, bundle: Bundle) -> None:
    try:
        refuse_others(session, called, bundle.manifest.get("whose"))
    except ValueError as why:
        raise _no_change(called) from why


def _not_there(session: Session, changes: list[PulledChange]) -> list[PulledChange]:
    """Those that the store lacks, each once. It may hold them unsent: that is no news of them."""
    column = _TABLE.c.id
    there = {
        id_
        for some in batched([change.id for change in changes])
        for id_ in session.scalars(select(column).where(column.in_(some)))
    }
    new = {change.id: change for change in changes if change.id not in there}
    return list(new.values())


def _to_be_sent(session: Session, ids: list[str]) -> None:
    """Our own that came back: nobody has answered for them, as far as this store knows."""
    for some in batched(ids):
        session.execute(
            update(_TABLE).where(_TABLE.c.id.in_(some), STATE == ACCEPTED).values(state=HERE)
        )
