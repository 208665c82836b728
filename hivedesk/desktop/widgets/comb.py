"""The painted honeycomb behind the unlock page: two clusters, none in high contrast."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from hivedesk.desktop.theme import current_theme

RADIUS = 44.0  # from the middle of a cell to a corner, at 100 %

# Cells of each cluster as (row, half cells from the corner, honey).
_TOP_RIGHT = (
    (0, -1, False), (0, 1, False), (0, 3, False), (0, 5, False), (0, 7, True), (0, 9, False),
    (1, 0, False), (1, 2, False), (1, 4, True), (1, 6, False), (1, 8, False),
    (2, -1, False), (2, 1, False), (2, 3, True), (2, 5, False),
    (3, 0, True), (3, 2, False), (3, 4, False),
    (4, -1, False), (4, 1, False), (4, 3, False),
    (5, 0, True),
    (6, -1, False), (6, 1, False),
)  # fmt: skip
_BOTTOM_LEFT = (
    (0, 0, False), (0, 2, False), (0, 4, False), (0, 6, True),
    (1, -1, False), (1, 1, True), (1, 3, False), (1, 5, False),
    (2, 0, False), (2, 2, False), (2, 4, True), (2, 6, False),
    (3, -1, False), (3, 1, False), (3, 3, False), (3, 5, False),
    (4, 0, True), (4, 2, False),
    (5, -1, False), (5, 1, False),
)  # fmt: skip


class Comb(QWidget):
    """Put the unlock card on it. Says nothing, holds nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("background"))
        if theme.high_contrast:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = RADIUS * min(theme.scale, 1.5)
        half = radius * math.sqrt(3) / 2
        width, height = float(self.width()), float(self.height())
        for honey in (False, True):  # honey last: its edge lies over its neighbours'
            for row, steps, filled in _TOP_RIGHT:
                if filled == honey:
                    centre = QPointF(width - half * (steps + 0.85), row * radius * 1.5)
                    self._cell(painter, centre, radius, filled)
            for row, steps, filled in _BOTTOM_LEFT:
                if filled == honey:
                    centre = QPointF((steps + 1) * half, height - radius * 0.9 - row * radius * 1.5)
                    self._cell(painter, centre, radius, filled)

    def _cell(self, painter: QPainter, centre: QPointF, radius: float, honey: bool) -> None:
        theme = current_theme()
        corners = (math.radians(60 * corner - 90) for corner in range(6))
        shape = QPolygonF(
            [centre + QPointF(math.cos(turn), math.sin(turn)) * radius for turn in corners]
        )
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("selected" if honey else "background"))
        painter.drawPolygon(shape)
