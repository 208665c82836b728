"""A bed for every night of a stay that holds one, so that no bed is given twice anywhere.

A stay keeps its bed from night to night where it can, and changes beds where it must: a room
has a bed for whoever fits by count, as on the laptops. PostgreSQL holds it with an exclusion
constraint whatever this code may get wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from hivedesk.rules.stays import HOLDS_A_BED, Stay, nights

from .tables import bed_nights

_NIGHT = dt.timedelta(days=1)


@dataclass(frozen=True)
class BedNights:
    """One bed for some nights on end; `leaves_on` is the morning after the last."""

    booking_id: str
    room_id: str
    bed: int
    first_night: dt.date
    leaves_on: dt.date


class Beds:
    """The beds of the rooms that one batch of changes is about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._taken: dict[str, list[BedNights]] = {}
        self._changed: set[str] = set()

    def load(self, rooms: Iterable[str], stays: Iterable[str]) -> None:
        """Read who has which bed in these rooms, and which beds these stays have."""
        columns = bed_nights.c
        query = (
            select(
                columns.booking_id,
                columns.room_id,
                columns.bed,
                columns.first_night,
                columns.leaves_on,
            )
            .where(columns.room_id.in_(list(rooms)) | columns.booking_id.in_(list(stays)))
            .order_by(columns.booking_id, columns.first_night)
        )
        read: dict[str, list[BedNights]] = {}
        for row in self._connection.execute(query):
            read.setdefault(row.booking_id, []).append(BedNights(*row))
        # What this batch has given already is newer than what the database holds.
        self._taken = read | self._taken

    def give(self, stay: Stay, beds: int, *, archived: bool) -> dt.date | None:
        """Give a stay its beds, or free them where it holds none any more.

        Returns:
            the first night on which the room has no bed left, and then nothing was changed.
        """
        stay_id = str(stay.id)
        wanted = [] if archived or stay.status not in HOLDS_A_BED else nights(stay)
        taken: dict[dt.date, set[int]] = {}
        for each in self._in_room(stay):
            night = each.first_night
            while night < each.leaves_on:
                taken.setdefault(night, set()).add(each.bed)
                night += _NIGHT
        given: list[BedNights] = []
        for night in wanted:
            free = [bed for bed in range(1, beds + 1) if bed not in taken.get(night, ())]
            if not free:
                return night
            bed = given[-1].bed if given and given[-1].bed in free else free[0]
            goes_on = bool(given) and given[-1].bed == bed
            first = given.pop().first_night if goes_on else night
            given.append(BedNights(stay_id, stay.room_id, bed, first, night + _NIGHT))
        if given != self._taken.get(stay_id, []):
            self._taken[stay_id] = given
            self._changed.add(stay_id)
        return None

    def _in_room(self, stay: Stay) -> list[BedNights]:
        return [
            each
            for booking_id, its in self._taken.items()
            if booking_id != stay.id
            for each in its
            if each.room_id == stay.room_id
        ]

    def write(self) -> None:
        """Write what was given and freed."""
        if not self._changed:
            return
        self._connection.execute(
            delete(bed_nights).where(bed_nights.c.booking_id.in_(self._changed))
        )
        rows: list[dict[str, Any]] = [
            {
                "booking_id": each.booking_id,
                "room_id": each.room_id,
                "bed": each.bed,
                "first_night": each.first_night,
                "leaves_on": each.leaves_on,
            }
            for booking_id in self._changed
            for each in self._taken[booking_id]
        ]
        if rows:
            self._connection.execute(insert(bed_nights), rows)
