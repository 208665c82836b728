"""Much archived at once: a slip, a script or a stranger, until a manager says that it is meant.

How much is much is a policy of the Hive. What comes above it is set aside and waits for its
account's allowance; what was archived before, within the same hour, counts too, or it would only
have to be sent in small parts. A record that the same account brought within that hour does not:
a laptop that is new here tells all of its history, with whatever was archived in it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from hivedesk.records import KINDS
from hivedesk.rules.days import local
from hivedesk.store.queries.policies import policies_of
from hivedesk.sync.wire import WireChange

from .accounts import Account
from .owners import PATHS, REFERENCES, Key, Owners, Values
from .scope import SHARED
from .tables import accounts, allowances, changes, removals, table_of

MANY = "many"
"""The code of what waits for an allowance."""

LASTS = dt.timedelta(hours=1)
"""How long archiving counts together, and how long an allowance holds."""

_NOBODYS = ""
"""Stands for a Hive where a record belongs to all of them."""


@dataclass(frozen=True)
class Judged:
    """What a batch would archive.

    Attributes:
        counted: by id of change, the Hives that would lose a record by it.
        waiting: by id of change, why it waits for an allowance.
    """

    counted: dict[str, frozenset[str]]
    waiting: dict[str, str]


def judge(
    connection: Connection,
    account: Account,
    owners: Owners,
    coming: Iterable[tuple[WireChange, Values | None]],
    now: dt.datetime,
) -> Judged:
    """Which of these changes, each with its record as it is, may not be taken without asking."""
    found = {
        change.id: (change.kind, change.record_id)
        for change, current in coming
        if current and current["archived_at"] is None and change.after.get("archived_at")
    }
    own = _brought(connection, account, set(found.values()), now) if found else set()
    counted = {
        change_id: owners.hives(*key) or frozenset({_NOBODYS})
        for change_id, key in found.items()
        if key not in own
    }
    if not counted or _is_allowed(connection, account, now):
        return Judged({}, {})
    lost: dict[str, set[Key]] = defaultdict(set)
    for change_id, hives in counted.items():
        for hive_id in hives:
            lost[hive_id].add(found[change_id])
    words = {
        hive_id: why
        for hive_id, keys in lost.items()
        if (why := _too_many(connection, account, hive_id, len(keys), now))
    }
    waiting = {
        change_id: words[hive_id]
        for change_id, hives in counted.items()
        for hive_id in hives
        if hive_id in words
    }
    return Judged(counted, waiting)


def _brought(
    connection: Connection, account: Account, keys: set[Key], now: dt.datetime
) -> set[Key]:
    query = select(changes.c.kind, changes.c.record_id).where(
        changes.c.record_id.in_({record_id for _, record_id in keys}),
        changes.c.before.is_(None),
        changes.c.outcome == "accepted",
        changes.c.account_id == account.id,
        changes.c.received_at > now - LASTS,
    )
    return {(row.kind, row.record_id) for row in connection.execute(query)}


def _is_allowed(connection: Connection, account: Account, now: dt.datetime) -> bool:
    query = select(allowances.c.until).where(allowances.c.account_id == account.id)
    until = connection.scalar(query)
    return until is not None and until > now


def _too_many(
    connection: Connection, account: Account, hive_id: str, coming: int, now: dt.datetime
) -> str:
    """Why so many are not archived without asking; "" where they may be."""
    query = select(func.count()).where(
        removals.c.account_id == account.id,
        removals.c.hive_id == hive_id,
        removals.c.at > now - LASTS,
    )
    before = int(connection.scalar(query) or 0)
    policies, today = policies_of(Session(connection)), local(now).date()
    its = hive_id or None
    least = policies.number("central.archive_least", today, its)
    if before + coming < least:
        return ""
    held = living(connection, hive_id) + before
    percent = policies.number("central.archive_percent", today, its)
    if (before + coming) * 100 <= held * percent:
        return ""
    whose = "of one Hive" if hive_id else "that all Hives share"
    return (
        f"It would archive {before + coming:,} of {held:,} records {whose} within an hour. "
        "A manager is asked first."
    )


def living(connection: Connection, hive_id: str) -> int:
    """How many records a Hive holds that are not archived; "" for what all of them share."""
    counts = [
        select(func.count())
        .select_from(table_of(kind))
        .where(table_of(kind).c.archived_at.is_(None), is_of(kind, hive_id))
        .scalar_subquery()
        for kind in KINDS
    ]
    return sum(int(each) for each in connection.execute(select(*counts)).one())


def is_of(kind: str, hive_id: str) -> ColumnElement[bool]:
    """Whether a record of `kind` belongs to a Hive, by the same paths as `Owners`."""
    table = table_of(kind)
    if hive_id == _NOBODYS and kind not in SHARED:
        return false()
    if kind == "hives":
        return table.c.id == hive_id
    ways = []
    for name in PATHS[kind]:
        target = REFERENCES[kind][name]
        if target == "hives":
            ways.append(table.c[name] == hive_id)
        else:
            ways.append(
                table.c[name].in_(select(table_of(target).c.id).where(is_of(target, hive_id)))
            )
    if hive_id == _NOBODYS:
        # The core hours of a worker whom all share are everybody's, another's are not.
        unclaimed = zip(PATHS[kind], ways, strict=True)
        return and_(true(), *(table.c[name].is_(None) | way for name, way in unclaimed))
    return or_(false(), *ways)


def keep(
    connection: Connection, account: Account, lost: dict[str, frozenset[str]], now: dt.datetime
) -> None:
    """Keep what was archived, as long as it counts; `lost` are its Hives by id of change."""
    if not lost:
        return
    old = (removals.c.account_id == account.id, removals.c.at <= now - LASTS)
    connection.execute(delete(removals).where(*old))
    connection.execute(
        insert(removals),
        [
            {"change_id": change_id, "account_id": account.id, "hive_id": hive_id, "at": now}
            for change_id, hives in lost.items()
            for hive_id in hives
        ],
    )


def allow(connection: Connection, account_id: str, now: dt.datetime) -> None:
    """Let an account archive as much as it will, for an hour."""
    connection.execute(delete(allowances).where(allowances.c.account_id == account_id))
    connection.execute(insert(allowances), {"account_id": account_id, "until": now + LASTS})


@dataclass(frozen=True)
class Asking:
    """An account that waits for an allowance: how many changes, and since when."""

    name: str
    role: str
    changes: int
    since: dt.datetime


def asking(connection: Connection) -> list[Asking]:
    """The accounts that wait for an allowance, by name."""
    query = (
        select(accounts.c.name, accounts.c.role, func.count(), func.min(changes.c.received_at))
        .join(changes, changes.c.account_id == accounts.c.id)
        .where(changes.c.outcome == "set_aside", changes.c.code == MANY)
        .group_by(accounts.c.id, accounts.c.name, accounts.c.role)
        .order_by(accounts.c.name)
    )
    return [Asking(*row) for row in connection.execute(query)]
