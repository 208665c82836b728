"""The quick guide and the shortcuts sheet, from the window's own table."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from pypdf import PdfReader

from hivedesk.keys import COMMANDS, DEEDS, IN_A_FORM, ON_THE_BOARD, PLACES
from hivedesk.reports.guide import draw_guide, draw_shortcuts
from hivedesk.store.files import CannotWrite
from tests.cli.conftest import Run, said

__all__ = ["said"]

Draw = Callable[[BinaryIO], int]


def words_of(pdf: bytes) -> str:
    """What stands on it, in one line."""
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def drawn(draw: Draw) -> bytes:
    """The PDF; it must be one page."""
    out = io.BytesIO()
    assert draw(out) == 1
    return out.getvalue()


def test_the_shortcuts_sheet_holds_every_key_and_what_it_does() -> None:
    words = words_of(drawn(draw_shortcuts))
    shown = words.replace(" ", "")
    for command in COMMANDS:
        if command.shortcut:
            assert command.words in words
            assert command.shortcut in shown
    for key in (*ON_THE_BOARD, *IN_A_FORM):
        assert key.words in words


def test_the_quick_guide_holds_every_place_and_every_deed() -> None:
    words = words_of(drawn(draw_guide))
    for place in PLACES:
        assert place.name == "help" or place.word in words
    for command in DEEDS:
        assert command.words in words


@pytest.mark.parametrize("draw", [draw_guide, draw_shortcuts])
def test_the_same_program_makes_the_same_bytes(draw: Draw) -> None:
    assert drawn(draw) == drawn(draw)


@pytest.mark.parametrize("verb", ["guide", "shortcuts"])
def test_the_terminal_saves_them_without_a_store(said: Run, tmp_path: Path, verb: str) -> None:
    out = tmp_path / "to pin up.pdf"
    told = said(verb, "--out", out)
    assert (told.code, told.out, told.err) == (0, f"{out}\n", "")
    assert words_of(out.read_bytes()).startswith(("Quick guide", "Keys and shortcuts"))
    assert said(verb).code == 2
    assert said(verb, "--out", tmp_path / "none" / "a.pdf").code == 1


def test_another_file_is_not_replaced(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_text("Dear all")
    with pytest.raises(CannotWrite):
        draw_guide(letter)
    assert letter.read_text() == "Dear all"
