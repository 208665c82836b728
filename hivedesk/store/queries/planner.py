"""What the next activity is planned from: who could come, and what it may cost."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    BirthChild,
    Child,
    Family,
    FamilyState,
)
from hivedesk.rules.budget import Money
from hivedesk.rules.days import Span, age_on, local, quarter_of
from hivedesk.rules.ladder import CAME

from .budget import money_in
from .stretches import kept


class Young(NamedTuple):
    """A child who could come. `own` is the family's own; `last_on` when they last came along."""

    id: str
    name: str
    age: int
    family_id: str
    family: str
    own: bool
    last_on: dt.date | None


class Plan(NamedTuple):
    """Everybody up to 17 in families that are with the Hive, the youngest first, and the money."""

    children: tuple[Young, ...]
    quarter: Span
    money: Money


def plan_of(session: Session, hive_id: str | None, now: dt.datetime) -> Plan:
    """What an activity can be planned from today; `hive_id` None for all Hives."""
    today = local(now).date()
    quarter = quarter_of(today)
    children = [*_placed(session, hive_id, today), *_own(session, hive_id, today)]
    children.sort(key=lambda each: (each.age, each.name.casefold(), each.family.casefold()))
    return Plan(tuple(children), quarter, money_in(session, hive_id, quarter))


def _placed(session: Session, hive_id: str | None, today: dt.date) -> list[Young]:
    last = last_came(ActivityAttendance.child_id)
    asked = (
        select(
            Child.id,
            Child.first_name,
            Child.born_on,
            Family.id.label("family_id"),
            Family.name,
            last.c.at,
        )
        .join(Family, Family.id == Child.family_id)
        .outerjoin(last, last.c.who == Child.id)
        .where(kept(Child), Child.left_on.is_(None), *_here(hive_id))
    )
    return [_young(row, today, own=False) for row in session.execute(asked)]


def _own(session: Session, hive_id: str | None, today: dt.date) -> list[Young]:
    last = last_came(ActivityAttendance.birth_child_id)
    asked = (
        select(
            BirthChild.id,
            BirthChild.first_name,
            BirthChild.born_on,
            Family.id.label("family_id"),
            Family.name,
            last.c.at,
        )
        .join(Family, Family.id == BirthChild.family_id)
        .outerjoin(last, last.c.who == BirthChild.id)
        .where(kept(BirthChild), BirthChild.left_home_on.is_(None), *_here(hive_id))
    )
    every = [_young(row, today, own=True) for row in session.execute(asked)]
    return [each for each in every if each.age < 18]


def _young(row: Any, today: dt.date, *, own: bool) -> Young:
    who, name, born_on, family_id, family, at = row
    last_on = local(at).date() if at else None
    return Young(who, name, age_on(born_on, today), family_id, family, own, last_on)


def last_came(who: Any) -> Subquery:
    """When each person that `who` (a column of the places) names last came along."""
    return (
        select(who.label("who"), func.max(Activity.at, type_=Activity.at.type).label("at"))
        .join(Activity, Activity.id == ActivityAttendance.activity_id)
        .where(kept(Activity), kept(ActivityAttendance), ActivityAttendance.status.in_(CAME))
        .group_by(who)
        .subquery()
    )


def _here(hive_id: str | None) -> list[ColumnElement[bool]]:
    found = [kept(Family), Family.status == FamilyState.ACTIVE]
    return [*found, Family.hive_id == hive_id] if hive_id else found
