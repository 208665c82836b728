"""A request goes from the desk to the phone, the answer back to the desk, and who is coming to
the phone: a real encrypted store, a real central store, a real browser."""

from __future__ import annotations

from sqlalchemy import select

from hivedesk.actions.desk import Desk
from hivedesk.actions.stays import move_stay_on, request_stays
from hivedesk.central.accounts import Role
from hivedesk.records import Booking, Change, RoomClosure, StayState
from hivedesk.sync.run import connect, sync_once
from tests.actions.little import settle_in, stay_values
from tests.central.little import Central
from tests.central.web.chromium import Chromium
from tests.conftest import Clock


def test_asked_at_the_desk_answered_on_the_phone_confirmed_at_the_desk(
    desk: Desk, clock: Clock, central: Central, address: str, browser: Chromium
) -> None:
    central.now = clock.now
    ids = settle_in(desk)
    connect(desk.store, address, central.code("Jo Field", Role.WORKER, "Eastleigh"), clock)
    asked = stay_values(ids, needs="A lamp on the landing", why="A break for the carer")
    request_stays(desk, [ids.child], {k: v for k, v in asked.items() if k != "child_id"})
    assert sync_once(desk.store, clock).set_aside == 0

    browser.open(f"{address}/my/sign-in")
    browser.run("document.querySelector('#code').focus()")
    browser.type(central.code("Wren Okoro", Role.LINK_CARER))
    browser.enter()
    assert "1 request waits" in browser.run("document.body.innerText")
    browser.go_by_key("Fri 18 to Sun 20 Jun")
    shown = browser.run("document.body.innerText")
    for word in ("Robin", "lamp", "A break"):
        assert word not in shown
    browser.go_by_key("Yes, I can")
    browser.go_by_key("Close this room")
    for name, day in (("first_day", "2021-07-05"), ("last_day", "2021-07-09")):
        browser.run(f"document.querySelector('#{name}').value = '{day}'")
    browser.go_by_key("Close the room")

    sync_once(desk.store, clock)
    with desk.store.reading() as session:
        stay = session.scalars(select(Booking)).one()
        assert stay.status is StayState.AGREED
        last = session.scalars(
            select(Change).where(Change.kind == "bookings").order_by(Change.seq.desc())
        ).first()
        assert last is not None
        assert (last.who, last.verb) == ("Wren Okoro", "Say yes to a stay")
        closed = session.scalars(select(RoomClosure)).one()
        assert (closed.first_day.day, closed.last_day.day) == (5, 9)

    move_stay_on(desk, stay.id, StayState.CONFIRMED)
    assert sync_once(desk.store, clock).set_aside == 0
    browser.open(f"{address}/my/rooms")
    browser.go_by_key("Fri 18 to Sun 20 Jun")
    shown = browser.run("document.body.innerText")
    assert browser.run("document.querySelector('h1').innerText") == "Robin, 10"
    assert "A lamp on the landing" in shown
    for word in ("Ashdown", "A break", "Marlowe"):
        assert word not in shown
