"""What the next activity is planned from: who could come, and what it may cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    BirthChild,
    Child,
    Family,
    FamilyState,
)
from hivedesk.rules.ages import counts_as_child
from hivedesk.rules.budget import Money
from hivedesk.rules.days import Span, age_on, local, quarter_of
from hivedesk.rules.ladder import CAME, not_lately

from .budget import money_in
from .policies import policies_of
from .stretches import kept


class Young(NamedTuple):
    """A child who could come.

    Attributes:
        own: the family's own.
        last_on: when they last came along.
        away: they have not been along lately.
    """

    id: str
    name: str
    age: int
    family_id: str
    family: str
    own: bool
    last_on: dt.date | None
    away: bool


class Plan(NamedTuple):
    """The children of the families that are with the Hive, the youngest first, and the money.

    `lately` is for how many months somebody who came along counts as having been lately.
    """

    children: tuple[Young, ...]
    lately: int
    quarter: Span
    money: Money


def plan_of(session: Session, hive_id: str | None, now: dt.datetime) -> Plan:
    """What an activity can be planned from today; `hive_id` None for all Hives."""
    today = local(now).date()
    quarter = quarter_of(today)
    lately = lately_months(session, hive_id, today)
    children = [
        *_young(session, Child, Child.left_on, hive_id, today, lately),
        *_young(session, BirthChild, BirthChild.left_home_on, hive_id, today, lately),
    ]
    children.sort(key=lambda each: (each.age, each.name.casefold(), each.family.casefold()))
    return Plan(tuple(children), lately, quarter, money_in(session, hive_id, quarter))


def lately_months(session: Session, hive_id: str | None, today: dt.date) -> int:
    """For how many months whoever came along counts as having been along lately."""
    return policies_of(session).number("activity.lately_months", today, hive_id)


def last_came(session: Session, who: Any, ids: Collection[str]) -> dict[str, dt.date]:
    """When each of these people last came along; `who` is the column of the places for them."""
    asked = (
        select(who, func.max(Activity.at, type_=Activity.at.type))
        .join(Activity, Activity.id == ActivityAttendance.activity_id)
        .where(
            kept(Activity),
            kept(ActivityAttendance),
            ActivityAttendance.status.in_(CAME),
            who.in_(ids),
        )
    )
    return {each: local(at).date() for each, at in session.execute(asked.group_by(who))}


def _young(
    session: Session, model: Any, left: Any, hive_id: str | None, today: dt.date, lately: int
) -> list[Young]:
    """Children in placement or the families' own, who have not left."""
    asked = (
        select(model.id, model.first_name, model.born_on, model.family_id, Family.name)
        .join(Family, Family.id == model.family_id)
        .where(kept(model), left.is_(None) | (left > today), *_here(hive_id))
    )
    rows = session.execute(asked).all()
    own = model is BirthChild
    column = ActivityAttendance.birth_child_id if own else ActivityAttendance.child_id
    last = last_came(session, column, [row.id for row in rows])
    every = [
        Young(
            who,
            name,
            age_on(born_on, today),
            family_id,
            family,
            own,
            last.get(who),
            not_lately(last.get(who), today, lately),
        )
        for who, name, born_on, family_id, family in rows
    ]
    return [each for each in every if counts_as_child(each.age, own=own)]


def _here(hive_id: str | None) -> list[ColumnElement[bool]]:
    found = [kept(Family), Family.status == FamilyState.ACTIVE]
    return [*found, Family.hive_id == hive_id] if hive_id else found
