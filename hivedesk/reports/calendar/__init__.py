"""Calendar files, to be imported again whenever something changed: a link carer's stays, and a
worker's follow-ups."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from hivedesk.store import Store
from hivedesk.store.files import write_export
from hivedesk.store.queries.calendar_closures import calendar_closures
from hivedesk.store.queries.calendar_entries import calendar_stays
from hivedesk.store.queries.calendar_follow_ups import calendar_follow_ups

from .events import closed_event, event_of, follow_up_event
from .ics import calendar_text

__all__ = ["Calendar", "calendar_of", "follow_ups_calendar", "write_ics"]


@dataclass(frozen=True)
class Calendar:
    """The file, and how many stays or follow-ups it tells that are not called off."""

    file: bytes
    count: int


def calendar_of(
    session: Session, link_carer_id: str, *, private: bool = False, closures: bool = False
) -> Calendar:
    """The calendar of one link carer.

    Args:
        private: with the children's first names. Without it nobody is named, because a
            calendar soon lies with whoever runs the phone's account.
        closures: with the days on which a room is closed, as events of a category of their own.
            Without it every whole-day event is nights.
    """
    told = calendar_stays(session, link_carer_id)
    events = [event_of(each, private=private) for each in told]
    if closures:
        events += [closed_event(each) for each in calendar_closures(session, link_carer_id)]
    text = calendar_text("Hive stays", events)
    return Calendar(text.encode(), sum(not each.off for each in told))


def follow_ups_calendar(
    session: Session, hive_id: str | None, now: dt.datetime, *, private: bool = False
) -> Calendar:
    """What the worker of a Hive has promised to do, on the days it is due.

    Args:
        private: with the words of each follow-up, which may name people. Without it the
            calendar says only that something is due.
    """
    told = calendar_follow_ups(session, hive_id, now)
    events = [follow_up_event(each, private=private) for each in told]
    text = calendar_text("Hive follow-ups", events)
    return Calendar(text.encode(), sum(not each.off for each in told))


def write_ics(
    store: Store, link_carer_id: str, out: Path, *, private: bool = False, closures: bool = False
) -> Calendar:
    """Save the calendar; the file appears whole or not at all.

    Raises:
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    with store.reading() as session:
        made = calendar_of(session, link_carer_id, private=private, closures=closures)
    write_export(out, made.file)
    return made
