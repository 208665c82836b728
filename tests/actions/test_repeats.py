"""A repeat through the store: planned, begun by a stay that is there, moved, called off."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.repeats import book_repeat, cancel_repeat, move_repeat
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import book_stays
from hivedesk.records import StayKind, StayState
from hivedesk.rules.can_say_yes import Answer
from hivedesk.rules.problems import Refused
from hivedesk.rules.repeats import Pattern
from hivedesk.store.queries.repeats import RepeatDate, plan_move, plan_repeat, repeat_of

from .little import FRIDAY, SUNDAY, Ids, add, book, new_child, refused, row, rows, settle_in

WEEK = dt.timedelta(weeks=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive, whose room has two beds."""
    made = settle_in(desk)
    save_record(desk, "rooms", {"beds": 2}, made.room)
    return made


@pytest.fixture
def fortnights(desk: Desk, ids: Ids) -> list[str]:
    """Every second Friday, four times."""
    dates = Pattern(FRIDAY, 2, 2, FRIDAY + 6 * WEEK).dates()
    return list(book_repeat(desk, [ids.child], values(ids), dates).record_ids)


def values(ids: Ids) -> dict[str, object]:
    return {"room_id": ids.room, "kind": StayKind.SLEEPOVER}


def moved(desk: Desk, stay: str, **how: object) -> list[RepeatDate]:
    with desk.store.reading() as session:
        return plan_move(session, stay, desk.now, **how)  # type: ignore[arg-type]


def close(desk: Desk, ids: Ids, day: dt.date) -> None:
    add(desk, "room-closures", room_id=ids.room, first_day=day, last_day=day)


def test_a_stay_begins_a_repeat_with_siblings_and_notes(desk: Desk, ids: Ids) -> None:
    kit = new_child(desk, ids.family, first_name="Kit")
    first = book_stays(
        desk, [ids.child, kit], {**values(ids), "from_on": FRIDAY, "to_on": SUNDAY}
    ).record_ids
    save_record(desk, "bookings", {"medication": "Inhaler", "food": "No nuts"}, first[0])
    save_record(desk, "bookings", {"needs": "A night light"}, first[1])
    pattern = Pattern(FRIDAY, 2, 1, FRIDAY + 2 * WEEK)
    with desk.store.reading() as session:
        known = repeat_of(session, first[0])
        plan = plan_repeat(
            session, known.child_ids, ids.room, StayKind.SLEEPOVER, pattern, desk.now, begun=True
        )
    assert known.child_ids == (ids.child, kit)
    assert (known.rhythm, known.later) == ("", ())
    assert [date.from_on for date in plan] == [FRIDAY + WEEK, FRIDAY + 2 * WEEK]
    dates = [(date.from_on, date.to_on) for date in plan]
    book_repeat(desk, known.child_ids, values(ids), dates, begun_by=first[0])
    stays = rows(desk, "bookings")
    assert len(stays) == 6
    assert len({stay["repeat_id"] for stay in stays}) == 1
    for stay in stays:
        notes = (stay["medication"], stay["food"], stay["needs"])
        mine = ("Inhaler", "No nuts", None), (None, None, "A night light")
        assert notes == mine[stay["child_id"] == kit]
    with desk.store.reading() as session:
        known = repeat_of(session, first[1])
    assert (known.rhythm, len(known.later)) == ("every Friday", 2)


def test_a_guest_comes_again(desk: Desk, ids: Ids) -> None:
    stay = book(
        desk, ids, child_id=None, guest_name="Rosie", kind=StayKind.RESPITE,
        why="Their carer is ill", override_note="Agreed with the manager",
    )  # fmt: skip
    given = {**values(ids), "kind": StayKind.RESPITE, "guest_name": "Rosie", "why": "Ill"}
    dates = [(FRIDAY + WEEK, SUNDAY + WEEK)]
    made = book_repeat(desk, [], given, dates, "Agreed again", begun_by=stay).record_ids
    assert row(desk, "bookings", made[0])["repeat_id"] == row(desk, "bookings", stay)["repeat_id"]
    with desk.store.reading() as session:
        assert repeat_of(session, stay).who == "Rosie"


def test_what_would_be_moved_is_shown_date_by_date(
    desk: Desk, ids: Ids, fortnights: list[str]
) -> None:
    close(desk, ids, FRIDAY + 4 * WEEK + 2 * DAY)
    plan = moved(desk, fortnights[1], days=1)
    assert [(date.was_on, date.from_on, date.clashes, date.left) for date in plan] == [
        (FRIDAY + 2 * WEEK, FRIDAY + 2 * WEEK + DAY, False, False),
        (FRIDAY + 4 * WEEK, FRIDAY + 4 * WEEK + DAY, True, True),
        (FRIDAY + 6 * WEEK, FRIDAY + 6 * WEEK + DAY, False, False),
    ]
    assert "is closed" in plan[1].words
    with refused(desk, "^Fri 16 Jul: Garden room is closed"):
        move_repeat(desk, fortnights[1], days=1)
    move_repeat(desk, fortnights[1], days=1, leave=plan[1].ids)
    begins = [row(desk, "bookings", stay)["from_on"] for stay in fortnights]
    assert begins == [FRIDAY, plan[0].from_on, FRIDAY + 4 * WEEK, plan[2].from_on]


def test_one_that_is_left_stands_in_the_way_of_the_one_before(
    desk: Desk, ids: Ids, fortnights: list[str]
) -> None:
    close(desk, ids, FRIDAY + 8 * WEEK)
    plan = moved(desk, fortnights[0], days=14)
    assert [date.left for date in plan] == [True] * 4
    assert "full" in plan[-2].words or "already has a stay" in plan[-2].words
    with refused(desk, "Every date is skipped"):
        move_repeat(desk, fortnights[0], days=14, leave=fortnights)


def test_only_this_one_and_another_room(desk: Desk, ids: Ids, fortnights: list[str]) -> None:
    nursery = add(
        desk, "rooms", link_carer_id=ids.link_carer, name="Nursery", beds=1,
        held_from=dt.date(2019, 6, 1), age_to=5,
    )  # fmt: skip
    (one,) = moved(desk, fortnights[1], room_id=nursery, later=False)
    assert one.answer is Answer.OVERRIDE
    assert "is for ages 0 to 5" in one.words
    (one,) = moved(desk, fortnights[1], nights=1, later=False)
    assert (one.answer, one.words) == (Answer.YES, "")
    every = moved(desk, fortnights[0], room_id=nursery, skip={FRIDAY})
    assert [date.left for date in every] == [True, False, False, False]
    with pytest.raises(Refused, match="no night"):
        moved(desk, fortnights[0], nights=0)


def test_the_pace_of_what_was_moved_is_told_from_there_on(
    desk: Desk, ids: Ids, fortnights: list[str]
) -> None:
    move_repeat(desk, fortnights[1], days=1)
    with desk.store.reading() as session:
        assert repeat_of(session, fortnights[1]).rhythm == "every second Saturday"
        last = repeat_of(session, fortnights[3])
        assert (last.rhythm, last.later) == ("every second Saturday", ())
    cancel_repeat(desk, fortnights[2], "School starts")
    with desk.store.reading() as session:
        assert repeat_of(session, fortnights[0]).later == (FRIDAY + 2 * WEEK + DAY,)
    assert row(desk, "bookings", fortnights[3])["status"] is StayState.CANCELLED
