"""The clock of changes: never back, later than whatever was seen, and sortable as text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import new_id
from hivedesk.records.clock import Stamp, device_of, is_device, parse, receive, tick

A, B = "aaaaaaaa", "bbbbbbbb"
NOON = dt.datetime(2021, 6, 16, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

moments = st.integers(0, 30 * 366).flatmap(
    lambda days: st.floats(0, 86_399).map(
        lambda seconds: NOON.replace(year=1990) + dt.timedelta(days=days, seconds=seconds)
    )
)
stamps = st.builds(
    Stamp,
    st.integers(0, 10**15 - 1),
    st.integers(0, 99_999),
    st.text("0123456789abcdef", min_size=8, max_size=8),
)


@given(st.lists(moments, min_size=2))
def test_it_never_goes_back_whatever_the_machine_says(times: list[dt.datetime]) -> None:
    last: str | None = None
    for now in times:
        after = tick(last, now, A)
        assert last is None or after > last
        last = after


@given(stamps, stamps)
def test_as_text_it_sorts_as_it_orders(one: Stamp, other: Stamp) -> None:
    assert (str(one) < str(other)) == (one < other)
    assert parse(str(one)) == one


@given(stamps, stamps, moments)
def test_what_was_seen_is_earlier_than_what_is_said_next(
    mine: Stamp, theirs: Stamp, now: dt.datetime
) -> None:
    seen = receive(str(mine), str(theirs))
    assert receive(str(theirs), str(mine)) == receive(seen, str(theirs)) == seen
    if parse(seen).ms < 10**15 - 1:
        assert tick(seen, now, A) > max(str(mine), str(theirs))


def test_laptops_a_day_apart_still_answer_each_other_in_order() -> None:
    fast = tick(None, NOON + DAY, A)
    answer = tick(receive(tick(None, NOON - DAY, B), fast), NOON - DAY, B)
    assert answer > fast
    # And a wrong clock that is set right goes on from where it was.
    assert tick(fast, NOON, A) > fast


def test_a_full_millisecond_borrows_from_the_next() -> None:
    full = str(Stamp(1_000, 99_999, A))
    assert parse(tick(full, NOON.replace(year=1970, month=1, day=1, hour=0), A)) == (1_001, 0, A)


def test_times_before_1970_are_time_zero() -> None:
    assert parse(tick(None, dt.datetime(1960, 1, 1, tzinfo=dt.UTC), A)) == (0, 0, A)


@pytest.mark.parametrize(
    "text",
    ["", "x", "000000000000001-00000-ABCDEF12", "1-1-aaaaaaaa", "0000000000000010-0000-aaaaaaaa"],
)
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a clock"):
        parse(text)


def test_laptops_made_in_the_same_minute_have_different_digits() -> None:
    made = [device_of(new_id()) for _ in range(1_000)]
    assert len(set(made)) == 1_000
    assert all(is_device(each) for each in made)
