"""Who is sent what and who may write what: by role, Hive and sensitivity, for every kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from hivedesk.central.accounts import Role
from hivedesk.central.owners import PATHS, REFERENCES
from hivedesk.central.scope import CLOSED, CROSSES, SHARED
from hivedesk.records import KINDS, Sensitivity, declared
from hivedesk.rules.carers import OWN
from tests.central.everything import marked, one_of_each
from tests.central.little import (
    Central,
    Json,
    Laptop,
    child,
    folded,
    guest,
    link_carer,
    log,
    room,
    settle,
    stay,
)

OPEN, GUEST, HIVE, PRIVATE = Sensitivity
OF_A_HIVE = sorted(set(KINDS) - {"themes", "towns", "courses"})


@dataclass
class County:
    """Two Hives with one of everything each, and who may look at them."""

    manager: Laptop
    ours: dict[str, str]
    theirs: dict[str, str]
    worker: Laptop
    carer: Laptop


@pytest.fixture
def county(central: Central) -> County:
    manager = central.laptop("Mo Manager")
    ours = one_of_each(manager, "ours")
    theirs = one_of_each(manager, "theirs")
    worker = central.laptop("Jo Field", Role.WORKER, ours["hives"])
    name = f"{marked('link-carers', 'first_name', 'ours')} "
    carer = central.laptop(name + marked("link-carers", "last_name", "ours"), Role.LINK_CARER)
    assert carer.joined["account"]["link_carers"] == [ours["link-carers"]]
    return County(manager, ours, theirs, worker, carer)


def texts(kind: str, side: str, *levels: Sensitivity) -> list[str]:
    """The marks of a kind's fields of these sensitivities."""
    return [
        marked(kind, name, side)
        for name, (column, about) in declared(KINDS[kind]).items()
        if about.sensitivity in levels
        and column.type.python_type is str
        and name not in REFERENCES[kind]
    ]


def test_paths_know_every_kind_and_every_reference_of_them_is_one() -> None:
    assert PATHS.keys() == KINDS.keys()
    assert {kind: set(path) - REFERENCES[kind].keys() for kind, path in PATHS.items()} == {
        kind: set() for kind in KINDS
    }
    for kind, own in OWN.items():
        assert own <= {*declared(KINDS[kind])}


def test_other_hives_hold_only_what_can_be_held_open() -> None:
    assert {
        *("hives", "link-carers", "rooms", "room-closures", "bookings", "stay-offers"),
    } == CROSSES - SHARED


def test_manager_is_told_everything_but_private_notes(county: County) -> None:
    other = county.manager.central.laptop("Another Manager")
    told = other.ask_pull(since=0, limit=5_000).text
    for kind in KINDS:
        for side in ("ours", "theirs"):
            assert [mark for mark in texts(kind, side, OPEN, GUEST, HIVE) if mark not in told] == []
            assert [mark for mark in texts(kind, side, PRIVATE) if mark in told] == []
    mine = county.manager.ask_pull(since=0, limit=5_000).text
    assert texts("support-logs", "ours", PRIVATE)[0] in mine


def test_worker_is_told_her_hive_in_full_and_of_others_only_what_is_open(county: County) -> None:
    told = county.worker.ask_pull(since=0, limit=5_000).text
    for kind in KINDS:
        assert [mark for mark in texts(kind, "ours", OPEN, GUEST, HIVE) if mark not in told] == []
        assert [mark for mark in texts(kind, "ours", PRIVATE) if mark in told] == []
    for kind in OF_A_HIVE:
        assert [m for m in texts(kind, "theirs", GUEST, HIVE, PRIVATE) if m in told] == [], kind
    assert marked("rooms", "name", "theirs") in told
    records = county.worker.holds()
    for kind in CLOSED:
        assert (kind, county.ours[kind]) in records
        assert county.theirs[kind] not in told, kind
    foreign = records["bookings", county.theirs["bookings"]]
    assert foreign["guest_name"] == "A child"
    assert "child_id" not in foreign
    # All that is told points only at what is told too: a laptop's own references hold.
    for (kind, _), values in records.items():
        for name, target in REFERENCES[kind].items():
            if values.get(name):
                assert (target, values[name]) in records, (kind, name)


