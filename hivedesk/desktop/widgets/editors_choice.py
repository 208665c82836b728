"""Editors for choosing: one of a few (visible buttons), one of many (a list), some, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, Chips, Option
from hivedesk.desktop.widgets.flow import EvenLayout, FlowLayout
from hivedesk.desktop.widgets.press import pressed_by_enter
from hivedesk.desktop.widgets.spoken import GROUP, speak_as
from hivedesk.desktop.widgets.suggestions import Suggestions
from hivedesk.desktop.widgets.tick import paint_tick_box

# look.md: up to six choices are visible buttons; more become a list.
MOST_BUTTONS = 6
MOST_LETTERS = 120
"""With more in all, six buttons would stand one under the other and push the rest out of sight."""

LETTERS_BEFORE_FILTERING = 2


def choice(options: Sequence[Option], *, hint: str = "Choose") -> ButtonsEditor | ListEditor:
    """The right editor for choosing one of `options`."""
    letters = sum(len(option.word) for option in options)
    if len(options) <= MOST_BUTTONS and letters <= MOST_LETTERS:
        return ButtonsEditor(options)
    return ListEditor(options, hint=hint)


class ButtonsEditor(QWidget):
    """One of a few, all in view. Pressing the chosen one again chooses nothing.

    With `across`, they stand in that many columns where there is room.
    """

    changed = Signal()

    def __init__(self, options: Sequence[Option], *, across: int = 0) -> None:
        super().__init__()
        speak_as(self, GROUP)
        self.setObjectName("choices")
        flow = EvenLayout(self, across) if across else FlowLayout(self)
        self._buttons: dict[Any, Button] = {}
        for option in options:
            button = Button(option.word, "choice", icon=option.icon, checkable=True)
            button.toggled.connect(lambda on, pressed=button: self._toggled(pressed, on))
            self._buttons[option.value] = button
            flow.addWidget(button)
        if self._buttons:
            self.setFocusProxy(next(iter(self._buttons.values())))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> Any:
        return next((value for value, b in self._buttons.items() if b.isChecked()), None)

    def set_value(self, value: Any) -> None:
        for each, button in self._buttons.items():
            button.setChecked(each == value)

    def problem(self) -> str:
        return ""

    def _toggled(self, pressed: Button, on: bool) -> None:
        if on:
            for button in self._buttons.values():
                if button is not pressed and button.isChecked():
                    button.blockSignals(True)
                    button.setChecked(False)
                    button.blockSignals(False)
        self.changed.emit()


class Combo(QComboBox):
    """A closed list, with the caret of our own family."""

    def __init__(self, name: str = "", options: Sequence[Option] = ()) -> None:
        super().__init__()
        # The style's own delegate draws a menu; this one listens to the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.view().setObjectName("popup")
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for option in options:
            self.addItem(option.word, option.value)

    def setAccessibleName(self, name: str) -> None:
        """What it is called, and the list that opens.

        On Linux Qt gives what is chosen as the name. Where no label says what is asked, the
        description does.
        """
        if self.accessibleDescription() in ("", self.accessibleName()):
            self.setAccessibleDescription(name)
        super().setAccessibleName(name)
        self.view().setAccessibleName(name)
        if (line := self.lineEdit()) is not None:
            line.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        side = theme.px("icon.button")
        left = self.width() - side - theme.px("space.s")
        painter = QPainter(self)
        colour = "text" if self.isEnabled() else "text_muted"
        paint_icon(painter, QRectF(left, 0, side, self.height()), "caret-down", colour)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # scrolling a form must not change what it says


class ListEditor(Combo):
    """One of many. Typing two letters or more narrows the list."""

    changed = Signal()

    def __init__(self, options: Sequence[Option], *, hint: str = "Choose") -> None:
        super().__init__()
        # Qt would hand a word of ours back as bare text: what is offered is kept here.
        self._offered: list[Any] = []
        self._line = QLineEdit()
        self.setLineEdit(self._line)  # which makes it editable
        self._line.setCompleter(None)  # type: ignore[arg-type]  # Qt's own would fill words in
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        self._line.setPlaceholderText(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self._completer = QCompleter(self.model(), self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._popup = Suggestions(self._completer)
        self._line.textEdited.connect(self._filter)
        self.set_options(options)
        self.currentTextChanged.connect(self.changed)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these instead; what was chosen stays chosen where it still is on offer."""
        kept = self.value()
        self.clear()
        self._offered = [option.value for option in options]
        for option in options:
            self.addItem(option.word, option.value)
        self.set_value(kept)

    def value(self) -> Any:
        place = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return self._offered[place] if place >= 0 else None

    def set_value(self, value: Any) -> None:
        place = self._offered.index(value) if value in self._offered else -1
        self.setCurrentIndex(place)
        if place < 0:
            self.clearEditText()
        self._line.setCursorPosition(0)

    def problem(self) -> str:
        text = self.currentText().strip()
        return f"“{text}” is not in the list." if text and self.value() is None else ""

    def _filter(self, text: str) -> None:
        wanted = self._completer if len(text.strip()) >= LETTERS_BEFORE_FILTERING else None
        if self._line.completer() is not wanted:
            self._line.setCompleter(wanted)  # type: ignore[arg-type]  # None takes it away
        if wanted is not None:
            wanted.setCompletionPrefix(text.strip())
            self._popup.come_out(self)


class ChipsEditor(Chips):
    """Some of several. The value is a list of what is chosen, None when nothing is."""

    def __init__(self, name: str, options: Sequence[Option]) -> None:
        super().__init__(name, options)
        if self._buttons:
            self.setFocusProxy(next(iter(self._buttons.values())))

    def value(self) -> Any:
        return self.values() or None

    def set_value(self, value: Any) -> None:
        self.set_values(value or ())

    def problem(self) -> str:
        return ""


class CheckBox(QCheckBox):
    """Yes or no, said by the words beside it. The value is a bool, never None."""

    changed = Signal()

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _: self.changed.emit())

    def value(self) -> Any:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def problem(self) -> str:
        return ""

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
        width = theme.px("control.checkbox") + theme.px("space.s") + words + 2
        return QSize(width, theme.px("control.height_compact"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def hitButton(self, point: Any) -> bool:
        return self.rect().contains(point)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px("control.checkbox")
        paint_tick_box(painter, theme, 0, self.rect(), ticked=self.isChecked())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text" if self.isEnabled() else "text_muted"))
        room = self.rect().adjusted(side + theme.px("space.s"), 0, 0, 0)
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
