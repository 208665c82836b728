"""The rules about stays, asked again with what other laptops have brought meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from hivedesk.central.accounts import Role
from tests.central.little import (
    Central,
    Json,
    Laptop,
    Side,
    child,
    family,
    guest,
    link_carer,
    room,
    settle,
    stay,
)

GONE = "2021-06-16T09:00:00+00:00"


@dataclass
class Place:
    """A Hive with a child, a room and a second one, and the laptop that brought it."""

    laptop: Laptop
    side: Side
    second: str

    def edit(self, kind: str, record_id: str, **after: object) -> Json:
        return self.laptop.change(kind, dict(after), dict.fromkeys(after), record_id)

    def told(self, change: Json) -> str:
        """Why a change is set aside; "" where it is accepted."""
        (result,) = self.laptop.push(change)
        assert result["code"] in ("", "rule"), result
        return str(result["reason"])

    def book(self, *days: str, **other: object) -> Json:
        return self.laptop.change("bookings", stay(self.side.room, self.side.child, *days, **other))

    def close(self, first: str, last: str) -> Json:
        days = {"room_id": self.side.room, "first_day": first, "last_day": last}
        return self.laptop.change("room-closures", days)


@pytest.fixture
def place(central: Central) -> Place:
    laptop = central.laptop("Mo Manager")
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    second = laptop.change("rooms", room(side.carer, 1, "Green room"))
    laptop.accepted(second)
    return Place(laptop, side, second["record_id"])


@pytest.mark.parametrize(
    ("what", "fields", "says"),
    [
        ("room", {"held_to": "2021-07-02"}, "room is held from"),
        ("room", {"held_from": "2021-07-03"}, "room is held from"),
        ("room", {"archived_at": GONE}, "room has been archived"),
        ("room", {"age_to": 3}, ""),  # a warning: whoever books may have a reason
        ("child", {"sleepovers": "refused"}, "has not agreed to sleepovers"),
        ("child", {"sleepovers": None}, ""),
        ("child", {"sleepovers": "social_worker", "sleepovers_until": "2021-07-02"}, ""),
        ("child", {"born_on": "2001-01-01"}, "under 18"),
        ("family", {"status": "left"}, "no longer in the Hive"),
        ("family", {"status": "on_hold"}, ""),
        ("carer", {"ended_on": "2021-06-01"}, "stopped as a link carer"),
        ("carer", {"started_on": "2021-08-01"}, "starts as a link carer"),
    ],
)
def test_stay_is_held_against_what_others_changed(
    place: Place, what: str, fields: Json, says: str
) -> None:
    kinds = {"room": "rooms", "child": "children", "family": "families", "carer": "link-carers"}
    booked = place.book()  # written before the other's news came
    place.laptop.accepted(place.edit(kinds[what], getattr(place.side, what), **fields))
    other = place.laptop.change("families", {"phone": "1"}, {"phone": None}, place.side.family)
    results = place.laptop.push(booked, other)
    assert results[1]["outcome"] == "accepted"
    assert (says in results[0]["reason"]) is (results[0]["outcome"] == "set_aside") or not says
    assert results[0]["code"] == ("rule" if says else "")
    # Called off it is nobody's hindrance any more, whatever has changed.
    off = place.book(status="cancelled")
    place.laptop.accepted(off)


def test_no_stay_on_closed_days_and_no_closing_over_a_stay(place: Place) -> None:
    place.laptop.accepted(place.close("2021-07-02", "2021-07-02"))
    assert "is closed from Fri 2 Jul" in place.told(place.book("2021-07-01", "2021-07-03"))
    booked = place.book("2021-07-03", "2021-07-05")
    place.laptop.accepted(booked)
    words = place.told(place.close("2021-07-04", "2021-07-08"))
    assert "A stay is booked there from Sat 3 Jul to Mon 5 Jul" in words
    place.laptop.accepted(place.close("2021-07-05", "2021-07-08"))
    moved = {"room_id": place.second, "from_on": "2021-07-05", "to_on": "2021-07-07"}
    place.laptop.accepted(place.edit("bookings", booked["record_id"], **moved))
    shut = place.close("2021-07-03", "2021-07-04")
    place.laptop.accepted(shut)
    assert "is closed" in place.told(place.book("2021-07-03", "2021-07-04"))
    place.laptop.accepted(place.edit("room-closures", shut["record_id"], archived_at=GONE))
    place.laptop.accepted(place.book("2021-07-03", "2021-07-04"))


def test_request_does_not_keep_a_room_open(place: Place) -> None:
    asked = place.book(status="requested")
    place.laptop.accepted(asked, place.close("2021-07-01", "2021-07-09"))
    agreed = place.edit("bookings", asked["record_id"], status="agreed")
    assert "is closed" in place.told(agreed)
    place.laptop.accepted(place.edit("bookings", asked["record_id"], status="declined"))


def test_room_is_not_made_smaller_than_what_is_booked_in_it(place: Place) -> None:
    booked = place.book()
    place.laptop.accepted(booked)
    room_id = place.side.room
    assert "is held from" in place.told(place.edit("rooms", room_id, held_to="2021-07-01"))
    assert "still has stays" in place.told(place.edit("rooms", room_id, archived_at=GONE))
    place.laptop.accepted(place.edit("rooms", room_id, held_to="2021-07-31", note="quiet"))
    place.laptop.accepted(place.edit("bookings", booked["record_id"], status="cancelled"))
    place.laptop.accepted(place.edit("rooms", room_id, held_to="2021-07-01", archived_at=GONE))


def test_child_is_in_one_place_at_a_time(place: Place) -> None:
    first = place.book()
    elsewhere = place.laptop.change("bookings", stay(place.second, place.side.child))
    results = place.laptop.push(first, elsewhere)
    assert [result["code"] for result in results] == ["", "rule"]
    assert results[1]["reason"] == "The child already has a stay from Fri 2 Jul to Sun 4 Jul."
    day = {"kind": "day_care", "time_from": "09:00:00", "time_to": "12:00:00"}
    next_door = stay(place.second, place.side.child, "2021-07-04", "2021-07-04") | day
    place.laptop.accepted(place.laptop.change("bookings", next_door))
    # Brothers and sisters are each in their own bed; nobody is in two.
    sister = place.laptop.change("children", child(place.side.family, "Kit"))
    hers = place.laptop.change("bookings", stay(place.second, sister["record_id"]))
    place.laptop.accepted(sister, hers)


def test_what_one_batch_moves_fits_whichever_stands_first(place: Place) -> None:
    first = place.book()
    place.laptop.accepted(first)
    again = place.laptop.change("bookings", stay(place.second, place.side.child))
    over = place.laptop.change("bookings", guest(place.side.room))
    off = place.edit("bookings", first["record_id"], status="cancelled")
    place.laptop.accepted(again, over, off)


@pytest.mark.parametrize(
    ("was", "becomes", "fits"),
    [
        ("requested", "confirmed", True),  # two steps that were told as one
        ("agreed", "completed", True),
        ("cancelled", "agreed", False),
        ("declined", "agreed", False),
        ("in_progress", "cancelled", False),
        ("completed", "in_progress", False),
    ],
)
def test_ladder_goes_one_way(place: Place, was: str, becomes: str, fits: bool) -> None:
    booked = place.book(status=was)
    place.laptop.accepted(booked)
    step = place.edit("bookings", booked["record_id"], status=becomes)
    assert (place.told(step) == "") is fits
    if not fits:
        back = place.edit("bookings", booked["record_id"], status=becomes)
        back |= {"undoes": booked["group_id"]}
        place.laptop.accepted(back)  # taking one's own step back is no step


def test_what_has_begun_is_not_moved(place: Place) -> None:
    booked = place.book(status="in_progress")
    place.laptop.accepted(booked)
    moved = place.edit("bookings", booked["record_id"], room_id=place.second)
    assert "has begun" in place.told(moved)


def test_notes_and_endings_are_taken_whatever_has_changed_since(place: Place) -> None:
    booked = place.book(status="in_progress")
    place.laptop.accepted(booked)
    place.laptop.accepted(place.edit("children", place.side.child, sleepovers="refused"))
    place.laptop.accepted(place.edit("bookings", booked["record_id"], food="toast"))
    place.laptop.accepted(place.edit("bookings", booked["record_id"], status="completed"))


def test_that_a_child_came_is_taken_whatever_has_changed_since(place: Place) -> None:
    booked, other = place.book(), place.book("2021-08-02", "2021-08-04")
    place.laptop.accepted(booked)
    place.laptop.accepted(other)
    place.laptop.accepted(place.edit("children", place.side.child, sleepovers="refused"))
    place.laptop.accepted(place.edit("bookings", booked["record_id"], status="in_progress"))
    words = place.told(place.edit("bookings", other["record_id"], status="confirmed"))
    assert "has not agreed to sleepovers" in words


def test_words_tell_nothing_of_a_child_to_another_hive(central: Central, place: Place) -> None:
    laptop = place.laptop
    west = settle(laptop, "Totton", ("Sam", "Lee"), beds=2)
    booked = laptop.change("bookings", stay(west.room, place.side.child))
    laptop.accepted(booked)
    laptop.accepted(place.edit("children", place.side.child, sleepovers="refused"))
    host = central.laptop("Wes Worker", Role.WORKER, "Totton")
    central.now += dt.timedelta(minutes=1)
    longer = host.change("bookings", {"to_on": "2021-07-06"}, {}, booked["record_id"])
    (result,) = host.push(longer)
    assert result["code"] == "rule"
    assert result["reason"] == "What the child's own Hive knows speaks against it. Ask its worker."
    home = central.laptop("Jo Field", Role.WORKER, "Eastleigh")
    (result,) = home.push(home.change("bookings", {"to_on": "2021-07-06"}, {}, booked["record_id"]))
    assert "Wren's social worker has not agreed" in result["reason"]


def test_records_that_come_in_one_batch_are_known_to_each_other(central: Central) -> None:
    laptop = central.laptop("Mo Manager")
    side = settle(laptop, "Eastleigh", ("Pat", "Moor"))
    ash = laptop.change("families", family(side.hive))
    wren = laptop.change("children", child(ash["record_id"]) | {"sleepovers": "refused"})
    carer = laptop.change("link-carers", link_carer(side.hive, "Sam", "Lee"))
    blue = laptop.change("rooms", room(carer["record_id"]))
    night = laptop.change("bookings", stay(blue["record_id"], wren["record_id"]))
    results = laptop.push(night, blue, carer, wren, ash)
    assert [result["code"] for result in results] == ["rule", "", "", "", ""]
    assert "has not agreed" in results[0]["reason"]
