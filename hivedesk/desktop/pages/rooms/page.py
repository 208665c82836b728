"""The Rooms page: the board, and the same as lists."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subjects_page import SubjectsPage
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, Option, Segments, icon_only, plain
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Booking

from .answering import RequestsBar
from .board.view import KINDS, BoardView
from .lists import CARERS_VIEWS, VIEWS
from .queue_bar import QueueBar
from .yes_panel import YesPanel
from .yes_question import StayToMove


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return RoomsPage(workspace)


class RoomsPage(Page):
    """Title line, and below it the board or the lists; both are made when first shown."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._carers = workspace.open_desk.is_carers
        views = CARERS_VIEWS if self._carers else VIEWS
        self.kinds = KINDS.union(*(view.kinds for view in views))
        self._stale: set[QWidget] = set()
        self.board = BoardView(workspace)
        self.lists = SubjectsPage(workspace, "", views)
        for view in (self.board, self.lists):
            view.usable.connect(self.usable)
        self._mode = Segments("View", [Option("board", "Board"), Option("list", "List")])
        self._mode.changed.connect(lambda: self._show_mode(str(self._mode.value())))
        self._yes: YesPanel | None = None
        self.board.asked.connect(self._days_chosen)
        self.board.tools.grown.connect(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(rule())
        self.queue = RequestsBar(workspace) if self._carers else QueueBar(workspace)
        column.addWidget(self.queue)
        self._stack = Stack()
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.lists)
        column.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def ask_yes(
        self,
        from_on: date | None = None,
        to_on: date | None = None,
        family_id: str | None = None,
    ) -> None:
        """Open "Can I say yes?" beside the board, or ask it about other days or a family."""
        if self._yes is None:
            self._mode.set_value("board")
            self._yes = YesPanel(self.workspace)
            self._yes.closed.connect(self._close_yes)
            self.board.side(self._yes)
            self.board.set_books_at_once(False)
            self._yes.question.fields["child_id"].focus()
        self._yes.begin(from_on, to_on, family_id)

    def find_another(self, booking_id: str) -> None:
        """Ask "Can I say yes?" for a stay that lost its bed, on its own days."""

        def query(session: Session) -> StayToMove | None:
            found = session.get(Booking, booking_id)
            if found is None:
                return None
            hours = (found.time_from, found.time_to)
            days = (found.kind, found.from_on, found.to_on, hours)
            return StayToMove(found.id, found.child_id, found.guest_name or "", *days, found.why)

        def done(stay: StayToMove | None) -> None:
            if stay is not None:
                self.board.board.show_day(stay.from_on)
                self.ask_yes(stay.from_on, stay.to_on)
                if self._yes is not None:
                    self._yes.find_another(stay)

        self.workspace.read(query, done, self, "another")

    def _close_yes(self) -> None:
        self._yes = None
        self.board.side(None)
        self.board.set_books_at_once(True)

    def _days_chosen(self, _room_id: str, from_on: date, to_on: date) -> None:
        if self._yes is not None:
            self._yes.begin(from_on, to_on)

    def reload(self) -> None:
        """Ask again for what is in sight; the other when it is next shown."""
        if self._yes is not None:
            self._yes.ask()
        shown = self._shown()
        self._stale = {self.board, self.lists} - {shown}
        self.queue.reload()
        shown.reload()

    def show_this(self, **what: Any) -> None:
        """`view=` "board", a list, or "yes" (with `family_id=`, for its
        children, or `booking_id=`, for a stay that needs another bed).

        `kind=`, `record_id=` shows a record in its list.
        """
        view = what.get("view")
        if self._carers and view in ("yes", "waiting"):
            return
        if view == "yes" and what.get("booking_id"):
            self._mode.set_value("board")
            self.find_another(what["booking_id"])
        elif view == "yes":
            self.ask_yes(family_id=what.get("family_id"))
        elif view == "board":
            self._mode.set_value("board")
        elif view == "list":
            self._mode.set_value("list")
        elif view or what.get("kind"):
            self._mode.set_value("list")
            self.lists.show_this(**what)

    def can_show(self, kind: str) -> bool:
        """Whether one of the lists has this kind."""
        return self.lists.can_show(kind)

    def view_in_front(self) -> str:
        """ "yes" while “Can I say yes?” is open beside the board, "board", or one of the lists."""
        if self._shown() is self.lists:
            return self.lists.view_in_front()
        return "yes" if self._yes is not None else "board"

    def _head(self) -> QBoxLayout:
        """Title, tools and buttons on one line, or the tools below."""
        theme = current_theme()
        margin = theme.px("frame.page_margin")
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setContentsMargins(margin, theme.px("space.m"), margin, theme.px("space.m"))
        self._bar.setSpacing(theme.px("space.m"))
        self._first = QHBoxLayout()
        self._first.setSpacing(theme.px("space.m"))
        self._title = words("Rooms", "title")
        self._first.addWidget(self._title)
        self._first.addWidget(self.board.tools)
        self._first.addStretch(1)
        self._first.addWidget(self._mode)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.px("space.s"))
        print_it = icon_only("print", "Print a board for the fridge", self._print)
        self._buttons.addWidget(print_it)
        if self._carers:
            sheet = partial(self.workspace.open_sheet, "statement")
            self._buttons.addWidget(plain("Statement…", sheet, icon="pound"))
        else:
            self._add_booking()
        self._first.addLayout(self._buttons)
        self._bar.addLayout(self._first)
        return self._bar

    def _add_booking(self) -> None:
        theme = current_theme()
        self._buttons.addWidget(plain("Can I say yes?", self.ask_yes))
        booking = QHBoxLayout()
        booking.setSpacing(theme.px("space.xxs"))
        booking.addWidget(
            plain(
                "Book a stay",
                lambda: self.workspace.open_sheet("record", kind="bookings"),
                icon="plus",
            )
        )
        booking.addWidget(self._other_ways())
        self._buttons.addLayout(booking)

    def _other_ways(self) -> Button:
        """A menu beside "Book a stay", by mouse and keyboard."""
        theme = current_theme()
        button = icon_only("caret-down", "Other ways to book")
        # As narrow as a target may be: with more, the zoom would fold at 1366.
        button.setFixedWidth(theme.scaled(24))
        menu = QMenu(button)
        menu.addAction("A stay that comes again…", lambda: self.workspace.open_sheet("repeat"))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(QPoint(0, button.height()))))
        return button

    def _print(self) -> None:
        """The month's board of a link carer: of the one whose row the focus is on, if any."""
        self.workspace.open_sheet("board", link_carer_id=self.board.board.focused_carer())

    def _show_mode(self, mode: str) -> None:
        self.board.tools.setVisible(mode == "board")
        self.queue.want(mode == "board")
        shown = self._shown()
        self._stack.setCurrentWidget(shown)
        if shown is self.lists or shown in self._stale:
            self._stale.discard(shown)
            shown.reload()

    def _shown(self) -> BoardView | SubjectsPage:
        return self.board if self._mode.value() == "board" else self.lists

    def _fold(self) -> None:
        """Tools beside the title, or with their zoom as a list, or on a line of their own."""
        tools, theme = self.board.tools, current_theme()
        gap, margins = theme.px("space.m"), 2 * theme.px("frame.page_margin")
        beside = (self._title, self._mode)
        rest = sum(each.sizeHint().width() + gap for each in beside) + margins + 2 * gap
        rest += self._buttons.sizeHint().width()
        widths = tools.widths()
        below = self.width() < rest + widths[-1]
        free = self.width() - (margins if below else rest)
        tools.set_fold(next((fold for fold, wide in enumerate(widths) if wide <= free), 2))
        if below == (self._bar.direction() == QBoxLayout.Direction.TopToBottom):
            return
        if below:
            self._first.removeWidget(tools)
            self._bar.addWidget(tools)
            self._bar.setDirection(QBoxLayout.Direction.TopToBottom)
        else:
            self._bar.removeWidget(tools)
            self._first.insertWidget(1, tools)
            self._bar.setDirection(QBoxLayout.Direction.LeftToRight)
