"""The dates of a repeat one by one: each with its answer, and a box to skip it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, BadgeSpec
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.rules.can_say_yes import Answer
from hivedesk.store.queries.repeats import RepeatDate

from .board.words import span_words

_BADGES = {
    Answer.YES: BadgeSpec("Fits", "positive", "check-circle"),
    Answer.OVERRIDE: BadgeSpec("Ask first", "warning", "help"),
    Answer.NO: BadgeSpec("Clashes", "danger", "stop"),
}

BESIDE = 400  # logical pixels at 100 %: in less, the answer stands below its date


class DatesPane(QWidget):
    """Shows a plan. What is ticked is skipped; a clash is ticked until somebody unticks it.

    `changed` when a box was pressed: what is skipped can change the answer of the others.
    """

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.plan: list[RepeatDate] = []
        self._said: dict[dt.date, bool] = {}
        self._rows: list[_DateRow] = []
        self._may_skip = True
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.xs"))
        self._title = words(title, "lead", wrap=True)
        column.addWidget(self._title)
        self._sum = words("", "body", "muted", wrap=True)
        column.addWidget(self._sum)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)

    def say(self, sentence: str) -> None:
        """A sentence instead of dates: what is missing, or what is wrong."""
        self.plan = []
        self._sum.setText(sentence)
        self._fit_rows()

    def show_plan(
        self, plan: list[RepeatDate], today: dt.date, *, title: str = "", may_skip: bool = True
    ) -> None:
        """Show these dates; boxes that somebody ticked or unticked stay so."""
        self.plan, self._may_skip = plan, may_skip
        if title:
            self._title.setText(title)
        self._fit_rows()
        for row, date in zip(self._rows, plan, strict=True):
            row.show_date(date, today, ticked=self._is_skipped(date), may_skip=may_skip)
        told = self.sentence()
        self._sum.setText(told)
        announce(self, told)

    def sentence(self) -> str:
        """ "7 dates: 4 fit, 1 asks first, 2 clash. 2 are skipped." """
        if not self._may_skip:
            return ""
        counts = {answer: sum(date.answer is answer for date in self.plan) for answer in Answer}
        yes, ask, no = (counts[each] for each in (Answer.YES, Answer.OVERRIDE, Answer.NO))
        parts = [
            f"{many} {word if many != 1 else alone}"
            for many, word, alone in (
                (yes, "fit", "fits"),
                (ask, "ask first", "asks first"),
                (no, "clash", "clashes"),
            )
            if many
        ]
        many = len(self.plan)
        told = f"{many} date{'' if many == 1 else 's'}: {', '.join(parts)}."
        skipped = many - len(self.kept())
        if skipped:
            told += f" {skipped} {'is' if skipped == 1 else 'are'} skipped."
        return told

    def skipped(self) -> frozenset[dt.date]:
        """Days that somebody chose to skip."""
        return frozenset(day for day, skipped in self._said.items() if skipped)

    def kept(self) -> list[RepeatDate]:
        """The dates that are not skipped."""
        return [date for date in self.plan if not self._is_skipped(date)]

    def left(self) -> list[RepeatDate]:
        """The dates that are skipped."""
        return [date for date in self.plan if self._is_skipped(date)]

    def go_to(self, date: RepeatDate) -> None:
        """Put the keyboard on the box of a date."""
        self._rows[self.plan.index(date)].box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_skipped(self, date: RepeatDate) -> bool:
        return self._may_skip and self._said.get(date.day, date.left)

    def _fit_rows(self) -> None:
        """As many rows as dates. Those that are there stay, so that the focus does too."""
        while len(self._rows) > len(self.plan):
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        while len(self._rows) < len(self.plan):
            row = _DateRow()
            row.pressed.connect(self._pressed)
            self._rows.append(row)
            self._list.addWidget(row)

    def _pressed(self, day: dt.date, skipped: bool) -> None:
        self._said[day] = skipped
        self._sum.setText(self.sentence())
        self.changed.emit()


class _DateRow(QWidget):
    """One date: when, why not, the answer, the box. `pressed(date, bool)` by its box."""

    pressed = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._day = dt.date.min
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(rule())
        line = self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setContentsMargins(0, theme.px("space.xs"), 0, theme.px("space.xs"))
        line.setSpacing(theme.px("space.m"))
        said = QVBoxLayout()
        said.setSpacing(0)
        self._when = words("", strong=True, wrap=True)
        self._why = words("", "small", "muted", wrap=True)
        high = theme.px("control.height_compact")
        self._when.setMinimumHeight(high)
        said.addWidget(self._when)
        said.addWidget(self._why)
        said.addStretch(1)
        line.addLayout(said, 1)
        self._badge = Badge("Fits")
        self.box = CheckBox("Skip")
        self.box.changed.connect(lambda: self.pressed.emit(self._day, self.box.value()))
        # The first line of words, the badge and the box stand level.
        level = QVBoxLayout()
        level.addSpacing((high - self._badge.sizeHint().height()) // 2)
        level.addWidget(self._badge)
        level.addStretch(1)
        marks = QHBoxLayout()
        marks.setSpacing(theme.px("space.m"))
        marks.addLayout(level)
        marks.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        marks.addStretch(1)
        line.addLayout(marks)
        whole.addLayout(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= current_theme().scaled(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != way:
            self._line.setDirection(way)

    def show_date(self, date: RepeatDate, today: dt.date, *, ticked: bool, may_skip: bool) -> None:
        """Show a date's answer. Its box is not pressed by this."""
        self._day = date.day
        when = span_words(date.from_on, date.to_on, today)
        if date.was_on is not None and date.was_on != date.from_on:
            when = f"{date_words(date.was_on, today)} to {when}"
        self._when.setText(when)
        self._why.setText(date.words)
        self._why.setVisible(bool(date.words))
        spec = _BADGES[date.answer]
        self._badge.show_spec(spec)
        self.box.blockSignals(True)
        self.box.setChecked(ticked)
        self.box.blockSignals(False)
        self.box.setVisible(may_skip)
        # A screen reader stops at the box only: there it hears the whole line.
        self.box.setAccessibleName(f"Skip {when}")
        self.box.setAccessibleDescription(f"{spec.word}. {date.words}".strip())


def first_clash(dates: Sequence[RepeatDate]) -> RepeatDate | None:
    """The first of these that cannot be booked."""
    return next((date for date in dates if date.clashes), None)
