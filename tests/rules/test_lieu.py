"""Time in lieu from week to week: held against minutes that are looked at one by one."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.rules.days import Span, week_of
from hivedesk.rules.lieu import WeekTime, lieu_by_week

WEEK = dt.timedelta(days=7)
FIRST = week_of(dt.date(2021, 6, 14))


def week(number: int) -> Span:
    return Span(FIRST.first + number * WEEK, FIRST.last + number * WEEK)


TIMES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 0, 0, 1, 3, 9]), st.booleans()), max_size=14
).map(
    lambda rows: [
        WeekTime(week(n), counted, 5, taken, over) for n, (counted, taken, over) in enumerate(rows)
    ]
)


def minute_by_minute(weeks: list[WeekTime], lapses: int) -> list[tuple[int, int]]:
    """Balance and what lapsed after each week, told slowly: every minute is a thing of its own."""
    minutes: list[int | None] = []  # the week after which one cannot be taken any more
    owed, told = 0, []
    for number, each in enumerate(weeks):
        lapsed = sum(last is not None and last < number for last in minutes)
        minutes = sorted(
            (last for last in minutes if last is None or last >= number),
            key=lambda last: (last is None, last),
        )
        for _ in range(each.taken):
            if minutes:
                minutes.pop(0)
            else:
                owed += 1
        for _ in range(max(0, each.counted - each.contract) if each.over else 0):
            if owed:
                owed -= 1
            else:
                minutes.append(number + lapses if lapses else None)
        told.append((len(minutes) - owed, lapsed))
    return told


@given(TIMES, st.integers(0, 6))
def test_every_minute_is_earned_taken_or_lapsed_once(weeks: list[WeekTime], lapses: int) -> None:
    told = lieu_by_week(weeks, lambda _: lapses)
    assert [(each.balance, each.lapsed) for each in told] == minute_by_minute(weeks, lapses)
    assert [each.carried for each in told] == [0, *(each.balance for each in told)][: len(told)]


@given(TIMES)
def test_what_never_lapses_is_what_was_earned_less_what_was_taken(weeks: list[WeekTime]) -> None:
    told = lieu_by_week(weeks, lambda _: 0)
    earned = sum(max(0, each.counted - each.contract) for each in weeks if each.over)
    assert sum(each.lapsed for each in told) == 0
    if told:
        assert told[-1].balance == earned - sum(each.taken for each in weeks)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=10))
def test_less_than_the_contract_or_nothing_at_all_owes_nothing(counted: list[int]) -> None:
    weeks = [WeekTime(week(n), minutes, 5, 0) for n, minutes in enumerate(counted)]
    assert {each.balance for each in lieu_by_week(weeks, lambda _: 0)} == {0}


@given(TIMES, st.integers(1, 6), st.integers(0, 6))
def test_lapsing_later_never_leaves_less(weeks: list[WeekTime], lapses: int, more: int) -> None:
    soon = lieu_by_week(weeks, lambda _: lapses)
    late = lieu_by_week(weeks, lambda _: lapses + more)
    never = lieu_by_week(weeks, lambda _: 0)
    for a, b, c in zip(soon, late, never, strict=True):
        assert a.balance <= b.balance <= c.balance


def test_a_week_that_is_not_over_has_earned_nothing_yet() -> None:
    (told,) = lieu_by_week([WeekTime(week(0), 30, 25, 2, over=False)], lambda _: 0)
    assert (told.earned, told.taken, told.balance) == (0, 2, -2)


def test_the_policy_of_the_week_it_was_earned_in_says_when_it_lapses() -> None:
    weeks = [WeekTime(week(n), 30 if n in (0, 4) else 0, 25, 0) for n in range(8)]
    changed = week(2).first
    told = lieu_by_week(weeks, lambda day: 6 if day < changed else 2)
    assert [each.lapsed for each in told] == [0, 0, 0, 0, 0, 0, 0, 10]
    assert [each.balance for each in told] == [5, 5, 5, 5, 10, 10, 10, 0]


def test_a_policy_of_a_thousand_years_never_lapses() -> None:
    weeks = [WeekTime(week(n), 30 - 30 * bool(n), 25, 0) for n in range(3)]
    assert lieu_by_week(weeks, lambda _: 999_999_999)[-1].balance == 5
