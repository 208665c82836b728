"""Who sleeps where tonight, and which beds are left should a crisis come."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    LinkCarer,
    Room,
    RoomClosure,
    StayKind,
    StayState,
    bare,
    mapped,
)
from hivedesk.rules.days import Span, age_on
from hivedesk.rules.stays import (
    HOLDS_A_BED,
    RoomFacts,
    Stay,
    bed_nights,
    beds_taken,
    day_care_minutes,
)

from .stretches import kept

_ASKED = frozenset({StayState.REQUESTED, StayState.WAITLISTED})


class Sleeper(NamedTuple):
    """One child of a stay; a child from outside the Hive has a first name only."""

    first_name: str
    last_name: str = ""
    age: int | None = None


class TonightStay(NamedTuple):
    """One line of Tonight: a child, or siblings who come and go together.

    Attributes:
        leaves_on: the day of going home.
        rooms: names, each once.
        hive: the Hive whose room it is, where that is not the one being looked at.
    """

    booking_ids: tuple[str, ...]
    children: tuple[Sleeper, ...]
    kind: StayKind
    status: StayState
    from_on: dt.date
    leaves_on: dt.date
    time_from: dt.time | None
    time_to: dt.time | None
    arrived_at: dt.datetime | None
    left_at: dt.datetime | None
    day_care_minutes: int
    keeper: str
    rooms: tuple[str, ...]
    hive: str = ""


class FreeRoom(NamedTuple):
    """A room with a bed left tonight; `shared` when somebody already sleeps in it."""

    name: str
    age_from: int
    age_to: int
    beds: int
    shared: bool


class Tonight(NamedTuple):
    """What Tonight shows.

    Attributes:
        asked: stays for tonight that nobody has answered yet; they hold no bed.
        held: beds that could be used tonight, whether taken or not.
        free: rooms of the one Hive being looked at; empty for all of them.
        elsewhere: the other Hives with a free bed and how many, most first.
    """

    stays: tuple[TonightStay, ...]
    asked: int
    held: int
    free: tuple[FreeRoom, ...]
    elsewhere: tuple[tuple[str, int], ...]


def tonight_of(
    session: Session,
    hive_id: str | None,
    hives: Mapping[str, str],
    hive_of_family: Mapping[str, str],
    today: dt.date,
) -> Tonight:
    """Stays in the Hive's rooms, and of its children wherever they are; and every free bed.

    Args:
        hive_id: None for all Hives.
        hives: names by id.
        hive_of_family: the Hive of each family.
    """
    rooms = _rooms(session, today)
    stays = _stays(session, today)
    children = _children(session, [stay.child_id for stay in stays if stay.child_id])

    def ours(stay: Any) -> bool:
        room, child = rooms.get(stay.room_id), children.get(stay.child_id or "")
        if room is None or hive_id is None:
            return room is not None
        # A child of another Hive in another Hive's room never leaves the store.
        return room.hive_id == hive_id or (
            child is not None and hive_of_family.get(child.family_id) == hive_id
        )

    mine = [stay for stay in stays if ours(stay)]
    taken = _taken(stays, today)
    free = {
        room.id: left for room in rooms.values() if (left := room.beds_tonight - taken[room.id]) > 0
    }
    by_hive: Counter[str] = Counter()
    for room_id, left in free.items():
        by_hive[rooms[room_id].hive_id] += left
    elsewhere = [
        (hives[hive], left) for hive, left in by_hive.items() if hive != hive_id and hive in hives
    ]
    here = [rooms[room_id] for room_id in free if rooms[room_id].hive_id == hive_id]
    return Tonight(
        stays=_lines(
            (s for s in mine if s.status not in _ASKED), rooms, children, hive_id, hives, today
        ),
        asked=sum(stay.status in _ASKED for stay in mine),
        held=sum(r.beds_tonight for r in rooms.values() if hive_id in (None, r.hive_id)),
        free=tuple(
            FreeRoom(room.name, room.age_from, room.age_to, free[room.id], taken[room.id] > 0)
            for room in sorted(here, key=lambda room: room.name)
        ),
        elsewhere=tuple(sorted(elsewhere, key=lambda each: (-each[1], each[0]))),
    )


class _RoomRow(NamedTuple):
    id: str
    name: str
    age_from: int
    age_to: int
    keeper: str
    hive_id: str
    beds_tonight: int


def _rooms(session: Session, today: dt.date) -> dict[str, _RoomRow]:
    closed: dict[str, list[Span]] = defaultdict(list)
    room, keeper, closure = bare(Room), bare(LinkCarer), bare(RoomClosure)
    closures = select(closure.room_id, closure.first_day, closure.last_day).where(
        kept(RoomClosure), closure.last_day >= today, closure.first_day <= today
    )
    for room_id, first, last in session.execute(closures).all():
        closed[room_id].append(Span(first, last))
    rows = session.execute(
        select(
            room.id,
            room.name,
            room.beds,
            room.age_from,
            room.age_to,
            room.held_from,
            room.held_to,
            keeper.first_name,
            keeper.last_name,
            keeper.hive_id,
            keeper.started_on,
            keeper.ended_on,
        )
        .join(mapped(LinkCarer), keeper.id == room.link_carer_id)
        .where(kept(Room), kept(LinkCarer))
    )
    found = {}
    for row in rows.all():
        facts = RoomFacts(*row[1:7], closures=tuple(closed[row.id]))
        facts = facts.kept_by(row.started_on, row.ended_on)
        found[row.id] = _RoomRow(
            row.id,
            row.name,
            row.age_from,
            row.age_to,
            f"{row.first_name} {row.last_name}",
            row.hive_id,
            bed_nights(facts, Span(today, today)),
        )
    return found


def _stays(session: Session, today: dt.date) -> list[Any]:
    """Stays that touch today or should have ended; those nobody came to left out."""
    booking = bare(Booking)
    rows = session.execute(
        select(
            booking.id,
            booking.room_id,
            booking.child_id,
            booking.guest_name,
            booking.kind,
            booking.status,
            booking.from_on,
            booking.to_on,
            booking.ended_on,
            booking.time_from,
            booking.time_to,
            booking.arrived_at,
            booking.left_at,
            booking.request_id,
        ).where(
            kept(Booking),
            # Few stays end today or later, few are going on: `unlikely` keeps SQLite from
            # reading all that ever began by the other index.
            or_(
                func.unlikely(booking.to_on >= today),
                booking.status == StayState.IN_PROGRESS,
            ),
            booking.from_on <= today,
        )
    )
    return [
        row
        for row in rows.all()
        if (row.status in HOLDS_A_BED or row.status in _ASKED) and _still_matters(row, today)
    ]


def _still_matters(row: Any, today: dt.date) -> bool:
    if row.kind is StayKind.DAY_CARE:
        return bool(row.from_on == today or row.status is StayState.IN_PROGRESS)
    leaves = min(row.to_on, row.ended_on) if row.ended_on else row.to_on
    return bool(leaves > today or row.status is StayState.IN_PROGRESS)


def _taken(stays: Iterable[Any], today: dt.date) -> Counter[str]:
    """Beds taken tonight, by room."""
    taken: Counter[str] = Counter()
    for row in stays:
        taken[row.room_id] += beds_taken([_as_stay(row)])[today]
    return taken


def _as_stay(row: Any) -> Stay:
    return Stay(
        row.id,
        row.room_id,
        row.child_id,
        row.kind,
        row.status,
        row.from_on,
        row.to_on,
        row.ended_on,
        row.time_from,
        row.time_to,
    )


def _children(session: Session, ids: Collection[str]) -> dict[str, Any]:
    if not ids:
        return {}
    child = bare(Child)
    rows = session.execute(
        select(child.id, child.family_id, child.first_name, child.last_name, child.born_on).where(
            child.id.in_(ids)
        )
    )
    return {row.id: row for row in rows}


def _lines(
    stays: Iterable[Any],
    rooms: Mapping[str, _RoomRow],
    children: Mapping[str, Any],
    hive_id: str | None,
    hives: Mapping[str, str],
    today: dt.date,
) -> tuple[TonightStay, ...]:
    together: dict[Any, list[Any]] = defaultdict(list)
    for stay in stays:
        together[_what_joins(stay, children)].append(stay)
    lines = [_line(group, rooms, children, hive_id, hives) for group in together.values()]
    return tuple(sorted(lines, key=lambda line: _order(line, today)))


def _what_joins(stay: Any, children: Mapping[str, Any]) -> tuple[Any, ...]:
    """Siblings share a line under one request, or in one room, while they come and go together."""
    child = children.get(stay.child_id or "")
    joined = stay.request_id or (stay.room_id, child.family_id if child else stay.id)
    return (joined, stay.kind, stay.status, stay.from_on, stay.to_on, stay.ended_on, stay.time_from)


def _line(
    group: list[Any],
    rooms: Mapping[str, _RoomRow],
    children: Mapping[str, Any],
    hive_id: str | None,
    hives: Mapping[str, str],
) -> TonightStay:
    first, room = group[0], rooms[group[0].room_id]
    who = [_sleeper(stay, children) for stay in group]
    order = sorted(range(len(group)), key=lambda place: (-(who[place].age or 0), place))
    return TonightStay(
        booking_ids=tuple(group[place].id for place in order),
        children=tuple(who[place] for place in order),
        kind=first.kind,
        status=first.status,
        from_on=first.from_on,
        leaves_on=min(first.to_on, first.ended_on) if first.ended_on else first.to_on,
        time_from=first.time_from,
        time_to=first.time_to,
        arrived_at=first.arrived_at,
        left_at=first.left_at,
        day_care_minutes=day_care_minutes(_as_stay(first)),
        keeper=room.keeper,
        rooms=tuple(dict.fromkeys(rooms[stay.room_id].name for stay in group)),
        hive="" if room.hive_id == hive_id else hives.get(room.hive_id, ""),
    )


def _sleeper(stay: Any, children: Mapping[str, Any]) -> Sleeper:
    child = children.get(stay.child_id or "")
    if child is None:
        return Sleeper(stay.guest_name or "A child")
    return Sleeper(child.first_name, child.last_name, age_on(child.born_on, stay.from_on))


def _order(line: TonightStay, today: dt.date) -> tuple[Any, ...]:
    """Who goes home, then tonight's arrivals, then who is already there, then day care."""
    day_care = line.kind is StayKind.DAY_CARE
    return (
        day_care,
        line.leaves_on > today,
        -line.from_on.toordinal(),
        line.time_from or dt.time.max,
        line.children[0].last_name,
        line.booking_ids,
    )
