"""Who is in the Hive on a day, how it is made up, and steps that cannot be."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import FamilyState, JoinSource, Registration, WaitingState
from hivedesk.rules.days import Span
from hivedesk.rules.families import (
    GONE,
    IN_THE_HIVE,
    Composition,
    Moves,
    check_family,
    check_status,
    composition,
    moves_in,
    status_on,
)
from hivedesk.rules.waiting import is_waiting_on

ACTIVE, HOLD, LEFT, OFF = FamilyState
DAY = dt.timedelta(days=1)
FIRST = dt.date(2021, 4, 1)
HISTORIES = st.lists(
    st.tuples(st.integers(0, 90).map(lambda n: FIRST + n * DAY), st.sampled_from(FamilyState)),
    max_size=8,
    unique_by=lambda step: step[0],
)


@given(HISTORIES, st.integers(-5, 95))
def test_the_newest_step_that_has_begun_holds(
    history: list[tuple[dt.date, FamilyState]], number: int
) -> None:
    day = FIRST + number * DAY
    begun = sorted(step for step in history if step[0] <= day)
    assert status_on(history, day) == (begun[-1][1] if begun else None)


def test_of_two_steps_on_one_day_the_later_one_holds() -> None:
    assert status_on([(FIRST, ACTIVE), (FIRST, HOLD)], FIRST) is HOLD
    assert status_on([], FIRST) is None
    assert status_on([(FIRST, ACTIVE)], FIRST - DAY) is None


@given(HISTORIES, st.integers(0, 80), st.integers(0, 30))
def test_moves_add_up_to_who_is_there(
    history: list[tuple[dt.date, FamilyState]], number: int, length: int
) -> None:
    span = Span(FIRST + number * DAY, FIRST + (number + length) * DAY)
    before = status_on(history, span.first - DAY) in IN_THE_HIVE
    after = status_on(history, span.last) in IN_THE_HIVE
    moves = moves_in(history, span)
    assert after - before == moves.joins - moves.leavings
    half = Span(span.first, span.first), Span(span.first + DAY, span.last)
    parts = [moves_in(history, part) for part in half if part.first <= part.last]
    assert moves.joins == sum(part.joins for part in parts)
    assert moves.deregistrations == sum(part.deregistrations for part in parts)
    assert moves.holds == sum(part.holds for part in parts)


def test_leaving_and_then_being_deregistered_is_one_leaving() -> None:
    history = [(FIRST, ACTIVE), (FIRST + DAY, LEFT), (FIRST + 2 * DAY, OFF)]
    span = Span(FIRST, FIRST + 9 * DAY)
    assert moves_in(history, span) == Moves(joins=1, leavings=1, deregistrations=1)
    assert {*IN_THE_HIVE, *GONE} == set(FamilyState)


@pytest.mark.parametrize(
    ("registration", "source", "part"),
    [
        (Registration.CONNECTED, JoinSource.PANEL, Composition.CONNECTED),
        (Registration.COUNTY, JoinSource.PANEL, Composition.FROM_PANEL),
        (Registration.COUNTY, JoinSource.IFA, Composition.COUNTY),
        (Registration.STAYING_PUT, JoinSource.ESTABLISHED, Composition.COUNTY),
    ],
)
def test_composition(registration: Registration, source: JoinSource, part: Composition) -> None:
    assert composition(registration, source) is part


def test_a_family_joins_after_its_approval() -> None:
    dates = {"approved_on": FIRST, "joined_on": FIRST}
    assert check_family(dates) == []
    assert check_family({}) == check_family({"joined_on": FIRST}) == []
    [problem] = check_family(dates | {"approved_on": FIRST + DAY})
    assert problem.field == "approved_on"


@pytest.mark.parametrize(
    ("new", "from_on", "reason", "fields"),
    [
        (HOLD, 5, "A break", []),
        (HOLD, 5, " ", ["reason"]),
        (ACTIVE, 5, "x", ["status"]),
        (LEFT, -1, "Moved away", ["from_on"]),
        (LEFT, 11, "Moved away", ["from_on"]),
        (OFF, 10, None, ["reason"]),
        (OFF, 0, "Resigned", []),
    ],
)
def test_a_step(new: FamilyState, from_on: int, reason: str | None, fields: list[str]) -> None:
    found = check_status(ACTIVE, new, FIRST + from_on * DAY, FIRST, FIRST + 10 * DAY, reason)
    assert [problem.field for problem in found] == fields


def test_the_first_step_has_none_before_it() -> None:
    assert check_status(None, ACTIVE, FIRST, None, FIRST, None) == []


@pytest.mark.parametrize(
    ("asked", "closed", "status", "waiting"),
    [
        (0, None, WaitingState.WAITING, True),
        (0, None, WaitingState.OFFERED, True),
        (1, None, WaitingState.WAITING, False),
        (0, None, WaitingState.JOINED, False),
        (-5, 0, WaitingState.JOINED, False),
        (-5, 1, WaitingState.WITHDREW, True),
    ],
)
def test_waiting(asked: int, closed: int | None, status: WaitingState, waiting: bool) -> None:
    closed_on = None if closed is None else FIRST + closed * DAY
    assert is_waiting_on(FIRST + asked * DAY, closed_on, status, FIRST) is waiting
