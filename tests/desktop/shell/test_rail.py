"""The rail: one place marked, one stop for Tab, every place by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.icons import icon_names
from hivedesk.desktop.shell.rail import FOOT_PLACES, PLACES, Rail
from hivedesk.desktop.theme import apply_theme, current_theme, load_theme


@pytest.fixture
def rail(show: Callable[..., None]) -> Rail:
    made = Rail()
    made.set_current("today")
    show(made)
    return made


def test_every_place_has_its_word_and_an_icon_of_ours(rail: Rail) -> None:
    words = [rail.button(place.name).text() for place in PLACES]
    assert words == [
        "Today", "Families", "Rooms", "Support", "Activities", "Training", "Waiting list",
        "Reports",
    ]  # fmt: skip
    assert {place.icon for place in (*PLACES, *FOOT_PLACES)} <= set(icon_names())


def test_pressing_asks_and_only_the_window_marks(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.chosen) as asked:
        qtbot.mouseClick(rail.button("rooms"), Qt.MouseButton.LeftButton)
    assert asked.args == ["rooms"]
    assert rail.current() == "today"
    rail.set_current("rooms")
    assert rail.current() == "rooms"


def test_current_place_is_spoken(rail: Rail) -> None:
    assert rail.button("today").accessibleName() == "Today, current page"
    rail.set_current("settings")
    assert rail.button("today").accessibleName() == "Today"
    assert rail.button("settings").accessibleName() == "Settings, current page"


def test_a_place_is_a_button_and_no_box_to_tick(rail: Rail) -> None:
    """A screen reader offers to tick a box: that would mark a place and go nowhere."""
    told = QAccessible.queryAccessibleInterface(rail.button("rooms"))
    assert told.role() == QAccessible.Role.Button
    assert told.actionInterface().actionNames()[0] == QAccessibleActionInterface.pressAction()


def test_a_page_that_is_not_on_the_rail_marks_nothing(rail: Rail) -> None:
    rail.set_current("elsewhere")
    assert rail.current() == ""
    assert not [p for p in PLACES if "current" in rail.button(p.name).accessibleName()]


def test_tab_stops_once_and_arrows_move_inside(show: Callable[..., None], qtbot: QtBot) -> None:
    before, rail, after = QLineEdit(), Rail(), QLineEdit()
    holder = QWidget()
    row = QHBoxLayout(holder)
    for part in (before, rail, after):
        row.addWidget(part)
    rail.set_current("families")
    show(holder)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert rail.button("families").hasFocus()
    qtbot.keyClick(rail.button("families"), Qt.Key.Key_Down)
    assert rail.button("rooms").hasFocus()
    qtbot.keyClick(rail.button("rooms"), Qt.Key.Key_End)
    assert rail.button("settings").hasFocus()
    qtbot.keyClick(rail.button("settings"), Qt.Key.Key_Down)
    assert rail.button("today").hasFocus()
    qtbot.keyClick(rail.button("today"), Qt.Key.Key_Up)
    qtbot.keyClick(rail.button("settings"), Qt.Key.Key_Tab)
    assert after.hasFocus()
    qtbot.keyClick(after, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert rail.button("families").hasFocus()
    qtbot.keyClick(rail.button("families"), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert before.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_choose(rail: Rail, qtbot: QtBot, key: Qt.Key) -> None:
    rail.button("today").setFocus()
    qtbot.keyClick(rail.button("today"), Qt.Key.Key_Down)
    with qtbot.waitSignal(rail.chosen) as asked:
        qtbot.keyClick(rail.button("families"), key)
    assert asked.args == ["families"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_sizes_follow_the_text_size_and_no_word_is_cut(
    rail: Rail, qapp: QApplication, scale: float
) -> None:
    apply_theme(qapp, load_theme("light", scale))
    theme = current_theme()
    assert rail.width() == theme.px("frame.rail") == round(88 * scale)
    metrics = QFontMetrics(theme.font("caption", "semibold"))
    inside = theme.px("frame.rail") - 2 * theme.scaled(6)
    for place in (*PLACES, *FOOT_PLACES):
        assert metrics.horizontalAdvance(place.word) <= inside, place.word


def test_targets_are_56_high_where_there_is_room_and_move_together_where_not(
    show: Callable[..., None], qtbot: QtBot
) -> None:
    rail = Rail()
    show(rail, 400, 690)
    assert {rail.button(place.name).height() for place in PLACES} == {56}
    rail.window().resize(400, 540)
    qtbot.waitUntil(lambda: rail.button("today").height() < 56)
    assert min(rail.button(place.name).height() for place in PLACES) >= 42
    assert rail.button("settings").geometry().bottom() <= rail.height()
    assert rail.fits(540)
    assert not rail.fits(400)
