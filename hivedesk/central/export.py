"""What leaves the central store for a warehouse: pages of JSON, or the CSV bundle of a night.

Both obey the declarations as an export from a laptop does: private fields are in none, and what
is left of the others without names is said in `sync/csv/pseudonyms.py`. The key of the pseudonyms
is the central store's own, so that this month can be put beside the last one.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, func, insert, select

from hivedesk.records import KINDS
from hivedesk.records.base import bare
from hivedesk.sync.csv.places import place
from hivedesk.sync.csv.plan import parts
from hivedesk.sync.csv.pseudonyms import Left, Pseudonyms, left_of
from hivedesk.sync.csv.writer import About, NoSuchPoint, write

from .accounts import Account
from .database import reading, writing
from .owners import REFERENCES, Owners, Values, whole_rows
from .reading import columns_by_name
from .schema import greatest
from .scope import SHARED, Named, shown
from .tables import changes, facts, feed, table_of

_KEY = "pseudonym_key"


class Page(NamedTuple):
    """Records of one kind in the order in which they were last changed.

    Attributes:
        next: the number to go on from, now or tomorrow.
        more: whether there is more now.
    """

    records: list[Values]
    next: int
    more: bool


def pseudonyms_of(engine: Engine) -> Pseudonyms:
    """The central store's pseudonyms; their key is made where there is none yet."""
    asks = select(facts.c.value).where(facts.c.key == _KEY)
    with reading(engine) as connection:
        kept = connection.scalar(asks)
    if kept is None:
        with writing(engine) as connection:
            kept = connection.scalar(asks)
            if kept is None:
                kept = secrets.token_hex(32)
                connection.execute(insert(facts), {"key": _KEY, "value": kept})
    return Pseudonyms(bytes.fromhex(kept))


def page(
    connection: Connection,
    account: Account,
    kind: str,
    since: int,
    limit: int,
    *,
    hive: str | None = None,
    pseudonyms: Pseudonyms | None = None,
) -> Page:
    """Records of a kind that were changed after number `since`; at most `limit` are looked at.

    Args:
        hive: only records of the Hive with this id or name.
        pseudonyms: what stands for ids; None for records as the account's laptop would hold them.

    Raises:
        NoSuchPoint: `since` is past the last change.
    """
    _reached(connection, since)
    last = func.max(feed.c.seq).label("last")
    asks = (
        select(changes.c.record_id, last)
        .join(feed, feed.c.change_id == changes.c.id)
        .where(changes.c.kind == kind, feed.c.again == 0)
        .group_by(changes.c.record_id)
        .having(last > since)
        .order_by(last)
        .limit(limit + 1)
    )
    found = connection.execute(asks).all()
    more, found = len(found) > limit, found[:limit]
    ids = [row.record_id for row in found]
    rows = whole_rows(connection, kind, ids)
    owners = Owners(connection)
    owners.load((kind, record_id) for record_id in ids)
    wanted = None if hive is None else _hives_called(connection, hive)
    asked = [each for each in ids if _is_asked(account, owners, kind, each, wanted)]
    if pseudonyms is None:
        records = _told(account, owners, kind, [rows[each] for each in asked])
    else:
        records = [_left(kind, rows[each], pseudonyms) for each in asked]
    return Page(records, found[-1].last if found else since, more)


def _hives_called(connection: Connection, hive: str) -> frozenset[str]:
    table = table_of("hives")
    called = (func.lower(table.c.name) == hive.lower()) | (table.c.id == hive)
    return frozenset(connection.scalars(select(table.c.id).where(called)))


def _is_asked(
    account: Account, owners: Owners, kind: str, record_id: str, wanted: frozenset[str] | None
) -> bool:
    hives = owners.hives(kind, record_id)
    shared = not hives and kind in SHARED
    if account.hives is not None and not shared and not hives & account.hives:
        return False
    return wanted is None or bool(hives & wanted)


def _told(account: Account, owners: Owners, kind: str, rows: list[Values]) -> list[Values]:
    """Records with their names: what a laptop of the same account would be told of them."""
    owners.load(
        (target_kind, row[name])
        for row in rows
        for name, target_kind in REFERENCES[kind].items()
        if row[name] is not None
    )
    told = (shown(account, owners, Named(kind, row["id"]), own=False, values=row) for row in rows)
    return [each for each in told if each is not None]


def _left(kind: str, values: Mapping[str, Any], pseudonyms: Pseudonyms) -> Values:
    left = {name: left_of(KINDS[kind], column) for name, column in columns_by_name(kind).items()}
    return {
        name: value if value is None else pseudonyms.apply(left[name], value)
        for name, value in values.items()
        if left[name] is not Left.NOTHING
    }


def _reached(connection: Connection, since: int | None) -> int:
    """The number of the last change.

    Raises:
        NoSuchPoint: `since` is past it; what lies between would be missing for ever.
    """
    reached = greatest(connection)
    if since is not None and since > reached:
        raise NoSuchPoint(
            f"The central store has come to number {reached}, not to {since}.",
            "It may have been put back from a backup. Take everything once more, without a number.",
        )
    return reached


def bundle(
    engine: Engine, out: Path, now: dt.datetime, since: int | None, *, pseudonymised: bool
) -> dict[str, Any]:
    """Write every kind as CSV, whole or what was changed after a number; see `sync/csv/writer`.

    Returns:
        the manifest; its `continue_from` is the `since` of the next one.

    Raises:
        CannotWrite, Unreachable, NoSuchPoint: nothing was written.
    """
    with reading(engine) as connection:
        _reached(connection, since)
    pseudonyms = pseudonyms_of(engine) if pseudonymised else None
    with place(out) as opens, reading(engine) as connection:
        reached = _reached(connection, since)
        asked = []
        for part in parts(pseudonyms):
            if part.kind not in KINDS:
                continue
            its = bare(part.model)
            asks = select(*(each.column for each in part.columns)).order_by(its.id)
            if since is not None:
                changed = (
                    select(changes.c.record_id)
                    .join(feed, feed.c.change_id == changes.c.id)
                    .where(changes.c.kind == part.kind, feed.c.seq > since)
                )
                asks = asks.where(its.id.in_(changed))
            asked.append((part, asks))
        return write(connection, opens, asked, About(now, reached, since, pseudonymised))
