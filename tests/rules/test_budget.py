"""A quarter's money: what is left, and what is still to be paid."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import BudgetKind
from hivedesk.rules.budget import Money, money_of

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
