"""The figures of one month: counted here, drawn elsewhere, printed as JSON by the terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hivedesk.reports.figure import Item, printed
from hivedesk.rules.days import Span, local
from hivedesk.store.queries.feedback import quotes_in

from .declared import FIGURES, GROUPS
from .money import count_money
from .people import count_moves, count_people
from .scope import scope_of
from .stays import count_stays
from .support import count_follow_ups, count_support
from .together import count_activities, count_training
from .work import count_work

ALL_HIVES = "All Hives"
QUOTES = 3
"""Remarks on activities that one report quotes at most."""
PARTS = (
    count_people,
    count_moves,
    count_stays,
    count_support,
    count_activities,
    count_training,
    count_work,
    count_money,
    count_follow_ups,
)


@dataclass(frozen=True)
class MonthlyFigures:
    """What a month came to.

    Attributes:
        hive: name of the Hive, or "All Hives".
        county: whether it is about all Hives.
        month: the calendar month.
        day: the day as at which people and places are counted.
        as_at: the moment of asking, for a month that is still open; else None.
        single, groups: the figures, by the keys of `declared/`.
        quotes: what families said of activities and agreed to have quoted; it names nobody.
    """

    hive: str
    county: bool
    month: Span
    day: dt.date
    as_at: dt.datetime | None
    single: dict[str, float]
    groups: dict[str, tuple[Item, ...]]
    quotes: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        """The month is still open: its figures may still change."""
        return self.as_at is not None

    @property
    def title(self) -> str:
        """Name of the report as a document: "Monthly Hive activity, June 2021"."""
        return f"Monthly Hive activity, {self.month.first:%B %Y}"

    @property
    def about(self) -> str:
        """Whose report it is: "Eastleigh Hive" or "All Hives"."""
        return self.hive if "hive" in self.hive.lower() else f"{self.hive} Hive"

    def flat(self) -> dict[str, float]:
        """Every figure by one name, for scripts: `support_by_way_phone`. Money is in pounds."""
        return self.single | {
            f"{key}_{item.slug}": item.value for key, items in self.groups.items() for item in items
        }

    def printed(self, key: str) -> str:
        """A single figure as people read it, with what it is a part of: "8 of 10"."""
        about = FIGURES[key]
        words = printed(self.single[key], about.unit)
        return f"{words} of {printed(self.single[about.of])}" if about.of else words

    def items(self, key: str) -> list[tuple[Item, str]]:
        """The items of a group that are shown, each with its number as people read it."""
        about = GROUPS[key]
        return [
            (item, printed(item.value, about.unit, about.nouns))
            for item in self.groups.get(key, ())
            if item.value or about.every
        ]


def monthly_figures(
    session: Session, span: Span, hive_id: str | None, now: dt.datetime
) -> MonthlyFigures:
    """Count one month of one Hive, or of all Hives.

    Args:
        session: a reading session of the store.
        span: a whole calendar month (`rules.days.month`).
        hive_id: None for all Hives.
        now: the store's own now, aware (`store.settings.today_of`).

    Raises:
        NotFound: no such Hive.
        BadUse: the month has not begun.
    """
    scope = scope_of(session, span, hive_id, now)
    single: dict[str, float] = {}
    groups: dict[str, tuple[Item, ...]] = {}
    for part in PARTS:
        counted = part(scope)
        single |= counted.single
        groups |= counted.groups
    return MonthlyFigures(
        hive=ALL_HIVES if hive_id is None else scope.hives[hive_id],
        county=scope.county,
        month=span,
        day=scope.day,
        as_at=now if local(now).date() <= span.last else None,
        single={key: single[key] for key in FIGURES},
        groups={key: groups[key] for key in GROUPS if key in groups},
        quotes=tuple(quotes_in(session, scope.hives, scope.days, QUOTES)),
    )
