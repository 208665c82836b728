"""Undo and redo of one's own last actions, from the Change rows themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Change, Record, values_of
from hivedesk.records.errors import PlainError
from hivedesk.rules.problems import refuse_on
from hivedesk.store.jsonable import values_from_json, values_to_json

from .desk import Desk, Outcome, outcome
from .saving import problems_with

DEPTH = 100
"""How many of one's own actions can be walked back."""


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
    rows = session.execute(
        select(Change.group_id, Change.undoes, func.max(Change.verb), func.min(Change.seq))
        .where(Change.who == who)
        .group_by(Change.group_id, Change.undoes)
        .order_by(func.min(Change.seq).desc())
        .limit(DEPTH)
    ).all()
    found = Stacks()
    for group_id, undoes, verb, _ in reversed(rows):
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
    return found


def undo(desk: Desk) -> Outcome:
    """Take back one's own last action.

    Raises:
        NothingToUndo, ChangedSince: nothing was changed.
    """
    with desk.store.reading() as session:
        steps = stacks(session, desk.who).undo
    if not steps:
        raise NothingToUndo("There is nothing to undo.")
    return _reverse(desk, steps[-1])


def redo(desk: Desk) -> Outcome:
    """Do again what was last taken back.

    Raises:
        NothingToUndo, ChangedSince: nothing was changed.
    """
    with desk.store.reading() as session:
        steps = stacks(session, desk.who).redo
    if not steps:
        raise NothingToUndo("There is nothing to redo.")
    return _reverse(desk, steps[-1])


def _reverse(desk: Desk, step: Step) -> Outcome:
    with desk.writing(step.verb, undoes=step.group_id) as write:
        changes = write.session.scalars(
            select(Change).where(Change.group_id == step.group_id).order_by(Change.seq.desc())
        ).all()
        for change in changes:
            record = write.session.get_one(KINDS[change.kind], change.record_id)
            for name, value in _earlier(record, change).items():
                setattr(record, name, value)
            write.session.flush()
            if record.archived_at is None:
                # What was right then may clash now: the bed may have gone to another child.
                found = problems_with(write.session, type(record), values_of(record), write.at)
                refuse_on(found, warnings_accepted=True)
    return outcome(write)


def _earlier(record: Record, change: Change) -> dict[str, Any]:
    """The values that take `change` back. What was added is archived, never deleted."""
    model = type(record)
    if change.before is None:
        if record.archived_at is not None:
            raise ChangedSince("That record has been archived since.", "Nothing was changed.")
        return {"archived_at": change.at}
    now = values_to_json({name: getattr(record, name) for name in change.after})
    if now != change.after:
        raise ChangedSince(
            "That record has been changed since, so it was left as it is.",
            "Open it to see what it says now.",
        )
    return values_from_json(model, change.before)
