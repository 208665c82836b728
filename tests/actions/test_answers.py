"""A link carer's yes or no from her own laptop, and that she can write nothing else there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from hivedesk.actions.answers import answer_request
from hivedesk.actions.desk import LINK_CARER, Desk
from hivedesk.actions.history import undo
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.stays import book_stay, move_stay, request_stays
from hivedesk.records import Booking, Change, StayKind, StayState
from hivedesk.rules.problems import Refused
from tests.actions.little import FRIDAY, MONDAY, SUNDAY, Ids, new_child, row, settle_in, stay_values


@pytest.fixture
def ids(desk: Desk) -> Ids:
    return settle_in(desk)


@pytest.fixture
def hers(desk: Desk) -> Desk:
    """The same store with the link carer at it."""
    return replace(desk, role=LINK_CARER, who="Wren Okoro")


def ask(desk: Desk, ids: Ids, *children: str) -> list[str]:
    """Ask for Friday to Sunday; the ids of the requests."""
    values = {name: value for name, value in stay_values(ids).items() if name != "child_id"}
    return list(request_stays(desk, children or [ids.child], values).record_ids)


def status(desk: Desk, booking_id: str) -> StayState:
    with desk.store.reading() as session:
        return session.get_one(Booking, booking_id).status


def test_yes_writes_her_answer_and_nothing_else(desk: Desk, hers: Desk, ids: Ids) -> None:
    [asked] = ask(desk, ids)
    done = answer_request(hers, asked, yes=True, note=" He may bring his bike. ")
    assert done.verb == "Say yes to a stay"
    with desk.store.reading() as session:
        [change] = session.scalars(select(Change).where(Change.group_id == done.group_id))
    assert change.after == {"status": "agreed", "status_why": "He may bring his bike."}
    assert change.who == "Wren Okoro"


def test_brothers_and_sisters_are_answered_together(desk: Desk, hers: Desk, ids: Ids) -> None:
    save_record(desk, "rooms", {"beds": 2}, ids.room)
    sister = new_child(desk, ids.family, first_name="Bea")
    asked = ask(desk, ids, ids.child, sister)
    answer_request(hers, asked[1], yes=True)
    assert [status(desk, each) for each in asked] == [StayState.AGREED] * 2


def test_a_no_needs_its_reason(desk: Desk, hers: Desk, ids: Ids) -> None:
    [asked] = ask(desk, ids)
    with pytest.raises(Refused, match="Say why"):
        answer_request(hers, asked, yes=False, note="  ")
    assert status(desk, asked) is StayState.REQUESTED
    answer_request(hers, asked, yes=False, note="We are away.")
    assert status(desk, asked) is StayState.DECLINED
    with pytest.raises(Refused, match="does not wait"):
        answer_request(hers, asked, yes=True)


def test_a_yes_needs_a_bed_and_an_open_room(desk: Desk, hers: Desk, ids: Ids) -> None:
    [asked] = ask(desk, ids)
    other = new_child(desk, ids.family, first_name="Bea")
    book_stay(desk, stay_values(ids, child_id=other, override_note="Agreed by phone."))
    with pytest.raises(Refused, match="full"):
        answer_request(hers, asked, yes=True)
    days = {"from_on": MONDAY, "to_on": MONDAY.replace(day=23)}
    values = stay_values(ids) | days
    del values["child_id"]
    [later] = request_stays(desk, [ids.child], values).record_ids
    closed = {"room_id": ids.room, "first_day": MONDAY, "last_day": MONDAY}
    save_record(hers, "room-closures", closed)
    with pytest.raises(Refused, match="closed"):
        answer_request(hers, later, yes=True)


def test_whatever_else_is_tried_is_refused_and_leaves_nothing(
    desk: Desk, hers: Desk, ids: Ids
) -> None:
    [asked] = ask(desk, ids)
    before = row(desk, "bookings", asked)
    tries = (
        lambda: move_stay(hers, asked, to_on=MONDAY),
        lambda: save_record(hers, "families", {"note": "x"}, ids.family),
        lambda: archive(hers, "rooms", ids.room),
        lambda: book_stay(
            hers, stay_values(ids, from_on=FRIDAY, kind=StayKind.DAY_CARE, to_on=SUNDAY)
        ),
    )
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
    assert row(desk, "bookings", asked) == before
    answer_request(hers, asked, yes=True)
    with pytest.raises(Refused, match="Only a request"):
        undo(hers)
