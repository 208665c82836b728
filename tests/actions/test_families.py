"""Families join, go on hold, come back and leave; children are placed and move on."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_child, add_family, end_placement, set_family_status
from hivedesk.actions.history import undo
from hivedesk.actions.saving import archive, restore, save_record
from hivedesk.records import FamilyState, NotFound, PlacementEnd, PlacementType, ReasonCode, new_id
from hivedesk.store import health

from .little import TODAY, Ids, child_values, family_values, refused, row, rows, settle_in

JOINED = dt.date(2020, 1, 6)
MAY = dt.date(2021, 5, 1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


def steps(desk: Desk, family_id: str) -> list[tuple[dt.date, FamilyState]]:
    """The family's dated history, and proof that its status agrees."""
    found = sorted(rows(desk, "family-statuses", family_id=family_id), key=lambda s: s["from_on"])
    assert row(desk, "families", family_id)["status"] is found[-1]["status"]
    assert health.problems_of(desk.store) == []
    return [(step["from_on"], step["status"]) for step in found]


def test_a_family_joins_with_the_first_step_of_its_history(desk: Desk) -> None:
    outcome = add_family(desk, family_values(desk))
    assert outcome.kinds == {"families", "family-statuses"}
    assert steps(desk, str(outcome.record_id)) == [(JOINED, FamilyState.ACTIVE)]


def test_a_form_that_knows_only_records_begins_the_history_too(desk: Desk) -> None:
    made = save_record(desk, "families", family_values(desk, status=FamilyState.ON_HOLD))
    assert steps(desk, str(made.record_id)) == [(JOINED, FamilyState.ON_HOLD)]


def test_a_family_goes_on_hold_comes_back_and_leaves(desk: Desk, ids: Ids) -> None:
    held = set_family_status(desk, ids.family, FamilyState.ON_HOLD, MAY, "A break")
    assert held.kinds == {"families", "family-statuses"}
    assert held.verb == "Record family as on hold"
    set_family_status(desk, ids.family, FamilyState.ACTIVE, TODAY, None)
    set_family_status(desk, ids.family, FamilyState.LEFT, TODAY, "Moved to Dorset")
    assert steps(desk, ids.family) == [
        (JOINED, FamilyState.ACTIVE),
        (MAY, FamilyState.ON_HOLD),
        (TODAY, FamilyState.ACTIVE),
        (TODAY, FamilyState.LEFT),
    ]


