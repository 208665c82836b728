"""Painted bars: every bar carries its value, and the whole is also said in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hivedesk.desktop.theme import Theme, current_theme
from hivedesk.desktop.widgets.stays import paint_dots, paint_hatch, paint_stripes


class Bar(NamedTuple):
    """One bar. `open_part` of `value` is drawn hollow at the top (hours out of hours).

    `value_word` is what is written ("5:10", "22 nights"). `now` marks the bar we are in.
    `paper` draws it quiet (earlier months). `stay_kind` gives a bar the pattern of that kind.
    `band` stands behind an upright bar as what is usual (core hours), `band_word` says it.
    """

    label: str
    value: float
    value_word: str
    open_part: float = 0.0
    now: bool = False
    paper: bool = False
    stay_kind: str = ""
    band: float = 0.0
    band_word: str = ""


class _Chart(QWidget):
    def __init__(self, name: str, bars: Sequence[Bar] = ()) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_bars(bars)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars; the accessible description says the same in words."""
        self._bars = tuple(bars)
        self.setAccessibleDescription(
            ", ".join(
                " ".join(filter(None, (bar.label, bar.value_word, bar.band_word)))
                for bar in self._bars
            )
        )
        self.updateGeometry()
        self.update()

    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _highest(self) -> float:
        return max((max(bar.value, bar.band) for bar in self._bars), default=0.0)


class Columns(_Chart):
    """Upright bars over their labels: the days of a week, the months of a year."""

    HEIGHT, WIDTH = 50, 26  # the tallest bar, and a bar's width, at 100 %

    def sizeHint(self) -> QSize:
        theme = current_theme()
        lines = 2 * theme.line_height("small") + theme.px("space.m")
        return QSize(
            len(self._bars) * theme.scaled(self.WIDTH + 10), theme.scaled(self.HEIGHT) + lines
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.line_height("small")
        base = self.height() - line - theme.px("space.xs")
        tallest = base - line - theme.px("space.s")
        step = self.width() / len(self._bars)
        width = min(theme.scaled(self.WIDTH), step - theme.px("space.xs"))
        for place, bar in enumerate(self._bars):
            centre = (place + 0.5) * step
            high = tallest * bar.value / self._highest() if self._highest() else 0
            box = QRectF(
                round(centre - width / 2) + 0.5, round(base - high) + 0.5, width, round(high)
            )
            if bar.band:
                room = step - theme.px("space.xxs")
                self._paint_band(painter, theme, centre, base, tallest, min(room, 1.5 * width), bar)
            if bar.value > 0:
                self._paint_bar(painter, theme, bar, box)
            else:
                painter.setPen(QPen(theme.colour("border_control"), 1))
                painter.drawLine(QPointF(box.left(), base + 0.5), QPointF(box.right(), base + 0.5))
            text = QRectF(centre - step / 2, box.top() - line - 1, step, line)
            if bar.value > 0 and bar.value_word:
                weight = "semibold" if bar.now else ""
                painter.setFont(theme.font("small", weight, tabular=True))
                painter.setPen(theme.colour("text"))
                painter.drawText(text, Qt.AlignmentFlag.AlignCenter, bar.value_word)
            painter.setFont(theme.font("small", "semibold" if bar.now else ""))
            painter.setPen(theme.colour("text" if bar.now else "text_muted"))
            label = QRectF(centre - step / 2, self.height() - line, step, line)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, bar.label)

    def _paint_band(
        self,
        painter: QPainter,
        theme: Theme,
        centre: float,
        base: float,
        tallest: float,
        width: float,
        bar: Bar,
    ) -> None:
        high = round(tallest * bar.band / self._highest())
        box = QRectF(round(centre - width / 2) + 0.5, round(base - high) + 0.5, width, high)
        painter.fillRect(box, theme.colour("raised"))
        painter.setPen(QPen(theme.colour("border_control"), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)

    def _paint_bar(self, painter: QPainter, theme: Theme, bar: Bar, box: QRectF) -> None:
        radius = min(theme.scaled(3), box.height() / 2)
        shape = QPainterPath()
        shape.moveTo(box.bottomLeft())
        shape.lineTo(box.left(), box.top() + radius)
        shape.quadTo(box.topLeft(), QPointF(box.left() + radius, box.top()))
        shape.lineTo(box.right() - radius, box.top())
        shape.quadTo(box.topRight(), QPointF(box.right(), box.top() + radius))
        shape.lineTo(box.bottomRight())
        shape.closeSubpath()
        painter.fillPath(shape, theme.colour("surface"))
        painter.save()
        painter.setClipPath(shape)
        closed = QRectF(box)
        closed.setTop(box.top() + round(box.height() * min(1.0, bar.open_part / bar.value)))
        painter.fillRect(closed, theme.colour("raised" if bar.paper else "accent"))
        edge = theme.colour("border_control" if bar.paper else "accent_edge")
        painter.setPen(QPen(edge, 1))
        if bar.open_part:
            painter.drawLine(closed.topLeft(), closed.topRight())
        painter.restore()
        painter.setPen(QPen(edge, 1))
        painter.drawPath(shape)


class Rows(_Chart):
    """Lying bars: label at the left, value at the bar's end."""

    HEIGHT, STEP = 14, 24  # a bar's height, and from one bar to the next, at 100 %

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.scaled(280), len(self._bars) * theme.scaled(self.STEP))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        label_font, value_font = theme.font("small"), theme.font("small", "semibold", True)
        gap = theme.px("space.s")
        metrics = QFontMetrics(label_font)
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._bars)
        labels = min(widest + 2 * gap, self.width() // 2)
        values = max(
            QFontMetrics(value_font).horizontalAdvance(bar.value_word) for bar in self._bars
        )
        room = max(0, self.width() - labels - values - gap)
        step, high = theme.scaled(self.STEP), theme.scaled(self.HEIGHT)
        for place, bar in enumerate(self._bars):
            top = place * step
            long = room * bar.value / self._highest() if self._highest() else 0
            painter.setFont(label_font)
            painter.setPen(theme.colour("text"))
            painter.drawText(
                QRectF(0, top, labels - gap, step),
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, labels - gap),
            )
            box = QRectF(labels + 0.5, top + (step - high) // 2 + 0.5, round(long), high)
            if bar.value > 0:
                paint_lying_bar(painter, theme, bar, box)
            painter.setFont(value_font)
            painter.setPen(theme.colour("text"))
            painter.drawText(
                QRectF(box.right() + gap, top, values + gap, step),
                Qt.AlignmentFlag.AlignVCenter,
                bar.value_word,
            )


def paint_lying_bar(painter: QPainter, theme: Theme, bar: Bar, box: QRectF) -> None:
    """One lying bar, with the pattern of its kind of stay over the whole of it."""
    fill, edge = theme.colour("accent"), theme.colour("accent_edge")
    if bar.paper:
        fill, edge = theme.colour("raised"), theme.colour("border_control")
    if bar.stay_kind and bar.stay_kind != "sleepover":
        colours = theme.stay(bar.stay_kind)
        fill, edge = colours.fill, colours.edge
    painter.fillRect(box, fill)
    _paint_whole_pattern(painter, theme, bar.stay_kind, box, edge)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _paint_whole_pattern(
    painter: QPainter, theme: Theme, kind: str, box: QRectF, edge: QColor
) -> None:
    pattern = theme.stay_kind(kind)["pattern"] if kind else ""
    if pattern == "diagonal":
        paint_stripes(painter, theme, box, edge)
    elif pattern == "dots":
        paint_dots(painter, theme, box, edge)
    elif pattern == "cross-hatch":
        paint_hatch(painter, theme, box, edge)
