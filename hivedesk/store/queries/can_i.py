"""Gathering what "Can I say yes?" needs, in a handful of questions to the store.

`ask` is what the panel and the terminal use; `facts_for` is what a booking is checked with
when it is written. Nobody else's name is read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    Family,
    Hive,
    Room,
    StayKind,
    Town,
)
from hivedesk.rules.asking import AskedChild, Facts, Question
from hivedesk.rules.can_say_yes import RoomAnswer, can_say_yes, date_problems
from hivedesk.rules.days import Span
from hivedesk.rules.families import IN_THE_HIVE
from hivedesk.rules.problems import refuse_on
from hivedesk.rules.queue import Waiter
from hivedesk.rules.stays import Stay, nights
from hivedesk.rules.towns import Map
from hivedesk.store import settings

from .policies import policies_of
from .stays_around import STAY_COLUMNS, candidates, stay_from, stays_around
from .stretches import kept
from .waiting_stays import waiters_of


def ask(
    session: Session,
    child_ids: Sequence[str],
    kind: StayKind,
    from_on: dt.date,
    to_on: dt.date,
    now: dt.datetime,
    *,
    guest_name: str | None = None,
    hours: tuple[dt.time | None, dt.time | None] = (None, None),
    why: str | None = None,
    hive_id: str | None = None,
    without: Collection[str] = (),
) -> list[RoomAnswer]:
    """Every candidate room with its answer, best first.

    Args:
        child_ids: siblings are asked for together; empty for a guest.
        to_on: the check-out day; for day care the same day.
        now: aware.
        guest_name: a child from outside the Hive, by first name.
        hours: from when to when; day care needs them.
        why: the reason, which a stay from outside the Hive needs.
        hive_id: whose rooms are the own ones; None for the child's Hive, or the store's.
        without: bookings to leave out: the ones that are being moved.

    Raises:
        Refused: the dates themselves are wrong, or there is no child.
        NotFound: no such child.
    """
    question = question_for(
        session, child_ids, kind, from_on, to_on, now, guest_name, hours, why, hive_id
    )
    facts = Facts(question, (), {}, policies_of(session))
    refuse_on(date_problems(facts))
    return can_say_yes(facts_for(session, question, without=without))


class Askable(NamedTuple):
    """A child who can be asked for, as the panel offers them.

    Attributes:
        needs: what is known of the child's nights, for the link carer.
    """

    child_id: str
    family_id: str
    first_name: str
    last_name: str
    born_on: dt.date
    needs: str


def askable(session: Session, hive_id: str | None) -> list[Askable]:
    """Children who live with a family of this Hive now (None: of any), A to Z."""
    query = (
        select(
            Child.id,
            Child.family_id,
            Child.first_name,
            Child.last_name,
            Child.born_on,
            func.coalesce(Child.night_needs, ""),
        )
        .join(Family, Family.id == Child.family_id)
        .where(kept(Child), Child.left_on.is_(None), kept(Family), Family.status.in_(IN_THE_HIVE))
    )
    if hive_id is not None:
        query = query.where(Family.hive_id == hive_id)
    found = [Askable(*row) for row in session.execute(query)]
    return sorted(found, key=lambda each: (each.first_name.casefold(), each.last_name.casefold()))


def question_for(
    session: Session,
    child_ids: Sequence[str],
    kind: StayKind,
    from_on: dt.date,
    to_on: dt.date,
    now: dt.datetime,
    guest_name: str | None = None,
    hours: tuple[dt.time | None, dt.time | None] = (None, None),
    why: str | None = None,
    hive_id: str | None = None,
) -> Question:
    """The question with its children as they are known today."""
    children = asked_children(session, child_ids)
    if not children:
        children = [AskedChild(None, guest_name or "The child")]
    own = hive_id or children[0].hive_id or settings.get(session, settings.HIVE) or ""
    begin, end = hours
    return Question(tuple(children), kind, from_on, to_on, now, begin, end, why, hive_id=own)


def asked_children(session: Session, child_ids: Sequence[str]) -> list[AskedChild]:
    """Children with their family, in the order given; those who are not there are left out."""
    rows = session.execute(
        select(
            Child.id,
            Child.first_name,
            Child.last_name,
            Child.born_on,
            Child.family_id,
            Family.name,
            Family.status,
            Family.hive_id,
            Family.area,
            Child.sleepovers,
            Child.sleepovers_until,
            Child.animals,
            Child.needs_ground_floor,
            Child.left_on,
        )
        .join(Family, Family.id == Child.family_id)
        .where(Child.id.in_(child_ids))
    )
    found = {row.id: AskedChild(*row) for row in rows}
    return [found[child_id] for child_id in dict.fromkeys(child_ids) if child_id in found]


def facts_for(
    session: Session,
    question: Question,
    *,
    without: Collection[str] = (),
    hive_id: str | None = None,
    aside: Collection[str] = (),
) -> Facts:
    """What the lines need, for every Hive's rooms or those of one Hive.

    Args:
        without: bookings that are left out: the ones the question is about.
        hive_id: look only at this Hive's rooms (and say nothing of the nearest other).
        aside: bookings that wait in the question's own place of the queue.
    """
    evenings = Span(question.evenings[0], question.evenings[-1])
    waiters = tuple(
        waiter
        for waiter in waiters_of(session, hive_id)
        if not _nights_of(waiter).isdisjoint(question.evenings)
        and not set(waiter.ids) & {*without, *aside}
    )
    waited = {night for waiter in waiters for night in _nights_of(waiter)}
    around = Span(min(waited | {evenings.first}), max(waited | {evenings.last}))
    stays, guests = stays_around(session, around, without, hive_id)
    own, own_rooms = _own_stays(session, question, without)
    hives = session.execute(select(Hive.id, Hive.name, Hive.area).where(kept(Hive)))
    towns = session.execute(select(Town.name, Town.east, Town.north).where(kept(Town)))
    return Facts(
        question,
        tuple(candidates(session, evenings, around, hive_id)),
        stays,
        policies_of(session),
        guests,
        own,
        own_rooms,
        {row.id: (row.name, row.area) for row in hives},
        Map.of((name, east, north) for name, east, north in towns),
        waiters,
        hive_id is not None,
    )


def _own_stays(
    session: Session, question: Question, without: Collection[str]
) -> tuple[dict[str, tuple[Stay, ...]], dict[str, str]]:
    ids = [child.id for child in question.children if child.id]
    if not ids:
        return {}, {}
    rows = session.execute(
        select(*STAY_COLUMNS, Room.link_carer_id)
        .join(Room, Room.id == Booking.room_id)
        .where(kept(Booking), Booking.child_id.in_(ids))
        .order_by(Booking.from_on)
    )
    own: dict[str, list[Stay]] = defaultdict(list)
    keepers: dict[str, str] = {}
    for row in rows:
        if row.id not in without:
            own[row.child_id].append(stay_from(row))
            keepers[row.room_id] = row.link_carer_id
    return {child: tuple(found) for child, found in own.items()}, keepers


def _nights_of(waiter: Waiter) -> set[dt.date]:
    return set(nights(waiter.stays[0]))


def for_a_booking(question: Question, booking_id: str | None, **changes: Any) -> Question:
    """The question of one child's booking that is already written, or about to be."""
    child = replace(question.children[0], booking_id=booking_id)
    return replace(question, children=(child,), **changes)