@pytest.mark.parametrize(
    ("status", "from_on", "reason", "words"),
    [
        (FamilyState.ACTIVE, TODAY, "x", "already active"),
        (FamilyState.LEFT, dt.date(2020, 1, 5), "x", "last step began on 6 Jan 2020"),
        (FamilyState.LEFT, TODAY + dt.timedelta(days=1), "x", "still to come"),
        (FamilyState.LEFT, TODAY, " ", "Say why"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(
    desk: Desk, ids: Ids, status: FamilyState, from_on: dt.date, reason: str, words: str
) -> None:
    with refused(desk, words):
        set_family_status(desk, ids.family, status, from_on, reason)


def test_the_status_has_no_back_door(desk: Desk, ids: Ids) -> None:
    with refused(desk, "A new status needs its day and its reason"):
        save_record(desk, "families", {"status": FamilyState.LEFT}, ids.family)
    save_record(desk, "families", {"status": FamilyState.ACTIVE, "area": "Fair Oak"}, ids.family)
    assert row(desk, "families", ids.family)["area"] == "Fair Oak"


def test_a_corrected_history_corrects_the_status(desk: Desk, ids: Ids) -> None:
    set_family_status(desk, ids.family, FamilyState.ON_HOLD, MAY, "A break")
    (first, hold) = rows(desk, "family-statuses")
    save_record(desk, "family-statuses", {"status": FamilyState.LEFT}, hold["id"])
    assert steps(desk, ids.family)[-1] == (MAY, FamilyState.LEFT)
    archive(desk, "family-statuses", hold["id"])
    assert steps(desk, ids.family) == [(JOINED, FamilyState.ACTIVE)]
    with refused(desk, "keeps at least one step"):
        archive(desk, "family-statuses", first["id"])
    restore(desk, "family-statuses", hold["id"])
    assert steps(desk, ids.family)[-1] == (MAY, FamilyState.LEFT)
    undo(desk)
    assert steps(desk, ids.family) == [(JOINED, FamilyState.ACTIVE)]


def test_a_corrected_joining_day_moves_the_first_step(desk: Desk, ids: Ids) -> None:
    earlier = dt.date(2019, 11, 4)
    save_record(desk, "families", {"joined_on": earlier}, ids.family)
    assert steps(desk, ids.family) == [(earlier, FamilyState.ACTIVE)]
    undo(desk)
    assert steps(desk, ids.family) == [(JOINED, FamilyState.ACTIVE)]
    set_family_status(desk, ids.family, FamilyState.ON_HOLD, MAY, "A break")
    with refused(desk, "already on hold from 01 May 2021"):
        save_record(desk, "families", {"joined_on": TODAY}, ids.family)


def test_a_family_is_approved_before_it_joins(desk: Desk) -> None:
    with refused(desk, "approved before it joins"):
        add_family(desk, family_values(desk, approved_on=dt.date(2020, 1, 7)))


def test_an_archived_family_comes_back_as_it_was(desk: Desk) -> None:
    family = str(add_family(desk, family_values(desk)).record_id)
    set_family_status(desk, family, FamilyState.ON_HOLD, MAY, "A break")
    archive(desk, "families", family)
    with refused(desk, "has been archived"):
        set_family_status(desk, family, FamilyState.ACTIVE, TODAY, None)
    restore(desk, "families", family)
    assert steps(desk, family)[-1] == (MAY, FamilyState.ON_HOLD)


# Children


def test_a_child_is_placed_with_the_family(desk: Desk, ids: Ids) -> None:
    outcome = add_child(desk, child_values(ids.family, first_name="Kit"), MAY, PlacementType.U4)
    assert outcome.kinds == {"children", "placements"}
    (placed,) = rows(desk, "placements", child_id=outcome.record_id)
    assert (placed["family_id"], placed["started_on"], placed["code"]) == (
        ids.family,
        MAY,
        PlacementType.U4,
    )


def test_a_child_without_a_placement_is_not_kept_either(desk: Desk, ids: Ids) -> None:
    with refused(desk, "still to come"):
        add_child(desk, child_values(ids.family), TODAY + dt.timedelta(days=1), PlacementType.U4)


def test_a_child_moves_on(desk: Desk, ids: Ids) -> None:
    placement = rows(desk, "placements")[0]["id"]
    save_record(desk, "placements", {"note": "Settled quickly"}, placement)
    outcome = end_placement(desk, ids.child, TODAY, PlacementEnd.CARER_NOTICE, ReasonCode.CREQB)
    assert outcome.kinds == {"children", "placements"}
    kept = row(desk, "placements", placement)
    assert (kept["ended_on"], kept["ended_how"]) == (TODAY, PlacementEnd.CARER_NOTICE)
    assert (kept["reason_code"], kept["note"]) == (ReasonCode.CREQB, "Settled quickly")
    assert row(desk, "children", ids.child)["left_on"] == TODAY
    with refused(desk, "Robin has no placement that is open"):
        end_placement(desk, ids.child, TODAY, PlacementEnd.HOME)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2020, 8, 31), "The placement began on 01 Sep 2020"),
        (TODAY + dt.timedelta(days=1), "still to come"),
    ],
)
def test_a_placement_ends_after_it_began_and_not_tomorrow(
    desk: Desk, ids: Ids, day: dt.date, words: str
) -> None:
    with refused(desk, words):
        end_placement(desk, ids.child, day, PlacementEnd.PLANNED)


def test_a_family_or_child_that_is_not_there_is_said_plainly(desk: Desk) -> None:
    with refused(desk, "That family is not in this store", NotFound):
        set_family_status(desk, new_id(), FamilyState.LEFT, TODAY, "x")
    with refused(desk, "That child is not in this store", NotFound):
        end_placement(desk, new_id(), TODAY, PlacementEnd.HOME)


def test_a_child_entered_under_the_wrong_family_is_placed_with_the_right_one(desk: Desk) -> None:
    """Lists go by the child's family and figures by the placement: they must not part."""
    wrong = str(add_family(desk, family_values(desk)).record_id)
    right = str(add_family(desk, family_values(desk, name="Right")).record_id)
    child = add_child(desk, child_values(wrong), MAY, PlacementType.U1)
    save_record(desk, "children", {"family_id": right}, str(child.record_id))
    assert [each["family_id"] for each in rows(desk, "placements")] == [right]
    assert health.problems_of(desk.store) == []
    undo(desk)
    assert [each["family_id"] for each in rows(desk, "placements")] == [wrong]


def test_what_ended_stays_with_the_family_it_was_in(desk: Desk) -> None:
    first = str(add_family(desk, family_values(desk)).record_id)
    second = str(add_family(desk, family_values(desk, name="Second")).record_id)
    child = str(add_child(desk, child_values(first), MAY, PlacementType.U1).record_id)
    end_placement(desk, child, TODAY, PlacementEnd.CARER_NOTICE)
    save_record(desk, "children", {"family_id": second}, child)
    assert [each["family_id"] for each in rows(desk, "placements")] == [first]
