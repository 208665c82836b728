"""Siblings, holds, repeats, the queue and its offers, and the handover, through the store."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.repeats import book_repeat, cancel_repeat, move_repeat
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import (
    book_stays,
    cancel_stays,
    decline_stays,
    end_early,
    hold,
    hold_stays,
    let_go,
    move_stay,
    move_stay_on,
    request_stays,
)
from hivedesk.actions.waiting import (
    answer_bed,
    ask_to_wait,
    lapse_offers,
    offer_bed,
    wait_for_night,
)
from hivedesk.records import OfferAnswer, StayKind, StayState
from hivedesk.rules.can_say_yes import Answer
from hivedesk.rules.repeats import Pattern
from hivedesk.store.queries.can_i import ask
from hivedesk.store.queries.repeats import plan_repeat
from hivedesk.store.queries.waiting_stays import turn_for
from tests.conftest import Clock

from .little import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    Ids,
    book,
    new_child,
    refused,
    row,
    rows,
    settle_in,
    stay_values,
)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def kit(desk: Desk, ids: Ids) -> str:
    """A second child of the family."""
    return new_child(desk, ids.family, first_name="Kit")


@pytest.fixture
def ash(desk: Desk, ids: Ids) -> str:
    """A third."""
    return new_child(desk, ids.family, first_name="Ash")


def asked(ids: Ids, **given: object) -> dict[str, object]:
    """A stay's values without its child."""
    values = stay_values(ids, **given)
    del values["child_id"]
    return values


def queue(desk: Desk, ids: Ids, *children: str, clock: Clock) -> list[str]:
    """Each child waits for the little room's weekend, one minute after the other."""
    made = []
    for child in children:
        clock.tick(minutes=1)
        stay = request_stays(desk, [child], asked(ids)).record_ids[0]
        wait_for_night(desk, [stay], "Full that weekend")
        made.append(stay)
    return made


def test_siblings_are_booked_together_or_not_at_all(desk: Desk, ids: Ids, kit: str) -> None:
    with refused(desk, "one bed on Fri 18 Jun, Sat 19 Jun and 2 children need one each"):
        book_stays(desk, [ids.child, kit], asked(ids))
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    made = book_stays(desk, [ids.child, kit], asked(ids)).record_ids
    stays = [row(desk, "bookings", stay) for stay in made]
    assert {stay["child_id"] for stay in stays} == {ids.child, kit}
    assert len({stay["request_id"] for stay in stays}) == 1
    cancel_stays(desk, made, "Chicken pox")
    assert {row(desk, "bookings", stay)["status_why"] for stay in made} == {"Chicken pox"}


def test_the_panel_and_the_booking_agree(desk: Desk, ids: Ids, kit: str) -> None:
    book(desk, ids)

    def answer(begin: dt.date, end: dt.date) -> Answer:
        with desk.store.reading() as session:
            (told,) = ask(session, [kit], StayKind.SLEEPOVER, begin, end, desk.now)
        return told.answer

    assert answer(SATURDAY, MONDAY) is Answer.NO
    with refused(desk, "full on Sat 19 Jun"):
        book_stays(desk, [kit], asked(ids, from_on=SATURDAY, to_on=MONDAY), "I insist")
    assert answer(SUNDAY, MONDAY) is Answer.YES
    book_stays(desk, [kit], asked(ids, from_on=SUNDAY, to_on=MONDAY))
    later = MONDAY + dt.timedelta(days=8)
    assert answer(MONDAY, later) is Answer.OVERRIDE
    with refused(desk, "T4, temporary placement, is 7 days or less"):
        book_stays(desk, [kit], asked(ids, from_on=MONDAY, to_on=later))
    book_stays(desk, [kit], asked(ids, from_on=MONDAY, to_on=later), "The panel knows")


def test_a_bed_is_held_for_the_policys_minutes(
    desk: Desk, ids: Ids, kit: str, clock: Clock
) -> None:
    held = hold_stays(desk, [ids.child], asked(ids)).record_ids[0]
    kept = row(desk, "bookings", held)
    assert (kept["status"], kept["held_until"]) == (
        StayState.REQUESTED,
        clock.now + dt.timedelta(minutes=30),
    )
    with refused(desk, "held for another request until 10:30"):
        book(desk, ids, child_id=kit)
    clock.tick(minutes=30)
    second = book(desk, ids, child_id=kit)
    with refused(desk, "full on Fri"):
        move_stay_on(desk, held, StayState.AGREED)
    with refused(desk, "full on Fri"):
        hold(desk, [held])
    cancel_stays(desk, [second], "Changed plans")
    hold(desk, [held])
    let_go(desk, [held])
    assert row(desk, "bookings", held)["held_until"] is None
    hold(desk, [held])
    move_stay_on(desk, held, StayState.AGREED)
    assert row(desk, "bookings", held)["held_until"] is None


