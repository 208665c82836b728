"""Engagement in words: small numbers stay words, and a month is a twelfth of a year."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import FamilyState, JoinSource, Registration
from hivedesk.rules.days import Span
from hivedesk.rules.engagement import (
    GROUPS,
    Engaged,
    group_of,
    monthly_words,
    not_wanted_words,
    of_words,
    stretches_here,
    year_of,
)
from hivedesk.rules.families import IN_THE_HIVE, status_on

DAYS = st.dates(dt.date(2021, 1, 1), dt.date(2021, 2, 28))


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (3, 4, "3 of 4"),
        (0, 9, "0 of 9"),
        (9, 9, "9 of 9"),
        (6, 10, "6 of 10 (60 %)"),
        (1, 12, "1 of 12 (8 %)"),
        (0, 0, "nobody"),
    ],
)
def test_a_share_of_a_few_is_no_percentage(part: int, whole: int, words: str) -> None:
    assert of_words(part, whole) == words


def test_what_is_counted_stands_with_it() -> None:
    assert of_words(1, 1, "invited families") == "1 of 1 invited family"
    assert of_words(12, 20, "families") == "12 of 20 families (60 %)"


def test_who_does_not_want_one_to_ones_stands_apart() -> None:
    assert not_wanted_words(Engaged()) == ""
    assert not_wanted_words(Engaged(not_wanted=1)) == "1 does not want one-to-ones."
    two = Engaged(not_wanted=2, not_wanted_reached=1)
    assert not_wanted_words(two) == "2 do not want one-to-ones; 1 had a contact all the same."


@pytest.mark.parametrize(
    ("day", "first"), [("2021-04-01", 2021), ("2021-03-31", 2020), ("2021-12-31", 2021)]
)
def test_the_fostering_year_begins_in_april(day: str, first: int) -> None:
    year = year_of(dt.date.fromisoformat(day))
    assert (year.first, year.last) == (dt.date(first, 4, 1), dt.date(first + 1, 3, 31))


def test_contacts_in_a_month() -> None:
    # Two families for a whole year, 24 contacts: one each month with each.
    assert monthly_words(Engaged(open_to_it=2, days=2 * 365, contacts=24)) == "1.0 a month"
    assert monthly_words(Engaged(open_to_it=1, days=91, contacts=7)) == "2.3 a month"
    assert monthly_words(Engaged()) == "nobody"


@given(st.sampled_from(Registration), st.sampled_from(JoinSource))
def test_every_family_counts_in_one_group(registration: Registration, source: JoinSource) -> None:
    group = group_of(registration, source)
    assert group in GROUPS
    if registration is Registration.CONNECTED:
        assert GROUPS[group] == "Connected carers"


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(FamilyState)), max_size=5),
    st.tuples(DAYS, DAYS).map(sorted),
)
def test_days_in_the_hive_are_those_the_history_tells(
    history: list[tuple[dt.date, FamilyState]], ends: list[dt.date]
) -> None:
    span = Span(*ends)
    every = (span.first + dt.timedelta(days=n) for n in range(span.days))
    history = sorted(history, key=lambda step: step[0])
    here = [day for day in every if status_on(history, day) in IN_THE_HIVE]
    found = stretches_here(history, span)
    told = [each.first + dt.timedelta(days=n) for each in found for n in range(each.days)]
    assert told == here
