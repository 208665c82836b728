"""The line a passphrase is typed in: dots unless shown, and a word when Caps Lock is on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.words import IconLabel, words


class PassphraseEditor(QFrame):
    """An `Editor` for a secret, with Show beside it. Spaces count, so nothing is trimmed.

    `entered` is emitted by Enter; `caps_changed(bool)` when it becomes clear that Caps Lock is on
    or off, which only typing can tell: Qt does not know.
    """

    changed = Signal()
    entered = Signal()
    caps_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fieldBox")
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("control.field_pad_x") - 3, 0, theme.px("space.xxs"), 0)
        row.setSpacing(0)
        self.line = LineEditor(secret=True)
        self.line.setProperty("bare", True)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.changed.connect(self.changed)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        row.addWidget(self.line, 1)
        self.show_button = link("Show", self._toggle, icon="eye")
        row.addWidget(self.show_button)
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._caps = False
        self._name_button(shown=False)

    def value(self) -> Any:
        return self.line.text() or None

    def set_value(self, value: Any) -> None:
        self.line.setText(value or "")

    def problem(self) -> str:
        return ""

    def clear(self) -> None:
        """Empty it and show dots again."""
        self.line.setText("")  # unlike clear(), it forgets what Ctrl+Z would bring back
        self.set_shown(False)
        self._set_caps(False)

    def set_shown(self, shown: bool) -> None:
        """Show letters, or dots."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.show_button.set_word("Hide" if shown else "Show", "eye-off" if shown else "eye")
        self._name_button(shown=shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._learn_caps(event)
        return False

    def _toggle(self) -> None:
        self.set_shown(self.line.echoMode() != QLineEdit.EchoMode.Normal)

    def _name_button(self, *, shown: bool) -> None:
        self.show_button.setAccessibleName("Hide passphrase" if shown else "Show passphrase")

    def _learn_caps(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            # Pressed while known to be on, it goes off; otherwise the next letter tells.
            self._set_caps(False)
            return
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(letter.isupper() != shift)

    def _set_caps(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps_changed.emit(on)


class CapsHint(QWidget):
    """The line under the field, there only while it is true."""

    def __init__(self, *editors: PassphraseEditor) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px("space.s"))
        row.addWidget(IconLabel("info"))
        row.addWidget(words("Caps Lock is on", "small", "muted"), 1)
        for editor in editors:
            editor.caps_changed.connect(self.setVisible)
        self.hide()
