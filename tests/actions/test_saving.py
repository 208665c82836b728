"""Adding, editing, archiving and restoring, for every kind there is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Text

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, end_placement
from hivedesk.actions.saving import archive, problems_with, restore, save_record
from hivedesk.actions.stays import move_stay_on
from hivedesk.records import (
    KINDS,
    Attendance,
    EvidenceStep,
    Family,
    NotFound,
    PlacementEnd,
    Record,
    Stage,
    StayKind,
    StayState,
    choices_of,
    declared,
    kind_of,
    new_id,
    points_at,
)
from hivedesk.rules.policies import CATALOGUE
from hivedesk.rules.problems import Refused
from hivedesk.store import health
from hivedesk.store.queries.policies import policies_of
from tests.conftest import Clock

from .little import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    TODAY,
    add,
    book,
    changes,
    everything,
    family_values,
    new_child,
    refused,
    replayed,
    row,
    settle_in,
)

# What the rules or a table's constraints ask of fields together.
_FITTING: dict[str, dict[str, Any]] = {
    "policies": {"key": "quiet.days", "value": "30"},
    "core-hours": {"hours": "Tue-Sat 10:00-15:00"},
    "link-carers": {"ended_on": MONDAY},
    "rooms": {"age_from": 0, "age_to": 17, "held_to": MONDAY},
    "children": {"born_on": dt.date(2012, 1, 1), "sleepovers_until": MONDAY},
    "bookings": {
        "kind": StayKind.SLEEPOVER,
        "status": StayState.AGREED,
        "from_on": SATURDAY,
        "to_on": SUNDAY,
    },
    "activity-attendances": {"carer_id": None, "birth_child_id": None},
    "attendances": {"status": Attendance.ATTENDED},
}


def sensible(model: type[Record], ids: dict[str, str]) -> dict[str, Any]:
    """A value for every field a form asks; references go to the newest of their kind."""
    values = {}
    for name, (column, about) in declared(model).items():
        if not about.asked:
            continue
        table = points_at(column)
        words = choices_of(column)
        plain = {
            str: f"{about.label} of it",
            int: max(about.low or 0, 1),
            bool: True,
            dt.date: TODAY - dt.timedelta(days=3),
            dt.time: dt.time(9, 30),
            dt.datetime: dt.datetime(2021, 6, 15, 18, 0, tzinfo=dt.UTC),
            list: ["School"],
        }
        values[name] = (
            ids[table] if table else words[0] if words else plain[column.type.python_type]
        )
    return values | _FITTING.get(kind_of(model), {})


def saved(desk: Desk, kind: str, values: dict[str, Any]) -> str:
    """Add one record; its id."""
    return str(save_record(desk, kind, values).record_id)


@pytest.fixture
def one_of_each(desk: Desk) -> dict[str, str]:
    """One record of every kind by its table, each saved with every field a form asks."""
    ids: dict[str, str] = {}
    for kind, model in KINDS.items():
        ids[str(model.__tablename__)] = saved(desk, kind, sensible(model, ids))
    return ids


def test_every_kind_is_saved_with_all_that_a_form_asks(
    desk: Desk, one_of_each: dict[str, str]
) -> None:
    for kind, model in KINDS.items():
        kept = row(desk, kind, one_of_each[str(model.__tablename__)])
        asked = sensible(model, one_of_each)
        assert {name: kept[name] for name in asked} == asked
    assert health.problems_of(desk.store) == []
    assert replayed(desk.store) == everything(desk.store)


def otherwise_said(model: type[Record]) -> dict[str, str]:
    """Other words for the last field of a kind that holds words; none where none does."""
    if kind_of(model) == "core-hours":
        return {"hours": "Wed 9-12"}
    fitting = _FITTING.get(kind_of(model), {})
    words = [
        name
        for name, (column, about) in declared(model).items()
        if about.asked and isinstance(column.type, Text) and name not in fitting
    ]
    return {words[-1]: "Otherwise"} if words else {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_edited_archived_and_restored(
    kind: str, desk: Desk, one_of_each: dict[str, str], clock: Clock
) -> None:
    model = KINDS[kind]
    record_id = one_of_each[str(model.__tablename__)]
    # Leaves first: what rests on a record keeps it from being archived.
    for other, its_model in reversed(KINDS.items()):
        if other == kind:
            break
        if other not in ("workers", "family-statuses"):
            archive(desk, other, one_of_each[str(its_model.__tablename__)])
    clock.tick(hours=1)
    otherwise = otherwise_said(model)
    if otherwise:
        edited = save_record(desk, kind, otherwise, record_id)
        assert edited.kinds == {kind}
        assert edited.verb == f"Edit {model.one}"
        assert otherwise.items() <= row(desk, kind, record_id).items()
        assert changes(desk.store)[-1].after == otherwise
    if kind in ("hives", "family-statuses"):
        return  # the desk's own worker rests on the Hive; a family keeps one step
    gone = archive(desk, kind, record_id)
    assert kind in gone.kinds
    assert row(desk, kind, record_id)["archived_at"] == clock.now
    with refused(desk, "has been archived. Restore it first"):
        save_record(desk, kind, otherwise, record_id)
    with refused(desk, "has been archived"):
        archive(desk, kind, record_id)
    back = restore(desk, kind, record_id)
    assert back.kinds == {kind}
    assert row(desk, kind, record_id)["archived_at"] is None
    with refused(desk, "is not archived"):
        restore(desk, kind, record_id)
    assert health.problems_of(desk.store) == []
    assert replayed(desk.store) == everything(desk.store)


def test_a_new_record_says_who_made_it_and_what_for(desk: Desk, clock: Clock) -> None:
    outcome = save_record(desk, "courses", {"name": "First aid", "stage": Stage.MANDATORY})
    change = changes(desk.store)[-1]
    assert (change.who, change.verb, change.at) == ("Jo Field", "Add course", clock.now)
    assert (change.kind, change.record_id) == ("courses", outcome.record_id)
    assert (change.group_id, change.before) == (outcome.group_id, None)
    assert (outcome.kinds, outcome.verb) == ({"courses"}, "Add course")


def test_an_edit_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    course = add(desk, "courses", name="First aid", stage=Stage.MANDATORY)
    before = len(changes(desk.store))
    outcome = save_record(desk, "courses", {"name": "First aid"}, course)
    assert outcome.kinds == frozenset()
    assert len(changes(desk.store)) == before


@pytest.mark.parametrize("missing", ["name", "hive_id", "registration", "area", "joined_on"])
def test_a_needed_field_is_asked_for_by_its_label(desk: Desk, missing: str) -> None:
    label = declared(Family)[missing][1].label
    with refused(desk, f"{label} is needed"):
        add_family(desk, family_values(desk, **{missing: None}))


@pytest.mark.parametrize("blank", ["", " ", "\t \u00a0"])
def test_blanks_are_no_name(desk: Desk, blank: str) -> None:
    with refused(desk, "Family name is needed"):
        add_family(desk, family_values(desk, name=blank))


def test_words_are_kept_without_the_blanks_around_them(desk: Desk) -> None:
    made = add_family(desk, family_values(desk, name="  Marlowe ", note=" ", pets="\ttwo cats\n"))
    kept = row(desk, "families", str(made.record_id))
    assert (kept["name"], kept["note"], kept["pets"]) == ("Marlowe", None, "two cats")


def test_every_problem_is_told_at_once_on_its_field(desk: Desk) -> None:
    with pytest.raises(Refused) as told:
        add_family(desk, family_values(desk, name="", skills_level=9, area="x" * 201))
    assert {p.field for p in told.value.problems} == {"name", "skills_level", "area"}


def test_a_field_nobody_declared_is_our_bug(desk: Desk) -> None:
    before = everything(desk.store)
    with pytest.raises(KeyError, match="shoe_size"):
        save_record(desk, "families", family_values(desk, shoe_size=9))
    assert everything(desk.store) == before


def test_a_record_that_is_not_there_is_said_plainly(desk: Desk) -> None:
    for does in (archive, restore):
        with refused(desk, "That family is not in this store", NotFound):
            does(desk, "families", new_id())
    with refused(desk, "That room is not in this store", NotFound):
        save_record(desk, "rooms", {"beds": 2}, new_id())


def test_a_form_can_ask_before_it_saves(desk: Desk, clock: Clock) -> None:
    ids = settle_in(desk)
    with desk.store.reading() as session:
        half = problems_with(session, Family, {"name": "Marlowe"}, clock.now)
        whole = problems_with(session, Family, row(desk, "families", ids.family), clock.now)
    assert {p.field for p in half} >= {"hive_id", "registration", "joined_on"}
    assert whole == []


# What is archived


def test_nothing_new_hangs_on_an_archived_record(desk: Desk) -> None:
    family = str(add_family(desk, family_values(desk)).record_id)
    archive(desk, "families", family)
    with refused(desk, "That family has been archived. Choose another, or restore it first"):
        save_record(
            desk, "carers", {"family_id": family, "first_name": "Sal", "last_name": "Marlowe"}
        )


def test_an_edit_may_not_move_a_record_to_an_archived_one(desk: Desk) -> None:
    ids = settle_in(desk)
    gone = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    archive(desk, "families", gone)
    with refused(desk, "That family has been archived"):
        save_record(desk, "carers", {"family_id": gone}, ids.carer)


def test_a_reference_to_nothing_is_refused_not_a_crash(desk: Desk) -> None:
    ids = settle_in(desk)
    with refused(desk, "That room has been archived"):
        book(desk, ids, room_id=new_id())


def test_history_goes_on_naming_what_was_archived(desk: Desk) -> None:
    ids = settle_in(desk)
    course = add(desk, "courses", name="First aid", stage=Stage.MANDATORY)
    proof = {"carer_id": ids.carer, "course_id": course, "step": EvidenceStep.READ, "on": TODAY}
    evidence = add(desk, "evidence", **proof)
    archive(desk, "courses", course)
    save_record(desk, "evidence", {"note": "Talked it through"}, evidence)
    assert row(desk, "evidence", evidence)["note"] == "Talked it through"
    archive(desk, "evidence", evidence)
    with refused(desk, "That course has been archived"):
        restore(desk, "evidence", evidence)


@pytest.mark.parametrize(
    ("kind", "of", "words"),
    [
        ("hives", "hive", "still has families.*still has link carers.*still has workers"),
        ("families", "family", "still has children"),
        ("children", "child", "still has stays that have not ended"),
        ("link-carers", "link_carer", "still has rooms"),
        ("rooms", "room", "still has stays that have not ended"),
    ],
)
def test_what_something_rests_on_is_not_archived(
    desk: Desk, kind: str, of: str, words: str
) -> None:
    ids = settle_in(desk)
    book(desk, ids)
    with refused(desk, words):
        archive(desk, kind, getattr(ids, of))


def test_what_is_over_holds_nothing_back(desk: Desk, clock: Clock) -> None:
    ids = settle_in(desk)
    stay = book(desk, ids)
    move_stay_on(desk, stay, StayState.CANCELLED)
    archive(desk, "rooms", ids.room)
    end_placement(desk, ids.child, TODAY, PlacementEnd.HOME)
    archive(desk, "families", ids.family)
    assert row(desk, "families", ids.family)["archived_at"] == clock.now
    assert health.problems_of(desk.store) == []


# What a room's stays ask of the room


def test_a_room_keeps_the_beds_that_are_booked(desk: Desk) -> None:
    ids = settle_in(desk)
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    book(desk, ids)
    book(desk, ids, child_id=new_child(desk, ids.family, first_name="Kit"))
    with refused(desk, "Garden room is full on Fri 18 Jun.*move it or cancel it first"):
        save_record(desk, "rooms", {"beds": 1}, ids.room)
    with refused(desk, "is held from"):
        save_record(desk, "rooms", {"held_to": FRIDAY}, ids.room)
    save_record(desk, "rooms", {"held_to": SUNDAY, "name": "Attic"}, ids.room)


def test_a_room_is_closed_only_when_it_is_empty(desk: Desk) -> None:
    ids = settle_in(desk)
    book(desk, ids)
    with refused(desk, "closed from Sat 19 Jun to Mon 21 Jun.*booked there from Fri 18 Jun"):
        add(desk, "room-closures", room_id=ids.room, first_day=SATURDAY, last_day=MONDAY)
    with refused(desk, "The last day is before the first"):
        add(desk, "room-closures", room_id=ids.room, first_day=MONDAY, last_day=SUNDAY)
    add(desk, "room-closures", room_id=ids.room, first_day=SUNDAY, last_day=MONDAY)


# Policies


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("quiet.days", "soon", "a whole number"),
        ("quiet.days", "-3", "a whole number"),
        ("quiet.days", "²", "a whole number"),
        ("office.opens", "9", "a time"),
        ("office.opens", "24:00", "a time"),
        ("office.days", "Mon", "days of the week"),
        ("shoe.size", "9", "knows no policy"),
    ],
)
def test_a_policy_nobody_could_read_is_refused(
    desk: Desk, key: str, value: str, words: str
) -> None:
    with refused(desk, words):
        add(desk, "policies", key=key, value=value, starts_on=TODAY)


@pytest.mark.parametrize(
    ("key", "value"), [("quiet.days", "30"), ("office.opens", "08:30"), ("office.days", "1,3,6")]
)
def test_a_policy_can_change_from_a_day_on(desk: Desk, key: str, value: str) -> None:
    add(desk, "policies", key=key, value=value, starts_on=TODAY)
    with desk.store.reading() as session:
        known = policies_of(session)
    assert known.text(key, TODAY) == value
    assert known.text(key, TODAY - dt.timedelta(days=1)) == CATALOGUE[key].value


def test_core_hours_nobody_could_read_are_refused(desk: Desk) -> None:
    given = {"worker_id": desk.worker_id, "starts_on": TODAY, "hours": "Tue-Sat 10-15"}
    made = add(desk, "core-hours", **given)
    with pytest.raises(Refused, match="ends before it begins"):
        save_record(desk, "core-hours", {"hours": "Fri 22-2"}, made)
    assert row(desk, "core-hours", made)["hours"] == "Tue-Sat 10-15"


def test_of_core_hours_from_one_day_there_is_one_row(desk: Desk) -> None:
    given = {"worker_id": desk.worker_id, "starts_on": TODAY, "hours": "Tue-Sat 10-15"}
    made = add(desk, "core-hours", **given)
    save_record(desk, "core-hours", {"hours": "Tue-Sat 9-14"}, made)
    with pytest.raises(Refused, match="kept already"):
        save_record(desk, "core-hours", given | {"hours": None})
    add(desk, "core-hours", **given | {"starts_on": TODAY + dt.timedelta(days=1)})
    archive(desk, "core-hours", made)
    add(desk, "core-hours", **given)
    with pytest.raises(Refused, match="kept already"):
        restore(desk, "core-hours", made)
