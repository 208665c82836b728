"""Waiting for a night: joining the queue, offering a bed in its order, and the answers.

An offer holds its bed until it is answered or its time is up. Refused or lapsed, the next
in the queue has its turn; offers are kept with their reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Booking, OfferAnswer, StayOffer, StayState
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store import Writing
from hivedesk.store.queries.waiting_stays import Turn, turn_for

from .desk import Desk, Outcome, outcome
from .saving import get, put
from .stays import step


def wait_for_night(desk: Desk, booking_ids: Sequence[str], why: str | None = None) -> Outcome:
    """Let requests that cannot be met now wait; they keep their place from this moment.

    Raises:
        Refused: one of them is not a request.
    """
    with desk.writing("Wait for a night") as write:
        for booking_id in booking_ids:
            step(write, booking_id, StayState.WAITLISTED, why)
    return outcome(write, *booking_ids)


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
    """As `lapse_offers`, within a write that is under way."""
    late = select(StayOffer).where(
        StayOffer.answer == OfferAnswer.NONE,
        StayOffer.answer_by <= write.at,
        StayOffer.archived_at.is_(None),
    )
    for offer in write.session.scalars(late).all():
        _close(write, offer, OfferAnswer.LAPSED, None)


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


def _open_offers(session: Session, booking_id: str) -> list[StayOffer]:
    """The offers of a request: one for each child."""
    booking = get(session, Booking, booking_id)
    together = Booking.id == booking_id
    if booking.request_id:
        together = Booking.request_id == booking.request_id
    query = (
        select(StayOffer)
        .join(Booking, Booking.id == StayOffer.booking_id)
        .where(together, StayOffer.answer == OfferAnswer.NONE, StayOffer.archived_at.is_(None))
    )
    return list(session.scalars(query.order_by(StayOffer.id)))


def _close(write: Writing, offer: StayOffer, answer: OfferAnswer, why: str | None) -> None:
    at: dt.datetime = write.at
    put(write, StayOffer, {"answer": answer, "answered_at": at, "why": why}, offer.id)
    booking = write.session.get_one(Booking, offer.booking_id)
    if answer is not OfferAnswer.ACCEPTED and booking.status is StayState.WAITLISTED:
        booking.held_until = None
        write.session.flush()
