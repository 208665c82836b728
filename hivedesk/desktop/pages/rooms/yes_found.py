"""What the store says to a question of "Can I say yes?", as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hivedesk.desktop.workspace import words_for
from hivedesk.records import PlainError
from hivedesk.rules.can_say_yes import RoomAnswer
from hivedesk.store.queries.can_i import Askable, ask, askable
from hivedesk.store.queries.held import Held, holds_of

from .yes_question import Asked


@dataclass(frozen=True)
class Found:
    """What the store said: who may be asked for, every hold, those the question is about, and
    the answers."""

    asked: Asked | None = None
    children: tuple[Askable, ...] = ()
    holds: tuple[Held, ...] = ()
    mine: tuple[Held, ...] = ()
    answers: tuple[RoomAnswer, ...] = ()
    why_not: str = ""


def find(
    session: Session,
    asked: Asked | None,
    hive_id: str | None,
    now: dt.datetime,
    moving: str = "",
) -> Found:
    """Who may be asked for, every hold, and an answer for every room once there is a question.

    Args:
        moving: the stay that another room is looked for; it is no reason against any.
    """
    # The stay that is there may be of a child of another Hive than the one looked at.
    children = askable(session, None if moving else hive_id)
    found = Found(asked, tuple(children), tuple(holds_of(session, hive_id, now)))
    if asked is None:
        return found
    mine = tuple(
        held
        for held in found.holds
        if held.is_for(asked.child_ids, asked.guest) and held.touches(asked.from_on, asked.to_on)
    )
    try:
        answers = ask(
            session,
            asked.child_ids,
            asked.kind,
            asked.from_on,
            asked.to_on,
            now,
            guest_name=asked.guest or None,
            hours=asked.hours,
            why=asked.why,
            hive_id=hive_id,
            # What is held for them is no reason against them.
            without=[*(each for held in mine for each in held.ids), *filter(None, [moving])],
        )
    except PlainError as why:
        return replace(found, mine=mine, why_not=words_for(why))
    return replace(found, mine=mine, answers=tuple(answers))
