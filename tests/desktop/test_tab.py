"""Tab goes as the eye does, whenever and in whatever order things were made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hivedesk.desktop.widgets.buttons import Button, Option, Segments, plain
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.scroll import scrolled_in
from hivedesk.desktop.widgets.tab import TabBySight, stops

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> TabBySight:
    """An empty window with a column."""
    made = TabBySight()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def column_of(window: QWidget) -> QVBoxLayout:
    """Where a test puts its widgets."""
    found = window.layout()
    assert isinstance(found, QVBoxLayout)
    return found


def named(*names: str) -> list[Button]:
    """A button for each name."""
    return [plain(name) for name in names]


def walked(first: QWidget, *, back: bool = False) -> list[str]:
    """What Tab passes from here, once round."""
    QApplication.processEvents()  # what is new in a layout is shown a moment later
    first.setFocus()
    passed: list[str] = []
    for _ in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        passed.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        if first.hasFocus():
            return passed
    raise AssertionError(passed)


def test_what_was_made_later_is_reached_where_it_stands(window: TabBySight) -> None:
    column = column_of(window)
    panel, foot = Panel("Tonight", link="Open"), plain("Save")
    column.addWidget(panel)
    column.addWidget(foot)
    first, second = named("first row", "second row")
    panel.add_row(first)
    panel.add_row(second)
    head = plain("Add")
    column.insertWidget(0, head)
    wanted = ["Add", "Open", "first row", "second row", "Save"]
    assert walked(head) == wanted
    assert walked(head, back=True) == [wanted[0], *wanted[:0:-1]]


def test_a_grid_is_read_line_by_line_and_a_column_down(window: TabBySight) -> None:
    grid, sides = QGridLayout(), QHBoxLayout()
    column_of(window).addLayout(grid)
    column_of(window).addLayout(sides)
    a, b, c, d = named("a", "b", "c", "d")
    for button, (line, column) in ((d, (1, 1)), (b, (0, 1)), (c, (1, 0)), (a, (0, 0))):
        grid.addWidget(button, line, column)
    for side in (named("left 1", "left 2"), named("right 1", "right 2")):
        down = QVBoxLayout()
        sides.addLayout(down)
        for button in side:
            down.addWidget(button)
    assert walked(a) == ["a", "b", "c", "d", "left 1", "left 2", "right 1", "right 2"]


def test_of_words_side_by_side_the_chosen_one_is_reached(window: TabBySight) -> None:
    views = Segments("View", [Option("logs", "Logs"), Option("hours", "Hours")])
    before = plain("before")
    column_of(window).addWidget(before)
    column_of(window).addWidget(views)
    QApplication.processEvents()
    views.findChildren(Button)[0].setFocus()
    views.set_value("hours")
    assert walked(before) == ["before", "Hours"]


def test_the_keyboard_goes_on_from_what_is_hidden_under_it(window: TabBySight) -> None:
    a, b, c = named("a", "b", "c")
    for button in (a, b, c):
        column_of(window).addWidget(button)
    QApplication.processEvents()
    b.setFocus()
    b.hide()
    assert c.hasFocus()


def test_what_is_reached_below_the_edge_is_brought_into_view(window: TabBySight) -> None:
    holder = QWidget()
    scroll = scrolled_in(holder, "Rows", plain("head"))
    column_of(window).addWidget(holder)
    rows = QWidget()
    column = QVBoxLayout(rows)
    for number in range(30):
        column.addWidget(plain(str(number)))
    scroll.setWidget(rows)
    QApplication.processEvents()
    head, area, *made = stops(window)
    assert area is scroll
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Backtab, SHIFT)
    assert made[-1].hasFocus()
    assert not made[-1].visibleRegion().isEmpty()


def test_enter_presses_where_tab_has_come_to_once_and_alone(window: TabBySight) -> None:
    pressed: list[str] = []
    first, second = plain("Bring it back"), plain("Save")
    first.clicked.connect(lambda: (pressed.append("first"), second.setFocus()))
    second.clicked.connect(lambda: pressed.append("second"))
    column_of(window).addWidget(first)
    column_of(window).addWidget(second)
    QApplication.processEvents()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []
    QTest.keyClick(first, Qt.Key.Key_Return)
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(second, held)
    assert pressed == ["first"]
    QTest.keyClick(second, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert pressed == ["first", "second"]


def test_enter_that_opened_something_presses_nothing_there(window: TabBySight) -> None:
    rows, pressed = QListWidget(), []
    rows.addItem("Gill")
    menu = plain("Menu", lambda: pressed.append("menu"))
    rows.activated.connect(lambda: (menu.setFocus(), rows.hide()))
    column_of(window).addWidget(menu)
    column_of(window).addWidget(rows)
    QApplication.processEvents()
    rows.setCurrentRow(0)
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert menu.hasFocus()
    assert pressed == []
