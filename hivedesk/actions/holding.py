"""After the ring: the bed that was held is booked, or let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hivedesk.records import StayState

from .desk import Desk, Outcome, outcome
from .saving import Values
from .stays import noted, step

LET_GO = "Let go after ringing"
"""The reason that is kept with a stay whose bed was held, then not wanted."""


def book_held(
    desk: Desk,
    booking_ids: Sequence[str],
    override: str | None = None,
    notes: Mapping[str, Values] | None = None,
) -> Outcome:
    """Book the stays whose beds were held: all of them, or none.

    A hold that has run out may be booked too, where the beds are still free.

    Args:
        override: why it is right over a warning; kept with each stay.
        notes: by booking, fields to be kept with it (what the link carer needs, the reason).

    Raises:
        Refused: a hard stop, or a warning without `override`; nothing was changed.
    """
    with desk.writing("Book the stay that was held") as write:
        for booking_id in booking_ids:
            values = {**(notes or {}).get(booking_id, {}), **noted(write, booking_id, override)}
            step(write, booking_id, StayState.AGREED, **values)
    return outcome(write, *booking_ids)


def give_up(desk: Desk, booking_ids: Sequence[str]) -> Outcome:
    """Let go of beds that were held while somebody rang, and of what was asked for with them.

    A request that stood before its bed was held is kept by `stays.let_go`.
    """
    with desk.writing("Let go of a held bed") as write:
        for booking_id in booking_ids:
            step(write, booking_id, StayState.CANCELLED, LET_GO)
    return outcome(write, *booking_ids)
