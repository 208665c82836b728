"""Dates and times as people write and read them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.desktop.widgets.when import (
    date_words,
    parse_date,
    parse_time,
    time_words,
)

TODAY = date(2021, 6, 25)


@pytest.mark.parametrize(
    "text",
    [
        "25/6/2021", "25/06/21", "25.6.2021", "25-6-2021", "2021-06-25", "25 Jun", "25 june",
        "Fri 25 Jun 2021", "friday 25th June, 2021", "25/6", " today ", "TODAY", "25jun21",
    ],
)  # fmt: skip
def test_ways_to_write_one_day(text: str) -> None:
    assert parse_date(text, TODAY) == TODAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31/6/2021",
        "29/2/2021",
        "6/25/2021",
        "25 Foo",
        "2021-13-01",
        "25",
        "1/2/3",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text, TODAY)


def test_without_a_year_the_nearest_such_day_is_meant() -> None:
    assert parse_date("2 Jan", date(2021, 12, 30)) == date(2022, 1, 2)
    assert parse_date("30 Dec", date(2022, 1, 2)) == date(2021, 12, 30)
    assert parse_date("29 Feb", date(2021, 1, 1)) == date(2020, 2, 29)


def test_two_digits_of_a_birth_year_are_in_the_past() -> None:
    assert parse_date("12/3/78", TODAY) == date(1978, 3, 12)
    assert parse_date("12/3/14", TODAY) == date(2014, 3, 12)


def test_days_beside_today() -> None:
    assert parse_date("yesterday", TODAY) == TODAY - timedelta(days=1)
    assert parse_date("tomorrow", TODAY) == TODAY + timedelta(days=1)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_what_is_shown_can_be_read_back(day: date) -> None:
    assert parse_date(date_words(day), TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


def test_the_year_is_left_out_when_it_is_this_one() -> None:
    assert date_words(TODAY, TODAY) == "Fri 25 Jun"
    assert date_words(date(2020, 6, 25), TODAY) == "Thu 25 Jun 2020"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("20:28", time(20, 28)),
        ("2028", time(20, 28)),
        ("8.28 pm", time(20, 28)),
        ("8pm", time(20)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("930", time(9, 30)),
        ("9", time(9)),
    ],
)
def test_ways_to_write_a_time(text: str, meant: time) -> None:
    assert parse_time(text) == meant


@pytest.mark.parametrize("text", ["", "25:00", "13pm", "0 am", "9:7", "noon", "12:60"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(text)


@given(st.times())
def test_a_shown_time_can_be_read_back(moment: time) -> None:
    assert parse_time(time_words(moment)) == moment.replace(second=0, microsecond=0)
