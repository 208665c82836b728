"""The tick box of forms and of lists."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme


def paint_tick_box(
    painter: QPainter, theme: Theme, left: int, room: QRect, *, ticked: bool
) -> None:
    """A tick box at `left`, in the middle of the height of `room`."""
    side = theme.px("control.checkbox")
    top = room.top() + (room.height() - side) // 2
    box = QRectF(left + 0.5, top + 0.5, side - 1, side - 1)
    painter.setPen(QPen(theme.colour("accent_edge" if ticked else "border_control"), 1))
    painter.setBrush(theme.colour("accent" if ticked else "surface"))
    painter.drawRoundedRect(box, theme.px("radius.small"), theme.px("radius.small"))
    if ticked:
        paint_icon(painter, box.translated(0.5, 0.5), "check", "on_accent", 14)
