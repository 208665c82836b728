"""Letters that the house's typeface lacks, on paper: emoji, Hebrew and Arabic.

ReportLab draws one typeface at a time, from left to right, and joins no letters. So words are cut
into pieces, each in the typeface that has its letters; Arabic letters take the forms in which they
join; and a line that is read from right to left is turned once it is known what stands in it.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from arabic_reshaper import reshape
from bidi import get_base_level, get_display
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getFont, getRegisteredFontNames, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from hivedesk.paths import resource

_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe]")
_RIGHT_TO_LEFT = re.compile(f"{_HEBREW.pattern}|{_ARABIC.pattern}")
_EMOJI = re.compile("[\u2190-\u2bff\u3030-\u3299\U0001f000-\U0001faff]")
_OTHERS = (
    (_HEBREW, "NotoSansHebrew-Regular"),
    (_ARABIC, "NotoSansArabic-Regular"),
    (_EMOJI, "NotoEmoji-Regular"),
)
_PORTION = 2_000
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
"""A tone of skin colours the emoji before it; print has one colour."""
_SHAPING = "\ufe0e\ufe0f\u20e3"
"""As a sign or as a picture, on a key or not: asked of the letter before."""
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»"}
_TURNED = {**_BRACKETS, **{closing: opening for opening, closing in _BRACKETS.items()}}


class Typeface(TTFont):  # type: ignore[misc]
    """One of `resources/fonts`, of which only the letters that are used go along."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(resource("fonts", f"{name}.ttf")))

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Say which letter each sign is, so that an emoji can be copied and read aloud."""
        super().addObjects(doc)
        for name, told in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                # ReportLab writes a number here where PDF asks for UTF-16.
                told.content = re.sub(r"<([0-9A-F]{5,6})>$", _utf16, told.content, flags=re.M)


def _utf16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


def can_print(text: str, typeface: str) -> bool:
    """Whether there is a letter for every letter; other alphabets come out as boxes."""
    return all(
        letter.isspace() or _has(_typeface_of(letter, typeface), letter)
        for letter in set(_as_printed(text))
    )


def paragraph(text: str, style: ParagraphStyle, bullet: str | None = None) -> Paragraph:
    """Plain words as a paragraph; what looks like markup in a name stays what it is.

    Args:
        bullet: a short word at the left of the first line, in the indent.
    """
    words = _as_printed(text)
    if not _RIGHT_TO_LEFT.search(words):
        return Paragraph(_marked(words, style.fontName), style, bulletText=bullet)
    if get_base_level(words) and style.alignment == TA_LEFT:
        style = ParagraphStyle(style.name, style, alignment=TA_RIGHT)
    return BothWays(_marked(words, style.fontName), style, bulletText=bullet)


def portions(text: str) -> Iterator[str]:
    """A text cut at its spaces: laying out one paragraph costs the square of its length."""
    while len(text) > _PORTION:
        cut = text.rfind(" ", 0, _PORTION) + 1 or _PORTION
        yield text[:cut]
        text = text[cut:]
    yield text


def width(text: str, typeface: str, size: float) -> float:
    """The points that words take in one line."""
    pieces = _pieces(_as_printed(text), typeface)
    return float(sum(stringWidth(each, face, size) for face, each in pieces))


def write(canvas: Canvas, x: float, y: float, text: str, typeface: str, size: float) -> None:
    """Words in one line, from `x` to the right."""
    for face, each in _pieces(_turned(_as_printed(text)), typeface):
        canvas.setFont(face, size)
        canvas.drawString(x, y, each)
        x += stringWidth(each, face, size)


class BothWays(Paragraph):  # type: ignore[misc]
    """A paragraph with words that are read from right to left.

    Its lines are broken as the words are spoken, and turned only while they are drawn: a page may
    end between two of them.
    """

    blPara: Any  # noqa: N815 - ReportLab's name

    def drawPara(self, debug: int = 0) -> None:  # noqa: N802 - ReportLab's name
        """Draw its lines as they are read."""
        spoken = self.blPara
        self.blPara = copy.copy(spoken)
        whole = " ".join(map(_line_text, spoken.lines))
        base = "R" if get_base_level(whole) else "L"
        own = self.style.fontName
        self.blPara.lines = [_line_turned(line, base, own) for line in spoken.lines]
        try:
            super().drawPara(debug)
        finally:
            self.blPara = spoken


def _line_text(line: Any) -> str:
    """A line of ReportLab's: its words in one typeface, or its pieces in several."""
    if isinstance(line, tuple):
        return " ".join(line[1])
    return "".join(piece.text for piece in line.words)


def _line_turned(line: Any, base: str, typeface: str) -> Any:
    text = _turned(_line_text(line), base)
    if isinstance(line, tuple):
        return (line[0], text.split(" "))
    turned = copy.copy(line)
    turned.words = []
    for face, each in _pieces(text, typeface):
        piece = copy.copy(line.words[0])
        piece.fontName, piece.text = face, each
        turned.words.append(piece)
    return turned


def _as_printed(text: str) -> str:
    """A text as it is printed: with joined letters, without marks that only steer others."""
    if text.isascii():
        return text
    if _ARABIC.search(text):
        text = reshape(text)
    seen = (letter for letter in text if not _only_steers(letter))
    return _SKIN.sub("", "".join(seen))


def _only_steers(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or letter in _SHAPING


def _turned(text: str, base: str | None = None) -> str:
    """One line in the order in which its letters stand from left to right."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    letters = list(str(get_display(text, base_dir=base)))
    # Brackets look to the other side there. What closes before it was opened has been turned.
    opened: list[int] = []
    closed: list[int] = []
    for place, letter in enumerate(letters):
        if letter in _BRACKETS:
            if closed and letters[closed[-1]] == _BRACKETS[letter]:
                other = closed.pop()
                letters[place], letters[other] = _TURNED[letter], letter
            else:
                opened.append(place)
        elif letter in _TURNED:
            if opened and letters[opened[-1]] == _TURNED[letter]:
                opened.pop()
            else:
                closed.append(place)
    return "".join(letters)


def _marked(words: str, typeface: str) -> str:
    """ReportLab's markup of words, each piece in the typeface that has its letters."""
    return "".join(
        escape(each) if face == typeface else f'<font name="{face}">{escape(each)}</font>'
        for face, each in _pieces(words, typeface)
    )


def _pieces(text: str, typeface: str) -> Iterator[tuple[str, str]]:
    """Words cut where another typeface begins; the signs that nobody has stay in `typeface`."""
    if text.isascii():
        return iter([(typeface, text)] if text else [])
    found = groupby(text, key=lambda letter: _typeface_of(letter, typeface))
    return ((face, "".join(letters)) for face, letters in found)


@lru_cache(maxsize=4096)
def _typeface_of(letter: str, typeface: str) -> str:
    if letter.isascii() or letter.isspace() or _has(typeface, letter):
        return typeface
    for theirs, name in _OTHERS:
        if theirs.match(letter) and _is_there(name) and _has(name, letter):
            return name
    return typeface


def _is_there(name: str) -> bool:
    """Whether one of the other typefaces can be had; it is read when it is first needed."""
    if name not in getRegisteredFontNames():
        try:
            registerFont(Typeface(name))
        except (TTFError, OSError):
            return False
    return True


def _has(typeface: str, letter: str) -> bool:
    known = getattr(getFont(typeface).face, "charToGlyph", None)
    return letter.isascii() if known is None else ord(letter) in known
