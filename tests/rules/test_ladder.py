"""Places at an activity: never more than there is room for, and nobody overtakes."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import Attendance
from hivedesk.rules.ladder import GAVE_UP, HOLDS, Step, not_lately, settled, waits_since

ASKED, WAITS, BOOKED = Attendance.REQUESTED, Attendance.WAITLISTED, Attendance.BOOKED
APOLOGIES, NO, CAME = Attendance.CANCELLED, Attendance.DECLINED, Attendance.ATTENDED
WHO = st.sampled_from("abcdefg")
ANSWERS = st.dictionaries(WHO, st.sampled_from([ASKED, WAITS, BOOKED, APOLOGIES, NO]), max_size=5)


class Line:
    """An activity as its list is kept: how each place stands, and the order of those who wait."""

    def __init__(self, capacity: int | None) -> None:
        self.capacity = capacity
        self.standing: dict[str, Attendance | None] = {}
        self.queue: list[str] = []

    def take_in(self, answers: dict[str, Attendance]) -> None:
        """Put answers in; the queue is kept apart, by who begins to wait and who stops."""
        changed = settled(self.standing, self.queue, answers, self.capacity)
        self.standing |= changed
        still = [who for who in self.queue if self.standing[who] is WAITS]
        # Whoever wanted a place and found none went to the end, in the order they said so.
        came = [w for w in answers if self.standing.get(w) is WAITS and w not in still]
        self.queue = [*still, *came]

    def holding(self) -> int:
        """How many places are taken."""
        return sum(status in HOLDS for status in self.standing.values())


@given(st.integers(1, 5), st.lists(ANSWERS, max_size=12))
def test_there_are_never_more_booked_than_places(
    capacity: int, every: list[dict[str, Attendance]]
) -> None:
    line = Line(capacity)
    for answers in every:
        line.take_in(answers)
        assert line.holding() <= capacity
        assert not line.queue or line.holding() == capacity, "a place is free and somebody waits"
        assert {w for w, s in line.standing.items() if s is WAITS} == set(line.queue)


@given(st.integers(1, 4), st.lists(ANSWERS, max_size=12))
def test_nobody_overtakes(capacity: int, every: list[dict[str, Attendance]]) -> None:
    line = Line(capacity)
    for answers in every:
        before = [w for w in line.queue if answers.get(w, WAITS) in (WAITS, BOOKED)]
        had = {w for w, status in line.standing.items() if status is BOOKED}
        line.take_in(answers)
        moved_up = [w for w in before if line.standing[w] is BOOKED]
        assert moved_up == before[: len(moved_up)]
        if len(moved_up) < len(before):
            now = {w for w, status in line.standing.items() if status is BOOKED}
            assert now <= had | set(moved_up), "somebody new has a place and others still wait"
        assert line.queue[: len(before) - len(moved_up)] == before[len(moved_up) :]


@given(st.lists(ANSWERS, max_size=8))
def test_without_a_capacity_nobody_waits(every: list[dict[str, Attendance]]) -> None:
    line = Line(None)
    for answers in every:
        line.take_in(answers)
        assert line.queue == []
        for who, answer in answers.items():
            assert line.standing[who] is (BOOKED if answer is WAITS else answer)


def test_a_place_that_comes_free_goes_to_whoever_waited_longest() -> None:
    standing = {"ann": BOOKED, "bo": WAITS, "cy": WAITS, "di": ASKED}
    changed = settled(standing, ["cy", "bo"], {"ann": APOLOGIES, "di": BOOKED}, 1)
    assert changed == {"ann": APOLOGIES, "cy": BOOKED, "di": WAITS}


def test_what_somebody_says_twice_changes_nothing() -> None:
    standing = {"ann": BOOKED, "bo": WAITS}
    assert settled(standing, ["bo"], {"ann": BOOKED, "bo": BOOKED}, 1) == {}
    assert settled(standing, ["bo"], {}, 2) == {"bo": BOOKED}


def test_a_mark_that_is_put_right_costs_nobody_the_place() -> None:
    """Marked as come, or as not come, before it began: booked again, it is still their place."""
    for slip in (CAME, Attendance.NO_SHOW):
        standing = {"ann": slip, "bo": WAITS}
        assert settled(standing, ["bo"], {"ann": BOOKED}, 1) == {"ann": BOOKED}


def test_who_came_keeps_the_place_whatever_there_was_room_for() -> None:
    standing = {"ann": BOOKED, "bo": WAITS, "cy": None}
    changed = settled(standing, ["bo"], {"ann": CAME, "cy": CAME}, 1)
    assert changed == {"ann": CAME, "cy": CAME}


def steps(*told: tuple[Attendance, bool]) -> list[Step]:
    """Steps one after the other; True where it takes the one before back."""
    return [Step((f"{n:02}", n), status, undoing) for n, (status, undoing) in enumerate(told)]


def test_waiting_counts_from_the_day_somebody_said_yes() -> None:
    assert waits_since(steps((ASKED, False), (WAITS, False))) == ("01", 1)
    assert waits_since(steps((ASKED, False), (BOOKED, False))) is None
    again = steps((WAITS, False), (NO, False), (WAITS, False))
    assert waits_since(again) == ("02", 2), "who gave the turn up begins again"


def test_what_was_undone_costs_nobody_their_turn() -> None:
    assert waits_since(steps((WAITS, False), (BOOKED, False), (WAITS, True))) == ("00", 0)
    slip = steps((WAITS, False), (NO, False), (WAITS, True))
    assert waits_since(slip) == ("00", 0)


def test_who_has_not_been_along_lately() -> None:
    today = dt.date(2021, 6, 16)
    assert not_lately(None, today, 3)
    assert not_lately(dt.date(2021, 3, 15), today, 3)
    assert not not_lately(dt.date(2021, 3, 16), today, 3)
    assert not not_lately(dt.date(2021, 3, 15), today, 4)


def test_every_step_of_the_ladder_has_or_has_no_place() -> None:
    assert set(Attendance) == HOLDS | GAVE_UP | {WAITS}
    assert not HOLDS & GAVE_UP
