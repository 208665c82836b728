"""The handover of a night on one sheet for the link carer.

It holds what `Sensitivity.GUEST` lets a link carer read and nothing else: first name, age,
what is needed that night, and the checklist.
"""

from __future__ import annotations

import datetime as dt
import io
from functools import partial
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from hivedesk.records import Booking, StayKind, declared
from hivedesk.rules.days import day_words, local
from hivedesk.rules.handover import FOR_THE_LINK_CARER
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.files import write_export
from hivedesk.store.queries.handover import Handover, HandoverLine

from .letters import portions
from .look import BOXES, Look, house_look
from .page import WIDTH, Furniture, build
from .parts import Heading

NAME = "Handover for the night"
FOOT = "This paper is about a child in care. Keep it where visitors cannot read it."
NOTHING = "Nothing noted. Ask at the door."
_SIZES, _SEVERAL_PAGES = (11.5, 10.5, 9.5, 8.5), 10.5
"""Tried in turn until it is one page; longer words than that go on to a second, readable."""
_LABEL, _BOX, _WHEN = 104.0, 22.0, 176.0
_NEEDED = ("needs", "medication", "food", "school_run", "numbers")
_TOLD = ("first_name", "room", "link_carer", "night_needs", *_NEEDED)


def draw(handover: Handover, out: Path | BinaryIO, now: dt.datetime) -> None:
    """Write the PDF. The same night at the same moment gives the same bytes.

    Raises:
        Refused: the stay is not confirmed; until it is, a link carer is not told who comes.
        CannotWrite: the folder is read-only or the disk is full.
    """
    if handover.status not in FOR_THE_LINK_CARER:
        words = "A link carer is told who comes once the stay is confirmed. Confirm it first."
        refuse_on([Problem("status", words)])
    look, furniture = house_look(), _furniture(handover, now)
    for size in (*_SIZES, _SEVERAL_PAGES):
        made = io.BytesIO()
        if build(partial(_story, handover, look, size), furniture, look, made) == 1:
            break
    if isinstance(out, Path):
        write_export(out, made.getvalue())
    else:
        out.write(made.getvalue())


def _furniture(handover: Handover, now: dt.datetime) -> Furniture:
    as_at = local(now)
    child = handover.first_name
    if handover.age is not None:
        child = f"{child}, {handover.age}"
    return Furniture(
        title=f"{NAME}, {handover.from_on:%Y-%m-%d}",
        name=NAME,
        about=f"{child} · {when_words(handover)}",
        notice="",
        notes=(
            handover.link_carer,
            handover.room,
            f"As at {day_words(as_at.date())} {as_at:%Y, %H:%M}",
        ),
        foot=FOOT,
    )


def when_words(handover: Handover) -> str:
    """ "Fri 18 Jun to Sun 20 Jun 2021, 2 nights", or a day and its hours."""
    begin, end = handover.from_on, handover.to_on
    if handover.kind is StayKind.DAY_CARE:
        hours = ""
        if handover.time_from and handover.time_to:
            hours = f", {handover.time_from:%H:%M} to {handover.time_to:%H:%M}"
        return f"{day_words(begin)} {begin.year}{hours}"
    many = (end - begin).days
    nights = "1 night" if many == 1 else f"{many} nights"
    return f"{day_words(begin)} to {day_words(end)} {end.year}, {nights}"


def _story(handover: Handover, look: Look, size: float) -> list[Flowable]:
    done = sum(line.done_at is not None for line in handover.lines)
    count = f"Told or given: {done} of {len(handover.lines)}"
    story = [
        Heading(look, "needed", "What is needed"),
        _needed(handover, look, size),
        Spacer(1, size),
        Heading(look, "checklist", count),
        _checklist(handover.lines, look, size),
    ]
    told = (str(getattr(handover, name)) for name in _TOLD)
    if not all(map(look.can_print, (*told, *(line.what for line in handover.lines)))):
        story.append(look.words(BOXES, "note", spaceBefore=size))
    return story


def _needed(handover: Handover, look: Look, size: float) -> Flowable:
    known = declared(Booking)
    rows = []
    for name in _NEEDED:
        said = str(getattr(handover, name))
        if name == "needs":
            said = "\n".join(part for part in (handover.night_needs, said) if part)
        rows.append(
            [
                _words(look, known[name][1].label, size, bold=True),
                [
                    _words(look, part, size)
                    for line in said.splitlines()
                    if line.strip()
                    for part in portions(line)
                ]
                or _words(look, NOTHING, size, muted=True),
            ]
        )
    return Table(rows, [_LABEL, WIDTH - _LABEL], style=_ruled(look, size), splitInRow=1)


def _checklist(lines: tuple[HandoverLine, ...], look: Look, size: float) -> Flowable:
    rows = [
        [
            _Box(look, size, ticked=line.done_at is not None),
            _words(look, line.what, size),
            _words(look, _done_words(line), size * 0.85, muted=True),
        ]
        for line in lines
    ]
    return Table(rows, [_BOX, WIDTH - _BOX - _WHEN, _WHEN], style=_ruled(look, size))


def _done_words(line: HandoverLine) -> str:
    if line.done_at is None:
        return ""
    when = f"{day_words(line.done_at.date())}, {line.done_at:%H:%M}"
    return f"{when} · {line.done_by}" if line.done_by else when


def _words(
    look: Look, text: str, size: float, *, bold: bool = False, muted: bool = False
) -> Flowable:
    return look.words(
        text,
        "body",
        fontSize=size,
        leading=size * 1.32,
        fontName=look.bold if bold else look.regular,
        textColor=look.colour("text_muted" if muted else "text"),
        splitLongWords=1,
    )


class _Box(Flowable):  # type: ignore[misc]
    """A box to tick; a ticked one has its tick."""

    def __init__(self, look: Look, side: float, *, ticked: bool) -> None:
        super().__init__()
        self.look, self.side, self.ticked = look, side, ticked

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        return self.side, self.side * 1.2

    def draw(self) -> None:
        """Draw it."""
        canvas, side, look = self.canv, self.side, self.look
        canvas.setStrokeColor(look.colour("ink"))
        canvas.setLineWidth(1)
        canvas.roundRect(0, 0, side, side, 2)
        if self.ticked:
            canvas.setLineWidth(1.6)
            tick = canvas.beginPath()
            tick.moveTo(side * 0.2, side * 0.52)
            tick.lineTo(side * 0.42, side * 0.28)
            tick.lineTo(side * 0.82, side * 0.78)
            canvas.drawPath(tick)


def _ruled(look: Look, size: float) -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), size * 0.35),
            ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.45),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, look.colour("border")),
        ]
    )
