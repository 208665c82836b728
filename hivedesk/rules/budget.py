"""A Hive's small activity budget: what is left of a quarter, and what is planned from it.

Amounts are whole pence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from hivedesk.records import BudgetKind

from .days import Span
from .problems import Problem, Severity


class Money(NamedTuple):
    """A quarter's money.

    Attributes:
        planned: what activities of the quarter will cost beyond what was written down for them.
    """

    allotted: int
    spent: int
    planned: int

    @property
    def left(self) -> int:
        """What is left now; below 0 where more was spent than was allotted."""
        return self.allotted - self.spent

    @property
    def left_then(self) -> int:
        """What is left once everything that is planned has been paid."""
        return self.left - self.planned


def money_of(
    lines: Iterable[tuple[BudgetKind, int, str | None]],
    costs: Iterable[tuple[str, int]],
    elsewhere: Mapping[str, int] = MappingProxyType({}),
) -> Money:
    """The money of one quarter.

    Args:
        lines: kind, pence and activity of the quarter's budget lines.
        costs: id and cost of the quarter's activities; what was spent on one is no more planned.
        elsewhere: by activity what was spent on it in another quarter, as a deposit, or by
            another Hive.
    """
    allotted = spent = 0
    paid = dict(elsewhere)
    for kind, pence, activity in lines:
        if kind is BudgetKind.ALLOTTED:
            allotted += pence
            continue
        spent += pence
        if activity:
            paid[activity] = paid.get(activity, 0) + pence
    planned = sum(max(0, cost - paid.get(activity, 0)) for activity, cost in costs)
    return Money(allotted, spent, planned)


def check_cost(
    before: Money, after: Money, quarter: Span, field: str = "cost_pence"
) -> list[Problem]:
    """A warning where an activity, or what was spent, costs more than is left of its quarter.

    Silent where nothing was allotted (then no budget is kept), and where nothing becomes worse.

    Args:
        before: the quarter's money without this change to the activity or the line.
        after: the money with it.
        field: where the amount stands.
    """
    if not after.allotted or after.left_then >= min(0, before.left_then):
        return []
    months = f"{quarter.first:%B} to {quarter.last:%B}"
    if before.left_then < 0:
        begins = f"{months} is overspent by {pounds(-before.left_then)} already"
    else:
        begins = f"{pounds(before.left_then)} is left for {months}"
    said = f"{begins}; with this it would be {pounds(-after.left_then)} too much."
    advice = "Plan something smaller, ask for more, or save it all the same."
    return [Problem(field, f"{said} {advice}", Severity.WARNING)]


def pounds(pence: int) -> str:
    """ "£190", "£12.50"."""
    return f"£{pence / 100:,.2f}".removesuffix(".00")
