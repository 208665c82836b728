"""Undo and redo of one's own last actions, from the Change rows themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Change, Record, declared, points_at, values_of
from hivedesk.records.errors import NotFound, PlainError
from hivedesk.records.journal import SEND_AGAIN, THEIRS
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store import Writing
from hivedesk.store.changes import change_row
from hivedesk.store.conflicts import turn
from hivedesk.store.jsonable import values_from_json, values_to_json

from .desk import PROGRAM, Desk, Outcome, outcome
from .resting import hangs_on, is_lost, rests_on
from .saving import problems_with, settle

DEPTH = 100
"""How many of one's own actions can be walked back."""

_LOOKED_AT = 5_000
"""Newest Change rows in which one's own actions are looked for; reading all would take seconds."""


class NothingToUndo(PlainError):
    """There is no action of this person left to take back or do again."""


class ChangedSince(PlainError):
    """Somebody changed the record after the action; taking it back would lose that."""


@dataclass(frozen=True)
class Step:
    """One action that can be taken back: its Change rows and what it was called."""

    group_id: str
    verb: str


@dataclass
class Stacks:
    """What can be undone and redone now, the next one last."""

    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)


def stacks(session: Session, who: str) -> Stacks:
    """Replay one's own last actions to see where one stands."""
    if who == PROGRAM:
        return Stacks()
    newest = select(func.coalesce(func.max(Change.seq), 0)).scalar_subquery()
    rows = session.execute(
        select(Change.group_id, Change.undoes, func.max(Change.verb))
        .where(
            Change.seq > newest - _LOOKED_AT,
            Change.who == who,
            # What came from another laptop, even one's own, is taken back there.
            Change.state != THEIRS,
            Change.verb != SEND_AGAIN,
        )
        .group_by(Change.group_id, Change.undoes)
        .order_by(func.min(Change.seq))
    ).all()
    found = Stacks()
    for group_id, undoes, verb in rows:
        step = Step(group_id, verb)
        if undoes is None:
            found.undo.append(step)
            found.redo.clear()
        elif found.redo and found.redo[-1].group_id == undoes:
            found.redo.pop()
            found.undo.append(step)
        else:
            if found.undo and found.undo[-1].group_id == undoes:
                found.undo.pop()
            found.redo.append(step)
    return Stacks(found.undo[-DEPTH:], found.redo[-DEPTH:])


def undo(desk: Desk) -> Outcome:
    """Take back one's own last action.

    Raises:
        NothingToUndo, ChangedSince, Refused: nothing was changed.
    """
    with desk.store.reading() as session:
        steps = stacks(session, desk.who).undo
    if not steps:
        raise NothingToUndo("There is nothing to undo.")
    return _reverse(desk, steps[-1])


def redo(desk: Desk) -> Outcome:
    """Do again what was last taken back.

    Raises:
        NothingToUndo, ChangedSince, Refused: nothing was changed.
    """
    with desk.store.reading() as session:
        steps = stacks(session, desk.who).redo
    if not steps:
        raise NothingToUndo("There is nothing to redo.")
    return _reverse(desk, steps[-1])


def take_back(desk: Desk, change_id: str) -> Outcome:
    """Take back one change (that the central store did not take), be it the last or not.

    What it added is archived. It is an action like any other, and can itself be undone.

    Raises:
        NotFound, ChangedSince, Refused: nothing was changed.
    """
    with desk.writing("Take back") as write:
        change = write.session.scalars(select(Change).where(Change.id == change_id)).first()
        if change is None:
            raise NotFound("That change is not in this store.", "Reload the page.")
        write.verb = f"Take back: {change.verb.lower()}"
        _put_back(write, [change])
    return outcome(write, change.record_id)


def _reverse(desk: Desk, step: Step) -> Outcome:
    with desk.writing(step.verb, undoes=step.group_id) as write:
        changes = write.session.scalars(
            select(Change).where(Change.group_id == step.group_id).order_by(Change.seq.desc())
        ).all()
        _put_back(write, changes)
        turn(write.session, step.group_id, write.at)
    return outcome(write)


def _put_back(write: Writing, changes: Iterable[Change]) -> None:
    reversed_: list[tuple[Record, Change, dict[str, Any]]] = []
    for change in changes:
        record = write.session.get_one(KINDS[change.kind], change.record_id)
        reversed_.append((record, change, values_of(record)))
        for name, value in _earlier(write, record, change).items():
            setattr(record, name, value)
    write.session.flush()
    # Asked of the whole, not of each half: the records of one action fit together.
    for record, change, before in reversed_:
        refuse_on(_problems_of(write, record, change, before), warnings_accepted=True)
        settle(write.session, record, before)
        _leave_a_trace(write, record, change)


def _leave_a_trace(write: Writing, record: Record, change: Change) -> None:
    """Steps that led back to where they began are taken back by a change of nothing.

    Without it nobody would know that they are, and they would be taken back for ever.
    """
    key = change.kind, change.record_id
    if write.undoes and key not in write.changes and change.before is not None:
        said = values_to_json({name: getattr(record, name) for name in change.after})
        write.changes[key] = change_row(write, *key, said, dict(said))
        write.kinds.add(change.kind)


def _earlier(write: Writing, record: Record, change: Change) -> dict[str, Any]:
    """The values that take `change` back. What was added is archived, never deleted."""
    known = values_of(record)
    if change.before is None:
        known = {name: value for name, value in known.items() if value is not None}
    else:
        known = {name: known[name] for name in change.after}
    if values_to_json(known) != change.after:
        raise ChangedSince(
            "That record has been changed since, so it was left as it is.",
            "Open it to see what it says now.",
        )
    if change.before is None:
        return {"archived_at": write.at}
    return values_from_json(type(record), change.before)


def _problems_of(
    write: Writing, record: Record, change: Change, before: dict[str, Any]
) -> Iterable[Problem]:
    """What was right then may clash now: the bed or the parent record may be gone."""
    if change.before is None:
        yield from hangs_on(write.session, type(record), record.id)
        return
    if record.archived_at is not None:
        if before["archived_at"] is None:
            yield from rests_on(write.session, change.kind, record.id)
        return
    returns = before["archived_at"] is not None
    for name, (column, _) in declared(type(record)).items():
        table, value = points_at(column), getattr(record, name)
        newly = table and value and (returns or value != before[name])
        if newly and is_lost(write.session, str(table), value):
            one = KINDS[str(table).replace("_", "-")].one
            yield Problem(name, f"The {one} it belongs to has been archived.")
    yield from problems_with(write.session, type(record), values_of(record), write.at)
