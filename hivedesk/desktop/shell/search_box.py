"""The line in which one looks for anything: a magnifying glass before it, its shortcut after it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import current_theme
from hivedesk.keys import SEARCH

HINT, SHORT_HINT = "Find a person, a room or a command", "Find"
SHORTCUT = SEARCH.keys
WIDEST, NARROWEST = 400, 120  # at 100 %, in pixels
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own number for "no limit"


class SearchBox(QLineEdit):
    """`asked()`: somebody clicked here or pressed Down, and would like to see what there is.

    Not when the keyboard merely comes by: Tab, or a page that went away, opens nothing.
    `arrived(widget)` tells where the keyboard came from (None: from nowhere).
    """

    asked = Signal()
    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Find")
        self.setAccessibleDescription(f"{HINT}. {SHORTCUT} comes here from anywhere.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._short = self._unbounded = False
        self._measure()
        self.set_short(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def set_widest(self, unbounded: bool) -> None:
        """Take all the room there is, or no more than a line needs."""
        self._unbounded = unbounded
        self._measure()

    def set_short(self, short: bool) -> None:
        """Say less in an empty box, where there is little room."""
        self._short = short
        self.setPlaceholderText(SHORT_HINT if short else HINT)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.scaled(WIDEST), theme.px("control.height"))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.scaled(NARROWEST), theme.px("control.height"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px("icon.inline")
        box = QRectF(theme.px("space.m"), 0, side, self.height())
        paint_icon(painter, box, "search", "text_muted")
        if self.text() or self._short:
            return
        font = theme.font("caption", "medium")
        metrics = QFontMetrics(font)
        wide = metrics.horizontalAdvance(SHORTCUT) + 2 * theme.px("space.s") - 1
        high = metrics.height() + theme.px("space.xs")
        right = self.width() - theme.px("space.s") - wide
        badge = QRectF(right + 0.5, (self.height() - high) // 2 + 0.5, wide, high)
        painter.setPen(QPen(theme.colour("border"), theme.px("line.border")))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(badge, theme.px("radius.small"), theme.px("radius.small"))
        painter.setFont(font)
        painter.setPen(theme.colour("text_muted"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, SHORTCUT)

    def _measure(self) -> None:
        theme = current_theme()
        self.setMaximumWidth(QWIDGETSIZE_MAX if self._unbounded else theme.scaled(WIDEST))
        before = theme.px("icon.inline") + theme.px("space.m")
        self.setTextMargins(before, 0, 0, 0)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self:
            self.arrived.emit(old)
