"""Registers taken twice, offers and their answers, checks and the next one by policy."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, end_placement, set_family_status
from hivedesk.actions.registers import (
    answer_offer,
    finish_check,
    offer_place,
    take_register,
    take_training_register,
)
from hivedesk.actions.saving import archive, save_record
from hivedesk.records import (
    ActivityKind,
    Attendance,
    CheckKind,
    FamilyState,
    JoinSource,
    NotFound,
    OfferAnswer,
    PlacementEnd,
    Registration,
    Stage,
    WaitingState,
    new_id,
)
from hivedesk.store.queries.family_card import card_of
from hivedesk.store.queries.planner import plan_of
from hivedesk.store.queries.registers import activity_register
from hivedesk.store.queries.tables import Listing, rows_of

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

AT = dt.datetime(2021, 6, 12, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def walk(desk: Desk, ids: Ids) -> str:
    """An activity of last Saturday."""
    save = {"hive_id": ids.hive, "name": "Walk at Itchen", "at": AT, "minutes": 120}
    return add(desk, "activities", **save, kind=ActivityKind.SOCIAL)


def test_a_register_taken_twice_is_one_register(desk: Desk, ids: Ids, walk: str) -> None:
    born = {"family_id": ids.family, "first_name": "Flo", "born_on": dt.date(2012, 3, 4)}
    flo = add(desk, "birth-children", **born)
    came = {
        (ids.family, "carer_id", ids.carer): Attendance.ATTENDED,
        (ids.family, "child_id", ids.child): Attendance.NO_SHOW,
        (ids.family, "birth_child_id", flo): Attendance.ATTENDED,
    }
    assert take_register(desk, walk, came).kinds == {"activity-attendances"}
    before = len(changes(desk.store))
    assert take_register(desk, walk, came).kinds == frozenset()
    assert len(changes(desk.store)) == before
    came[ids.family, "child_id", ids.child] = Attendance.PARTLY
    take_register(desk, walk, came)
    assert len(changes(desk.store)) == before + 1
    kept = rows(desk, "activity-attendances", activity_id=walk)
    assert [(r["carer_id"], r["child_id"], r["birth_child_id"], r["status"]) for r in kept] == [
        (ids.carer, None, None, Attendance.ATTENDED),
        (None, ids.child, None, Attendance.PARTLY),
        (None, None, flo, Attendance.ATTENDED),
    ]


def test_somebody_taken_off_the_register_can_be_put_on_again(
    desk: Desk, ids: Ids, walk: str
) -> None:
    came = {(ids.family, "carer_id", ids.carer): Attendance.ATTENDED}
    take_register(desk, walk, came)
    archive(desk, "activity-attendances", rows(desk, "activity-attendances")[0]["id"])
    take_register(desk, walk, came)
    assert len(rows(desk, "activity-attendances")) == 1


def test_a_register_taken_later_lists_who_was_there_that_day(
    desk: Desk, ids: Ids, walk: str
) -> None:
    """Whoever left between the walk and the evening on which its register is taken, came."""
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    kit = new_child(desk, second, first_name="Kit")
    end_placement(desk, ids.child, dt.date(2021, 6, 14), PlacementEnd.HOME)
    set_family_status(desk, second, FamilyState.LEFT, dt.date(2021, 6, 13), "Moved away")
    born = {"family_id": ids.family, "first_name": "Flo", "born_on": dt.date(2005, 3, 4)}
    flo = add(desk, "birth-children", **born, left_home_on=dt.date(2021, 9, 20))
    gone = add(desk, "birth-children", **born, left_home_on=dt.date(2021, 6, 11))
    baby = add(desk, "birth-children", **born | {"born_on": dt.date(2021, 6, 13)})
    save_record(desk, "carers", {"ended_on": dt.date(2021, 12, 31)}, ids.carer)

    def listed(activity: str) -> set[str]:
        with desk.store.reading() as session:
            places = activity_register(session, activity, desk.now).places
        assert all(place.age is None or place.age >= 0 for place in places)
        return {place.person_id for place in places}

    assert listed(walk) == {ids.carer, ids.child, kit, flo}
    take_register(desk, walk, {(second, "child_id", kit): Attendance.ATTENDED})
    save = {"hive_id": ids.hive, "name": "Walk", "minutes": 60, "kind": ActivityKind.SOCIAL}
    july = add(desk, "activities", **save, at=dt.datetime(2021, 7, 3, 10, 0, tzinfo=dt.UTC))
    assert listed(july) == {ids.carer, flo, baby}
    october = add(desk, "activities", **save, at=dt.datetime(2021, 10, 2, 10, 0, tzinfo=dt.UTC))
    assert listed(october) == {ids.carer, baby}
    with desk.store.reading() as session:
        names = {each.id for each in plan_of(session, ids.hive, desk.now).children}
        for kind in ("carers", "birth-children"):
            names |= {row["id"] for row in rows_of(session, kind, Listing(), TODAY)}
        card = card_of(session, ids.family, desk.now)
    assert {ids.carer, flo, baby} <= names
    assert gone not in names
    assert card is not None
    assert [each.id for each in card.own_children] == [flo, baby]


def test_a_training_register_taken_twice_is_one_register(desk: Desk, ids: Ids) -> None:
    course = add(desk, "courses", name="First aid", stage=Stage.MANDATORY)
    session = add(desk, "sessions", course_id=course, at=AT, minutes=180)
    assert take_training_register(desk, session, {ids.carer: Attendance.BOOKED}).kinds == {
        "attendances"
    }
    take_training_register(desk, session, {ids.carer: Attendance.ATTENDED})
    assert take_training_register(desk, session, {ids.carer: Attendance.ATTENDED}).kinds == set()
    (kept,) = rows(desk, "attendances")
    assert (kept["carer_id"], kept["status"]) == (ids.carer, Attendance.ATTENDED)


def test_a_register_with_somebody_archived_keeps_nobody(desk: Desk, ids: Ids, walk: str) -> None:
    gone = add(desk, "carers", family_id=ids.family, first_name="Pat", last_name="Marlowe")
    archive(desk, "carers", gone)
    came = {
        (ids.family, "carer_id", ids.carer): Attendance.ATTENDED,
        (ids.family, "carer_id", gone): Attendance.ATTENDED,
    }
    with refused(desk, "That carer has been archived"):
        take_register(desk, walk, came)
    with refused(desk, "That activity is not in this store", NotFound):
        take_register(desk, new_id(), {})
    with refused(desk, "That session is not in this store", NotFound):
        take_training_register(desk, new_id(), {})


# Offers


@pytest.fixture
def waiting(desk: Desk) -> str:
    """A family that has waited since March."""
    return add(
        desk,
        "waiting-list",
        name="Thorne",
        area="Gosport",
        registration=Registration.COUNTY,
        source=JoinSource.IFA,
        asked_on=dt.date(2021, 3, 1),
        status=WaitingState.WAITING,
    )


def offer(desk: Desk, waiting: str, hive: str) -> str:
    """Offer a place; the offer's id."""
    outcome = offer_place(desk, waiting, hive, TODAY + dt.timedelta(days=14))
    assert outcome.kinds == {"offers", "waiting-list"}
    return str(rows(desk, "offers")[-1]["id"])


