"""The accounts of a central store as the terminal lists them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hivedesk.records import Hive
from hivedesk.records.base import kind_of

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
