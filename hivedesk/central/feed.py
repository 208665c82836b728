"""Telling a laptop what it has not heard: changes since a number, as far as it may see them."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, false, func, or_, select

from hivedesk.records import Sensitivity
from hivedesk.sync.wire import PullAnswer, PulledChange

from . import scope
from .accounts import Account, Role
from .owners import REFERENCES, Owners, Values
from .removals import is_of
from .schema import epoch_of
from .tables import changes, feed, moves, table_of

_AGAIN = uuid.UUID("6f0e3f2c-4d57-4a0e-9f5e-0e6a4a1f1d11")


def pull(connection: Connection, account: Account, since: int, limit: int) -> PullAnswer:
    """What came after number `since`; at most `limit` changes are looked at.

    A batch may hold fewer changes than that, or none: go on from `next` while there is `more`.
    """
    # Asked first: what comes between the two questions has a higher number, and its turn later.
    newest = connection.scalar(select(func.max(feed.c.seq))) or 0
    query = (
        select(feed.c.seq, feed.c.again, changes)
        .join(changes, changes.c.id == feed.c.change_id)
        .where(feed.c.seq > since, feed.c.seq <= newest, *_may_concern(account))
        .order_by(feed.c.seq)
        .limit(limit + 1)
    )
    rows = connection.execute(query).all()
    more, rows = len(rows) > limit, rows[:limit]
    owners = Owners(connection)
    if not scope.sees_all(account):
        _load(owners, rows)
    told = [shown for row in rows if (shown := _shown(account, owners, row)) is not None]
    if account.role is Role.LINK_CARER:
        told += _news_of_guests(connection, account, owners, rows)
    return PullAnswer(
        epoch_of(connection),
        told,
        rows[-1].seq if more else max(newest, since),
        more,
        scope_of(connection, account),
    )


def _may_concern(account: Account) -> list[ColumnElement[bool]]:
    """Leaves out, where they lie, the other Hives' changes of which a worker is told nothing.

    It only spares reading them: what may be told of the rest is for `scope` to say. Without it
    each laptop's sync would grow with the work of all others.
    """
    if account.role is not Role.WORKER or account.hives is None:
        return []
    return [
        or_(
            changes.c.kind != kind,
            exists().where(
                table_of(kind).c.id == changes.c.record_id,
                or_(false(), *(is_of(kind, hive_id) for hive_id in account.hives)),
            ),
        )
        for kind in scope.CLOSED
    ]


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
    if before is None and row.before is not None:
        before = {}  # an edit all the same: the record did not begin here
    if before and account.role is Role.LINK_CARER and not (row.before or {}).get("needs"):
        # She may have been told the child's there: that is no text of hers to keep beside it.
        before.pop("needs", None)
    # Told under its first number it may have been cut; told again, it is another telling.
    told_as = str(uuid.uuid5(_AGAIN, f"{row.id} {row.seq}")) if row.again else row.id
    return _telling(row, told_as, row.kind, row.record_id, before, after)


def _news_of_guests(
    connection: Connection, account: Account, owners: Owners, rows: Any
) -> list[PulledChange]:
    """What a link carer is told of a child stands in its stays: so are changes to it."""
    news = {
        row.seq: row
        for row in rows
        if row.kind == "children" and row.before is not None and scope.TOLD_OF & row.after.keys()
    }
    if not news:
        return []
    table = table_of("bookings")
    found = connection.execute(
        select(table.c.id, table.c.child_id).where(
            table.c.child_id.in_({row.record_id for row in news.values()}),
            table.c.status.in_(scope.AHEAD),
        )
    ).all()
    owners.load(("bookings", stay.id) for stay in found)
    told = []
    for row in news.values():
        for stay in found:
            carer = owners.link_carer("bookings", stay.id)
            if stay.child_id != row.record_id or carer not in account.link_carers:
                continue
            after = scope.guest(owners, stay.id, row.after.keys())
            if after:
                told_as = str(uuid.uuid5(_AGAIN, f"{row.id} {stay.id}"))
                told.append(_telling(row, told_as, "bookings", stay.id, {}, after))
    return told


def _telling(
    row: Any, told_as: str, kind: str, record_id: str, before: Values | None, after: Values
) -> PulledChange:
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
        kind=kind,
        record_id=record_id,
        before=before,
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
