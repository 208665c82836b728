"""The stays a link carer's calendar has to hear of, also those it has to forget again.

A calendar keeps what it was once told. So a stay stays in the answer when it was called off,
archived or moved to another link carer: as called off, with the days it last had here.

How often a stay was changed is counted in its Change rows. They only ever become more, also
by an undo, which is what a calendar needs to know the newer word from the older.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Change, Child, Room, StayKind, StayState, kind_of
from hivedesk.rules.stays import HOLDS_A_BED, Stay, nights
from hivedesk.store.jsonable import values_from_json

_STAY = tuple(getattr(Booking, each.name) for each in fields(Stay))
_BOOKING = kind_of(Booking)
_WHEN_AND_WHERE = frozenset(each.name for each in fields(Stay)) - {"id", "child_id", "status"}
_GONE = frozenset({StayState.DECLINED, StayState.CANCELLED, StayState.NO_SHOW})


@dataclass(frozen=True)
class CalendarStay:
    """One stay as a calendar hears of it.

    Attributes:
        first_name: of the child; "" where the stay is called off.
        changes: how often it was changed since it was first written.
        changed_at: the moment of the last change, aware.
        off: it is not, or no longer, a stay in one of these rooms.
    """

    stay: Stay
    room: str
    first_name: str
    changes: int
    changed_at: dt.datetime
    off: bool


def calendar_stays(session: Session, link_carer_id: str) -> list[CalendarStay]:
    """Every stay that is, or ever was, in a room of this link carer, in the order they begin.

    Stays that are only asked for or waiting are left out until a bed has been agreed.
    """
    its_rooms = select(Room.id, Room.name).where(Room.link_carer_id == link_carer_id)
    rooms = {row.id: row.name for row in session.execute(its_rooms)}
    rows = session.execute(
        select(*_STAY, Booking.guest_name, Booking.archived_at, Child.first_name)
        .join(Child, Child.id == Booking.child_id, isouter=True)
        .where(
            or_(Booking.room_id.in_(rooms), Booking.id.in_(once_with(_BOOKING, "room_id", rooms)))
        )
        .order_by(Booking.from_on, Booking.id)
    ).all()
    changes = stories(session, _BOOKING, [row.id for row in rows])
    told = []
    for row in rows:
        stay, story = Stay(*row[: len(_STAY)]), changes[row.id]
        name = row.first_name or row.guest_name or ""
        entry = told_stay(stay, name, rooms, story, archived=row.archived_at is not None)
        if entry is not None:
            told.append(entry)
    return told


def told_stay(
    stay: Stay, name: str, rooms: Mapping[str, str], story: list[Any], *, archived: bool
) -> CalendarStay | None:
    """One stay as a calendar hears of it; None where it never had to.

    Args:
        name: the child's first name.
        rooms: the link carer's rooms: names by id.
        story: the stay's changes (`at`, `before`, `after`), the first one first.
    """
    here = stay.room_id in rooms
    sleeps = stay.kind is StayKind.DAY_CARE or bool(nights(stay))
    off = archived or not here or stay.status not in HOLDS_A_BED or not sleeps
    if off and stay.status not in _GONE and not _held_a_bed(stay, story):
        return None
    last = stay if here else _as_it_was_here(stay, rooms, story)
    return CalendarStay(
        stay=last,
        room=rooms[last.room_id],
        first_name="" if off else name,
        changes=len(story) - 1,
        changed_at=story[-1].at,
        off=off,
    )


def _held_a_bed(stay: Stay, story: Iterable[Any]) -> bool:
    ever = {change.after.get("status") for change in story} | {stay.status.value}
    return not ever.isdisjoint(state.value for state in HOLDS_A_BED)


def _as_it_was_here(stay: Stay, rooms: Collection[str], story: list[Any]) -> Stay:
    """Walk back through its changes to the last one in which it had one of these rooms."""
    values: dict[str, Any] = {}
    for change in reversed(story):
        values |= {k: v for k, v in (change.before or {}).items() if k in _WHEN_AND_WHERE}
        if values.get("room_id") in rooms:
            break
    return replace(stay, **values_from_json(Booking, values))


def once_with(kind: str, field: str, values: Collection[str]) -> Select[str]:
    """The ids of the records of a kind of which a field once had one of these values."""
    before = func.json_extract(Change.before, f"$.{field}")
    return select(Change.record_id).where(Change.kind == kind, before.in_(values))


def stories(session: Session, kind: str, record_ids: Collection[str]) -> dict[str, list[Any]]:
    """The changes of each record, the first one first."""
    found: dict[str, list[Any]] = defaultdict(list)
    ids = list(record_ids)
    for start in range(0, len(ids), _AT_ONCE):
        asked = select(Change.record_id, Change.at, Change.before, Change.after).where(
            Change.kind == kind, Change.record_id.in_(ids[start : start + _AT_ONCE])
        )
        for row in session.execute(asked.order_by(Change.seq)):
            found[row.record_id].append(row)
    return found


_AT_ONCE = 500  # ids in one question; SQLite takes a limited number of values
