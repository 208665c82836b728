"""Which families nobody has spoken to for longer than is usual for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from hivedesk.records import Family, FamilyState, OneToOne, PlacementEnd, SupportLog, bare
from hivedesk.rules.days import local, midnight
from hivedesk.rules.policies import Policies
from hivedesk.rules.support import (
    TROUBLE_SERVICES,
    QuietFacts,
    Trouble,
    TroubleKind,
    gone_quiet,
    may_be_asked_after,
)

from .policies import policies_of
from .stretches import kept

QUIET_SHOWN = 20


class QuietLine(NamedTuple):
    """A family gone quiet. `last_on` is None where nobody has logged a contact yet; `trouble`
    whether `why` tells of something hard that happened lately."""

    family_id: str
    name: str
    hive: str
    days: int
    threshold: int
    why: str
    one_to_one: OneToOne
    joined_on: dt.date
    last_on: dt.date | None
    trouble: bool = False


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
    quiet = _quiet_of(session, rows, hives, policies, local(now).date())
    return GoneQuiet(
        count=len(quiet),
        active=sum(row.status is FamilyState.ACTIVE for row in rows),
        on_hold=tuple(row.name for row in rows if row.status is FamilyState.ON_HOLD),
        first=tuple(quiet[:QUIET_SHOWN]),
    )


class LeftLine(NamedTuple):
    """A family that is not asked after before a day."""

    family_id: str
    name: str
    until: dt.date


class QuietPage(NamedTuple):
    """Every family gone quiet, and who is not counted: on hold, left until a day, or who does
    not want one-to-ones."""

    lines: tuple[QuietLine, ...]
    active: int
    on_hold: tuple[str, ...]
    left: tuple[LeftLine, ...]
    not_wanted: tuple[str, ...]


def quiet_page(
    session: Session, hive_id: str | None, hives: Mapping[str, str], now: dt.datetime
) -> QuietPage:
    """Everything there is to say of who has gone quiet; arguments as of `gone_quiet_of`."""
    rows, today = _families(session, hive_id, now), local(now).date()
    quiet = _quiet_of(session, rows, hives, policies_of(session), today)
    active = [row for row in rows if row.status is FamilyState.ACTIVE]
    left = [
        LeftLine(row.id, row.name, row.leave_until)
        for row in active
        if row.leave_until and today < row.leave_until
        if row.one_to_one is not OneToOne.NOT_WANTED
    ]
    return QuietPage(
        tuple(quiet),
        len(active),
        tuple(row.name for row in rows if row.status is FamilyState.ON_HOLD),
        tuple(sorted(left, key=lambda line: (line.until, line.name))),
        tuple(row.name for row in active if row.one_to_one is OneToOne.NOT_WANTED),
    )


def quiet_lines(
    session: Session,
    hive_id: str | None,
    hives: Mapping[str, str],
    policies: Policies,
    now: dt.datetime,
) -> list[QuietLine]:
    """Every family gone quiet, the longest first; arguments as of `gone_quiet_of`."""
    rows = _families(session, hive_id, now)
    return _quiet_of(session, rows, hives, policies, local(now).date())


def with_trouble(
    session: Session, facts: Mapping[str, QuietFacts], today: dt.date, policies: Policies
) -> dict[str, QuietFacts]:
    """The same facts by family, with the newest trouble where that could make a difference.

    Only of those is it asked who could be quiet by the shortest threshold: a few dozen of a
    county's families, whose last contact lies some time back.
    """
    hives = {each.hive_id for each in facts.values()}
    shortest = {hive: policies.number("quiet.days_trouble", today, hive) for hive in hives}
    asked = [
        family_id
        for family_id, each in facts.items()
        if may_be_asked_after(each, today) and each.days_quiet(today) > shortest[each.hive_id]
    ]
    lately = [policies.number("quiet.trouble_days", today, hive) for hive in hives]
    first = today - dt.timedelta(days=max(lately, default=0))
    found: dict[str, Trouble] = {}
    for start in range(0, len(asked), _AT_ONCE):
        rows = session.execute(
            _TROUBLE,
            {
                "families": asked[start : start + _AT_ONCE],
                "since": _stored(midnight(first)),
                "until": _stored(midnight(today + dt.timedelta(days=1))),
                "first": first.isoformat(),
                "last": today.isoformat(),
            },
        )
        for family_id, when, kind in rows:
            trouble = Trouble(_day_of(when), TroubleKind[kind])
            found[family_id] = max(trouble, found.get(family_id, trouble))
    return dict(facts) | {
        family_id: facts[family_id]._replace(trouble=trouble)
        for family_id, trouble in found.items()
    }


_AT_ONCE = 500  # ids in one question; SQLite takes a limited number of values
_HELPERS = ", ".join(f"'{service.value}'" for service in sorted(TROUBLE_SERVICES))

# In SQL's own words and in one question: Today asks it, and would else wait for three more
# classes to be mapped. What is one moment in a log is one day everywhere else.
_TROUBLE = text(
    f"""
SELECT family_id, at, iif(breakdown_averted, 'AVERTED', 'STAYED') FROM support_logs
 WHERE family_id IN :families AND at >= :since AND at < :until
   AND (breakdown_averted OR carer_staying) AND archived_at IS NULL
UNION ALL SELECT family_id, ended_on, 'NOTICE' FROM placements
 WHERE family_id IN :families AND ended_on BETWEEN :first AND :last
   AND ended_how = '{PlacementEnd.CARER_NOTICE.value}' AND archived_at IS NULL
UNION ALL SELECT family_id, "on", 'REFERRED' FROM referrals
 WHERE family_id IN :families AND "on" BETWEEN :first AND :last
   AND service IN ({_HELPERS}) AND archived_at IS NULL
UNION ALL SELECT family_id, from_on, 'HOLD' FROM family_statuses AS back
 WHERE family_id IN :families AND from_on BETWEEN :first AND :last
   AND status = '{FamilyState.ACTIVE.value}' AND archived_at IS NULL
   AND '{FamilyState.ON_HOLD.value}' = (
    SELECT status FROM family_statuses AS held
     WHERE held.family_id = back.family_id AND held.archived_at IS NULL
       AND (held.from_on, held.id) < (back.from_on, back.id)
     ORDER BY held.from_on DESC, held.id DESC LIMIT 1)
"""
).bindparams(bindparam("families", expanding=True))


def _stored(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _day_of(stored: str) -> dt.date:
    if len(stored) == len("2021-06-16"):
        return dt.date.fromisoformat(stored)
    return local(dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC)).date()


def _quiet_of(
    session: Session,
    rows: Iterable[Any],
    hives: Mapping[str, str],
    policies: Policies,
    today: dt.date,
) -> list[QuietLine]:
    by_id = {row.id: row for row in rows}
    facts = {row.id: _facts(row) for row in by_id.values()}
    quiet = [
        line
        for family_id, each in with_trouble(session, facts, today, policies).items()
        if (line := _quiet_line(by_id[family_id], each, hives, policies, today))
    ]
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


def _facts(row: Any) -> QuietFacts:
    return QuietFacts(
        row.registration,
        row.status,
        row.one_to_one,
        row.approved_on,
        row.joined_on,
        row.leave_until,
        local(row.last_at).date() if row.last_at else None,
        hive_id=row.hive_id,
    )


def _quiet_line(
    row: Any, facts: QuietFacts, hives: Mapping[str, str], policies: Policies, today: dt.date
) -> QuietLine | None:
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
        facts.last_contact,
        quiet.trouble,
    )
