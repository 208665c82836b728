"""Rooms and who holds them: what fits together, and what counts as a bed once somebody stops."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import end_placement, set_family_status
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import cancel_stays, end_early, move_stay, move_stay_on
from hivedesk.actions.waiting import ask_to_wait
from hivedesk.records import FamilyState, Permission, PlacementEnd, StayKind, StayState
from hivedesk.reports.statement import statement_of
from hivedesk.rules.days import Span, month
from hivedesk.rules.problems import Refused
from hivedesk.store.queries.board import board_of
from hivedesk.store.queries.can_i import ask
from hivedesk.store.queries.room_nights import room_nights
from hivedesk.store.queries.today import today_of
from hivedesk.store.queries.waiting_stays import turns_of
from tests.conftest import Clock

from .little import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TODAY,
    Ids,
    add,
    book,
    new_child,
    refused,
    row,
    settle_in,
    stay_values,
)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("rooms", {"age_from": 12, "age_to": 5}, "Nobody is at least 12 and at most 5"),
        ("rooms", {"held_to": dt.date(2019, 5, 31)}, "The last day is before the first"),
        ("link-carers", {"ended_on": dt.date(2019, 5, 31)}, "stopped before they started"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    desk: Desk, ids: Ids, kind: str, values: dict[str, Any], words: str
) -> None:
    which = ids.room if kind == "rooms" else ids.link_carer
    with refused(desk, words, Refused):
        save_record(desk, kind, values, which)


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"ended_on": FRIDAY}, False),
        ({"ended_on": SATURDAY}, False),
        ({"ended_on": SUNDAY}, True),  # the morning the child goes home
        ({"started_on": FRIDAY}, True),
        ({"started_on": SATURDAY}, False),
    ],
)
def test_a_link_carer_stops_when_no_stay_is_booked_after(
    desk: Desk, ids: Ids, values: dict[str, Any], fits: bool
) -> None:
    stay = book(desk, ids)
    if fits:
        save_record(desk, "link-carers", values, ids.link_carer)
        return
    with refused(desk, "A stay is booked in Garden room from Fri 18 Jun to Sun 20 Jun", Refused):
        save_record(desk, "link-carers", values, ids.link_carer)
    cancel_stays(desk, [stay], "Somebody else takes them")
    save_record(desk, "link-carers", values, ids.link_carer)


def test_no_bed_is_left_for_a_crisis_where_the_link_carer_stopped(desk: Desk, ids: Ids) -> None:
    save_record(desk, "link-carers", {"ended_on": TODAY}, ids.link_carer)
    other = add(desk, "link-carers", hive_id=ids.hive, first_name="Ash", last_name="Bell",
                area="Eastleigh", started_on=FRIDAY)  # fmt: skip
    add(desk, "rooms", link_carer_id=other, name="Loft", beds=1, held_from=dt.date(2021, 6, 1))
    week = Span(TODAY - dt.timedelta(days=1), FRIDAY)
    with desk.store.reading() as session:
        free = board_of(session, ids.hive, week, desk.now).free
        told = [(night.room, night.date) for night in room_nights(session, week, desk.now)]
        tonight = today_of(session, ids.hive, None, desk.now).tonight
        answers = ask(session, [ids.child], StayKind.SLEEPOVER, THURSDAY, FRIDAY, desk.now)
    assert list(free.values()) == [1, 0, 0, 1]
    assert told == [("Loft", FRIDAY), ("Garden room", week.first)]
    assert (tonight.held, tonight.free) == (0, ())
    assert {answer.cover_left for answer in answers} == {0}


def test_nobody_who_waits_is_offered_a_room_of_somebody_who_stopped(desk: Desk, ids: Ids) -> None:
    ask_to_wait(desk, [ids.child], stay_values(ids), "The room is full")
    with desk.store.reading() as session:
        assert [turn.room for turn in turns_of(session, desk.now)] == ["Garden room"]
    save_record(desk, "link-carers", {"ended_on": TODAY}, ids.link_carer)
    with desk.store.reading() as session:
        assert turns_of(session, desk.now) == []


def test_a_room_that_was_paid_for_is_not_handed_on_with_its_past(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    other = add(desk, "link-carers", hive_id=ids.hive, first_name="Ash", last_name="Bell",
                area="Eastleigh", started_on=TODAY)  # fmt: skip
    with refused(desk, "Wren Okoro has held this room and is paid for those days", Refused):
        save_record(desk, "rooms", {"link_carer_id": other}, ids.room)
    # One that was entered under the wrong name is put right before its first day has passed.
    loft = add(desk, "rooms", link_carer_id=other, name="Loft", beds=1, held_from=TODAY)
    save_record(desk, "rooms", {"link_carer_id": ids.link_carer}, loft)
    # Handed on as the words say, each is owed for their own days.
    save_record(desk, "rooms", {"held_to": SATURDAY}, ids.room)
    add(desk, "rooms", link_carer_id=other, name="Garden room", beds=1, held_from=SUNDAY)
    clock.tick(days=14)
    with desk.store.reading() as session:
        owed = [
            [
                (room.name, room.held)
                for room in statement_of(session, who, month(2021, 6), desk.now).rooms
            ]
            for who in (ids.link_carer, other)
        ]
    assert owed == [[("Garden room", 19), ("Loft", 15)], [("Garden room", 11)]]


def test_that_a_child_came_is_kept_whatever_was_said_since(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    stay = book(desk, ids)
    late = book(desk, ids, from_on=MONDAY, to_on=MONDAY + dt.timedelta(days=2))
    clock.tick(days=3)
    save_record(desk, "children", {"sleepovers": Permission.REFUSED}, ids.child)
    set_family_status(desk, ids.family, FamilyState.LEFT, SATURDAY, "Moved away")
    move_stay_on(desk, stay, StayState.IN_PROGRESS)
    with refused(desk, "has not agreed to sleepovers", Refused):
        move_stay(desk, stay, to_on=MONDAY)
    with refused(desk, "has not agreed to sleepovers", Refused):
        move_stay_on(desk, late, StayState.CONFIRMED)
    end_early(desk, [stay], SATURDAY, "The family left")
    assert row(desk, "bookings", stay)["status"] is StayState.ENDED_EARLY


def test_a_child_who_moved_on_is_not_confirmed_unasked(desk: Desk, ids: Ids) -> None:
    stay, other = book(desk, ids), book(desk, ids, from_on=SUNDAY, to_on=MONDAY)
    end_placement(desk, ids.child, TODAY, PlacementEnd.PLANNED)
    with refused(desk, "Robin moved on on Wed 16 Jun. Ask where to", Refused):
        move_stay_on(desk, stay, StayState.CONFIRMED)
    save_record(desk, "bookings", {"food": "Toast"}, stay)
    move_stay_on(desk, stay, StayState.CONFIRMED, override="Their new carers ask for it too")
    cancel_stays(desk, [other], "Not needed")


def test_a_child_who_turns_18_on_a_stay_needs_a_word(desk: Desk, ids: Ids) -> None:
    lee = new_child(desk, ids.family, first_name="Lee", born_on=dt.date(2003, 6, 20))
    book(desk, ids, child_id=lee)  # home on the birthday: the last night was at 17
    with refused(desk, "Lee turns 18 on Sun 20 Jun. A stay is for a child under 18", Refused):
        book(desk, ids, child_id=lee, from_on=SUNDAY - dt.timedelta(days=1), to_on=MONDAY)
