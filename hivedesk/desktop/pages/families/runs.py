"""Words of several weights and tones in one wrapped paragraph, laid out once and painted often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from hivedesk.desktop.theme import Theme


@dataclass(frozen=True)
class Run:
    """Some words and how they stand: a colour role, and whether they are semibold."""

    words: str
    role: str = "text"
    strong: bool = False


def spoken(runs: Sequence[Run]) -> str:
    """The words alone."""
    return "".join(run.words for run in runs)


@dataclass(frozen=True)
class Block:
    """A paragraph that has been laid out: its lines and its size in logical pixels."""

    layout: QTextLayout
    width: float
    height: int
    line_height: int
    """Of one line of this type role."""

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its top left corner there."""
        self.layout.draw(painter, QPointF(x, y))


def lay_out(
    theme: Theme,
    runs: Sequence[Run],
    width: float,
    type_role: str = "body",
    *,
    most_lines: int = 0,
    marked: Sequence[str] = (),
) -> Block:
    """Wrap runs into `width`.

    Args:
        most_lines: where there would be more, the last one ends in "…"; 0 for no limit.
        marked: words to lay a tint behind (what was looked for).
    """
    font = theme.font(type_role)
    text = spoken(runs)
    layout = _wrapped(theme, runs, text, font, width, marked)
    if most_lines and layout.lineCount() > most_lines:
        end = layout.lineAt(most_lines - 1)
        text = text[: end.textStart() + max(1, end.textLength() - 2)].rstrip(" ,.;:\u2028") + "…"
        layout = _wrapped(theme, runs, text, font, width, marked)
    step = theme.line_height(type_role)
    widest = 0.0
    for place in range(layout.lineCount()):
        line = layout.lineAt(place)
        line.setPosition(QPointF(0, place * step + (step - line.height()) / 2))
        widest = max(widest, line.naturalTextWidth())
    return Block(layout, widest, layout.lineCount() * step, step)


def _wrapped(
    theme: Theme,
    runs: Sequence[Run],
    text: str,
    font: QFont,
    width: float,
    marked: Sequence[str],
) -> QTextLayout:
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(theme, runs, text, marked))
    layout.setCacheEnabled(True)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
    layout.endLayout()
    return layout


def _formats(
    theme: Theme, runs: Sequence[Run], text: str, marked: Sequence[str]
) -> list[QTextLayout.FormatRange]:
    found = []
    start = 0
    for run in runs:
        length = min(len(run.words), len(text) - start)
        if length <= 0:
            break
        form = QTextCharFormat()
        form.setForeground(theme.colour(run.role))
        if run.strong:
            form.setFontWeight(QFont.Weight.DemiBold)
        found.append(_range(start, length, form))
        start += length
    low = text.casefold()
    if len(low) == len(text):
        for word in marked:
            place = low.find(word)
            while place >= 0:
                form = QTextCharFormat()
                form.setBackground(theme.colour("selected"))
                form.setFontUnderline(True)
                found.append(_range(place, len(word), form))
                place = low.find(word, place + len(word))
    return found


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
