"""The keyboard is never nowhere: it stays in its place where what is there is made anew."""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from hivedesk.desktop.widgets.in_view import way_to
from hivedesk.desktop.widgets.tab import stops, stops_at


class Spot:
    """Where the keyboard is, to be found again when what is there has been made anew."""

    def __init__(self, widget: QWidget) -> None:
        self._way = way_to(widget)
        self._what = (type(widget), widget.accessibleName())
        self._at = widget.mapTo(widget.window(), widget.rect().center())

    def seen(self) -> bool:
        """Whether the widget is in view."""
        return shiboken6.isValid(self._way[0]) and self._way[0].isVisible()

    def stands(self) -> bool:
        """Whether the widget is there, be it hidden: nothing took its place."""
        here, window = self._way[0], self._way[-1]
        return shiboken6.isValid(here) and here.window() is window

    def find(self) -> QWidget | None:
        """The widget; else what is called so; else the stop nearest to where it was.

        What took its place or comes after it goes before what stands above: as in any list from
        which a row was taken.
        """
        for each in self._way:
            if not shiboken6.isValid(each) or not each.isVisible():
                continue
            found = [each] if each is self._way[0] and each.isEnabled() else stops(each)
            if not found and stops_at(each, each):
                found = [each]
            if found:
                return min(found, key=self._unlike)
        return None

    def _unlike(self, stop: QWidget) -> tuple[bool, bool, int]:
        away = stop.mapTo(stop.window(), stop.rect().center()) - self._at
        other = (type(stop), stop.accessibleName()) != self._what
        above = away.y() < -stop.height() // 2
        return other, above, away.manhattanLength()


class KeptKeyboard(QObject):
    """Make one for each window: what rebuilds a part of it need not think of the keyboard."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._spot: Spot | None = None
        self._lost: Spot | None = None
        self._passed_to: QWidget | None = None
        # A timer, and then a call for later: what is new in a layout is shown by such a call, which
        # has been asked for when the timer runs out, but need not have come.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look, Qt.ConnectionType.QueuedConnection)
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._moved)
        # Much may have been made anew while another program had the keyboard.
        app.focusWindowChanged.connect(self._look)

    def let_go(self) -> None:
        """Before all is made anew: else Qt hands the keyboard on to what goes next.

        Whoever presses something before it was put back is then seen to have gone there.
        """
        here = QApplication.focusWidget()
        if here is not None and self._window.isAncestorOf(here):
            here.clearFocus()

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._spot is not None and (new is None or not self._spot.seen()):
            self._lost, self._passed_to = self._lost or self._spot, new
            self._soon.start()
        elif new is not None and new is not self._passed_to:
            self._lost = None  # somebody went on meanwhile: from there it would be lost next
        mine = new is not None and self._window.isAncestorOf(new)
        self._spot = Spot(new) if new is not None and mine else None

    def _look(self) -> None:
        if self._lost is None or not self._window.isActiveWindow():
            return
        lost, self._lost = self._lost, None
        here = QApplication.focusWidget()
        if here is None or (here is self._passed_to and not lost.stands()):
            target = lost.find()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
