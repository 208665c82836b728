"""The Hive's small budget."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from sqlalchemy import select

from hivedesk.records import BudgetKind, BudgetLine
from hivedesk.reports.figure import Counted, exact
from hivedesk.store.queries.stretches import kept

from .scope import Scope


def pounds(pence: int) -> int | float:
    """Pence as pounds; a whole number where there are no odd pence."""
    return exact(Fraction(pence, 100), 2)


def count_money(scope: Scope) -> Counted:
    """Allotted, spent and left, for the month and the quarter up to the report's day."""
    rows = scope.session.execute(
        select(BudgetLine.hive_id, BudgetLine.kind, BudgetLine.on, BudgetLine.pence).where(
            kept(BudgetLine), BudgetLine.on.between(scope.quarter.first, scope.day)
        )
    )
    month: Counter[BudgetKind] = Counter()
    quarter: Counter[BudgetKind] = Counter()
    for hive_id, kind, on, pence in rows:
        if hive_id in scope.hives:
            quarter[kind] += pence
            month[kind] += pence if on in scope.days else 0
    allotted, spent = BudgetKind.ALLOTTED, BudgetKind.SPENT
    single: dict[str, float] = {
        "budget_allotted_gbp": pounds(month[allotted]),
        "budget_spent_gbp": pounds(month[spent]),
        "budget_allotted_quarter_gbp": pounds(quarter[allotted]),
        "budget_spent_quarter_gbp": pounds(quarter[spent]),
        "budget_left_quarter_gbp": pounds(quarter[allotted] - quarter[spent]),
    }
    return Counted(single, {})
