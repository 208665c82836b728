"""Waiting for a night in the window: joining, whose turn it is, offers and their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import PROGRAM, Desk
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.stays import cancel_stays, request_stays
from hivedesk.actions.waiting import ask_to_wait, offer_bed
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.rooms.queue_offer import OfferSheet
from hivedesk.desktop.pages.rooms.queue_view import QueueCard
from hivedesk.desktop.pages.rooms.queue_watch import QueueWatch
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.records import OfferAnswer, StayKind, StayState
from tests.actions.little import (
    FRIDAY,
    SATURDAY,
    SUNDAY,
    Ids,
    add,
    book,
    changes,
    new_child,
    row,
    rows,
    settle_in,
    stay_values,
)
from tests.conftest import Clock

from .rooms_host import RoomsHost

WAIT = "Put on the waiting list for this night"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive, whose family has a phone."""
    made = settle_in(desk)
    save_record(desk, "carers", {"phone": "07700 900123"}, made.carer)
    return made


@pytest.fixture
def host(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[RoomsHost]:
    """The Rooms page."""
    made = RoomsHost(qtbot, desk)
    yield made
    made.close()


def wait(desk: Desk, ids: Ids, name: str, **given: object) -> str:
    """A new child of the family waits for the weekend."""
    child = new_child(desk, ids.family, first_name=name)
    values = {k: v for k, v in stay_values(ids, **given).items() if k != "child_id"}
    return ask_to_wait(desk, [child], values, "Full that weekend").record_ids[0]


def show_queue(host: RoomsHost) -> list[QueueCard]:
    host.page.show_this(view="waiting")
    host.settle()
    cards = [card for card in host.window.findChildren(QueueCard) if card.isVisible()]
    return sorted(cards, key=lambda card: card.waiting.place)


def card_of(host: RoomsHost, name: str) -> QueueCard:
    (found,) = (card for card in show_queue(host) if card.waiting.first_names == name)
    return found


def test_from_a_full_room_to_the_next_in_turn(
    host: RoomsHost, desk: Desk, ids: Ids, clock: Clock
) -> None:
    taken = book(desk, ids)
    kit = new_child(desk, ids.family, first_name="Kit")
    days = {"kind": StayKind.SLEEPOVER, "room_id": ids.room, "from_on": FRIDAY, "to_on": SUNDAY}
    host.workspace.open_sheet("record", kind="bookings", values={**days, "child_id": kit})
    host.settle()
    host.sheet(FormSheet).save()
    host.settle()
    host.press(WAIT)
    host.qtbot.waitUntil(host.no_sheet)
    (first,) = (each["id"] for each in rows(desk, "bookings", child_id=kit))
    assert row(desk, "bookings", first)["status"] is StayState.WAITLISTED
    clock.tick(minutes=5)
    second = wait(desk, ids, "Ash")
    host.page.reload()
    cards = show_queue(host)
    assert [card.waiting.first_names for card in cards] == ["Kit", "Ash"]
    assert cards[0].waiting.why == "Garden room is full on Fri 18 Jun, Sat 19 Jun."

    host.workspace.do(lambda desk: cancel_stays(desk, [taken], "Not needed"))
    host.settle()
    assert host.reads(
        "A bed is free in Garden room, Fri 18 – Sun 20 Jun, 2 nights. It is Kit’s turn."
    )
    host.press("Offer Garden room…", card_of(host, "Kit"))
    sheet = host.sheet(OfferSheet)
    assert sheet.draft.text().startswith("A bed has come free for Kit: Garden room with Wren")
    assert host.reads("It is held until Thu 17 Jun, 10:05")
    assert host.reads("Ring Sal Marlowe: 07700 900123")
    host.press("Offer Garden room and hold it", sheet)
    host.qtbot.waitUntil(host.no_sheet)
    assert host.reads("Garden room is offered and held until Thu 17 Jun, 10:05.")

    host.press("They refuse…", card_of(host, "Kit"))
    refusal = host.sheet(FormSheet)
    refusal.form.set_values({"why": "Away that weekend"})
    refusal.save()
    host.settle()
    assert host.reads("refused. Away that weekend")
    assert host.reads("Not its turn: Garden room was offered already.")
    host.press("Offer Garden room…", card_of(host, "Ash"))
    host.press("Offer Garden room and hold it")
    host.press("They take it", card_of(host, "Ash"))
    assert row(desk, "bookings", second)["status"] is StayState.AGREED
    assert [card.waiting.first_names for card in show_queue(host)] == ["Kit"]
    assert [(each["answer"], each["why"]) for each in rows(desk, "stay-offers")] == [
        (OfferAnswer.REFUSED, "Away that weekend"),
        (OfferAnswer.ACCEPTED, None),
    ]


def test_a_lapsed_offer_is_noticed_and_the_next_is_told_without_a_press(
    host: RoomsHost, desk: Desk, ids: Ids, clock: Clock
) -> None:
    first = wait(desk, ids, "Kit")
    clock.tick(minutes=1)
    wait(desk, ids, "Ash")
    offer_bed(desk, first, ids.room)
    # Not so often that a slow machine would never be done asking.
    watch = QueueWatch(host.workspace, host.window, every=500, after=0)
    host.settle()
    assert host.said == []
    clock.tick(hours=25)
    host.qtbot.waitUntil(lambda: any("Ash’s turn" in said for said in host.said))
    assert [each["answer"] for each in rows(desk, "stay-offers")] == [OfferAnswer.LAPSED]
    assert {change.who for change in changes(desk.store) if change.verb == "Let offers lapse"} == {
        PROGRAM
    }
    host.settle()
    assert host.reads("It is Ash’s turn")
    said = len(host.said)
    watch.look()
    host.settle()
    assert len(host.said) == said, "told once"


def test_an_offer_that_lapsed_overnight_is_noticed_at_the_start(
    host: RoomsHost, desk: Desk, ids: Ids, clock: Clock
) -> None:
    first = wait(desk, ids, "Kit")
    offer_bed(desk, first, ids.room)
    clock.tick(hours=25)
    QueueWatch(host.workspace, host.window, after=0)
    host.settle()
    assert [each["answer"] for each in rows(desk, "stay-offers")] == [OfferAnswer.LAPSED]


def test_a_watch_ends_with_its_desk(host: RoomsHost, desk: Desk, ids: Ids) -> None:
    watch = QueueWatch(host.workspace, host.window, after=0)
    host.settle()
    ended: list[bool] = []
    watch.destroyed.connect(lambda: ended.append(True))
    host.workspace.desk = None
    watch.look()
    host.qtbot.waitUntil(lambda: bool(ended))
    host.workspace.desk = desk
    host.workspace.changed.emit(frozenset({"bookings"}))
    host.settle()


def test_opening_a_closed_room_again_is_told_too(
    host: RoomsHost, desk: Desk, ids: Ids, clock: Clock
) -> None:
    wait(desk, ids, "Kit")
    closed = add(
        desk, "room-closures", room_id=ids.room, first_day=SATURDAY, last_day=SATURDAY, why="Paint"
    )
    QueueWatch(host.workspace, host.window, after=0)
    host.settle()
    assert host.said == []
    host.workspace.do(lambda desk: archive(desk, "room-closures", closed))
    host.settle()
    assert any("It is Kit’s turn" in said for said in host.said)


def test_a_bed_agreed_over_a_warning_keeps_the_reason(
    host: RoomsHost, desk: Desk, ids: Ids
) -> None:
    child = new_child(desk, ids.family, first_name="Kit", sleepovers=None)
    values = {k: v for k, v in stay_values(ids).items() if k != "child_id"}
    (stay,) = ask_to_wait(desk, [child], values, "Full that weekend").record_ids
    offer_bed(desk, stay, ids.room)
    host.press("They take it", card_of(host, "Kit"))
    sheet = host.sheet(FormSheet)
    assert host.reads("Nobody has agreed yet that Kit may sleep over")
    sheet.save()
    host.settle()
    assert sheet.form.fields["why"].problem() == "Say why; it is kept with the stay."
    sheet.form.set_values({"why": "Agreed by phone, letter follows"})
    sheet.save()
    host.settle()
    kept = row(desk, "bookings", stay)
    assert (kept["status"], kept["override_note"]) == (
        StayState.AGREED,
        "Agreed by phone, letter follows",
    )


def test_the_sheet_that_others_open_lets_siblings_wait_with_a_reason(
    host: RoomsHost, desk: Desk, ids: Ids
) -> None:
    kit = new_child(desk, ids.family, first_name="Kit")
    wait(desk, ids, "Ash")
    host.workspace.open_sheet(
        "waiting-for-night", child_ids=[ids.child, kit], from_on=FRIDAY, to_on=SUNDAY,
        values={"needs": "Night light"},
    )  # fmt: skip
    host.settle()
    sheet = host.sheet(FormSheet)
    assert host.reads("1 request waits for some of these nights already; this one comes after.")
    sheet.save()
    host.settle()
    assert sheet.form.fields["why"].problem() == "Say why; it is kept with the stay."
    sheet.form.set_values({"why": "Mother in hospital"})
    sheet.save()
    host.settle()
    told = [(card.waiting.first_names, card.waiting.why) for card in show_queue(host)]
    assert told == [("Ash", "Full that weekend"), ("Robin and Kit", "Mother in hospital")]
    made = rows(desk, "bookings", child_id=kit)[0]
    assert (made["needs"], made["room_id"]) == ("Night light", ids.room)


def test_a_written_request_waits_and_leaves_the_list_with_reasons(
    host: RoomsHost, desk: Desk, ids: Ids
) -> None:
    values = {k: v for k, v in stay_values(ids).items() if k != "child_id"}
    (stay,) = request_stays(desk, [ids.child], values).record_ids
    host.workspace.open_sheet("request-waits", booking_ids=[stay], why="No bed on Friday")
    host.settle()
    host.sheet(FormSheet).save()
    host.settle()
    host.press("Take off the list…", card_of(host, "Robin"))
    sheet = host.sheet(FormSheet)
    sheet.form.set_values({"why": "Gran can have him"})
    sheet.save()
    host.settle()
    kept = row(desk, "bookings", stay)
    assert (kept["status"], kept["status_why"]) == (StayState.CANCELLED, "Gran can have him")
    assert show_queue(host) == []
    assert host.reads("Nobody waits for a night.")


def test_the_line_of_the_page_offers_what_is_free_and_is_not_there_else(
    host: RoomsHost, desk: Desk, ids: Ids
) -> None:
    assert not host.page.queue.isVisible()
    wait(desk, ids, "Kit")
    host.page.reload()
    host.settle()
    assert host.page.queue.isVisible()
    assert host.reads("It is Kit’s turn: Garden room, Fri 18 – Sun 20 Jun, 2 nights.")
    host.press("Offer it…")
    host.press("Offer Garden room and hold it", host.sheet(OfferSheet))
    host.qtbot.waitUntil(host.no_sheet)
    assert host.reads("Kit’s turn: Garden room is offered and held until Thu 17 Jun, 10:00.")
    host.press("Waiting for a night (1)")
    assert [card.waiting.first_names for card in show_queue(host)] == ["Kit"]
    assert not host.page.queue.isVisible()


def test_every_button_of_a_card_says_whose_request_it_is(
    host: RoomsHost, desk: Desk, ids: Ids
) -> None:
    wait(desk, ids, "Kit")
    card = card_of(host, "Kit")
    names = [button.accessibleName() for button in card.findChildren(Button)]
    assert names == [f"{word}, Kit’s request" for word in (
        "Offer Garden room…", "Open the stay", "Take off the list…",
    )]  # fmt: skip
    assert card.accessibleName().startswith("Number 1: Kit Ashdown, Fri 18 – Sun 20 Jun, 2 nights")


def test_a_form_with_another_fault_does_not_offer_the_waiting_list(
    host: RoomsHost, desk: Desk, ids: Ids
) -> None:
    book(desk, ids)
    days = {
        "kind": StayKind.SLEEPOVER,
        "room_id": ids.room,
        "from_on": SUNDAY,
        "to_on": FRIDAY,
        "child_id": ids.child,
    }
    host.workspace.open_sheet("record", kind="bookings", values=days)
    host.settle()
    sheet = host.sheet(FormSheet)
    sheet.save()
    host.settle()
    assert sheet.form.fields["to_on"].problem()
    assert WAIT not in host.words()
    sheet.close_sheet(force=True)


def test_the_day_after_nobody_is_offered_the_night(
    host: RoomsHost, desk: Desk, ids: Ids, clock: Clock
) -> None:
    wait(desk, ids, "Kit")
    clock.now = dt.datetime.combine(SATURDAY, dt.time(9), dt.UTC)
    card_of(host, "Kit")
    assert host.reads("The first day has passed.")
    assert "Offer Garden room…" not in host.words()
