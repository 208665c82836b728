"""Waiting for a night: the order, whose turn it is, and that nobody overtakes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hivedesk.records import StayKind, StayState

from .days import LONDON, local
from .problems import Problem
from .stays import RoomFacts, Stay, bed_problems, nights, room_problems

NOON = dt.time(12)


@dataclass(frozen=True)
class Waiter:
    """A request that waits: one child's stay, or those of siblings asked for together.

    Attributes:
        stays: the stays; all of them are met or none.
        since: when it began to wait, aware; the order goes by it.
        hive_id: the Hive of the room asked for; any of that Hive's rooms may be offered.
        ages: of the children, on the first day.
        passed: rooms it was offered since then and refused or let lapse.
        offered_until: until when an open offer holds a bed for it.
    """

    stays: tuple[Stay, ...]
    since: dt.datetime
    hive_id: str
    ages: tuple[int, ...] = ()
    passed: frozenset[str] = frozenset()
    offered_until: dt.datetime | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The bookings it is made of."""
        return tuple(stay.id for stay in self.stays if stay.id)

    def has_offer(self, now: dt.datetime) -> bool:
        """Whether it has an offer that can still be answered."""
        return self.offered_until is not None and self.offered_until > now

    def is_over(self, now: dt.datetime) -> bool:
        """Whether its first day has passed: what it waits for can no longer be had whole."""
        return self.stays[0].from_on < local(now).date()


def wait_problems(before: Stay | None, stay: Stay) -> list[Problem]:
    """Day care that is to wait for a night; one that stands on the list may still be changed.

    Args:
        before: the stay as it was; None for a new one.
    """
    if stay.status is not StayState.WAITLISTED or stay.kind is not StayKind.DAY_CARE:
        return []
    if before is not None and (before.status, before.kind) == (stay.status, stay.kind):
        return []
    return [Problem("kind", "Day care takes no bed: there is no night to wait for.")]


def in_order(waiters: Iterable[Waiter]) -> list[Waiter]:
    """Who has waited longest first; two of one moment in the order they were written."""
    return sorted(waiters, key=lambda waiter: (waiter.since, waiter.ids))


def could_be_met(
    waiter: Waiter, room_id: str, room: RoomFacts, in_room: Iterable[Stay], now: dt.datetime
) -> bool:
    """Whether that room could take the request now: its days, its beds and its ages."""
    if room_id in waiter.passed or waiter.is_over(now):
        return False
    if not all(room.age_from <= age <= room.age_to for age in waiter.ages):
        return False
    others = [stay for stay in in_room if stay.id not in waiter.ids]
    first = waiter.stays[0]
    return not (
        room_problems(first, room)
        or bed_problems(first, room, others, now, needed=len(waiter.stays))
    )


def whose_turn(
    waiters: Iterable[Waiter],
    room_id: str,
    room: RoomFacts,
    in_room: Iterable[Stay],
    now: dt.datetime,
) -> Waiter | None:
    """The first in order whom a bed in this room would help and who has no open offer."""
    in_room = list(in_room)
    for waiter in in_order(waiters):
        if not waiter.has_offer(now) and could_be_met(waiter, room_id, room, in_room, now):
            return waiter
    return None


def why_passed_over(waiter: Waiter, room_id: str, room: RoomFacts) -> str:
    """Why a room with a free bed is not for a request that waits longer than the next, in words."""
    if room_id in waiter.passed:
        return f"{room.name} was offered already."
    if not all(room.age_from <= age <= room.age_to for age in waiter.ages):
        return f"{room.name} is for ages {room.age_from} to {room.age_to}."
    return f"{room.name} has not enough beds on all the nights."


def overtaken_by(
    taking: Iterable[Stay],
    waiters: Iterable[Waiter],
    room_id: str,
    room: RoomFacts,
    in_room: Iterable[Stay],
    now: dt.datetime,
) -> Waiter | None:
    """The first request that could be met now and could not once `taking` had its beds.

    One with an open offer has its bed held elsewhere and is not overtaken.

    Args:
        taking: stays that would hold a bed in this room (their status says so).
        waiters: those that come before; the taker itself left out.
    """
    taking, in_room = list(taking), list(in_room)
    mine = {night for stay in taking for night in nights(stay)}
    known = {stay.id for stay in taking if stay.id}
    before = [stay for stay in in_room if stay.id not in known]
    for waiter in in_order(waiters):
        if mine.isdisjoint(nights(waiter.stays[0])) or waiter.has_offer(now):
            continue
        if not could_be_met(waiter, room_id, room, before, now):
            continue
        if not could_be_met(waiter, room_id, room, [*before, *taking], now):
            return waiter
    return None


def time_to_answer(now: dt.datetime, first_day: dt.date, hours: int, minutes: int) -> dt.datetime:
    """Until when an offer made now holds its bed, aware.

    An offer lasts `hours` (policy `booking.offer_hours`), but not past noon of the first
    day: the next in the queue needs some of that day. Made later than that, it lasts as
    long as a bed is held while somebody rings (`minutes`, policy `booking.hold_minutes`).
    """
    noon = dt.datetime.combine(first_day, NOON, LONDON)
    ringing = now + dt.timedelta(minutes=minutes)
    return min(now + dt.timedelta(hours=hours), max(noon, ringing))