def test_moving_and_stretching_ask_again_what_is_new(desk: Desk, ids: Ids, kit: str) -> None:
    stay = book(desk, ids, override_note="An old note")
    book(desk, ids, child_id=kit, from_on=MONDAY, to_on=MONDAY + dt.timedelta(days=1))
    move_stay(desk, stay, to_on=MONDAY)
    with refused(desk, "full on Mon 21 Jun"):
        move_stay(desk, stay, to_on=MONDAY + dt.timedelta(days=1))
    far = FRIDAY + dt.timedelta(days=28)
    with refused(desk, "T4"):
        move_stay(desk, stay, from_on=far, to_on=far + dt.timedelta(days=9))
    move_stay(desk, stay, from_on=far, to_on=far + dt.timedelta(days=9), override="Agreed")
    kept = row(desk, "bookings", stay)
    assert (kept["from_on"], kept["override_note"]) == (far, "An old note\nAgreed")
    move_stay(desk, stay, to_on=far + dt.timedelta(days=2))
    assert row(desk, "bookings", stay)["override_note"] == "An old note\nAgreed"
    cancel_stays(desk, [stay], "Holiday")
    with refused(desk, "The stay is cancelled. Book a new one"):
        move_stay(desk, stay, to_on=far + dt.timedelta(days=1))


def test_what_has_begun_ends_early_and_does_not_move(
    desk: Desk, ids: Ids, kit: str, clock: Clock
) -> None:
    stay = book(desk, ids, to_on=MONDAY)
    clock.tick(days=2)
    move_stay_on(desk, stay, StayState.IN_PROGRESS)
    with refused(desk, "The stay has begun"):
        move_stay(desk, stay, from_on=SATURDAY)
    clock.tick(days=2)
    with refused(desk, "Choose a day"):
        end_early(desk, [stay], MONDAY, "Homesick")
    with refused(desk, "Say why"):
        end_early(desk, [stay], SATURDAY, " ")
    end_early(desk, [stay], SATURDAY, "Homesick")
    assert row(desk, "bookings", stay)["ended_on"] == SATURDAY
    book(desk, ids, child_id=kit, from_on=SATURDAY, to_on=MONDAY)


def test_the_ladder_holds_in_a_form_too(desk: Desk, ids: Ids) -> None:
    stay = book(desk, ids)
    with refused(desk, "cannot become finished"):
        save_record(desk, "bookings", {"status": StayState.COMPLETED}, stay)
    request = request_stays(desk, [ids.child], asked(ids, from_on=SUNDAY, to_on=MONDAY))
    with refused(desk, "Say why"):
        decline_stays(desk, request.record_ids, "")
    decline_stays(desk, request.record_ids, "No bed that week")
    assert row(desk, "bookings", request.record_ids[0])["status"] is StayState.DECLINED


def test_day_care_waits_for_no_night(desk: Desk, ids: Ids) -> None:
    hours = {"time_from": dt.time(9), "time_to": dt.time(15)}
    day = asked(ids, kind=StayKind.DAY_CARE, to_on=FRIDAY, **hours)
    (request,) = request_stays(desk, [ids.child], day).record_ids
    with refused(desk, "no night to wait for"):
        wait_for_night(desk, [request], "Nobody is free")
    later = day | {"from_on": SATURDAY, "to_on": SATURDAY}
    with refused(desk, "no night to wait for"):
        ask_to_wait(desk, [ids.child], later, "Nobody is free")
    assert [stay["status"] for stay in rows(desk, "bookings")] == [StayState.REQUESTED]


def test_a_repeat_is_shown_date_by_date(desk: Desk, ids: Ids, kit: str) -> None:
    book(desk, ids, child_id=kit, from_on=dt.date(2021, 7, 2), to_on=dt.date(2021, 7, 4))
    pattern = Pattern(FRIDAY, 2, 2, dt.date(2021, 7, 31))
    with desk.store.reading() as session:
        plan = plan_repeat(session, [ids.child], ids.room, StayKind.SLEEPOVER, pattern, desk.now)
    assert [(date.from_on.day, date.clashes) for date in plan] == [
        (18, False), (2, True), (16, False), (30, False),
    ]  # fmt: skip
    every = [(date.from_on, date.to_on) for date in plan]
    with refused(desk, "^Fri 2 Jul: Garden room is full on Fri 2 Jul"):
        book_repeat(desk, [ids.child], asked(ids), every, "All of them")
    made = book_repeat(desk, [ids.child], asked(ids), [every[0], *every[2:]]).record_ids
    assert len({row(desk, "bookings", stay)["repeat_id"] for stay in made}) == 1
    move_repeat(desk, made[1], days=7, nights=1)
    days = [row(desk, "bookings", stay) for stay in made]
    assert [(day["from_on"].isoformat(), day["to_on"].isoformat()) for day in days] == [
        ("2021-06-18", "2021-06-20"), ("2021-07-23", "2021-07-24"), ("2021-08-06", "2021-08-07"),
    ]  # fmt: skip
    cancel_repeat(desk, made[1], "School starts")
    assert [row(desk, "bookings", stay)["status"].value for stay in made] == [
        "agreed", "cancelled", "cancelled",
    ]  # fmt: skip


