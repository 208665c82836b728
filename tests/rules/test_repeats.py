"""Dates that come again, and the day Easter falls on."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.rules.repeats import Pattern, easter, next_easter, pattern_problems

FRIDAY = dt.date(2021, 1, 8)


def test_every_second_friday_until_easter() -> None:
    pattern = Pattern(FRIDAY, 2, 2, next_easter(FRIDAY))
    assert [begin.isoformat() for begin, _ in pattern.dates()] == [
        "2021-01-08", "2021-01-22", "2021-02-05", "2021-02-19", "2021-03-05", "2021-03-19",
        "2021-04-02",
    ]  # fmt: skip
    assert all((end - begin).days == 2 for begin, end in pattern.dates())


@pytest.mark.parametrize(
    "day", ["2008-03-23", "2011-04-24", "2021-04-04", "2024-03-31", "2025-04-20", "2038-04-25"]
)
def test_easter(day: str) -> None:
    assert easter(int(day[:4])).isoformat() == day
    assert next_easter(dt.date.fromisoformat(day)).isoformat() == day


@given(st.integers(1900, 2199))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert dt.date(year, 3, 22) <= easter(year) <= dt.date(year, 4, 25)


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        (Pattern(FRIDAY, 2, 0, FRIDAY), "every"),
        (Pattern(FRIDAY, 2, 13, FRIDAY), "every"),
        (Pattern(FRIDAY, 2, 1, FRIDAY - dt.timedelta(days=1)), "until"),
        (Pattern(FRIDAY, 8, 1, FRIDAY + dt.timedelta(days=60)), "every"),
        (Pattern(FRIDAY, 2, 1, FRIDAY.replace(year=2031)), "until"),
    ],
)
def test_what_cannot_be_is_said_on_its_field(pattern: Pattern, field: str) -> None:
    assert [problem.field for problem in pattern_problems(pattern)] == [field]


def test_a_week_long_stay_every_week_is_back_to_back() -> None:
    pattern = Pattern(FRIDAY, 7, 1, FRIDAY + dt.timedelta(days=21))
    assert pattern_problems(pattern) == []
    dates = pattern.dates()
    assert all(one[1] == two[0] for one, two in itertools.pairwise(dates))
