"""Inviting, the sign-up ladder, an activity's money and room, and what people said of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hivedesk.actions.activities import keep_feedback, save_activity, save_budget_line
from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.actions.history import undo
from hivedesk.actions.registers import invite, keep_answers, take_register
from hivedesk.actions.saving import archive
from hivedesk.records import ActivityKind, Attendance, BudgetKind, ProfessionalRole
from hivedesk.rules.days import month, quarter_of
from hivedesk.store.queries.budget import money_in
from hivedesk.store.queries.feedback import add_feedback, quotes_in, said_by
from hivedesk.store.queries.registers import activity_register
from tests.conftest import Clock

from .little import (
    TODAY,
    Ids,
    add,
    changes,
    family_values,
    new_child,
    refused,
    row,
    rows,
    settle_in,
)

PAST = dt.datetime(2021, 6, 12, 10, 0, tzinfo=dt.UTC)
TO_COME = dt.datetime(2021, 6, 26, 10, 0, tzinfo=dt.UTC)
YES, NO, WAITS = Attendance.BOOKED, Attendance.DECLINED, Attendance.WAITLISTED
ASKED, APOLOGIES, CAME = Attendance.REQUESTED, Attendance.CANCELLED, Attendance.ATTENDED
Person = tuple[str, str, str]


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def four(desk: Desk, ids: Ids) -> list[Person]:
    """Sal (carer) and Robin of one family, Kit and Lou of another."""
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    kit = new_child(desk, second, first_name="Kit", born_on=dt.date(2014, 1, 1))
    lou = new_child(desk, second, first_name="Lou", born_on=dt.date(2006, 1, 1))
    return [
        (ids.family, "carer_id", ids.carer),
        (ids.family, "child_id", ids.child),
        (second, "child_id", kit),
        (second, "child_id", lou),
    ]


def walk(ids: Ids, at: dt.datetime = TO_COME, **given: Any) -> dict[str, Any]:
    """The values of a walk."""
    first = {"hive_id": ids.hive, "kind": ActivityKind.SOCIAL, "name": "Walk", "at": at}
    return first | {"minutes": 120, "cost_pence": 0} | given


def a_walk(desk: Desk, ids: Ids, at: dt.datetime = TO_COME, **given: Any) -> str:
    """A walk; its id."""
    return str(save_activity(desk, walk(ids, at, **given)).record_id)


def standing(desk: Desk, activity: str) -> dict[str, Attendance]:
    """How each person's place stands."""
    return {
        r["carer_id"] or r["child_id"] or r["birth_child_id"]: r["status"]
        for r in rows(desk, "activity-attendances", activity_id=activity)
    }


def queue(desk: Desk, activity: str) -> tuple[str, ...]:
    """Who waits, in order."""
    with desk.store.reading() as session:
        return activity_register(session, activity, desk.now).queue


def test_inviting_is_one_step_and_leaves_who_is_asked_already(
    desk: Desk, ids: Ids, four: list[Person]
) -> None:
    activity = a_walk(desk, ids)
    invite(desk, activity, four[:2])
    keep_answers(desk, activity, {four[0]: NO})
    invite(desk, activity, four)
    assert list(standing(desk, activity).values()) == [NO, ASKED, ASKED, ASKED]
    undo(desk)
    assert list(standing(desk, activity).values()) == [NO, ASKED]
    with refused(desk, "Choose who is asked"):
        invite(desk, activity, four[:2])
    over = a_walk(desk, ids, PAST)
    with refused(desk, "That has begun"):
        invite(desk, over, four)


