"""Nights, beds, ages and permission: what a stay may be and how it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import Permission, StayKind, StayState
from hivedesk.rules.days import Span
from hivedesk.rules.problems import Severity
from hivedesk.rules.stays import (
    HOLDS_A_BED,
    STILL_OPEN,
    ChildFacts,
    RoomFacts,
    Stay,
    beds_taken,
    check_dates,
    check_stay,
    day_care_minutes,
    nights,
)

MONDAY = dt.date(2021, 6, 14)
DAY = dt.timedelta(days=1)
STARTS = st.integers(-30, 30).map(lambda n: MONDAY + n * DAY)
NIGHT_KINDS = [kind for kind in StayKind if kind is not StayKind.DAY_CARE]


def stay(nights: int = 2, **given: Any) -> Stay:
    values = {
        "id": None, "room_id": "blue", "child_id": "robin", "kind": StayKind.SLEEPOVER,
        "status": StayState.AGREED, "from_on": MONDAY,
    } | given  # fmt: skip
    return Stay(**({"to_on": values["from_on"] + nights * DAY} | values))


def day_care(begin: str = "09:00", end: str = "15:30", **given: Any) -> Stay:
    times = {
        "time_from": dt.time.fromisoformat(begin) if begin else None,
        "time_to": dt.time.fromisoformat(end) if end else None,
    }
    return stay(0, kind=StayKind.DAY_CARE, **(times | given))


def room(**given: Any) -> RoomFacts:
    values: dict[str, Any] = {
        "name": "Blue room", "beds": 1, "age_from": 0, "age_to": 17,
        "held_from": dt.date(2020, 1, 1), "held_to": None,
    }  # fmt: skip
    return RoomFacts(**(values | given))


def child(**given: Any) -> ChildFacts:
    values: dict[str, Any] = {
        "first_name": "Robin", "born_on": dt.date(2012, 3, 1),
        "sleepovers": Permission.SOCIAL_WORKER, "sleepovers_until": None,
    }  # fmt: skip
    return ChildFacts(**(values | given))


def problems(
    asked: Stay,
    of_room: RoomFacts | None = None,
    of_child: ChildFacts | None = None,
    in_room: tuple[Stay, ...] = (),
    of_same_child: tuple[Stay, ...] = (),
) -> list[tuple[str, Severity]]:
    found = check_stay(asked, of_room or room(), of_child or child(), in_room, of_same_child)
    for problem in found:
        assert problem.words.endswith(".")
        assert "respite" not in problem.words.lower()
    return [(problem.field, problem.severity) for problem in found]


STOP, WARNING = Severity.STOP, Severity.WARNING


def test_a_plain_stay_is_allowed() -> None:
    assert problems(stay()) == []
    assert problems(day_care()) == []


@given(STARTS, st.integers(1, 40), st.sampled_from(NIGHT_KINDS))
def test_nights_are_the_evenings_from_check_in_to_check_out(
    begin: dt.date, count: int, kind: StayKind
) -> None:
    found = nights(stay(count, from_on=begin, kind=kind))
    assert found == [begin + n * DAY for n in range(count)]
    span = Span(MONDAY, MONDAY + 6 * DAY)
    assert nights(stay(count, from_on=begin), span) == [day for day in found if day in span]


@given(STARTS, st.integers(1, 20), st.integers(-3, 25))
def test_an_early_return_frees_the_nights_after_it(begin: dt.date, count: int, stayed: int) -> None:
    left = stay(count, from_on=begin, ended_on=begin + stayed * DAY, status=StayState.ENDED_EARLY)
    assert len(nights(left)) == max(0, min(count, stayed))
    assert set(nights(left)) <= set(nights(stay(count, from_on=begin)))


def test_day_care_is_hours_and_no_night() -> None:
    assert nights(day_care()) == []
    assert day_care_minutes(day_care()) == 390
    assert day_care_minutes(day_care("", "")) == 0
    assert day_care_minutes(stay(time_from=dt.time(9), time_to=dt.time(12))) == 0
    assert sum(beds_taken([day_care()]).values()) == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": StayKind.SLEEPOVER, "from_on": MONDAY, "to_on": MONDAY}, "to_on"),
        ({"kind": StayKind.SLEEPOVER, "from_on": MONDAY, "to_on": MONDAY - DAY}, "to_on"),
        ({"kind": StayKind.RESPITE, "from_on": MONDAY, "to_on": MONDAY + 367 * DAY}, "to_on"),
        ({"kind": StayKind.DAY_CARE, "from_on": MONDAY, "to_on": MONDAY + DAY}, "to_on"),
        ({"kind": StayKind.DAY_CARE, "from_on": MONDAY, "to_on": MONDAY}, "time_from"),
        (
            {
                "kind": StayKind.DAY_CARE, "from_on": MONDAY, "to_on": MONDAY,
                "time_from": dt.time(9), "time_to": dt.time(9),
            },
            "time_to",
        ),
        ({"kind": StayKind.SLEEPOVER, "from_on": dt.date.min, "to_on": MONDAY}, "from_on"),
        ({"kind": StayKind.DAY_CARE, "from_on": dt.date.max, "to_on": dt.date.max}, "from_on"),
        ({"kind": StayKind.SLEEPOVER, "from_on": MONDAY, "to_on": dt.date.max}, "to_on"),
    ],
)  # fmt: skip
def test_dates_that_cannot_be(values: dict[str, Any], field: str) -> None:
    [problem] = check_dates(values)
    assert (problem.field, problem.severity) == (field, STOP)


@pytest.mark.parametrize("values", [{}, {"from_on": MONDAY}, {"to_on": MONDAY}])
def test_a_form_half_filled_in_is_left_in_peace(values: dict[str, Any]) -> None:
    assert check_dates(values) == []


def test_back_to_back_stays_share_a_day_and_no_night() -> None:
    before = stay(2, id="a", child_id="kit", from_on=MONDAY - 2 * DAY)
    after = stay(2, id="b", child_id="kit", from_on=MONDAY + 2 * DAY)
    assert problems(stay(2), in_room=(before, after)) == []
    assert problems(stay(3), in_room=(before, after)) == [("room_id", STOP)]


def test_a_stay_does_not_clash_with_itself() -> None:
    saved = stay(3, id="a")
    longer = stay(4, id="a")
    assert problems(longer, in_room=(saved,), of_same_child=(saved,)) == []


STAYS = st.builds(
    lambda begin, count, status: stay(count, id="x", from_on=begin, status=status),
    st.integers(0, 12).map(lambda n: MONDAY + n * DAY),
    st.integers(1, 5),
    st.sampled_from(StayState),
)


@given(st.lists(STAYS, max_size=8), STAYS, st.integers(1, 3))
def test_no_night_ever_has_more_children_than_beds(
    others: list[Stay], asked: Stay, beds: int
) -> None:
    """Whatever is there: what is let in fits, what is refused would not have."""
    asked = stay(asked.leaves_on.toordinal() - asked.from_on.toordinal(), from_on=asked.from_on)
    taken = {
        night: sum(o.status in HOLDS_A_BED and o.from_on <= night < o.to_on for o in others)
        for night in nights(asked)
    }
    full = any(count >= beds for count in taken.values())
    assert bool(problems(asked, room(beds=beds), in_room=tuple(others))) is full


@pytest.mark.parametrize("status", [StayState.REQUESTED, StayState.WAITLISTED])
def test_asking_and_waiting_need_no_free_bed(status: StayState) -> None:
    assert problems(stay(status=status), in_room=(stay(id="a"),)) == []


@pytest.mark.parametrize("status", StayState)
def test_one_child_is_in_one_place_at_night(status: StayState) -> None:
    elsewhere = stay(1, id="a", room_id="green", status=status, from_on=MONDAY + DAY)
    expected = [("child_id", STOP)] if status in STILL_OPEN | HOLDS_A_BED else []
    assert problems(stay(2), of_same_child=(elsewhere,)) == expected
    assert problems(stay(1), of_same_child=(elsewhere,)) == []


@pytest.mark.parametrize(
    ("held_from", "held_to", "fits"),
    [
        (MONDAY, None, True),
        (MONDAY + DAY, None, False),
        (MONDAY, MONDAY + DAY, True),  # the last night held is Tuesday's
        (MONDAY, MONDAY, False),
    ],
)
def test_the_room_is_held(held_from: dt.date, held_to: dt.date | None, fits: bool) -> None:
    asked = problems(stay(2), room(held_from=held_from, held_to=held_to))
    assert asked == ([] if fits else [("room_id", STOP)])


@pytest.mark.parametrize(
    ("first", "last", "fits"), [(-2, -1, True), (-2, 0, False), (1, 1, False), (2, 5, True)]
)
def test_the_room_is_closed(first: int, last: int, fits: bool) -> None:
    closed = Span(MONDAY + first * DAY, MONDAY + last * DAY)
    asked = problems(stay(2), room(closures=(closed,)))
    assert asked == ([] if fits else [("room_id", STOP)])


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2012-03-01", []),
        ("2003-06-16", []),  # 18 on the day of going home
        ("2003-06-15", [("to_on", WARNING)]),  # 18 tomorrow, and still there
        ("2003-06-14", [("child_id", STOP)]),  # 18 today
        ("2021-06-15", [("child_id", STOP)]),  # not born yet
        ("2019-06-14", [("room_id", WARNING)]),  # 2, and the room is for 3 to 17
    ],
)
def test_age_on_the_day_of_arriving(born: str, expected: list[tuple[str, Severity]]) -> None:
    asked = problems(stay(), room(age_from=3), child(born_on=dt.date.fromisoformat(born)))
    assert asked == expected


def test_a_leap_day_child_has_a_birthday_on_the_first_of_march() -> None:
    leap = child(born_on=dt.date(2004, 2, 29))
    until_17 = room(age_to=16)
    assert problems(stay(1, from_on=dt.date(2021, 2, 28)), until_17, leap) == []
    assert problems(stay(1, from_on=dt.date(2021, 3, 1)), until_17, leap) == [("room_id", WARNING)]
    assert problems(stay(1, from_on=dt.date(2022, 2, 28)), None, leap) == []
    assert problems(stay(1, from_on=dt.date(2022, 3, 1)), None, leap) == [("child_id", STOP)]


@pytest.mark.parametrize(
    ("permission", "until", "expected"),
    [
        (Permission.SOCIAL_WORKER, None, []),
        (Permission.DELEGATED, None, []),
        (Permission.REFUSED, None, [("child_id", STOP)]),
        (Permission.ASKED, None, [("child_id", WARNING)]),
        (None, None, [("child_id", WARNING)]),
        (Permission.DELEGATED, MONDAY + 2 * DAY, []),
        (Permission.DELEGATED, MONDAY + DAY, [("child_id", WARNING)]),
    ],
)
def test_permission(
    permission: Permission | None, until: dt.date | None, expected: list[tuple[str, Severity]]
) -> None:
    facts = child(sleepovers=permission, sleepovers_until=until)
    for kind in (StayKind.SLEEPOVER, StayKind.EMERGENCY):
        assert problems(stay(2, kind=kind), of_child=facts) == expected
    assert problems(day_care(), of_child=facts) == []


def test_hard_stops_come_before_warnings() -> None:
    found = problems(stay(), room(age_from=10, beds=1), child(sleepovers=None), (stay(id="a"),))
    assert [severity for _, severity in found] == [STOP, WARNING, WARNING]


def test_a_guest_from_outside_is_asked_nothing_of_a_child_of_the_hive() -> None:
    guest = stay(child_id=None, kind=StayKind.RESPITE)
    assert check_stay(guest, room(), None, [], []) == []
    assert [p.field for p in check_stay(guest, room(), None, [stay(id="a")], [])] == ["room_id"]
