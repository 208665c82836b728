"""Asking for a stay, booking it, holding a bed while somebody rings, and each step it climbs.

Siblings are asked for together: one row for each child under one request, all or none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from hivedesk.records import Booking, LinkCarer, Room, StayKind, StayState, new_id
from hivedesk.rules.days import local
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.stays import MAY_BE_HELD, NEXT, STILL_OPEN, check_dates
from hivedesk.store import Writing
from hivedesk.store.queries.can_i import question_for
from hivedesk.store.queries.policies import policies_of

from .desk import Desk, Outcome, outcome
from .saving import Values, get, put
from .stay_facts import answer_in


def next_states(status: StayState) -> list[StayState]:
    """Where a stay can go from here, in the order of the ladder."""
    return [state for state in StayState if state in NEXT.get(status, frozenset())]


def book_stay(desk: Desk, values: Values) -> Outcome:
    """Book one child into one room.

    Raises:
        Refused: a hard stop, or a warning without an `override_note`.
    """
    with desk.writing(f"Book {_word(values)}") as write:
        saved = put(write, Booking, {"status": StayState.AGREED, **values}).id
    return outcome(write, saved)


def book_stays(
    desk: Desk,
    child_ids: Sequence[str],
    values: Values,
    override: str | None = None,
    *,
    notes: Mapping[str, Values] | None = None,
    instead_of: Sequence[str] = (),
) -> Outcome:
    """Book children into one room, asked of as one: the answer is that of the panel.

    Args:
        child_ids: brothers and sisters; empty for a guest, named in `values`.
        values: the booking's fields but the child: room, kind, days, `why`, notes.
        override: why it is right over a warning; kept with each stay.
        notes: by child, what is written of that child alone (food, medication).
        instead_of: requests that end with it: beds held elsewhere while somebody rang.

    Raises:
        Refused: a hard stop, or a warning without `override`; nothing was changed.
    """
    with desk.writing(f"Book {_word(values)}") as write:
        _end_requests(write, instead_of)
        made = place(write, child_ids, values, override, notes)
    return outcome(write, *made)


def request_stays(desk: Desk, child_ids: Sequence[str], values: Values) -> Outcome:
    """Keep that a stay is asked for. It holds no bed until it is agreed."""
    return _ask(desk, f"Ask for {_word(values)}", child_ids, values, held=False)


def hold_stays(
    desk: Desk, child_ids: Sequence[str], values: Values, *, instead_of: Sequence[str] = ()
) -> Outcome:
    """Hold a bed for each child while somebody rings, for the policy's minutes.

    `instead_of` are requests that end with it: beds that were held elsewhere.

    Raises:
        Refused: no bed is free, or another hard stop.
    """
    verb = f"Hold a bed for {_word(values)}"
    return _ask(desk, verb, child_ids, values, held=True, instead_of=instead_of)


def hold(desk: Desk, booking_ids: Sequence[str]) -> Outcome:
    """Hold beds for requests that are written already; asked again, the clock starts anew."""
    with desk.writing("Hold a bed while I ring") as write:
        for booking_id in booking_ids:
            booking = get(write.session, Booking, booking_id)
            if booking.status is not StayState.REQUESTED:
                words = f"A stay that is {booking.status.label.lower()} is not held."
                refuse_on([Problem("status", words)])
            until = _held_until(write, booking.room_id)
            put(write, Booking, {"held_until": until}, booking_id)
    return outcome(write, *booking_ids)


def let_go(desk: Desk, booking_ids: Sequence[str]) -> Outcome:
    """Give a bed that was held back; the request stays."""
    with desk.writing("Let go of a held bed") as write:
        for booking_id in booking_ids:
            get(write.session, Booking, booking_id)
            put(write, Booking, {"held_until": None}, booking_id)
    return outcome(write, *booking_ids)


def move_stay(
    desk: Desk,
    booking_id: str,
    *,
    room_id: str | None = None,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
    override: str | None = None,
) -> Outcome:
    """Move a stay to another room or other days, stretch it or shorten it.

    What is None stays as it is; day care moves with its first day.

    Raises:
        Refused: it is over, a hard stop, or a warning without `override`.
    """
    with desk.writing("Move stay") as write:
        shift(write, booking_id, room_id, from_on, to_on, override)
    return outcome(write, booking_id)


def cancel_stays(desk: Desk, booking_ids: Sequence[str], why: str) -> Outcome:
    """Call stays off; their nights are free again.

    Raises:
        Refused: no reason was given, or a stay has begun or is over.
    """
    with desk.writing("Cancel stay") as write:
        for booking_id in booking_ids:
            step(write, booking_id, StayState.CANCELLED, needed(why))
    return outcome(write, *booking_ids)


def decline_stays(desk: Desk, booking_ids: Sequence[str], why: str) -> Outcome:
    """Say no to what was asked for; the reason is kept.

    Raises:
        Refused: no reason was given, or it was agreed already.
    """
    with desk.writing("Decline stay") as write:
        for booking_id in booking_ids:
            step(write, booking_id, StayState.DECLINED, needed(why))
    return outcome(write, *booking_ids)


def end_early(desk: Desk, booking_ids: Sequence[str], on: dt.date, why: str) -> Outcome:
    """The child went home on that day; the nights that are left are free.

    Raises:
        Refused: the stay is not going on, or the day is outside it or to come.
    """
    with desk.writing("End stay early") as write:
        today = local(write.at).date()
        for booking_id in booking_ids:
            booking = get(write.session, Booking, booking_id)
            if not booking.from_on <= on <= min(today, booking.to_on):
                words = "Choose a day from the first of the stay to today."
                refuse_on([Problem("ended_on", words)])
            step(write, booking_id, StayState.ENDED_EARLY, needed(why), ended_on=on)
    return outcome(write, *booking_ids)


def move_stay_on(
    desk: Desk, booking_id: str, to: StayState, why: str | None = None, override: str | None = None
) -> Outcome:
    """Take a stay one step up (or off) its ladder; arriving and leaving keep their moment.

    Raises:
        Refused: the ladder has no such step, or the rules speak against it.
    """
    return move_stays_on(desk, (booking_id,), to, why, override)


def move_stays_on(
    desk: Desk,
    booking_ids: Sequence[str],
    to: StayState,
    why: str | None = None,
    override: str | None = None,
) -> Outcome:
    """Take the stays of siblings one step together: all of them, or none.

    Args:
        why: kept with the step, as its Change row keeps who and when.
        override: why it is right over a warning.

    Raises:
        Refused: as `move_stay_on`, for the first of them that cannot.
    """
    with desk.writing(f"Record stay as {to.label.lower()}") as write:
        for booking_id in booking_ids:
            step(write, booking_id, to, why, **noted(write, booking_id, override))
    return outcome(write, *booking_ids)


# Within a write that is under way, for the other actions on stays.


def place(
    write: Writing,
    child_ids: Sequence[str],
    values: Values,
    override: str | None = None,
    notes: Mapping[str, Values] | None = None,
) -> list[str]:
    """Write the stays of one request; their ids. `notes` are of one child alone."""
    given = {"status": StayState.AGREED, **values}
    if override and override.strip():
        given["override_note"] = override
    children: list[str | None] = list(dict.fromkeys(child_ids)) or [None]
    if len(children) > 1:
        given["request_id"] = given.get("request_id") or new_id()
    if given["status"] not in MAY_BE_HELD:
        _ask_together(write, child_ids, given)
    made = []
    for child_id in children:
        row = given | ({"child_id": child_id} if child_id else {})
        row |= (notes or {}).get(child_id or "", {})
        made.append(put(write, Booking, row).id)
    return made


def shift(
    write: Writing,
    booking_id: str,
    room_id: str | None,
    from_on: dt.date | None,
    to_on: dt.date | None,
    override: str | None = None,
) -> None:
    """Move one stay."""
    booking = get(write.session, Booking, booking_id)
    if booking.status not in STILL_OPEN:
        words = f"The stay is {booking.status.label.lower()}. Book a new one."
        refuse_on([Problem("status", words)])
    if booking.kind is StayKind.DAY_CARE and from_on and not to_on:
        to_on = from_on
    given = {"room_id": room_id, "from_on": from_on, "to_on": to_on}
    changes = {name: value for name, value in given.items() if value is not None}
    new_note = noted(write, booking_id, override)
    # A note of long ago does not answer a warning of today.
    note, booking.override_note = booking.override_note, None
    put(write, Booking, changes | new_note, booking_id)
    if not new_note:
        booking.override_note = note
        write.session.flush()


def step(
    write: Writing, booking_id: str, to: StayState, why: str | None = None, /, **values: Any
) -> None:
    """Take one stay one step; a bed that was only held is held no longer.

    `why` is kept with the step; `values` are fields of the stay, its own `why` among them.
    """
    booking = get(write.session, Booking, booking_id)
    if to not in NEXT.get(booking.status, frozenset()):
        words = f"A stay that is {booking.status.label.lower()} cannot become {to.label.lower()}."
        refuse_on([Problem("status", words)])
    refuse_on(_too_soon(booking, to, local(write.at).date()))
    changes = {"status": to, "status_why": why, "held_until": None}
    put(write, Booking, {**changes, **_moments(booking, to, write.at), **values}, booking_id)


def needed(why: str) -> str:
    """The reason, which must be there."""
    if not why.strip():
        refuse_on([Problem("why", "Say why; it is kept with the stay.")])
    return why


def _word(values: Values) -> str:
    kind = values.get("kind")
    return kind.label.lower() if isinstance(kind, StayKind) else "stay"


def _ask(
    desk: Desk,
    verb: str,
    child_ids: Sequence[str],
    values: Values,
    *,
    held: bool,
    instead_of: Sequence[str] = (),
) -> Outcome:
    with desk.writing(verb) as write:
        _end_requests(write, instead_of)
        until = _held_until(write, values["room_id"]) if held else None
        given = {**values, "status": StayState.REQUESTED, "held_until": until}
        made = place(write, child_ids, given)
    return outcome(write, *made)


def _end_requests(write: Writing, booking_ids: Sequence[str]) -> None:
    for booking_id in booking_ids:
        step(write, booking_id, StayState.CANCELLED, "Another room was chosen")


def _held_until(write: Writing, room_id: str) -> dt.datetime:
    hive_id = write.session.scalar(
        select(LinkCarer.hive_id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id)
    )
    today = local(write.at).date()
    minutes = policies_of(write.session).number("booking.hold_minutes", today, hive_id)
    return write.at + dt.timedelta(minutes=minutes)


def _ask_together(write: Writing, child_ids: Sequence[str], values: Values) -> None:
    """Refuse where the panel's answer for all the children together is not yes."""
    room_id = values.get("room_id")
    if len(child_ids) < 2 or not room_id or check_dates(values):
        return  # one child is asked for when the row is written
    question = question_for(
        write.session,
        child_ids,
        values["kind"],
        values["from_on"],
        values["to_on"],
        write.at,
        hours=(values.get("time_from"), values.get("time_to")),
        why=values.get("why"),
    )
    answer = answer_in(write.session, replace(question, status=values["status"]), room_id)
    if answer is not None:
        has_note = bool(str(values.get("override_note") or "").strip())
        refuse_on(answer.problems, warnings_accepted=has_note)


def noted(write: Writing, booking_id: str, override: str | None) -> dict[str, Any]:
    """The note of an override, below those that were given before."""
    if not override or not override.strip():
        return {}
    before = get(write.session, Booking, booking_id).override_note
    return {"override_note": f"{before}\n{override.strip()}" if before else override.strip()}


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
    if to is StayState.WAITLISTED:
        return {"waiting_since": now}
    if to is StayState.IN_PROGRESS:
        return {"arrived_at": now}
    if to is StayState.COMPLETED:
        return {"left_at": now}
    if to is StayState.ENDED_EARLY:
        today = max(local(now).date(), booking.from_on)
        return {"left_at": now, "ended_on": min(today, booking.to_on)}
    return {}