def test_a_full_activity_has_a_queue_that_nobody_overtakes(
    desk: Desk, ids: Ids, four: list[Person], clock: Clock
) -> None:
    sal, robin, kit, lou = four
    activity = a_walk(desk, ids, capacity=1)
    invite(desk, activity, four)
    for who in (kit, lou, robin):
        clock.tick(minutes=1)
        keep_answers(desk, activity, {who: YES})
    assert standing(desk, activity) == {sal[2]: ASKED, robin[2]: WAITS, kit[2]: YES, lou[2]: WAITS}
    assert queue(desk, activity) == (lou[2], robin[2])
    made = keep_answers(desk, activity, {kit: APOLOGIES})
    now = standing(desk, activity)
    assert (now[kit[2]], now[lou[2]], now[robin[2]]) == (APOLOGIES, YES, WAITS)
    _, moved = made.record_ids
    assert row(desk, "activity-attendances", moved)["child_id"] == lou[2]
    # Taken back, Lou waits again, and has lost no turn by it.
    undo(desk)
    assert queue(desk, activity) == (lou[2], robin[2])


def test_more_room_lets_those_who_wait_move_up(desk: Desk, ids: Ids, four: list[Person]) -> None:
    activity = a_walk(desk, ids, capacity=1)
    keep_answers(desk, activity, dict.fromkeys(four, YES))
    assert list(standing(desk, activity).values()) == [YES, WAITS, WAITS, WAITS]
    save_activity(desk, {"capacity": 3}, activity)
    assert list(standing(desk, activity).values()) == [YES, YES, YES, WAITS]
    with refused(desk, "3 are booked. Change who is coming first, or leave room for 3."):
        save_activity(desk, {"capacity": 2}, activity)
    save_activity(desk, {"capacity": None}, activity)
    assert list(standing(desk, activity).values()) == [YES] * 4


def test_on_the_day_a_register_tells_facts_and_moves_nobody(
    desk: Desk, ids: Ids, four: list[Person], clock: Clock
) -> None:
    sal, robin, kit, lou = four
    activity = a_walk(desk, ids, capacity=1)
    keep_answers(desk, activity, {sal: YES, robin: YES})
    clock.tick(days=11)
    take_register(desk, activity, {sal: APOLOGIES, kit: CAME, lou: CAME})
    now = standing(desk, activity)
    assert now == {sal[2]: APOLOGIES, robin[2]: WAITS, kit[2]: CAME, lou[2]: CAME}
    # Years later, its places are still what they were.
    save_activity(desk, {"capacity": 40, "note": "Mud to the knees."}, activity)
    assert standing(desk, activity) == now


@pytest.fixture
def money(desk: Desk, ids: Ids) -> None:
    """£100 from April to June."""
    line = {"kind": BudgetKind.ALLOTTED, "on": dt.date(2021, 4, 1), "pence": 10_000}
    add(desk, "budget-lines", hive_id=ids.hive, what="April to June", **line)


@pytest.mark.usefixtures("money")
def test_nothing_is_overspent_in_silence(desk: Desk, ids: Ids) -> None:
    first = a_walk(desk, ids, cost_pence=7_000)
    words = "£30 is left for April to June; with this it would be £10.50 too much"
    dear = walk(ids, cost_pence=4_050)
    with refused(desk, words):
        save_activity(desk, dear)
    made = save_activity(desk, dear, over_budget=True)
    assert changes(desk.store)[-1].verb == "Add activity over its budget"
    with refused(desk, "overspent by £10.50 already; with this it would be £20.50"):
        save_activity(desk, {"cost_pence": 8_000}, first)
    # Whatever makes it no worse is asked nothing.
    save_activity(desk, {"note": "All came."}, made.record_id)
    save_activity(desk, {"cost_pence": 6_500}, first)
    save_activity(desk, walk(ids, cost_pence=0))


@pytest.mark.usefixtures("money")
def test_another_quarter_has_its_own_money(desk: Desk, ids: Ids) -> None:
    july = dt.datetime(2021, 7, 3, 10, 0, tzinfo=dt.UTC)
    moved = a_walk(desk, ids, july, cost_pence=20_000)  # nothing is allotted there yet
    with refused(desk, "£100 is left for April to June; with this it would be £100 too much"):
        save_activity(desk, {"at": TO_COME}, moved)


