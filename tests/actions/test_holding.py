"""Beds held while somebody rings: booked, let go, or given up for another room."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.history import undo
from hivedesk.actions.holding import LET_GO, book_held, give_up
from hivedesk.actions.stays import book_stays, hold_stays
from hivedesk.records import StayKind, StayState
from hivedesk.store.queries.held import hold_with, holds_of
from tests.actions.little import (
    FRIDAY,
    MONDAY,
    SUNDAY,
    Ids,
    add,
    book,
    new_child,
    refused,
    row,
    settle_in,
)
from tests.conftest import Clock

STAY = {"kind": StayKind.SLEEPOVER, "from_on": FRIDAY, "to_on": SUNDAY}


@pytest.fixture
def ids(desk: Desk) -> Ids:
    return settle_in(desk)


@pytest.fixture
def loft(desk: Desk, ids: Ids) -> str:
    """A room of two beds beside the Garden room."""
    return add(
        desk,
        "rooms",
        name="Loft",
        link_carer_id=ids.link_carer,
        beds=2,
        held_from=dt.date(2020, 1, 1),
    )


@pytest.fixture
def kit(desk: Desk, ids: Ids) -> str:
    return new_child(desk, ids.family, first_name="Kit", sleepovers=None)


def test_what_was_held_is_booked_together_or_not_at_all(
    desk: Desk, ids: Ids, loft: str, kit: str
) -> None:
    held = hold_stays(desk, (ids.child, kit), STAY | {"room_id": loft}).record_ids
    with refused(desk, "Nobody has agreed yet that Kit"):
        book_held(desk, held)
    notes = {held[0]: {"food": "No nuts"}, held[1]: {"food": "Anything"}}
    book_held(desk, held, "Agreed by phone", notes)
    for booking_id, food in zip(held, ("No nuts", "Anything"), strict=True):
        kept = row(desk, "bookings", booking_id)
        assert (kept["status"], kept["held_until"]) == (StayState.AGREED, None)
        assert (kept["override_note"], kept["food"]) == ("Agreed by phone", food)


def test_letting_go_frees_the_bed_keeps_its_reason_and_can_be_undone(desk: Desk, ids: Ids) -> None:
    (held,) = hold_stays(desk, (ids.child,), STAY | {"room_id": ids.room}).record_ids
    give_up(desk, (held,))
    kept = row(desk, "bookings", held)
    assert (kept["status"], kept["status_why"]) == (StayState.CANCELLED, LET_GO)
    undo(desk)
    with desk.store.reading() as session:
        assert hold_with(session, held) is not None


def test_another_room_ends_the_hold_in_the_same_step_or_leaves_it(
    desk: Desk, ids: Ids, loft: str
) -> None:
    garden = STAY | {"room_id": ids.room}
    held = hold_stays(desk, (ids.child,), garden).record_ids
    add(desk, "room-closures", room_id=loft, first_day=FRIDAY, last_day=FRIDAY)
    with refused(desk, "Loft is closed"):
        book_stays(desk, (ids.child,), STAY | {"room_id": loft}, instead_of=held)
    assert row(desk, "bookings", held[0])["held_until"] is not None
    made = book_stays(desk, (ids.child,), garden, instead_of=held)
    assert row(desk, "bookings", held[0])["status"] is StayState.CANCELLED
    assert row(desk, "bookings", made.record_ids[0])["status"] is StayState.AGREED


def test_holds_are_told_by_request_the_next_to_run_out_first(
    desk: Desk, ids: Ids, loft: str, kit: str, clock: Clock
) -> None:
    other = new_child(desk, ids.family, first_name="Ash")
    both = hold_stays(desk, (ids.child, kit), STAY | {"room_id": loft}).record_ids
    clock.tick(minutes=5)
    later = STAY | {"room_id": ids.room, "from_on": SUNDAY, "to_on": MONDAY}
    hold_stays(desk, (other,), later)
    book(desk, ids, child_id=new_child(desk, ids.family, first_name="Wyn"))
    with desk.store.reading() as session:
        first, second = holds_of(session, ids.hive, desk.now)
        assert holds_of(session, "another Hive", desk.now) == []
        assert hold_with(session, both[1]) == first
    assert set(first.ids) == set(both)
    assert first.names in ("Robin and Kit", "Kit and Robin")
    assert second.until - first.until == dt.timedelta(minutes=5)
    assert first.is_for([kit], "")
    assert not first.is_for([], "Kit")
    # Back to back: the day of going home is no night.
    assert not first.touches(SUNDAY, MONDAY)
    assert first.touches(FRIDAY, FRIDAY)
    clock.tick(days=10)
    with desk.store.reading() as session:
        assert holds_of(session, ids.hive, desk.now) == []
