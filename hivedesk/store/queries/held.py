"""Beds that are held while somebody rings, and those whose time has just run out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Child, Family, LinkCarer, Room, StayKind, StayState
from hivedesk.rules.days import local
from hivedesk.rules.handover import FOR_THE_NIGHT

from .story_entries import names_in_words
from .stretches import kept


@dataclass(frozen=True)
class HeldChild:
    """One child of a hold: the booking, and what is written of the night so far."""

    booking_id: str
    child_id: str
    first_name: str
    notes: dict[str, str | None]


@dataclass(frozen=True)
class Held:
    """Beds held in one room under one request.

    Attributes:
        children: one booking each.
        until: aware; in the past where the hold has run out and nobody has looked since.
        why: the reason given, where there is one.
    """

    children: tuple[HeldChild, ...]
    room_id: str
    room: str
    link_carer: str
    phone: str
    kind: StayKind
    from_on: dt.date
    to_on: dt.date
    until: dt.datetime
    why: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The bookings."""
        return tuple(child.booking_id for child in self.children)

    @property
    def names(self) -> str:
        """First names in words."""
        return names_in_words(child.first_name for child in self.children)

    def touches(self, from_on: dt.date, to_on: dt.date) -> bool:
        """Whether it is about some of these nights (for day care, that day)."""
        day = dt.timedelta(days=1)
        mine, theirs = max(self.to_on, self.from_on + day), max(to_on, from_on + day)
        return self.from_on < theirs and from_on < mine

    def is_for(self, child_ids: Collection[str], guest: str) -> bool:
        """Whether one of these children, or the guest of that name, is held for."""
        if child_ids:
            return any(child.child_id in child_ids for child in self.children)
        return any(not each.child_id and each.first_name == guest for each in self.children)

    def runs(self, now: dt.datetime) -> bool:
        """Whether the beds are held at that moment."""
        return self.until > now


def holds_of(session: Session, hive_id: str | None, now: dt.datetime) -> list[Held]:
    """Holds in this Hive's rooms or for its children (None: all), the next to run out first.

    Those whose days have passed are left out: nothing can come of them.
    """
    query = _holds().where(Booking.to_on >= local(now).date())
    if hive_id is not None:
        query = query.where((LinkCarer.hive_id == hive_id) | (Family.hive_id == hive_id))
    return sorted(_together(session.execute(query)), key=lambda held: (held.until, held.ids))


def hold_with(session: Session, booking_id: str) -> Held | None:
    """The hold one booking is part of; None where it is held no more."""
    request_id = session.scalar(select(Booking.request_id).where(Booking.id == booking_id))
    mine = Booking.id == booking_id
    if request_id:
        mine = Booking.request_id == request_id
    found = _together(session.execute(_holds().where(mine)))
    return next((held for held in found if booking_id in held.ids), None)


def _holds() -> Any:
    return (
        select(
            Booking.id,
            Booking.child_id,
            Booking.guest_name,
            Booking.request_id,
            Booking.room_id,
            Booking.kind,
            Booking.from_on,
            Booking.to_on,
            Booking.held_until,
            Booking.why,
            *(getattr(Booking, name) for name in FOR_THE_NIGHT),
            Child.first_name,
            Child.night_needs,
            Room.name.label("room"),
            LinkCarer.first_name.label("keeper"),
            LinkCarer.last_name.label("keeper_last"),
            LinkCarer.phone,
        )
        .join(Room, Room.id == Booking.room_id)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .outerjoin(Child, Child.id == Booking.child_id)
        .outerjoin(Family, Family.id == Child.family_id)
        .where(
            kept(Booking),
            Booking.status == StayState.REQUESTED,
            Booking.held_until.is_not(None),
        )
        .order_by(Booking.id)
    )


def _together(rows: Iterable[Any]) -> list[Held]:
    """One hold for each request and room."""
    found: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row in rows:
        found[row.request_id or row.id, row.room_id].append(row)
    return [_held(each) for each in found.values()]


def _held(rows: list[Any]) -> Held:
    first = rows[0]
    return Held(
        tuple(_child(row) for row in rows),
        first.room_id,
        first.room,
        f"{first.keeper} {first.keeper_last}",
        first.phone or "",
        first.kind,
        first.from_on,
        first.to_on,
        min(row.held_until for row in rows),
        first.why or "",
    )


def _child(row: Any) -> HeldChild:
    notes = {name: getattr(row, name) for name in FOR_THE_NIGHT}
    notes["needs"] = notes["needs"] or row.night_needs
    return HeldChild(row.id, row.child_id or "", row.first_name or row.guest_name or "", notes)