@pytest.mark.usefixtures("money")
def test_what_is_spent_is_asked_for_unless_it_was_planned(desk: Desk, ids: Ids) -> None:
    activity = a_walk(desk, ids, cost_pence=7_000)
    line = {"hive_id": ids.hive, "kind": BudgetKind.SPENT, "on": dt.date(2021, 6, 10)}
    # What an activity was to cost is paid without a word; it was counted already.
    paid = save_budget_line(desk, {**line, "activity_id": activity, "pence": 7_000, "what": "Bus"})
    with refused(desk, "£30 is left for April to June; with this it would be £20 too much"):
        save_budget_line(desk, {**line, "pence": 5_000, "what": "Tent"})
    with refused(desk, "£30 is left for April to June; with this it would be £1 too much"):
        save_budget_line(desk, {"pence": 10_100}, paid.record_id)
    with refused(desk, "What for is needed"):
        save_budget_line(desk, {**line, "pence": 5_000, "what": ""})
    made = save_budget_line(desk, {**line, "pence": 5_000, "what": "Tent"}, over_budget=True)
    assert changes(desk.store)[-1].verb == "Add budget line over the budget"
    save_budget_line(desk, {"what": "A tent"}, made.record_id)
    # Another quarter has its own money: none was allotted there, so no budget is kept.
    save_budget_line(desk, {"on": dt.date(2021, 7, 1)}, made.record_id)


@pytest.mark.usefixtures("money")
def test_a_deposit_of_another_quarter_is_not_planned_once_more(desk: Desk, ids: Ids) -> None:
    july = dt.date(2021, 7, 1)
    line = {"hive_id": ids.hive, "what": "July to September", "pence": 10_000, "on": july}
    add(desk, "budget-lines", kind=BudgetKind.ALLOTTED, **line)
    trip = a_walk(desk, ids, dt.datetime(2021, 7, 3, 10, 0, tzinfo=dt.UTC), cost_pence=9_000)
    paid = {"kind": BudgetKind.SPENT, "what": "Deposit", "pence": 4_000, "activity_id": trip}
    save_budget_line(desk, line | paid | {"on": dt.date(2021, 6, 10)})
    with desk.store.reading() as session:
        left = [money_in(session, ids.hive, quarter_of(day)) for day in (TODAY, july)]
    assert [each.left_then for each in left] == [6_000, 5_000]
    # Of the £90 there are £50 to pay: £100 more would be £50 too much.
    with refused(desk, "£50 is left for July to September; with this it would be £50 too much"):
        save_activity(desk, walk(ids, dt.datetime(2021, 7, 9, tzinfo=dt.UTC), cost_pence=10_000))
    with refused(desk, "£50 is left for July to September; with this it would be £10 too much"):
        save_activity(desk, {"cost_pence": 15_000}, trip)


@pytest.mark.usefixtures("money")
def test_what_another_hive_pays_of_an_outing_is_not_planned_here(desk: Desk, ids: Ids) -> None:
    started = {"area": "Gosport", "started_on": dt.date(2019, 1, 1)}
    gosport = add(desk, "hives", name="Gosport", **started)
    trip = a_walk(desk, ids, cost_pence=9_000)
    half = {"kind": BudgetKind.SPENT, "what": "Their half", "pence": 4_500, "activity_id": trip}
    made = save_budget_line(desk, half | {"hive_id": gosport, "on": TODAY})
    for on in (TODAY, dt.date(2021, 7, 1)):
        save_budget_line(desk, {"on": on}, made.record_id)
        with desk.store.reading() as session:
            assert money_in(session, ids.hive, quarter_of(TODAY)).left_then == 5_500
            assert money_in(session, gosport, quarter_of(on)).spent == 4_500


def said(score: int | None, remark: str | None = None, may_quote: bool = False) -> dict[str, Any]:
    """What somebody said."""
    return {"feedback": score, "remark": remark, "may_quote": may_quote}


