"""Undo and redo: one's own last actions, taken back whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from hivedesk.actions import history
from hivedesk.actions.desk import PROGRAM, Desk
from hivedesk.actions.families import add_child, add_family, end_placement, set_family_status
from hivedesk.actions.history import ChangedSince, NothingToUndo, redo, stacks, undo
from hivedesk.actions.registers import answer_offer, offer_place
from hivedesk.actions.saving import archive, restore, save_record
from hivedesk.actions.stays import move_stay_on
from hivedesk.actions.support import finish_follow_up, log_support
from hivedesk.records import (
    FamilyState,
    JoinSource,
    OfferAnswer,
    PlacementEnd,
    PlacementType,
    Registration,
    StayState,
    WaitingState,
    Way,
)
from hivedesk.store import health
from hivedesk.store import search as full_text
from tests.conftest import Clock

from .little import (
    TODAY,
    Ids,
    add,
    book,
    changes,
    child_values,
    everything,
    family_values,
    new_child,
    refused,
    replayed,
    row,
    settle_in,
)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


def colleague(desk: Desk) -> Desk:
    """Somebody else at the same store."""
    return dataclasses.replace(desk, who="Ada Moss")


def living(desk: Desk) -> dict[tuple[str, str], dict[str, object]]:
    """Everything that is not archived."""
    return {key: kept for key, kept in everything(desk.store).items() if not kept["archived_at"]}


def test_a_new_store_has_nothing_to_undo(desk: Desk) -> None:
    with refused(desk, "There is nothing to undo", NothingToUndo):
        undo(desk)
    with refused(desk, "There is nothing to redo", NothingToUndo):
        redo(desk)
    with refused(dataclasses.replace(desk, who=PROGRAM), "nothing to undo", NothingToUndo):
        undo(dataclasses.replace(desk, who=PROGRAM))


def test_undo_then_redo_is_where_one_was(desk: Desk, ids: Ids, clock: Clock) -> None:
    before = everything(desk.store)
    edited = save_record(desk, "families", {"area": "Fair Oak", "pets": "A dog"}, ids.family)
    after = everything(desk.store)
    clock.tick(minutes=1)
    taken_back = undo(desk)
    assert everything(desk.store) == before
    assert (taken_back.kinds, taken_back.verb) == (edited.kinds, "Edit family")
    redo(desk)
    assert everything(desk.store) == after
    assert replayed(desk.store) == after


def test_what_was_added_is_archived_and_no_longer_found(desk: Desk, ids: Ids, clock: Clock) -> None:
    course = add(desk, "carers", family_id=ids.family, first_name="Quill", last_name="Marlowe")
    clock.tick(minutes=3)
    undo(desk)
    assert row(desk, "carers", course)["archived_at"] == clock.now
    with desk.store.reading() as session:
        assert full_text.find(session, "quill") == []
    redo(desk)
    with desk.store.reading() as session:
        assert [hit.record_id for hit in full_text.find(session, "quill")] == [course]


def test_every_kind_of_action_can_be_taken_back_and_done_again(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    waiting = add(
        desk,
        "waiting-list",
        name="Thorne",
        area="Gosport",
        registration=Registration.COUNTY,
        source=JoinSource.IFA,
        asked_on=dt.date(2021, 3, 1),
        status=WaitingState.WAITING,
    )
    called = {"at": clock.now, "minutes": 5, "way": Way.TEXT, "note": "Hello"}
    promise = {"what": "Ring school", "due_on": TODAY}
    log_support(desk, [ids.family], called, promise)
    follow_up = next(key[1] for key in everything(desk.store) if key[0] == "follow-ups")
    stay = book(desk, ids)
    offer_place(desk, waiting, ids.hive, None)
    offer = next(key[1] for key in everything(desk.store) if key[0] == "offers")
    actions = [
        lambda: add_family(desk, family_values(desk, name="Thorne")),
        lambda: set_family_status(desk, ids.family, FamilyState.ON_HOLD, TODAY, "A break"),
        lambda: add_child(desk, child_values(ids.family), TODAY, PlacementType.U6),
        lambda: log_support(desk, [ids.family], called, promise),
        lambda: finish_follow_up(desk, follow_up, "Done"),
        lambda: answer_offer(desk, offer, OfferAnswer.ACCEPTED, None),
        lambda: move_stay_on(desk, stay, StayState.CANCELLED),
        lambda: archive(desk, "bookings", stay),
        lambda: restore(desk, "bookings", stay),
        lambda: end_placement(desk, ids.child, TODAY, PlacementEnd.HOME),
    ]
    seen = [living(desk)]
    for action in actions:
        clock.tick(minutes=1)
        action()
        seen.append(living(desk))
    for earlier in reversed(seen[:-1]):
        clock.tick(minutes=1)
        undo(desk)
        assert living(desk) == earlier
        assert health.problems_of(desk.store) == []
    for later in seen[1:]:
        clock.tick(minutes=1)
        redo(desk)
        assert living(desk) == later
    assert health.problems_of(desk.store) == []
    assert replayed(desk.store) == everything(desk.store)


def test_walking_back_and_forth_keeps_its_place(desk: Desk, ids: Ids) -> None:
    areas = ["Fair Oak", "Hedge End", "Botley"]
    for area in areas:
        save_record(desk, "families", {"area": area}, ids.family)

    def walk(steps: str) -> str:
        for step in steps:
            {"u": undo, "r": redo}[step](desk)
        return str(row(desk, "families", ids.family)["area"])

    assert walk("u") == "Hedge End"
    assert walk("u") == "Fair Oak"
    assert walk("r") == "Hedge End"
    assert walk("u") == "Fair Oak"
    assert walk("rr") == "Botley"
    assert walk("uuu") == "Eastleigh"
    assert walk("rrr") == "Botley"
    with refused(desk, "nothing to redo", NothingToUndo):
        redo(desk)


def test_a_new_action_forgets_what_was_taken_back(desk: Desk, ids: Ids) -> None:
    save_record(desk, "families", {"area": "Fair Oak"}, ids.family)
    undo(desk)
    save_record(desk, "families", {"area": "Botley"}, ids.family)
    with refused(desk, "nothing to redo", NothingToUndo):
        redo(desk)
    undo(desk)
    assert row(desk, "families", ids.family)["area"] == "Eastleigh"


def test_a_refused_action_leaves_the_way_back_as_it_was(desk: Desk, ids: Ids) -> None:
    save_record(desk, "families", {"area": "Fair Oak"}, ids.family)
    undo(desk)
    with refused(desk, "Family name is needed"):
        save_record(desk, "families", {"name": ""}, ids.family)
    redo(desk)
    assert row(desk, "families", ids.family)["area"] == "Fair Oak"


def test_one_walks_back_only_ones_own_actions(desk: Desk, ids: Ids) -> None:
    save_record(desk, "families", {"area": "Fair Oak"}, ids.family)
    ada = colleague(desk)
    with refused(ada, "nothing to undo", NothingToUndo):
        undo(ada)
    save_record(ada, "families", {"pets": "A parrot"}, ids.family)
    undo(desk)
    kept = row(desk, "families", ids.family)
    assert (kept["area"], kept["pets"]) == ("Eastleigh", "A parrot")
    with refused(ada, "nothing to redo", NothingToUndo):
        redo(ada)


def test_what_somebody_else_wrote_since_is_not_lost(desk: Desk, ids: Ids) -> None:
    save_record(desk, "families", {"area": "Fair Oak"}, ids.family)
    save_record(colleague(desk), "families", {"area": "Botley"}, ids.family)
    with refused(desk, "has been changed since", ChangedSince):
        undo(desk)


def test_an_addition_that_somebody_else_went_on_with_stays(desk: Desk, ids: Ids) -> None:
    course = add(desk, "carers", family_id=ids.family, first_name="Pat", last_name="Marlowe")
    save_record(colleague(desk), "carers", {"phone": "01962 000000"}, course)
    with refused(desk, "has been changed since", ChangedSince):
        undo(desk)


def test_an_addition_that_something_rests_on_stays(desk: Desk) -> None:
    family = str(add_family(desk, family_values(desk)).record_id)
    carer = {"family_id": family, "first_name": "Pat", "last_name": "Marlowe"}
    made = add(colleague(desk), "carers", **carer)
    with refused(desk, "This family has carers by now. Archive those first"):
        undo(desk)
    archive(colleague(desk), "carers", made)
    undo(desk)


def test_what_hangs_on_something_archived_since_does_not_come_back(desk: Desk, ids: Ids) -> None:
    family = str(add_family(colleague(desk), family_values(desk, name="Thorne")).record_id)
    carer = add(desk, "carers", family_id=family, first_name="Pat", last_name="Thorne")
    undo(desk)
    archive(colleague(desk), "families", family)
    with refused(desk, "The family it belongs to has been archived"):
        redo(desk)
    restore(colleague(desk), "families", family)
    redo(desk)
    save_record(desk, "carers", {"family_id": ids.family}, carer)
    archive(colleague(desk), "families", family)
    with refused(desk, "The family it belongs to has been archived"):
        undo(desk)


def test_a_cancelled_stay_does_not_come_back_to_a_bed_given_away(desk: Desk, ids: Ids) -> None:
    other = new_child(desk, ids.family, first_name="Kit")
    stay = book(desk, ids)
    move_stay_on(desk, stay, StayState.CANCELLED)
    second = book(colleague(desk), ids, child_id=other)
    with refused(desk, "Garden room is full on Fri 18 Jun"):
        undo(desk)
    move_stay_on(colleague(desk), second, StayState.CANCELLED)
    undo(desk)
    assert row(desk, "bookings", stay)["status"] is StayState.AGREED
    with refused(colleague(desk), "full on Fri 18 Jun"):
        undo(colleague(desk))


def test_a_second_bed_is_not_taken_away_from_under_a_child(desk: Desk, ids: Ids) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    ada = colleague(desk)
    book(ada, ids)
    book(ada, ids, child_id=new_child(ada, ids.family, first_name="Kit"))
    with refused(desk, "Garden room is full on Fri 18 Jun.*move it or cancel it first"):
        undo(desk)


def test_a_stay_booked_over_a_warning_comes_back_with_its_reason(desk: Desk, ids: Ids) -> None:
    save_record(desk, "children", {"sleepovers": None}, ids.child)
    stay = book(desk, ids, override_note="The duty manager agreed")
    undo(desk)
    redo(desk)
    assert row(desk, "bookings", stay)["archived_at"] is None


def test_the_way_back_is_a_hundred_actions_long(
    desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "DEPTH", 3)
    areas = ["Fair Oak", "Hedge End", "Botley", "Bishopstoke", "Chandler's Ford"]
    for area in areas:
        save_record(desk, "families", {"area": area}, ids.family)
    with desk.store.reading() as session:
        assert len(stacks(session, desk.who).undo) == 3
    # Taking back and doing again does not wear the way out, nor turn it round.
    for _ in range(3):
        for _ in range(3):
            undo(desk)
        assert row(desk, "families", ids.family)["area"] == "Hedge End"
        for _ in range(3):
            redo(desk)
        assert row(desk, "families", ids.family)["area"] == "Chandler's Ford"


def test_taking_back_is_itself_a_change_that_says_what_it_undoes(desk: Desk, ids: Ids) -> None:
    done = save_record(desk, "families", {"area": "Fair Oak"}, ids.family)
    taken = undo(desk)
    change = changes(desk.store)[-1]
    assert (change.group_id, change.undoes) == (taken.group_id, done.group_id)
    assert (change.before, change.after) == ({"area": "Fair Oak"}, {"area": "Eastleigh"})
