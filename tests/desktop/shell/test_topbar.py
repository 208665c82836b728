"""The top bar: what it tells, in every width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.shell.topbar import TopBar, is_narrow
from hivedesk.desktop.shell.topbar_buttons import initials
from hivedesk.desktop.theme import apply_theme, load_theme

HIVES = [("h1", "Eastleigh Hive"), ("h2", "Bitterne/Hedge End Hive"), ("h3", "Gosport Hive")]
DEMO = "Demo county · Wed 30 Jun 2021"


class Desk(QWidget):
    """The bar over a page with one button."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.bar, self.page = TopBar(), QPushButton("Page")
        column.addWidget(self.bar)
        column.addWidget(self.page)
        self.bar.set_saved("Saved here · 3 to send", "3 to send", "cloud-up")
        self.bar.set_demo(DEMO)
        self.bar.set_hives(HIVES, "h1")
        self.bar.set_user("Jo Pearce")
        self.bar.set_page("waiting")


@pytest.fixture
def desk(show: Callable[..., None]) -> Desk:
    made = Desk()
    show(made)
    return made


def narrow(desk: Desk, qtbot: QtBot, width: int = 683) -> TopBar:
    desk.window().resize(width, 384)
    qtbot.waitUntil(lambda: desk.bar.width() == width)
    desk.bar.set_narrow(True)
    return desk.bar


def seen(bar: TopBar) -> set[str]:
    """The names of the buttons that can be pressed now."""
    return {b.accessibleName() for b in bar.findChildren(QPushButton) if b.isVisible()}


def test_wide_bar_shows_everything_in_full(desk: Desk) -> None:
    bar = desk.bar
    assert bar.height() == 52
    saved = "Saved here · 3 to send, sync"
    assert seen(bar) == {saved, "Hive: Eastleigh Hive", "Jo Pearce, settings", "Lock"}
    assert bar._saved.text() == "Saved here · 3 to send"
    assert bar._demo_badge.spec().word == DEMO
    assert bar.search.isVisible()
    assert bar.search.width() == 400


def test_search_box_has_a_name_and_tells_what_is_typed(desk: Desk, qtbot: QtBot) -> None:
    assert desk.bar.search.accessibleName() == "Find"
    assert "Ctrl+K" in desk.bar.search.accessibleDescription()
    with qtbot.waitSignal(desk.bar.search_opened):
        desk.bar.open_search()
    with qtbot.waitSignal(desk.bar.search_text_changed) as typed:
        qtbot.keyClick(desk.bar.search, "m")
    assert typed.args == ["m"]


def test_leaving_the_search_empties_it_quietly_and_gives_the_keyboard_back(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.page.setFocus()
    desk.bar.open_search()
    qtbot.keyClicks(desk.bar.search, "mar")
    with qtbot.assertNotEmitted(desk.bar.search_text_changed):
        qtbot.keyClick(desk.bar.search, Qt.Key.Key_Escape)
    assert desk.bar.search.text() == ""
    assert desk.page.hasFocus()


def test_leaving_the_search_by_mouse_keeps_the_keyboard_where_it_went(desk: Desk) -> None:
    desk.bar.open_search()
    desk.page.setFocus()
    desk.bar.close_search()
    assert desk.page.hasFocus()


@pytest.mark.parametrize(("down", "told"), [(0, "h1"), (1, "h2"), (-1, "")])
def test_hives_are_chosen_by_keyboard(desk: Desk, qtbot: QtBot, down: int, told: str) -> None:
    bar = desk.bar
    qtbot.keyClick(bar._chooser, Qt.Key.Key_Space)
    listed = bar._hive_list
    assert listed is not None
    assert listed.isVisible()
    assert listed.view.hasFocus()
    model = listed.view.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        "All Hives",
        *(name for _, name in HIVES),
    ]
    spoken = listed.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Eastleigh Hive, shown now"
    for _ in range(abs(down)):
        qtbot.keyClick(listed.view, Qt.Key.Key_Down if down > 0 else Qt.Key.Key_Up)
    with qtbot.waitSignal(bar.hive_chosen) as chosen:
        qtbot.keyClick(listed.view, Qt.Key.Key_Return)
    assert chosen.args == [told]
    assert not listed.isVisible()
    assert bar._chooser.hasFocus()


def test_list_of_hives_closes_by_escape_second_press_and_elsewhere(
    desk: Desk, qtbot: QtBot
) -> None:
    bar = desk.bar
    bar._chooser.click()
    listed = bar._hive_list
    assert listed is not None
    with qtbot.assertNotEmitted(bar.hive_chosen):
        qtbot.keyClick(listed.view, Qt.Key.Key_Escape)
    assert not listed.isVisible()
    assert bar._chooser.hasFocus()
    qtbot.mouseClick(bar._chooser, Qt.MouseButton.LeftButton)
    assert listed.isVisible()
    qtbot.mouseClick(bar._chooser, Qt.MouseButton.LeftButton)
    assert not listed.isVisible()
    bar._chooser.click()
    desk.page.setFocus()
    assert not listed.isVisible()
    assert desk.page.hasFocus()


