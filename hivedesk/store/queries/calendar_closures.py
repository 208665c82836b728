"""The closures of a link carer's rooms a calendar has to hear of, also those to forget again.

As with stays (`calendar_entries`): one that was taken back, or moved to a room elsewhere,
stays in the answer as off, with the days it last had here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hivedesk.records import Room, RoomClosure, kind_of
from hivedesk.store.jsonable import values_from_json

from .calendar_entries import once_with, stories

_CLOSURE = kind_of(RoomClosure)
_WHEN_AND_WHERE = ("room_id", "first_day", "last_day")


@dataclass(frozen=True)
class CalendarClosure:
    """One closure as a calendar hears of it: its days, both included, and never its reason.

    Attributes:
        changes: how often it was changed since it was first written.
        changed_at: the moment of the last change, aware.
        off: the room is not, or no longer, closed then.
    """

    id: str
    room: str
    first_day: dt.date
    last_day: dt.date
    changes: int
    changed_at: dt.datetime
    off: bool


def calendar_closures(session: Session, link_carer_id: str) -> list[CalendarClosure]:
    """Every closure of a room of this link carer, ever, in the order they begin."""
    its_rooms = select(Room.id, Room.name).where(Room.link_carer_id == link_carer_id)
    rooms = {row.id: row.name for row in session.execute(its_rooms)}
    found = session.scalars(
        select(RoomClosure)
        .where(
            or_(
                RoomClosure.room_id.in_(rooms),
                RoomClosure.id.in_(once_with(_CLOSURE, "room_id", rooms)),
            )
        )
        .order_by(RoomClosure.first_day, RoomClosure.id)
    ).all()
    changes = stories(session, _CLOSURE, [each.id for each in found])
    return [told_closure(each, rooms, changes[each.id]) for each in found]


def told_closure(each: Any, rooms: dict[str, str], story: list[Any]) -> CalendarClosure:
    """One closure as a calendar hears of it.

    Args:
        each: the closure, or a row of it.
        rooms: the link carer's rooms: names by id.
        story: its changes (`at`, `before`, `after`), the first one first.
    """
    values = {name: getattr(each, name) for name in _WHEN_AND_WHERE}
    here = values["room_id"] in rooms
    for change in () if here else reversed(story):
        before = {k: v for k, v in (change.before or {}).items() if k in _WHEN_AND_WHERE}
        values |= values_from_json(RoomClosure, before)
        if values["room_id"] in rooms:
            break
    return _told(each, values, rooms, story, off=not here or each.archived_at is not None)


def _told(
    closure: Any,
    values: dict[str, Any],
    rooms: dict[str, str],
    story: list[Any],
    *,
    off: bool,
) -> CalendarClosure:
    return CalendarClosure(
        closure.id,
        rooms[values["room_id"]],
        values["first_day"],
        values["last_day"],
        len(story) - 1,
        story[-1].at,
        off,
    )
