"""The activity budget of a quarter, and what one more activity would leave of it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hivedesk.records import Activity, BudgetKind, BudgetLine
from hivedesk.rules.budget import Money, money_of
from hivedesk.rules.days import Span

from .stretches import kept


class Rows(NamedTuple):
    """Kind, pence and activity of each budget line; id and cost of each activity; and what other
    quarters, or another Hive that shares an outing, spent on those."""

    lines: list[tuple[BudgetKind, int, str | None]]
    costs: dict[str, int]
    elsewhere: dict[str, int]


def rows_in(session: Session, hive_id: str | None, quarter: Span) -> Rows:
    """What a quarter's money is counted from; `hive_id` None for all Hives."""
    ours: ColumnElement[bool] = BudgetLine.on.between(quarter.first, quarter.last)
    if hive_id:
        ours = ours & (BudgetLine.hive_id == hive_id)
    lines = select(BudgetLine.kind, BudgetLine.pence, BudgetLine.activity_id).where(
        kept(BudgetLine), ours
    )
    costs = select(Activity.id, Activity.cost_pence).where(
        kept(Activity), Activity.at >= quarter.start, Activity.at < quarter.end
    )
    if hive_id:
        costs = costs.where(Activity.hive_id == hive_id)
    spent = select(BudgetLine.activity_id, func.sum(BudgetLine.pence).label("pence")).where(
        kept(BudgetLine), ~ours, BudgetLine.kind == BudgetKind.SPENT
    )
    found = {row.id: row.cost_pence for row in session.execute(costs)}
    paid = spent.where(BudgetLine.activity_id.in_(found)).group_by(BudgetLine.activity_id)
    return Rows(
        [(row.kind, row.pence, row.activity_id) for row in session.execute(lines)],
        found,
        {row.activity_id: row.pence for row in session.execute(paid)},
    )


def money_in(session: Session, hive_id: str | None, quarter: Span) -> Money:
    """A quarter's money; `hive_id` None for all Hives."""
    found = rows_in(session, hive_id, quarter)
    return money_of(found.lines, found.costs.items(), found.elsewhere)
