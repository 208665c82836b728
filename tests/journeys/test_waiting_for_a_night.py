"""The whole window notices by itself what happened to the queue while it was shut."""

from __future__ import annotations

import datetime as dt

from hivedesk.actions.desk import PROGRAM, Desk
from hivedesk.actions.families import add_child
from hivedesk.actions.waiting import ask_to_wait, offer_bed
from hivedesk.desktop.pages.rooms.queue_watch import QueueWatch
from hivedesk.records import OfferAnswer, Permission, PlacementType, StayKind, StayState
from hivedesk.rules.days import local
from tests.actions.little import changes, row, rows, settle_in
from tests.conftest import PASSPHRASE, Clock

from .conftest import OpenWindow
from .hand import Hand


def test_an_offer_lapsed_while_the_window_was_shut(
    desk: Desk, clock: Clock, open_window: OpenWindow
) -> None:
    # The window goes by the machine's clock: two days ago a bed was offered for next month.
    clock.now = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    begin = local(clock.now).date() + dt.timedelta(days=30)
    ids = settle_in(desk)
    waiting = []
    for name in ("Kit", "Ash"):
        child = {
            "family_id": ids.family,
            "first_name": name,
            "last_name": "Ashdown",
            "born_on": begin - dt.timedelta(days=3700),
            "sleepovers": Permission.SOCIAL_WORKER,
        }
        placed = local(clock.now).date() - dt.timedelta(days=400)
        child_id = add_child(desk, child, placed, PlacementType.U6).record_id or ""
        stay = {
            "room_id": ids.room,
            "kind": StayKind.SLEEPOVER,
            "from_on": begin,
            "to_on": begin + dt.timedelta(days=2),
        }
        waiting += ask_to_wait(desk, [child_id], stay, "Full that weekend").record_ids
        clock.tick(minutes=1)
    offer_bed(desk, waiting[0], ids.room)

    hand = open_window()
    hand.unlock(PASSPHRASE)
    hand.wait(lambda: rows(desk, "stay-offers")[0]["answer"] is OfferAnswer.LAPSED)
    assert [each.who for each in changes(desk.store) if each.verb == "Let offers lapse"] == [
        PROGRAM, PROGRAM,
    ]  # fmt: skip
    hand.wait_for_words("It is Ash’s turn: Garden room")
    hand.page("rooms", "Rooms")
    hand.wait_for_words("It is Ash’s turn: Garden room")
    hand.press("Offer Garden room to Ash")
    hand.wait_for_words("A bed has come free for Ash: Garden room with Wren")
    hand.press("Offer Garden room and hold it")
    hand.wait_for_words("Ash’s turn: Garden room is offered and held until")
    hand.press("Waiting for a night (2)")
    hand.press("They take it, Ash’s request")
    hand.wait(lambda: row(desk, "bookings", waiting[1])["status"] is StayState.AGREED)

    before = hand.window.workspace.desk
    hand.window.lock()
    hand.unlock(PASSPHRASE)
    hand.wait(lambda: any(each.desk is not before for each in watches(hand)))
    hand.close()


def watches(hand: Hand) -> list[QueueWatch]:
    """Those that watch over the window."""
    return hand.window.findChildren(QueueWatch)
