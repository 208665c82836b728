"""Letters that the house's typeface lacks: which typeface has them, and which way they are read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from hivedesk.reports import letters
from hivedesk.reports.look import house_look

LOOK = house_look()
HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"


class Pen:
    """What is drawn in one line, from left to right."""

    def __init__(self) -> None:
        self.face, self.drawn, self.until = "", list[tuple[str, str]](), 0.0

    def setFont(self, face: str, _size: float) -> None:
        self.face = face

    def drawString(self, x: float, _y: float, words: str) -> None:
        assert x >= self.until
        self.until = x
        self.drawn.append((self.face, words))


def line(text: str) -> list[tuple[str, str]]:
    pen: Any = Pen()
    letters.write(pen, 0, 0, text, LOOK.regular, 9)
    drawn: list[tuple[str, str]] = pen.drawn
    return drawn


def read(text: str) -> str:
    return "".join(words for _, words in line(text))


@pytest.mark.parametrize("text", ["", "Zoë’s tea → ½", "it is 5 < 6 (and 7 > 6) at [noon]"])
def test_what_the_house_can_print_is_left_as_it_is(text: str) -> None:
    assert line(text) == ([(LOOK.regular, text)] if text else [])
    assert LOOK.can_print(text)


def test_a_sign_is_drawn_by_who_has_it() -> None:
    assert line("thanks 😊🙏🏽 see you") == [
        (LOOK.regular, "thanks "),
        ("NotoEmoji-Regular", "😊🙏"),
        (LOOK.regular, " see you"),
    ]
    assert read("❤️ 1️⃣ 👩‍👧") == "❤ 1 👩👧"  # colour, key and joined faces have no print
    assert line("yes 漢") == [(LOOK.regular, "yes 漢")]
    assert (LOOK.can_print("🥰🫶 مرحبا שלום"), LOOK.can_print("漢")) == (True, False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("she said שלום (twice)", "she said םולש (twice)"),
        ("שלום (עולם) אחד", "דחא (םלוע) םולש"),
        ("שלום [a] 12", "12 [a] םולש"),
    ],
)
def test_a_line_stands_as_it_is_read(text: str, shown: str) -> None:
    assert read(text) == shown


def test_arabic_letters_join() -> None:
    assert read("سلام") == "\ufee1\ufefc\ufeb3"
    assert read("می‌خواهم")[-2:] == "\ufbfd\ufee3"  # what keeps two apart is not drawn itself
    faces = {face for face, words in line("Umm Sami, أم سامي") if words.strip()}
    assert faces == {LOOK.regular, "NotoSansArabic-Regular"}


def test_a_paragraph_is_broken_as_it_is_spoken_and_turned_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over the end of a page too, where what is left is laid out anew."""
    words = [a + b + "ם" for a in HEBREW for b in HEBREW[:9]]
    drawn: list[str] = []
    theirs = Paragraph.drawPara

    def spied(self: Paragraph, debug: int = 0) -> None:
        drawn.extend(
            " ".join(line[1]) if isinstance(line, tuple) else "".join(p.text for p in line.words)
            for line in self.blPara.lines
        )
        theirs(self, debug)

    monkeypatch.setattr(Paragraph, "drawPara", spied)
    for between in (" ", " a "):
        drawn.clear()
        sheet = SimpleDocTemplate(io.BytesIO(), pagesize=(200, 300), leftMargin=20, rightMargin=20)
        sheet.build([LOOK.words("א " + between.join(words), "body")])
        assert sheet.page > 1
        seen = [word for each in drawn for word in reversed(each.split())]
        spoken = [word[::-1] for word in seen if word != "a"]
        assert spoken == ["א", *words]


def test_who_copies_an_emoji_gets_it() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    letters.write(canvas, 50, 500, "See you 😊 then", LOOK.regular, 12)
    canvas.save()
    assert PdfReader(out).pages[0].extract_text().split() == ["See", "you", "😊", "then"]


def test_a_width_is_what_is_drawn() -> None:
    text = "אבא 😊🏽 and (مرحبا)"
    pen: Any = Pen()
    letters.write(pen, 0, 0, text, LOOK.regular, 9)
    face, last = pen.drawn[-1]
    assert letters.width(text, LOOK.regular, 9) == pytest.approx(
        pen.until + letters.width(last, face, 9)
    )


@pytest.mark.parametrize("text", ["a" * 9_000, "well then " * 900, "😊" * 5_000, ""])
def test_portions_lose_nothing(text: str) -> None:
    parts = list(letters.portions(text))
    assert "".join(parts) == text
    assert max(map(len, parts)) <= 2_000
