"""Booking a stay that comes again, and changing one or all later dates of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from hivedesk.records import Booking, StayState, new_id
from hivedesk.rules.days import day_words
from hivedesk.rules.handover import FOR_THE_NIGHT
from hivedesk.rules.problems import Problem, Refused, refuse_on
from hivedesk.store.queries.repeats import later_ids, together

from .desk import Desk, Outcome, outcome
from .saving import Values, get
from .stays import needed, place, shift, step


def book_repeat(
    desk: Desk,
    child_ids: Sequence[str],
    values: Values,
    dates: Sequence[tuple[dt.date, dt.date]],
    override: str | None = None,
    begun_by: str | None = None,
) -> Outcome:
    """Book each of the dates that were chosen (`store.queries.repeats.plan_repeat` offers them).

    Args:
        values: as for `book_stays`, without days.
        dates: check-in and check-out day of each; those to be skipped left out.
        begun_by: a stay that is written already and now comes again: it and its siblings
            belong to the repeat, and each child's notes for the night go with them.

    Raises:
        Refused: one of them cannot be booked; the words say which, and none was.
    """
    if not dates:
        refuse_on([Problem("dates", "Choose one date at least.")])
    made: list[str] = []
    with desk.writing("Book a stay that comes again") as write:
        first = get(write.session, Booking, begun_by) if begun_by else None
        begun = together(write.session, first) if first else {}
        repeat = next((each.repeat_id for each in begun.values()), None) or new_id()
        for booking in begun.values():
            booking.repeat_id = repeat
        for from_on, to_on in sorted(dates):
            given = {**values, "from_on": from_on, "to_on": to_on, "repeat_id": repeat}
            try:
                placed = place(write, child_ids, given, override)
            except Refused as why:
                raise _dated(why, from_on) from why
            for booking_id in placed:
                _take_notes(get(write.session, Booking, booking_id), begun)
            made += placed
        write.session.flush()
    return outcome(write, *made)


def move_repeat(
    desk: Desk,
    booking_id: str,
    *,
    room_id: str | None = None,
    days: int = 0,
    nights: int | None = None,
    override: str | None = None,
    leave: Collection[str] = (),
) -> Outcome:
    """Move this stay and every later one of its repeat.

    Args:
        days: by how many days, back or forth.
        nights: of each stay from now on; None leaves them as they are.
        leave: stays that are left as they are (`store.queries.repeats.plan_move` offers them).

    Raises:
        Refused: one of them cannot be moved; none was.
    """
    by = dt.timedelta(days=days)
    with desk.writing("Move stays that come again") as write:
        get(write.session, Booking, booking_id)
        ids = [each for each in later_ids(write.session, booking_id) if each not in leave]
        if not ids:
            refuse_on([Problem("dates", "Every date is skipped. Leave one at least.")])
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


def _take_notes(booking: Booking, begun: dict[str | None, Booking]) -> None:
    source = begun.get(booking.child_id)
    for name in FOR_THE_NIGHT if source is not None else ():
        setattr(booking, name, getattr(source, name))


def _dated(why: Refused, day: dt.date) -> Refused:
    found = [
        Problem(problem.field, f"{day_words(day)}: {problem.words}", problem.severity)
        for problem in why.problems
    ]
    return Refused(found)
