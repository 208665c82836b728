"""A link carer at a laptop of her own: her rooms, her requests, her statement, and nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from sqlalchemy import select

from hivedesk.actions.desk import Desk, desk_for, machine_now
from hivedesk.actions.saving import save_record
from hivedesk.actions.setup import begin
from hivedesk.actions.stays import book_stay, move_stay_on, request_stays
from hivedesk.central.accounts import Role
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.rooms.lists import CARERS_VIEWS
from hivedesk.desktop.pages.rooms.page import RoomsPage
from hivedesk.desktop.pages.rooms.papers import PaperSheet
from hivedesk.desktop.pages.sync.page import SyncPage
from hivedesk.paths import key_path
from hivedesk.records import KINDS, Booking, Hive, RoomClosure, StayKind, StayState, WorkerRole
from hivedesk.reports.statement.figures import statement_of
from hivedesk.rules.days import local, month
from hivedesk.rules.problems import Refused
from hivedesk.store import Store
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.run import connect, sync_once
from tests.actions.little import Ids, new_child, settle_in

from .central import Central
from .conftest import OpenWindow
from .hand import Hand

PASSPHRASE = "seven slow wasps at dawn"


@dataclass
class Hives:
    """The Hive's own laptop, connected, and what it made.

    Attributes:
        today: when all of it was made; midnight may pass before the test ends.
    """

    today: dt.date
    desk: Desk
    ids: Ids
    asked: str
    second: str
    confirmed: str

    def day(self, days: int) -> dt.date:
        return self.today + dt.timedelta(days=days)

    def sync(self) -> None:
        sync_once(self.desk.store, machine_now)

    def stay(self, booking_id: str) -> Booking:
        with self.desk.store.reading() as session:
            found = session.get_one(Booking, booking_id)
            session.expunge(found)
            return found


@pytest.fixture
def hives(central: Central, empty_store: tuple[Path, DataKey], tmp_path: Path) -> Iterator[Hives]:
    """Two requests for the garden room and a confirmed stay in it; another carer's room."""
    source, key = empty_store
    path = tmp_path / "hives" / "other.hive"
    path.parent.mkdir()
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    store = Store(path, engine_for(path, key), key)
    place = {"name": "Eastleigh", "area": "Eastleigh", "started_on": dt.date(2019, 5, 1)}
    person = {"first_name": "Jo", "last_name": "Field", "role": WorkerRole.SUPPORT_WORKER}
    begin(store, machine_now(), place, person)
    desk = desk_for(store)
    ids = settle_in(desk)
    other = new_child(desk, ids.family, first_name="Ash", last_name="Hidden")
    common = {"room_id": ids.room, "kind": StayKind.SLEEPOVER, "override_note": "Agreed by phone."}
    today, night = local(desk.now).date(), dt.timedelta(days=1)
    days = [{"from_on": today + n * night, "to_on": today + (n + 2) * night} for n in (7, 21, 1)]
    asked = request_stays(desk, [ids.child], common | days[0]).record_id
    second = request_stays(desk, [other], common | days[1]).record_id
    confirmed = book_stay(desk, common | days[2] | {"child_id": ids.child}).record_id
    assert asked
    assert second
    assert confirmed
    move_stay_on(desk, confirmed, StayState.CONFIRMED)
    connect(store, central.url, central.code("Jo Field"), machine_now)
    sync_once(store, machine_now)
    yield Hives(today, desk, ids, asked, second, confirmed)
    store.close()


@pytest.fixture
def hand(hives: Hives, central: Central, open_window: OpenWindow) -> Hand:
    """Her own window, just begun and connected with her code."""
    hand = open_window()
    hand.begin_new("Wren", "Okoro", "My rooms", PASSPHRASE)
    hand.press("Saved here, sync")
    hand.wait(lambda: hand.title() == "Sync · HiveDesk")
    page = hand.find(SyncPage)
    hand.type(page.central.form.url.editor, central.url)
    hand.type(page.central.form.code.editor, central.code("Wren Okoro", Role.LINK_CARER))
    hand.press("Connect")
    hand.wait(lambda: places(hand) == {"rooms", "help", "settings"})
    hand.wait(lambda: saved(hand) == "All sent")
    return hand


def places(hand: Hand) -> set[str]:
    return set(hand.window.rail._buttons)


def saved(hand: Hand) -> str:
    return hand.window.topbar._saved.sentence


def sync(hand: Hand) -> None:
    syncing = hand.window.workspace.syncing
    assert syncing is not None
    hand.wait(lambda: not syncing.running)
    syncing.sync()
    hand.wait(lambda: not syncing.running)
    hand.wait(lambda: saved(hand) == "All sent")


def test_she_holds_her_rooms_and_nothing_of_anybody_else(hand: Hand, hives: Hives) -> None:
    store = hand.window.workspace.open_desk.store
    assert problems_of(store) == []
    with store.reading() as session:
        counts = {
            kind: len(session.scalars(select(model.id)).all()) for kind, model in KINDS.items()
        }
        names = session.scalars(select(Hive.name)).all()
        guests = {stay.guest_name for stay in session.scalars(select(Booking))}
    held = {kind for kind, count in counts.items() if count}
    assert held <= {
        *("hives", "policies", "towns", "themes", "link-carers", "rooms", "bookings"),
        *("room-closures", "handover-items", "stay-offers"),
    }
    assert names == ["Eastleigh"], "the Hive that the store began with is gone"
    assert counts["bookings"] == 3
    assert guests == {"A child", guest(hives)}
    assert hand.window.workspace.open_desk.who == "Wren Okoro"
    assert hand.window.workspace.mishaps == []


