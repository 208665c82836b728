"""The checklist of a night's handover. Who ticked a line, and when, its Change rows tell."""

from __future__ import annotations

from sqlalchemy import Select, select

from hivedesk.records import Booking, HandoverItem
from hivedesk.rules.handover import HAS_HANDOVER, ITEMS
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store import Writing

from .desk import Desk, Outcome, outcome
from .saving import get, put


def tick_handover(desk: Desk, item_id: str, done: bool = True) -> Outcome:
    """Mark one line as done now, or as not done after all."""
    with desk.writing("Tick handover" if done else "Untick handover") as write:
        get(write.session, HandoverItem, item_id)
        put(write, HandoverItem, {"done_at": write.at if done else None}, item_id)
    return outcome(write, item_id)


def tick_first(desk: Desk, booking_id: str, what: str) -> Outcome:
    """Tick a line of the usual checklist that nobody has begun: it is begun with that.

    Raises:
        Refused: the stay is not agreed or it is over, or the checklist has no such line.
    """
    with desk.writing("Tick handover") as write:
        _start(write, booking_id)
        item = write.session.scalar(_items(booking_id).where(HandoverItem.what == what))
        if item is None:
            refuse_on([Problem("what", "That line is not on the checklist any more.")])
        else:
            put(write, HandoverItem, {"done_at": write.at}, item.id)
    return outcome(write, booking_id)


def add_to_handover(desk: Desk, booking_id: str, what: str) -> Outcome:
    """Put a line of one's own below the others.

    Raises:
        Refused: nothing was written in it, or the stay is not agreed or it is over.
    """
    with desk.writing("Add to the handover") as write:
        if not what.strip():
            refuse_on([Problem("what", "Write what is to be told or given.")])
        _start(write, booking_id)
        added = put(write, HandoverItem, {"booking_id": booking_id, "what": what}).id
    return outcome(write, added)


def _start(write: Writing, booking_id: str) -> None:
    """Give a stay the usual checklist; one that has items already keeps them."""
    booking = get(write.session, Booking, booking_id)
    if booking.status not in HAS_HANDOVER:
        words = f"The stay is {booking.status.label.lower()}: there is no night to hand over."
        refuse_on([Problem("status", words)])
    if write.session.scalar(_items(booking_id).limit(1)) is None:
        for what in ITEMS:
            put(write, HandoverItem, {"booking_id": booking_id, "what": what})


def _items(booking_id: str) -> Select[HandoverItem]:
    return select(HandoverItem).where(
        HandoverItem.booking_id == booking_id, HandoverItem.archived_at.is_(None)
    )
