"""Requests that wait for a night, with the offers they were made."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
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
from hivedesk.rules.asking import Candidate
from hivedesk.rules.days import Span, age_on, day_words, local
from hivedesk.rules.queue import Waiter, in_order, time_to_answer, whose_turn
from hivedesk.rules.stays import RoomFacts, Stay

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
        keeper: first name of the link carer whose room it is.
        facts: of that room, for those who were passed over.
        to_on: the check-out day.
        since: when the request began to wait, aware, on the clock on the wall.
        answer_by: until when an offer made now would hold the bed, likewise.
        draft: words to read out on the phone, ready to be changed.
    """

    booking_ids: tuple[str, ...]
    names: str
    family: str
    room_id: str
    room: str
    keeper: str
    facts: RoomFacts
    from_on: dt.date
    to_on: dt.date
    since: dt.datetime
    answer_by: dt.datetime
    draft: str


def turn_for(session: Session, room_id: str, now: dt.datetime) -> Turn | None:
    """Whose turn it is in a room as things stand; None where nobody waits for what is free."""
    hive_id = session.scalar(
        select(LinkCarer.hive_id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id, kept(Room), kept(LinkCarer))
    )
    if hive_id is None:
        return None
    waiters = waiters_of(session, hive_id)
    found = next(_turns(session, hive_id, waiters, now, only=room_id), None)
    return _turn(session, *found, now) if found else None


def turns_of(session: Session, now: dt.datetime, hive_id: str | None = None) -> list[Turn]:
    """Whose turn it is in each room of a Hive (None: of all) with a bed somebody waits for.

    One request may stand for several rooms: it has the choice of them, and nobody else has
    until it was offered one.
    """
    by_hive: dict[str, list[Waiter]] = defaultdict(list)
    for waiter in waiters_of(session, hive_id):
        by_hive[waiter.hive_id].append(waiter)
    return [
        _turn(session, waiter, room, now)
        for hive, waiters in by_hive.items()
        for waiter, room in _turns(session, hive, waiters, now)
    ]


def _turns(
    session: Session, hive_id: str, waiters: list[Waiter], now: dt.datetime, only: str = ""
) -> Iterator[tuple[Waiter, Candidate]]:
    """Each room of a Hive (or `only` one) for which it is somebody's turn, by its name."""
    ahead = [waiter for waiter in waiters if not waiter.is_over(now)]
    days = [day for waiter in ahead for day in (waiter.stays[0].from_on, waiter.stays[0].to_on)]
    if not days:
        return
    around = Span(min(days), max(days))
    stays, _ = stays_around(session, around, hive_id=hive_id)
    rooms = candidates(session, around, around, hive_id)
    for room in sorted(rooms, key=lambda room: (room.facts.name, room.room_id)):
        if only in ("", room.room_id):
            in_room = stays.get(room.room_id, ())
            waiter = whose_turn(ahead, room.room_id, room.held, in_room, now)
            if waiter is not None:
                yield waiter, room


def _turn(session: Session, waiter: Waiter, room: Candidate, now: dt.datetime) -> Turn:
    people = session.execute(
        select(Booking.guest_name, Child.first_name, Family.name)
        .outerjoin(Child, Child.id == Booking.child_id)
        .outerjoin(Family, Family.id == Child.family_id)
        .where(Booking.id.in_(waiter.ids))
        .order_by(Booking.id)
    ).all()
    names = names_in_words(row.first_name or row.guest_name for row in people)
    today, policies = local(now).date(), policies_of(session)
    first = waiter.stays[0]
    answer_by = time_to_answer(
        now,
        first.from_on,
        policies.number("booking.offer_hours", today, room.hive_id),
        policies.number("booking.hold_minutes", today, room.hive_id),
    )
    until = local(answer_by)
    held = f"{until:%H:%M} today"
    if until.date() != today:
        held = f"{day_words(until.date())}, {until:%H:%M}"
    several = len(waiter.stays) > 1
    draft = (
        f"{'Beds have' if several else 'A bed has'} come free for {names}: {room.facts.name} "
        f"with {room.keeper}, {day_words(first.from_on)} to {day_words(first.to_on)}. "
        f"{'They are' if several else 'It is'} held for you until {held}. Would you like "
        f"{'them' if several else 'it'}?"
    )
    return Turn(
        waiter.ids,
        names,
        people[0].name or "",
        room.room_id,
        room.facts.name,
        room.keeper,
        room.facts,
        first.from_on,
        first.to_on,
        local(waiter.since),
        until,
        draft,
    )
