"""Each room, night by night: beds, how many are taken, whether it is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Hive
from hivedesk.rules.days import Span
from hivedesk.rules.stays import beds_taken

from .stays_around import candidates, stays_around


class RoomNight(NamedTuple):
    """One room on one evening on which it is held; `booked` counts beds held by an offer too."""

    room: str
    link_carer: str
    hive: str
    date: dt.date
    beds: int
    booked: int
    closed: bool


def room_nights(session: Session, span: Span, now: dt.datetime) -> Iterator[RoomNight]:
    """Every room of every Hive on every evening of the span, A to Z by Hive, then by day."""
    hives = {row.id: row.name for row in session.execute(select(Hive.id, Hive.name))}
    stays, _ = stays_around(session, span)
    rooms = sorted(
        candidates(session, span, span),
        key=lambda room: (hives[room.hive_id], room.keeper_name, room.facts.name, room.room_id),
    )
    for room in rooms:
        taken = beds_taken(stays.get(room.room_id, ()), now)
        facts = room.held
        for number in range(span.days):
            evening = span.first + dt.timedelta(days=number)
            if evening < facts.held_from or (facts.held_to and evening > facts.held_to):
                continue
            closed = any(evening in closure for closure in facts.closures)
            yield RoomNight(
                facts.name,
                room.keeper_name,
                hives[room.hive_id],
                evening,
                facts.beds,
                taken[evening],
                closed,
            )
