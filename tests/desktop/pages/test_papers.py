"""Statement, board and calendar from a link carer's detail."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.desktop.commands import matching, run
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.rooms.page import RoomsPage
from hivedesk.desktop.pages.rooms.papers import PaperSheet
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.reports.naming import Naming
from tests.actions.little import MONDAY, Ids, add, book, row, settle_in

PAPERS = "hivedesk.desktop.pages.printed_sheet"


class Rooms:
    """The Rooms page in a window, at the link carers' list."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot = qtbot
        self.said: list[str] = []
        self.troubles: list[str] = []
        self.workspace = Workspace()
        self.workspace.desk = desk
        self.workspace.hives = come_in(desk).hives
        self.window = QWidget()
        box = QHBoxLayout(self.window)
        box.setContentsMargins(0, 0, 0, 0)
        self.page = RoomsPage(self.workspace)
        box.addWidget(self.page)
        self.workspace.sheet_wanted.connect(
            lambda name, what: open_sheet(name, self.window, self.workspace, what)
        )
        self.workspace.said.connect(lambda words, _: self.said.append(words))
        self.workspace.trouble.connect(lambda why: self.troubles.append(words_for(why)))
        qtbot.addWidget(self.window)
        self.window.resize(1278, 716)
        self.window.show()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()
            assert self.workspace.background.wait_idle()
            assert self.workspace.aside.wait_idle()
        QApplication.processEvents()
        assert self.troubles == []

    def press(self, word: str, within: QWidget | None = None) -> None:
        buttons = (within or self.window).findChildren(Button)
        (button,) = (each for each in buttons if each.text() == word and each.isVisible())
        button.click()
        self.settle()

    def sheet(self) -> PaperSheet:
        (found,) = (s for s in self.window.findChildren(PaperSheet) if s.isVisible())
        return found

    def no_sheet(self) -> bool:
        return not any(s.isVisible() for s in self.window.findChildren(PaperSheet))


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive with a stay in it."""
    made = settle_in(desk)
    book(desk, made)
    return made


@pytest.fixture
def rooms(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[Rooms]:
    """The page at the detail of the link carer."""
    made = Rooms(qtbot, desk)
    made.page.reload()
    made.settle()
    made.page.show_this(kind="link-carers", record_id=ids.link_carer)
    made.settle()
    yield made
    made.workspace.stop()


def saves_to(monkeypatch: pytest.MonkeyPatch, which: str, path: Path | None) -> list[Path]:
    """Stand in for the person at the file dialog; gives what was suggested."""
    suggested: list[Path] = []

    def answer(_parent: QWidget, offered: Path) -> Path | None:
        suggested.append(offered)
        return path

    monkeypatch.setattr(f"{PAPERS}.{which}", answer)
    return suggested


def words_of(pdf: Path | bytes) -> str:
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_title_line_prints_the_board_of_whom_one_looks_at(
    rooms: Rooms, desk: Desk, ids: Ids
) -> None:
    rooms.page.show_this(view="board")
    rooms.settle()
    (button,) = (
        each
        for each in rooms.page.findChildren(Button)
        if each.accessibleName() == "Print a board for the fridge"
    )
    button.click()
    rooms.settle()
    sheet = rooms.sheet()
    assert sheet.fields["carer"].value() == ids.link_carer
    sheet.close_sheet()


@pytest.mark.parametrize("words", ["statement", "calendar", "fridge"])
def test_the_papers_are_found_by_their_words(
    rooms: Rooms, qtbot: QtBot, ids: Ids, words: str
) -> None:
    (command,) = (each for each in matching(words) if "link carer" in each.words)
    run(command.name, rooms.workspace)
    rooms.settle()
    sheet = rooms.sheet()
    assert sheet.fields["carer"].value() is None
    sheet.close_sheet()


@pytest.mark.parametrize(
    ("button", "says", "about"),
    [
        ("Statement…", "Link carer's statement", "Wren Okoro, Eastleigh, May 2021"),
        ("Print for the fridge…", "Stays in your rooms", "Wren Okoro, June 2021"),
    ],
)
def test_a_pdf_is_saved_where_it_was_asked_for(
    rooms: Rooms,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    says: str,
    about: str,
) -> None:
    target = tmp_path / "made.pdf"
    suggested = saves_to(monkeypatch, "ask_save_pdf", target)
    rooms.press(button)
    rooms.press("Save as PDF", rooms.sheet())
    rooms.qtbot.waitUntil(rooms.no_sheet)
    text = words_of(target)
    assert says in text
    assert about in text
    assert "Wren Okoro 2021-0" in suggested[0].name
    assert rooms.said == ["Saved as made.pdf"]


def test_the_month_and_the_names_are_what_was_chosen(
    rooms: Rooms, tmp_path: Path, desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "made.pdf"
    saves_to(monkeypatch, "ask_save_pdf", target)
    first = row(desk, "children", ids.child)["first_name"]
    rooms.press("Statement…")
    sheet = rooms.sheet()
    sheet.fields["month"].set_value("2021-06")
    assert sheet.fields["names"].value() is Naming.INITIALS
    sheet.fields["names"].set_value(Naming.FIRST_NAME)
    rooms.press("Save as PDF", sheet)
    rooms.qtbot.waitUntil(rooms.no_sheet)
    assert first not in words_of(target), "the stay is still to come in this month"
    rooms.press("Print for the fridge…")
    rooms.sheet().fields["names"].set_value(Naming.FIRST_NAME)
    rooms.press("Save as PDF", rooms.sheet())
    rooms.qtbot.waitUntil(rooms.no_sheet)
    assert first in words_of(target)


def test_a_calendar_names_nobody_unless_asked_to(
    rooms: Rooms, tmp_path: Path, desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "stays.ics"
    saves_to(monkeypatch, "ask_save_calendar", target)
    first = row(desk, "children", ids.child)["first_name"]
    for private, named in ((False, 0), (True, 1)):
        rooms.press("Calendar…")
        rooms.sheet().fields["names"].set_value(private)
        rooms.press("Save calendar", rooms.sheet())
        rooms.qtbot.waitUntil(rooms.no_sheet)
        text = target.read_text(encoding="utf-8")
        assert text.count("BEGIN:VEVENT") == 1
        assert text.count(first) == named


def test_closed_days_are_shown_where_that_is_chosen(
    rooms: Rooms, desk: Desk, ids: Ids, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(desk, "room-closures", room_id=ids.room, first_day=MONDAY, last_day=MONDAY)
    target = tmp_path / "stays.ics"
    saves_to(monkeypatch, "ask_save_calendar", target)
    for shown in (False, True):
        rooms.press("Calendar…")
        assert rooms.sheet().fields["closures"].value() is False
        rooms.sheet().fields["closures"].set_value(shown)
        rooms.press("Save calendar", rooms.sheet())
        rooms.qtbot.waitUntil(rooms.no_sheet)
        assert ("CATEGORIES:Closed" in target.read_text(encoding="utf-8")) == shown


def test_what_is_missing_is_said_at_its_field_and_nothing_is_asked(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = saves_to(monkeypatch, "ask_save_pdf", None)
    rooms.workspace.open_sheet("statement")
    rooms.settle()
    rooms.press("Save as PDF", rooms.sheet())
    assert rooms.sheet().fields["carer"].problem() == "Choose the link carer."
    assert asked == []


def test_a_month_that_cannot_be_made_is_said_on_the_sheet(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves_to(monkeypatch, "ask_save_pdf", tmp_path / "nowhere" / "made.pdf")
    rooms.press("Statement…")
    sheet = rooms.sheet()
    rooms.press("Save as PDF", sheet)
    assert sheet.isVisible()
    said = [label for label in sheet.findChildren(QWidget) if "cannot be written" in _text(label)]
    assert said
    saves_to(monkeypatch, "ask_save_pdf", tmp_path / "made.pdf")
    rooms.press("Save as PDF", sheet)
    rooms.qtbot.waitUntil(rooms.no_sheet)


def test_the_board_is_printed_on_its_side(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"

    def printer(_parent: QWidget, _title: str, *, landscape: bool) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(target))
        made.setFullPage(True)
        if landscape:
            made.setPageOrientation(QPageLayout.Orientation.Landscape)
        return made

    monkeypatch.setattr(f"{PAPERS}.ask_printer", printer)
    rooms.press("Print for the fridge…")
    rooms.press("Print", rooms.sheet())
    rooms.qtbot.waitUntil(rooms.no_sheet)
    (page,) = PdfReader(target).pages
    assert page.mediabox.width > page.mediabox.height


def _text(widget: Any) -> str:
    return str(widget.text()) if hasattr(widget, "text") else ""
