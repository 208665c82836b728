"""A bed held while somebody rings: its clock, and what follows the ring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.actions.holding import book_held, give_up
from hivedesk.actions.stays import hold
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link, plain
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.when import date_words, time_words
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayKind
from hivedesk.rules.days import local
from hivedesk.rules.problems import Problem, Severity
from hivedesk.store.queries.held import Held

from .board.words import span_words
from .yes_cards import grow_with_width

TICK_MS = 1000
SPOKEN = frozenset({10, 5, 2, 1})
"""Minutes left that are said aloud; every one of them would drown the call."""

Now = Callable[[], dt.datetime | None]
"""The moment on this desk's clock; None once the window has locked."""


def clock_of(workspace: Workspace) -> Now:
    """The desk's own clock."""
    return lambda: workspace.now if workspace.desk is not None else None


def left_words(until: dt.datetime, now: dt.datetime) -> str:
    """ "Held until 14:32, 12 minutes left"."""
    seconds = (until - now).total_seconds()
    moment = time_words(local(until).time())
    if seconds <= 0:
        return f"Time ran out at {moment}. The bed is free for others."
    if seconds < 60:
        return f"Held until {moment}, less than a minute left"
    minutes = minutes_left(until, now)
    return f"Held until {moment}, {minutes} minute{'' if minutes == 1 else 's'} left"


def minutes_left(until: dt.datetime, now: dt.datetime) -> int:
    """Whole minutes, the one that has begun included; 0 once it has run out."""
    return max(0, -int(-(until - now).total_seconds() // 60))


class HoldClock(QWidget):
    """Runs down in words. `ran_out` when the bed is held no more."""

    ran_out = Signal()

    def __init__(self, until: dt.datetime, now: Now) -> None:
        super().__init__()
        self._until, self._now = until, now
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px("space.s"))
        self._icon = IconLabel("clock", "text")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = words("", "body", strong=True, wrap=True)
        row.addWidget(self._words, 1)
        self._left = -1
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.look)
        self.look()
        if self._left:
            self._tick.start()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    def look(self) -> None:
        """Show what is left; say some of the minutes, and the end."""
        now = self._now()
        if now is None:
            self._tick.stop()
            return
        left, told = minutes_left(self._until, now), left_words(self._until, now)
        if told != self._words.text():
            self._words.setText(told)
            self.setAccessibleName(told)
        before, self._left = self._left, left
        if left == before:
            return
        if not left:
            self._icon.set_icon("warning", "warning")
            self._tick.stop()
        if before > 0 and (left in SPOKEN or not left):
            announce(self, told)
        if before > 0 and not left:
            self.ran_out.emit()


class HoldCard(QFrame):
    """One hold in the panel: for whom, where, its clock, and what can come of it.

    Signals: `lapsed` when the time runs out, `done` when it was booked or let go.
    """

    lapsed = Signal()
    done = Signal()

    def __init__(self, workspace: Workspace, held: Held) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.held = held
        self._workspace = workspace
        theme = current_theme()
        column = QVBoxLayout(self)
        pad = theme.px("space.m")
        column.setContentsMargins(pad, theme.px("space.s"), pad, theme.px("space.s"))
        column.setSpacing(theme.px("space.xs"))
        self.runs = runs = held.runs(workspace.now)
        is_held = "is held" if runs else "was held"
        title = f"{held.room} {is_held} for {held.names}"
        column.addWidget(words(title, strong=True, wrap=True))
        told = held_when(held, workspace.today)
        ring = f"{held.link_carer}, {held.phone}" if held.phone else held.link_carer
        column.addWidget(words(f"{told} · {ring}", "small", "muted", wrap=True))
        self.clock = HoldClock(held.until, clock_of(workspace))
        self.clock.ran_out.connect(self.lapsed)
        column.addWidget(self.clock)
        self._why_not = words("", "small", "danger", wrap=True)
        self._why_not.hide()
        column.addWidget(self._why_not)
        holder = QWidget()
        grow_with_width(holder)
        flow = FlowLayout(holder)
        self.book = plain("Book it", self._book, icon="check", compact=True)
        self.let_go = plain("Let go", self._let_go, compact=True)
        self.again = plain("Hold again", self._again, icon="clock", compact=True)
        self.notes = link("With notes…", self._open)
        buttons = (self.book, self.let_go, self.notes)
        for button in buttons if runs else (self.again, *buttons):
            button.setAccessibleName(f"{button.text()}: {held.room} for {held.names}")
            flow.addWidget(button)
        column.addWidget(holder)
        self.setAccessibleName(f"{title}. {self.clock.words}")

    def _book(self) -> None:
        """Book it at once; over a warning the note is asked for in the sheet."""
        self._workspace.do(
            lambda desk: book_held(desk, self.held.ids),
            done=lambda _: self.done.emit(),
            refused=self._refused,
            owner=self,
            words=f"Booked into {self.held.room}",
        )

    def _let_go(self) -> None:
        self._workspace.do(
            lambda desk: give_up(desk, self.held.ids),
            done=lambda _: self.done.emit(),
            refused=self._say,
            owner=self,
            words=f"{self.held.room} let go",
        )

    def _again(self) -> None:
        self._workspace.do(
            lambda desk: hold(desk, self.held.ids),
            done=lambda _: self.done.emit(),
            refused=self._say,
            owner=self,
            words=f"{self.held.room} is held again",
        )

    def _open(self) -> None:
        self._workspace.open_sheet("held-stay", booking_id=self.held.ids[0])

    def _refused(self, problems: list[Problem]) -> None:
        if all(problem.severity is Severity.WARNING for problem in problems):
            self._open()
        else:
            self._say(problems)

    def _say(self, problems: list[Problem]) -> None:
        told = " ".join(dict.fromkeys(problem.words for problem in problems))
        self._why_not.setText(told)
        self._why_not.show()
        announce(self, told)


def held_when(held: Held, today: dt.date) -> str:
    """ "Fri 2 – Sun 4 Jul, 2 nights"."""
    if held.kind is StayKind.DAY_CARE:
        return date_words(held.from_on, today)
    return span_words(held.from_on, held.to_on, today)
