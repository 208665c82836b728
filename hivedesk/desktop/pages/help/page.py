"""Help: short texts, found by their words; each tells of one page or one deed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.commands import run
from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.table import dress_list
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.keys import PLACES
from hivedesk.topics import Topic, matching, topic_called, topics

from .text import HelpText

LIST_WIDTH, NARROW = 280, 800  # logical pixels at 100 %


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return HelpPage(workspace)


class HelpPage(Page):
    """The list of texts with a search box over it, and the one that is read beside it.

    In a narrow window these are two steps.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._topic: Topic | None = None
        self._came_from = ""
        self._reading = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._left = self._make_list()
        self._line = rule(vertical=True)
        self._right = self._make_reader()
        row.addWidget(self._left)
        row.addWidget(self._line)
        row.addWidget(self._right, 1)
        self._show_found()
        self.show_topic(topics()[0])
        self._reading = False
        self._fold()

    # what is asked of it

    def reload(self) -> None:
        """Nothing here comes from the store."""
        self.usable.emit()

    def show_this(self, **what: Any) -> None:
        """`topic=` shows a text by its name; `back=` is the place to go back to."""
        self._came_from = what.get("back", "")
        topic = topic_called(what.get("topic", ""))
        if topic is not None:
            self.search.clear()
            self.show_topic(topic)

    def show_topic(self, topic: Topic) -> None:
        """Show a text from its beginning."""
        self._topic, self._reading = topic, True
        text = HelpText(topic, carers=self.workspace.open_desk.is_carers)
        text.topic_wanted.connect(lambda name: self.show_this(topic=name, back=self._came_from))
        text.command_wanted.connect(lambda name: run(name, self.workspace))
        self._title.setText(topic.title)
        holder = QWidget()
        holder.setObjectName("scrolled")
        column = QVBoxLayout(holder)
        theme = current_theme()
        side = theme.px("frame.page_margin")
        column.setContentsMargins(side, theme.px("space.m"), side, side)
        column.addWidget(text)
        self._scroll.setWidget(holder)
        self._scroll.setAccessibleName(topic.title)
        told = [block.text if block.kind == "picture" else block.plain for block in topic.blocks]
        self._scroll.setAccessibleDescription(" ".join(told))
        self._mark(topic)
        self._fold()

    def topic(self) -> Topic | None:
        """What is read now."""
        return self._topic

    def take_focus(self) -> None:
        """Into the text where one was asked for, else to the search box."""
        target = self._scroll if self._scroll.isVisible() else self.search
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # how it is made

    def _make_list(self) -> QFrame:
        theme = current_theme()
        left = QFrame()
        left.setProperty("surface", "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        side, over = theme.px("space.l"), theme.px("space.m")
        head.setContentsMargins(side, over, side, over)
        head.setSpacing(theme.px("space.m"))
        head.addWidget(words("Help", "title"))
        self.search = LineEditor(hint="Find in help")
        self.search.setAccessibleName("Find in help")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_found)
        self.search.installEventFilter(self)
        head.addWidget(self.search)
        column.addLayout(head)
        column.addWidget(rule())
        self._rows = LineModel(self)
        self.view = QListView()
        self.view.setModel(self._rows)
        dress_list(self.view, "Help texts")
        self.view.clicked.connect(self._open_row)
        self.view.activated.connect(self._open_row)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self._empty = EmptyState("", "Show all", least_width=160)
        self._empty.pressed.connect(self.search.clear)
        self._stack = Stack()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        return left

    def _make_reader(self) -> QWidget:
        theme = current_theme()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        side = theme.px("frame.page_margin")
        head.setContentsMargins(side, theme.px("space.m"), side, theme.px("space.xs"))
        head.setSpacing(theme.px("space.xs"))
        ways = QHBoxLayout()
        self._to_list = link("All of help", self._show_list, icon="caret-left")
        self._back = link("Back", self._go_back, icon="caret-left")
        ways.addWidget(self._to_list)
        ways.addWidget(self._back)
        ways.addStretch(1)
        head.addLayout(ways)
        self._title = words("", "title", wrap=True)
        head.addWidget(self._title)
        column.addLayout(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        return right

    # what happens in it

    def _show_found(self) -> None:
        typed = self.search.text().strip()
        found = matching(typed) if typed else list(topics())
        self._rows.show_lines([Line(topic.name, topic.title, topic.first) for topic in found])
        if self._topic is not None:  # before the list is in sight: it would begin at its first row
            self._mark(self._topic)
        self._stack.setCurrentWidget(self.view if found else self._empty)
        if not found:
            self._empty.say(f"Nothing in help about ‘{typed}’.", "Show all")
        if typed:
            announce(self.search, f"{len(found)} found" if found else "Nothing found")

    def _mark(self, topic: Topic) -> None:
        """The row of the text that is read, if the list holds it."""
        row = self._rows.row_of(topic.name)
        blocked = self.view.selectionModel().blockSignals(True)
        self.view.setCurrentIndex(self._rows.index(row) if row >= 0 else QModelIndex())
        self.view.selectionModel().blockSignals(blocked)
        self.view.viewport().update()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        """The arrows read on where the text stands beside the list."""
        if now.isValid() and not self._is_narrow():
            self._open_row(now)

    def _open_row(self, index: QModelIndex) -> None:
        topic = topic_called(self._rows.line(index.row()).record_id) if index.isValid() else None
        if topic is not None and (topic != self._topic or not self._reading):
            self.show_topic(topic)
            if self._is_narrow():
                self.take_focus()

    def _show_list(self) -> None:
        self._reading = False
        self._fold()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        self.workspace.open_page(self._came_from)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the search box opens the first text found, Down goes into the list."""
        if watched is self.search and isinstance(event, QKeyEvent) and self._rows.rowCount():
            return event.type() == QEvent.Type.KeyPress and self._pressed(event.key())
        return False

    def _pressed(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._reading = False
            self._open_row(self._rows.index(0))
            self.take_focus()
        elif key == Qt.Key.Key_Down:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.setCurrentIndex(self._rows.index(0))
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _is_narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def _fold(self) -> None:
        narrow = self._is_narrow()
        self._left.setVisible(not narrow or not self._reading)
        self._right.setVisible(not narrow or self._reading)
        self._line.setVisible(not narrow)
        self._left.setMaximumWidth(16777215 if narrow else current_theme().scaled(LIST_WIDTH))
        self._left.setMinimumWidth(0 if narrow else current_theme().scaled(LIST_WIDTH))
        self._to_list.setVisible(narrow)
        word = next((place.word for place in PLACES if place.name == self._came_from), "")
        self._back.set_word(f"Back to {word}" if word else "Back")
        self._back.setVisible(bool(word))
