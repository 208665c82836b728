"""What the lists of Support show beside a record's own fields."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Carer, DueCheck, Family, FollowUp, FollowUpBy, SupportLog
from hivedesk.rules.support import is_out_of_hours

from .log_children import children_of_logs
from .policies import policies_of
from .stretches import cores_of
from .words import joined

Row = dict[str, Any]


def add_to_logs(session: Session, rows: list[Row], reader: str | None) -> None:
    """Add to logs `follow_ups`, `out_of_hours`, `others` (families of the same visit) and
    `children` (whom it was about), both in words.

    A private note of somebody else than `reader` (a worker's id) is taken out.
    """
    policies, cores = policies_of(session), cores_of(session)
    promised: dict[str, list[Row]] = defaultdict(list)
    for found in session.execute(
        select(
            FollowUp.id, FollowUp.support_log_id, FollowUp.what, FollowUp.due_on, FollowUp.done_on
        )
        .where(
            FollowUp.support_log_id.in_([row["id"] for row in rows]), FollowUp.archived_at.is_(None)
        )
        .order_by(FollowUp.due_on, FollowUp.id)
    ):
        promised[str(found.support_log_id)].append(dict(found._mapping))
    visits = _families_by_visit(session, rows)
    named = children_of_logs(session, [row["id"] for row in rows])
    for row in rows:
        row["follow_ups"] = promised[row["id"]]
        row["out_of_hours"] = is_out_of_hours(row["at"], policies, cores[row["worker_id"]])
        together = visits.get(row["visit_id"] or "", {})
        row["others"] = joined(n for each, n in together.items() if each != row["family_id"])
        row["children"] = joined(named.get(row["id"], {}).values())
        if reader is None or row["worker_id"] != reader:
            row["private_note"] = None


def add_to_follow_ups(session: Session, rows: list[Row]) -> None:
    """Add `way` and `from_at` of the contact a follow-up was promised in."""
    ids = [row["support_log_id"] for row in rows if row["support_log_id"]]
    logs = {
        log.id: log
        for log in session.execute(
            select(SupportLog.id, SupportLog.way, SupportLog.at).where(SupportLog.id.in_(ids))
        )
    }
    for row in rows:
        log = logs.get(row["support_log_id"])
        row["way"], row["from_at"] = (log.way, log.at) if log else (None, None)


class OpenFollowUps(NamedTuple):
    """How many follow-ups are open: one's own by their day, and what waits on somebody else."""

    late: int
    today: int
    coming: int
    others: int


def open_follow_ups(session: Session, hive_id: str | None, today: dt.date) -> OpenFollowUps:
    """Count the open follow-ups of a Hive; None for all Hives."""
    asked = (
        select(FollowUp.due_on, FollowUp.by)
        .join(Family, Family.id == FollowUp.family_id)
        .where(FollowUp.done_on.is_(None), FollowUp.archived_at.is_(None))
        .where(Family.archived_at.is_(None))
    )
    if hive_id is not None:
        asked = asked.where(Family.hive_id == hive_id)
    rows = session.execute(asked).all()
    mine = [due_on for due_on, by in rows if by is FollowUpBy.ME]
    late, now = sum(day < today for day in mine), mine.count(today)
    return OpenFollowUps(late, now, len(mine) - late - now, len(rows) - len(mine))


def check_words(session: Session, check_id: str) -> tuple[str, dt.date] | None:
    """What a check is called and the day it is due, for the title of its dialog."""
    row = session.execute(
        select(DueCheck.kind, DueCheck.person, DueCheck.due_on, Family.name, Carer.first_name)
        .join(Family, Family.id == DueCheck.family_id)
        .outerjoin(Carer, Carer.id == DueCheck.carer_id)
        .where(DueCheck.id == check_id)
    ).first()
    if row is None:
        return None
    who = row.first_name or row.person
    return f"{row.kind.label}, {row.name}" + (f": {who}" if who else ""), row.due_on


def visited_with(session: Session, log: SupportLog) -> str:
    """The other families of a log's visit, in words; "" where there were none."""
    row = {"visit_id": log.visit_id, "at": log.at}
    together = _families_by_visit(session, [row]).get(log.visit_id or "", {})
    return joined(name for each, name in together.items() if each != log.family_id)


def _families_by_visit(session: Session, rows: list[Row]) -> dict[str, dict[str, str]]:
    shared = [row for row in rows if row["visit_id"]]
    found: dict[str, dict[str, str]] = defaultdict(dict)
    if not shared:
        return found
    visits = {row["visit_id"] for row in shared}
    # By the moment, which has an index: the rows of one visit share it.
    for visit, family_id, name in session.execute(
        select(SupportLog.visit_id, SupportLog.family_id, Family.name)
        .join(Family, Family.id == SupportLog.family_id)
        .where(SupportLog.at.in_({row["at"] for row in shared}), SupportLog.archived_at.is_(None))
    ):
        if visit in visits:
            found[str(visit)][family_id] = name
    return found
