"""What a printed story says, apart from how it is drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Family, Hive, NotFound, SupportLog
from hivedesk.rules.days import Span, local
from hivedesk.store.queries.story import whole_story
from hivedesk.store.queries.story_entries import Entry
from hivedesk.store.queries.stretches import kept


@dataclass(frozen=True)
class Told:
    """A family's story, oldest first.

    Attributes:
        family, hive, facts: whose it is: "Ashdown", "Eastleigh", ("County carer", …).
        span: the days asked for; None for all of it.
        entries: what happened.
        private: the reader's own private notes by support log; None where it may be shared.
        as_at: when it was told.
    """

    family: str
    hive: str
    facts: tuple[str, ...]
    span: Span | None
    entries: tuple[Entry, ...]
    private: dict[str, str] | None
    as_at: dt.datetime


def told_of(
    session: Session,
    family_id: str,
    now: dt.datetime,
    *,
    span: Span | None = None,
    reader: str | None = None,
) -> Told:
    """A family's story up to today.

    Args:
        span: only these days; None for all of it.
        reader: the worker whose own private notes are told with it; nobody else's ever are.

    Raises:
        NotFound: no such family.
    """
    row = session.execute(
        select(Family, Hive.name)
        .join(Hive, Hive.id == Family.hive_id)
        .where(Family.id == family_id, kept(Family))
    ).first()
    if row is None:
        raise NotFound("There is no such family.", "It may have been archived.")
    family, hive = row
    entries = whole_story(session, family_id, now, span, reader)
    return Told(
        family.name,
        hive,
        (
            family.registration.label,
            family.status.label,
            f"Joined the Hive {family.joined_on.day} {family.joined_on:%B %Y}",
        ),
        span,
        tuple(reversed(entries)),
        None if reader is None else _private(session, family_id, reader),
        local(now),
    )


def _private(session: Session, family_id: str, reader: str) -> dict[str, str]:
    rows = session.execute(
        select(SupportLog.id, SupportLog.private_note).where(
            SupportLog.family_id == family_id,
            SupportLog.worker_id == reader,
            SupportLog.private_note.is_not(None),
            kept(SupportLog),
        )
    )
    return {row.id: row.private_note for row in rows}
