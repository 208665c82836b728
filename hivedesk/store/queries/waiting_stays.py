"""Requests that wait for a night, with the offers they were made."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    LinkCarer,
    OfferAnswer,
    Room,
    StayOffer,
    StayState,
)
from hivedesk.rules.days import age_on
from hivedesk.rules.queue import Waiter, in_order
from hivedesk.rules.stays import Stay

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
