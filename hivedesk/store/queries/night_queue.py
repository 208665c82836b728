"""The queue for a night as people read it: who waits, since when, why, and what was offered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Carer,
    Child,
    Family,
    Hive,
    LinkCarer,
    OfferAnswer,
    Room,
    StayKind,
    StayOffer,
    StayState,
)
from hivedesk.rules.days import Span, age_on, local
from hivedesk.rules.queue import Waiter, why_passed_over
from hivedesk.rules.stays import nights

from .stays_around import candidates
from .story_entries import names_in_words
from .stretches import kept
from .waiting_stays import Turn, turns_of, waiters_of


@dataclass(frozen=True)
class Offered:
    """A bed a request was offered; its moments are on the clock on the wall."""

    room: str
    at: dt.datetime
    answer_by: dt.datetime
    answer: OfferAnswer
    answered_at: dt.datetime | None
    why: str | None


@dataclass(frozen=True)
class Waiting:
    """One request that waits.

    Attributes:
        place: in its Hive's queue, from 1; 0 where its first day has passed.
        booking_ids: its stays, one for each child.
        names: whole names in words; `first_names` what one says.
        to_on: the check-out day.
        room: the one it was asked for, or was last offered; any of the Hive's may be.
        why: why it waits.
        offered: what it was offered since it waits, oldest first, an open offer not among them.
        offer: the open offer.
        turns: the rooms with a bed for it now, where it is its turn.
        passed_over: why a bed that is free on those nights is somebody's turn further down.
    """

    place: int
    booking_ids: tuple[str, ...]
    names: str
    first_names: str
    family: str
    hive: str
    kind: StayKind
    from_on: dt.date
    to_on: dt.date
    since: dt.datetime
    room: str
    why: str
    offered: tuple[Offered, ...] = ()
    offer: Offered | None = None
    turns: tuple[Turn, ...] = ()
    passed_over: tuple[str, ...] = ()


def queue_of(session: Session, now: dt.datetime, hive_id: str | None = None) -> list[Waiting]:
    """Who waits for a night in a Hive's rooms (None: in any), in order, Hive by Hive.

    Those whose first day has passed come last: nobody can be offered it any more.
    """
    waiters = waiters_of(session, hive_id)
    if not waiters:
        return []
    ids = [booking_id for waiter in waiters for booking_id in waiter.ids]
    people, offers = _people(session, ids), _offers(session, ids)
    turns = turns_of(session, now, hive_id)
    hives = {row.id: row.name for row in session.execute(select(Hive.id, Hive.name))}
    counted: dict[str, int] = defaultdict(int)
    found = []
    for waiter in waiters:
        rows = [people[booking_id] for booking_id in waiter.ids]
        over = waiter.is_over(now)
        counted[waiter.hive_id] += not over
        # Siblings are offered together: what the first was offered, all were.
        made = [_offered(row) for row in offers[waiter.ids[0]] if row.offered_at >= waiter.since]
        open_offer = next((each for each in made if each.answer is OfferAnswer.NONE), None)
        first = waiter.stays[0]
        found.append(
            Waiting(
                0 if over else counted[waiter.hive_id],
                waiter.ids,
                names_in_words(_whole_name(row) for row in rows),
                names_in_words(row.first_name or row.guest_name for row in rows),
                rows[0].family or "",
                hives.get(waiter.hive_id, ""),
                first.kind,
                first.from_on,
                first.to_on,
                local(waiter.since),
                rows[0].room,
                rows[0].status_why or rows[0].why or "",
                tuple(each for each in made if each is not open_offer),
                open_offer,
                tuple(turn for turn in turns if turn.booking_ids == waiter.ids),
                () if over or open_offer else tuple(_passed_over(waiter, waiters, turns)),
            )
        )
    return sorted(found, key=lambda each: (not each.place, each.hive, each.place))


def _passed_over(waiter: Waiter, waiters: Sequence[Waiter], turns: Sequence[Turn]) -> Iterator[str]:
    """Reasons for each room that is the turn of one who has waited less for a night of its own."""
    later = {each.ids for each in waiters[waiters.index(waiter) + 1 :]}
    mine = set(nights(waiter.stays[0]))
    for turn in turns:
        theirs = {
            turn.from_on + dt.timedelta(days=n) for n in range((turn.to_on - turn.from_on).days)
        }
        if turn.booking_ids in later and mine & theirs:
            yield why_passed_over(waiter, turn.room_id, turn.facts)


@dataclass(frozen=True)
class Wish:
    """What is known where somebody is about to be put on the list.

    Attributes:
        names: whole names in words.
        hive: the Hive in whose queue they would wait.
        rooms: id and name of its rooms held on those days, one that fits the ages first.
        before: how many requests wait for some of those nights already.
    """

    names: str
    hive: str
    rooms: tuple[tuple[str, str], ...]
    before: int


def wish_of(
    session: Session,
    child_ids: Sequence[str],
    from_on: dt.date,
    to_on: dt.date,
    now: dt.datetime,
    hive_id: str | None = None,
    room_id: str = "",
) -> Wish:
    """The queue these children would join: that of the room's Hive, else of their family's.

    Args:
        hive_id: the Hive for a guest, who has no family here.
        room_id: the room that was asked for, "" for none.
    """
    children = session.execute(
        select(Child.first_name, Child.last_name, Child.born_on, Family.hive_id)
        .join(Family, Family.id == Child.family_id)
        .where(Child.id.in_(child_ids))
        .order_by(Child.born_on)
    ).all()
    hive = session.scalar(
        select(LinkCarer.hive_id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id)
    ) or next((child.hive_id for child in children), hive_id)
    evenings = Span(from_on, max(from_on, to_on - dt.timedelta(days=1)))
    ages = [age_on(child.born_on, from_on) for child in children]
    rooms = sorted(
        candidates(session, evenings, evenings, hive),
        key=lambda room: (
            room.room_id != room_id,
            not all(room.facts.age_from <= age <= room.facts.age_to for age in ages),
            room.facts.name,
        ),
    )
    wanted = {evenings.first + dt.timedelta(days=day) for day in range(evenings.days)}
    ahead = [w for w in waiters_of(session, hive) if wanted & set(nights(w.stays[0]))]
    return Wish(
        names_in_words(f"{child.first_name} {child.last_name}" for child in children)
        if children
        else "",
        session.scalar(select(Hive.name).where(Hive.id == hive)) or "",
        tuple((room.room_id, f"{room.facts.name}, {room.keeper_name}") for room in rooms),
        sum(not waiter.is_over(now) for waiter in ahead),
    )


def phones_of(session: Session, booking_id: str) -> list[tuple[str, str]]:
    """Whom to ring about a stay: the family's carers and their numbers, the home's last."""
    family = session.execute(
        select(Family.id, Family.name, Family.phone)
        .join(Child, Child.family_id == Family.id)
        .join(Booking, Booking.child_id == Child.id)
        .where(Booking.id == booking_id)
    ).first()
    if family is None:
        return []
    carers = session.execute(
        select(Carer.first_name, Carer.last_name, Carer.phone)
        .where(kept(Carer), Carer.family_id == family.id, Carer.ended_on.is_(None))
        .order_by(Carer.id)
    )
    found = [(f"{row.first_name} {row.last_name}", row.phone) for row in carers if row.phone]
    return found + ([(f"{family.name}, at home", family.phone)] if family.phone else [])


def late_offers(session: Session, now: dt.datetime) -> int:
    """How many open offers have run out, or are of a request that waits no longer."""
    rows = session.execute(
        select(StayOffer.answer_by, Booking.status)
        .join(Booking, Booking.id == StayOffer.booking_id)
        .where(kept(StayOffer), StayOffer.answer == OfferAnswer.NONE)
    )
    return sum(row.answer_by <= now or row.status is not StayState.WAITLISTED for row in rows)


def _people(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    rows = session.execute(
        select(
            Booking.id,
            Booking.guest_name,
            Booking.status_why,
            Booking.why,
            Child.first_name,
            Child.last_name,
            Family.name.label("family"),
            Room.name.label("room"),
            LinkCarer.first_name.label("keeper"),
        )
        .join(Room, Room.id == Booking.room_id)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .outerjoin(Child, Child.id == Booking.child_id)
        .outerjoin(Family, Family.id == Child.family_id)
        .where(Booking.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _whole_name(row: Any) -> str:
    return f"{row.first_name} {row.last_name}" if row.first_name else str(row.guest_name)


def _offers(session: Session, ids: Sequence[str]) -> dict[str, list[Any]]:
    rows = session.execute(
        select(
            StayOffer.booking_id,
            StayOffer.offered_at,
            StayOffer.answer_by,
            StayOffer.answer,
            StayOffer.answered_at,
            StayOffer.why,
            Room.name.label("room"),
        )
        .join(Room, Room.id == StayOffer.room_id)
        .where(kept(StayOffer), StayOffer.booking_id.in_(ids))
        .order_by(StayOffer.offered_at, StayOffer.id)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.booking_id].append(row)
    return found


def _offered(row: Any) -> Offered:
    answered = local(row.answered_at) if row.answered_at else None
    return Offered(
        row.room, local(row.offered_at), local(row.answer_by), row.answer, answered, row.why
    )
