"""Booking a stay, and each step it climbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hivedesk.records import Booking, StayKind, StayState
from hivedesk.rules.days import local
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.stays import NEXT
from hivedesk.store import Writing

from .desk import Desk, Outcome, outcome
from .saving import Values, get, put

def next_states(status: StayState) -> list[StayState]:
    """Where a stay can go from here, in the order of the ladder."""
    return [state for state in StayState if state in NEXT.get(status, frozenset())]


def book_stay(desk: Desk, values: Values) -> Outcome:
    """Book one child into one room.

    Raises:
        Refused: a hard stop, or a warning without an `override_note`.
    """
    kind = values.get("kind")
    word = kind.label.lower() if isinstance(kind, StayKind) else "stay"
    with desk.writing(f"Book {word}") as write:
        saved = put(write, Booking, {"status": StayState.AGREED, **values}).id
    return outcome(write, saved)


def move_stay_on(desk: Desk, booking_id: str, to: StayState, why: str | None = None) -> Outcome:
    """Take a stay one step up (or off) its ladder; arriving and leaving keep their moment.

    Raises:
        Refused: the ladder has no such step, or the rules speak against it.
    """
    return move_stays_on(desk, (booking_id,), to, why)


def move_stays_on(
    desk: Desk, booking_ids: Sequence[str], to: StayState, why: str | None = None
) -> Outcome:
    """Take the stays of siblings one step together: all of them, or none.

    Raises:
        Refused: as `move_stay_on`, for the first of them that cannot.
    """
    with desk.writing(f"Record stay as {to.label.lower()}") as write:
        for booking_id in booking_ids:
            _move_on(write, get(write.session, Booking, booking_id), to, why)
    return outcome(write, booking_ids[0])


def _move_on(write: Writing, booking: Booking, to: StayState, why: str | None) -> None:
    if to not in NEXT.get(booking.status, frozenset()):
        words = f"A stay that is {booking.status.label.lower()} cannot become {to.label.lower()}."
        refuse_on([Problem("status", words)])
    refuse_on(_too_soon(booking, to, local(write.at).date()))
    values: dict[str, object] = {"status": to, **_moments(booking, to, write.at)}
    if why:
        values["why"] = f"{booking.why}\n{why}" if booking.why else why
    put(write, Booking, values, booking.id)


def _too_soon(booking: Booking, to: StayState, today: dt.date) -> list[Problem]:
    """A night that has not come cannot have been slept, nor a child be missed before the day."""
    begins, ends = booking.from_on, booking.to_on
    if to in (StayState.IN_PROGRESS, StayState.NO_SHOW) and today < begins:
        words = f"The stay begins on {begins:%a} {begins.day} {begins:%b}. Change its day first."
        return [Problem("status", words)]
    if to is StayState.COMPLETED and today < ends:
        words = f"The stay goes on to {ends:%a} {ends.day} {ends:%b}. Record it as ended early."
        return [Problem("status", words)]
    return []


def _moments(booking: Booking, to: StayState, now: dt.datetime) -> dict[str, object]:
    if to is StayState.IN_PROGRESS:
        return {"arrived_at": now}
    if to is StayState.COMPLETED:
        return {"left_at": now}
    if to is StayState.ENDED_EARLY:
        today = max(local(now).date(), booking.from_on)
        return {"left_at": now, "ended_on": min(today, booking.to_on)}
    return {}
