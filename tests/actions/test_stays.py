"""Booking through the store: beds, nights, children, permission, and the ladder of a stay."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.saving import archive, restore, save_record
from hivedesk.actions.stays import move_stay_on, next_states
from hivedesk.records import Permission, StayKind, StayState
from hivedesk.rules.problems import Refused, Severity
from hivedesk.rules.stays import HOLDS_A_BED, STILL_OPEN
from tests.conftest import Clock

from .little import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    Ids,
    add,
    book,
    changes,
    new_child,
    refused,
    row,
    rows,
    settle_in,
)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def other(desk: Desk, ids: Ids) -> str:
    """A second child of the family."""
    return new_child(desk, ids.family, first_name="Kit")


def test_a_booking_holds_its_bed(desk: Desk, ids: Ids, other: str) -> None:
    stay = book(desk, ids)
    kept = row(desk, "bookings", stay)
    assert (kept["status"], kept["from_on"], kept["to_on"]) == (StayState.AGREED, FRIDAY, SUNDAY)
    assert changes(desk.store)[-1].verb == "Book sleepover"
    with refused(desk, "Garden room is full on Fri 18 Jun, Sat 19 Jun", Refused):
        book(desk, ids, child_id=other)
    with refused(desk, "full on Sat 19 Jun"):
        book(desk, ids, child_id=other, from_on=SATURDAY, to_on=MONDAY)


def test_back_to_back_stays_share_a_day_and_no_night(desk: Desk, ids: Ids, other: str) -> None:
    book(desk, ids)
    book(desk, ids, child_id=other, from_on=SUNDAY, to_on=MONDAY)
    book(desk, ids, child_id=other, from_on=THURSDAY, to_on=FRIDAY)
    assert len(rows(desk, "bookings")) == 3


def test_a_second_bed_takes_a_second_child_and_no_third(desk: Desk, ids: Ids, other: str) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    book(desk, ids)
    book(desk, ids, child_id=other)
    third = new_child(desk, ids.family, first_name="Ash")
    with refused(desk, "full"):
        book(desk, ids, child_id=third)


def test_a_full_room_leaves_its_sibling_room_free(desk: Desk, ids: Ids, other: str) -> None:
    attic = add(
        desk,
        "rooms",
        link_carer_id=ids.link_carer,
        name="Attic",
        beds=1,
        held_from=dt.date(2019, 6, 1),
    )
    book(desk, ids)
    book(desk, ids, child_id=other, room_id=attic)
    assert {stay["room_id"] for stay in rows(desk, "bookings")} == {ids.room, attic}


def test_one_child_sleeps_in_one_place(desk: Desk, ids: Ids) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    book(desk, ids)
    with refused(desk, "already has a stay from Fri 18 Jun to Sun 20 Jun"):
        book(desk, ids, from_on=SATURDAY, to_on=MONDAY)


@pytest.mark.parametrize("asks", [StayState.REQUESTED, StayState.WAITLISTED])
def test_asking_holds_no_bed(desk: Desk, ids: Ids, other: str, asks: StayState) -> None:
    book(desk, ids, status=asks)
    book(desk, ids, child_id=other, override_note="The first can wait")
    waiting = rows(desk, "bookings", status=asks)[0]["id"]
    with refused(desk, "full on Fri 18 Jun"):
        move_stay_on(desk, waiting, StayState.AGREED)


def test_day_care_takes_no_bed_and_needs_its_hours(desk: Desk, ids: Ids, other: str) -> None:
    book(desk, ids)
    day = {"kind": StayKind.DAY_CARE, "child_id": other, "from_on": SATURDAY, "to_on": SATURDAY}
    with refused(desk, "Day care needs the hours"):
        book(desk, ids, **day)
    with refused(desk, "Day care is one day"):
        book(desk, ids, **(day | {"to_on": SUNDAY}))
    hours = {"time_from": dt.time(9), "time_to": dt.time(15, 30)}
    stay = book(desk, ids, **day, **hours)
    assert row(desk, "bookings", stay)["time_to"] == dt.time(15, 30)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"to_on": FRIDAY}, "That is no night"),
        ({"to_on": THURSDAY}, "before the day of arriving"),
        ({"to_on": FRIDAY.replace(year=2023)}, "more than a year"),
        ({"child_id": None}, "Choose the child who is coming"),
        ({"from_on": dt.date(2019, 5, 30), "to_on": dt.date(2019, 6, 2)}, "is held from"),
        ({"room_id": None}, "Room is needed"),
        ({"kind": None}, "Kind of stay is needed"),
    ],
)
def test_what_cannot_be_is_refused(
    desk: Desk, ids: Ids, given: dict[str, object], words: str
) -> None:
    with refused(desk, words):
        book(desk, ids, **given)
    with refused(desk, words):
        book(desk, ids, override_note="Agreed with the manager", **given)


def test_a_guest_from_outside_comes_by_first_name(desk: Desk, ids: Ids) -> None:
    guest = {"child_id": None, "guest_name": "Nat", "kind": StayKind.RESPITE}
    with refused(desk, "takes 1 of 1 bed free on Fri 18 Jun. Say why"):
        book(desk, ids, **guest)
    with refused(desk, "Leaves 0 beds here for a crisis"):
        book(desk, ids, **guest, why="A family in Fleet is in hospital")
    stay = book(desk, ids, **guest, override_note="The Hive manager agreed")
    assert row(desk, "bookings", stay)["guest_name"] == "Nat"
    assert changes(desk.store)[-1].verb == "Book respite (outside the hive)"


def test_a_closed_room_takes_nobody(desk: Desk, ids: Ids) -> None:
    add(desk, "room-closures", room_id=ids.room, first_day=SATURDAY, last_day=SATURDAY)
    with refused(desk, "Garden room is closed from Sat 19 Jun to Sat 19 Jun"):
        book(desk, ids)
    book(desk, ids, to_on=SATURDAY)


@pytest.mark.parametrize(
    ("child", "words"),
    [
        ({"sleepovers": None}, "Nobody has agreed yet that Robin may sleep over"),
        ({"sleepovers": Permission.ASKED}, "Nobody has agreed yet"),
        ({"sleepovers_until": SATURDAY}, "agreed until Sat 19 Jun"),
    ],
)
def test_a_warning_asks_for_a_reason_which_is_kept(
    desk: Desk, ids: Ids, child: dict[str, object], words: str
) -> None:
    save_record(desk, "children", child, ids.child)
    with refused(desk, words):
        book(desk, ids)
    with refused(desk, words):
        book(desk, ids, override_note="  ")
    stay = book(desk, ids, override_note="The duty manager agreed by phone")
    # The reason stands: later edits and steps do not ask for it again.
    save_record(desk, "bookings", {"needs": "A night light"}, stay)
    move_stay_on(desk, stay, StayState.CONFIRMED)
    kept = row(desk, "bookings", stay)
    assert kept["override_note"] == "The duty manager agreed by phone"
    assert (kept["needs"], kept["status"]) == ("A night light", StayState.CONFIRMED)


def test_an_age_outside_the_rooms_is_a_warning(desk: Desk, ids: Ids) -> None:
    save_record(desk, "rooms", {"age_from": 11}, ids.room)
    with pytest.raises(Refused, match="Robin is 10; Garden room is for ages 11 to 17") as told:
        book(desk, ids)
    assert [p.severity for p in told.value.problems] == [Severity.WARNING]


def test_a_refusal_by_the_social_worker_stands_whatever_the_reason(desk: Desk, ids: Ids) -> None:
    save_record(desk, "children", {"sleepovers": Permission.REFUSED}, ids.child)
    with refused(desk, "has not agreed to sleepovers"):
        book(desk, ids, override_note="Just this once")


# The ladder


@pytest.mark.parametrize("begins", StayState)
@pytest.mark.parametrize("to", StayState)
def test_a_stay_climbs_only_its_own_ladder(
    desk: Desk, ids: Ids, clock: Clock, begins: StayState, to: StayState
) -> None:
    stay = book(desk, ids, status=begins)
    clock.tick(days=4)
    if to in next_states(begins):
        outcome = move_stay_on(desk, stay, to)
        assert outcome.kinds == {"bookings"}
        assert row(desk, "bookings", stay)["status"] is to
    else:
        with refused(desk, "cannot become"):
            move_stay_on(desk, stay, to)


def test_every_stay_that_is_open_can_go_on_and_every_other_cannot() -> None:
    assert {state for state in StayState if next_states(state)} == STILL_OPEN


def test_arriving_and_leaving_keep_their_moment(desk: Desk, ids: Ids, clock: Clock) -> None:
    stay = book(desk, ids)
    clock.tick(days=2, hours=9)
    move_stay_on(desk, stay, StayState.IN_PROGRESS)
    arrived = clock.now
    clock.tick(days=2)
    move_stay_on(desk, stay, StayState.COMPLETED, "All went well")
    kept = row(desk, "bookings", stay)
    assert (kept["arrived_at"], kept["left_at"]) == (arrived, clock.now)
    assert (kept["ended_on"], kept["status_why"]) == (None, "All went well")


def test_going_home_early_frees_the_nights_that_are_left(
    desk: Desk, ids: Ids, other: str, clock: Clock
) -> None:
    stay = book(desk, ids, why="Half term")
    clock.tick(days=2)
    move_stay_on(desk, stay, StayState.IN_PROGRESS)
    with refused(desk, "goes on to Sun 20 Jun. Record it as ended early"):
        move_stay_on(desk, stay, StayState.COMPLETED)
    clock.tick(days=1)
    move_stay_on(desk, stay, StayState.ENDED_EARLY, "Homesick")
    kept = row(desk, "bookings", stay)
    assert (kept["ended_on"], kept["to_on"]) == (SATURDAY, SUNDAY)
    assert (kept["why"], kept["status_why"]) == ("Half term", "Homesick")
    with refused(desk, "full on Fri 18 Jun"):
        book(desk, ids, child_id=other)
    book(desk, ids, child_id=other, from_on=SATURDAY)


@pytest.mark.parametrize("to", [StayState.IN_PROGRESS, StayState.NO_SHOW])
def test_nobody_arrives_or_stays_away_before_the_day(desk: Desk, ids: Ids, to: StayState) -> None:
    stay = book(desk, ids)
    with refused(desk, "The stay begins on Fri 18 Jun"):
        move_stay_on(desk, stay, to)


@pytest.mark.parametrize("gives_up", [StayState.CANCELLED, StayState.NO_SHOW])
def test_giving_up_a_stay_frees_its_bed_whatever_else_has_changed(
    desk: Desk, ids: Ids, other: str, clock: Clock, gives_up: StayState
) -> None:
    stay = book(desk, ids)
    save_record(desk, "children", {"sleepovers": Permission.REFUSED}, ids.child)
    clock.tick(days=2)
    move_stay_on(desk, stay, gives_up)
    book(desk, ids, child_id=other)
    assert gives_up not in HOLDS_A_BED


def test_what_is_over_is_recorded_though_permission_has_gone(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    stay = book(desk, ids)
    clock.tick(days=2)
    move_stay_on(desk, stay, StayState.IN_PROGRESS)
    save_record(desk, "children", {"sleepovers": Permission.REFUSED}, ids.child)
    clock.tick(days=1)
    move_stay_on(desk, stay, StayState.ENDED_EARLY)
    assert row(desk, "bookings", stay)["status"] is StayState.ENDED_EARLY


def test_an_edit_does_not_clash_with_itself(desk: Desk, ids: Ids, other: str) -> None:
    stay = book(desk, ids)
    save_record(desk, "bookings", {"to_on": MONDAY}, stay)
    book(desk, ids, child_id=other, from_on=THURSDAY, to_on=FRIDAY)
    with refused(desk, "full on Thu 17 Jun"):
        save_record(desk, "bookings", {"from_on": THURSDAY}, stay)


def test_a_stay_comes_back_from_the_archive_only_to_a_free_bed(
    desk: Desk, ids: Ids, other: str
) -> None:
    stay = book(desk, ids)
    archive(desk, "bookings", stay)
    second = book(desk, ids, child_id=other)
    with refused(desk, "full on Fri 18 Jun"):
        restore(desk, "bookings", stay)
    archive(desk, "bookings", second)
    restore(desk, "bookings", stay)
    assert [kept["id"] for kept in rows(desk, "bookings")] == [stay]
    with refused(desk, "has been archived"):
        move_stay_on(desk, second, StayState.CANCELLED)
