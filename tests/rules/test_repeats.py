"""Dates that come again, and the day Easter falls on."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.rules.repeats import (
    LONGEST,
    Pattern,
    easter,
    next_easter,
    pattern_problems,
    rhythm_words,
)

FRIDAY = dt.date(2021, 1, 8)
DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Any pattern that is allowed."""
    first, monthly = draw(DAYS), draw(st.booleans())
    every = 1 if monthly else draw(st.integers(1, 12))
    nights = draw(st.integers(0, 28 if monthly else 7 * every))
    length = draw(st.integers(0, LONGEST.days))
    return Pattern(first, nights, every, first + dt.timedelta(days=length), monthly)


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
        (Pattern(FRIDAY, 2, 12, FRIDAY.replace(year=2026)), "until"),
        (Pattern(FRIDAY, 2, 1, FRIDAY.replace(year=2026), monthly=True), "until"),
        (Pattern(FRIDAY, 29, 1, FRIDAY + dt.timedelta(days=90), monthly=True), "every"),
        (Pattern(FRIDAY, -2, 1, FRIDAY + dt.timedelta(days=60)), "nights"),
        (Pattern(dt.date.max, 2, 1, dt.date.max), "from_on"),
    ],
)
def test_what_cannot_be_is_said_on_its_field(pattern: Pattern, field: str) -> None:
    assert [problem.field for problem in pattern_problems(pattern)] == [field]


def test_a_week_long_stay_every_week_is_back_to_back() -> None:
    pattern = Pattern(FRIDAY, 7, 1, FRIDAY + dt.timedelta(days=21))
    assert pattern_problems(pattern) == []
    dates = pattern.dates()
    assert all(one[1] == two[0] for one, two in itertools.pairwise(dates))


@given(patterns())
def test_every_date_is_on_the_weekday_within_the_days_and_meets_no_other(pattern: Pattern) -> None:
    assert pattern_problems(pattern) == []
    dates = pattern.dates()
    assert dates[0][0] == pattern.first
    for begin, end in dates:
        assert begin.weekday() == pattern.first.weekday()
        assert begin <= pattern.until
        # Nights are counted by the calendar: an hour that the clocks skip takes none away.
        assert (end - begin).days == pattern.nights
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(dates))


@given(patterns())
def test_none_is_left_out_and_none_comes_too_often(pattern: Pattern) -> None:
    begins = [begin for begin, _ in pattern.dates()]
    gaps = {(late - early).days for early, late in itertools.pairwise(begins)}
    if pattern.monthly:
        months = [begin.year * 12 + begin.month for begin in begins]
        assert months == list(range(months[0], months[0] + len(months)))
        assert gaps <= {28, 35}
    else:
        assert gaps <= {7 * pattern.every}
        assert (pattern.until - begins[-1]).days < 7 * pattern.every


@given(patterns())
def test_the_words_can_be_told_again_from_the_dates(pattern: Pattern) -> None:
    begins = [begin for begin, _ in pattern.dates()]
    if len(begins) < 2:
        assert rhythm_words(begins) == ""
    elif len(begins) > 6:  # two or three dates can mean more than one rhythm
        place = (pattern.first.day - 1) // 7 + 1
        told = rhythm_words(begins)
        either = {pattern.words}
        if pattern.monthly and place == 4:  # the fourth is the last in some years' months
            either.add(pattern.words.replace("fourth", "last"))
        assert told in either


@given(patterns(), st.integers(1, 4000))
def test_an_end_before_the_start_and_one_years_ahead_are_refused(
    pattern: Pattern, days: int
) -> None:
    early = Pattern(pattern.first, 2, 2, pattern.first - days * DAY, pattern.monthly)
    late = Pattern(pattern.first, 2, 2, pattern.first + LONGEST + days * DAY, pattern.monthly)
    for wrong in (early, late):
        assert [problem.field for problem in pattern_problems(wrong)] == ["until"]


def test_29_february_and_a_month_without_a_fifth_saturday() -> None:
    leap = dt.date(2020, 2, 29)
    weekly = Pattern(leap - 7 * DAY, 7, 1, leap + 7 * DAY)
    assert weekly.dates() == [
        (dt.date(2020, 2, 22), leap), (leap, dt.date(2020, 3, 7)),
        (dt.date(2020, 3, 7), dt.date(2020, 3, 14)),
    ]  # fmt: skip
    monthly = Pattern(leap, 1, 1, dt.date(2020, 5, 31), monthly=True)
    assert monthly.words == "the last Saturday of the month"
    assert [begin.isoformat() for begin, _ in monthly.dates()] == [
        "2020-02-29", "2020-03-28", "2020-04-25", "2020-05-30",
    ]  # fmt: skip


@pytest.mark.parametrize("clocks_change", [dt.date(2021, 3, 28), dt.date(2021, 10, 31)])
def test_the_weeks_in_which_the_clocks_change_have_their_nights(clocks_change: dt.date) -> None:
    friday = clocks_change - 2 * DAY
    dates = Pattern(friday - 7 * DAY, 3, 1, friday + 7 * DAY).dates()
    assert [(end - begin).days for begin, end in dates] == [3, 3, 3]
    assert dates[1] == (friday, clocks_change + DAY)


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        ((0, 14, 28), "every second Friday"),
        ((0, 14, 42, 56), "every second Friday"),  # one was skipped
        ((0, 15, 28, 42), "every second Friday"),  # one was moved to the Saturday
        ((0, 7, 14), "every Friday"),
        ((0, 35, 63), "the second Friday of the month"),
        ((0, 1), ""),
        ((0,), ""),
        ((), ""),
    ],
)
def test_the_rhythm_of_dates_that_are_kept(begins: tuple[int, ...], words: str) -> None:
    assert rhythm_words([FRIDAY + number * DAY for number in begins]) == words
