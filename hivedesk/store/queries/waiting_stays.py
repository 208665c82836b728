"""Requests that wait for a night, with the offers they were made."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    Family,
    LinkCarer,
    OfferAnswer,
    Room,
    StayOffer,
    StayState,
)
from hivedesk.rules.days import LONDON, Span, age_on, local
from hivedesk.rules.queue import Waiter, in_order, whose_turn
from hivedesk.rules.stays import Stay, day_words, nights

from .policies import policies_of
from .stays_around import candidates, stays_around
from .story_entries import names_in_words
from .stretches import kept

_PASSED = (OfferAnswer.REFUSED, OfferAnswer.LAPSED)


def waiters_of(session: Session, hive_id: str | None = None) -> list[Waiter]:
    """Who waits for a night in this Hive's rooms (None: in any), longest first."""
    query = (
        select(
            Booking.id,
            Booking.room_id,
            Booking.child_id,
            Booking.kind,
            Booking.status,
            Booking.from_on,
            Booking.to_on,
            Booking.held_until,
            Booking.waiting_since,
            Booking.created_at,
            Booking.request_id,
            LinkCarer.hive_id,
            Child.born_on,
        )
        .join(Room, Room.id == Booking.room_id)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .outerjoin(Child, Child.id == Booking.child_id)
        .where(kept(Booking), Booking.status == StayState.WAITLISTED)
        .order_by(Booking.id)
    )
    if hive_id is not None:
        query = query.where(LinkCarer.hive_id == hive_id)
    together: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in session.execute(query):
        together[row.request_id or row.id, row.from_on, row.to_on].append(row)
    if not together:
        return []
    offers = _offers(session, [row.id for rows in together.values() for row in rows])
    return in_order(_waiter(rows, offers) for rows in together.values())


def _offers(session: Session, booking_ids: list[str]) -> dict[str, list[Any]]:
    rows = session.execute(
        select(
            StayOffer.booking_id,
            StayOffer.room_id,
            StayOffer.offered_at,
            StayOffer.answer_by,
            StayOffer.answer,
        ).where(kept(StayOffer), StayOffer.booking_id.in_(booking_ids))
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.booking_id].append(row)
    return found


def _waiter(rows: list[Any], offers: dict[str, list[Any]]) -> Waiter:
    since: dt.datetime = min(row.waiting_since or row.created_at for row in rows)
    made = [offer for row in rows for offer in offers[row.id] if offer.offered_at >= since]
    stays = tuple(
        Stay(
            row.id,
            row.room_id,
            row.child_id,
            row.kind,
            row.status,
            row.from_on,
            row.to_on,
            held_until=row.held_until,
        )
        for row in rows
    )
    return Waiter(
        stays,
        since,
        rows[0].hive_id,
        tuple(age_on(row.born_on, row.from_on) for row in rows if row.born_on),
        frozenset(offer.room_id for offer in made if offer.answer in _PASSED),
        max((row.held_until for row in rows if row.held_until), default=None),
    )


@dataclass(frozen=True)
class Turn:
    """Whose turn it is when a bed is free, with the offer drafted.

    Attributes:
        booking_ids: the request's stays, one for each child.
        names: the children's first names in words.
        since: when the request began to wait, aware, on the clock on the wall.
        answer_by: until when the offer would hold the bed, aware.
        draft: words to send, ready to be changed.
    """

    booking_ids: tuple[str, ...]
    names: str
    family: str
    room: str
    since: dt.datetime
    answer_by: dt.datetime
    draft: str


def turn_for(session: Session, room_id: str, now: dt.datetime) -> Turn | None:
    """Whose turn it is in a room as things stand; None where nobody waits for what is free."""
    known = session.execute(
        select(Room.name, LinkCarer.hive_id, LinkCarer.first_name)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(Room.id == room_id, kept(Room), kept(LinkCarer))
    ).first()
    waiters = waiters_of(session, known.hive_id) if known else []
    if not known or not waiters:
        return None
    every = sorted(night for waiter in waiters for night in nights(waiter.stays[0]))
    if not every:
        return None
    around = Span(every[0], every[-1])
    stays, _ = stays_around(session, around, hive_id=known.hive_id)
    rooms = candidates(session, around, around, known.hive_id)
    room = next((room for room in rooms if room.room_id == room_id), None)
    if room is None:
        return None
    waiter = whose_turn(waiters, room_id, room.facts, stays.get(room_id, ()), now)
    return _turn(session, waiter, known, now) if waiter else None


def _turn(session: Session, waiter: Waiter, room: Any, now: dt.datetime) -> Turn:
    people = session.execute(
        select(Booking.guest_name, Child.first_name, Family.name)
        .outerjoin(Child, Child.id == Booking.child_id)
        .outerjoin(Family, Family.id == Child.family_id)
        .where(Booking.id.in_(waiter.ids))
    ).all()
    names = names_in_words(row.first_name or row.guest_name for row in people)
    hours = policies_of(session).number("booking.offer_hours", local(now).date(), room.hive_id)
    first = waiter.stays[0]
    # An offer for tonight cannot wait until tomorrow.
    begins = dt.datetime.combine(first.from_on, dt.time(12), LONDON)
    answer_by = now + dt.timedelta(hours=hours)
    if now < begins < answer_by:
        answer_by = begins
    until = local(answer_by)
    draft = (
        f"A bed has come free for {names}: {room.name} with {room.first_name}, "
        f"{day_words(first.from_on)} to {day_words(first.to_on)}. It is held for you until "
        f"{day_words(until.date())}, {until:%H:%M}. Would you like it?"
    )
    return Turn(
        waiter.ids,
        names,
        people[0].name or "",
        room.name,
        local(waiter.since),
        answer_by,
        draft,
    )
