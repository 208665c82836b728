"""The keyboard stays in its place where what is there is made anew, and is never nowhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.scroll import scrolled_in
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.spot import KeptKeyboard
from hivedesk.desktop.widgets.tab import TabBySight


class Window(TabBySight):
    """A button, then a pane that shows rows of buttons."""

    answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keyboard = KeptKeyboard(self)
        self.pane = QWidget()
        column = QVBoxLayout(self)
        column.addWidget(plain("elsewhere"))
        column.addWidget(self.pane)
        self.scroll: QScrollArea = scrolled_in(self.pane, "Pane")
        column.addWidget(plain("below"))

    def lay(self, *names: str) -> None:
        """Show these rows instead."""
        rows = QWidget()
        column = QVBoxLayout(rows)
        for name in names:
            column.addWidget(plain(name))
        column.addStretch(1)
        self.scroll.setWidget(rows)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    """One with three rows, the keyboard on the second."""
    made = Window()
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.lay("Edit", "Archive", "Print")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    put(made, "Archive")
    return made


def put(window: QWidget, name: str) -> None:
    """Put the keyboard on a button."""
    found = [each for each in window.findChildren(QWidget) if each.accessibleName() == name]
    found[0].setFocus()
    assert here() == name


def here() -> str:
    """What has the keyboard when all is done that was put off; it must be in view."""
    for _ in range(3):
        QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    return focused.accessibleName()


def test_it_stays_on_what_is_called_the_same(window: Window) -> None:
    window.lay("new", "newer", "newest", "Archive")
    assert here() == "Archive"


def test_it_goes_to_what_took_the_place(window: Window) -> None:
    window.lay("Edit", "Restore", "Print")
    assert here() == "Restore"


def test_it_stays_at_the_pane_that_has_nothing_left(window: Window) -> None:
    window.lay()
    assert here() == "Pane"


def test_rows_that_are_hidden_and_made_anew_keep_it(window: Window) -> None:
    panel = Panel("Rows")
    window.layout().addWidget(panel)

    def fill(*names: str) -> None:
        panel.clear_rows()
        for name in names:
            panel.add_row(plain(name))

    fill("first", "second", "third")
    QApplication.processEvents()
    put(window, "second")
    fill("third", "second")
    assert here() == "second"
    fill("third", "fourth")
    assert here() == "fourth"


def test_it_goes_on_to_what_comes_after_rather_than_back(window: Window) -> None:
    window.lay("Open", "Arrived: Robin", "Wren", "Arrived: Wren")
    QApplication.processEvents()
    put(window, "Arrived: Robin")
    rows = QWidget()
    column = QVBoxLayout(rows)
    column.addWidget(plain("Open"))
    column.addSpacing(60)
    column.addWidget(plain("Arrived: Wren"))
    column.addStretch(1)
    window.scroll.setWidget(rows)
    assert here() == "Arrived: Wren"


def test_an_answer_of_the_store_is_waited_for_until_it_is_seen(window: Window) -> None:
    panel = Panel("Rows")
    window.layout().addWidget(panel)
    panel.add_row(plain("first"))
    panel.add_row(plain("second"))
    QApplication.processEvents()
    put(window, "second")

    def answer() -> None:
        panel.clear_rows()
        panel.add_row(plain("first"))

    window.answered.connect(answer, Qt.ConnectionType.QueuedConnection)
    # With a timer due in the same round, new rows are shown after all timers have been heard.
    due = QTimer(window)
    due.setSingleShot(True)
    due.start(0)
    window.answered.emit()
    assert here() == "first"


def test_whoever_puts_it_elsewhere_has_their_way(window: Window) -> None:
    window.lay("Archive")
    put(window, "elsewhere")
    assert here() == "elsewhere"


def test_it_is_kept_where_somebody_went_before_it_was_put_back(window: Window) -> None:
    """A slow machine: the next button was pressed, and made all anew, before the first look."""
    window.lay("Edit", "Archive", "Print")
    rows = {each.accessibleName(): each for each in window.scroll.widget().findChildren(QWidget)}
    rows["Print"].setFocus()
    assert QApplication.focusWidget() is rows["Print"]
    window.lay("Edit", "Archive", "Print")
    assert here() == "Print"


def test_what_is_only_hidden_passes_it_on(window: Window) -> None:
    window.pane.hide()
    assert here() == "below"


def test_a_sheet_gives_it_back_to_where_it_was(qtbot: QtBot, window: Window) -> None:
    put(window, "elsewhere")
    sheet = Sheet(window, "Add time")
    sheet.set_body(plain("Minutes"))
    sheet.open()
    assert here() == "Minutes"
    with qtbot.waitSignal(sheet.destroyed):
        sheet.close_sheet()
    assert here() == "elsewhere"


def test_a_sheet_gives_it_back_to_what_was_made_anew_meanwhile(window: Window) -> None:
    sheet = Sheet(window, "Edit")
    sheet.set_body(plain("Name"))
    sheet.open()
    window.lay("new", "Edit", "Archive")
    sheet.close_sheet()
    assert here() == "Archive"
