"""Enter presses a button, as the space bar does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
HELD = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press it if this key is Enter alone; gives whether it was. For a button's `keyPressEvent`.

    Not while Enter is held down: what a press opens may put the keyboard on another button.
    """
    alone = event.key() in ENTERS and event.modifiers() in HELD
    if alone and not event.isAutoRepeat():
        button.click()
    return alone
