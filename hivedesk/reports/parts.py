"""What a report is put together from: headings, lines of facts, two things side by side."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from .look import Look
from .page import WIDTH

GAP = 20.0
HALF = (WIDTH - GAP) / 2
_NUMBER = 68.0  # room for the longest number: "1,234 h 20 min"
_TALLEST = 480.0
Line = tuple[str, str]
"""Words and the number beside them."""


class Heading(Flowable):  # type: ignore[misc]
    """A section's title over a rule; also its bookmark and its line in the outline."""

    def __init__(self, look: Look, key: str, words: str) -> None:
        super().__init__()
        self.look, self.key, self.words = look, key, words

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        self.width, self.height = width, 27.0
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 - ReportLab's name
        """Room above, not at the top of a page."""
        return 13.0

    def draw(self) -> None:
        """Draw it, and tell the reader's outline."""
        canvas, look = self.canv, self.look
        canvas.bookmarkHorizontal(self.key, 0, self.height + 6)
        canvas.addOutlineEntry(self.words, self.key, 0)
        canvas.setFont(look.bold, 12.5)
        canvas.setFillColor(look.colour("text"))
        canvas.drawString(0, 11, self.words)
        canvas.setStrokeColor(look.colour("ink"))
        canvas.setLineWidth(1)
        canvas.line(0, 4, self.width, 4)


def group_title(look: Look, words: str, above: float = 9) -> Paragraph:
    """The words above a chart or a short list."""
    return look.words(words, "group", spaceBefore=above, spaceAfter=3)


def lines(look: Look, facts: Sequence[Line], width: float) -> Flowable:
    """Facts under one another: words at the left, number at the right, a thin rule below."""
    if not facts:
        return Spacer(width, 0)
    rows = [[_label(look, label), _value(look, value)] for label, value in facts]
    table = Table(rows, [width - _NUMBER, _NUMBER], style=_ruled(look))
    table.hAlign = "LEFT"
    return table


def columns(look: Look, facts: Sequence[Line]) -> list[Flowable]:
    """A section's facts in two columns, read down the left one first."""
    # "of them" stays under what it is a part of.
    cut = (len(facts) + 1) // 2
    while cut < len(facts) and facts[cut][0].startswith("of "):
        cut += 1
    return beside([lines(look, facts[:cut], HALF)], [lines(look, facts[cut:], HALF)], 0)


def pairs(look: Look, facts: Sequence[Line]) -> Flowable:
    """A list of any length, two facts to a row. Breaks across pages."""
    rows = []
    for start in range(0, len(facts), 2):
        row: list[Flowable | str] = []
        for label, value in facts[start : start + 2]:
            row += ([""] if row else []) + [_label(look, label), _value(look, value)]
        rows.append(row + [""] * (5 - len(row)))
    style = _ruled(look)
    style.add("LINEBELOW", (2, 0), (2, -1), 1, look.colour("surface"))
    if len(facts) % 2:
        style.add("LINEBELOW", (2, -1), (-1, -1), 1, look.colour("surface"))
    return Table(rows, [HALF - _NUMBER, _NUMBER, GAP, HALF - _NUMBER, _NUMBER], style=style)


def beside(left: list[Flowable], right: list[Flowable], above: float = 6) -> list[Flowable]:
    """Two things side by side, the left one read first; under one another if one is tall.

    What stands side by side cannot break across pages.
    """
    if not left and not right:
        return []
    tall = max(sum(part.wrap(HALF, _TALLEST)[1] for part in side) for side in (left, right))
    if tall > _TALLEST:
        return [*left, *right]
    bare = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), above),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return [Table([[left, "", right]], [HALF, GAP, HALF], style=bare)]


def notes(look: Look, rows: Sequence[Line]) -> Flowable:
    """Small print in two columns: what, and how it is counted. Breaks across pages."""
    cells = [
        [look.words(label, "note", textColor=look.colour("text")), look.words(how, "note")]
        for label, how in rows
    ]
    return Table(cells, [WIDTH * 0.29, WIDTH * 0.71], style=_ruled(look, pad=0.5))


def _label(look: Look, label: str) -> Paragraph:
    return look.words(label, "body", leftIndent=10 if label.startswith("of ") else 0)


def _value(look: Look, value: str) -> Paragraph:
    return look.words(value, "body", fontName=look.bold, alignment=2)


def _ruled(look: Look, pad: float = 2.1) -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad + 0.6),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, look.colour("border")),
        ]
    )
