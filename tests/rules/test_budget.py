"""A quarter's money: what is left, and what is still to be paid."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import BudgetKind
from hivedesk.rules.budget import Money, check_cost, money_of, pounds
from hivedesk.rules.days import quarter_of
from hivedesk.rules.problems import Severity

QUARTER = quarter_of(dt.date(2021, 6, 16))
ALLOTTED, SPENT = BudgetKind.ALLOTTED, BudgetKind.SPENT
PENCE = st.integers(0, 10_000_000)
NAMES = st.sampled_from(["farm", "beach", "cinema"])


def test_what_was_spent_on_an_activity_is_no_more_planned() -> None:
    lines = [(ALLOTTED, 25_000, None), (SPENT, 4_000, "farm"), (SPENT, 1_500, None)]
    money = money_of(lines, [("farm", 6_000), ("beach", 3_000)])
    assert money == Money(allotted=25_000, spent=5_500, planned=2_000 + 3_000)
    assert (money.left, money.left_then) == (19_500, 14_500)


def test_a_dearer_day_than_planned_takes_from_no_other() -> None:
    money = money_of([(ALLOTTED, 5_000, None), (SPENT, 9_000, "farm")], [("farm", 6_000)])
    assert (money.left, money.planned, money.left_then) == (-4_000, 0, -4_000)


@given(
    st.lists(st.tuples(st.sampled_from(BudgetKind), PENCE, st.none() | NAMES)),
    st.dictionaries(NAMES, PENCE),
)
def test_paying_for_what_was_planned_changes_nothing_in_the_end(
    lines: list[tuple[BudgetKind, int, str | None]], costs: dict[str, int]
) -> None:
    before = money_of(lines, costs.items())
    assert before.planned >= 0
    owed = {
        name: max(0, cost - sum(p for k, p, a in lines if k is SPENT and a == name))
        for name, cost in costs.items()
    }
    paid = [*lines, *((SPENT, pence, name) for name, pence in owed.items())]
    after = money_of(paid, costs.items())
    assert (after.planned, after.left_then) == (0, before.left_then)
    assert after.left == after.left_then


@given(PENCE, PENCE, PENCE, PENCE)
def test_a_warning_comes_where_more_would_be_spent_than_there_is(
    allotted: int, spent: int, cost: int, earlier: int
) -> None:
    lines = [(ALLOTTED, allotted, None), (SPENT, spent, None)]
    before, after = money_of(lines, [("farm", earlier)]), money_of(lines, [("farm", cost)])
    found = check_cost(before, after, QUARTER)
    overspent = after.left_then < 0
    assert bool(found) == (bool(allotted) and overspent and cost > earlier)
    if found:
        (problem,) = found
        assert (problem.field, problem.severity) == ("cost_pence", Severity.WARNING)
        assert pounds(-after.left_then) in problem.words
        assert pounds(abs(before.left_then)) in problem.words


def test_money_in_words() -> None:
    assert [pounds(each) for each in (0, 5, 19_000, 1_250, 2_650_000)] == [
        "£0",
        "£0.05",
        "£190",
        "£12.50",
        "£26,500",
    ]
