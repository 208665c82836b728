"""Booking a stay that comes again, and changing one or all later dates of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hivedesk.records import Booking, StayState, new_id
from hivedesk.rules.problems import Problem, Refused, refuse_on
from hivedesk.rules.stays import day_words
from hivedesk.store.queries.repeats import later_ids

from .desk import Desk, Outcome, outcome
from .saving import Values, get
from .stays import needed, place, shift, step


def book_repeat(
    desk: Desk,
    child_ids: Sequence[str],
    values: Values,
    dates: Sequence[tuple[dt.date, dt.date]],
    override: str | None = None,
) -> Outcome:
    """Book each of the dates that were chosen (`store.queries.repeats.plan_repeat` offers them).

    Args:
        values: as for `book_stays`, without days.
        dates: check-in and check-out day of each; those to be skipped left out.

    Raises:
        Refused: one of them cannot be booked; the words say which, and none was.
    """
    if not dates:
        refuse_on([Problem("dates", "Choose one date at least.")])
    made: list[str] = []
    repeat = new_id()
    with desk.writing(f"Book {len(dates)} stays") as write:
        for from_on, to_on in sorted(dates):
            given = {**values, "from_on": from_on, "to_on": to_on, "repeat_id": repeat}
            try:
                made += place(write, child_ids, given, override)
            except Refused as why:
                raise _dated(why, from_on) from why
    return outcome(write, *made)


def move_repeat(
    desk: Desk,
    booking_id: str,
    *,
    room_id: str | None = None,
    days: int = 0,
    nights: int | None = None,
    override: str | None = None,
) -> Outcome:
    """Move this stay and every later one of its repeat.

    Args:
        days: by how many days, back or forth.
        nights: of each stay from now on; None leaves them as they are.

    Raises:
        Refused: one of them cannot be moved; none was.
    """
    by = dt.timedelta(days=days)
    with desk.writing("Move stays that come again") as write:
        get(write.session, Booking, booking_id)
        ids = later_ids(write.session, booking_id)
        # The furthest first where all move on: else each would meet the one before it.
        for each in reversed(ids) if days > 0 else ids:
            booking = get(write.session, Booking, each)
            begin, end = booking.from_on + by, booking.to_on + by
            if nights is not None:
                end = begin + dt.timedelta(days=nights)
            try:
                shift(write, each, room_id, begin, end, override)
            except Refused as why:
                raise _dated(why, booking.from_on) from why
    return outcome(write, *ids)


def cancel_repeat(desk: Desk, booking_id: str, why: str) -> Outcome:
    """Call off this stay and every later one of its repeat that has not begun.

    Raises:
        Refused: no reason was given, or this stay has begun or is over.
    """
    with desk.writing("Cancel stays that come again") as write:
        get(write.session, Booking, booking_id)
        ids = later_ids(write.session, booking_id)
        for each in ids:
            step(write, each, StayState.CANCELLED, needed(why))
    return outcome(write, *ids)


def _dated(why: Refused, day: dt.date) -> Refused:
    found = [
        Problem(problem.field, f"{day_words(day)}: {problem.words}", problem.severity)
        for problem in why.problems
    ]
    return Refused(found)
