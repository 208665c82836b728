"""The Rooms page in a window of its own, on a real store, and a hand that presses its buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.rooms.page import RoomsPage
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.workspace import Workspace, words_for

S = TypeVar("S", bound=Sheet)


class RoomsHost:
    """Opens sheets and reloads the page as the window does; remembers what was said."""

    make: Callable[[Workspace], Any] = staticmethod(RoomsPage)

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.said: list[str] = []
        self.troubles: list[str] = []
        self.workspace = Workspace()
        self.workspace.desk, self.workspace.hives = come_in(desk)[:2]
        self.window = QWidget()
        box = QHBoxLayout(self.window)
        box.setContentsMargins(0, 0, 0, 0)
        self.page = self.make(self.workspace)
        box.addWidget(self.page)
        workspace = self.workspace
        workspace.sheet_wanted.connect(
            lambda name, what: open_sheet(name, self.window, workspace, what)
        )
        workspace.page_wanted.connect(lambda _, what: self.page.show_this(**what))
        workspace.record_wanted.connect(
            lambda kind, record_id: self.page.show_this(kind=kind, record_id=record_id)
        )
        workspace.changed.connect(self._reload)
        workspace.said.connect(lambda words, _: self.said.append(words))
        workspace.trouble.connect(lambda why: self.troubles.append(words_for(why)))
        qtbot.addWidget(self.window)
        self.window.resize(1278, 716)
        self.window.show()
        self.page.reload()
        self.settle()

    def close(self) -> None:
        """Leave the desk and end the threads, as the window does."""
        self.workspace.desk = None
        self.workspace.background.stop()
        self.workspace.aside.stop()

    def settle(self) -> None:
        """Until nothing is asked for."""
        for _ in range(4):
            QApplication.processEvents()
            assert self.workspace.background.wait_idle()
            assert self.workspace.aside.wait_idle()
        QApplication.processEvents()
        assert self.troubles == []

    def press(self, word: str, within: QWidget | None = None) -> None:
        """Press the one visible button with this word."""
        buttons = (within or self.window).findChildren(Button)
        (button,) = (each for each in buttons if each.text() == word and each.isVisible())
        button.click()
        self.settle()

    def words(self) -> set[str]:
        """The words of the buttons in sight."""
        return {each.text() for each in self.window.findChildren(Button) if each.isVisible()}

    def sheet(self, kind: type[S]) -> S:
        """The sheet in sight."""
        (found,) = (each for each in self.window.findChildren(kind) if each.isVisible())
        return found

    def no_sheet(self) -> bool:
        """Whether nothing lies over the page."""
        return not any(each.isVisible() for each in self.window.findChildren(Sheet))

    def reads(self, sentence: str) -> bool:
        """Whether these words stand on the page or a sheet."""
        labels = self.window.findChildren(QLabel)
        return any(sentence in label.text() for label in labels if label.isVisible())

    def _reload(self, kinds: frozenset[str]) -> None:
        if kinds & self.page.kinds:
            self.page.reload()
