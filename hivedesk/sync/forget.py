"""What a laptop may no longer hold goes from it: a closed account, or a narrower view."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session

from hivedesk.actions.desk import LINK_CARER, PROGRAM
from hivedesk.records import KINDS, Base, StoreSetting
from hivedesk.records.clock import BEFORE_ALL
from hivedesk.records.errors import PlainError
from hivedesk.records.journal import ACCEPTED, THEIRS, WAITING
from hivedesk.settings import read_settings
from hivedesk.store import Store, backup, search, settings
from hivedesk.store.database import connect, said_plainly
from hivedesk.store.founding import BEGIN

from . import rows
from .apply import take_in
from .client import Client
from .connection import Connection, altering, connection_of, move_on
from .ended import begin_again
from .merge import merge
from .rows import Key, Known
from .wire import PullAnswer

_TABLE = Base.metadata.tables["changes"]
_COLUMNS = _TABLE.c


def wipe(store: Store, at: dt.datetime, url: str) -> None:
    """Empty a store whose account was closed, and remove its backups.

    Nothing of it stays, but that it happened, when, and at which central store.

    Args:
        at: the machine's own time, aware.
        url: where that central store is.

    Raises:
        PlainError: the machine refused; nothing was removed.
    """
    with altering(store) as session:
        for table in Base.metadata.tables.values():
            session.execute(delete(table))
        session.execute(text("DELETE FROM search_entries"))
        for index in search.INDEXES.values():
            session.execute(text(f"INSERT INTO {index} ({index}) VALUES ('delete-all')"))
        begin_again(session, at, url)
    shared = read_settings().backup_folder
    folders = [backup.own_folder(shared, store.key)] if shared is not None else []
    for folder in (backup.folder_of(store.path), *folders):
        # Held open by somebody, or a drive that is not there: the next start thins it out.
        with contextlib.suppress(OSError):
            for _, path in backup.listed(folder, store.path.stem):
                with contextlib.suppress(OSError):
                    path.unlink()
    with said_plainly(store.path):
        # Deleted pages are overwritten in the file only when the log is folded into it.
        connection = connect(store.path, store.key)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def is_only_begun(session: Session) -> bool:
    """Whether a store holds nothing but what it began with: nobody has worked at it."""
    begun = (_COLUMNS.who == PROGRAM) & (_COLUMNS.verb == BEGIN)
    return session.scalar(select(_COLUMNS.id).where(~begun).limit(1)) is None


def make_a_carers(session: Session, before: Connection | None) -> None:
    """A link carer's laptop shows her rooms alone: take from it the Hive and worker it began with.

    Args:
        before: its tie so far.

    Raises:
        PlainError: the store holds the work of a Hive, which is not hers to see.
    """
    if before is not None and before.role == LINK_CARER:
        return
    if not is_only_begun(session):
        raise PlainError(
            "This store holds the work of a Hive, and a link carer's account is not to see that.",
            "Nothing was changed. Begin a new store, and ask for another joining code.",
        )
    let_go_of_beginning(session)


def let_go_of_beginning(session: Session) -> None:
    """Take from a store that has only begun its own Hive, worker and policies: there are others."""
    _let_go_of_own(session)
    session.execute(
        delete(StoreSetting).where(StoreSetting.key.in_((settings.HIVE, settings.WORKER)))
    )


def let_go_of_policies(session: Session) -> None:
    """Take from a worker's store the policies that a settings file began it with.

    Those of the central store hold from now on, and a worker's account may not bring others.
    """
    changed = (_COLUMNS.who != PROGRAM) | (_COLUMNS.verb != BEGIN)
    touched = select(_COLUMNS.record_id).where(_COLUMNS.kind == "policies", changed)
    _let_go_of_own(session, _COLUMNS.kind == "policies", _COLUMNS.record_id.not_in(touched))


def _let_go_of_own(session: Session, *which: ColumnElement[bool]) -> None:
    own = select(_COLUMNS.kind, _COLUMNS.record_id).where(_COLUMNS.clock != BEFORE_ALL, *which)
    for kind, record_id in session.execute(own).all():
        session.execute(delete(_TABLE).where(_COLUMNS.record_id == record_id))
        _remove(session, kind, record_id)


def rescope(
    store: Store, client: Client, tie: Connection, now: dt.datetime, kinds: set[str]
) -> Connection:
    """The account may now see something else: hear everything again, forget what is not told.

    May be killed anywhere: the new scope is kept only with the last step.

    Args:
        kinds: told which kinds of record changed.

    Returns:
        the tie, moved on to the end.
    """
    told: set[str] = set()
    since, scope = 0, None
    while True:
        answer = client.pull(since, tie.epoch)
        if scope not in (None, answer.scope):  # it changed once more: begin again
            told.clear()
            since, scope = 0, None
            continue
        scope = answer.scope
        told |= {change.id for change in answer.changes}
        with altering(store) as session:
            _hear_again(session, answer, now)
            if not answer.more:
                _forget(session, told)
                kinds |= set(KINDS)
                return move_on(session, connection_of(session), answer.next, answer.scope)
        since = answer.next


def _hear_again(session: Session, answer: PullAnswer, now: dt.datetime) -> None:
    """Take in a page some of which is known, perhaps with more or fewer fields than before."""
    told = {change.id: change for change in answer.changes}
    again: set[Key] = set()
    for some in rows.batched(list(told)):
        asked = select(_COLUMNS.id, _COLUMNS.before, _COLUMNS.after).where(
            _COLUMNS.id.in_(some), rows.STATE == THEIRS
        )
        for row in session.execute(asked).all():
            change = told[row.id]
            if (row.before, row.after) != (change.before, change.after):
                session.execute(
                    update(_TABLE)
                    .where(_COLUMNS.id == row.id)
                    .values(before=change.before, after=change.after)
                )
                again.add((change.kind, change.record_id))
    take_in(session, answer.changes, now, again=not answer.more)
    _tell_from_changes(session, again)


def _forget(session: Session, told: set[str]) -> None:
    """Let go of every change that central has and did not tell, and of records without any."""
    rows_ = session.execute(
        select(_COLUMNS.id, _COLUMNS.kind, _COLUMNS.record_id).where(
            _COLUMNS.state.in_((THEIRS, WAITING, ACCEPTED))
        )
    )
    gone = [row for row in rows_ if row.id not in told]
    reached = session.scalar(select(func.max(_COLUMNS.seq))) or 0
    for some in rows.batched([row.id for row in gone]):
        session.execute(delete(_TABLE).where(_COLUMNS.id.in_(some)))
    _tell_from_changes(session, {(row.kind, row.record_id) for row in gone if row.kind in KINDS})
    while lost := _dangling(session):
        _let_go(session, lost)
    _count_on(session, reached + 1)


def _count_on(session: Session, number: int) -> None:
    """Give no number of a change twice: who exports since a number would miss what has it now."""
    last = select(func.max(_COLUMNS.seq)).scalar_subquery()
    session.execute(update(_TABLE).where(_COLUMNS.seq == last).values(seq=number))
    settings.put(session, settings.RESCOPED, str(number))


def _tell_from_changes(session: Session, keys: Iterable[Key]) -> None:
    """Make records anew from their changes; a record without any goes."""
    for kind, record_id in keys:
        said = session.execute(
            select(_COLUMNS.clock, _COLUMNS.before, _COLUMNS.after).where(
                _COLUMNS.kind == kind, _COLUMNS.record_id == record_id, _COLUMNS.state != WAITING
            )
        ).all()
        if not said:
            _remove(session, kind, record_id)
            continue
        known, fields = Known(), rows.columns(kind)
        for clock, before, after in said:
            here = {name: value for name, value in after.items() if name in fields}
            merged = merge(known.values, known.clocks, clock, before, here, ())
            known.values |= merged.sets
            known.clocks |= merged.clocks
        if rows.there(session, kind, [record_id]):
            rows.rewrite(session, kind, record_id, known)


def _remove(session: Session, kind: str, record_id: str) -> None:
    connection = session.connection()
    table = rows.table_of(kind)
    connection.execute(delete(table).where(table.c.id == record_id))
    search.drop(connection, record_id)
    conflicts = Base.metadata.tables["conflicts"]
    connection.execute(
        delete(conflicts).where(conflicts.c.kind == kind, conflicts.c.record_id == record_id)
    )


def _dangling(session: Session) -> list[tuple[str, int, int]]:
    """Rows that point at a record that is gone: table, row and which of its references."""
    found = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
    return [(row[0], row[1], row[3]) for row in found]


def _let_go(session: Session, lost: list[tuple[str, int, int]]) -> None:
    """Empty the reference where it may be empty; else the record goes too, and its changes."""
    connection = session.connection()
    for table_name, rowid, number in lost:
        listed = connection.exec_driver_sql(f"PRAGMA foreign_key_list({table_name})").all()
        name = next(row[3] for row in listed if row[0] == number)
        table = Base.metadata.tables[table_name]
        record_id = connection.exec_driver_sql(
            f"SELECT id FROM {table_name} WHERE rowid = ?", (rowid,)
        ).scalar()
        if record_id is None:
            continue
        if table.c[name].nullable:
            empty: dict[str, Any] = {name: None}
            connection.execute(update(table).where(table.c.id == record_id).values(empty))
            continue
        kind = table_name.replace("_", "-")
        connection.execute(
            delete(_TABLE).where(_COLUMNS.kind == kind, _COLUMNS.record_id == record_id)
        )
        _remove(session, kind, record_id)