def guest(hives: Hives) -> str:
    born, comes = dt.date(2011, 2, 3), hives.day(1)
    years = comes.year - born.year - ((comes.month, comes.day) < (born.month, born.day))
    return f"Robin, {years}"


def test_she_answers_requests_and_the_hive_reads_it(hand: Hand, hives: Hives) -> None:
    hand.press_place("rooms")
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    hand.wait_for_words("You are asked for Garden room")
    hand.find(QAbstractButton, lambda each: each.accessibleName().startswith("Answer it")).click()
    hand.press("Say yes…")
    sheet = hand.sheet()
    hand.put(sheet.form.fields["why"], "He may bring his bike.")
    hand.save(sheet)
    hand.wait_for_words("1 to send")
    sync(hand)
    hives.sync()
    stay = hives.stay(hives.asked)
    assert (stay.status, stay.status_why) == (StayState.AGREED, "He may bring his bike.")

    hand.find(QAbstractButton, lambda each: each.accessibleName().startswith("Answer it")).click()
    hand.wait_for_words("Say no…")
    hand.press("Say no…")
    sheet = hand.sheet()
    hand.save_refused(sheet)
    hand.put(sheet.form.fields["why"], "We are away.")
    hand.save(sheet)
    hand.wait(lambda: not hand.reads("You are asked for"))
    sync(hand)
    hives.sync()
    stay = hives.stay(hives.second)
    assert (stay.status, stay.status_why) == (StayState.DECLINED, "We are away.")
    assert hand.window.workspace.mishaps == []


def test_she_closes_a_room_and_can_change_nothing_else(hand: Hand, hives: Hives) -> None:
    desk = hand.window.workspace.open_desk
    room, first = hives.ids.room, hives.day(40)
    save_record(
        desk, "room-closures", {"room_id": room, "first_day": first, "last_day": hives.day(42)}
    )
    sync(hand)
    hives.sync()
    with hives.desk.store.reading() as session:
        assert session.scalars(select(RoomClosure.first_day)).all() == [first]
    forbidden = (
        lambda: move_stay_on(desk, hives.confirmed, StayState.CANCELLED, "No."),
        lambda: move_stay_on(desk, hives.confirmed, StayState.IN_PROGRESS),
        lambda: save_record(desk, "rooms", {"beds": 5}, room),
        lambda: save_record(desk, "themes", {"name": "Pets"}),
    )
    for attempt in forbidden:
        with pytest.raises(Refused):
            attempt()
    sync(hand)
    worker = replace(desk, role="worker")
    assert not worker.is_carers


def test_every_place_view_and_key_of_hers_works_and_shows_nothing_else(
    hand: Hand, hives: Hives
) -> None:
    window = hand.window
    for keys in ("Ctrl+N", "Ctrl+B", "Ctrl+1", "Ctrl+2", "Ctrl+8"):
        hand.keys(keys)
    assert not window.findChildren(FormSheet)
    hand.keys("Ctrl+3")
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    page = hand.find(RoomsPage)
    hidden = ("Can I say yes?", "Book a stay", "Other ways to book", "Waiting for a night")
    for view in (None, *CARERS_VIEWS):
        if view is not None:
            page.show_this(view=view.name)
        hand.wait(lambda: not window.workspace.background.busy())
        for words in (*hidden, "Hidden", "Marlowe", "Ashdown", "Edit", "Add a link carer"):
            shown = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
            texts = {each.text() for each in shown}
            assert words not in texts or (view is not None and view.name == "closures"), words
    page.show_this(view="board")
    for name in ("settings", "help", "sync", "rooms"):
        window.show_page(name)
        hand.wait(lambda: not window.workspace.background.busy())
    assert not hand.reads("Policies")
    for words, found in (("Garden", True), ("Marlowe", False), ("Log support", False)):
        hand.keys("Ctrl+K")
        hand.type(window.topbar.search, words)
        hand.wait(lambda: not window.workspace.background.busy())
        model = window.searching.palette._model
        results = [model.result(n) for n in range(model.rowCount())]
        told = [each.title for each in results if each is not None]
        assert any(words in each for each in told) is found, told
        window.searching.clear()
    hand.keys("Ctrl+L")
    hand.wait(lambda: hand.title() == "HiveDesk")
    hand.unlock(PASSPHRASE)
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    assert places(hand) == {"rooms", "help", "settings"}
    assert window.workspace.mishaps == []


def test_her_statement_is_the_one_her_hive_has(hand: Hand, hives: Hives) -> None:
    over = hives.today.replace(day=1) - dt.timedelta(days=1)
    carer, now = hives.ids.link_carer, hives.desk.now
    found = []
    for desk in (hand.window.workspace.open_desk, hives.desk):
        with desk.store.reading() as session:
            found.append(statement_of(session, carer, month(over.year, over.month), now))
    assert found[0] == found[1]
    hand.press_place("rooms")
    hand.press("Statement…")
    hand.wait(lambda: hand.find(PaperSheet).isVisible())
    assert hand.window.workspace.mishaps == []


def test_a_laptop_that_holds_a_hives_work_is_not_made_a_link_carers(
    hives: Hives, central: Central
) -> None:
    code = central.code("Wren Okoro", Role.LINK_CARER)
    with pytest.raises(Exception, match="holds the work of a Hive"):
        connect(hives.desk.store, central.url, code, machine_now)
    hives.sync()
