"""The queue as it is read, and joining and leaving it, through the store."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import cancel_stays, move_stay_on
from hivedesk.actions.waiting import (
    answer_bed,
    ask_to_wait,
    lapse_offers,
    offer_bed,
    stop_waiting,
)
from hivedesk.records import OfferAnswer, StayState
from hivedesk.store.queries.night_queue import Waiting, late_offers, queue_of
from tests.conftest import Clock

from .little import FRIDAY, MONDAY, SUNDAY, Ids, add, book, new_child, refused, row, rows, settle_in
from .little import stay_values as values_of_stay

FULL = "Garden room is full on Fri 18 Jun"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def attic(desk: Desk, ids: Ids) -> str:
    """A second room of the same link carer."""
    began = dt.date(2019, 6, 1)
    return add(desk, "rooms", link_carer_id=ids.link_carer, name="Attic", beds=1, held_from=began)


def wait(desk: Desk, ids: Ids, *children: str, why: str = FULL, **given: object) -> list[str]:
    """A request of these children is put on the waiting list."""
    values = {k: v for k, v in values_of_stay(ids, **given).items() if k != "child_id"}
    return list(ask_to_wait(desk, children, values, why).record_ids)


def queue(desk: Desk) -> list[Waiting]:
    with desk.store.reading() as session:
        return queue_of(session, desk.now)


def test_the_queue_tells_since_when_for_what_and_why(desk: Desk, ids: Ids, clock: Clock) -> None:
    book(desk, ids)
    kit, ash = (new_child(desk, ids.family, first_name=name) for name in ("Kit", "Ash"))
    first = wait(desk, ids, kit)
    clock.tick(hours=1)
    wait(desk, ids, ash, why="Wanted by Sal")
    told = [(w.place, w.first_names, w.why, w.since.hour, w.room, w.turns) for w in queue(desk)]
    assert told == [
        (1, "Kit", FULL, 10, "Garden room", ()),
        (2, "Ash", "Wanted by Sal", 11, "Garden room", ()),
    ]
    assert (queue(desk)[0].names, queue(desk)[0].family) == ("Kit Ashdown", "Marlowe")
    assert row(desk, "bookings", first[0])["status"] is StayState.WAITLISTED


def test_nobody_waits_without_a_reason_and_a_hard_stop_is_no_reason(desk: Desk, ids: Ids) -> None:
    with refused(desk, "Say why"):
        wait(desk, ids, ids.child, why=" ")
    book(desk, ids)
    with refused(desk, "already has a stay"):
        wait(desk, ids, ids.child)


def test_a_full_room_a_refusal_and_the_next_in_turn(
    desk: Desk, ids: Ids, clock: Clock, attic: str
) -> None:
    kit, ash, bo = (new_child(desk, ids.family, first_name=n) for n in ("Kit", "Ash", "Bo"))
    taken, there = book(desk, ids), book(desk, ids, child_id=bo, room_id=attic)
    (first,), (second,) = wait(desk, ids, kit), wait(desk, ids, ash)
    cancel_stays(desk, [there], "Not needed")
    assert [[turn.room for turn in each.turns] for each in queue(desk)] == [["Attic"], []]
    offer_bed(desk, first, attic)
    offer = queue(desk)[0].offer
    assert offer is not None
    assert (offer.room, offer.answer_by - offer.at) == ("Attic", dt.timedelta(hours=24))
    assert [each.turns for each in queue(desk)] == [(), ()]
    answer_bed(desk, first, False, "Too far")
    assert row(desk, "bookings", first)["room_id"] == ids.room, "it waits for what it asked for"
    assert [[turn.room for turn in each.turns] for each in queue(desk)] == [[], ["Attic"]]
    told = [(offered.room, offered.answer, offered.why) for offered in queue(desk)[0].offered]
    assert told == [("Attic", OfferAnswer.REFUSED, "Too far")]
    offer_bed(desk, second, attic)
    answer_bed(desk, second, True)
    assert row(desk, "bookings", second)["room_id"] == attic
    assert [each.first_names for each in queue(desk)] == ["Kit"]
    cancel_stays(desk, [taken], "Not needed")
    assert [turn.room for turn in queue(desk)[0].turns] == ["Garden room"]


def test_an_offer_lapses_by_the_clock_and_is_late_until_that_is_kept(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    (first,) = wait(desk, ids, ids.child)
    offer_bed(desk, first, ids.room)
    with desk.store.reading() as session:
        assert late_offers(session, desk.now) == 0
    clock.tick(hours=25)
    with desk.store.reading() as session:
        assert late_offers(session, desk.now) == 1
    lapse_offers(desk)
    with desk.store.reading() as session:
        assert late_offers(session, desk.now) == 0
    assert [offered.answer for offered in queue(desk)[0].offered] == [OfferAnswer.LAPSED]


def test_what_was_agreed_or_called_off_elsewhere_leaves_no_open_offer(desk: Desk, ids: Ids) -> None:
    kit = new_child(desk, ids.family, first_name="Kit")
    (first,) = wait(desk, ids, ids.child)
    offer_bed(desk, first, ids.room)
    cancel_stays(desk, [first], "Changed plans")
    (second,) = wait(desk, ids, kit)
    offer_bed(desk, second, ids.room)
    move_stay_on(desk, second, StayState.AGREED)
    lapse_offers(desk)
    assert [offer["answer"] for offer in rows(desk, "stay-offers")] == [
        OfferAnswer.LAPSED,
        OfferAnswer.ACCEPTED,
    ]


def test_leaving_the_queue_takes_siblings_and_the_open_offer_along(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    kit = new_child(desk, ids.family, first_name="Kit")
    both = wait(desk, ids, ids.child, kit)
    assert queue(desk)[0].first_names == "Robin and Kit"
    offer_bed(desk, both[0], ids.room)
    assert "Beds have come free" not in str(queue(desk)[0].turns)
    with refused(desk, "Say why"):
        stop_waiting(desk, both[0], "")
    stop_waiting(desk, both[1], "Gran can have them")
    assert queue(desk) == []
    assert {row(desk, "bookings", stay)["status"] for stay in both} == {StayState.CANCELLED}
    assert {offer["answer"] for offer in rows(desk, "stay-offers")} == {OfferAnswer.REFUSED}
    with refused(desk, "does not wait any more"):
        stop_waiting(desk, both[0], "Twice")


def test_a_night_that_has_passed_comes_last_and_bars_nobody(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    kit = new_child(desk, ids.family, first_name="Kit")
    wait(desk, ids, ids.child, to_on=MONDAY)
    wait(desk, ids, kit, from_on=SUNDAY, to_on=MONDAY)
    clock.now = dt.datetime.combine(FRIDAY + dt.timedelta(days=1), dt.time(9), dt.UTC)
    told = [(each.place, each.first_names, len(each.turns)) for each in queue(desk)]
    assert told == [(1, "Kit", 1), (0, "Robin", 0)]
    offer_bed(desk, queue(desk)[0].booking_ids[0], ids.room)
