"""What every page is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QTextEdit, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.tab import stops
from hivedesk.desktop.workspace import Workspace

LEAST_HEIGHT = 290
"""Logical pixels at 100 %: at 200 %, what is below the top bar where Windows leaves 690."""


class Page(QWidget):
    """One place of the rail. Made on the first visit and kept until the desk locks.

    `kinds` are the kinds of record it shows: when one of them changes, the window
    calls `reload` (at once if the page is in view, else when it next is). `usable` is
    emitted each time what was asked for stands there.
    """

    usable = Signal()
    kinds: frozenset[str] = frozenset()

    def __init__(self, workspace: Workspace) -> None:
        # Hung in its place before it is filled: a style sheet looks again at all that is moved.
        super().__init__(workspace.page_host)
        self.workspace = workspace

    def reload(self) -> None:
        """Ask the store again and show what it says."""
        raise NotImplementedError

    def show_this(self, **what: Any) -> None:
        """Show what somebody came here for (a record, a view). Unknown wishes are ignored."""

    def minimumSizeHint(self) -> QSize:
        # A page folds where there is little room: it never keeps the window from becoming narrower,
        # and never makes it higher than the screen.
        height = super().minimumSizeHint().height()
        return QSize(0, min(height, current_theme().scaled(LEAST_HEIGHT)))

    def view_in_front(self) -> str:
        """Which of its views is looked at, by name, for help; "" where there is but one."""
        return ""

    def take_focus(self) -> None:
        """Put the keyboard where work begins: a list or the board, else the first control."""
        found = stops(self)
        if found:
            min(found, key=_comes_first).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def can_show(self, kind: str) -> bool:
        """Whether records of this kind are shown here."""
        return False


def _comes_first(stop: QWidget) -> int:
    if isinstance(stop, QScrollArea):
        return 2  # a pane that only scrolls has nothing to say to who cannot see it
    return 0 if isinstance(stop, QAbstractScrollArea) and not isinstance(stop, QTextEdit) else 1
