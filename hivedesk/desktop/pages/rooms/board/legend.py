"""What the patterns and edges of the board mean; it stays in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.flow import FlowLayout

from .bars import paint_bar
from .looks import Look

KINDS = ("sleepover", "emergency", "day_care", "respite", "closed")
STATES = (
    ("Requested", Look("sleepover", "", "?", filled=False, dashed=True)),
    ("Confirmed", Look("sleepover", "", "check")),
    ("Held", Look("sleepover", "", "clock", dashed=True)),
    ("Here now", Look("sleepover", "", edge=2)),
    ("Finished", Look("sleepover", "", filled=False, muted=True)),
)
NOT_ACCEPTED = ("Not yet accepted by central", Look("sleepover", "", "sync"))
NOT_TAKEN = ("Needs you: see Sync", Look("sleepover", "", "warning"))
"""Shown where there is a central store."""


class Key(QWidget):
    """One small bar and its word."""

    def __init__(self, word: str, look: Look) -> None:
        super().__init__()
        self._word, self._look = word, look
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        wide = QFontMetrics(theme.font("small")).horizontalAdvance(self._word)
        return QSize(wide + self._swatch() + theme.scaled(8), theme.scaled(20))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        tall = theme.scaled(12 if self._look.kind == "day_care" else 16)
        swatch = self._swatch()
        box = QRectF(0, (self.height() - tall) / 2, swatch, tall)
        paint_bar(painter, theme, box, self._look)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text"))
        left = swatch + theme.scaled(6)
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter,
            self._word,
        )

    def _swatch(self) -> int:
        return current_theme().scaled(38 if self._look.mark else 22)


class Legend(QWidget):
    """Every kind and state, on one line where there is room for one."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What the bars mean")
        theme = current_theme()
        flow = FlowLayout(self, gap="space.m")
        margin = theme.px("frame.page_margin")
        flow.setContentsMargins(margin, theme.px("space.s"), margin, theme.px("space.s"))
        for kind in KINDS:
            flow.addWidget(Key(theme.stay_kind(kind)["word"], Look(kind, "")))
        for word, look in STATES:
            flow.addWidget(Key(word, look))
        self._sync = (Key(*NOT_ACCEPTED), Key(*NOT_TAKEN))
        for key in self._sync:
            flow.addWidget(key)
            key.hide()

    def show_sync(self, shown: bool) -> None:
        """Whether the marks of what central has not accepted can be met here."""
        for key in self._sync:
            key.setVisible(shown)
