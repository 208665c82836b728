"""Every number the council may change: which value holds on which day, for which Hive."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import PlainError, Policy, new_id
from hivedesk.rules.policies import CATALOGUE, Policies, check_policy, founding, policy_words

DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1))
ROWS = st.lists(
    st.tuples(
        st.just("hive.places"),
        st.integers(1, 20).map(str),
        DAYS,
        st.sampled_from([None, "north", "south"]),
    ),
    max_size=8,
).map(tuple)


@given(ROWS, DAYS, st.sampled_from([None, "north", "south", "elsewhere"]))
def test_the_value_that_holds(
    rows: tuple[tuple[str, str, dt.date, str | None], ...], day: dt.date, hive: str | None
) -> None:
    """The Hive's own before everybody's, then the newest start, then the one added last."""
    begun = [row for row in rows if row[2] <= day]
    own = [row for row in begun if hive is not None and row[3] == hive]
    usable = own or [row for row in begun if row[3] is None]
    if not usable:
        with pytest.raises(PlainError, match="Places in a Hive"):
            Policies(rows).text("hive.places", day, hive)
        return
    newest = max(row[2] for row in usable)
    expected = [row[1] for row in usable if row[2] == newest][-1]
    assert Policies(rows).text("hive.places", day, hive) == expected
    assert Policies(rows).number("hive.places", day, hive) == int(expected)


def test_of_two_that_start_on_one_day_the_one_added_later_holds() -> None:
    day = dt.date(2021, 1, 1)
    first, second = (Policy(id=new_id(), key="hive.places", value=v, starts_on=day) for v in "97")
    assert Policies.of([second, first]).number("hive.places", day) == 7


def test_a_missing_value_is_said_plainly() -> None:
    with pytest.raises(PlainError) as caught:
        Policies(()).text("hive.places", dt.date(2021, 6, 1))
    assert "01 Jun 2021" in caught.value.words
    assert caught.value.next_step


def test_founding_policies_hold_from_the_first_hive_on_and_name_their_source() -> None:
    policies = Policies.of(founding())
    for key, about in CATALOGUE.items():
        assert policies.text(key, dt.date(2018, 4, 1)) == about.value
        assert about.source
        assert about.label[0].isupper()
        assert check_policy({"key": key, "value": about.value}) == []
    assert policies.number("hive.places", dt.date(2021, 6, 1)) == 10
    assert policies.number("worker.weekly_minutes", dt.date(2021, 6, 1)) == 25 * 60
    assert policies.number("breakdown.cost_pence", dt.date(2021, 6, 1)) == 2_650_000
    assert policies.number("check.supervision_days", dt.date(2021, 6, 1)) == 6 * 7
    assert policies.number("standards.months_connected", dt.date(2021, 6, 1)) == 18


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("hive.places", "ten"), ("hive.places", ""), ("hive.places", "-1"), ("hive.places", "1.5"),
        ("hive.places", "１０"), ("hive.places", "10\n"), ("office.opens", "9"),
        ("office.opens", "24:00"), ("office.opens", "09:60"), ("office.days", "0"),
        ("office.days", "1,2,"), ("office.days", "8"), ("nothing.such", "1"),
    ],
)  # fmt: skip
def test_a_value_nobody_could_read_is_refused(key: str, value: str) -> None:
    assert len(check_policy({"key": key, "value": value})) == 1


@given(st.sampled_from(sorted(CATALOGUE)), st.text(max_size=8))
def test_what_is_let_in_can_be_read(key: str, value: str) -> None:
    if check_policy({"key": key, "value": value}) == []:
        kept = Policies(((key, value, dt.date(2021, 1, 1), None),))
        day = dt.date(2021, 6, 1)
        if key == "office.days":
            assert all(1 <= int(number) <= 7 for number in kept.text(key, day).split(","))
        elif key.startswith("office."):
            assert dt.time.fromisoformat(kept.text(key, day))
        else:
            assert kept.number(key, day) >= 0


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("link.retainer_pence", "10000", "£100 a week"),
        ("breakdown.cost_pence", "2650050", "£26,500.50"),
        ("worker.weekly_minutes", "1500", "25 h a week"),
        ("worker.weekly_minutes", "1530", "25 h 30 min a week"),
        ("booking.hold_minutes", "30", "30 min"),
        ("office.opens", "09:00", "09:00"),
        ("nothing.such", "7", "7"),
    ],
)
def test_a_value_as_people_read_it(key: str, value: str, words: str) -> None:
    assert policy_words(key, value) == words
