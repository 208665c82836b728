"""A night's handover: what the night needs, and its checklist with who ticked what, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Change,
    Child,
    HandoverItem,
    LinkCarer,
    NotFound,
    Room,
    StayKind,
    StayState,
    kind_of,
)
from hivedesk.rules.days import age_on, local
from hivedesk.rules.handover import ITEMS

from .stretches import kept


@dataclass(frozen=True)
class HandoverLine:
    """One line; `id` is "" for a usual one of a checklist that nobody has begun."""

    id: str
    what: str
    done_at: dt.datetime | None = None
    done_by: str = ""


@dataclass(frozen=True)
class Handover:
    """A stay's handover; its moments are on the clock on the wall.

    Attributes:
        first_name: also of a guest. A last name, the family and the reasons are not in it:
            the paper for the link carer is made from this.
        age: on the first day; None where it is not known.
        night_needs: what the child's own record says of any night.
        needs, food, medication, school_run, numbers: what the stay's says of this one.
    """

    booking_id: str
    first_name: str
    age: int | None
    room: str
    link_carer: str
    kind: StayKind
    status: StayState
    from_on: dt.date
    to_on: dt.date
    time_from: dt.time | None
    time_to: dt.time | None
    night_needs: str
    needs: str
    food: str
    medication: str
    school_run: str
    numbers: str
    lines: tuple[HandoverLine, ...]


def handover_of(session: Session, booking_id: str) -> Handover:
    """What there is for a night.

    Raises:
        NotFound: no such stay.
    """
    row = session.execute(
        select(Booking, Child.first_name, Child.born_on, Child.night_needs, Room, LinkCarer)
        .join(Room, Room.id == Booking.room_id)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .outerjoin(Child, Child.id == Booking.child_id)
        .where(Booking.id == booking_id)
    ).first()
    if row is None:
        raise NotFound("That stay is not in this store.", "Reload the page.")
    stay: Booking = row.Booking
    return Handover(
        booking_id,
        row.first_name or stay.guest_name or "",
        age_on(row.born_on, stay.from_on) if row.born_on else None,
        row.Room.name,
        f"{row.LinkCarer.first_name} {row.LinkCarer.last_name}",
        stay.kind,
        stay.status,
        stay.from_on,
        stay.to_on,
        stay.time_from,
        stay.time_to,
        row.night_needs or "",
        stay.needs or "",
        stay.food or "",
        stay.medication or "",
        stay.school_run or "",
        stay.numbers or "",
        _lines(session, booking_id),
    )


def _lines(session: Session, booking_id: str) -> tuple[HandoverLine, ...]:
    rows = session.execute(
        select(HandoverItem.id, HandoverItem.what, HandoverItem.done_at)
        .where(HandoverItem.booking_id == booking_id, kept(HandoverItem))
        .order_by(HandoverItem.id)
    ).all()
    if not rows:
        return tuple(HandoverLine("", what) for what in ITEMS)
    by = _tickers(session, [row.id for row in rows if row.done_at])
    return tuple(
        HandoverLine(
            row.id, row.what, local(row.done_at) if row.done_at else None, by.get(row.id, "")
        )
        for row in rows
    )


def _tickers(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Who ticked each line last."""
    changes = session.execute(
        select(Change.record_id, Change.who, Change.after)
        .where(Change.kind == kind_of(HandoverItem), Change.record_id.in_(ids))
        .order_by(Change.seq)
    )
    return {row.record_id: row.who for row in changes if row.after.get("done_at")}
