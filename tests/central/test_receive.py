"""What is pushed is taken once, merged, told to the others, or set aside with its reason."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from hivedesk.central.tables import bed_nights, changes, table_of
from hivedesk.records.ids import new_id
from tests.central.little import (
    Central,
    Json,
    Laptop,
    child,
    family,
    guest,
    hive,
    link_carer,
    log,
    room,
    settle,
    stay,
)


@pytest.fixture
def laptop(central: Central) -> Laptop:
    return central.laptop("Mo Manager")


def count(central: Central, table: Any) -> int:
    with central.engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def test_what_one_laptop_pushes_another_is_told(central: Central, laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    other = central.laptop("Ann Other")
    records = other.holds()
    assert records["families", side.family]["name"] == "Eastleigh family"
    assert {kind for kind, _ in records} == {
        "hives", "families", "children", "link-carers", "rooms",
    }  # fmt: skip
    numbers = [change["seq"] for change in other.pull(limit=2)]
    assert numbers == sorted(set(numbers))
    assert other.pull(since=numbers[2])[0]["seq"] == numbers[3]


def test_pushed_again_it_is_taken_once_and_answered_alike(central: Central, laptop: Laptop) -> None:
    first = laptop.change("hives", hive("Eastleigh"))
    bad = laptop.change("families", family("nobody"))
    (one, two) = laptop.push(first, bad)
    assert (one["outcome"], two["outcome"]) == ("accepted", "set_aside")
    assert laptop.push(bad, first, first) == [two, one, one]
    assert count(central, table_of("hives")) == 1
    assert len(laptop.pull()) == 1


def test_same_id_with_another_body_is_set_aside_and_blocks_nothing(laptop: Laptop) -> None:
    first = laptop.change("hives", hive("Eastleigh"))
    laptop.accepted(first)
    other = first | {"after": first["after"] | {"name": "Fareham"}}
    second = laptop.change("hives", hive("Totton"))
    results = laptop.push(other, second)
    assert [result["code"] for result in results] == ["other-body", ""]
    assert laptop.holds()["hives", first["record_id"]]["name"] == "Eastleigh"


def test_later_clock_wins_whichever_comes_first(central: Central, laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    other = central.laptop("Ann Other")
    early = laptop.change("families", {"pets": "dog", "area": "Bishopstoke"}, {}, side.family)
    central.now += dt.timedelta(seconds=1)
    late = other.change("families", {"pets": "cat"}, {"pets": None}, side.family)
    other.accepted(late)
    (result,) = laptop.accepted(early)
    assert result["lost"] == {"pets": "cat"}
    with central.engine.connect() as connection:
        table = table_of("families")
        row = connection.execute(select(table.c.pets, table.c.area)).one()
    assert tuple(row) == ("cat", "Bishopstoke")


def test_both_texts_are_kept_where_both_were_changed(central: Central, laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    was = {"note": "the family's own note"}
    one = laptop.change("families", {"note": "one side's"}, was, side.family)
    central.now += dt.timedelta(seconds=1)
    other = laptop.change("families", {"note": "the other's"}, was, side.family)
    laptop.accepted(other)
    (result,) = laptop.accepted(one)
    assert result["conflicts"] == [{"field": "note", "stands": "the other's", "lost": "one side's"}]
    assert result["lost"] == {"note": "the other's"}


def test_what_names_a_record_that_comes_later_waits_for_it(
    central: Central, laptop: Laptop
) -> None:
    place = laptop.change("hives", hive("Eastleigh"))
    home = laptop.change("families", family(place["record_id"]))
    wren = laptop.change("children", child(home["record_id"]))
    moved = laptop.change("children", {"animals": "fine"}, {"animals": None}, wren["record_id"])
    assert laptop.refused(moved) == "unknown-record"
    assert laptop.refused(wren) == "missing-reference"
    # Within one batch the order does not matter.
    assert [r["outcome"] for r in laptop.push(home, place)] == ["accepted", "accepted"]
    assert laptop.holds()["children", wren["record_id"]]["animals"] == "fine"
    assert [r["outcome"] for r in laptop.push(wren, moved)] == ["accepted", "accepted"]
    assert count(central, changes) == 4


def test_what_waits_for_one_that_is_itself_asked_again_comes_too(laptop: Laptop) -> None:
    """The Hive comes in one batch with a child of a family that has waited for that Hive."""
    place = laptop.change("hives", hive("Eastleigh"))
    ash = laptop.change("families", family(place["record_id"]))
    assert laptop.refused(ash) == "missing-reference"
    wren = laptop.change("children", child(ash["record_id"]))
    results = laptop.push(wren, place)
    assert [result["outcome"] for result in results] == ["accepted", "accepted"]
    assert all(result["seq"] for result in results)
    assert {told["id"] for told in laptop.pull()} == {place["id"], ash["id"], wren["id"]}


def test_what_waits_for_two_that_are_asked_again_comes_when_both_have(laptop: Laptop) -> None:
    """A stay waits for its room, then for its child, both of which come by being asked again."""
    place, other = (laptop.change("hives", hive(name)) for name in ("Eastleigh", "Totton"))
    laptop.accepted(place)
    carer = laptop.change("link-carers", link_carer(place["record_id"]))
    blue = laptop.change("rooms", room(carer["record_id"]))
    wren_id, ash = new_id(), laptop.change("families", family(other["record_id"]))
    night = laptop.change("bookings", stay(blue["record_id"], wren_id))
    wren = laptop.change("children", child(ash["record_id"]), record_id=wren_id)
    for change in (night, wren, blue, ash):
        assert laptop.refused(change) == "missing-reference"
    laptop.accepted(carer, other)
    told = {change["id"] for change in laptop.pull()}
    assert told == {change["id"] for change in (place, other, carer, blue, night, ash, wren)}


def test_tombstone_is_a_field_and_a_change_to_what_is_archived_is_kept(laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    gone = {"archived_at": "2021-06-16T09:00:00+00:00"}
    laptop.accepted(laptop.change("families", gone, {"archived_at": None}, side.family))
    laptop.accepted(laptop.change("families", {"pets": "dog"}, {"pets": None}, side.family))
    kept = laptop.holds()["families", side.family]
    assert (kept["archived_at"], kept["pets"]) == (gone["archived_at"], "dog")


@pytest.mark.parametrize(
    ("kind", "wrong", "code"),
    [
        ("families", {"pets": "x" * 300}, "rule"),
        ("families", {"name": None}, "rule"),
        ("families", {"skills_level": 9}, "rule"),
        ("families", {"skills_level": True}, "rule"),
        ("families", {"skills_level": 10**12}, "rule"),
        ("families", {"status": "somewhere"}, "rule"),
        ("families", {"joined_on": "yesterday"}, "rule"),
        ("families", {"joined_on": 7}, "rule"),
        ("families", {"approved_on": "2031-01-01"}, "rule"),
        ("families", {"pets": ["dog"]}, "rule"),
        ("families", {"created_at": None}, "rule"),
        ("families", {"created_at": "0001-01-01T00:00:00+14:00"}, "rule"),
        ("families", {"created_at": "2021-01-01T00:00:00"}, "rule"),
        ("families", {"not_a_field": 1}, "unknown-field"),
        ("families", {"id": "another"}, "unreadable"),
        ("families", {"pets": "\x00"}, "unreadable"),
        ("families", {"pets": 1.5}, "unreadable"),
        ("families", {"pets": {"a": {}}}, "unreadable"),
        ("families", {"pets": "\ud800"}, "unreadable"),
        ("families", {"hive_id": "\x00"}, "unreadable"),
        ("rooms", {"beds": None}, "rule"),
        ("rooms", {"held_to": "2019-01-01"}, "rule"),
        ("no-such-kind", {"a": 1}, "unknown-kind"),
    ],
)
def test_what_breaks_a_rule_is_set_aside_and_blocks_nothing(
    laptop: Laptop, kind: str, wrong: dict[str, Any], code: str
) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    its = {"families": side.family, "rooms": side.room}.get(kind)
    before = laptop.holds()
    bad = laptop.change(kind, wrong, {}, its)
    good = laptop.change("families", {"phone": "023 8000 0000"}, {"phone": None}, side.family)
    results = laptop.push(bad, good)
    assert [result["code"] for result in results] == [code, ""]
    assert results[0]["reason"].endswith(".")
    assert laptop.push(bad, good) == results
    after = laptop.holds()
    after["families", side.family].pop("phone")
    assert after == before


def test_checks_of_the_tables_are_asked_before_the_database_is(laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    outing = laptop.change("activities", {
        "hive_id": side.hive, "kind": "social", "name": "Picnic", "minutes": 60,
        "at": "2021-06-10T10:00:00+00:00", "cost_pence": 0,
    })  # fmt: skip
    laptop.accepted(outing)
    nobody = {"activity_id": outing["record_id"], "family_id": side.family, "status": "booked"}
    for wrong in (
        laptop.change("activity-attendances", nobody),
        laptop.change("bookings", stay(side.room, side.child, "2021-07-04", "2021-07-02")),
        laptop.change("bookings", stay(side.room, side.child) | {"child_id": None}),
        laptop.change(
            "room-closures",
            {
                "room_id": side.room,
                "first_day": "2021-07-04",
                "last_day": "2021-07-02",
            },
        ),
        laptop.change("support-logs", log(side.family, minutes=-1)),
    ):
        assert laptop.refused(wrong) == "rule"


@pytest.mark.parametrize("name", ["id", "group_id", "record_id", "undoes", "clock", "who", "kind"])
@pytest.mark.parametrize("said", ["\x00", "x" * 5_000, ""])
def test_what_cannot_be_kept_at_all_blocks_nothing(laptop: Laptop, name: str, said: str) -> None:
    good = laptop.change("hives", hive("Eastleigh"))
    bad = laptop.change("hives", hive("Totton")) | {name: said}
    if (name, said) == ("who", ""):
        laptop.accepted(bad, good)
        return
    results = laptop.push(bad, good)
    assert [result["outcome"] for result in results] == ["set_aside", "accepted"]
    assert results[0]["code"] in ("unreadable", "unknown-kind")


@pytest.mark.parametrize("at", ["never", "2021-06-16T09:00:00", "9999-12-31T23:59:59-14:00"])
def test_moment_that_no_laptop_could_keep_is_told_to_none(laptop: Laptop, at: str) -> None:
    """One such change would end every laptop's sync at it, for good."""
    good, bad = (laptop.change("hives", hive(name)) for name in ("Eastleigh", "Totton"))
    results = laptop.push(bad | {"at": at}, good)
    assert [result["code"] for result in results] == ["unreadable", ""]
    assert [change["id"] for change in laptop.pull()] == [good["id"]]


