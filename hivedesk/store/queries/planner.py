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
    children = [
        *_young(session, Child, Child.left_on, hive_id, today),
        *_young(session, BirthChild, BirthChild.left_home_on, hive_id, today),
    ]
    children.sort(key=lambda each: (each.age, each.name.casefold(), each.family.casefold()))
    return Plan(tuple(children), quarter, money_in(session, hive_id, quarter))


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
    session: Session, model: Any, left: Any, hive_id: str | None, today: dt.date
) -> list[Young]:
    """Children in placement or the families' own, who have not left."""
    asked = (
        select(model.id, model.first_name, model.born_on, model.family_id, Family.name)
        .join(Family, Family.id == model.family_id)
        .where(kept(model), left.is_(None), *_here(hive_id))
    )
    rows = session.execute(asked).all()
    own = model is BirthChild
    column = ActivityAttendance.birth_child_id if own else ActivityAttendance.child_id
    last = last_came(session, column, [row.id for row in rows])
    every = [
        Young(who, name, age_on(born_on, today), family_id, family, own, last.get(who))
        for who, name, born_on, family_id, family in rows
    ]
    # A young person in placement who is 18 is still with the family; an own child has grown up.
    return [each for each in every if not own or each.age < 18]


def _here(hive_id: str | None) -> list[ColumnElement[bool]]:
    found = [kept(Family), Family.status == FamilyState.ACTIVE]
    return [*found, Family.hive_id == hive_id] if hive_id else found
