"""Which bed a stay is drawn in."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import StayKind, StayState
from hivedesk.rules.lanes import Place, halves, lanes_of
from hivedesk.rules.stays import Stay, beds_taken

DAY = dt.date(2021, 6, 21)


def stay(
    begin: int,
    end: int,
    kind: StayKind = StayKind.SLEEPOVER,
    status: StayState = StayState.AGREED,
) -> Stay:
    """From the `begin`th to the `end`th day of a week in June."""
    days = (DAY + dt.timedelta(days=begin), DAY + dt.timedelta(days=end))
    return Stay(None, "room", None, kind, status, *days)


def test_back_to_back_stays_share_a_bed() -> None:
    assert lanes_of([stay(0, 2), stay(2, 4)], 2) == [Place(0), Place(0)]


def test_stays_of_one_night_take_a_bed_each_and_the_freed_one_is_used_again() -> None:
    assert lanes_of([stay(0, 3), stay(1, 2), stay(2, 4)], 2) == [Place(0), Place(1), Place(1)]


def test_two_stays_in_one_bed_are_both_marked() -> None:
    assert lanes_of([stay(0, 3), stay(1, 2), stay(3, 4)], 1) == [
        Place(0, True),
        Place(0, True),
        Place(0),
    ]


def test_what_holds_no_bed_never_takes_one_from_a_stay_that_does() -> None:
    asked = stay(0, 2, status=StayState.REQUESTED)
    assert lanes_of([asked, stay(0, 2)], 1) == [Place(1), Place(0)]
    assert lanes_of([asked, stay(2, 4)], 1) == [Place(0), Place(0)]


def test_day_care_needs_the_whole_day() -> None:
    day_care = stay(2, 2, StayKind.DAY_CARE)
    assert halves(day_care)[1] - halves(day_care)[0] == 2
    assert lanes_of([stay(0, 2), day_care], 1) == [Place(0), Place(1)]
    assert lanes_of([stay(0, 1), day_care], 1) == [Place(0), Place(0)]


_STAYS = st.lists(
    st.builds(
        lambda begin, nights, status: stay(begin, begin + nights, status=status),
        st.integers(0, 30),
        st.integers(1, 6),
        st.sampled_from([StayState.AGREED, StayState.COMPLETED, StayState.REQUESTED]),
    ),
    max_size=25,
)


@given(_STAYS, st.integers(1, 3))
def test_a_clash_is_told_exactly_where_there_are_too_few_beds(stays: list[Stay], beds: int) -> None:
    places = lanes_of(stays, beds)
    too_few = any(count > beds for count in beds_taken(stays).values())
    assert any(place.clash for place in places) == too_few
    for (one, its), (other, others) in combinations(zip(stays, places, strict=True), 2):
        if its.lane == others.lane and not (its.clash and others.clash):
            first, second = halves(one), halves(other)
            assert first[1] <= second[0] or second[1] <= first[0]
