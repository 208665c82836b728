"""Everything the Today page shows, in one reading.

The whole page is one question, so that what stands side by side is of one moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Carer,
    CheckKind,
    DueCheck,
    Family,
    FollowUp,
    FollowUpBy,
    Hive,
    SupportLog,
    Way,
    bare,
)
from hivedesk.rules.days import local, week_of

from .policies import policies_of
from .quiet import GoneQuiet, gone_quiet_of
from .spaces import Spaces, spaces_of
from .stretches import kept
from .tonight import Tonight, tonight_of
from .week import Week, WeekDay, week_of_worker

__all__ = ["Week", "WeekDay", "today_of"]

FOLLOW_UPS_SHOWN = 4
CHECKS_SHOWN = 4
CHECKS_AHEAD = dt.timedelta(weeks=3)


class FollowUpLine(NamedTuple):
    """One follow-up. `way` and `from_on` are of the contact it came from, if it came from one."""

    id: str
    what: str
    due_on: dt.date
    by: FollowUpBy
    family: str
    hive: str
    way: Way | None
    from_on: dt.date | None


class FollowUps(NamedTuple):
    """Open follow-ups: how many, the first that are due by today, and the next one after.

    `late` and `today` are one's own; `others` wait on somebody else, whatever their day.
    """

    late: int
    today: int
    others: int
    open: int
    first: tuple[FollowUpLine, ...]
    next: FollowUpLine | None


class CheckLine(NamedTuple):
    """One check: `who` is the carer or other adult it is about, "" for the household."""

    id: str
    kind: CheckKind
    due_on: dt.date
    who: str
    family: str


@dataclass(frozen=True)
class FallingDue:
    """Open checks that are late or due in the next three weeks."""

    late: int
    count: int
    first: tuple[CheckLine, ...]


class Today(NamedTuple):
    """The page. `week` is None where nobody of the store sits at the desk."""

    day: dt.date
    hive_id: str | None
    families: int
    thin: int
    tonight: Tonight
    follow_ups: FollowUps
    quiet: GoneQuiet
    week: Week | None
    spaces: Spaces
    due: FallingDue


def today_of(
    session: Session, hive_id: str | None, worker_id: str | None, now: dt.datetime
) -> Today:
    """Ask the store for the page.

    Args:
        hive_id: the Hive being looked at; None for all of them.
        worker_id: whose week it is.
        now: this moment at the desk, aware.
    """
    day = local(now).date()
    policies = policies_of(session)
    hive, family = bare(Hive), bare(Family)
    hives = {
        row.id: row
        for row in session.execute(
            select(hive.id, hive.name, hive.started_on).where(kept(Hive))
        ).all()
    }
    names = {row.id: str(row.name) for row in hives.values()}
    families = session.execute(
        select(family.id, family.hive_id, family.status, family.name).where(kept(Family))
    ).all()
    here = {row.id: row for row in families if hive_id in (None, row.hive_id)}
    # Which Hive a family belongs to is only worth saying where several are looked at.
    said = names if hive_id is None else {}
    return Today(
        day=day,
        hive_id=hive_id,
        families=len(here),
        thin=policies.number("rooms.thin", day, hive_id),
        tonight=tonight_of(session, hive_id, names, {row.id: row.hive_id for row in families}, day),
        follow_ups=_follow_ups(session, here, said, day),
        quiet=gone_quiet_of(session, hive_id, said, policies, now),
        week=week_of_worker(session, worker_id, policies, week_of(day), now),
        spaces=spaces_of(session, hive_id, hives, families, policies, day),
        due=_falling_due(session, hive_id, here, day),
    )


def _follow_ups(
    session: Session, families: Mapping[str, Any], hives: Mapping[str, str], day: dt.date
) -> FollowUps:
    follow_up = bare(FollowUp)
    asked = (
        select(
            follow_up.id,
            follow_up.family_id,
            follow_up.support_log_id,
            follow_up.what,
            follow_up.due_on,
            follow_up.by,
        )
        .where(follow_up.done_on.is_(None), kept(FollowUp))
        .order_by(follow_up.due_on, follow_up.id)
    )
    every = [row for row in session.execute(asked).all() if row.family_id in families]
    mine = [row for row in every if row.by is FollowUpBy.ME]
    others = [row for row in every if row.by is not FollowUpBy.ME]
    due = [row for row in (*mine, *others) if row.due_on <= day]
    later = next((row for row in every if row.due_on > day), None)
    shown = due[:FOLLOW_UPS_SHOWN]
    logs = _logs(session, [row.support_log_id for row in shown if row.support_log_id])

    def line(row: Any) -> FollowUpLine:
        family, log = families[row.family_id], logs.get(row.support_log_id or "")
        return FollowUpLine(
            row.id,
            row.what,
            row.due_on,
            row.by,
            family.name,
            hives.get(family.hive_id, ""),
            log.way if log else None,
            local(log.at).date() if log else None,
        )

    return FollowUps(
        late=sum(row.due_on < day for row in mine),
        today=sum(row.due_on == day for row in mine),
        others=len(others),
        open=len(every),
        first=tuple(line(row) for row in shown),
        next=line(later) if later else None,
    )


def _logs(session: Session, ids: Collection[str]) -> dict[str, Any]:
    if not ids:
        return {}
    log = bare(SupportLog)
    asked = select(log.id, log.way, log.at).where(log.id.in_(ids))
    return {row.id: row for row in session.execute(asked)}


def _falling_due(
    session: Session, hive_id: str | None, families: Mapping[str, Any], day: dt.date
) -> FallingDue:
    check, carer = bare(DueCheck), bare(Carer)
    asked = (
        select(
            check.id,
            check.family_id,
            check.carer_id,
            check.person,
            check.kind,
            check.due_on,
        )
        .where(check.done_on.is_(None), check.due_on <= day + CHECKS_AHEAD, kept(DueCheck))
        .order_by(check.due_on, check.id)
    )
    if hive_id is not None:
        # Sixty Hives' checks would be read for the ten families of one.
        asked = asked.where(check.family_id.in_(families))
    rows = [row for row in session.execute(asked).all() if row.family_id in families]
    shown = rows[:CHECKS_SHOWN]
    carers = {row.carer_id for row in shown if row.carer_id}
    names = {
        row.id: row.first_name
        for row in session.execute(select(carer.id, carer.first_name).where(carer.id.in_(carers)))
    }
    return FallingDue(
        late=sum(row.due_on < day for row in rows),
        count=len(rows),
        first=tuple(
            CheckLine(
                row.id,
                row.kind,
                row.due_on,
                row.person or names.get(row.carer_id, ""),
                families[row.family_id].name,
            )
            for row in shown
        ),
    )
