"""The national day counts, on the day before and the day after each edge."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import StayKind, StayState
from hivedesk.rules.national import passed_by
from hivedesk.rules.policies import Policies, founding
from hivedesk.rules.stays import Stay, nights

POLICIES = Policies.of(founding())
BEGIN = dt.date(2021, 3, 1)


def stay(after: int, length: int, name: str = "") -> Stay:
    first = BEGIN + dt.timedelta(days=after)
    last = first + dt.timedelta(days=length)
    who = (name or f"{after}", "room", "child")
    return Stay(*who, StayKind.SLEEPOVER, StayState.COMPLETED, first, last)


def rules(mine: Stay, *others: Stay) -> list[str]:
    return [passed.rule for passed in passed_by(mine, others, POLICIES)]


@pytest.mark.parametrize(
    ("length", "passed"),
    [(7, []), (8, ["T4"]), (17, ["T4"]), (18, ["T4", "V3"]), (21, ["T4", "V3"]),
     (22, ["T4", "V3", "T3"])],
)  # fmt: skip
def test_one_stay(length: int, passed: list[str]) -> None:
    assert rules(stay(0, length)) == passed


def test_back_to_back_stays_are_one_run() -> None:
    assert rules(stay(4, 4), stay(0, 4)) == ["T4"]
    assert rules(stay(5, 4), stay(0, 4)) == []


def test_a_third_long_stay_in_twelve_months() -> None:
    before = (stay(0, 8), stay(100, 8))
    assert rules(stay(200, 8), *before) == ["T4", "T3"]
    assert rules(stay(200, 7), *before) == []
    assert rules(stay(365, 8), *before) == ["T4"]
    # Booked into the past, it makes the later one the third.
    assert rules(stay(50, 8), *before) == ["T4", "T3"]


def test_seventy_five_days_in_any_year() -> None:
    weeks = [stay(14 * number, 5) for number in range(15)]
    assert rules(stay(300, 1), *weeks) == ["V3"]
    assert rules(stay(300, 1), *weeks[1:]) == []
    assert rules(stay(-10, 1), *weeks) == ["V3"]
    assert rules(stay(366, 1), *weeks) == []


def test_the_year_over_a_leap_day_and_the_clocks_going_forward() -> None:
    leap = Stay(
        "x", "room", "child", StayKind.SLEEPOVER, StayState.AGREED,
        dt.date(2020, 2, 26), dt.date(2020, 3, 4),
    )  # fmt: skip
    assert len(nights(leap)) == 7
    assert passed_by(leap, (), POLICIES) == []
    clocks = stay(24, 7)  # 25 March to 1 April 2021
    assert len(nights(clocks)) == 7
    assert rules(clocks) == []


@given(st.lists(st.tuples(st.integers(-400, 400), st.integers(1, 25)), max_size=8))
def test_a_stay_alone_in_the_world_passes_no_more_than_in_company(
    others: list[tuple[int, int]],
) -> None:
    mine = stay(0, 6, "mine")
    alone = rules(mine)
    company = rules(mine, *(stay(*each, name=f"{n}") for n, each in enumerate(others)))
    assert set(alone) <= set(company)
