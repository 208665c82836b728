"""The Support page and its sheets in a window of their own, over a real store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.support import log_support
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subjects_page import SubjectsPage
from hivedesk.desktop.pages.support.page import make
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.table import MARK, SECOND_LINE
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import Way
from tests.actions.little import Ids, settle_in


@dataclass
class Hosted:
    """The page in a window, and what it asked of the rest of the desk."""

    window: QWidget
    page: SubjectsPage
    workspace: Workspace
    qtbot: QtBot
    opened: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the store has answered everything that was asked."""
        for _ in range(3):
            QApplication.processEvents()
            assert self.workspace.background.wait_idle()
        QApplication.processEvents()
        assert self.troubles == []

    def view(self, name: str) -> Any:
        """Bring a view to the front, as others ask for it."""
        with self.qtbot.waitSignal(self.page.usable):
            self.page.show_this(view=name)
            self.page.reload()
        self.settle()
        return self.page.show_view(name)

    def lines(self, view: Any) -> list[tuple[str, str, str]]:
        """Title, second line and mark of each row of a list."""
        model = view.list.view.model()
        found = []
        for number in range(model.rowCount()):
            index = model.index(number, 0)
            mark = index.data(MARK)
            found.append((index.data(), index.data(SECOND_LINE), getattr(mark, "word", mark) or ""))
        return found

    def choose(self, view: Any, number: int) -> None:
        """Put the mark on a row."""
        view.list.view.setCurrentIndex(view.list.view.model().index(number, 0))
        self.settle()

    def sheet(self) -> FormSheet:
        """The form that is open."""
        self.settle()
        (found,) = (s for s in self.window.findChildren(FormSheet) if s.isVisible())
        return found

    def open_log(self, **what: Any) -> FormSheet:
        """Open the log sheet."""
        self.workspace.open_sheet("log-support", **what)
        return self.sheet()

    def sheets(self) -> list[FormSheet]:
        """Forms in sight."""
        self.settle()
        return [s for s in self.window.findChildren(FormSheet) if s.isVisible()]

    def press(self, within: QWidget, word: str) -> None:
        """Press the button that says this."""
        found = [b for b in within.findChildren(Button) if b.text() == word and b.isVisible()]
        self.qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()


def said_in(widget: QWidget) -> list[str]:
    """Every label in sight."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child, a link carer with a room."""
    return settle_in(desk)


@pytest.fixture
def hosted(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[Hosted]:
    """The Support page."""
    yield from standing(qtbot, desk, make)


def standing(qtbot: QtBot, desk: Desk, make: Callable[[Workspace], Page]) -> Iterator[Hosted]:
    """A page as wide as it stands on a laptop of 1366 by 768, until its test is over."""
    workspace = Workspace()
    workspace.desk = desk
    workspace.hives = come_in(desk).hives
    window = QWidget()
    box = QHBoxLayout(window)
    box.setContentsMargins(0, 0, 0, 0)
    page = make(workspace)
    assert isinstance(page, SubjectsPage)
    box.addWidget(page)
    made = Hosted(window, page, workspace, qtbot)
    workspace.sheet_wanted.connect(lambda name, what: open_sheet(name, window, workspace, what))
    workspace.record_wanted.connect(lambda *what: made.opened.append(what))
    workspace.said.connect(lambda words, _: made.said.append(words))
    workspace.trouble.connect(lambda why: made.troubles.append(words_for(why)))
    workspace.changed.connect(lambda kinds: page.reload() if page.kinds & kinds else None)
    qtbot.addWidget(window)
    window.resize(1278, 716)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(page.usable):
        page.reload()
    made.settle()
    yield made
    workspace.stop()


def log(desk: Desk, family_ids: list[str], at: dt.datetime, **given: Any) -> str:
    """A contact; its id."""
    follow_up = given.pop("follow_up", None)
    values = {"at": at, "minutes": 25, "way": Way.PHONE, "note": "A word.", "themes": []}
    made = log_support(desk, family_ids, values | given, follow_up)
    assert made.record_id
    return made.record_id


def at(day: int, hour: int = 11, minute: int = 0) -> dt.datetime:
    """A moment in June 2021, when London is an hour ahead of UTC; `hour` is London's."""
    return dt.datetime(2021, 6, day, hour - 1, minute, tzinfo=dt.UTC)
