"""One ring that shows where the keyboard is, drawn over everything and in nobody's way.

A ring in the style sheet would change the size of each box it is drawn round; this one lies
in a mouse-transparent overlay and follows the focus, scrolling and resizing.
"""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from hivedesk.desktop.theme import current_theme

_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
)


class FocusRing(QWidget):
    """Make one for each window, after its content. `setProperty("ring", "none")` opts a widget out;
    `setProperty("ring", "inside")` draws it within the widget's edge.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._rows: QItemSelectionModel | None = None
        self._radius = 0
        # Several moves come with one scroll; look once, when they are over.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._place)
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def target(self) -> QWidget | None:
        """What the ring is round now."""
        return self._target if self.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._later.start()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        width = theme.px("line.focus")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus"), width))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, self._radius, self._radius)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for watched in self._watched:
            if shiboken6.isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        self._target = None
        if new is not None and new is not self.window() and self.window().isAncestorOf(new):
            self._target = _ringed(new)
            widget: QWidget | None = new
            while widget is not None and widget is not self.window():
                widget.installEventFilter(self)
                self._watched.append(widget)
                widget = widget.parentWidget()
            new.destroyed.connect(self._forget)
        self._follow_rows(new)
        self._place()

    def _follow_rows(self, new: QWidget | None) -> None:
        """A list that had no row to mark when the keyboard came to it may get one later."""
        if self._rows is not None and shiboken6.isValid(self._rows):
            self._rows.currentChanged.disconnect(self._row_changed)
        self._rows = new.selectionModel() if isinstance(new, QAbstractItemView) else None
        if self._rows is not None:
            self._rows.currentChanged.connect(self._row_changed)

    def _row_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._later.start()

    def _forget(self) -> None:
        # It may be a widget the keyboard left long ago that is gone only now.
        if QApplication.focusWidget() is None:
            self._target, self._watched = None, []
            self.hide()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or _draws_its_own(target):
            self.hide()
            return
        theme = current_theme()
        grow = theme.px("line.focus_gap") + theme.px("line.focus")
        if target.property("ring") == "inside":
            grow = 0
        area = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        ring = area.adjusted(-grow, -grow, grow, grow)
        seen = self._seen_through(target, grow)
        if not ring.intersects(seen) or not area.intersects(seen):
            self.hide()
            return
        self._radius = theme.px("radius.control") + (grow - 1 if grow else -1)
        self.setGeometry(ring)
        # Where a scroll area cuts the control off, it cuts the ring off too.
        self.setMask(seen.translated(-ring.topLeft()))
        self.show()
        self.raise_()
        self.update()

    def _seen_through(self, target: QWidget, grow: int) -> QRect:
        """The part of the window in which the target can be seen at all."""
        window = self.window()
        seen = window.rect()
        widget = target.parentWidget()
        while widget is not None and widget is not window:
            if isinstance(widget.parentWidget(), QScrollArea):
                view = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
                seen = seen.intersected(view.adjusted(-grow, -grow, grow, grow))
            widget = widget.parentWidget()
        return seen


def _ringed(focused: QWidget) -> QWidget:
    """The box people see: a field box for the bare line inside it."""
    parent = focused.parentWidget()
    if parent is None or not isinstance(focused, QLineEdit):
        return focused
    if isinstance(parent, QComboBox) or parent.objectName() in ("fieldBox", "chipBox"):
        return parent
    return focused


def _draws_its_own(widget: QWidget) -> bool:
    """Item views draw the ring inside the cell; plain scrolling panes need none."""
    if widget.property("ring") == "none":
        return True
    if isinstance(widget, QAbstractItemView):
        return widget.currentIndex().isValid()
    return isinstance(widget, QScrollArea) and isinstance(widget, QAbstractScrollArea)
