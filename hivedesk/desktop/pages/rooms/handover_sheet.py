"""The handover of a night: its checklist, ticked as things are told or given, and its paper."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk
from hivedesk.actions.handover import add_to_handover, tick_first, tick_handover
from hivedesk.actions.saving import archive
from hivedesk.desktop.pages.printed_sheet import PrintedSheet
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import icon_only, plain
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.when import date_words, time_words
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.reports import handover as paper
from hivedesk.rules.handover import ITEMS
from hivedesk.rules.problems import Problem
from hivedesk.store.queries.handover import Handover, HandoverLine, handover_of

from .queue_words import nights_words

WIDTH = 640  # logical pixels at 100 %
_PAPER = "The paper has the first name, the age and what the night needs, and nothing else."


def open_handover(host: QWidget, workspace: Workspace, booking_id: str) -> None:
    """Open the checklist of a stay."""
    workspace.read(
        lambda session: handover_of(session, booking_id),
        lambda found: HandoverSheet(host, workspace, found).open(),
        host,
        "handover",
    )


class TickRow(QWidget):
    """One line: box, words, who ticked it and when. `ticked(bool)`, `removed()`."""

    ticked = Signal(bool)
    removed = Signal()

    def __init__(self, line: HandoverLine) -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        over = theme.px("space.xs")
        row.setContentsMargins(0, over, 0, over)
        row.setSpacing(theme.px("space.s"))
        self.box = CheckBox("")
        self.box.setAccessibleName(line.what)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        what = words(line.what, wrap=True)
        what.setMinimumHeight(theme.px("control.height_compact"))
        column.addWidget(what)
        self._done = words("", "small", "muted", wrap=True)
        column.addWidget(self._done)
        row.addLayout(column, 1)
        self.remove = icon_only("close", f"Remove “{line.what}”", self.removed.emit, compact=True)
        self.remove.setProperty("quiet", True)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self._own = bool(line.id) and line.what not in ITEMS
        self.show_line(line, "")
        self.box.clicked.connect(self.ticked)

    def show_line(self, line: HandoverLine, done: str) -> None:
        """Show how the line stands; `done` says when and by whom."""
        self.box.setChecked(line.done_at is not None)
        self.box.setAccessibleDescription(done)
        self._done.setText(done)
        self._done.setVisible(bool(done))
        self.remove.setVisible(self._own and line.done_at is None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.box.click()  # the words are as good as the box
        event.accept()


class HandoverSheet(PrintedSheet):
    """What is told or given at the door, with who and when; saved line by line."""

    def __init__(self, host: QWidget, workspace: Workspace, handover: Handover) -> None:
        nights = nights_words(handover.from_on, handover.to_on, handover.kind, workspace.today)
        super().__init__(
            host,
            workspace,
            "Handover for the night",
            subtitle=f"{handover.first_name} · {nights} · {handover.room}",
            width=WIDTH,
        )
        self._handover = handover
        self.rows: list[TickRow] = []
        theme = current_theme()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.m"))
        self._count = words("", "body", "muted", wrap=True)
        column.addWidget(self._count)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column.addLayout(self._lines)
        self.own = Field("A line of your own", LineEditor(longest=200), optional=True)
        self.own.editor.returnPressed.connect(self.add_line)  # type: ignore[attr-defined]
        beside = QHBoxLayout()
        beside.setSpacing(theme.px("space.s"))
        beside.addWidget(self.own, 1)
        self._add = plain("Add", self.add_line, icon="plus")
        self._add.setAccessibleName("Add this line")
        beside.addWidget(self._add, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(beside)
        column.addWidget(words(_PAPER, "small", "muted", wrap=True))
        column.addStretch(1)
        self.set_body(body)
        self.add_ways_out()
        self._show(handover)

    def add_line(self) -> None:
        """Put what was typed below the others."""
        what = self.own.value() or ""
        self._do(partial(add_to_handover, booking_id=self._handover.booking_id, what=what))

    def asked(self) -> Handover:
        """The handover in view; there is nothing to be filled in first."""
        return self._handover

    def make(self, desk: Desk, asked: Handover) -> bytes:
        """The paper as it stands now, away from the window."""
        with desk.store.reading() as session:
            found = handover_of(session, asked.booking_id)
        out = io.BytesIO()
        paper.draw(found, out, desk.now)
        return out.getvalue()

    def file_name(self, asked: Handover) -> str:
        """Whose night it is, by the first name alone."""
        return f"Handover {asked.first_name} {asked.from_on}.pdf"

    def finished(self, words: str) -> None:
        """Say it, and stay: the checklist goes on."""
        self._making = False
        self.say(words, "check-circle", "positive")
        self._workspace.said.emit(words, False)

    def failed(self, why: Exception) -> None:
        """Say why not, and show the boxes as they are in the store."""
        self._show(self._handover)
        super().failed(why)

    def _show(self, handover: Handover) -> None:
        before, self._handover = self._handover.lines, handover
        same = [line.what for line in before] == [line.what for line in handover.lines]
        if not self.rows or not same:
            self._lay_lines()
        for row, line in zip(self.rows, handover.lines, strict=True):
            row.show_line(line, self._done_words(line))
        done = sum(line.done_at is not None for line in handover.lines)
        self._count.setText(f"{done} of {len(handover.lines)} told or given")

    def _lay_lines(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        self.rows = []
        for place, line in enumerate(self._handover.lines):
            row = TickRow(line)
            row.ticked.connect(partial(self._tick, place))
            row.removed.connect(partial(self._remove, place))
            self.rows.append(row)
            self._lines.addWidget(row)
            self._lines.addWidget(rule())

    def _done_words(self, line: HandoverLine) -> str:
        if line.done_at is None:
            return ""
        day = date_words(line.done_at.date(), self._workspace.today)
        when = f"{day}, {time_words(line.done_at.time())}"
        return f"{when} · {line.done_by}" if line.done_by else when

    def _tick(self, place: int, on: bool) -> None:
        line = self._handover.lines[place]
        if line.id:
            self._do(partial(tick_handover, item_id=line.id, done=on))
        else:
            self._do(partial(tick_first, booking_id=self._handover.booking_id, what=line.what))

    def _remove(self, place: int) -> None:
        self.own.focus()
        item_id = self._handover.lines[place].id
        self._do(partial(archive, kind="handover-items", record_id=item_id), "Line removed")

    def _do(self, action: Any, said: str = "") -> None:
        self.own.clear_problem()
        self._workspace.do(
            action, lambda _: self._read(), self._refused, self.failed, self, words=said
        )

    def _read(self) -> None:
        booking_id, before = self._handover.booking_id, len(self._handover.lines)

        def show(found: Handover) -> None:
            self._show(found)
            if len(found.lines) > before:
                self.own.set_value("")
            announce(self, self._count.text())

        self._workspace.read(lambda s: handover_of(s, booking_id), show, self, "handover")

    def _refused(self, problems: list[Problem]) -> None:
        self._show(self._handover)
        for problem in problems:
            if problem.field == "what":
                self.own.set_problem(problem.words)
                self.own.focus()
            else:
                self.say(problem.words, "warning", "danger")
