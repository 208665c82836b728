"""Which families nobody has spoken to for longer than is usual for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Family, FamilyState, OneToOne, SupportLog, bare
from hivedesk.rules.days import local
from hivedesk.rules.policies import Policies
from hivedesk.rules.support import QuietFacts, gone_quiet

from .stretches import kept

QUIET_SHOWN = 20


class QuietLine(NamedTuple):
    """A family gone quiet. `last_on` is None where nobody has logged a contact yet."""

    family_id: str
    name: str
    hive: str
    days: int
    threshold: int
    why: str
    one_to_one: OneToOne
    joined_on: dt.date
    last_on: dt.date | None


@dataclass(frozen=True)
class GoneQuiet:
    """Families gone quiet, the longest first; `on_hold` are the names of those not counted."""

    count: int
    active: int
    on_hold: tuple[str, ...]
    first: tuple[QuietLine, ...]


def gone_quiet_of(
    session: Session,
    hive_id: str | None,
    hives: Mapping[str, str],
    policies: Policies,
    now: dt.datetime,
) -> GoneQuiet:
    """Families gone quiet by their own thresholds, with those that are not counted.

    Args:
        hive_id: None for all Hives.
        hives: names to say beside a family; empty where only one is looked at.
    """
    rows = _families(session, hive_id, now)
    quiet = _quiet_of(rows, hives, policies, local(now).date())
    return GoneQuiet(
        count=len(quiet),
        active=sum(row.status is FamilyState.ACTIVE for row in rows),
        on_hold=tuple(row.name for row in rows if row.status is FamilyState.ON_HOLD),
        first=tuple(quiet[:QUIET_SHOWN]),
    )


def quiet_lines(
    session: Session,
    hive_id: str | None,
    hives: Mapping[str, str],
    policies: Policies,
    now: dt.datetime,
) -> list[QuietLine]:
    """Every family gone quiet, the longest first; arguments as of `gone_quiet_of`."""
    return _quiet_of(_families(session, hive_id, now), hives, policies, local(now).date())


def _quiet_of(
    rows: Iterable[Any], hives: Mapping[str, str], policies: Policies, today: dt.date
) -> list[QuietLine]:
    quiet = [line for row in rows if (line := _quiet_line(row, hives, policies, today))]
    return sorted(quiet, key=lambda line: (-line.days, line.name))


def _families(session: Session, hive_id: str | None, now: dt.datetime) -> Sequence[Any]:
    family, log = bare(Family), bare(SupportLog)
    # One step into the index for each family, however many years its story has.
    last = (
        select(log.at)
        .where(log.family_id == family.id, kept(SupportLog), log.at <= now)
        .order_by(log.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked = select(
        family.id,
        family.name,
        family.hive_id,
        family.registration,
        family.status,
        family.one_to_one,
        family.approved_on,
        family.joined_on,
        family.leave_until,
        last.label("last_at"),
    ).where(kept(Family), family.status.in_((FamilyState.ACTIVE, FamilyState.ON_HOLD)))
    if hive_id is not None:
        asked = asked.where(family.hive_id == hive_id)
    return session.execute(asked.order_by(family.name)).all()


def _quiet_line(
    row: Any, hives: Mapping[str, str], policies: Policies, today: dt.date
) -> QuietLine | None:
    last_on: dt.date | None = local(row.last_at).date() if row.last_at else None
    facts = QuietFacts(
        row.registration,
        row.status,
        row.one_to_one,
        row.approved_on,
        row.joined_on,
        row.leave_until,
        last_on,
    )
    quiet = gone_quiet(facts, today, policies)
    if quiet is None:
        return None
    return QuietLine(
        row.id,
        row.name,
        hives.get(row.hive_id, ""),
        quiet.days,
        quiet.threshold,
        quiet.why,
        row.one_to_one,
        row.joined_on,
        last_on,
    )
