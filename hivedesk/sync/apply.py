"""Taking a page of changes into the store: rows, search, Change rows and cursor in one transaction.

A change that cannot be taken in is kept and waits; it never holds up the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hivedesk.records import Base
from hivedesk.records.clock import parse, receive
from hivedesk.records.errors import PlainError
from hivedesk.records.journal import ACCEPTED, THEIRS, WAITING
from hivedesk.store import Store, Writing, settings
from hivedesk.store.changes import add_changes, change_row
from hivedesk.store.conflicts import turn

from . import conflicts, outbox, rows
from .connection import Connection, altering, connection_of, device, devices, move_on
from .merge import Merged, merge
from .rows import Key, Known
from .wire import PullAnswer, PulledChange, Unreadable

_PROGRAM = "HiveDesk"
_TABLE = Base.metadata.tables["changes"]
_COLUMNS = _TABLE.c


class Overtaken(PlainError):
    """Another program brought the same store up to date meanwhile."""


@dataclass
class Applied:
    """What a page brought.

    Attributes:
        connection: the tie, moved on to the end of the page.
        kinds: kinds of record that changed.
        pulled: changes made elsewhere that are now in the store.
        conflicts: texts of which both were kept.
        waiting: changes that cannot be taken in yet.
        is_a_copy: central knows changes of this very laptop that the store does not hold.
    """

    connection: Connection
    kinds: set[str] = field(default_factory=set)
    pulled: int = 0
    conflicts: int = 0
    waiting: int = 0
    is_a_copy: bool = False


def apply_page(
    store: Store, connection: Connection, answer: PullAnswer, now: dt.datetime
) -> Applied:
    """Take in one page and move the cursor on; all of it, or nothing.

    Args:
        connection: as it was when the page was asked for.
        now: the laptop's own time, aware.

    Raises:
        Overtaken: the page has been taken in by somebody else; nothing was changed.
        Unreadable: central said something that is no change.
        PlainError: the machine refused; nothing was changed.
    """
    for change in answer.changes:
        _check(change)
    with altering(store) as session:
        if connection_of(session) != connection:
            raise Overtaken(
                "Another window is bringing this store up to date.", "Wait until it is done."
            )
        done = take_in(session, answer.changes, now, again=not answer.more)
        scope = connection.scope or answer.scope
        return Applied(move_on(session, connection, answer.next, scope), **done)


def take_in(
    session: Session, changes: Iterable[PulledChange], now: dt.datetime, *, again: bool
) -> dict[str, Any]:
    """Take changes into a transaction that is under way.

    Args:
        again: also try once more what has been waiting.

    Returns:
        the counts of `Applied`, by name.
    """
    changes = list(changes)
    ids = [change.id for change in changes]
    outbox.give_way(session, ids)
    known = _known(session, ids)
    outbox.accept(session, [id_ for id_, state in known.items() if state not in (THEIRS, WAITING)])
    fresh = [change for change in changes if change.id not in known]
    waiting = _waiting(session) if again else []
    refused: dict[str, tuple[str, str]] = {}
    while True:
        taken = _sort_out(session, [*fresh, *waiting], refused)
        records = rows.load(session, ((each.kind, each.record_id) for each in taken))
        try:
            with session.begin_nested():
                found = _merge_all(session, taken, records, now)
                rows.write(session, records)
            break
        except IntegrityError:
            # Dates that are right on either laptop may not be, merged: those wait.
            unfit = rows.unfit(session, records)
            if not unfit:
                raise
            refused |= {
                each.id: ("unfit", "With what is here it makes no whole record.")
                for each in taken
                if (each.kind, each.record_id) in unfit
            }
    own = devices(session)
    _journal(session, fresh, waiting, refused, own)
    if fresh:
        latest = max(change.clock for change in fresh)
        settings.put(
            session, settings.CLOCK, receive(settings.get(session, settings.CLOCK), latest)
        )
    _bring_into_line(session, taken, now)
    for undone in dict.fromkeys(each.undoes for each in taken if each.undoes):
        turn(session, undone, now)
    conflicts.settle_by_ours(session, now)
    this = device(session)
    return {
        "kinds": {change.kind for change in taken},
        "pulled": sum(change.device not in own and change.id not in refused for change in fresh),
        "conflicts": found,
        "waiting": len(refused),
        "is_a_copy": any(change.device == this for change in fresh),
    }


def _check(change: PulledChange) -> None:
    try:
        parse(change.clock)
        if dt.datetime.fromisoformat(change.at).tzinfo is None:
            raise ValueError("no time zone")
    except ValueError:
        raise Unreadable("PulledChange.clock or PulledChange.at is not what was agreed") from None


def _known(session: Session, ids: list[str]) -> dict[str, str]:
    """The state of those changes that the store holds."""
    found: dict[str, str] = {}
    for some in rows.batched(ids):
        asked = select(_COLUMNS.id, _COLUMNS.state).where(_COLUMNS.id.in_(some))
        found |= {row.id: row.state for row in session.execute(asked)}
    return found


def _waiting(session: Session) -> list[PulledChange]:
    found = session.execute(
        select(*_COLUMNS).where(_COLUMNS.state == WAITING).order_by(_COLUMNS.seq)
    )
    names = PulledChange.__dataclass_fields__
    return [
        PulledChange(**{name: row._mapping[name] for name in names} | {"at": row.at.isoformat()})
        for row in found
    ]


def _sort_out(
    session: Session, changes: list[PulledChange], refused: dict[str, tuple[str, str]]
) -> list[PulledChange]:
    """Those that can be taken in. The others go into `refused`, by id: code, and words why not."""
    taken = []
    for change in changes:
        if problem := rows.problem_of(change.kind, change.after):
            refused[change.id] = ("unreadable", problem)
        elif change.id not in refused:
            taken.append(change)
    wanted: dict[str, set[str]] = {}
    for change in taken:
        for kind, record_id in _needs(change):
            wanted.setdefault(kind, set()).add(record_id)
    there = {
        (kind, each) for kind, ids in wanted.items() for each in rows.there(session, kind, ids)
    }
    # One that waits keeps those waiting that need it: look until nothing changes.
    while True:
        have = there | {(each.kind, each.record_id) for each in taken if each.before is None}
        lost = {change.id for change in taken if not _needs(change) <= have}
        if not lost:
            return taken
        words = ("missing", "It needs a record that is not here.")
        refused |= dict.fromkeys(lost, words)
        taken = [change for change in taken if change.id not in lost]


def _needs(change: PulledChange) -> set[Key]:
    """The records that must be there for it."""
    needed = {
        (kind, change.after[name])
        for name, kind in rows.references(change.kind).items()
        if change.after.get(name) is not None
    }
    return needed if change.before is None else needed | {(change.kind, change.record_id)}


def _merge_all(
    session: Session, changes: list[PulledChange], records: dict[Key, Known], now: dt.datetime
) -> int:
    """Merge each change into its record, in memory; how many texts were kept twice."""
    own, unsettled, found = devices(session), conflicts.open_ones(session), 0
    for change in changes:
        known = records[change.kind, change.record_id]
        fields = rows.columns(change.kind)
        after = {name: value for name, value in change.after.items() if name in fields}
        long = rows.long_fields(change.kind)
        merged = merge(known.values, known.clocks, change.clock, change.before, after, long)
        if change.device not in own and long & after.keys():
            found += _keep_texts(session, change, merged, known, unsettled, own, now)
        known.values |= merged.sets
        known.clocks |= merged.clocks
        known.changed |= merged.sets.keys()
    return found


def _keep_texts(
    session: Session,
    change: PulledChange,
    merged: Merged,
    known: Known,
    unsettled: dict[conflicts.Place, dict[str, Any]],
    own: set[str],
    now: dt.datetime,
) -> int:
    """Keep both of two texts where one was written here; others keep theirs on their laptops."""
    begun = 0
    clashing = {each.field for each in merged.conflicts}
    for name in rows.long_fields(change.kind) & change.after.keys():
        place, stands = (change.kind, change.record_id, name), known.values.get(name)
        if place in unsettled and conflicts.follow(session, unsettled[place], change, stands, now):
            if unsettled[place]["settled_at"]:
                del unsettled[place]
            continue
        if name in clashing and known.clocks[name].rpartition("-")[2] in own:
            unsettled[place] = conflicts.begin(session, change, name, stands or "", now)
            begun += 1
    return begun


def _journal(
    session: Session,
    fresh: list[PulledChange],
    waiting: list[PulledChange],
    refused: dict[str, tuple[str, str]],
    own: set[str],
) -> None:
    """Keep the Change rows; those that waited and were now taken in wait no more."""
    if fresh:
        session.execute(insert(_TABLE), [_row(each, refused.get(each.id), own) for each in fresh])
    done = [change.id for change in waiting if change.id not in refused]
    for some in rows.batched(done):
        session.execute(
            update(_TABLE).where(_COLUMNS.id.in_(some)).values(state=THEIRS, code=None, reason=None)
        )


def _row(change: PulledChange, why: tuple[str, str] | None, own: set[str]) -> dict[str, Any]:
    code, reason = why or (None, None)
    state = ACCEPTED if change.device in own else THEIRS
    return {
        "id": change.id,
        "group_id": change.group_id,
        "undoes": change.undoes,
        "clock": change.clock,
        "device": change.device,
        "at": dt.datetime.fromisoformat(change.at),
        "who": change.who,
        "verb": change.verb,
        "kind": change.kind,
        "record_id": change.record_id,
        "before": change.before,
        "after": change.after,
        "state": WAITING if why else state,
        "code": code,
        "reason": reason,
    }


_OUT_OF_LINE = text(
    "SELECT id, status, newest FROM (SELECT f.id, f.status, (SELECT s.status FROM family_statuses"
    " s WHERE s.family_id = f.id AND s.archived_at IS NULL ORDER BY s.from_on DESC, s.id DESC"
    " LIMIT 1) AS newest FROM families f WHERE f.id = :id AND f.archived_at IS NULL)"
    " WHERE status <> newest"
)


def _bring_into_line(session: Session, taken: list[PulledChange], now: dt.datetime) -> None:
    """A family's status is its newest step, also where the two were changed on two laptops.

    Every laptop that sees the two part writes the same value, so they need not agree who does.
    """
    families = {each.record_id for each in taken if each.kind == "families"}
    steps = {each.record_id for each in taken if each.kind == "family-statuses"}
    table = rows.table_of("family-statuses").c
    for some in rows.batched(list(steps)):
        families |= set(session.scalars(select(table.family_id).where(table.id.in_(some))))
    write = Writing(session, _PROGRAM, "Bring the status into line", now)
    changed = []
    for family in sorted(families):
        for row in session.execute(_OUT_OF_LINE, {"id": family}):
            before, after = {"status": row.status}, {"status": row.newest}
            changed.append(change_row(write, "families", row.id, before, after))
            families_ = rows.table_of("families")
            session.execute(
                update(families_).where(families_.c.id == row.id).values(status=row.newest)
            )
    if changed:
        add_changes(write, changed)
        settings.put(session, settings.CLOCK, str(write.clock))