def test_an_accepted_offer_takes_the_family_off_the_list(
    desk: Desk, ids: Ids, waiting: str
) -> None:
    made = offer(desk, waiting, ids.hive)
    assert row(desk, "waiting-list", waiting)["status"] is WaitingState.OFFERED
    answer_offer(desk, made, OfferAnswer.ACCEPTED, None)
    kept = row(desk, "waiting-list", waiting)
    assert (kept["status"], kept["closed_on"]) == (WaitingState.JOINED, TODAY)
    assert row(desk, "offers", made)["answered_on"] == TODAY


@pytest.mark.parametrize("answer", [OfferAnswer.REFUSED, OfferAnswer.LAPSED])
def test_any_other_answer_puts_it_back_in_its_place(
    desk: Desk, ids: Ids, waiting: str, answer: OfferAnswer
) -> None:
    made = offer(desk, waiting, ids.hive)
    answer_offer(desk, made, answer, "Too far")
    kept = row(desk, "waiting-list", waiting)
    assert (kept["status"], kept["closed_on"]) == (WaitingState.WAITING, None)
    assert kept["asked_on"] == dt.date(2021, 3, 1)
    again = offer(desk, waiting, ids.hive)
    with refused(desk, f"That offer has been answered: {answer.label.lower()}"):
        answer_offer(desk, made, OfferAnswer.ACCEPTED, None)
    answer_offer(desk, again, OfferAnswer.ACCEPTED, None)


