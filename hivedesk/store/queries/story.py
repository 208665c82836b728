"""A family's story: logs, stays, activities, training, referrals, steps, on one line of time.

Read page by page, newest first: ten years of a family are some thousands of entries, and a
page of them is a few dozen. Searching reads the whole, and only then.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from hivedesk.rules.days import Span, local

from .policies import policies_of
from .story_entries import About, Entry, Source
from .story_sources import sources_of
from .stretches import cores_of

AT_ONCE = 40
"""Entries on one page; a day is never cut in two."""
_LONG_AGO = dt.date(1900, 1, 1)
_NO_TIME = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class StoryAsked:
    """What is asked of a story.

    Attributes:
        family_id: whose.
        chip: "support", "stays", "activities", "training", "referrals" or "status"; "" for all.
        find: only entries in which every one of these words stands.
        before: only days before this one (the page after); None for the newest.
        back_to: everything back to this day at least, however many entries that is.
        worker_id: who asks; only the writer of a private note is told that there is one.
    """

    family_id: str
    chip: str = ""
    find: str = ""
    before: dt.date | None = None
    back_to: dt.date | None = None
    worker_id: str | None = None


@dataclass(frozen=True)
class StoryPage:
    """One page of a story.

    Attributes:
        entries: newest first.
        total: how many entries there are under this chip.
        found: how many of them hold the words looked for (`total` where none were).
        since: the day of the oldest.
        earlier: ask `before` this day for the next page; None at the beginning of the story.
    """

    entries: tuple[Entry, ...]
    total: int
    found: int
    since: dt.date | None
    earlier: dt.date | None


def story_of(session: Session, asked: StoryAsked, now: dt.datetime) -> StoryPage:
    """One page of a family's story, up to today."""
    today = local(now).date()
    about = About(asked.family_id, now, asked.worker_id, policies_of(session), cores_of(session))
    chosen = [s for s in sources_of(about) if asked.chip in ("", s.chip)]
    total, since = _measure(session, chosen)
    if asked.find.split():
        return _searched(session, chosen, asked, Span(_LONG_AGO, today), total, since)
    last = min(today, asked.before - dt.timedelta(days=1)) if asked.before else today
    cut = _cut(session, chosen, last)
    first = cut or _LONG_AGO
    if asked.back_to and asked.back_to < first:
        first = asked.back_to
    entries = _read(session, chosen, Span(first, last)) if first <= last else []
    earlier = first if since and since < first else None
    return StoryPage(tuple(entries), total, total, since, earlier)


def whole_story(
    session: Session,
    family_id: str,
    now: dt.datetime,
    span: Span | None = None,
    worker_id: str | None = None,
) -> list[Entry]:
    """Every entry of a family's story up to today, newest first; `span` for some days only."""
    about = About(family_id, now, worker_id, policies_of(session), cores_of(session))
    first, last = (span.first, span.last) if span else (_LONG_AGO, about.today)
    last = min(last, about.today)
    return _read(session, sources_of(about), Span(first, last)) if first <= last else []


def _measure(session: Session, sources: list[Source]) -> tuple[int, dt.date | None]:
    days = union_all(*(source.days for source in sources)).subquery()
    count, oldest = session.execute(select(func.count(), func.min(days.c.day))).one()
    return count, dt.date.fromisoformat(oldest) if oldest else None


def _cut(session: Session, sources: list[Source], last: dt.date) -> dt.date | None:
    """The day on which the page ends; None where all the rest fits on it."""
    days = union_all(*(source.days for source in sources)).subquery()
    query = (
        select(days.c.day)
        .where(days.c.day <= last.isoformat())
        .order_by(days.c.day.desc())
        .limit(1)
        .offset(AT_ONCE - 1)
    )
    day = session.scalar(query)
    return dt.date.fromisoformat(day) if day else None


def _read(session: Session, sources: list[Source], span: Span) -> list[Entry]:
    found = [entry for source in sources for entry in source.entries(session, span)]
    # What has a time of day stands by it; what has none comes at the end of its day.
    found.sort(key=lambda entry: (entry.day, entry.at is None, entry.at or _NO_TIME))
    found.reverse()
    return found


def _searched(
    session: Session,
    sources: list[Source],
    asked: StoryAsked,
    span: Span,
    total: int,
    since: dt.date | None,
) -> StoryPage:
    wanted = asked.find.casefold().split()
    hits = [
        entry
        for entry in _read(session, sources, span)
        if all(word in told for told in [_told(entry)] for word in wanted)
    ]
    left = [hit for hit in hits if asked.before is None or hit.day < asked.before]
    shown = left[:AT_ONCE]
    if asked.back_to:
        shown = [hit for hit in left if hit.day >= asked.back_to] or shown
    if shown:
        shown = [hit for hit in left if hit.day >= shown[-1].day]
    earlier = shown[-1].day if len(shown) < len(left) else None
    return StoryPage(tuple(shown), total, len(hits), since, earlier)


def _told(entry: Entry) -> str:
    """Everything of an entry that is on screen; a private note is never among it."""
    promised = [promise.what for promise in entry.promises]
    parts = (entry.title, entry.aside, entry.text, entry.positive, entry.agreed)
    return " ".join((*parts, *entry.tags, *promised)).casefold()
