"""The real window on the demonstration county, and a hand at it, for whoever takes pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import open_desk
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.widgets.sheet import Sheet, top_sheet
from hivedesk.desktop.window import MainWindow
from hivedesk.records import map_the_rest

SEED, PASSPHRASE = 1, "a passphrase for pictures"
NOW = dt.datetime(2021, 6, 30, 14, 10, tzinfo=dt.UTC)
"""Ten past three on the county's own day."""
QUIET_MS = 40

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
S = TypeVar("S", bound=Sheet)


class Camera:
    """The window, a hand at it, and what has been asked to be in the picture."""

    def __init__(self, store: Path, preferences: Preferences) -> None:
        self.window = MainWindow(store, preferences)
        self._store, self._preferences = store, preferences
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.window._come_in(come_in(open_desk(store, PASSPHRASE, lambda: NOW)))
        map_the_rest()
        QCursor.setPos(self.window.mapToGlobal(QPoint(3, 3)))  # nothing is under the mouse
        self.settle()

    def close(self) -> None:
        """Put the window away."""
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def begin(self, width: int, height: int) -> None:
        """A window of this size at 100 %, with nothing over it."""
        while (sheet := top_sheet(self.window._desk)) is not None:
            sheet.close_sheet(force=True)
            self.settle()
        self.window.searching.clear()
        self.window.toast.clear()
        scale = self._preferences.text_size
        self.window.resize(round(width * scale), round(height * scale))
        self.settle()

    def page(self, name: str, **what: Any) -> Page:
        """Go to a place of the rail, as by its key."""
        self.window.workspace.open_page(name, **what)
        self.settle()
        return self.window._pages[name]

    def sheet(self, kind: type[S], name: str, **what: Any) -> S:
        """Open a form or dialog over the page."""
        self.window.workspace.open_sheet(name, **what)
        self.settle()
        sheet = top_sheet(self.window._desk)
        if not isinstance(sheet, kind):
            raise LookupError(f"{name} did not open")
        return sheet

    def at_the_door(self) -> QImage:
        """What a laptop shows that has no store yet."""
        here, size = self.window, self.window.size()
        self.window = MainWindow(self._store.with_name("none.hive"), self._preferences)
        self.window.resize(size)
        self.window.show()
        self.window.begin()
        taken = self.take()
        self.close()
        self.window = here
        here.activateWindow()
        return taken

    def ask(self, query: Callable[[Session], T]) -> T:
        """What the store says."""
        with self.window.workspace.open_desk.store.reading() as session:
            return query(session)

    def find(self, kind: type[W], name: str = "") -> W:
        """What can be seen of a class, by what it is called."""
        return next(
            each
            for each in self.window.findChildren(kind)
            if each.isVisibleTo(self.window) and name in ("", each.accessibleName())
        )

    def settle(self) -> None:
        """Until nothing is asked for and everything is painted."""
        workspace = self.window.workspace
        for _ in range(4):
            workspace.background.wait_idle()
            workspace.aside.wait_idle()
            loop = QEventLoop()
            QTimer.singleShot(QUIET_MS, loop.quit)
            loop.exec()

    def take(self, what: QWidget | None = None, part: QRect | None = None) -> QImage:
        """The picture of a widget (the window if none), or of a part of it."""
        self.settle()
        widget = what or self.window
        if isinstance(what, Sheet):
            widget = next(box for box in what.findChildren(QFrame) if box.objectName() == "sheet")
        taken = widget.grab(part) if part is not None else widget.grab()
        return taken.toImage()
