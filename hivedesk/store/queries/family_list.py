"""The families of a Hive as their list shows them: children, marks, and who waits longest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    Family,
    FamilyState,
    Registration,
    StayKind,
    SupportLog,
)
from hivedesk.rules.days import age_on, local
from hivedesk.rules.families import GONE, IN_THE_HIVE
from hivedesk.rules.stays import HOLDS_A_BED
from hivedesk.rules.support import QuietFacts, gone_quiet

from .policies import policies_of
from .quiet import with_trouble
from .stretches import kept


@dataclass(frozen=True)
class FamiliesAsked:
    """Which families, in which order.

    Attributes:
        hive_id: only this Hive's; None for every Hive.
        show: "current", "past" (left or de-registered) or "archived".
        registration, status: only these; None for any.
        sort: "name", "joined" (longest in the Hive) or "contact" (longest since contact).
    """

    hive_id: str | None = None
    show: str = "current"
    registration: Registration | None = None
    status: FamilyState | None = None
    sort: str = "name"


@dataclass(frozen=True)
class FamilyLine:
    """One row: the family, who lives there, and what marks it."""

    id: str
    name: str
    status: FamilyState
    children: tuple[tuple[str, int], ...]
    """First name and age, youngest last."""
    joined_on: dt.date
    last_contact: dt.date | None
    quiet_days: int | None
    """Days since the last contact where that is longer than usual for it, else None."""
    emergency_tonight: bool


def families_of(session: Session, asked: FamiliesAsked, now: dt.datetime) -> list[FamilyLine]:
    """The families asked for, in order."""
    today = local(now).date()
    policies = policies_of(session)
    families = list(session.scalars(_chosen(select(Family), asked)))
    ids = _chosen(select(Family.id), asked)
    children = _children(session, ids, today)
    emergencies = _emergencies(session, today)
    contacts = _last_contacts(session, ids, now)
    facts = {
        family.id: QuietFacts(
            family.registration,
            family.status,
            family.one_to_one,
            family.approved_on,
            family.joined_on,
            family.leave_until,
            contacts.get(family.id),
            hive_id=family.hive_id,
        )
        for family in families
    }
    facts = with_trouble(session, facts, today, policies)
    lines = []
    for family in families:
        quiet = gone_quiet(facts[family.id], today, policies)
        lines.append(
            FamilyLine(
                family.id,
                family.name,
                family.status,
                tuple(children[family.id]),
                family.joined_on,
                contacts.get(family.id),
                quiet.days if quiet else None,
                family.id in emergencies,
            )
        )
    return _sorted(lines, asked.sort)


def count_families(session: Session, hive_id: str | None) -> int:
    """How many families a Hive (or every Hive) has now."""
    current = _chosen(select(Family.id), FamiliesAsked(hive_id)).subquery()
    return session.scalar(select(func.count()).select_from(current)) or 0


def _chosen(query: Select[Any], asked: FamiliesAsked) -> Select[Any]:
    if asked.show == "archived":
        query = query.where(Family.archived_at.is_not(None))
    else:
        states = GONE if asked.show == "past" else IN_THE_HIVE
        query = query.where(Family.archived_at.is_(None), Family.status.in_(states))
    if asked.hive_id:
        query = query.where(Family.hive_id == asked.hive_id)
    if asked.registration is not None:
        query = query.where(Family.registration == asked.registration)
    if asked.status is not None:
        query = query.where(Family.status == asked.status)
    return query


def _children(
    session: Session, ids: Select[Any], today: dt.date
) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    query = (
        select(Child.family_id, Child.first_name, Child.born_on)
        .where(Child.family_id.in_(ids), Child.left_on.is_(None), kept(Child))
        .order_by(Child.born_on)
    )
    for family_id, first_name, born_on in session.execute(query):
        found[family_id].append((first_name, age_on(born_on, today)))
    return found


def _emergencies(session: Session, today: dt.date) -> set[str]:
    """Families with a child on an emergency sleepover tonight."""
    query = (
        select(Child.family_id)
        .join(Booking, Booking.child_id == Child.id)
        .where(
            Booking.kind == StayKind.EMERGENCY,
            Booking.status.in_(HOLDS_A_BED),
            Booking.from_on <= today,
            Booking.to_on > today,
            func.coalesce(Booking.ended_on, Booking.to_on) > today,
            kept(Booking),
        )
    )
    return set(session.scalars(query))


def _last_contacts(session: Session, ids: Select[Any], now: dt.datetime) -> dict[str, dt.date]:
    # One step into the index for each family: a GROUP BY would read every log there is.
    newest = (
        select(SupportLog.at)
        .where(SupportLog.family_id == Family.id, kept(SupportLog), SupportLog.at <= now)
        .order_by(SupportLog.at.desc())
        .limit(1)
        .correlate(Family)
        .scalar_subquery()
    )
    found = session.execute(select(Family.id, newest).where(Family.id.in_(ids)))
    return {family_id: local(at).date() for family_id, at in found if at is not None}


def _sorted(lines: list[FamilyLine], by: str) -> list[FamilyLine]:
    lines.sort(key=lambda line: (line.name.casefold(), line.id))
    if by == "joined":
        lines.sort(key=lambda line: line.joined_on)
    if by == "contact":
        # Nobody has spoken to them yet: they have waited since they joined.
        lines.sort(key=lambda line: line.last_contact or line.joined_on)
    return lines
