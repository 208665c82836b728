"""Gone quiet: whom nobody has spoken to for longer than is usual, and who is not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.actions.support import ask_after_again
from hivedesk.desktop.pages.today.care import quiet_row
from hivedesk.desktop.pages.today.rows import sentence_row
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.panel import Panel, panels_below
from hivedesk.desktop.widgets.scroll import scrolled_in
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.quiet import LeftLine, QuietPage, quiet_page

NARROW = 712  # logical pixels at 100 %, as Today folds its rows
WIDEST, MOST_NAMES = 1000, 12
KINDS = frozenset(
    {"families", "family-statuses", "support-logs", "placements", "referrals", "policies"}
)
_WHY = (
    "How long is usual depends on the registration, the first year, trouble lately and what the "
    "carer asked for. The days are policies."
)


class QuietView(QWidget):
    """The families of the Hive that is looked at. `usable` when they stand there."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._found: QuietPage | None = None
        self._narrow = False
        self._scroll = scrolled_in(self, "Families gone quiet")

    def reload(self) -> None:
        """Ask again who has gone quiet."""
        hive_id, now = self.workspace.hive_id, self.workspace.open_desk.now
        hives = {} if hive_id else dict(self.workspace.hives.options)
        self.workspace.read(
            lambda session: quiet_page(session, hive_id, hives, now), self._show, self, "quiet"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._found is not None and self._is_narrow() != self._narrow:
            self._show(self._found)

    def _is_narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def _show(self, found: QuietPage) -> None:
        self._found, self._narrow = found, self._is_narrow()
        today, theme = self.workspace.today, current_theme()
        body = panels_below(self._quiet(found, today), self._not_counted(found, today))
        body.setMaximumWidth(theme.scaled(WIDEST))
        holder = QWidget()
        holder.setObjectName("scrolled")
        column = QVBoxLayout(holder)
        margin = theme.px("frame.page_margin")
        column.setContentsMargins(margin, theme.px("space.l"), margin, margin)
        column.addWidget(body)
        place = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(holder)
        self._scroll.verticalScrollBar().setValue(place)
        self.usable.emit()

    def _quiet(self, found: QuietPage, today: dt.date) -> Panel:
        counted = f"{len(found.lines)} of {found.active} families" if found.active else ""
        panel = Panel("Gone quiet", counted)
        for line in found.lines:
            panel.add_row(quiet_row(self.workspace, line, today, self._narrow))
        if not found.lines:
            panel.say_empty("Nobody has gone quiet.")
        panel.set_foot(words(_WHY, "small", "muted", wrap=True))
        return panel

    def _not_counted(self, found: QuietPage, today: dt.date) -> Panel:
        panel = Panel("Not counted")
        for line in found.left:
            again = plain("Ask again now", partial(self._again, line), compact=True)
            again.setAccessibleName(f"Ask again now: {line.name}")
            sentence = f"{line.name}: left until {date_words(line.until, today)}"
            panel.add_row(sentence_row(sentence, again))
        for why, names in (
            ("Do not want one-to-ones", found.not_wanted),
            ("On hold", found.on_hold),
        ):
            if names:
                said = words(f"{why}: {_listed(names)}", tone="muted", wrap=True)
                said.setMinimumHeight(current_theme().px("row.list_one_line"))
                panel.add_row(said)
        if not panel.row_count():
            panel.say_empty("Every family counts." if found.active else "No families yet.")
        return panel

    def _again(self, line: LeftLine) -> None:
        self.workspace.do(
            partial(ask_after_again, family_id=line.family_id),
            owner=self,
            words=f"{line.name} counts again",
        )


def _listed(names: Sequence[str]) -> str:
    """Names, of a county the first few."""
    shown = ", ".join(names[:MOST_NAMES])
    return f"{shown} and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else shown
