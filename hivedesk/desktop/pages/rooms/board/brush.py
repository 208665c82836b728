"""A painter's memory: words laid out once, and pictures of bars seen before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText

from hivedesk.desktop.theme import Theme

from .bars import Pictures

Flag = Qt.AlignmentFlag
MOST_WORDS = 4000


@dataclass
class Marks:
    """What stands out at this moment: today, the focus cell, what the mouse is over."""

    today: date
    hour: float
    lit: frozenset[str] = frozenset()
    lifted: str = ""


@dataclass
class Brush:
    """A painter with the words and pictures it has laid out before."""

    pictures: Pictures = field(default_factory=Pictures)
    _words: dict[tuple[str, str, str, int], tuple[QStaticText, float]] = field(default_factory=dict)
    _widths: dict[str, float] = field(default_factory=dict)

    def forget(self) -> None:
        """Other colours or sizes: lay everything out anew."""
        self.pictures = Pictures()
        self._words.clear()
        self._widths.clear()

    def width(self, theme: Theme, text: str) -> float:
        """How long a line of small words is."""
        if text not in self._widths:
            font = theme.font("small", tabular=True)
            self._widths[text] = QFontMetricsF(font).horizontalAdvance(text)
        return self._widths[text]

    def words(
        self,
        painter: QPainter,
        theme: Theme,
        box: QRectF,
        text: str,
        *,
        role: str = "small",
        weight: str = "",
        colour: str = "text",
        align: Flag = Flag.AlignLeft,
    ) -> None:
        """One line in the middle of a box, shortened where it does not fit."""
        room = max(0, int(box.width()))
        key = (text, role, weight, room)
        found = self._words.get(key)
        font = theme.font(role, weight, tabular=True)
        if found is None:
            if len(self._words) > MOST_WORDS:
                self._words.clear()
            metrics = QFontMetricsF(font)
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
            made = QStaticText(short)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=font)
            found = self._words[key] = (made, made.size().width())
        static, wide = found
        x = box.left()
        if align == Flag.AlignRight:
            x = box.right() - wide
        elif align == Flag.AlignHCenter:
            x = box.center().x() - wide / 2
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        y = box.center().y() - static.size().height() / 2
        painter.drawStaticText(QPointF(round(x), round(y)), static)
