"""What one monthly report looks at: which Hives, which days, by which policies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    BadUse,
    Family,
    FamilyState,
    Hive,
    JoinSource,
    NotFound,
    Registration,
)
from hivedesk.rules.days import Span, add_months, local, month, quarter_of
from hivedesk.rules.families import IN_THE_HIVE, status_on
from hivedesk.rules.policies import Policies
from hivedesk.store.queries.histories import histories_of
from hivedesk.store.queries.policies import policies_of
from hivedesk.store.queries.stretches import kept

TREND_MONTHS = 6


@dataclass(frozen=True)
class FamilyRow:
    """What the report needs of a family."""

    id: str
    hive_id: str
    registration: Registration
    source: JoinSource
    history: tuple[tuple[dt.date, FamilyState], ...]


@dataclass(frozen=True)
class Scope:
    """The question of one report.

    Attributes:
        hives: id and name, those the report is about, A to Z.
        county: whether it is about all Hives.
        month: the whole calendar month.
        days: its days up to today; the whole month once it is over.
        now: the moment of asking; nothing that begins later counts.
        families: those of these Hives, also the ones that have left; none archived.
    """

    session: Session
    hives: dict[str, str]
    started: dict[str, dt.date]
    county: bool
    month: Span
    days: Span
    now: dt.datetime
    policies: Policies
    families: dict[str, FamilyRow]

    @property
    def day(self) -> dt.date:
        """The day as at which people and places are counted."""
        return self.days.last

    @property
    def quarter(self) -> Span:
        """The calendar quarter around the month, up to the report's day."""
        return Span(quarter_of(self.day).first, self.day)

    @cached_property
    def here(self) -> dict[str, FamilyState]:
        """Families in the Hive on the report's day, with their status."""
        found = {}
        for family in self.families.values():
            state = status_on(family.history, self.day)
            if state in IN_THE_HIVE:
                found[family.id] = state
        return found

    @property
    def months(self) -> list[Span]:
        """The last six months, this one last and only up to the report's day."""
        firsts = [add_months(self.month.first, -back) for back in range(TREND_MONTHS - 1, 0, -1)]
        return [*(month(first.year, first.month) for first in firsts), self.days]


def scope_of(session: Session, span: Span, hive_id: str | None, now: dt.datetime) -> Scope:
    """Gather the Hives, their families and the policies.

    Raises:
        NotFound: no such Hive, or it is archived.
        BadUse: the month has not begun.
    """
    today = local(now).date()
    if today < span.first:
        raise BadUse(f"{span.first:%B %Y} has not begun.", "Choose this month or an earlier one.")
    wanted = select(Hive.id, Hive.name, Hive.started_on).where(kept(Hive))
    if hive_id is not None:
        wanted = wanted.where(Hive.id == hive_id)
    rows = session.execute(wanted.order_by(Hive.name, Hive.id)).all()
    if hive_id is not None and not rows:
        raise NotFound("That Hive is not in this store.", "Choose another Hive.")
    hives = {row.id: row.name for row in rows}
    return Scope(
        session=session,
        hives=hives,
        started={row.id: row.started_on for row in rows},
        county=hive_id is None,
        month=span,
        days=Span(span.first, min(span.last, today)),
        now=now,
        policies=policies_of(session),
        families=_families(session, hives),
    )


def _families(session: Session, hives: dict[str, str]) -> dict[str, FamilyRow]:
    histories = histories_of(session)
    families = select(Family.id, Family.hive_id, Family.registration, Family.source)
    return {
        row.id: FamilyRow(*row, history=tuple(histories[row.id]))
        for row in session.execute(families.where(kept(Family)))
        if row.hive_id in hives
    }
