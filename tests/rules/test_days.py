"""Months, quarters, weeks and ages, and where a British day begins and ends."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import BadUse
from hivedesk.rules.days import (
    Span,
    add_months,
    age_on,
    duration_words,
    local,
    midnight,
    month,
    month_named,
    quarter_of,
    week_of,
)

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2010-06-15", "2021-06-14", 10),
        ("2010-06-15", "2021-06-15", 11),
        ("2004-02-29", "2021-02-28", 16),
        ("2004-02-29", "2021-03-01", 17),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2021-06-15", "2021-06-15", 0),
        ("2021-06-15", "2021-06-14", -1),
    ],
)
def test_age(born: str, day: str, age: int) -> None:
    assert age_on(dt.date.fromisoformat(born), dt.date.fromisoformat(day)) == age


@given(DAYS, st.integers(0, 120))
def test_age_grows_by_one_a_year(born: dt.date, years: int) -> None:
    birthday = add_months(born, 12 * years)
    if (birthday.month, birthday.day) == (born.month, born.day):
        assert age_on(born, birthday) == years
        assert age_on(born, birthday - dt.timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2021-06", "2021-06-01", "2021-06-30"), ("2024-02", "2024-02-01", "2024-02-29")],
)
def test_month_named(text: str, first: str, last: str) -> None:
    assert month_named(text) == Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["", "2021", "2021-6", "2021-13", "2021-00", "0000-01", "June 2021", "2021-06-01", "-"]
)
def test_no_month(text: str) -> None:
    with pytest.raises(BadUse, match="YYYY-MM"):
        month_named(text)


@given(DAYS)
def test_every_day_lies_in_its_week_month_and_quarter(day: dt.date) -> None:
    week, its_month, quarter = week_of(day), month(day.year, day.month), quarter_of(day)
    assert day in week
    assert day in its_month
    assert day in quarter
    assert (week.days, week.first.isoweekday()) == (7, 1)
    assert quarter.first.month in (1, 4, 7, 10)
    assert 90 <= quarter.days <= 92
    assert month(day.year, day.month).last + dt.timedelta(days=1) == add_months(its_month.first, 1)


@given(DAYS, st.integers(-300, 300))
def test_adding_months_keeps_the_day_or_ends_the_month(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or later == month(later.year, later.month).last


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2021-06-15", 24), ("2021-03-28", 23), ("2021-10-31", 25), ("2021-12-25", 24)],
)
def test_a_day_is_as_long_as_the_clock_says(day: str, hours: int) -> None:
    span = Span(dt.date.fromisoformat(day), dt.date.fromisoformat(day))
    assert (span.end.astimezone(dt.UTC) - span.start.astimezone(dt.UTC)) == dt.timedelta(
        hours=hours
    )


def test_the_last_minute_of_the_last_day_is_inside() -> None:
    june = month(2021, 6)
    last = dt.datetime(2021, 6, 30, 22, 59, tzinfo=dt.UTC)  # 23:59 on the wall
    assert june.start <= last < june.end
    assert local(last).date() in june
    assert local(last + dt.timedelta(minutes=1)).date() not in june
    assert midnight(dt.date(2021, 7, 1)) == june.end
    assert "2021-06-15" not in june


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (40, "40 min"), (60, "1 h"), (75, "1 h 15 min"), (74_060, "1,234 h 20 min")],
)
def test_durations(minutes: int, words: str) -> None:
    assert duration_words(minutes) == words
