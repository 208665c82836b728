"""What a family's story is made of: entries, and the sources they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy.orm import Session

from hivedesk.rules.days import Span, local
from hivedesk.rules.hours import Cores
from hivedesk.rules.policies import Policies


@dataclass(frozen=True)
class Promise:
    """A follow-up that came out of an entry."""

    id: str
    what: str
    due_on: dt.date
    done_on: dt.date | None


@dataclass(frozen=True)
class Entry:
    """One thing that happened.

    Attributes:
        kind, record_id: what to open.
        chip: which filter it belongs to.
        shape: what it was, for its icon: a way, a kind of stay or activity, a status.
        day, at: when; `at` (aware) only where the time of day is known.
        title, aside: the first line, and the quiet words beside it.
        minutes, out_of_hours: how long it took, and whether outside office hours.
        text, positive, agreed: what was written.
        tags: themes and who was brought in.
        good: what it averted, in words.
        promises: follow-ups.
        private: the reader has a private note here. The note itself is not in the story.
    """

    kind: str
    record_id: str
    chip: str
    shape: str
    day: dt.date
    title: str
    aside: str = ""
    at: dt.datetime | None = None
    minutes: int | None = None
    out_of_hours: bool = False
    text: str = ""
    positive: str = ""
    agreed: str = ""
    tags: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    private: bool = False


@dataclass(frozen=True)
class About:
    """Whose story, when, who reads it, and what counts as out of hours (`cores` by worker)."""

    family_id: str
    now: dt.datetime
    worker_id: str | None
    policies: Policies
    cores: Mapping[str | None, Cores]

    @property
    def today(self) -> dt.date:
        """Today on the wall."""
        return local(self.now).date()


@dataclass(frozen=True)
class Source:
    """One kind of happening.

    Attributes:
        chip: the filter it belongs to.
        days: a query giving one row `day` (ISO text) for each entry there is, up to today.
        entries: the entries of a span of days.
    """

    chip: str
    days: Select[Any]
    entries: Callable[[Session, Span], list[Entry]]


def names_in_words(names: Iterable[str]) -> str:
    """ "Jayden", "Jayden and Tia", "Ruth, Jayden and Tia"."""
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last


def within(column: Any, span: Span) -> Any:
    return and_(column >= span.start, column < span.end)
