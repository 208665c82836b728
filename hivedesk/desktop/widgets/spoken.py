"""What a screen reader takes a widget of ours for, where Qt takes it for a box without meaning."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAccessibleWidget

ROLE = "spokenRole"
DIALOG, GROUP, WORDS = "Dialog", "Grouping", "StaticText"
_NOTHING = "Client"

_kept: dict[int, QAccessibleWidget] = {}


def speak_as(widget: QWidget, role: str, name: str = "") -> None:
    """Have the widget told as `role`, one of these, by `name` or one that it gets later.

    A reader says which of them the keyboard comes into; of what has no role it says nothing.
    Call it before anything else is said of the widget: Qt asks once.
    """
    widget.setProperty(ROLE, role)
    _have_qt_ask()
    if name:
        widget.setAccessibleName(name)


class Stack(QStackedWidget):
    """One of several in view. A reader would say "layered pane" each time it comes into Qt's."""

    def __init__(self) -> None:
        super().__init__()
        speak_as(self, _NOTHING)


@cache
def _have_qt_ask() -> None:
    """Once for the whole program, when the first widget has something to tell."""
    # lazy: start-up (the first page has neither)
    from PySide6.QtGui import QAccessible

    QAccessible.installFactory(_told)


def _told(_key: str, asked: QObject) -> QAccessibleWidget | None:
    role = asked.property(ROLE)
    if not role or not isinstance(asked, QWidget):
        return None
    # lazy: start-up
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAccessibleWidget

    made = QAccessibleWidget(asked, QAccessible.Role[role])
    # Qt holds only the far side of it: it lives as long as its widget.
    number = id(asked)
    _kept[number] = made
    asked.destroyed.connect(lambda: _kept.pop(number, None))
    return made
