"""Stays in the Hive's rooms: nights, day care, how full the rooms were."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction

from sqlalchemy import select

from hivedesk.records import Booking, LinkCarer, Room, StayKind
from hivedesk.reports.figure import Counted, Item, exact, items_of, share
from hivedesk.rules.days import Span
from hivedesk.rules.stays import (
    HOLDS_A_BED,
    LONGEST_NIGHTS,
    RoomFacts,
    Stay,
    bed_nights,
    day_care_minutes,
    nights,
)
from hivedesk.store.queries.stays_around import (
    ROOM_COLUMNS,
    STAY_COLUMNS,
    closures_by_room,
    room_from,
    stay_from,
)
from hivedesk.store.queries.stretches import kept

from .scope import Scope

NIGHT_KINDS = {
    StayKind.SLEEPOVER: "sleepover_nights",
    StayKind.EMERGENCY: "emergency_nights",
    StayKind.RESPITE: "respite_nights",
}


def count_stays(scope: Scope) -> Counted:
    """Nights by kind and by link carer, day care, and the beds that were there."""
    rooms, keepers = _rooms(scope)
    names = _names(scope, keepers)
    stays = [stay for stay in _stays(scope) if stay.room_id in rooms]
    spent: Counter[StayKind] = Counter()
    by_keeper: Counter[str] = Counter()
    day_care: Counter[str] = Counter()
    minutes = 0
    for stay in stays:
        count = len(nights(stay, scope.days))
        spent[stay.kind] += count
        by_keeper[keepers[stay.room_id]] += count
        if stay.kind is StayKind.DAY_CARE and stay.from_on in scope.days:
            day_care[keepers[stay.room_id]] += 1
            minutes += day_care_minutes(stay)
    offered = sum(bed_nights(room, scope.days) for room in rooms.values())
    single: dict[str, float] = {
        **{key: spent[kind] for kind, key in NIGHT_KINDS.items()},
        "day_care_sessions": sum(day_care.values()),
        "day_care_hours": exact(Fraction(minutes, 60), 2),
        "bed_nights_offered": offered,
        "bed_nights_used": sum(spent.values()),
        "occupancy_pct": share(sum(spent.values()), offered),
    }
    where = "hive" if scope.county else "link_carer"
    groups = {
        f"nights_by_{where}": items_of([(name, by_keeper[key]) for key, name in names]),
        f"day_care_by_{where}": items_of([(name, day_care[key]) for key, name in names]),
        "trend_sleepover_nights": tuple(
            Item(f"{span.first:%Y_%m}", f"{span.first:%b}", _sleepovers(stays, span))
            for span in scope.months
        ),
    }
    return Counted(single, groups)


def _sleepovers(stays: list[Stay], span: Span) -> int:
    return sum(len(nights(stay, span)) for stay in stays if stay.kind is StayKind.SLEEPOVER)


def _stays(scope: Scope) -> list[Stay]:
    """Stays that hold a bed and touch the last six months."""
    rows = scope.session.execute(
        select(*STAY_COLUMNS).where(
            kept(Booking),
            # No stay is longer than that, so the index finds them from both sides.
            Booking.from_on >= scope.months[0].first - dt.timedelta(days=LONGEST_NIGHTS),
            Booking.from_on <= scope.day,
            Booking.to_on >= scope.months[0].first,
        )
    )
    stays = (stay_from(row) for row in rows)
    return [stay for stay in stays if stay.status in HOLDS_A_BED]


def _rooms(scope: Scope) -> tuple[dict[str, RoomFacts], dict[str, str]]:
    """Rooms by id, and whose line each is on: the link carer's, or the Hive's for all Hives."""
    closed = closures_by_room(scope.session)
    rows = scope.session.execute(
        select(
            *ROOM_COLUMNS,
            LinkCarer.id.label("link_carer_id"),
            LinkCarer.hive_id,
            LinkCarer.started_on,
            LinkCarer.ended_on,
        )
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(kept(Room), kept(LinkCarer))
    )
    rooms, keepers = {}, {}
    for row in rows:
        if row.hive_id in scope.hives:
            facts = room_from(row, closed.get(row.id, ()))
            rooms[row.id] = facts.kept_by(row.started_on, row.ended_on)
            keepers[row.id] = row.hive_id if scope.county else row.link_carer_id
    return rooms, keepers


def _names(scope: Scope, keepers: dict[str, str]) -> list[tuple[str, str]]:
    """Key and name of each line, A to Z."""
    if scope.county:
        return list(scope.hives.items())
    rows = scope.session.execute(
        select(LinkCarer.id, LinkCarer.first_name, LinkCarer.last_name).order_by(
            LinkCarer.first_name, LinkCarer.last_name, LinkCarer.id
        )
    )
    used = set(keepers.values())
    return [(key, f"{first} {last}") for key, first, last in rows if key in used]
