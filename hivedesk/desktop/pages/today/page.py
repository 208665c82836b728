"""Today: left what needs you, right what you have. One reading fills the whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.panel import fill_with_panels
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.today import Today, today_of

from . import words as said
from .care import FollowUpsPanel, QuietPanel, TonightPanel, WelcomePanel
from .holdings import DuePanel, SpacesPanel, WeekPanel
from .rows import paragraph

if TYPE_CHECKING:
    from hivedesk.desktop.pages.rooms.queue_bar import QueueBar

# Logical pixels at 100 %, of this page: the rail (88) stands beside it from 800 on.
NARROW, ONE_COLUMN = 712, 1012
PANELS_BESIDE = 560
NEW_DAY_MS = 60_000
QUEUE_AFTER_MS = 200
"""Whose turn it is for a night comes after the page: it is one more question of the store."""


class TodayPage(Page):
    """The first page."""

    kinds = frozenset(
        {
            "activities",
            "bookings",
            "carers",
            "children",
            "core-hours",
            "due-checks",
            "families",
            "family-statuses",
            "follow-ups",
            "hives",
            "link-carers",
            "placements",
            "policies",
            "referrals",
            "room-closures",
            "rooms",
            "sessions",
            "stay-offers",
            "support-logs",
            "time-entries",
            "waiting-list",
            "workers",
        }
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._today: Today | None = None
        self._queue: QueueBar | None = None
        self._narrow = False
        self.tonight, self.follow_ups = TonightPanel(workspace), FollowUpsPanel(workspace)
        self.quiet, self.week = QuietPanel(workspace), WeekPanel(workspace)
        self.spaces, self.due = SpacesPanel(workspace), DuePanel(workspace)
        self.welcome = WelcomePanel(workspace)
        self._shown: dict[QWidget, Any] = {}
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Today")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._build()
        self._new_day = QTimer(self)
        self._new_day.setInterval(NEW_DAY_MS)
        self._new_day.timeout.connect(self._look_at_the_day)
        self._new_day.start()

    def reload(self) -> None:
        """Ask the store for the whole page again; what was read with the opening serves once."""
        first, self.workspace.first_today = self.workspace.first_today, None
        if first is not None:
            self._show(first)
            return
        desk, hive_id = self.workspace.open_desk, self.workspace.hive_id

        def query(session: Session) -> Today:
            return today_of(session, hive_id, desk.worker_id, desk.now)

        self.workspace.read(query, self._show, self, "today")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._today is not None:
            self._fold()
            QTimer.singleShot(0, self, self._fill_afresh)

    def _build(self) -> None:
        # From the outside in: a style sheet looks again at all that hangs on what is moved.
        theme = current_theme()
        body = QWidget()
        body.setObjectName("scrolled")
        self._scroll.setViewport(QWidget())
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        column = QVBoxLayout(body)
        self._margins = column
        column.setSpacing(theme.px("space.l"))
        column.addLayout(self._head())
        self._content = QWidget()
        # Empty panels would only flash by before the answer is there.
        self._content.hide()
        column.addWidget(self._content)
        column.addStretch(1)
        inside = self._inside = QVBoxLayout(self._content)
        inside.setSpacing(theme.px("space.l"))
        inside.setContentsMargins(0, 0, 0, 0)
        left, right, first, second = (QWidget() for _ in range(4))
        sides = Sides(left, right, narrow=ONE_COLUMN - 2 * 24, gap="space.l")
        sides.set_stretch(5, 2)
        inside.addWidget(sides)
        beside = Sides(first, second, narrow=PANELS_BESIDE, gap="space.l")
        fill_with_panels(right, beside)
        fill_with_panels(left, self.welcome, self.tonight, self.follow_ups, self.quiet)
        fill_with_panels(first, self.week, self.spaces)
        fill_with_panels(second, self.due)

    def _head(self) -> QGridLayout:
        theme = current_theme()
        self._top = QGridLayout()
        self._top.setHorizontalSpacing(theme.px("space.s"))
        self._top.setVerticalSpacing(theme.px("space.xxs"))
        self._top.setColumnStretch(0, 1)
        self._title = words("", "title")
        self._sentence = paragraph("", "muted", "body")
        self.book = plain("Book a stay", self._book, icon="calendar")
        self.log = primary("Log support", self._log, icon="plus", shortcut_text="Ctrl+N")
        self._lay_head()
        return self._top

    def _lay_head(self) -> None:
        """Wide: the buttons beside title and sentence. Narrow: the sentence has its own line."""
        self._top.addWidget(self._title, 0, 0)
        self._top.addWidget(self._sentence, 1, 0, 1, 3 if self._narrow else 1)
        high = 1 if self._narrow else 2
        self._top.addWidget(self.book, 0, 1, high, 1)
        self._top.addWidget(self.log, 0, 2, high, 1)

    def _log(self) -> None:
        self.workspace.open_sheet("log-support")

    def _book(self) -> None:
        self.workspace.open_sheet("record", kind="bookings")

    def _show(self, today: Today) -> None:
        self._today = today
        hello = said.greeting(self.workspace.open_desk.who, self.workspace.now)
        self._title.setText(said.day_words(today.day))
        self._sentence.setText(f"{hello} {said.what_matters(today)}")
        self._fill()
        self._content.show()
        QTimer.singleShot(QUEUE_AFTER_MS, self, self._ask_queue)
        self.usable.emit()

    def _fill(self) -> None:
        if self._today is not None:
            self.welcome.setVisible(not self._today.families)
            for panel, part in self._parts(self._today):
                # A press changes one panel: the others keep their rows, and the keyboard its place.
                if self._shown.get(panel) != (part, self._narrow):
                    self._shown[panel] = (part, self._narrow)
                    panel.show_today(self._today, self._narrow)

    def _parts(self, today: Today) -> tuple[tuple[Any, Any], ...]:
        """Each panel with all that it shows."""
        day, above = today.day, (len(today.tonight.stays), len(today.follow_ups.first))
        place = (today.hive_id, today.thin, today.families)
        return (
            (self.tonight, (day, place, today.tonight)),
            (self.follow_ups, (day, today.follow_ups)),
            (self.quiet, (day, above, today.quiet)),
            (self.week, (day, today.week)),
            (self.spaces, (day, today.spaces)),
            (self.due, (day, today.due)),
        )

    def _fill_afresh(self) -> None:
        """Every size has changed with the text size."""
        self._shown.clear()
        self._fill()

    def _fold(self) -> None:
        theme = current_theme()
        side = theme.px("space.l") if self._is_narrow() else theme.px("frame.page_margin")
        self._margins.setContentsMargins(side, theme.px("space.l"), side, theme.px("space.l"))
        if self._is_narrow() != self._narrow:
            self._narrow = not self._narrow
            self._lay_head()
            self._fill()

    def _is_narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def _ask_queue(self) -> None:
        if self.workspace.desk is None:
            return
        if self._queue is None:
            # lazy: start-up
            from hivedesk.desktop.pages.rooms.queue_bar import QueueBar

            self._queue = QueueBar(self.workspace, on_today=True)
            self._inside.insertWidget(0, self._queue)
        self._queue.reload()

    def _look_at_the_day(self) -> None:
        if self._today is None or self.workspace.desk is None:
            return
        if self.workspace.today != self._today.day:
            self.reload()


def make(workspace: Workspace) -> Page:
    """The page."""
    return TodayPage(workspace)
