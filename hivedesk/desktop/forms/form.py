"""A form: labelled editors in one or two columns, giving and taking plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.editors_choice import ChipsEditor
from hivedesk.desktop.widgets.editors_when import DateTimeEditor
from hivedesk.desktop.widgets.fields import Field, check_all, show_problems
from hivedesk.desktop.widgets.words import repolish, rule
from hivedesk.rules.days import LONDON, local
from hivedesk.rules.problems import Problem

Item = str | tuple[str, ...]
"""A field's name, or several that stand side by side."""

Part = Item | QWidget
"""An item, or a widget that is no field (a heading, a stopwatch)."""

TWO_COLUMNS_FROM = 620  # logical pixels at 100 % text size


class Form(QWidget):
    """Fields by name. Facts stand left, words right; narrow windows put them in one column.

    With `divided` the facts stand on a tint of their own, from edge to edge of the dialog.
    """

    changed = Signal()

    def __init__(
        self,
        fields: Mapping[str, Field],
        left: Sequence[Part],
        right: Sequence[Part] = (),
        *,
        divided: bool = False,
    ) -> None:
        super().__init__()
        self.fields = dict(fields)
        self.divided = divided
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0 if divided else current_theme().px("space.xl"))
        self._line = rule(vertical=True)
        for items, share in ((left, 7 if divided else 2), (right, 8 if divided else 3)):
            if items:
                self._add_column(items, share if right else 1)
        for field in self.fields.values():
            field.changed.connect(self.changed)

    def values(self) -> dict[str, Any]:
        """What stands in the form, as the record's own Python values."""
        return {name: _given(field) for name, field in self.fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values; fields that are not named keep theirs."""
        for name, value in values.items():
            if name in self.fields:
                shown = local(value).replace(tzinfo=None) if _is_moment(value) else value
                self.fields[name].set_value(shown)

    def check(self) -> bool:
        """Whether everything typed can be read; where not, says so and goes there."""
        return check_all(self.fields)

    def show_problems(self, problems: Iterable[Problem]) -> list[str]:
        """Show problems at their fields; gives the sentences that have no field here."""
        return show_problems(self.fields, [(p.field, p.words) for p in problems])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= current_theme().scaled(TWO_COLUMNS_FROM)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
            self._line.setProperty("rule", "vertical" if wide else "horizontal")
            repolish(self._line)

    def _add_column(self, items: Sequence[Part], share: int) -> None:
        if not self.divided:
            self._columns.addLayout(self._column(items), share)
            return
        theme = current_theme()
        first = self._columns.count() == 0
        frame = QFrame()
        frame.setObjectName("formFacts" if first else "formWords")
        column = self._column(items)
        side, above = theme.px("space.xl"), theme.px("space.m")
        column.setContentsMargins(side, above, side, theme.px("space.xs"))
        frame.setLayout(column)
        self._columns.addWidget(frame, share)
        if first:
            self._columns.addWidget(self._line)

    def _column(self, items: Sequence[Part]) -> QVBoxLayout:
        theme = current_theme()
        column = QVBoxLayout()
        column.setSpacing(theme.scaled(9) if self.divided else theme.px("space.l"))
        for item in items:
            if isinstance(item, QWidget):
                column.addWidget(item)
                continue
            if isinstance(item, str):
                column.addWidget(self.fields[item])
                continue
            row = QHBoxLayout()
            row.setSpacing(theme.px("space.m"))
            for name in item:
                row.addWidget(self.fields[name], 1)
            column.addLayout(row)
        column.addStretch(1)
        return column


def _given(field: Field) -> Any:
    value = field.value()
    if isinstance(field.editor, DateTimeEditor) and value is not None:
        return value.replace(tzinfo=LONDON)
    if isinstance(field.editor, ChipsEditor):
        return value or []
    return value


def _is_moment(value: Any) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is not None
