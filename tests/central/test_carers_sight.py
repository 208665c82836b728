"""What a link carer is told of a stay, and stops being told: her nights, that child, no longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from hivedesk.central.accounts import Role
from tests.central.little import (
    Central,
    Json,
    Laptop,
    Side,
    child,
    link_carer,
    room,
    settle,
    stay,
)


@dataclass
class Stay:
    """A confirmed stay in Pat's room, and Pat."""

    manager: Laptop
    side: Side
    pat: Laptop
    id: str

    def edit(self, was: Json, becomes: Json) -> None:
        self.manager.accepted(self.manager.change("bookings", becomes, was, self.id))

    def edit_child(self, was: Json, becomes: Json) -> None:
        self.manager.accepted(self.manager.change("children", becomes, was, self.side.child))

    def told(self) -> tuple[Any, Any]:
        """Whom she expects, and what the nights need."""
        its = self.pat.holds()["bookings", self.id]
        return its.get("guest_name"), its.get("needs")

    def scope(self) -> str:
        return str(self.pat.ask_pull().json()["scope"])


@pytest.fixture
def booked(central: Central) -> Stay:
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"))
    made = manager.change("bookings", stay(side.room, side.child, status="confirmed"))
    manager.accepted(made)
    pat = central.laptop("Pat Moor", Role.LINK_CARER)
    return Stay(manager, side, pat, made["record_id"])


def test_another_childs_night_needs_do_not_stay_in_the_stay(booked: Stay) -> None:
    assert booked.told() == ("Wren, 7", "a night light")
    robin = booked.manager.change("children", child(booked.side.family, "Robin", night_needs=None))
    booked.manager.accepted(robin)
    since = booked.pat.pull()[-1]["seq"]
    booked.edit({"child_id": booked.side.child}, {"child_id": robin["record_id"]})
    assert booked.told() == ("Robin, 7", None)
    assert "a night light" not in str(booked.pat.pull())
    (news,) = booked.pat.pull(since=since)
    assert news["after"] == {"guest_name": "Robin, 7", "needs": None}
    booked.edit({"child_id": robin["record_id"]}, {"child_id": None, "guest_name": "Kit"})
    assert booked.told() == ("Kit", None)


def test_childs_needs_hold_again_where_the_stays_own_are_taken_out(booked: Stay) -> None:
    booked.edit({"needs": None}, {"needs": "two pillows"})
    own = booked.pat.pull()[-1]
    assert booked.told() == ("Wren, 7", "two pillows")
    # What she was told of the child is no text of hers: nothing is to be kept beside the new one.
    assert own["before"] == {}
    booked.edit({"needs": "two pillows"}, {"needs": None})
    assert booked.told() == ("Wren, 7", "a night light")


def test_once_the_nights_are_over_news_of_the_child_is_not_for_her(booked: Stay) -> None:
    booked.edit({"status": "confirmed"}, {"status": "completed"})
    since = booked.pat.pull()[-1]["seq"]
    booked.edit_child({"night_needs": "a night light"}, {"night_needs": "what came much later"})
    booked.edit_child({"first_name": "Wren"}, {"first_name": "Newname"})
    assert booked.pat.pull(since=since) == []
    assert "what came much later" not in booked.pat.ask_pull(since=0).text


@pytest.mark.parametrize("to", ["another room", "called off"])
def test_stay_that_leaves_her_sight_is_let_go_of(booked: Stay, to: str) -> None:
    scope, since = booked.scope(), booked.pat.pull()[-1]["seq"]
    if to == "another room":
        other = booked.manager.change("link-carers", link_carer(booked.side.hive, "Sam", "Lee"))
        second = booked.manager.change("rooms", room(other["record_id"]))
        booked.manager.accepted(other, second)
        booked.edit({"room_id": booked.side.room}, {"room_id": second["record_id"]})
    else:
        booked.edit({"status": "confirmed"}, {"status": "cancelled"})
    # Another scope: her laptop hears everything again and forgets what it is not told.
    assert booked.scope() != scope
    assert "Wren" not in str(booked.pat.pull())
    assert "Wren" not in str(booked.pat.pull(since=since))
    if to == "another room":
        assert ("bookings", booked.id) not in booked.pat.holds()
