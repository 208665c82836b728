"""How a stay is drawn, wherever it is drawn: by its kind's strip, stripes, dots or hatch.

The pattern tells the kinds apart without their colours, on screen and in black and white.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from hivedesk.desktop.theme import Theme

# Widths of the strip at the start of a bar, in pixels at 100 % (tokens: stay_kinds, "shape").
STRIP_WIDTH = {"solid": 6, "diagonal": 10, "dots": 10}


def strip_width(theme: Theme, kind: str) -> int:
    """How much of a bar its strip takes, in logical pixels; 0 for a kind without one."""
    return theme.scaled(STRIP_WIDTH.get(theme.stay_kind(kind)["pattern"], 0))


def stay_shape(theme: Theme, kind: str, rect: QRectF) -> QPainterPath:
    """The outline of a stay of this kind filling `rect`."""
    path = QPainterPath()
    if kind in ("respite", "closed"):
        path.addRect(rect)
        return path
    radius = rect.height() / 2 if kind == "day_care" else theme.px("radius.small")
    path.addRoundedRect(rect, radius, radius)
    return path


def paint_stay(
    painter: QPainter,
    theme: Theme,
    kind: str,
    rect: QRectF,
    *,
    filled: bool = True,
    dashed: bool = False,
    edge_width: int = 1,
) -> QRectF:
    """Paint the box of a stay, and give the room left in it for icon and words.

    Not `filled`: finished, or only asked for. `dashed`: asked for or waiting, holds no bed.
    """
    colours = theme.stay(kind)
    inset = edge_width / 2
    box = rect.adjusted(inset, inset, -inset, -inset)
    shape = stay_shape(theme, kind, box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(shape, colours.fill if filled else theme.colour("surface"))
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    paint_pattern(painter, theme, kind, box, colours.edge, theme.colour("surface"))
    painter.restore()
    pen = QPen(colours.edge, edge_width)
    if dashed:
        pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)
    painter.restore()
    return rect.adjusted(strip_width(theme, kind), 0, 0, 0)


def paint_pattern(
    painter: QPainter, theme: Theme, kind: str, box: QRectF, edge: QColor, behind: QColor
) -> None:
    """Paint what marks the kind: at the start of `box`, or over the whole of it when closed."""
    pattern = theme.stay_kind(kind)["pattern"]
    # In a bar that is hardly longer than its strip, the fill still tells it from its edge.
    width = min(strip_width(theme, kind), box.width() * 0.45)
    strip = QRectF(box.left(), box.top(), width, box.height())
    if pattern == "solid":
        painter.fillRect(strip, edge)
    elif pattern == "diagonal":
        painter.fillRect(strip, behind if not theme.high_contrast else theme.colour("background"))
        paint_stripes(painter, theme, strip, edge)
    elif pattern == "dots":
        paint_dots(painter, theme, strip, edge)
    elif pattern == "cross-hatch":
        paint_hatch(painter, theme, box, edge)


def paint_stripes(painter: QPainter, theme: Theme, area: QRectF, colour: QColor) -> None:
    """Stripes rising to the right at 45 degrees, clipped to `area`."""
    step, height = theme.scaled(7), area.height()
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    pen = QPen(colour, theme.scaled(3))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    x = area.left() - height - step
    while x < area.right() + step:
        painter.drawLine(
            QLineF(x - step, area.bottom() + step, x + height + step, area.top() - step)
        )
        x += step
    painter.restore()


def paint_dots(painter: QPainter, theme: Theme, area: QRectF, colour: QColor) -> None:
    """Rows of round dots, clipped to `area`."""
    step, radius = theme.scaled(5), theme.scaled(1.4 * 2) / 2
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    y = area.top() + step / 2 + theme.scaled(1)
    while y < area.bottom():
        x = area.left() + step / 2 + theme.scaled(1)
        while x < area.right():
            painter.drawEllipse(QPointF(x, y), radius, radius)
            x += step
        y += step
    painter.restore()


def paint_hatch(painter: QPainter, theme: Theme, area: QRectF, colour: QColor) -> None:
    """Thin crossed lines, far apart, clipped to `area`."""
    step, height = theme.scaled(8), area.height()
    faint = QColor(colour)
    faint.setAlpha(255 if theme.high_contrast else 120)
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(faint, 1))
    x = area.left() - height
    while x < area.right() + height:
        painter.drawLine(QLineF(x, area.bottom(), x + height, area.top()))
        painter.drawLine(QLineF(x, area.top(), x + height, area.bottom()))
        x += step
    painter.restore()
