"""How long an offer may hold its bed, and whose nights have passed."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import StayKind, StayState
from hivedesk.rules.days import LONDON
from hivedesk.rules.queue import Waiter, could_be_met, time_to_answer, whose_turn
from hivedesk.rules.stays import RoomFacts, Stay

FRIDAY, SUNDAY = dt.date(2021, 6, 18), dt.date(2021, 6, 20)
ROOM = RoomFacts("Garden room", 1, 0, 17, dt.date(2019, 6, 1), None)


def waiter(stay_id: str, minute: int) -> Waiter:
    stay = Stay(stay_id, "room", stay_id, StayKind.SLEEPOVER, StayState.WAITLISTED, FRIDAY, SUNDAY)
    return Waiter((stay,), dt.datetime(2021, 6, 1, 9, minute, tzinfo=dt.UTC), "hive", (10,))


BEGIN = dt.datetime(2021, 3, 20, tzinfo=dt.UTC)


@given(st.integers(0, 90 * 24 * 60 + 22 * 60), st.integers(1, 96), st.integers(5, 60))
def test_an_offer_never_outlasts_the_policy_nor_the_morning_of_its_night(
    elapsed: int, hours: int, minutes: int
) -> None:
    now = BEGIN + dt.timedelta(minutes=elapsed)
    until = time_to_answer(now, FRIDAY, hours, minutes)
    noon = dt.datetime.combine(FRIDAY, dt.time(12), LONDON)
    assert now < until <= now + dt.timedelta(hours=hours)
    assert until <= max(noon, now + dt.timedelta(minutes=minutes))
    if now + dt.timedelta(hours=hours) <= noon:
        assert until - now == dt.timedelta(hours=hours)


def test_an_offer_of_the_evening_itself_is_no_longer_than_a_ring() -> None:
    now = dt.datetime(2021, 6, 18, 17, 0, tzinfo=LONDON)
    assert time_to_answer(now, FRIDAY, 24, 30) == now + dt.timedelta(minutes=30)


def test_who_waits_for_a_day_that_has_passed_holds_nobody_up() -> None:
    long, short = waiter("long", 0), waiter("short", 1)
    friday = dt.datetime(2021, 6, 18, 23, 0, tzinfo=LONDON)
    assert whose_turn([short, long], "room", ROOM, [], friday) is long
    saturday = friday + dt.timedelta(hours=2)
    assert long.is_over(saturday)
    assert not could_be_met(long, "room", ROOM, [], saturday)
    assert whose_turn([short, long], "room", ROOM, [], saturday) is None