def test_all_hives_and_no_hive(desk: Desk) -> None:
    desk.bar.set_hives(HIVES, "")
    assert desk.bar._chooser.accessibleName() == "Hive: All Hives"
    desk.bar.set_hives(())
    assert not desk.bar._chooser.isVisible()


def test_lock_and_settings_are_told(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.bar.lock_pressed):
        qtbot.mouseClick(desk.bar._lock, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(desk.bar.settings_pressed):
        qtbot.keyClick(desk.bar._user, Qt.Key.Key_Space)


def test_clearing_leaves_no_name_behind(desk: Desk) -> None:
    desk.bar.open_search()
    desk.bar.search.setText("Marsh")
    desk.bar.clear()
    assert desk.bar.search.text() == ""
    assert not {"Jo Pearce, settings", "Hive: Eastleigh Hive"} & seen(desk.bar)
    assert "Pearce" not in desk.bar._user.toolTip() + desk.bar._user.accessibleName()


def test_narrow_bar_has_the_menu_and_drops_no_way_to_go(desk: Desk, qtbot: QtBot) -> None:
    bar = narrow(desk, qtbot)
    saved = "Saved here · 3 to send, sync"
    assert seen(bar) == {"Menu", "Search", saved, "Hive: Eastleigh Hive", "Lock"}
    qtbot.mouseClick(bar._menu, Qt.MouseButton.LeftButton)
    listed = bar._menu_list
    assert listed is not None
    model = listed.view.model()
    words = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert words[0] == "Today"
    assert words[-2:] == ["Help", "Settings"]
    assert len(words) == 10
    spoken = listed.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Waiting list, current page"
    assert listed.geometry().bottom() <= desk.window().height()
    qtbot.keyClick(listed.view, Qt.Key.Key_End)
    with qtbot.waitSignal(bar.place_chosen) as chosen:
        qtbot.keyClick(listed.view, Qt.Key.Key_Return)
    assert chosen.args == ["settings"]


def test_narrow_search_takes_the_bar_and_gives_it_back(desk: Desk, qtbot: QtBot) -> None:
    bar = narrow(desk, qtbot)
    qtbot.mouseClick(bar._search_button, Qt.MouseButton.LeftButton)
    assert bar.search.isVisible()
    assert bar.search.hasFocus()
    assert seen(bar) == {"Close the search"}
    qtbot.waitUntil(lambda: bar.search.width() > 560)
    qtbot.keyClick(bar.search, Qt.Key.Key_Escape)
    assert not bar.search.isVisible()
    assert bar._search_button.hasFocus()


def whole(bar: TopBar) -> list[str]:
    """What on the bar does not get the width that it needs."""
    hints = [
        (part, part.sizeHint().width())
        for part in bar.findChildren(QWidget)
        if part.isVisible() and part is not bar.search and part.parent() is bar
    ]
    cut = [type(part).__name__ for part, wide in hints if part.width() < wide]
    beyond = [type(part).__name__ for part, _ in hints if part.geometry().right() > bar.width()]
    return [name for name in cut if name != "ElidedLabel"] + beyond


@pytest.mark.parametrize("name", ["light", "high-contrast"])
@pytest.mark.parametrize(
    ("scale", "width"), [(1.0, 1278), (1.0, 1000), (1.0, 720), (1.0, 683), (1.5, 1366), (2.0, 1366)]
)
def test_nothing_is_cut_at_any_width_and_text_size(
    desk: Desk, qapp: QApplication, qtbot: QtBot, scale: float, width: int, name: str
) -> None:
    apply_theme(qapp, load_theme(name, scale))  # type: ignore[arg-type]
    desk.bar.set_hives(HIVES, "h2")
    desk.window().resize(width, 700)
    qtbot.waitUntil(lambda: desk.bar.width() == width)
    desk.bar.set_narrow(is_narrow(width))
    qtbot.waitUntil(lambda: whole(desk.bar) == [])
    assert desk.bar._demo_badge.isVisible()
    assert desk.bar._demo_badge.accessibleName() == DEMO


def test_narrow_goes_by_the_text_size(qapp: QApplication) -> None:
    assert is_narrow(799)
    assert not is_narrow(800)
    apply_theme(qapp, load_theme("light", 2.0))
    assert is_narrow(1366)


@pytest.mark.parametrize(
    ("name", "letters"), [("Jo Pearce", "JP"), ("Siân", "S"), ("", ""), ("Ann Marie van Es", "AE")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
