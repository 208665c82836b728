"""A place that was asked for by key takes the keyboard with it, into its list or its board."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from hivedesk.actions.desk import Desk
from hivedesk.desktop.models.rows import LineModel
from hivedesk.desktop.pages.catalogue import PLACES
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.buttons import Button
from tests.actions.little import book, settle_in

from .conftest import OpenWindow
from .hand import Hand


@pytest.fixture
def hand(desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window on a little Hive, open at Today."""
    book(desk, settle_in(desk))
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    return hand


def focused() -> QWidget:
    """Where the keyboard is; it must be somewhere."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def go(hand: Hand, keys: str, word: str) -> QWidget:
    """Press the keys of a place; where the keyboard is once the place can be used."""
    hand.keys(keys)
    hand.wait(lambda: hand.title() == f"{word} · HiveDesk")
    return focused()


def page_in_view(hand: Hand) -> Page:
    """The page that is shown."""
    return hand.find(Page)


def test_the_keyboard_goes_into_every_page(hand: Hand) -> None:
    places = [place for place in PLACES if not place.foot]
    # The second time the pages are made already, and nothing is asked anew.
    for number, place in [*enumerate(places, start=1)] * 2:
        into = go(hand, f"Ctrl+{number}", place.word)
        assert page_in_view(hand).isAncestorOf(into), place.word
    into = go(hand, "F1", "Help")
    assert page_in_view(hand).isAncestorOf(into)


def test_no_page_keeps_the_window_from_becoming_narrow(hand: Hand) -> None:
    for place in PLACES:
        hand.window.workspace.open_page(place.name)
        hand.wait(lambda place=place: hand.title() == f"{place.word} · HiveDesk")
        hand.window.resize(1366, 768)
        hand.window.resize(640, 600)
        assert hand.window.width() == 640, place.word


def test_at_twice_the_size_every_page_stands_on_a_laptops_screen(
    hand: Hand, qapp: QApplication
) -> None:
    apply_theme(qapp, load_theme("light", 2.0))
    hand.window.rebuild()
    hand.window.resize(1366, 690)  # what Windows leaves of 1366 by 768
    for place, view in (
        ("families", ""),
        ("rooms", "board"),
        ("rooms", "stays"),
        ("support", "logs"),
        ("support", "follow-ups"),
        ("activities", ""),
        ("training", "evidence"),
        ("waiting", ""),
        ("reports", ""),
    ):
        word = next(each.word for each in PLACES if each.name == place)
        hand.window.workspace.open_page(place, **({"view": view} if view else {}))
        hand.wait(lambda word=word: hand.title() == f"{word} · HiveDesk")
        assert hand.window.height() == 690, (place, view)


def test_tab_runs_down_a_page_as_it_is_read(hand: Hand) -> None:
    hand.window.workspace.open_page("rooms", view="rooms")
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    rooms = hand.find(QListView, lambda each: each.accessibleName() == "Rooms")
    rooms.setFocus()
    hand.keys("Home")
    hand.wait_for_words("Beds")
    passed: list[str] = []
    while not (passed and rooms.hasFocus()):
        passed.append(focused().accessibleName())
        hand.keys("Tab")
    named = [name for name in passed if name in ("Add a room", "Show", "Room in view", "Edit")]
    assert named == ["Room in view", "Edit", "Add a room", "Show"]


def test_the_keyboard_stays_in_its_place_when_a_record_is_archived(hand: Hand) -> None:
    hand.window.workspace.open_page("settings", view="themes")
    themes = hand.find(QListView, lambda each: each.accessibleName() == "Themes")
    themes.setFocus()
    hand.keys("Home")
    archive = hand.find(Button, lambda each: each.text() == "Archive")
    archive.setFocus()
    hand.keys("Space")
    restore = hand.find(Button, lambda each: each.text() == "Restore")
    hand.wait(restore.hasFocus)
    hand.keys("Space")
    hand.wait(lambda: focused().accessibleName() == "Edit")


def test_the_keyboard_goes_to_a_record_that_was_found(hand: Hand) -> None:
    go(hand, "Ctrl+1", "Today")
    hand.keys("Ctrl+K")
    hand.qtbot.keyClicks(focused(), "Garden room")
    hand.keys("Return")
    hand.wait(lambda: focused().accessibleName() == "Room in view")


def test_the_keyboard_goes_to_the_record_that_was_opened_instead(hand: Hand) -> None:
    hand.window.workspace.open_page("settings", view="policies")
    policies = hand.find(QListView, lambda each: each.accessibleName() == "Policies")
    policies.setFocus()
    hand.keys("Home")
    hand.find(Button, lambda each: each.text() == "Edit").setFocus()
    rows = policies.model()
    assert isinstance(rows, LineModel)
    hand.window.workspace.open_record("policies", rows.line(1).record_id)
    hand.wait(lambda: focused().accessibleName() == "Policy in view")


def test_a_list_or_the_board_comes_first(hand: Hand) -> None:
    assert go(hand, "Ctrl+2", "Families").accessibleName() == "Families"
    assert go(hand, "Ctrl+3", "Rooms").accessibleName() == "Room board"


def test_the_list_comes_before_the_record_that_is_shown_with_it(hand: Hand) -> None:
    hand.window.workspace.open_page("settings", view="policies")
    hand.wait(lambda: hand.title() == "Settings · HiveDesk")
    assert focused().accessibleName() == "Policies"


def test_a_sheet_over_the_page_keeps_the_keyboard(hand: Hand) -> None:
    hand.keys("Ctrl+N")
    sheet = hand.sheet()
    before = focused()
    hand.keys("Ctrl+2")
    hand.wait(lambda: hand.title() == "Families · HiveDesk")
    assert focused() is before
    assert sheet.isAncestorOf(before)
