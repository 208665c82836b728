"""Shows how hard a passphrase is to guess: segments, a shape and a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hivedesk.desktop.shell.strength import LEAST_LETTERS, Level, Strength
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.words import IconLabel, Tone, repolish, words

_LOOKS: dict[Level, tuple[int, str, Tone]] = {
    "short": (0, "info", "muted"),
    "guessed": (1, "stop", "danger"),
    "weak": (1, "warning", "warning"),
    "good": (2, "check", "positive"),
    "strong": (3, "check-circle", "positive"),
}
NOTHING_YET = (
    f"At least {LEAST_LETTERS} characters. Three or four unrelated words are easy to keep."
)


class StrengthBar(QWidget):
    """Call `show_strength` as somebody types; None for an empty field."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.xs"))
        self._bars = _Segments()
        column.addWidget(self._bars)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        self._icon = IconLabel("info")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = words("", "small", "muted", wrap=True)
        row.addWidget(self._words, 1)
        column.addLayout(row)
        self.show_strength(None)

    def show_strength(self, found: Strength | None) -> None:
        filled, icon, tone = _LOOKS[found.level] if found else _LOOKS["short"]
        self._bars.show_filled(filled, tone)
        self._icon.set_icon(icon, "text_muted" if tone == "muted" else tone)
        self._words.setText(found.words if found else NOTHING_YET)
        if self._words.property("tone") != tone:
            self._words.setProperty("tone", tone)
            repolish(self._words)
        self.setAccessibleName(f"Strength: {self._words.text()}" if found else NOTHING_YET)

    def said(self) -> str:
        """The words shown now."""
        return self._words.text()


class _Segments(QWidget):
    """Three segments. Empty ones have an edge, so that the whole can be seen to be three."""

    def __init__(self) -> None:
        super().__init__()
        self._filled, self._tone = 0, "positive"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_filled(self, filled: int, tone: str) -> None:
        self._filled, self._tone = filled, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().scaled(120), current_theme().px("space.s"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px("space.xs")
        wide = (self.width() - 2 * gap) / 3
        for place in range(3):
            full = place < self._filled
            edge = theme.colour(self._tone) if full else theme.colour("border_control")
            painter.setPen(QPen(edge, theme.px("line.border")))
            painter.setBrush(edge if full else Qt.BrushStyle.NoBrush)
            box = QRectF(place * (wide + gap), 0, wide, self.height())
            radius = theme.px("radius.small") / 2
            painter.drawRoundedRect(box.adjusted(0.5, 1.5, -0.5, -1.5), radius, radius)
