"""The room board: rooms, their closures and stays, and the beds left each night.

Of the other Hives nobody's name is read, only what kind of stay takes which bed: what
is not in the answer cannot be shown by mistake.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, Hive, LinkCarer, Room, RoomClosure, StayKind, StayState
from hivedesk.rules.days import Span
from hivedesk.rules.policies import Policies
from hivedesk.rules.stays import (
    HOLDS_A_BED,
    LONGEST_NIGHTS,
    RoomFacts,
    Stay,
    bed_nights,
    beds_taken,
)

from .board_waiting import places_in_queue, still_held
from .policies import policies_of
from .stays_around import ROOM_COLUMNS, room_from
from .stretches import kept
from .sync_state import RecordState, not_accepted

SHOWN = HOLDS_A_BED | {StayState.REQUESTED, StayState.WAITLISTED}
"""What stands on the board; a stay that was declined, cancelled or missed does not."""

FEW = 20
"""Up to so many rooms their stays are quicker found by room than by day."""

_ONE = dt.timedelta(days=1)


class BoardStay(NamedTuple):
    """One stay. In another Hive's room it has no id and no name, and is simply booked.

    Attributes:
        leaves_on: the check-out day, brought forward where it ended early.
        queue: its place among those who wait for a night in this room; 0 if it does not wait.
        held_until: until when its bed is held while somebody rings; None where it is not.
        comes_again: it is one of a repeat.
        sync: where it stands with the central store, if that has not accepted it as it is.
    """

    room_id: str
    kind: StayKind
    status: StayState
    from_on: dt.date
    leaves_on: dt.date
    time_from: dt.time | None = None
    time_to: dt.time | None = None
    id: str = ""
    name: str = ""
    full_name: str = ""
    request_id: str = ""
    queue: int = 0
    held_until: dt.datetime | None = None
    comes_again: bool = False
    sync: RecordState = ""


class BoardClosure(NamedTuple):
    """Nights on which a room is closed, both included; without id and reason elsewhere."""

    room_id: str
    first_day: dt.date
    last_day: dt.date
    id: str = ""
    why: str = ""


class BoardRoom(NamedTuple):
    """A room and its stays, the earliest first."""

    id: str
    name: str
    beds: int
    age_from: int
    age_to: int
    held_from: dt.date
    held_to: dt.date | None
    stays: tuple[BoardStay, ...] = ()
    closures: tuple[BoardClosure, ...] = ()


class BoardCarer(NamedTuple):
    """A link carer and the rooms they hold."""

    id: str
    name: str
    hive_id: str
    hive: str
    area: str
    skills_level: int | None
    pets: str
    access: str
    rooms: tuple[BoardRoom, ...]


@dataclass(frozen=True)
class Board:
    """The board for a span of days.

    Attributes:
        own: link carers of the Hive looked at; of every Hive where all are.
        others: link carers of the other Hives, by Hive.
        free: beds left each night of the span in the rooms of `own`.
        thin: how many free beds leave a night thin for a crisis (policy rooms.thin), by night.
    """

    span: Span
    hive_id: str | None
    own: tuple[BoardCarer, ...]
    others: tuple[BoardCarer, ...]
    free: Mapping[dt.date, int]
    thin: Mapping[dt.date, int]


def board_of(
    session: Session, hive_id: str | None, span: Span, now: dt.datetime | None = None
) -> Board:
    """Read the board.

    Args:
        hive_id: the Hive looked at; None for all of them, with all their names.
        now: this moment, aware, for beds that are held while somebody rings; None on paper.
    """
    policies = policies_of(session)
    hives = {
        row.id: str(row.name)
        for row in session.execute(select(Hive.id, Hive.name).where(kept(Hive)))
    }
    rows = _rooms(session, span)
    own_ids = {row.id for row in rows if hive_id in (None, row.hive_id)}
    stays = _own_stays(session, own_ids, span, now)
    stays |= _other_stays(session, {row.id for row in rows} - own_ids, span)
    closures = _closures(session, own_ids, span)
    carers = _carers(rows, hives, stays, closures)
    own = tuple(carer for carer in carers if hive_id in (None, carer.hive_id))
    return Board(
        span=span,
        hive_id=hive_id,
        own=own,
        others=tuple(carer for carer in carers if hive_id not in (None, carer.hive_id)),
        free=_free(own, span, now),
        thin=_thin(policies, hive_id, span),
    )


def _rooms(session: Session, span: Span) -> list[Any]:
    """Rooms held on some day of the span."""
    asked = (
        select(
            *ROOM_COLUMNS,
            Room.link_carer_id,
            LinkCarer.first_name,
            LinkCarer.last_name,
            LinkCarer.hive_id,
            LinkCarer.area,
            LinkCarer.skills_level,
            LinkCarer.pets,
            LinkCarer.access,
            LinkCarer.started_on,
            LinkCarer.ended_on,
        )
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(kept(Room), kept(LinkCarer), Room.held_from <= span.last)
    )
    return [
        row for row in session.execute(asked) if row.held_to is None or row.held_to >= span.first
    ]


def _within(span: Span) -> tuple[Any, ...]:
    # No stay is longer than a year, and few are still to end: by their end, SQLite reads the
    # fewest. `unlikely` and `likely` keep it from reading by status or all that ever began.
    longest = dt.timedelta(days=LONGEST_NIGHTS)
    return (
        kept(Booking),
        func.unlikely(Booking.to_on.between(span.first, span.last + longest)),
        func.likely(Booking.from_on <= span.last),
        func.likely(Booking.status.in_(SHOWN)),
    )


def _own_stays(
    session: Session, room_ids: Collection[str], span: Span, now: dt.datetime | None
) -> dict[str, list[BoardStay]]:
    here = Booking.room_id.in_(room_ids)
    rows = session.execute(
        select(
            Booking.id,
            Booking.room_id,
            Booking.kind,
            Booking.status,
            Booking.from_on,
            Booking.to_on,
            Booking.ended_on,
            Booking.time_from,
            Booking.time_to,
            Booking.request_id,
            Booking.repeat_id,
            Booking.held_until,
            Booking.guest_name,
            Booking.created_at,
            Child.first_name,
            Child.last_name,
        )
        .outerjoin(Child, Child.id == Booking.child_id)
        .where(here if len(room_ids) <= FEW else func.likely(here), *_within(span))
        .order_by(Booking.from_on, Child.last_name, Child.first_name, Booking.id)
    ).all()
    queue = places_in_queue(rows)
    open_ones = not_accepted(session, "bookings")
    found: dict[str, list[BoardStay]] = defaultdict(list)
    for row in rows:
        name = row.first_name or row.guest_name or "A child"
        found[row.room_id].append(
            BoardStay(
                row.room_id,
                row.kind,
                row.status,
                row.from_on,
                _leaves(row),
                row.time_from,
                row.time_to,
                id=row.id,
                name=name,
                full_name=f"{name} {row.last_name}" if row.last_name else name,
                request_id=row.request_id or "",
                queue=queue.get(row.id, 0),
                held_until=still_held(row, now),
                comes_again=row.repeat_id is not None,
                sync=open_ones.get(row.id, ""),
            )
        )
    return found


def _other_stays(
    session: Session, room_ids: Collection[str], span: Span
) -> dict[str, list[BoardStay]]:
    """Which beds are taken elsewhere: not by whom, and not what is only asked for."""
    if not room_ids:
        return {}
    rows = session.execute(
        select(
            Booking.room_id,
            Booking.kind,
            Booking.status,
            Booking.from_on,
            Booking.to_on,
            Booking.ended_on,
            Booking.time_from,
            Booking.time_to,
        )
        .where(*_within(span))
        .order_by(Booking.from_on, Booking.id)
    )
    found: dict[str, list[BoardStay]] = defaultdict(list)
    for row in rows:
        if row.room_id in room_ids and row.status in HOLDS_A_BED:
            found[row.room_id].append(
                BoardStay(
                    row.room_id,
                    row.kind,
                    StayState.AGREED,
                    row.from_on,
                    _leaves(row),
                    row.time_from,
                    row.time_to,
                )
            )
    return found


def _leaves(row: Any) -> dt.date:
    leaves: dt.date = min(row.to_on, row.ended_on) if row.ended_on else row.to_on
    return leaves


def _closures(
    session: Session, own_ids: Collection[str], span: Span
) -> dict[str, list[BoardClosure]]:
    rows = session.execute(
        select(RoomClosure.id, RoomClosure.room_id, RoomClosure.first_day, RoomClosure.last_day)
        .where(
            kept(RoomClosure),
            RoomClosure.last_day >= span.first,
            RoomClosure.first_day <= span.last,
        )
        .order_by(RoomClosure.first_day, RoomClosure.id)
    )
    reasons = select(RoomClosure.id, RoomClosure.why).where(
        RoomClosure.room_id.in_(own_ids), RoomClosure.last_day >= span.first
    )
    why = {row.id: row.why for row in session.execute(reasons)}
    found: dict[str, list[BoardClosure]] = defaultdict(list)
    for row in rows:
        own = row.room_id in own_ids
        found[row.room_id].append(
            BoardClosure(
                row.room_id,
                row.first_day,
                row.last_day,
                row.id if own else "",
                (why.get(row.id) or "") if own else "",
            )
        )
    return found


def _carers(
    rows: Iterable[Any],
    hives: Mapping[str, str],
    stays: Mapping[str, list[BoardStay]],
    closures: Mapping[str, list[BoardClosure]],
) -> list[BoardCarer]:
    """By Hive, then by name; their rooms by name."""
    held: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (each.name, each.id)):
        held[row.link_carer_id].append(row)
    carers = [
        BoardCarer(
            carer_id,
            f"{rooms[0].first_name} {rooms[0].last_name}",
            rooms[0].hive_id,
            hives.get(rooms[0].hive_id, ""),
            rooms[0].area,
            rooms[0].skills_level,
            rooms[0].pets or "",
            rooms[0].access or "",
            tuple(
                _room(row, tuple(stays.get(row.id, ())), tuple(closures.get(row.id, ())))
                for row in rooms
            ),
        )
        for carer_id, rooms in held.items()
    ]
    return sorted(carers, key=lambda carer: (carer.hive, carer.name, carer.id))


def _room(row: Any, stays: tuple[BoardStay, ...], closures: tuple[BoardClosure, ...]) -> BoardRoom:
    facts = room_from(row).kept_by(row.started_on, row.ended_on)
    held = (facts.age_from, facts.age_to, facts.held_from, facts.held_to)
    return BoardRoom(row.id, row.name, row.beds, *held, stays, closures)


def _free(carers: Iterable[BoardCarer], span: Span, now: dt.datetime | None) -> dict[dt.date, int]:
    nights = [span.first + n * _ONE for n in range(span.days)]
    free = dict.fromkeys(nights, 0)
    for carer in carers:
        for room in carer.rooms:
            closed = tuple(Span(each.first_day, each.last_day) for each in room.closures)
            facts = RoomFacts(*room[1:7], closures=closed)
            taken = beds_taken((_as_stay(stay) for stay in room.stays), now)
            for night in nights:
                there = bed_nights(facts, Span(night, night))
                free[night] += max(0, there - taken[night])
    return free


def _as_stay(stay: BoardStay) -> Stay:
    days = (stay.from_on, stay.leaves_on)
    held = stay.held_until
    return Stay(stay.id, stay.room_id, None, stay.kind, stay.status, *days, held_until=held)


def _thin(policies: Policies, hive_id: str | None, span: Span) -> dict[dt.date, int]:
    return {
        night: policies.number("rooms.thin", night, hive_id)
        for night in (span.first + n * _ONE for n in range(span.days))
    }