def test_a_weekly_repeat_does_not_clash_with_itself(desk: Desk, ids: Ids) -> None:
    dates = Pattern(FRIDAY, 7, 1, FRIDAY + dt.timedelta(days=14)).dates()
    made = book_repeat(desk, [ids.child], asked(ids), dates, "A long summer").record_ids
    move_repeat(desk, made[0], days=1, override="A day later")
    move_repeat(desk, made[0], days=-1, override="A day sooner")
    assert row(desk, "bookings", made[0])["from_on"] == FRIDAY


def test_a_cancellation_is_the_turn_of_who_waited_longest(
    desk: Desk, ids: Ids, kit: str, ash: str, clock: Clock
) -> None:
    taken = book(desk, ids)
    first, second = queue(desk, ids, kit, ash, clock=clock)
    with desk.store.reading() as session:
        assert turn_for(session, ids.room, desk.now) is None
    cancel_stays(desk, [taken], "Not needed")
    with desk.store.reading() as session:
        turn = turn_for(session, ids.room, desk.now)
    assert turn is not None
    assert (turn.booking_ids, turn.names, turn.family) == ((first,), "Kit", "Marlowe")
    assert "Garden room with Wren, Fri 18 Jun to Sun 20 Jun" in turn.draft
    with refused(desk, "waited for these nights since Wed 16 Jun. It is its turn first"):
        move_stay_on(desk, second, StayState.AGREED, override="Ash shouts loudest")
    with refused(desk, "waited for these nights"):
        save_record(
            desk, "bookings", {"status": StayState.AGREED, "override_note": "By form"}, second
        )
    with refused(desk, "It is Kit's turn"):
        offer_bed(desk, second, ids.room)
    with refused(desk, "It is its turn first"):
        book(desk, ids)
    offer_bed(desk, first, ids.room)
    with refused(desk, "held for another request until"):
        move_stay_on(desk, second, StayState.AGREED, override="Now")


def test_refused_and_lapsed_offers_go_to_the_next_and_are_kept(
    desk: Desk, ids: Ids, kit: str, ash: str, clock: Clock
) -> None:
    first, second = queue(desk, ids, kit, ash, clock=clock)
    offer_bed(desk, first, ids.room)
    answer_bed(desk, first, False, "Already away that weekend")
    assert row(desk, "bookings", first)["status"] is StayState.WAITLISTED
    offer_bed(desk, second, ids.room)
    clock.tick(hours=24)
    with refused(desk, "The time to answer is up"):
        answer_bed(desk, second, True)
    lapse_offers(desk)
    with refused(desk, "no open offer"):
        answer_bed(desk, second, True)
    with desk.store.reading() as session:
        assert turn_for(session, ids.room, desk.now) is None
    assert [(offer["answer"], offer["why"]) for offer in rows(desk, "stay-offers")] == [
        (OfferAnswer.REFUSED, "Already away that weekend"),
        (OfferAnswer.LAPSED, None),
    ]
    move_stay_on(desk, second, StayState.AGREED)


def test_siblings_wait_and_are_offered_together(
    desk: Desk, ids: Ids, kit: str, ash: str, clock: Clock
) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    both = request_stays(desk, [ids.child, kit], asked(ids)).record_ids
    wait_for_night(desk, both)
    alone = queue(desk, ids, ash, clock=clock)[0]
    with refused(desk, "It is its turn first"):
        move_stay_on(desk, alone, StayState.AGREED)
    offer_bed(desk, both[1], ids.room)
    answer_bed(desk, both[0], True)
    assert {row(desk, "bookings", stay)["status"] for stay in both} == {StayState.AGREED}
    with refused(desk, "full on Fri"):
        move_stay_on(desk, alone, StayState.AGREED)


def test_who_could_not_have_the_bed_anyway_holds_nobody_up(
    desk: Desk, ids: Ids, kit: str, ash: str, clock: Clock
) -> None:
    book(desk, ids, from_on=SATURDAY, to_on=SUNDAY)
    queue(desk, ids, kit, clock=clock)
    clock.tick(minutes=1)
    friday = request_stays(desk, [ash], asked(ids, to_on=SATURDAY)).record_ids[0]
    wait_for_night(desk, [friday])
    move_stay_on(desk, friday, StayState.AGREED)
