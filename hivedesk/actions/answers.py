"""A link carer's answer to a request, from her own laptop: yes or no, with a note."""

from __future__ import annotations

from sqlalchemy import select

from hivedesk.records import Booking, StayState
from hivedesk.rules.fields import check_declared
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.stays import bed_problems, room_problems
from hivedesk.store import Writing

from .desk import Desk, Outcome, outcome
from .saving import get, tidy
from .stay_facts import room_facts, stay_of, stays_in


def answer_request(desk: Desk, booking_id: str, *, yes: bool, note: str = "") -> Outcome:
    """Say yes or no to a request; brothers and sisters are answered together.

    Raises:
        Refused: it was answered meanwhile, no bed is free for a yes, or a no without a note.
    """
    with desk.writing("Say yes to a stay" if yes else "Say no to a stay") as write:
        asked = _asked_together(write, get(write.session, Booking, booking_id))
        values = tidy(
            {
                "status": StayState.AGREED if yes else StayState.DECLINED,
                "status_why": note,
            }
        )
        if not yes and not values["status_why"]:
            refuse_on([Problem("why", "Say why you cannot. The Hive support worker reads it.")])
        refuse_on(_problems(write, asked, yes=yes) + check_declared(Booking, values, write.at))
        # Nothing else of the stay is hers to change: the rest of its rules are its Hive's.
        for stay in asked:
            stay.status, stay.status_why = values["status"], values["status_why"]
    return outcome(write, booking_id)


def _asked_together(write: Writing, booking: Booking) -> list[Booking]:
    if booking.request_id is None:
        return [booking]
    asked = select(Booking).where(
        Booking.request_id == booking.request_id,
        Booking.room_id == booking.room_id,
        Booking.kind == booking.kind,
        Booking.from_on == booking.from_on,
        Booking.to_on == booking.to_on,
        Booking.status == StayState.REQUESTED,
        Booking.archived_at.is_(None),
    )
    return list(write.session.scalars(asked)) or [booking]


def _problems(write: Writing, asked: list[Booking], *, yes: bool) -> list[Problem]:
    first = asked[0]
    if first.status is not StayState.REQUESTED or first.archived_at is not None:
        return [Problem("status", "That request does not wait for an answer any more.")]
    if not yes:
        return []
    stay = stay_of({column.key: getattr(first, column.key) for column in Booking.__table__.c})
    facts = room_facts(write.session, first.room_id)
    if found := room_problems(stay, facts):
        return found
    others = stays_in(write.session, first.room_id)
    return bed_problems(stay, facts, others, needed=len(asked))
