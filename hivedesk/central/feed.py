"""Telling a laptop what it has not heard: changes since a number, as far as it may see them."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from sqlalchemy import Connection, func, select

from hivedesk.records import Sensitivity
from hivedesk.sync.wire import PullAnswer, PulledChange

from . import scope
from .accounts import Account
from .owners import REFERENCES, Owners
from .schema import epoch_of
from .tables import changes, feed, moves

_AGAIN = uuid.UUID("6f0e3f2c-4d57-4a0e-9f5e-0e6a4a1f1d11")


def pull(connection: Connection, account: Account, since: int, limit: int) -> PullAnswer:
    """What came after number `since`; at most `limit` numbers are looked at.

    A batch may hold fewer changes than that, or none: go on from `next` while there is `more`.
    """
    query = (
        select(feed.c.seq, feed.c.again, changes)
        .join(changes, changes.c.id == feed.c.change_id)
        .where(feed.c.seq > since)
        .order_by(feed.c.seq)
        .limit(limit + 1)
    )
    rows = connection.execute(query).all()
    more, rows = len(rows) > limit, rows[:limit]
    owners = Owners(connection)
    if not scope.sees_all(account):
        _load(owners, rows)
    told = [shown for row in rows if (shown := _shown(account, owners, row)) is not None]
    return PullAnswer(
        epoch_of(connection),
        told,
        rows[-1].seq if rows else since,
        more,
        scope_of(connection, account),
    )


def _load(owners: Owners, rows: Any) -> None:
    asked = {(row.kind, row.record_id) for row in rows}
    for row in rows:
        for name, kind in REFERENCES[row.kind].items():
            for values in (row.before, row.after):
                if values and values.get(name):
                    asked.add((kind, values[name]))
    owners.load(asked)


def _shown(account: Account, owners: Owners, row: Any) -> PulledChange | None:
    own = row.account_id == account.id
    if row.again and (own or not _hears_again(account, owners, row)):
        return None
    after = scope.shown(account, owners, row, own=own, values=row.after)
    if not after:
        return None
    before = scope.shown(account, owners, row, own=own, values=row.before)
    # Told under its first number it may have been cut; told again, it is another telling.
    told_as = str(uuid.uuid5(_AGAIN, f"{row.id} {row.seq}")) if row.again else row.id
    return PulledChange(
        seq=row.seq,
        id=told_as,
        group_id=row.group_id,
        undoes=row.undoes,
        clock=row.clock,
        device=row.device,
        at=row.at,
        who=row.who,
        verb=row.verb,
        kind=row.kind,
        record_id=row.record_id,
        before=before if row.before is not None else None,
        after=after,
    )


def _hears_again(account: Account, owners: Owners, row: Any) -> bool:
    """Whether a stay that was moved or confirmed may have come into this account's sight."""
    if scope.sees_all(account):
        return False
    most = scope.level(account, owners, row.kind, row.record_id)
    if most is Sensitivity.HIVE and row.kind == "bookings":
        stay = owners.get("bookings", row.record_id) or {}
        return not stay.get("child_id")
    return most is not None and most is not Sensitivity.OPEN


def scope_of(connection: Connection, account: Account) -> str:
    """A short text that changes when what an account may see does, other than by adding to it."""
    own = (account.hives or frozenset()) | account.link_carers
    query = select(func.max(moves.c.seq)).where(moves.c.whose.in_(own))
    moved = int(connection.scalar(query) or 0) if own else 0
    hives = "*" if account.hives is None else " ".join(sorted(account.hives))
    words = "|".join((account.role, hives, " ".join(sorted(account.link_carers)), str(moved)))
    return hashlib.sha256(words.encode()).hexdigest()[:16]
