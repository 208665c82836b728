"""The list under the search box: used from the box, spoken, and quick."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.shell.palette import COMMANDS_HEADING, Palette, Result
from hivedesk.desktop.shell.search_box import SearchBox

GO = Result("command", "page.rooms", "Go to Rooms", icon="rooms", word="Ctrl+3")
MARSH = Result("families", "f1", "Marsh", "Jayden (9), Tia (7)", "families", "Family", "Families")
RUTH = Result("carers", "c1", "Ruth Marsh", "Marsh", "user", "Carer", "Carers")
BASSETT = Result("families", "f2", "Bassett", "Mia (5)", "families", "Family", "Families")
FOUND = [GO, MARSH, RUTH, BASSETT]


class Desk(QWidget):
    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.line, self.page = SearchBox(), QPushButton("Page")
        bar = QWidget()
        QVBoxLayout(bar).addWidget(self.line)
        column.addWidget(bar)
        column.addWidget(self.page)
        column.addStretch(1)
        self.palette_list = Palette(self, self.line)


@pytest.fixture
def desk(show: Callable[..., None]) -> Desk:
    made = Desk()
    show(made)
    made.line.setFocus()
    return made


def shown(palette: Palette) -> list[str]:
    model = palette.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_groups_stand_under_their_names_in_the_order_given(desk: Desk) -> None:
    desk.palette_list.show_results(FOUND, "mar")
    assert desk.palette_list.isVisible()
    assert shown(desk.palette_list) == [
        COMMANDS_HEADING, "Go to Rooms", "Families", "Marsh", "Bassett", "Carers", "Ruth Marsh",
    ]  # fmt: skip
    headings = [0, 2, 5]
    model = desk.palette_list.view.model()
    assert [row for row in range(7) if not model.flags(model.index(row, 0))] == headings


def test_kinds_stand_in_for_groups_without_saying_it_twice(desk: Desk) -> None:
    desk.palette_list.show_results([Result("families", "f1", "Marsh", word="Family")], "mar")
    assert shown(desk.palette_list) == ["Family", "Marsh"]


def test_keys_work_while_the_keyboard_stays_in_the_box(desk: Desk, qtbot: QtBot) -> None:
    palette = desk.palette_list
    palette.show_results(FOUND, "mar")
    went = [palette.current()]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(desk.line, key)
        went.append(palette.current())
    assert went == [GO, MARSH, BASSETT, RUTH, GO]
    qtbot.keyClick(desk.line, Qt.Key.Key_Up)
    assert palette.current() == RUTH
    qtbot.keyClick(desk.line, Qt.Key.Key_PageUp)
    assert palette.current() == GO
    assert desk.line.hasFocus()


def test_letters_and_the_caret_stay_with_the_box(desk: Desk, qtbot: QtBot) -> None:
    desk.palette_list.show_results(FOUND, "mar")
    qtbot.keyClicks(desk.line, "mar")
    qtbot.keyClick(desk.line, Qt.Key.Key_Home)
    assert desk.line.text() == "mar"
    assert desk.line.cursorPosition() == 0


def test_enter_chooses_a_record_and_puts_the_list_away(desk: Desk, qtbot: QtBot) -> None:
    desk.palette_list.show_results([MARSH, RUTH], "mar")
    qtbot.keyClick(desk.line, Qt.Key.Key_Down)
    told: list[tuple[str, ...]] = []
    desk.palette_list.dismissed.connect(lambda: told.append(()))
    desk.palette_list.record_chosen.connect(lambda kind, id_: told.append((kind, id_)))
    qtbot.keyClick(desk.line, Qt.Key.Key_Return)
    assert told == [(), ("carers", "c1")]
    assert not desk.palette_list.isVisible()
    assert shown(desk.palette_list) == []


def test_a_click_chooses_a_command_and_leaves_the_keyboard_in_the_box(
    desk: Desk, qtbot: QtBot
) -> None:
    palette = desk.palette_list
    palette.show_results(FOUND)
    row = palette.view.visualRect(palette.view.model().index(1, 0))
    with qtbot.waitSignal(palette.command_chosen) as chosen:
        qtbot.mouseClick(
            palette.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center() + QPoint(1, 1)
        )
    assert chosen.args == ["page.rooms"]
    assert desk.line.hasFocus()


def test_a_heading_cannot_be_chosen(desk: Desk, qtbot: QtBot) -> None:
    palette = desk.palette_list
    palette.show_results(FOUND)
    row = palette.view.visualRect(palette.view.model().index(0, 0))
    with qtbot.assertNotEmitted(palette.dismissed):
        qtbot.mouseClick(palette.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert palette.isVisible()


def test_escape_dismisses_without_choosing(desk: Desk, qtbot: QtBot) -> None:
    desk.palette_list.show_results(FOUND)
    with (
        qtbot.assertNotEmitted(desk.palette_list.record_chosen),
        qtbot.assertNotEmitted(desk.palette_list.command_chosen),
        qtbot.waitSignal(desk.palette_list.dismissed),
    ):
        qtbot.keyClick(desk.line, Qt.Key.Key_Escape)
    assert not desk.palette_list.isVisible()


def test_leaving_the_box_puts_the_list_away_and_late_answers_stay_hidden(desk: Desk) -> None:
    desk.palette_list.show_results(FOUND, "mar")
    desk.page.setFocus()
    assert not desk.palette_list.isVisible()
    desk.palette_list.show_results(FOUND, "marsh")
    assert not desk.palette_list.isVisible()


def test_count_is_of_records_and_is_told(desk: Desk) -> None:
    palette = desk.palette_list
    palette.show_results(FOUND, "mar")
    assert palette.count_words() == palette.accessibleDescription() == "3 found"
    assert palette._speak.isActive()
    palette.show_results([], "zebra")
    assert palette.count_words() == "Nothing found for “zebra”"
    assert shown(palette) == ["Nothing found for “zebra”"]
    assert palette.current() is None


def test_each_row_speaks_in_one_sentence(desk: Desk) -> None:
    desk.palette_list.show_results(FOUND, "mar")
    spoken = Qt.ItemDataRole.AccessibleTextRole
    model = desk.palette_list.view.model()
    assert model.index(3, 0).data(spoken) == "Marsh, Jayden (9), Tia (7), Family"


def test_list_stays_inside_the_window(show: Callable[..., None], qtbot: QtBot) -> None:
    desk = Desk()
    show(desk, 480, 300)
    desk.line.setFocus()
    many = [replace(MARSH, record_id=str(n), title=f"Marsh {n}") for n in range(50)]
    desk.palette_list.show_results(many, "f")
    assert desk.rect().contains(desk.palette_list.geometry())
    qtbot.keyClick(desk.line, Qt.Key.Key_Up)
    last = desk.palette_list.view.visualRect(desk.palette_list.view.currentIndex())
    assert desk.palette_list.view.viewport().rect().contains(last)


def test_fits_its_rows_without_scrolling(desk: Desk) -> None:
    desk.palette_list.show_results(FOUND, "mar")
    assert desk.palette_list.view.verticalScrollBar().maximum() == 0


@pytest.mark.benchmark  # a crowded machine is no news of ours
def test_a_letter_costs_little(desk: Desk) -> None:
    """Fifty results shown and painted well inside one frame of attention (50 ms in all)."""
    many = [replace(MARSH, record_id=str(n), title=f"Marsh {n}") for n in range(50)]
    palette = desk.palette_list
    palette.show_results(many, "f")
    palette.grab()
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        palette.show_results(many, "fa")
        palette.view.viewport().repaint()
        times.append(time.perf_counter() - begun)
    assert sorted(times)[4] < 0.03
