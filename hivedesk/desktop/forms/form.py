"""A form: labelled editors in one or two columns, giving and taking plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.editors_choice import ChipsEditor
from hivedesk.desktop.widgets.editors_when import DateTimeEditor
from hivedesk.desktop.widgets.fields import Field, check_all, show_problems
from hivedesk.rules.days import LONDON, local
from hivedesk.rules.problems import Problem

Item = str | tuple[str, ...]
"""A field's name, or several that stand side by side."""

TWO_COLUMNS_FROM = 620  # logical pixels at 100 % text size


class Form(QWidget):
    """Fields by name. Facts stand left, words right; narrow windows put them in one column."""

    changed = Signal()

    def __init__(
        self, fields: Mapping[str, Field], left: Sequence[Item], right: Sequence[Item] = ()
    ) -> None:
        super().__init__()
        self.fields = dict(fields)
        theme = current_theme()
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.px("space.xl"))
        for items, stretch in ((left, 2), (right, 3)):
            if items:
                self._columns.addLayout(self._column(items), stretch if right else 1)
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

    def _column(self, items: Sequence[Item]) -> QVBoxLayout:
        theme = current_theme()
        column = QVBoxLayout()
        column.setSpacing(theme.px("space.l"))
        for item in items:
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