def places(desk: Desk, activity: str) -> list[str]:
    """The ids of the places, in the order they were made."""
    return [r["id"] for r in rows(desk, "activity-attendances", activity_id=activity)]


def test_who_came_can_say_how_it_was(desk: Desk, ids: Ids, four: list[Person]) -> None:
    activity = a_walk(desk, ids, PAST)
    take_register(desk, activity, {four[0]: CAME, four[1]: CAME, four[2]: Attendance.NO_SHOW})
    sal, robin, kit = places(desk, activity)
    keep_feedback(desk, activity, {sal: said(4, "Two hours of calm. "), robin: said(5, " ", True)})
    with desk.store.reading() as session:
        told = [tuple(each[1:]) for each in said_by(session, activity)]
    assert told == [
        ("Robin", "Marlowe", 5, None, False),
        ("Sal", "Marlowe", 4, "Two hours of calm.", False),
    ]
    with refused(desk, "Only those who came"):
        keep_feedback(desk, activity, {kit: said(1)})
    with refused(desk, "How was it"):
        keep_feedback(desk, activity, {sal: said(6)})
    with refused(desk, "Choose somebody"):
        keep_feedback(desk, activity, {})
    later = a_walk(desk, ids)
    with refused(desk, "still to come"):
        keep_feedback(desk, later, {sal: said(3)})


def test_only_what_was_agreed_and_names_nobody_is_quoted(
    desk: Desk, ids: Ids, four: list[Person]
) -> None:
    activity = a_walk(desk, ids, PAST)
    take_register(desk, activity, dict.fromkeys(four, CAME))
    sal, robin, kit, lou = places(desk, activity)
    keep_feedback(
        desk,
        activity,
        {
            sal: said(5, "The best Saturday in a long time.", True),
            robin: said(5, "And a second one of that family.", True),
            kit: said(4, "MARLOWE's dog came along!", True),
            lou: said(2, "Nobody asked me."),
        },
    )
    with desk.store.reading() as session:
        june = month(2021, 6)
        assert quotes_in(session, [ids.hive], june, 3) == ["The best Saturday in a long time."]
        assert quotes_in(session, [ids.hive], month(2021, 5), 3) == []
        assert quotes_in(session, ["another"], june, 3) == []
        assert quotes_in(session, [ids.hive], june, 0) == []
    # Nor is whoever works with the Hive named: the link carer, the worker, a social worker.
    add(desk, "professionals", name="Petra Vance", role=ProfessionalRole.CSW)
    for remark in ("Wren made the cake.", "Thank you, Jo!", "Ms Vance came by."):
        keep_feedback(desk, activity, {kit: said(4, remark, True)})
        with desk.store.reading() as session:
            told = quotes_in(session, [ids.hive], june, 3)
        assert told == ["The best Saturday in a long time."]
    keep_feedback(desk, activity, {kit: said(4, "So much mud.", True)})
    archive(desk, "activity-attendances", sal)
    with desk.store.reading() as session:
        told = quotes_in(session, [ids.hive], june, 3)
    assert told == ["And a second one of that family.", "So much mud."]
    # Put right: Kit had not come after all.
    take_register(desk, activity, {four[2]: Attendance.NO_SHOW})
    row_of: dict[str, Any] = {"id": activity}
    with desk.store.reading() as session:
        add_feedback(session, [row_of])
        assert quotes_in(session, [ids.hive], june, 3) == ["And a second one of that family."]
    assert kit not in {each.place_id for each in row_of["said"]}


def test_an_activity_is_for_some_age(desk: Desk, ids: Ids) -> None:
    with refused(desk, "Nobody is at least 12 and at most 5"):
        a_walk(desk, ids, age_from=12, age_to=5)
    made = a_walk(desk, ids, age_from=5, age_to=5)
    with refused(desk, "Nobody is at least 6 and at most 5"):
        save_activity(desk, {"age_from": 6}, made)
