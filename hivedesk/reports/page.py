"""Page furniture every report shares: A4, head and foot, page numbers, bookmarks, metadata.

A PDF leaves the house: of who made it and when it says only what is printed on it,
and the same figures give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from . import letters
from .look import Look
from .stopping import GoOn, go_on

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
LANDSCAPE = landscape(A4)
_FIRST_HEAD = 23 * mm
_HEAD = 8 * mm
_FOOT = 9 * mm
_NOTES, _GAP = 80 * mm, 5 * mm
"""The most that a line at the right of the head takes, and what stays free beside it."""


@dataclass(frozen=True)
class Furniture:
    """What stands around a report.

    Attributes:
        title: the document's title: "Monthly Hive activity, June 2021".
        name: what kind of report it is: "Monthly Hive activity".
        about: whose and when: "Eastleigh Hive, June 2021".
        notice: said first at the right, in the warning colour; "" for none.
        notes: lines below it: as at when, prepared by whom.
        foot: one line about keeping the paper safe.
        paper: width and height.
    """

    title: str
    name: str
    about: str
    notice: str
    notes: tuple[str, ...]
    foot: str
    paper: tuple[float, float] = A4


def build(
    story: Callable[[], list[Flowable]],
    furniture: Furniture,
    look: Look,
    out: BinaryIO,
    wanted: GoOn = go_on,
) -> int:
    """Lay the story out and write the PDF; returns the number of pages.

    Args:
        story: makes the flowables anew; it is asked twice, because "page 1 of 5" can
            only be written once the five are known.
        wanted: asked at the head of every page.
    """
    pages = _Document(io.BytesIO(), furniture, look, 0, wanted).pages_of(story())
    return _Document(out, furniture, look, pages, wanted).pages_of(story())


class _TitleOnly(PDFInfo):  # type: ignore[misc]
    """Metadata without author, program or moment."""

    def format(self, document: Any) -> Any:
        return PDFDictionary({"Title": PDFString(self.title)}).format(document)


class _Document(BaseDocTemplate):  # type: ignore[misc]
    def __init__(
        self, out: BinaryIO, furniture: Furniture, look: Look, pages: int, wanted: GoOn
    ) -> None:
        super().__init__(
            out,
            pagesize=furniture.paper,
            title=furniture.title,
            lang="en-GB",
            invariant=1,
            pageCompression=1,
        )
        self.furniture, self.look, self.pages, self.wanted = furniture, look, pages, wanted
        self.right, self.top = (side - MARGIN for side in furniture.paper)
        self.displayDocTitle = True
        self.addPageTemplates(
            [
                PageTemplate(
                    "first",
                    [_frame(furniture.paper, _FIRST_HEAD)],
                    onPage=self._first,
                    autoNextPageTemplate="later",
                ),
                PageTemplate("later", [_frame(furniture.paper, _HEAD)], onPage=self._later),
            ]
        )

    def pages_of(self, story: list[Flowable]) -> int:
        """Write the story; how many pages it took."""
        self.build(story, canvasmaker=_canvas)
        return int(self.page)

    def _first(self, canvas: Canvas, _document: Any) -> None:
        look, furniture = self.look, self.furniture
        top = self.top
        _text(canvas, look.bold, 19, look.colour("text"), MARGIN, top - 15, furniture.name)
        lines = [(look.bold, "warning", furniture.notice)] if furniture.notice else []
        lines += [
            (look.regular, "text_muted", shortened(note, look.regular, 8.5, _NOTES))
            for note in furniture.notes
        ]
        # The third line of the notes stands where the words about whom it is do.
        taken = max((letters.width(words, font, 8.5) + _GAP for font, _, words in lines), default=0)
        about = shortened(furniture.about, look.regular, 11.5, self.right - MARGIN - taken)
        _text(canvas, look.regular, 11.5, look.colour("text"), MARGIN, top - 32, about)
        for number, (font, colour, words) in enumerate(lines):
            x = self.right - letters.width(words, font, 8.5)
            _text(canvas, font, 8.5, look.colour(colour), x, top - 8 - 12 * number, words)
        canvas.setFillColor(look.colour("accent"))
        canvas.rect(MARGIN, top - 46, 32, 2.5, stroke=0, fill=1)
        self._foot(canvas)

    def _later(self, canvas: Canvas, _document: Any) -> None:
        look, furniture = self.look, self.furniture
        top = self.top
        taken = letters.width(furniture.notice, look.bold, 8.5) + _GAP if furniture.notice else 0
        words = f"{furniture.name} · {furniture.about}"
        words = shortened(words, look.regular, 8.5, self.right - MARGIN - taken)
        _text(canvas, look.regular, 8.5, look.colour("text_muted"), MARGIN, top - 2, words)
        if furniture.notice:
            canvas.setFont(look.bold, 8.5)
            canvas.setFillColor(look.colour("warning"))
            canvas.drawRightString(self.right, top - 2, furniture.notice)
        self._foot(canvas)

    def _foot(self, canvas: Canvas) -> None:
        self.wanted()
        look = self.look
        muted = look.colour("text_muted")
        canvas.setStrokeColor(look.colour("border"))
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, MARGIN + 1, self.right, MARGIN + 1)
        _text(canvas, look.regular, 8, muted, MARGIN, MARGIN - 10, self.furniture.foot)
        page = f"Page {canvas.getPageNumber()} of {self.pages}"
        canvas.setFont(look.regular, 8)
        canvas.drawRightString(self.right, MARGIN - 10, page)


def _frame(paper: tuple[float, float], head: float) -> Frame:
    width, height = (side - 2 * MARGIN for side in paper)
    return Frame(MARGIN, MARGIN + _FOOT, width, height - head - _FOOT, 0, 0, 0, 0)


def _canvas(*given: Any, **named: Any) -> Canvas:
    canvas = Canvas(*given, **named)
    canvas._doc.info = _TitleOnly()
    return canvas


def shortened(words: str, font: str, size: float, width: float) -> str:
    """Words as they fit into a line: a name may be longer than the paper is wide.

    What stands behind the last comma, the month as a rule, is kept as long as there is room.
    """
    if letters.width(words, font, size) <= width:
        return words
    name, comma, when = words.rpartition(", ")
    end = f"…{comma}{when}" if name and letters.width(f"…, {when}", font, size) <= width else "…"
    left = name if end != "…" else words
    while left and letters.width(left + end, font, size) > width:
        left = left[:-1].rstrip()
    return left + end


def _text(
    canvas: Canvas, font: str, size: float, colour: Any, x: float, y: float, words: str
) -> None:
    canvas.setFillColor(colour)
    letters.write(canvas, x, y, words, font, size)
