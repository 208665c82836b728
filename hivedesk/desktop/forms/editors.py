"""The right editor for a declared field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy import Boolean, Column

from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import LineEditor, MoneyEditor, NumberEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import CheckBox, ChipsEditor, ListEditor, choice
from hivedesk.desktop.widgets.editors_when import DateEditor, DateTimeEditor, TimeEditor
from hivedesk.desktop.widgets.fields import Field as FormField
from hivedesk.records import Field, choices_of, points_at
from hivedesk.records.fields import Words

Options = Mapping[str, Sequence[tuple[str, str]]]
"""For each reference or list field, what it offers: id (or word) and words."""


def field_for(
    name: str, column: Column[object], about: Field, options: Options, today: dt.date
) -> FormField:
    """A labelled editor for one declared field."""
    # A reference or a list of words is offered by `options`; the rest is in the declaration.
    editor = _editor(name, column, about, options, today)
    optional = bool(column.nullable) and not isinstance(column.type, Boolean)
    label = "" if isinstance(editor, CheckBox) else about.label
    return FormField(label, editor, about.help, optional=optional)


def _editor(
    name: str, column: Column[object], about: Field, options: Options, today: dt.date
) -> QWidget:
    if points_at(column) or (name in options and not isinstance(column.type, Words)):
        return ListEditor([Option(value, word) for value, word in options.get(name, ())])
    if words := choices_of(column):
        return choice([Option(word, word.label) for word in words])
    if isinstance(column.type, Words):
        return ChipsEditor(
            about.label, [Option(value, word) for value, word in options.get(name, ())]
        )
    if isinstance(column.type, Boolean):
        return CheckBox(about.label)
    kind = column.type.python_type
    if about.money:
        return MoneyEditor()
    if kind is int:
        return NumberEditor()
    if kind is dt.datetime:
        return DateTimeEditor(lambda: today)
    if kind is dt.date:
        return DateEditor(lambda: today)
    if kind is dt.time:
        return TimeEditor()
    return TextEditor() if about.long else LineEditor()