def test_link_carer_is_told_of_her_rooms_and_the_nights_of_confirmed_stays(county: County) -> None:
    records = county.carer.holds()
    kinds = {kind for kind, _ in records}
    assert kinds == {
        *("hives", "policies", "towns", "link-carers", "rooms", "room-closures", "bookings"),
        *("stay-offers", "handover-items"),
    }
    told = county.carer.ask_pull(since=0, limit=5_000).text
    for kind in KINDS:
        assert [mark for mark in texts(kind, "ours", HIVE, PRIVATE) if mark in told] == [], kind
    assert [kind for kind in CLOSED if county.ours[kind] in told] == []
    for kind in OF_A_HIVE:
        own = {*texts("hives", "theirs", OPEN), *texts("policies", "theirs", OPEN)}
        assert [m for m in texts(kind, "theirs", *Sensitivity) if m in told and m not in own] == []
    booked = records["bookings", county.ours["bookings"]]
    assert booked["guest_name"] == f"{marked('children', 'first_name', 'ours')}, 0"
    assert booked["needs"] == marked("bookings", "needs", "ours")
    assert not booked.keys() & {"child_id", "why", "override_note", "status_why"}


def test_link_carer_learns_who_is_coming_when_the_stay_is_confirmed(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"))
    carer = central.laptop("Pat Moor", Role.LINK_CARER)
    asked = manager.change("bookings", stay(side.room, side.child, status="requested"))
    manager.accepted(asked)
    assert carer.holds()["bookings", asked["record_id"]]["guest_name"] == "A child"
    assert "Wren" not in carer.ask_pull(since=0).text
    since = carer.pull()[-1]["seq"]
    was, step = {"status": "requested"}, {"status": "confirmed"}
    manager.accepted(manager.change("bookings", step, was, asked["record_id"]))
    news = carer.pull(since=since)
    merged = carer.holds()["bookings", asked["record_id"]]
    assert merged["guest_name"] == "Wren, 7"
    assert merged["needs"] == "a night light"
    assert merged["status"] == "confirmed"
    assert "Secret" not in str(news)
    # Told again, it is another telling of the same moment: no id twice, the same clock.
    every = carer.pull()
    assert len({change["id"] for change in every}) == len(every)
    assert sorted(change["clock"] for change in news)[0] == asked["clock"]
    # Who had been told everything is not told again.
    assert len(central.laptop("Another").pull()) == len(manager.pull())


def test_link_carer_hears_what_changes_in_a_childs_nights(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"))
    made = manager.change("bookings", stay(side.room, side.child, status="confirmed"))
    manager.accepted(made)
    carer = central.laptop("Pat Moor", Role.LINK_CARER)
    key = "bookings", made["record_id"]
    assert carer.holds()[key]["needs"] == "a night light"
    new = {"night_needs": "medicine at eight", "note": "not for her"}
    was = {"night_needs": "a night light", "note": None}
    manager.accepted(manager.change("children", new, was, side.child))
    assert carer.holds()[key]["needs"] == "medicine at eight"
    assert "not for her" not in carer.ask_pull().text
    own = {"needs": "medicine at nine"}
    manager.accepted(manager.change("bookings", own, {"needs": None}, made["record_id"]))
    assert carer.holds()[key]["needs"] == "medicine at nine"


def test_stay_moved_to_another_link_carers_room_is_told_to_her_whole(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"))
    other = manager.change("link-carers", link_carer(side.hive, "Sam", "Lee"))
    second = manager.change("rooms", room(other["record_id"]))
    made = manager.change("bookings", stay(side.room, side.child, status="confirmed", food="eggs"))
    manager.accepted(other, second, made)
    sam = central.laptop("Sam Lee", Role.LINK_CARER)
    since, scope = sam.pull()[-1]["seq"], sam.ask_pull().json()["scope"]
    moved = {"room_id": second["record_id"]}, {"room_id": side.room}
    manager.accepted(manager.change("bookings", *moved, made["record_id"]))
    its = folded(sam.pull(since=since))["bookings", made["record_id"]]
    assert (its["guest_name"], its["food"], its["from_on"]) == ("Wren, 7", "eggs", "2021-07-02")
    assert sam.ask_pull().json()["scope"] == scope
    # A room that is taken over comes with all its stays: she asks anew.
    taken = {"link_carer_id": other["record_id"]}, {"link_carer_id": side.carer}
    manager.accepted(manager.change("rooms", *taken, side.room))
    assert sam.ask_pull().json()["scope"] != scope


def test_what_stands_is_told_only_to_those_who_may_see_it(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    east = settle(manager, "Eastleigh", ("Pat", "Moor"))
    west = settle(manager, "Totton", ("Sam", "Lee"))
    host = central.laptop("Wes Worker", Role.WORKER, "Totton")
    early = {"why": "fishing", "needs": "fishing"}
    made = manager.change("bookings", stay(west.room, east.child, needs="a bath"))
    fishing = host.change("bookings", early, {"why": "", "needs": ""}, made["record_id"])
    fishing["clock"] = f"{1:015d}-00000-{host.device}"
    manager.accepted(made)
    (result,) = host.accepted(fishing)
    assert result["lost"] == {"needs": "a bath"}
    assert "why it is needed" not in str(result)


def test_rooms_hive_is_told_a_first_name_of_another_hives_child(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    east = settle(manager, "Eastleigh", ("Pat", "Moor"))
    west = settle(manager, "Totton", ("Sam", "Lee"))
    made = manager.change(
        "bookings", stay(west.room, east.child, needs="a bath", override_note="only ours")
    )
    manager.accepted(made)
    key = "bookings", made["record_id"]
    host = central.laptop("Wes Worker", Role.WORKER, "Totton").holds()[key]
    home = central.laptop("Jo Field", Role.WORKER, "Eastleigh").holds()[key]
    assert (host["guest_name"], host["needs"]) == ("Wren", "a bath")
    assert not host.keys() & {"child_id", "why", "override_note"}
    assert (home["child_id"], home["why"]) == (east.child, "why it is needed")


def test_worker_writes_her_hive_and_no_other(county: County) -> None:
    worker = county.worker
    for kind in KINDS:
        name = next(
            (n for n, (c, a) in declared(KINDS[kind]).items() if c.type.python_type is str
             and a.asked and n not in REFERENCES[kind] and a.sensitivity is not PRIVATE
             and not (kind == "bookings" and n == "guest_name")),
            None,
        )  # fmt: skip
        if name is None:
            continue
        ours, theirs = (
            worker.change(kind, {name: "ours now"}, {name: "x"}, side[kind])
            for side in (county.ours, county.theirs)
        )
        (result,) = worker.push(ours)
        assert result["code"] in ("", "rule"), (kind, result)
        if kind in OF_A_HIVE:
            assert worker.refused(theirs) == "scope", kind


def test_nothing_is_moved_out_of_or_into_a_hive_by_one_who_has_only_one_of_them(
    county: County,
) -> None:
    worker, ours, theirs = county.worker, county.ours, county.theirs
    out = {"hive_id": theirs["hives"]}
    assert worker.refused(worker.change("families", out, {}, ours["families"])) == "scope"
    into = {"hive_id": ours["hives"]}
    assert worker.refused(worker.change("families", into, {}, theirs["families"])) == "scope"
    assert worker.refused(worker.change("children", child(theirs["families"]))) == "scope"
    assert worker.refused(worker.change("rooms", room(theirs["link-carers"]))) == "scope"
    assert (
        worker.refused(
            worker.change("hives", {"name": "Mine", "area": "Mine", "started_on": "2020-01-01"})
        )
        == "scope"
    )
    # Her own child may stay in the other Hive's room: that is what rooms are open for.
    booked = stay(theirs["rooms"], ours["children"], "2021-09-01", "2021-09-02")
    worker.accepted(worker.change("bookings", booked))


def test_private_notes_are_their_writers_alone(county: County) -> None:
    worker, manager = county.worker, county.manager
    made = worker.change("support-logs", log(county.ours["families"]))
    worker.accepted(made)
    key = "support-logs", made["record_id"]
    assert worker.holds()[key]["private_note"] == "for the writer's eyes"
    assert "private_note" not in manager.holds()[key]
    over = manager.change("support-logs", {"private_note": "mine"}, {}, made["record_id"])
    assert manager.refused(over) == "scope"
    worker.accepted(worker.change("support-logs", {"private_note": "new"}, {}, made["record_id"]))


def test_link_carer_writes_answers_closed_days_and_ticks_only(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"), beds=2)
    other = manager.change("link-carers", link_carer(side.hive, "Sam", "Lee"))
    foreign = manager.change("rooms", room(other["record_id"]))
    asked = manager.change("bookings", stay(side.room, side.child, status="requested"))
    second = manager.change("bookings", guest(foreign["record_id"], status="requested"))
    manager.accepted(other, foreign, asked, second)
    carer = central.laptop("Pat Moor", Role.LINK_CARER, "Eastleigh")
    central.now += dt.timedelta(minutes=1)  # she answers what she has seen
    yes = {"status": "agreed", "status_why": "happy to"}
    was = {"status": "requested"}
    for wrong in (
        carer.change("bookings", yes, was, second["record_id"]),
        carer.change("bookings", {"status": "confirmed"}, was, asked["record_id"]),
        carer.change("bookings", {"to_on": "2021-07-09"}, {}, asked["record_id"]),
        carer.change("bookings", guest(side.room)),
        carer.change("rooms", {"beds": 6}, {"beds": 2}, side.room),
        carer.change("families", {"pets": "x"}, {}, side.family),
        carer.change("room-closures", _closed(foreign["record_id"])),
    ):
        assert carer.refused(wrong) == "scope"
    carer.accepted(
        carer.change("bookings", yes, was, asked["record_id"]),
        carer.change("room-closures", _closed(side.room)),
    )
    again = carer.change("bookings", {"status": "declined"}, yes, asked["record_id"])
    assert carer.refused(again) == "scope"


def _closed(room_id: str) -> Json:
    return {"room_id": room_id, "first_day": "2021-08-01", "last_day": "2021-08-03"}


def test_hive_named_before_it_is_there_is_the_one_its_worker_brings(central: Central) -> None:
    worker = central.laptop("Jo Field", Role.WORKER, "Eastleigh")
    assert worker.joined["account"]["hives"] == []
    side = settle(worker, "Eastleigh", ("Pat", "Moor"))
    other = central.laptop("Jo Field", Role.WORKER, "Eastleigh")
    assert other.joined["account"]["hives"] == [{"id": side.hive, "name": "Eastleigh"}]
    assert ("families", side.family) in other.holds()
    policy = {"key": "hive.families.most", "value": "10", "starts_on": "2020-01-01"}
    worker.accepted(worker.change("policies", policy))
    late = central.laptop("Late Worker", Role.WORKER, "Totton")
    assert late.refused(late.change("policies", policy)) == "scope"


def test_family_that_moves_changes_what_both_hives_are_told(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    east = settle(manager, "Eastleigh", ("Pat", "Moor"))
    west = settle(manager, "Totton", ("Sam", "Lee"))
    laptops = [central.laptop(name, Role.WORKER, name) for name in ("Eastleigh", "Totton")]
    before = [laptop.ask_pull().json()["scope"] for laptop in laptops]
    manager.accepted(manager.change("families", {"pets": "dog"}, {}, east.family))
    assert [laptop.ask_pull().json()["scope"] for laptop in laptops] == before
    moved = {"hive_id": west.hive}, {"hive_id": east.hive}
    manager.accepted(manager.change("families", *moved, east.family))
    after = [laptop.ask_pull().json()["scope"] for laptop in laptops]
    assert not set(before) & set(after)
    held = [laptop.holds() for laptop in laptops]
    assert [("children", east.child) in each for each in held] == [False, True]
    assert [("families", east.family) in each for each in held] == [False, True]