def test_offers_that_make_no_sense_are_refused(desk: Desk, ids: Ids, waiting: str) -> None:
    made = offer(desk, waiting, ids.hive)
    with refused(desk, "Thorne is not waiting: offered a place"):
        offer_place(desk, waiting, ids.hive, None)
    with refused(desk, "Choose what the family said"):
        answer_offer(desk, made, OfferAnswer.NONE, None)
    with refused(desk, "That offer is not in this store", NotFound):
        answer_offer(desk, new_id(), OfferAnswer.REFUSED, None)
    with refused(desk, "That waiting family is not in this store", NotFound):
        offer_place(desk, new_id(), ids.hive, None)


# Checks


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (CheckKind.SUPERVISION, 42),
        (CheckKind.REVIEW, 365),
        (CheckKind.UNANNOUNCED, 365),
        (CheckKind.MEDICAL, 1095),
        (CheckKind.DBS, 1095),
    ],
)
def test_a_finished_check_sets_the_next_by_policy(
    desk: Desk, ids: Ids, kind: CheckKind, days: int
) -> None:
    check = add_check(desk, ids, kind)
    outcome = finish_check(desk, check, TODAY)
    assert outcome.kinds == {"due-checks"}
    done, following = rows(desk, "due-checks")
    assert (done["done_on"], done["note"]) == (TODAY, "Bring the log book")
    assert following["due_on"] == TODAY + dt.timedelta(days=days)
    assert (following["kind"], following["done_on"], following["note"]) == (kind, None, None)
    assert (following["family_id"], following["carer_id"]) == (ids.family, ids.carer)
    with refused(desk, "That check was done on 16 Jun 2021"):
        finish_check(desk, check, TODAY)


def add_check(desk: Desk, ids: Ids, kind: CheckKind) -> str:
    """A check of the carer that falls due today; its id."""
    values = {"kind": kind, "due_on": TODAY, "note": "Bring the log book"}
    return add(desk, "due-checks", family_id=ids.family, carer_id=ids.carer, **values)


def test_the_policy_of_that_day_and_that_hive_decides(desk: Desk, ids: Ids) -> None:
    soon = {"key": "check.supervision_days", "starts_on": dt.date(2021, 6, 1)}
    add(desk, "policies", **soon, value="28")
    add(desk, "policies", **soon, value="14", hive_id=ids.hive)
    finish_check(desk, add_check(desk, ids, CheckKind.SUPERVISION), dt.date(2021, 5, 31))
    finish_check(desk, add_check(desk, ids, CheckKind.SUPERVISION), dt.date(2021, 6, 1))
    open_now = [check["due_on"] for check in rows(desk, "due-checks", done_on=None)]
    assert open_now == [dt.date(2021, 7, 12), dt.date(2021, 6, 15)]


def test_a_check_is_not_done_tomorrow(desk: Desk, ids: Ids) -> None:
    check = add_check(desk, ids, CheckKind.MEDICAL)
    with refused(desk, "still to come"):
        finish_check(desk, check, TODAY + dt.timedelta(days=1))
    with refused(desk, "That check is not in this store", NotFound):
        finish_check(desk, new_id(), TODAY)
