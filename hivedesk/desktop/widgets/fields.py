"""A field of a form: label above, editor, help below, and what is wrong with it under that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.editors import Editor, TextEditor
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.desktop.widgets.in_view import WHOLE, bring_into_view
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import IconLabel, repolish, words


class Field(QWidget):
    """Labels one editor and shows its problem.

    Required is the norm and has no mark; `optional` writes "(optional)" after the label. A
    `CheckBox` carries its own words: give it no label. `changed` repeats the editor's.
    """

    changed = Signal()

    def __init__(
        self,
        label: str,
        editor: QWidget,
        help: str = "",
        *,
        optional: bool = False,
        icon: str = "",
    ) -> None:
        super().__init__()
        self.editor = editor
        self._help_words = help
        self._problem = ""
        self.setProperty(WHOLE, True)
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.xs") + theme.px("space.xxs"))
        self.label: QLabel | None = None
        if label:
            column.addLayout(self._make_label(label, optional, icon))
        # A field takes the height it needs; only paragraphs may grow.
        grows = bool(editor.sizePolicy().expandingDirections() & Qt.Orientation.Vertical)
        column.addWidget(editor, 1 if grows else 0)
        self._help = words(help, "small", "muted", wrap=True)
        column.addWidget(self._help)
        self._help.setVisible(bool(help))
        column.addWidget(self._make_problem())
        if not grows:
            column.addStretch(1)
        policy = QSizePolicy(
            QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.MinimumExpanding if grows else QSizePolicy.Policy.Minimum,
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._as_editor().changed.connect(self._editor_changed)
        self._name_editor(label)
        _inner(editor).installEventFilter(self)

    def value(self) -> Any:
        return self._as_editor().value()

    def set_value(self, value: Any) -> None:
        """Show this value, and forget any problem with the last one."""
        self._as_editor().set_value(value)
        self.clear_problem()

    def problem(self) -> str:
        """What is shown as wrong now; "" when nothing is."""
        return self._problem

    def check(self) -> bool:
        """Whether what stands there can be read; where it cannot, says so under the field."""
        unread = self._as_editor().problem()
        if unread:
            self.set_problem(unread)
        return not unread

    def set_problem(self, sentence: str) -> None:
        """Mark the field, with a sentence on what is wrong and what would do."""
        self._problem = sentence
        self._problem_words.setText(sentence)
        self._problem_row.setVisible(bool(sentence))
        self._help.setVisible(bool(self._help_words) and not sentence)
        self.editor.setProperty("invalid", bool(sentence))
        repolish(self.editor)
        self._describe(sentence or self._help_words)

    def clear_problem(self) -> None:
        if self._problem:
            self.set_problem("")

    def focus(self) -> None:
        """Put the keyboard in the editor, and bring it into view with what is said of it."""
        self.editor.setFocus()
        self.show_whole()

    def show_whole(self) -> None:
        """Bring it into view, once what has just been shown in it, or with it, has a place."""
        QTimer.singleShot(0, self, lambda: bring_into_view(_inner(self.editor)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self._problem:
            self.check()
        return False

    def _as_editor(self) -> Editor:
        return cast(Editor, self.editor)

    def _editor_changed(self) -> None:
        # What was wrong is being put right: stop saying it. Save will look again.
        self.clear_problem()
        if isinstance(self.editor, TextEditor):
            self.check()  # what was refused is said at once: nothing on the screen tells it
        self.changed.emit()

    def _make_label(self, label: str, optional: bool, icon: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px("space.xs"))
        if icon:
            row.addWidget(IconLabel(icon))
        self.label = words(label, strong=True)
        inner = _inner(self.editor)
        if not isinstance(inner, QAbstractButton):
            # The first of several answers would be called by the question: "How" for "Phone".
            self.label.setBuddy(inner)
        row.addWidget(self.label)
        if optional:
            row.addWidget(words("(optional)", "body", "muted"))
        row.addStretch(1)
        return row

    def _make_problem(self) -> QWidget:
        self._problem_row = QWidget()
        row = QHBoxLayout(self._problem_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px("space.s"))
        column = QVBoxLayout()
        column.addWidget(IconLabel("warning", "danger"))
        column.addStretch(1)
        row.addLayout(column)
        self._problem_words = words("", "small", "danger", wrap=True)
        row.addWidget(self._problem_words, 1)
        self._problem_row.hide()
        return self._problem_row

    def _name_editor(self, label: str) -> None:
        if not isinstance(self.editor, CheckBox):
            for widget in {self.editor, _inner(self.editor)}:
                if not widget.accessibleName():
                    widget.setAccessibleName(label)
        self._describe(self._help_words)

    def _describe(self, sentence: str) -> None:
        for widget in {self.editor, _inner(self.editor)}:
            widget.setAccessibleDescription(sentence)


def show_problems(fields: dict[str, Field], problems: Iterable[tuple[str, str]]) -> list[str]:
    """Show (field name, sentence) pairs at their fields, and go to the first of them.

    Gives the sentences whose field is not on this form, for the form to say at its foot.
    """
    said: dict[str, str] = {}
    homeless: list[str] = []
    for name, sentence in problems:
        if name in fields:
            said.setdefault(name, sentence)
        else:
            homeless.append(sentence)
    # Go there first: a field that is left tidies what was typed, which would clear its problem.
    first = next((field for name, field in fields.items() if name in said), None)
    if first is not None:
        first.focus()
    for name, field in fields.items():
        field.set_problem(said[name]) if name in said else field.clear_problem()
    if first is not None:
        announce(first, first.problem())  # the same again, it would change nothing to be told of
    return homeless


def check_all(fields: dict[str, Field]) -> bool:
    """Whether every field can be read; marks those that cannot and goes to the first."""
    unread = [field for field in fields.values() if not field.check()]
    if unread:
        unread[0].focus()
        announce(unread[0], unread[0].problem())
    return not unread


def _inner(editor: QWidget) -> QWidget:
    """What takes the keyboard in a composed editor."""
    while (proxy := editor.focusProxy()) is not None:
        editor = proxy
    return editor