def test_clock_from_the_future_is_set_aside(laptop: Laptop) -> None:
    change = laptop.change("hives", hive("Eastleigh"))
    change["clock"] = f"{10**14:015d}-00000-{laptop.device}"
    assert laptop.refused(change) == "clock"


def test_no_bed_twice_and_who_comes_too_late_hears_why(central: Central, laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    first = laptop.change("bookings", guest(side.room))
    second = laptop.change("bookings", guest(side.room, "2021-07-03", "2021-07-05"))
    back_to_back = laptop.change("bookings", guest(side.room, "2021-07-04", "2021-07-06"))
    asked = laptop.change(
        "bookings", guest(side.room, "2021-07-02", "2021-07-06", status="requested")
    )
    results = laptop.push(first, second, back_to_back, asked)
    assert [result["code"] for result in results] == ["", "no-bed", "", ""]
    assert "Sat 3 Jul" in results[1]["reason"]
    # Called off, it frees the bed; the request may then be agreed for the first nights only.
    off = laptop.change(
        "bookings", {"status": "cancelled"}, {"status": "agreed"}, first["record_id"]
    )
    laptop.accepted(off)
    agreed = {"status": "agreed"}
    was = {"status": "requested"}
    assert laptop.refused(laptop.change("bookings", agreed, was, asked["record_id"])) == "no-bed"
    shorter = agreed | {"to_on": "2021-07-04"}
    laptop.accepted(laptop.change("bookings", shorter, was, asked["record_id"]))
    assert count(central, bed_nights) == 2


def test_beds_change_from_night_to_night_where_counting_says_there_is_one(
    central: Central, laptop: Laptop
) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"), beds=2)

    def nights(first: int, last: int) -> dict[str, Any]:
        its = guest(side.room, f"2021-07-{first:02}", f"2021-07-{last:02}")
        return laptop.change("bookings", its)

    one, two = nights(1, 2), nights(1, 3)  # beds 1 and 2
    laptop.accepted(one, two)
    gone = {"status": "cancelled"}, {"status": "agreed"}
    laptop.accepted(laptop.change("bookings", *gone, one["record_id"]))
    laptop.accepted(nights(3, 4))  # bed 1 on the third
    laptop.accepted(nights(1, 4))  # one bed on the first two nights, the other on the third
    with central.engine.connect() as connection:
        taken = connection.execute(
            select(bed_nights.c.room_id, bed_nights.c.bed, bed_nights.c.first_night)
        ).all()
    assert len(taken) == 4
    assert laptop.refused(nights(1, 2)) == "no-bed"


def test_two_laptops_race_for_the_last_bed_and_one_gets_it(central: Central) -> None:
    laptop = central.laptop("Mo Manager")
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    laptops = [central.laptop(f"Racer {n}") for n in range(8)]
    for round_number in range(5):
        first = f"2021-08-{round_number * 3 + 1:02}"
        last = f"2021-08-{round_number * 3 + 3:02}"
        made = [racer.change("bookings", guest(side.room, first, last)) for racer in laptops]
        answers: list[str] = []
        ready = threading.Barrier(len(laptops))

        def go(racer: Laptop, change: Json, ready: threading.Barrier, answers: list[str]) -> None:
            ready.wait()
            answers.append(racer.push(change)[0]["code"])

        runners = [
            threading.Thread(target=go, args=(racer, change, ready, answers))
            for racer, change in zip(laptops, made, strict=True)
        ]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join(30)
        assert sorted(answers) == ["", *["no-bed"] * 7]
    assert count(central, bed_nights) == 5
    # Numbers were given in the order of the commits: none is told before an earlier one.
    seqs = [change["seq"] for change in laptop.pull()]
    assert seqs == list(range(1, len(seqs) + 1))


def test_more_beds_are_there_for_the_next(laptop: Laptop) -> None:
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    another = laptop.change("rooms", room(side.carer, 1, "Green room"))
    laptop.accepted(another, laptop.change("bookings", guest(side.room)))
    second = laptop.change("bookings", guest(side.room))
    assert laptop.refused(second) == "no-bed"
    # The laptop folds the new room into what was set aside and sends it as a new change.
    folded = laptop.change("bookings", guest(another["record_id"]), None, second["record_id"])
    laptop.accepted(folded)
    laptop.accepted(laptop.change("rooms", {"beds": 2}, {"beds": 1}, side.room))
    laptop.accepted(laptop.change("bookings", guest(side.room)))
