"""Bars, labelled with their own numbers; stripes and dots survive black and white."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from .letters import write
from .look import Look

_SIZE, _LEADING = 9.0, 11.0
_BAR, _ROW = 10.0, 17.0


class Pattern(enum.Enum):
    """How a bar is filled."""

    SOLID = enum.auto()
    STRIPES = enum.auto()
    DOTS = enum.auto()


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: words before it.
        value: its length; nought draws none.
        words: what is written at its end.
        colour: role of its colours: "accent", "plain" or "stay.emergency".
        pattern: how it is filled.
        open_part: how much of its end is drawn open: what was out of hours.
    """

    label: str
    value: float
    words: str
    colour: str = "accent"
    pattern: Pattern = Pattern.SOLID
    open_part: float = 0


class Bars(Flowable):  # type: ignore[misc]
    """Bars lying under one another, zero-based, each with its words at its end."""

    def __init__(
        self, look: Look, bars: Sequence[Bar], width: float, label: float = 0.36, most: float = 0
    ) -> None:
        super().__init__()
        self.look, self.bars, self.width, self.share = look, bars, width, label
        self.most = most or max((bar.value for bar in bars), default=0) or 1
        self.label = width * label
        self.rows = [simpleSplit(bar.label, look.regular, _SIZE, self.label - 6) for bar in bars]

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        self.height = sum(self._tall(rows) for rows in self.rows) + 4
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Two parts of one scale, the first as tall as there is room."""
        room, cut = height - 4, 0
        while cut < len(self.bars) and self._tall(self.rows[cut]) <= room:
            room -= self._tall(self.rows[cut])
            cut += 1
        if not 0 < cut < len(self.bars):
            return []
        halves = (self.bars[:cut], self.bars[cut:])
        return [Bars(self.look, half, self.width, self.share, self.most) for half in halves]

    def draw(self) -> None:
        """Draw label, bar and words, row by row from the top."""
        canvas, look = self.canv, self.look
        widest = max((stringWidth(b.words, look.bold, _SIZE) for b in self.bars), default=0)
        room = self.width - self.label - widest - 8
        top = self.height - 2
        for bar, rows in zip(self.bars, self.rows, strict=True):
            middle = top - self._tall(rows) / 2
            canvas.setFillColor(look.colour("text"))
            for number, words in enumerate(rows):
                first = middle + (len(rows) - 1) * _LEADING / 2 - _SIZE * 0.36
                write(canvas, 0, first - number * _LEADING, words, look.regular, _SIZE)
            length = room * bar.value / self.most
            if bar.value:
                self._bar(canvas, bar, middle - _BAR / 2, length)
            canvas.setFillColor(look.colour("text"))
            canvas.setFont(look.bold, _SIZE)
            end = self.label + (length + 6 if bar.value else 0)
            canvas.drawString(end, middle - _SIZE * 0.36, bar.words)
            top -= self._tall(rows)

    def _tall(self, rows: list[str]) -> float:
        return max(_ROW, len(rows) * _LEADING + 4)

    def _bar(self, canvas: Canvas, bar: Bar, y: float, length: float) -> None:
        fill, edge = edges(self.look, bar.colour)
        closed = length * (1 - bar.open_part / bar.value)
        canvas.setStrokeColor(edge)
        canvas.setLineWidth(0.7)
        canvas.setFillColor(self.look.colour("surface"))
        canvas.rect(self.label, y, length, _BAR, stroke=1, fill=1)
        canvas.setFillColor(fill)
        if closed:
            canvas.rect(self.label, y, closed, _BAR, stroke=1, fill=1)
        patterned(canvas, bar.pattern, edge, (self.label, y, closed, _BAR))


class Upright(Flowable):  # type: ignore[misc]
    """Bars standing side by side, month by month; the last is this month's."""

    def __init__(self, look: Look, bars: Sequence[Bar], width: float, height: float = 74) -> None:
        super().__init__()
        self.look, self.bars, self.width, self.height = look, bars, width, height

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw each bar with its month below and its number above."""
        canvas, look = self.canv, self.look
        most = max((bar.value for bar in self.bars), default=0) or 1
        step = self.width / max(1, len(self.bars))
        foot, room = 14.0, self.height - 30
        for number, bar in enumerate(self.bars):
            last = number == len(self.bars) - 1
            font = look.bold if last else look.regular
            middle = step * (number + 0.5)
            tall = room * bar.value / most
            fill, edge = edges(look, bar.colour)
            canvas.setFillColor(fill)
            canvas.setStrokeColor(edge)
            canvas.setLineWidth(0.7)
            if tall:
                canvas.rect(middle - step * 0.3, foot, step * 0.6, tall, stroke=1, fill=1)
            else:
                canvas.line(middle - step * 0.3, foot, middle + step * 0.3, foot)
            canvas.setFillColor(look.colour("text"))
            canvas.setFont(font, 8.5)
            canvas.drawCentredString(middle, 3, bar.label)
            canvas.drawCentredString(middle, foot + tall + 4, bar.words)


def edges(look: Look, colour: str) -> tuple[Color, Color]:
    """Fill and edge of a bar by its role."""
    if colour == "accent":
        return look.colour("accent"), look.colour("accent_edge")
    if colour == "plain":
        return look.colour("raised"), look.colour("border_control")
    return look.colour(f"{colour}.fill"), look.colour(f"{colour}.edge")


def patterned(
    canvas: Canvas, pattern: Pattern, ink: Color, box: tuple[float, float, float, float]
) -> None:
    """Stripes or dots in a box (left, foot, width, height); nothing for a solid one."""
    if pattern is Pattern.SOLID:
        return
    x, y, width, height = box
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor(ink)
    canvas.setFillColor(ink)
    if pattern is Pattern.STRIPES:
        canvas.setLineWidth(1.4)
        for number in range(int((width + height) / 5) + 1):
            left = x - height + number * 5
            canvas.line(left, y, left + height, y + height)
    else:
        for column in range(int(width / 4) + 1):
            for row in range(int(height / 4) + 1):
                canvas.circle(x + 2 + column * 4, y + 1.2 + row * 4, 0.75, stroke=0, fill=1)
    canvas.restoreState()
