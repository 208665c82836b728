"""What a link carer's account may write: her answer, closed days, what was handed over."""

from __future__ import annotations

from typing import Any

import pytest

from hivedesk.records import KINDS, StayState, declared
from hivedesk.rules.carers import OWN, refusal

ASKED = {"id": "stay", "status": "requested", "room_id": "room", "status_why": None}
CLOSED = {"room_id": "room", "first_day": "2021-06-18", "last_day": "2021-06-20", "why": None}


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("bookings", ASKED, {"status": "agreed"}),
        ("bookings", ASKED, {"status": "declined", "status_why": "We are away."}),
        ("bookings", ASKED, {"status_why": "I shall see."}),
        ("room-closures", None, {"id": "new", "created_at": "2021-06-16T09:00:00+00:00", **CLOSED}),
        ("room-closures", CLOSED, {"last_day": "2021-06-21"}),
        ("room-closures", CLOSED, {"archived_at": "2021-06-16T09:00:00+00:00"}),
        ("handover-items", {"done_at": None}, {"done_at": "2021-06-16T09:00:00+00:00"}),
    ],
)
def test_hers(kind: str, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    assert refusal(kind, before, after) == ""


@pytest.mark.parametrize(
    ("kind", "before", "after", "says"),
    [
        ("families", {"note": "a"}, {"note": "b"}, "only answers"),
        ("bookings", None, {"status": "requested"}, "cannot add"),
        ("handover-items", None, {"what": "Tea"}, "cannot add"),
        ("bookings", ASKED, {"status": "agreed", "needs": "x"}, "cannot change"),
        ("bookings", ASKED, {"room_id": "other"}, "cannot change"),
        ("handover-items", {"done_at": None}, {"what": "Tea"}, "cannot change"),
        ("room-closures", None, CLOSED | {"other": 1}, "cannot change"),
        ("bookings", ASKED | {"status": "agreed"}, {"status": "declined"}, "yes or no"),
        ("bookings", ASKED | {"status": "agreed"}, {"status_why": "No."}, "yes or no"),
    ],
)
def test_not_hers(
    kind: str, before: dict[str, Any] | None, after: dict[str, Any], says: str
) -> None:
    assert says in refusal(kind, before, after)


@pytest.mark.parametrize("state", [s for s in StayState if s not in ("agreed", "declined")])
def test_no_other_step_of_a_stay_is_an_answer(state: StayState) -> None:
    assert refusal("bookings", ASKED, {"status": state.value})


def test_every_field_of_hers_is_one() -> None:
    for kind, names in OWN.items():
        assert names <= {*declared(KINDS[kind])}
