"""The checklist of a night's handover."""

from __future__ import annotations

from sqlalchemy import select

from hivedesk.records import Booking, HandoverItem
from hivedesk.rules.handover import ITEMS

from .desk import Desk, Outcome, outcome
from .saving import get, put


def start_handover(desk: Desk, booking_id: str) -> Outcome:
    """Give a stay the usual checklist; one that has items already keeps them."""
    with desk.writing("Begin the handover") as write:
        get(write.session, Booking, booking_id)
        there = write.session.scalar(
            select(HandoverItem.id)
            .where(HandoverItem.booking_id == booking_id, HandoverItem.archived_at.is_(None))
            .limit(1)
        )
        if there is None:
            for what in ITEMS:
                put(write, HandoverItem, {"booking_id": booking_id, "what": what})
    return outcome(write, booking_id)


def tick_handover(desk: Desk, item_id: str, done: bool = True) -> Outcome:
    """Mark one line as done now, or as not done after all."""
    with desk.writing("Tick handover" if done else "Untick handover") as write:
        get(write.session, HandoverItem, item_id)
        put(write, HandoverItem, {"done_at": write.at if done else None}, item_id)
    return outcome(write, item_id)
