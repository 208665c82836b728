"""The room board as a view of its page: tools, canvas, what it says, legend, side panel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.stays import move_stay
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.words import IconLabel, rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayState
from hivedesk.rules.days import Span, week_of
from hivedesk.rules.problems import Problem, Severity
from hivedesk.store.queries.board import BoardStay, board_of

from .accessible import install
from .canvas import NARROW
from .geometry import Zoom
from .hands import Board
from .legend import Legend
from .model import Bar, Model
from .tools import Tools
from .words import CARERS_HINT, CARERS_SHORT_HINT, HINT, NOT_HERS, SHORT_HINT, stay_when

KINDS = frozenset(
    {"bookings", "rooms", "link-carers", "room-closures", "children", "hives", "policies"}
)
AROUND = 60  # days read on either side of those that are seen
NEAR = 14  # this near to the edge of what was read, more is read
MINUTE_MS = 60_000
LOW = 460  # logical pixels at 100 %: a lower page keeps its legend folded


class BoardView(QWidget):
    """The board. `side` puts a panel at its right; `tools` belong into the page's title line.

    Signals:
        usable(): what was asked for stands there.
        asked(str, date, date): somebody wants these days in this room (check-in, check-out).
    """

    usable = Signal()
    asked = Signal(str, object, object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._read: Span | None = None
        self._asked_for: Span | None = None
        self._books_at_once = True
        self._carers = workspace.open_desk.is_carers
        self._hints = (CARERS_HINT, CARERS_SHORT_HINT) if self._carers else (HINT, SHORT_HINT)
        install()
        self.board = Board(workspace.now)
        self.tools = Tools(self.board.zoom)
        self.legend = Legend()
        self._side: QWidget | None = None
        self._low = False
        self._build()
        self._key.setVisible(False)
        self._connect()
        self.board.show_day(week_of(workspace.today).first)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._tick)

    def reload(self) -> None:
        """Ask for the days around those that are seen."""
        self.board.set_now(self.workspace.now)
        self._ask()

    def side(self, panel: QWidget | None) -> None:
        """Put a panel at the right of the board, in place of the one that is there."""
        if self._side is not None:
            self._beside.removeWidget(self._side)
            self._side.setParent(None)
            self._side.deleteLater()
        self._side = panel
        if panel is not None:
            self._beside.addWidget(panel)
        self._fold()

    def set_books_at_once(self, at_once: bool) -> None:
        """Whether choosing empty days opens the booking form, or is only told by `asked`."""
        self._books_at_once = at_once

    def refused(self, stay: BoardStay, to: tuple[str, date, date], found: list[Problem]) -> None:
        """Put a stay back and say why; over a mere warning it may be moved with a reason."""
        self.board.put_back()
        self._say(f"Not moved. {found[0].words}", trouble=True)
        if all(problem.severity is Severity.WARNING for problem in found):
            room_id, from_on, to_on = to
            self.workspace.open_sheet(
                "move-anyway",
                booking_id=stay.id,
                room_id=room_id,
                from_on=from_on,
                to_on=to_on,
                warning=" ".join(problem.words for problem in found),
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)

    def _build(self) -> None:
        theme = current_theme()
        self._main = QWidget()
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        told = "No rooms are held on these days."
        self._empty = (
            EmptyState(told, "", "rooms")
            if self._carers
            else EmptyState(
                f"{told} Add the link carer first, then the room.", "Add a link carer", "rooms"
            )
        )
        self._empty.pressed.connect(lambda: self.workspace.open_sheet("record", kind="link-carers"))
        self._stack = Stack()
        self._stack.addWidget(self.board)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        column.addWidget(rule())
        foot = QWidget()
        line = QHBoxLayout(foot)
        margin = theme.px("frame.page_margin")
        line.setContentsMargins(margin, theme.px("space.xs"), margin, theme.px("space.xs"))
        self._warning = IconLabel("warning", "danger")
        self._warning.setVisible(False)
        line.addWidget(self._warning)
        self._said = words(self._hints[0], "small", "muted", wrap=True)
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self._said, 1)
        # Where the page is low, the rooms need the place of the legend; a press brings it back.
        self._key = link("What the bars mean", self._show_legend)
        line.addWidget(self._key)
        column.addWidget(foot)
        column.addWidget(self.legend)
        self._beside = QHBoxLayout(self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._main, 1)
        self._line = rule(vertical=True)
        self._beside.addWidget(self._line)
        self._line.setVisible(False)

    def _connect(self) -> None:
        board, tools = self.board, self.tools
        tools.stepped.connect(lambda windows: board.step(windows * board.window_days))
        tools.today_wanted.connect(self._show_today)
        tools.day_wanted.connect(board.show_day)
        tools.zoomed.connect(self._zoom)
        board.window_changed.connect(self._seen)
        board.said.connect(self._say)
        board.book_wanted.connect(self._book)
        board.move_wanted.connect(self._move)
        board.open_wanted.connect(self._open)
        board.cancel_wanted.connect(self._cancel)
        board.handover_wanted.connect(
            lambda stay: self.workspace.open_sheet("handover", booking_id=stay.id)
        )

    def _show_today(self) -> None:
        self.board.show_day(week_of(self.workspace.today).first)

    def _zoom(self, zoom: Zoom) -> None:
        self.board.set_zoom(zoom)

    def _seen(self) -> None:
        """Other days are seen: say which, and read more of them in time."""
        if self.workspace.desk is None:
            return
        first, last = self.board.view.whole_days()
        self.tools.show_days(first, last, self.workspace.today)
        near, asked = timedelta(days=NEAR), self._asked_for
        if asked is not None and not (asked.first <= first - near and last + near <= asked.last):
            self._ask()

    def _ask(self) -> None:
        first, last = self.board.view.whole_days()
        around = timedelta(days=AROUND)
        span, hive_id = Span(first - around, last + around), self.workspace.hive_id
        now, carers = self.workspace.now, self._carers
        self._asked_for = span

        def query(session: Session) -> Model:
            board = board_of(session, hive_id, span, now)
            # What is left for a crisis is her Hive's to watch: of her rooms it would say nothing.
            none_is = dict.fromkeys(board.thin, -1)
            return Model(replace(board, thin=none_is) if carers else board)

        self.workspace.read(query, self._show, self, "board")

    def _show(self, model: Model) -> None:
        self.board.set_model(model)
        syncing = self.workspace.syncing
        self.legend.show_sync(syncing is not None and syncing.standing.connected)
        self._stack.setCurrentWidget(self.board if model.rows else self._empty)
        self._said.setVisible(bool(model.rows))  # it tells how to book on the rows
        self._seen()
        self.usable.emit()

    def _tick(self) -> None:
        """The line of this moment moves on, and a bed that was only held is free again."""
        now = self.workspace.now
        self.board.set_now(now)
        lapses = self.board.model.lapses if self.board.model else None
        if lapses is not None and lapses <= now:
            self._ask()

    def _say(self, sentence: str, trouble: bool = False) -> None:
        self._said.setText(sentence)
        self._warning.setVisible(trouble)
        if trouble:
            self.board.setAccessibleDescription(sentence)
            self.workspace.said.emit(sentence, False)

    def _book(self, room_id: str, from_on: date, to_on: date) -> None:
        if self._carers:
            last = max(from_on, to_on - timedelta(days=1))
            closed = {"room_id": room_id, "first_day": from_on, "last_day": last}
            self.workspace.open_sheet("record", kind="room-closures", values=closed)
            return
        self.asked.emit(room_id, from_on, to_on)
        if self._books_at_once:
            days = {"room_id": room_id, "from_on": from_on, "to_on": to_on}
            self.workspace.open_sheet("record", kind="bookings", values=days)

    def _move(self, stay: BoardStay, room_id: str, from_on: date, to_on: date) -> None:
        if self._carers:
            self.board.put_back()
            self._say(NOT_HERS, trouble=True)
            return
        if stay.comes_again:
            # Which of them is meant is asked, with what would become of each.
            self.board.put_back()
            to = {"room_id": room_id, "from_on": from_on, "to_on": to_on}
            self.workspace.open_sheet("move-stay", booking_id=stay.id, **to)
            return
        self.workspace.do(
            lambda desk: move_stay(desk, stay.id, room_id=room_id, from_on=from_on, to_on=to_on),
            refused=lambda found: self.refused(stay, (room_id, from_on, to_on), found),
            owner=self,
            words=f"{stay.name}’s stay moved",
        )

    def _open(self, bar: Bar) -> None:
        stay = bar.stay
        held = stay is not None and stay.held_until and not self._carers
        if held and stay is not None and stay.status is StayState.REQUESTED:
            self.workspace.open_sheet("held-stay", booking_id=stay.id)
        elif stay is not None:
            self.workspace.open_record("bookings", stay.id)
        elif bar.closure is not None:
            self.workspace.open_record("room-closures", bar.closure.id)

    def _cancel(self, stay: BoardStay) -> None:
        if self._carers:
            self._say(NOT_HERS, trouble=True)
            return
        about = f"{stay.full_name}, {stay_when(stay, self.workspace.today)}"
        self.workspace.open_sheet("cancel-stay", booking_id=stay.id, about=about)

    def _show_legend(self) -> None:
        shown = not self.legend.isVisibleTo(self)
        self.legend.setVisible(shown)
        self._key.set_word("Hide what the bars mean" if shown else "What the bars mean")

    def _fold(self) -> None:
        """Under 800 wide a side panel takes the board's place; a low page hides the legend."""
        theme, side = current_theme(), self._side
        low = self.height() < theme.scaled(LOW)
        if low != self._low:
            self._low = low
            self.legend.setVisible(not low)
            self._key.setVisible(low)
            self._key.set_word("What the bars mean")
            if self._said.text() in self._hints:
                self._said.setText(self._hints[low])
        self._line.setVisible(side is not None)
        if side is None:
            self._main.setVisible(True)
            return
        narrow = self.width() < theme.scaled(NARROW)
        self._main.setVisible(not narrow)
        most = theme.px("frame.side_panel_max")
        side.setMinimumWidth(0 if narrow else theme.px("frame.side_panel_min"))
        side.setMaximumWidth(16_777_215 if narrow else most)
