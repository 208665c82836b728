"""Which bed of a room a stay is drawn in: a bed is a lane.

The rules keep two children out of one bed, so a clash here is damage that must be seen.
Days are counted in halves, two a day from day 1: a stay takes from the middle of its
check-in day to the middle of its check-out day, day care the whole of its day.

Day care takes no bed, so on the day another child goes home it stands below the beds, where
both can be read. Such a lane goes on, empty, for as long as the board is read: rows that grew
and shrank while one scrolls would be worse. It is painted as what it is, no bed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from hivedesk.records import StayKind, StayState

from .stays import HOLDS_A_BED


class Laid(Protocol):
    """What is asked of a stay to find its lane."""

    @property
    def kind(self) -> StayKind: ...
    @property
    def status(self) -> StayState: ...
    @property
    def from_on(self) -> dt.date: ...
    @property
    def leaves_on(self) -> dt.date: ...


class Place(NamedTuple):
    """Lane 0 is the first bed; a lane from `beds` on holds what has no bed. `clash`: two in one."""

    lane: int
    clash: bool = False


def halves(stay: Laid) -> tuple[int, int]:
    """Begin and end of a stay in half days, the end not included."""
    begin, end = stay.from_on.toordinal() * 2, stay.leaves_on.toordinal() * 2
    # A stay that ended on the day it began still shows that it was there.
    return (
        (begin, begin + 2) if stay.kind is StayKind.DAY_CARE else (begin + 1, max(end, begin) + 1)
    )


def lanes_of(stays: Sequence[Laid], beds: int) -> list[Place]:
    """A place for each stay of one room, in the order given.

    Stays that hold a bed choose first, the earliest first. What holds none (asked for,
    waiting, day care) takes the first lane with room for it, if need be one below the beds.
    """
    spans = [halves(stay) for stay in stays]
    order = sorted(range(len(stays)), key=lambda place: (spans[place], place))
    lanes: list[list[tuple[int, int, int]]] = [[] for _ in range(beds)]
    ends = [0] * beds
    found: dict[int, Place] = {}
    for place in order:
        if not _has_a_bed(stays[place]):
            continue
        begin, end = spans[place]
        lane = next((n for n in range(beds) if ends[n] <= begin), None)
        clash = lane is None and end > begin
        if lane is None:
            lane = beds - 1
            found.update(
                {other: Place(lane, True) for _, over, other in lanes[lane] if over > begin}
            )
        ends[lane] = max(ends[lane], end)
        insort(lanes[lane], (begin, end, place))
        found[place] = Place(lane, clash)
    for place in order:
        if place not in found:
            lane = _first_with_room(lanes, *spans[place])
            insort(lanes[lane], (*spans[place], place))
            found[place] = Place(lane)
    return [found[place] for place in range(len(stays))]


def _has_a_bed(stay: Laid) -> bool:
    return stay.status in HOLDS_A_BED and stay.kind is not StayKind.DAY_CARE


def _first_with_room(lanes: list[list[tuple[int, int, int]]], begin: int, end: int) -> int:
    for number, lane in enumerate(lanes):
        at = bisect_left(lane, (begin, end, -1))
        # Where two share a bed the one just before may end first: look at all before it.
        before = all(over <= begin for _, over, _ in lane[:at])
        if before and (at == len(lane) or lane[at][0] >= end):
            return number
    lanes.append([])
    return len(lanes) - 1
