"""What every page is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hivedesk.desktop.workspace import Workspace


class Page(QWidget):
    """One place of the rail. Made on the first visit and kept until the desk locks.

    `kinds` are the kinds of record it shows: when one of them changes, the window
    calls `reload` (at once if the page is in view, else when it next is). `usable` is
    emitted each time what was asked for stands there.
    """

    usable = Signal()
    kinds: frozenset[str] = frozenset()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def reload(self) -> None:
        """Ask the store again and show what it says."""
        raise NotImplementedError

    def show_this(self, **what: Any) -> None:
        """Show what somebody came here for (a record, a view). Unknown wishes are ignored."""

    def can_show(self, kind: str) -> bool:
        """Whether records of this kind are shown here."""
        return False
