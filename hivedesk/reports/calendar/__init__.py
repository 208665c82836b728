"""A link carer's stays as a calendar file, to be imported again whenever something changed."""

from __future__ import annotations

from pathlib import Path

from hivedesk.store import Store
from hivedesk.store.files import write_whole
from hivedesk.store.queries.calendar_entries import calendar_stays

from .events import event_of
from .ics import calendar_text

__all__ = ["write_ics"]


def write_ics(store: Store, link_carer_id: str, out: Path, *, private: bool = False) -> int:
    """Save the calendar; the file appears whole or not at all. Returns how many stays it tells.

    Args:
        private: with the children's first names. Without it nobody is named, because a
            calendar soon lies with whoever runs the phone's account.

    Raises:
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    with store.reading() as session:
        told = calendar_stays(session, link_carer_id)
    events = [event_of(each, private=private) for each in told]
    write_whole(out, calendar_text("Hive stays", events).encode())
    return sum(not each.off for each in told)
