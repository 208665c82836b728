"""What a form's fields are filled in with: lines, paragraphs, numbers, money.

Every editor keeps one promise (`Editor`): `value()` is None when nothing is entered,
`set_value(v)` shows it, `changed` is emitted whenever it may have changed, and `problem()` says
in words why what stands there cannot be read ("" when it can).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Protocol

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.in_view import bring_into_view
from hivedesk.rules.fields import LONGEST_TEXT


class Editor(Protocol):
    """What `Field` asks of the widget it labels."""

    changed: SignalInstance

    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...
    def problem(self) -> str: ...


class LineEditor(QLineEdit):
    """One line of text. The value has no spaces around it."""

    changed = Signal()

    def __init__(self, *, longest: int = 0, secret: bool = False, hint: str = "") -> None:
        super().__init__()
        if longest:
            self.setMaxLength(longest)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setPlaceholderText(hint)
        self.textChanged.connect(self.changed)

    def value(self) -> Any:
        text = self.text()
        return (text if self.echoMode() == QLineEdit.EchoMode.Password else text.strip()) or None

    def set_value(self, value: Any) -> None:
        if (value or None) != self.value():
            self.setText(value or "")
            self.setCursorPosition(0)

    def problem(self) -> str:
        return ""


class TextEditor(QPlainTextEdit):
    """Paragraphs of plain text, `lines` high; Tab leaves it."""

    changed = Signal()

    def __init__(self, *, lines: int = 4, hint: str = "") -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setPlaceholderText(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.document().setDocumentMargin(current_theme().scaled(5))
        self._refused = ""
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._follow)

    def value(self) -> Any:
        return self.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        if (value or None) != self.value():
            self.setPlainText(value or "")

    def problem(self) -> str:
        return self._refused

    def insertFromMimeData(self, source: QMimeData) -> None:
        # A pasted book would hold up the window for minutes, and could not be saved.
        if len(source.text()) <= LONGEST_TEXT:
            super().insertFromMimeData(source)
            return
        self._refused = (
            f"That is {len(source.text()):,} characters and this holds {LONGEST_TEXT:,}. "
            "Nothing was pasted."
        )
        self.changed.emit()

    def _changed(self) -> None:
        self._refused = ""
        self.changed.emit()

    def _follow(self) -> None:
        # Where the box is cut off at the edge, words would be typed out of sight.
        if self.hasFocus():
            bring_into_view(self)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        height = self._lines * self.fontMetrics().lineSpacing() + theme.scaled(22)
        return QSize(theme.scaled(320), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().scaled(120), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter saves the dialog; the text box would put a new line in.
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class NumberEditor(QLineEdit):
    """A whole number from `least` to `most`."""

    changed = Signal()

    def __init__(self, least: int = 0, most: int = 999_999, *, hint: str = "") -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setPlaceholderText(hint)
        self.setValidator(QIntValidator(min(least, 0), 2_147_483_647, self))
        self.textChanged.connect(self.changed)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().scaled(96), super().sizeHint().height())

    def value(self) -> Any:
        return int(self.text()) if re.fullmatch(r"-?\d+", self.text().strip()) else None

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        number = self.value()
        if number is None:
            return f"“{self.text()}” is not a number." if self.text().strip() else ""
        if self._least <= number <= self._most:
            return ""
        return f"Enter a number from {self._least:,} to {self._most:,}."


class MoneyEditor(QLineEdit):
    """An amount of money. The value is in pence (int); it is written and read in pounds."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("£0.00")
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self._tidy)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().scaled(120), super().sizeHint().height())

    def value(self) -> Any:
        said = self.text().strip().replace("£", "").replace(",", "").replace(" ", "")
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", said):
            return None
        return int(Decimal(said) * 100)

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else money_words(value))

    def problem(self) -> str:
        if self.value() is None and self.text().strip():
            return "Write an amount in pounds, such as 12.50."
        return ""

    def _tidy(self) -> None:
        pence = self.value()
        if pence is not None and self.text() != money_words(pence):
            self.setText(money_words(pence))


def money_words(pence: int) -> str:
    """ "£26,500", "£12.50": pence only where there are some."""
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02d}" if rest else f"£{pounds:,}"
