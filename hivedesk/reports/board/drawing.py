"""The board on paper: A4 on its side, the month in two halves so that names can be read."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from reportlab.platypus import Flowable, Spacer

from hivedesk.reports.look import BOXES, Look, house_look
from hivedesk.reports.page import LANDSCAPE, MARGIN, Furniture, build
from hivedesk.rules.days import Span, local
from hivedesk.store.files import write_export

from .band import HEAD, Band, Legend
from .figures import BoardSheet, SheetRoom

NAME = "Stays in your rooms"
FOOT = "This paper tells when children in care stay where. Hang it where visitors cannot read it."
ONLY_AGREED = "Agreed stays only"
_NO_ROOMS = "No room is held for the Hive in this month."
_WIDTH = LANDSCAPE[0] - 2 * MARGIN
_ROOM_FOR_LANES = 300.0  # points: what head, legend and two rows of days leave of the page
_LOWEST, _HIGHEST = 26.0, 66.0
_NOTE = 16.0
_GAP = 12.0


def draw(sheet: BoardSheet, out: Path | BinaryIO) -> None:
    """Write the PDF. The same month gives the same bytes.

    Raises:
        CannotWrite: the folder is read-only or the disk is full.
    """
    look = house_look()
    made = io.BytesIO()
    build(lambda: _story(sheet, look), _furniture(sheet), look, made)
    if isinstance(out, Path):
        write_export(out, made.getvalue())
    else:
        out.write(made.getvalue())


def _furniture(sheet: BoardSheet) -> Furniture:
    as_at = local(sheet.as_at)
    return Furniture(
        title=sheet.title,
        name=NAME,
        about=f"{sheet.name}, {sheet.month.first:%B %Y}",
        notice="",
        notes=(f"As at {as_at:%a} {as_at.day} {as_at:%b %Y, %H:%M}", ONLY_AGREED),
        foot=FOOT,
        paper=LANDSCAPE,
    )


def _story(sheet: BoardSheet, look: Look) -> list[Flowable]:
    if not sheet.rooms:
        return [look.words(_NO_ROOMS, "lead")]
    lanes = sum(room.lanes for room in sheet.rooms)
    named = [sheet.name, *(room.facts.name for room in sheet.rooms)]
    named += [bar.who for room in sheet.rooms for bar in room.bars]
    note = [] if all(map(look.can_print, named)) else [look.words(BOXES, "note", spaceBefore=4)]
    left = _ROOM_FOR_LANES - _NOTE * len(note)
    tall = min(_HIGHEST, max(_LOWEST, left / (2 * lanes)))
    story: list[Flowable] = []
    for half in _halves(sheet.month):
        for rooms in _that_fit(sheet.rooms, tall):
            story += [Band(look, half, rooms, _WIDTH, tall), Spacer(1, _GAP)]
    return [*story, Legend(look, _WIDTH), *note]


def _halves(month: Span) -> tuple[Span, Span]:
    middle = month.first + dt.timedelta(days=15)
    return Span(month.first, middle), Span(middle + dt.timedelta(days=1), month.last)


def _that_fit(rooms: Sequence[SheetRoom], tall: float) -> Iterator[list[SheetRoom]]:
    """Rooms in groups that go on one page; a group never ends inside a room."""
    most = LANDSCAPE[1] - 2 * MARGIN - 90 - HEAD
    group: list[SheetRoom] = []
    for room in rooms:
        if group and tall * (sum(each.lanes for each in group) + room.lanes) > most:
            yield group
            group = []
        group.append(room)
    yield group
