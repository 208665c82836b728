"""A stay, a closure and a follow-up, as calendar events."""

from __future__ import annotations

import datetime as dt

from hivedesk.records import StayKind
from hivedesk.store.queries.calendar_closures import CalendarClosure
from hivedesk.store.queries.calendar_entries import CalendarStay
from hivedesk.store.queries.calendar_follow_ups import CalendarFollowUp

from .ics import Event

CLOSED, FOLLOW_UP = "Closed", "Follow-up"
_ONE = dt.timedelta(days=1)


def event_of(told: CalendarStay, *, private: bool) -> Event:
    """Nights as whole days, from check-in to check-out; day care by its hours.

    The day an event ends on is not part of it (RFC 5545, DTEND): a whole-day event from
    Friday to Sunday covers Friday and Saturday, which are its two nights.
    """
    stay = told.stay
    begin: dt.date | dt.datetime = stay.from_on
    end: dt.date | dt.datetime = max(stay.leaves_on, stay.from_on + _ONE)
    if told.off:  # also one that ended before its first night: a calendar wants it where it was
        end = max(stay.to_on, stay.from_on + _ONE)
    if stay.kind is StayKind.DAY_CARE and stay.time_from and stay.time_to:
        begin = dt.datetime.combine(stay.from_on, stay.time_from)
        end = dt.datetime.combine(stay.from_on, stay.time_to)
    named = [told.first_name] if private and told.first_name else []
    words = " · ".join([*named, stay.kind.label, told.room])
    return Event(
        uid=f"{stay.id}@hivedesk",
        sequence=told.changes,
        stamp=told.changed_at,
        begin=begin,
        end=end,
        summary=f"Called off: {words}" if told.off else words,
        location=told.room,
        category=stay.kind.label,
        cancelled=told.off,
        private=bool(named),
    )


def closed_event(told: CalendarClosure) -> Event:
    """Days on which a room takes nobody. It keeps nobody busy, and never says why.

    Its category tells a program that counts nights which events are none.
    """
    words = f"{CLOSED} · {told.room}"
    return Event(
        uid=f"{told.id}@hivedesk",
        sequence=told.changes,
        stamp=told.changed_at,
        begin=told.first_day,
        end=told.last_day + _ONE,
        summary=f"Called off: {words}" if told.off else words,
        location=told.room,
        category=CLOSED,
        cancelled=told.off,
        private=False,
        busy=False,
    )


def follow_up_event(told: CalendarFollowUp, *, private: bool) -> Event:
    """Something promised, on the whole day it is due; it keeps nobody busy.

    Its words may name people, so they are told only where that was chosen.
    """
    words = f"{FOLLOW_UP}: {told.what}" if private and not told.off else FOLLOW_UP
    return Event(
        uid=f"{told.id}@hivedesk",
        sequence=told.changes,
        stamp=told.changed_at,
        begin=told.due_on,
        end=told.due_on + _ONE,
        summary=f"Done or called off: {words}" if told.off else words,
        location="",
        category=FOLLOW_UP,
        cancelled=told.off,
        private=private,
        busy=False,
    )
