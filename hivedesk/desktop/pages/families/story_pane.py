"""The story at the right: chips, find, and the entries, newest first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
)

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Chips, Option, link
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import ElidedLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.story import StoryAsked, StoryPage, story_of
from hivedesk.store.queries.story_entries import Entry

from .card_words import month_words
from .story_paint import StoryDelegate
from .story_rows import StoryModel

CHIPS = (
    ("", "All"),
    ("support", "Support"),
    ("stays", "Stays"),
    ("activities", "Activities"),
    ("training", "Training"),
    ("referrals", "Referrals"),
    ("status", "Status"),
)
FIND_AFTER_MS = 200
ELSEWHERE = frozenset({"support-logs", "bookings", "activities", "sessions", "referrals"})
"""Kinds with a page that shows them whole; the rest open in their form, over the story."""


class StoryList(QListView):
    """The entries. Enter opens as a click does."""

    opened = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class FindField(LineEditor):
    """A line with the sign for looking before it, as large as the words are."""

    def __init__(self, name: str) -> None:
        super().__init__(hint=name)
        self.setAccessibleName(name)
        theme = current_theme()
        self.setTextMargins(theme.px("icon.inline") + theme.px("space.xs"), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        box = QRectF(theme.px("space.s"), 0, theme.px("icon.inline"), self.height())
        paint_icon(QPainter(self), box, "search", "text_muted")


class StoryPane(QFrame):
    """One family's story. Signals: `back` (no room beside the card), `stands` when it is there."""

    back = Signal()
    stands = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAccessibleName("Story")
        self._workspace = workspace
        self._family_id: str | None = None
        self._entries: list[Entry] = []
        self._earlier: dt.date | None = None
        theme = current_theme()
        column = QVBoxLayout(self)
        side = theme.px("space.l") + theme.px("space.xs")
        column.setContentsMargins(side, theme.px("space.m"), theme.px("space.s"), 0)
        column.setSpacing(theme.px("space.s"))
        self._back = link("Back to the card", self.back.emit, icon="caret-left")
        self._back.hide()
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._make_head())
        self._chips = Chips("What to show", [Option(*each) for each in CHIPS], single=True)
        self._chips.changed.connect(self._ask_anew)
        column.addWidget(self._chips)
        self._model = StoryModel(self)
        self.view = StoryList()
        self._dress()
        self._empty = EmptyState("", icon="document")
        self._empty.pressed.connect(self._show_all)
        self._stack = Stack()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(FIND_AFTER_MS)
        self._typed.timeout.connect(self._ask_anew)

    def show_family(self, family_id: str | None) -> None:
        """Tell this family's story from the newest on, with nothing filtered away."""
        if family_id == self._family_id:
            self.reload()
            return
        self._family_id = family_id
        self._entries, self._earlier = [], None
        self._typed.stop()
        for one in (self._find, self._chips):
            one.blockSignals(True)
        self._find.clear()
        self._chips.set_values([""])
        for one in (self._find, self._chips):
            one.blockSignals(False)
        self._ask(None)

    def reload(self) -> None:
        """Ask again for as much as is shown."""
        self._ask(None, back_to=self._entries[-1].day if self._entries else None)

    def entries(self) -> list[Entry]:
        """What is shown now, newest first."""
        return list(self._entries)

    def set_back(self, shown: bool) -> None:
        """Whether the card lies behind the story."""
        self._back.setVisible(shown)

    def open_row(self, index: QModelIndex) -> None:
        """Open the record of a row, or fetch what came before."""
        row = self._model.row(index.row())
        if row.earlier:
            self._ask(self._earlier)
        elif row.entry is not None:
            self._open(row.entry)

    def _open(self, entry: Entry) -> None:
        if entry.kind in ELSEWHERE:
            self._workspace.open_record(entry.kind, entry.record_id)
        else:
            self._workspace.open_sheet("record", kind=entry.kind, record_id=entry.record_id)

    def _make_head(self) -> QHBoxLayout:
        theme = current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.s"))
        head.setContentsMargins(0, 0, theme.px("space.m"), 0)
        head.addWidget(words("Story", "lead"))
        self._count = ElidedLabel("", "body", "muted")
        head.addWidget(self._count, 1)
        self._find = FindField("Find in this story")
        self._find.setMinimumWidth(theme.scaled(120))
        self._find.setMaximumWidth(theme.scaled(200))
        self._find.changed.connect(lambda: self._typed.start())
        head.addWidget(self._find, 1)
        return head

    def _dress(self) -> None:
        view = self.view
        view.setObjectName("story")
        view.setAccessibleName("Story, newest first")
        view.setModel(self._model)
        self._delegate = StoryDelegate(view)
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.verticalScrollBar().setSingleStep(current_theme().px("space.xl"))
        # The bar is always there: appearing, it would change the width and lay all out twice.
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.clicked.connect(self.open_row)
        view.opened.connect(self.open_row)

    def _ask_anew(self) -> None:
        self._typed.stop()
        self._entries, self._earlier = [], None
        self._ask(None)

    def _ask(self, before: dt.date | None, back_to: dt.date | None = None) -> None:
        if self._family_id is None:
            return
        chip = str(self._chips.values()[0])
        find = str(self._find.value() or "")
        asked = StoryAsked(
            self._family_id, chip, find, before, back_to, self._workspace.open_desk.worker_id
        )
        now = self._workspace.now

        def done(page: StoryPage) -> None:
            self._show(asked, page)

        self._workspace.read(lambda session: story_of(session, asked, now), done, self, "story")

    def _show(self, asked: StoryAsked, page: StoryPage) -> None:
        further = asked.before is not None
        place = self.view.verticalScrollBar().value() if further or asked.back_to else 0
        chosen = self.view.currentIndex().row()
        self._entries = [*self._entries, *page.entries] if further else list(page.entries)
        self._earlier = page.earlier
        self._delegate.mark(asked.find.casefold().split())
        self._model.show_entries(self._entries, page.earlier is not None, self._workspace.today)
        self._tell(asked, page)
        if further and chosen >= 0:
            # The keyboard goes on where "Earlier…" stood.
            self.view.setCurrentIndex(self._model.index(min(chosen, self._model.rowCount() - 1)))
        self.view.verticalScrollBar().setValue(place)
        self._stack.setCurrentWidget(self.view if self._entries else self._empty)
        self.stands.emit()

    def _tell(self, asked: StoryAsked, page: StoryPage) -> None:
        entries = f"{page.total:,} entr{'y' if page.total == 1 else 'ies'}"
        if asked.find:
            told = f"{page.found:,} of {entries}"
            announce(self, told)
        else:
            told = f"{entries} since {month_words(page.since)}" if page.since else ""
        self._count.setText(told)
        if not page.entries and asked.find:
            self._empty.say(f"Nothing in this story says “{asked.find}”.", "Show all")
        elif not page.entries and asked.chip:
            word = dict(CHIPS)[asked.chip]
            self._empty.say(f"Nothing yet under {word}.", "Show all")
        elif not page.entries:
            self._empty.say("Nothing has been written yet. The first log begins the story.")

    def _show_all(self) -> None:
        self._find.blockSignals(True)
        self._find.clear()
        self._find.blockSignals(False)
        self._chips.blockSignals(True)
        self._chips.set_values([""])
        self._chips.blockSignals(False)
        self._ask_anew()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._delegate.forget()
