"""The accounts of a central store as the terminal lists them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hivedesk.records import KINDS, Hive
from hivedesk.records.base import kind_of

from .accounts import Role
from .tables import accounts, scopes, tokens

_HIVES = kind_of(Hive)


@dataclass(frozen=True)
class Listed:
    """One account as the terminal lists it."""

    id: str
    name: str
    role: str
    scope: tuple[str, ...]
    laptops: int
    seen_at: dt.datetime | None
    revoked_at: dt.datetime | None


def listed(connection: Connection) -> list[Listed]:
    """All accounts, by name."""
    scope: dict[str, list[str]] = {}
    for row in connection.execute(select(scopes).where(scopes.c.kind == _HIVES)):
        scope.setdefault(row.account_id, []).append(row.name)
    laptops = {
        row.account_id: row
        for row in connection.execute(
            select(
                tokens.c.account_id,
                func.count().label("laptops"),
                func.max(tokens.c.seen_at).label("seen"),
            )
            .where(tokens.c.ended_at.is_(None))
            .group_by(tokens.c.account_id)
        )
    }
    found = []
    for row in connection.execute(select(accounts).order_by(accounts.c.name, accounts.c.made_at)):
        its = laptops.get(row.id)
        scoped = tuple(sorted(scope.get(row.id, [])))
        many, last = (its.laptops, its.seen) if its else (0, None)
        found.append(Listed(row.id, row.name, row.role, scoped, many, last, row.revoked_at))
    return found


def nobody_yet(connection: Connection, name: str, role: Role) -> list[str]:
    """What in the scope of an account names no record, or more than one: a slip, perhaps.

    Returns:
        a sentence for each.
    """
    query = (
        select(scopes.c.kind, scopes.c.name)
        .join(accounts, accounts.c.id == scopes.c.account_id)
        .where(
            func.lower(accounts.c.name) == name.strip().lower(),
            accounts.c.role == role.value,
            accounts.c.revoked_at.is_(None),
            scopes.c.record_id.is_(None),
        )
        .order_by(scopes.c.kind, scopes.c.name)
    )
    brought = "the first laptop of this account brings it"
    then = brought if role is Role.WORKER else "nothing is shown until there is one"
    return [
        f"there is no one {KINDS[row.kind].one} called {row.name!r} so far: {then}. Check the name."
        for row in connection.execute(query)
    ]
