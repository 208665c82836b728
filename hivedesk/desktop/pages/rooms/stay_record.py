"""What a stay's record shows below its head: its repeat, how it came to this, its fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.desktop.pages.detail import Row, fields_widget
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.when import date_words, time_words
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import KINDS, declared
from hivedesk.rules.days import local
from hivedesk.store.queries.repeats import RepeatStay, repeat_of
from hivedesk.store.queries.stay_steps import StayStep, steps_of

from .board.words import span_words

SHOWN = 8  # later dates that are written out


class StayBody(QWidget):
    """The fields at once; the repeat and the steps as soon as the store has answered."""

    def __init__(self, workspace: Workspace, row: Row) -> None:
        super().__init__()
        self._today = workspace.today
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.l"))
        self.repeat = words("", wrap=True, selectable=True)
        self._repeat_row = QWidget()
        line = QHBoxLayout(self._repeat_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px("space.s"))
        line.addWidget(IconLabel("redo"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.repeat, 1)
        self._repeat_row.hide()
        column.addWidget(self._repeat_row)
        # A link carer is told a first name in the place of the child: the head says it.
        hidden = {"child_id", "guest_name"} if workspace.open_desk.is_carers else set()
        asked = tuple(
            name
            for name, (_, about) in declared(KINDS["bookings"]).items()
            if about.asked and name not in hidden
        )
        column.addWidget(fields_widget("bookings", row, asked, self._today))
        self.steps = Panel("How it came to this")
        column.addWidget(self.steps)
        stay_id = row["id"]

        def query(session: Session) -> tuple[RepeatStay, list[StayStep]]:
            return repeat_of(session, stay_id), steps_of(session, stay_id)

        workspace.read(query, self._show, self, "stay")

    def _show(self, found: tuple[RepeatStay, list[StayStep]]) -> None:
        stay, steps = found
        told = repeat_words(stay, self._today)
        self.repeat.setText(told)
        self._repeat_row.setVisible(bool(told))
        self.steps.clear_rows()
        for step in steps:
            self.steps.add_row(_step_row(step, self._today))


def repeat_words(stay: RepeatStay, today: dt.date) -> str:
    """ "Comes every second Friday, 4 more: Fri 2 Jul, Fri 16 Jul…"; "" where it comes once."""
    if stay.repeat_id is None:
        return ""
    pace = f"Comes {stay.rhythm}" if stay.rhythm else "Comes again on days of its own"
    if not stay.later:
        return f"{pace}; this is the last."
    return f"{pace}, {len(stay.later)} more: {_days(stay.later, today)}."


def step_words(step: StayStep, today: dt.date) -> str:
    """ "Agreed", "Moved to Fri 2 – Sun 4 Jul, 2 nights, Garden room"."""
    places = []
    if step.days:
        places.append(span_words(*step.days, today))
    if step.room:
        places.append(step.room)
    parts = [step.status.label] if step.status else []
    if places:
        parts.append(f"Moved to {', '.join(places)}")
    told = ". ".join(parts)
    return f"{told} (taken back to this)" if step.undone else told


def _step_row(step: StayStep, today: dt.date) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    over = theme.px("space.s")
    row.setContentsMargins(0, over, 0, over)
    row.setSpacing(theme.px("space.m"))
    said = QVBoxLayout()
    said.setSpacing(theme.px("space.xxs"))
    said.addWidget(words(step_words(step, today), strong=True, wrap=True))
    if step.why:
        said.addWidget(words(step.why, "body", "text", wrap=True, selectable=True))
    row.addLayout(said, 1)
    at = local(step.at)
    when = f"{date_words(at.date(), today)}, {time_words(at.time())}"
    by = words(f"{when}\n{step.who}", "small", "muted")
    by.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    row.addWidget(by, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _days(days: Sequence[dt.date], today: dt.date) -> str:
    told = ", ".join(date_words(day, today) for day in days[:SHOWN])
    rest = len(days) - SHOWN
    return f"{told} and {rest} more" if rest > 0 else told
