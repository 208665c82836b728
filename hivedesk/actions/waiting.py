"""Waiting for a night: joining the queue, offering a bed in its order, and the answers.

An offer holds its bed until it is answered or its time is up. Refused or lapsed, the next
in the queue has its turn; offers are kept with their reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, Change, OfferAnswer, StayOffer, StayState, kind_of
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.stays import HOLDS_A_BED
from hivedesk.store import Writing
from hivedesk.store.queries.waiting_stays import Turn, turn_for

from .desk import Desk, Outcome, outcome
from .saving import Values, get, put
from .stays import needed, place, step


def wait_for_night(desk: Desk, booking_ids: Sequence[str], why: str | None = None) -> Outcome:
    """Let requests that cannot be met now wait; they keep their place from this moment.

    Raises:
        Refused: one of them is not a request.
    """
    with desk.writing("Wait for a night") as write:
        for booking_id in booking_ids:
            step(write, booking_id, StayState.WAITLISTED, why)
    return outcome(write, *booking_ids)


def ask_to_wait(desk: Desk, child_ids: Sequence[str], values: Values, why: str) -> Outcome:
    """Write a request that cannot be met and let it wait, in one go.

    Args:
        child_ids: brothers and sisters wait together; empty for a guest, named in `values`.
        values: the stay's fields but the child; any room of its Hive may be offered later.
        why: why it waits ("Garden room is full on Fri 18 Jun"); kept with the stay.

    Raises:
        Refused: no reason was given, or a hard stop that waiting does not cure.
    """
    with desk.writing("Put on the waiting list for a night") as write:
        reason = needed(why)
        made = place(write, child_ids, {**values, "status": StayState.REQUESTED})
        for booking_id in made:
            step(write, booking_id, StayState.WAITLISTED, reason)
    return outcome(write, *made)


def stop_waiting(desk: Desk, booking_id: str, why: str) -> Outcome:
    """Take a request off the list, with its siblings'; an open offer is closed with it.

    Raises:
        Refused: no reason was given, or it does not wait.
    """
    with desk.writing("Take off the waiting list for a night") as write:
        reason = needed(why)
        for offer in _open_offers(write.session, booking_id):
            _close(write, offer, OfferAnswer.REFUSED, reason)
        together = [each.id for each in _asked_together(write.session, booking_id)]
        if not together:
            refuse_on([Problem("status", "That request does not wait any more.")])
        for each in together:
            step(write, each, StayState.CANCELLED, reason)
    return outcome(write, *together)


def offer_bed(desk: Desk, booking_id: str, room_id: str) -> Outcome:
    """Offer a room to the request whose turn it is, and hold its beds for the policy's hours.

    Args:
        booking_id: one of the request's stays; siblings are offered together.

    Raises:
        Refused: it is another's turn, or the room cannot take it.
    """
    with desk.writing("Offer a bed") as write:
        get(write.session, Booking, booking_id)
        lapse(write)
        turn = turn_for(write.session, room_id, write.at)
        if turn is None:
            refuse_on([Problem("room_id", "Nobody who waits could have a bed there now.")])
        elif booking_id not in turn.booking_ids:
            words = f"It is {turn.names}'s turn: waiting since {turn.since:%a} {turn.since.day} "
            refuse_on([Problem("booking_id", f"{words}{turn.since:%b}.")])
        else:
            _offer(write, turn, room_id)
    return outcome(write, booking_id)


def answer_bed(
    desk: Desk,
    booking_id: str,
    accepted: bool,
    why: str | None = None,
    override: str | None = None,
) -> Outcome:
    """Keep the answer: accepted, the stays are agreed; refused, it is the next one's turn.

    Raises:
        Refused: there is no open offer, its time is up, or the rules now speak against it.
    """
    with desk.writing("Record answer to an offered bed") as write:
        offers = _open_offers(write.session, booking_id)
        if not offers:
            refuse_on([Problem("answer", "There is no open offer to answer.")])
        if accepted and offers[0].answer_by <= write.at:
            refuse_on([Problem("answer", "The time to answer is up. Offer it again in turn.")])
        answer = OfferAnswer.ACCEPTED if accepted else OfferAnswer.REFUSED
        for offer in offers:
            _close(write, offer, answer, why)
            if accepted:
                noted = {"override_note": override} if override else {}
                step(write, offer.booking_id, StayState.AGREED, why, **noted)
    return outcome(write, *(offer.booking_id for offer in offers))


def lapse_offers(desk: Desk) -> Outcome:
    """Mark the offers whose time is up, so that the next have their turn."""
    with desk.writing("Let offers lapse") as write:
        lapse(write)
    return outcome(write)


def lapse(write: Writing) -> None:
    """As `lapse_offers`, within a write that is under way.

    An offer of a request that waits no longer is closed too: with the bed it has, or as gone.
    """
    late = (
        select(StayOffer, Booking.status)
        .join(Booking, Booking.id == StayOffer.booking_id)
        .where(
            StayOffer.answer == OfferAnswer.NONE,
            or_(StayOffer.answer_by <= write.at, Booking.status != StayState.WAITLISTED),
            StayOffer.archived_at.is_(None),
        )
    )
    for offer, status in write.session.execute(late).all():
        agreed = status in HOLDS_A_BED
        _close(write, offer, OfferAnswer.ACCEPTED if agreed else OfferAnswer.LAPSED, None)


def _offer(write: Writing, turn: Turn, room_id: str) -> None:
    for booking_id in turn.booking_ids:
        held = {"room_id": room_id, "held_until": turn.answer_by}
        put(write, Booking, held, booking_id)
        offer = {
            "booking_id": booking_id,
            "room_id": room_id,
            "offered_at": write.at,
            "answer_by": turn.answer_by,
            "answer": OfferAnswer.NONE,
        }
        put(write, StayOffer, offer)


def _asked_together(session: Session, booking_id: str) -> list[Booking]:
    """The stays of one request that still wait, for the same nights."""
    booking = get(session, Booking, booking_id)
    query = select(Booking).where(
        Booking.id == booking_id
        if booking.request_id is None
        else Booking.request_id == booking.request_id,
        Booking.status == StayState.WAITLISTED,
        Booking.from_on == booking.from_on,
        Booking.to_on == booking.to_on,
        Booking.archived_at.is_(None),
    )
    return list(session.scalars(query.order_by(Booking.id)))


def _open_offers(session: Session, booking_id: str) -> list[StayOffer]:
    """The open offers of a request: one for each child."""
    together = [booking.id for booking in _asked_together(session, booking_id)]
    query = select(StayOffer).where(
        StayOffer.booking_id.in_(together),
        StayOffer.answer == OfferAnswer.NONE,
        StayOffer.archived_at.is_(None),
    )
    return list(session.scalars(query.order_by(StayOffer.id)))


def _close(write: Writing, offer: StayOffer, answer: OfferAnswer, why: str | None) -> None:
    at: dt.datetime = write.at
    put(write, StayOffer, {"answer": answer, "answered_at": at, "why": why}, offer.id)
    booking = write.session.get_one(Booking, offer.booking_id)
    if answer is not OfferAnswer.ACCEPTED and booking.status is StayState.WAITLISTED:
        booking.held_until = None
        if booking.room_id == offer.room_id:
            # It waits on for the room it was asked for, not for the one it would not have.
            booking.room_id = _room_before(write.session, offer) or booking.room_id
        write.session.flush()


def _room_before(session: Session, offer: StayOffer) -> str | None:
    """The room a stay was moved out of when it was offered another; None if it was not."""
    made = select(Change.group_id).where(
        Change.kind == kind_of(StayOffer), Change.record_id == offer.id, Change.before.is_(None)
    )
    moved = select(Change.before).where(
        Change.kind == kind_of(Booking),
        Change.record_id == offer.booking_id,
        Change.group_id.in_(made),
    )
    return next(
        (was["room_id"] for was in session.scalars(moved) if "room_id" in (was or {})), None
    )
