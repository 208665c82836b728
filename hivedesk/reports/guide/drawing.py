"""The quick guide and the shortcuts sheet, each one page of A4."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from hivedesk import __version__
from hivedesk.keys import DEEDS, GOING, IN_A_FORM, ON_THE_BOARD, PLACES, SEARCH, Command, Key
from hivedesk.reports.look import Look, house_look
from hivedesk.reports.page import WIDTH, Furniture, build
from hivedesk.reports.parts import GAP, HALF, Heading
from hivedesk.store.files import write_export
from hivedesk.topics import topic_called, topic_for

GUIDE, SHORTCUTS = "Quick guide", "Keys and shortcuts"
GUIDE_ABOUT = "What each page is for, and what you will do most"
SHORTCUTS_ABOUT = "Everything works without a mouse"
FOOT = "F1 opens help for whatever is open."
WORTH_KNOWING = ("find", "safe", "undo")
"""Help texts whose first sentence everybody needs."""
_SIZES = (10.5, 9.8, 9.2, 8.5, 7.8)
"""Tried in turn until it is one page."""
_KEYS, _WORD = 64.0, 84.0


def draw_guide(out: Path | BinaryIO) -> int:
    """Write the quick guide; gives the number of pages. The same program gives the same bytes.

    Raises:
        CannotWrite: the folder is missing or read-only, or the disk is full.
    """
    return _draw(out, GUIDE, GUIDE_ABOUT, _guide)


def draw_shortcuts(out: Path | BinaryIO) -> int:
    """Write the sheet of shortcuts; as `draw_guide`."""
    return _draw(out, SHORTCUTS, SHORTCUTS_ABOUT, _shortcuts)


def _draw(
    out: Path | BinaryIO,
    name: str,
    about: str,
    story: Callable[[Look, float], list[Flowable]],
) -> int:
    look = house_look()
    notes = (f"HiveDesk {__version__}",)
    furniture = Furniture(f"HiveDesk, {name.lower()}", name, about, "", notes, FOOT)
    pages = 0
    for size in _SIZES:
        made = io.BytesIO()
        pages = build(partial(story, look, size), furniture, look, made)
        if pages == 1:
            break
    if isinstance(out, Path):
        write_export(out, made.getvalue())
    else:
        out.write(made.getvalue())
    return pages


def _guide(look: Look, size: float) -> list[Flowable]:
    most = [command for command in DEEDS if command.shortcut]
    known = [topic_called(name) for name in WORTH_KNOWING]
    left: list[Flowable] = [
        Heading(look, "most", "What you will do most"),
        _key_lines(look, size, [SEARCH, *map(_key, most)], HALF),
    ]
    right: list[Flowable] = [
        Heading(look, "known", "Good to know"),
        *(_words(look, topic.first, size, spaceAfter=size * 0.7) for topic in known if topic),
        _words(look, "Also in Ctrl+K:", size, bold=True, spaceBefore=size * 0.4),
        _words(look, _listed(), size),
    ]
    return [
        Heading(look, "places", "Where things are"),
        _places(look, size),
        Spacer(1, size * 0.8),
        _side_by_side(left, right),
    ]


def _shortcuts(look: Look, size: float) -> list[Flowable]:
    deeds = [_key(command) for command in DEEDS if command.shortcut]
    going = [_key(command) for command in GOING if command.shortcut]
    left = [
        Heading(look, "anywhere", "Anywhere"),
        _key_lines(look, size, [SEARCH, *deeds], HALF),
        Spacer(1, size),
        Heading(look, "form", "In a form"),
        _key_lines(look, size, IN_A_FORM, HALF),
    ]
    right = [
        Heading(look, "going", "Go to"),
        _key_lines(look, size, going, HALF),
        Spacer(1, size),
        Heading(look, "board", "On the room board"),
        _key_lines(look, size, ON_THE_BOARD, HALF),
    ]
    return [_side_by_side(left, right)]


def _places(look: Look, size: float) -> Flowable:
    shortcuts = {command.name: command.shortcut for command in GOING}
    rows = []
    for place in PLACES:
        topic = topic_for(place.name)
        if topic is not None and place.name != "help":
            keys = shortcuts[f"page-{place.name}"]
            rows.append(
                [
                    _Keys(look, keys, size) if keys else "",
                    _words(look, place.word, size, bold=True),
                    _words(look, topic.first, size),
                ]
            )
    return Table(rows, [_KEYS, _WORD, WIDTH - _KEYS - _WORD], style=_ruled(look, size))


def _key_lines(look: Look, size: float, keys: Sequence[Key], width: float) -> Flowable:
    shown = [(_Keys(look, key.keys, size), _words(look, key.words, size)) for key in keys]
    room = max(keys.wide for keys, _ in shown) + size
    made = Table(shown, [room, width - room], style=_ruled(look, size))
    made.hAlign = "LEFT"
    return made


def _listed() -> str:
    words = [command.words for command in DEEDS if not command.shortcut]
    return ". ".join(words) + "."


def _key(command: Command) -> Key:
    return Key(command.shortcut, command.words)


def _side_by_side(left: list[Flowable], right: list[Flowable]) -> Flowable:
    bare = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return Table([[left, "", right]], [HALF, GAP, HALF], style=bare)


def _words(look: Look, text: str, size: float, *, bold: bool = False, **changes: Any) -> Flowable:
    font = look.bold if bold else look.regular
    return look.words(text, "body", fontName=font, fontSize=size, leading=size * 1.34, **changes)


class _Keys(Flowable):  # type: ignore[misc]
    """Keys in little boxes: those pressed together joined by a plus, those to choose by a comma."""

    def __init__(self, look: Look, keys: str, size: float) -> None:
        super().__init__()
        self.look, self.size = look, size * 0.86
        self.parts: list[tuple[str, bool]] = []
        for number, chord in enumerate(keys.split(", ")):
            if number:
                self.parts.append((",", False))
            for place, key in enumerate(chord.split("+")):
                if place:
                    self.parts.append(("+", False))
                self.parts.append((key, True))

    @property
    def wide(self) -> float:
        """Of all boxes and what stands between them, in points."""
        return sum(self._step(*part) for part in self.parts)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        return self.wide, self.size * 1.55

    def draw(self) -> None:
        """Draw it."""
        canvas, look, size = self.canv, self.look, self.size
        left = 0.0
        for text, boxed in self.parts:
            step = self._step(text, boxed)
            if boxed:
                canvas.setFillColor(look.colour("raised"))
                canvas.setStrokeColor(look.colour("border_control"))
                canvas.setLineWidth(0.6)
                canvas.roundRect(left, 0, step - 2, size * 1.5, 2.4, fill=1)
            canvas.setFillColor(look.colour("text" if boxed else "text_muted"))
            canvas.setFont(look.bold if boxed else look.regular, size)
            canvas.drawCentredString(left + (step - 2) / 2, size * 0.42, text)
            left += step

    def _step(self, text: str, boxed: bool) -> float:
        font = self.look.bold if boxed else self.look.regular
        return float(stringWidth(text, font, self.size)) + (self.size if boxed else 2) + 2


def _ruled(look: Look, size: float) -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), size * 0.24),
            ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.3),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, look.colour("border")),
        ]
    )
