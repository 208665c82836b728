"""How a stay came to where it stands: each step of its ladder, and each move, by whom and why."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Change, Room, StayState, kind_of
from hivedesk.store.jsonable import values_from_json


class StayStep(NamedTuple):
    """One step.

    Attributes:
        status: where it stood from then on; None where it was only moved.
        why: what was said with it: the reason, or the note over a warning.
        room: the room it was moved to; "" where it stayed in its own.
        days: the days it was moved to; None where they stayed.
        undone: it was taken back, or done again after that.
    """

    at: dt.datetime
    who: str
    status: StayState | None
    why: str
    room: str = ""
    days: tuple[dt.date, dt.date] | None = None
    undone: bool = False


def steps_of(session: Session, booking_id: str) -> list[StayStep]:
    """Every step of a stay from its Change rows, first to last."""
    changes = session.scalars(
        select(Change)
        .where(Change.kind == kind_of(Booking), Change.record_id == booking_id)
        .order_by(Change.seq)
    ).all()
    steps: list[StayStep] = []
    known: dict[str, object] = {}
    for change in changes:
        given = values_from_json(Booking, change.after)
        known |= given
        status = given.get("status")
        moved = change.before is not None and any(
            given.get(name) for name in ("room_id", "from_on", "to_on")
        )
        if status is None and not moved:
            continue
        days = known.get("from_on"), known.get("to_on")
        steps.append(
            StayStep(
                change.at,
                change.who,
                status,
                _why(change, given),
                _room(session, given) if moved else "",
                days if moved and (given.get("from_on") or given.get("to_on")) else None,  # type: ignore[arg-type]
                change.undoes is not None,
            )
        )
    return steps


def _why(change: Change, given: dict[str, object]) -> str:
    before = (change.before or {}).get("override_note") or ""
    note = str(given.get("override_note") or "")
    # Notes are kept one below the other: only the last line is of this step.
    new = note.removeprefix(str(before)).strip()
    return " ".join(str(each) for each in (given.get("status_why"), new) if each)


def _room(session: Session, given: dict[str, object]) -> str:
    room_id = given.get("room_id")
    return session.scalar(select(Room.name).where(Room.id == room_id)) or "" if room_id else ""
