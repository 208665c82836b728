"""What waits to be sent, and what ran."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.store.queries.sync_state import HeldBack, Run, Waiting

from . import words as said

SHOWN = 8


class WaitingPanel(Panel):
    """How many changes of each kind are only here so far."""

    def __init__(self) -> None:
        super().__init__("Only here so far")

    def show_them(self, rows: Sequence[Waiting], held_back: HeldBack) -> None:
        """Counts by kind, how old the oldest is, and what of others waits."""
        self.clear_rows()
        total = sum(row.many for row in rows)
        self.set_title("Only here so far", f"{total:,}" if total else "")
        if not rows:
            self.say_empty("Nothing waits to be sent.")
        for row in rows:
            self.add_row(_line(said.kind_words(row.kind, row.many)))
        if rows:
            told = f"{said.waiting_words(rows)} Safe on this laptop until it is sent."
            self.add_row(_line(told, muted=True))
        for told in said.held_back_words(held_back):
            self.add_row(_line(told, muted=True))


class HistoryPanel(Panel):
    """The last runs; those in which nothing happened stand on one line."""

    def __init__(self) -> None:
        super().__init__("History")
        self._all = False
        self._runs: Sequence[Run] = ()

    def show_runs(self, runs: Sequence[Run]) -> None:
        """The newest first."""
        self._runs = runs
        self.clear_rows()
        lines = said.history(runs)
        if not lines:
            self.say_empty("No run yet.")
        for told in lines if self._all else lines[:SHOWN]:
            self.add_row(_run(told))
        if len(lines) > SHOWN and not self._all:
            more = QWidget()
            flow = FlowLayout(more)
            flow.addWidget(link(f"Show {len(lines) - SHOWN} more", self._show_all))
            self.add_row(more)

    def _show_all(self) -> None:
        self._all = True
        self.show_runs(self._runs)


def _line(text: str, *, muted: bool = False) -> QWidget:
    made = words(text, "small" if muted else "body", "muted" if muted else "text", wrap=True)
    gap = current_theme().px("space.s")
    made.setContentsMargins(0, gap, 0, gap)
    return made


def _run(told: said.Told) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    gap = theme.px("space.s")
    row.setContentsMargins(0, gap, 0, gap)
    row.setSpacing(theme.px("space.s"))
    left = QVBoxLayout()
    left.addWidget(IconLabel("cloud-check" if told.answered else "cloud-off"))
    left.addStretch(1)
    row.addLayout(left)
    column = QVBoxLayout()
    column.setSpacing(theme.px("space.xxs"))
    column.addWidget(words(told.what, wrap=True))
    if told.trouble:
        column.addWidget(words(told.trouble, "small", "muted", wrap=True, selectable=True))
    column.addWidget(words(told.when, "small", "muted", wrap=True))
    row.addLayout(column, 1)
    return holder
