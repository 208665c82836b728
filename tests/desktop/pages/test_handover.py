"""The handover's sheet: ticking, a line of one's own, and the paper for the link carer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.stays import move_stay_on
from hivedesk.desktop.pages.rooms.handover_sheet import HandoverSheet
from hivedesk.records import StayState
from hivedesk.rules.handover import ITEMS
from tests.actions.little import Ids, book, rows, settle_in

from .rooms_host import RoomsHost

SHEET = "hivedesk.desktop.pages.printed_sheet"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


@pytest.fixture
def stay(desk: Desk, ids: Ids) -> str:
    """An agreed stay."""
    return book(desk, ids, needs="Night light on", why="Mother in hospital")


@pytest.fixture
def host(qtbot: QtBot, desk: Desk, stay: str) -> Iterator[RoomsHost]:
    """The Rooms page at the stay, its handover open."""
    made = RoomsHost(qtbot, desk)
    made.page.show_this(kind="bookings", record_id=stay)
    made.settle()
    made.press("Handover…")
    yield made
    made.close()


def sheet_of(host: RoomsHost) -> HandoverSheet:
    return host.sheet(HandoverSheet)


def test_lines_are_ticked_by_key_and_by_mouse_with_who_and_when(
    host: RoomsHost, desk: Desk
) -> None:
    sheet = sheet_of(host)
    assert [each.box.accessibleName() for each in sheet.rows] == list(ITEMS)
    assert QApplication.focusWidget() is sheet.rows[0].box
    host.qtbot.keyClick(sheet.rows[0].box, Qt.Key.Key_Space)
    host.settle()
    host.qtbot.mouseClick(sheet.rows[2], Qt.MouseButton.LeftButton)
    host.settle()
    assert host.reads("2 of 9 told or given")
    assert sheet.rows[0].box.accessibleDescription() == "Wed 16 Jun, 10:00 · Jo Field"
    assert QApplication.focusWidget() is sheet.rows[0].box, "the keyboard keeps its place"
    host.qtbot.keyClick(sheet.rows[0].box, Qt.Key.Key_Space)
    host.settle()
    assert host.reads("1 of 9 told or given")
    done = [item["what"] for item in rows(desk, "handover-items") if item["done_at"]]
    assert done == [ITEMS[2]]


def test_a_line_of_ones_own_is_added_and_removed(host: RoomsHost, desk: Desk) -> None:
    sheet = sheet_of(host)
    host.press("Add", sheet)
    assert sheet.own.problem() == "Write what is to be told or given."
    host.qtbot.keyClicks(sheet.own.editor, "The blue rabbit")
    host.qtbot.keyClick(sheet.own.editor, Qt.Key.Key_Return)
    host.settle()
    assert sheet.rows[-1].box.accessibleName() == "The blue rabbit"
    assert sheet.own.value() is None
    assert len(rows(desk, "handover-items")) == len(ITEMS) + 1
    sheet.rows[-1].removed.emit()
    host.settle()
    assert [each.box.accessibleName() for each in sheet.rows] == list(ITEMS)


def test_the_paper_waits_until_the_stay_is_confirmed(
    host: RoomsHost, desk: Desk, stay: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "handover.pdf"
    monkeypatch.setattr(f"{SHEET}.ask_save_pdf", lambda _parent, _offered: target)
    host.press("Save as PDF")
    assert not target.exists()
    assert host.reads("once the stay is confirmed")
    move_stay_on(desk, stay, StayState.CONFIRMED)
    host.press("Save as PDF")
    (page,) = PdfReader(target).pages
    text = page.extract_text()
    assert "Night light on" in text
    assert [words for words in ("Ashdown", "Marlowe", "hospital") if words in text] == []
    assert host.said == ["Saved as handover.pdf"]


def test_the_paper_is_printed(
    host: RoomsHost, desk: Desk, stay: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_stay_on(desk, stay, StayState.CONFIRMED)
    target = tmp_path / "printed.pdf"

    def printer(_parent: QWidget, _title: str, **_how: bool) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(target))
        made.setFullPage(True)
        return made

    monkeypatch.setattr(f"{SHEET}.ask_printer", printer)
    host.press("Print")
    assert len(PdfReader(io.BytesIO(target.read_bytes())).pages) == 1
    assert host.said == ["Sent to the printer"]
