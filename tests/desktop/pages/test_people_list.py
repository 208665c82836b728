"""Sixty people in one list, at twice the text size and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.pages.people_list import PeopleEditor, PeopleView, Statuses
from hivedesk.desktop.pages.place_words import coming_words, register_words, turn_words
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.buttons import Button, Option
from hivedesk.desktop.widgets.table import row_sentence
from hivedesk.records import Attendance
from hivedesk.store.queries.registers import Place

CAME, PART, NOT = Attendance.ATTENDED, Attendance.PARTLY, Attendance.NO_SHOW
ANSWERS = (Option(CAME, "Came"), Option(PART, "Came for part"), Option(NOT, "Did not come"))


def told(now: Statuses) -> str:
    """How many came."""
    return f"{sum(status is CAME for status in now.values())} came"


@pytest.fixture
def editor(qapp: QApplication, qtbot: QtBot) -> PeopleEditor:
    """Sixty who booked, as wide as a laptop's window is at 200 %."""
    apply_theme(qapp, load_theme("light", scale=2.0))
    places = [
        Place("f", f"Family {n % 20}", "carer_id", f"p{n}", f"Person {n}", Attendance.BOOKED)
        for n in range(59)
    ]
    places.append(Place("f", "Family 19", "carer_id", "p59", "Zoe", Attendance.BOOKED))

    def settle(marks: Mapping[str, Attendance]) -> Statuses:
        return marks

    made = PeopleEditor(
        "Register", places, ANSWERS, settle, told, rest=Option(CAME, "Mark the rest as came")
    )
    qtbot.addWidget(made)
    made.resize(1366, 560)
    made.show()
    made.view.setFocus()
    return made


def test_sixty_names_by_keyboard(editor: PeopleEditor) -> None:
    view = editor.view
    for button in editor.findChildren(Button):
        assert editor.rect().contains(button.geometry().translated(button.parentWidget().pos()))
    assert view.viewport().height() >= 2 * view.sizeHintForRow(0)
    QTest.keyClicks(view, "33")
    assert view.currentIndex().row() == 2
    QTest.keyClicks(view, "Zo")  # letters find a name
    QTest.keyClicks(view, "2")
    last = view.model().index(59, 0)
    assert row_sentence(last) == "Zoe, Family 19 · carer, Came for part"
    assert view.visualRect(last).intersects(view.viewport().rect())
    editor.mark_rest()
    (label,) = (each for each in editor.findChildren(QLabel) if "came" in each.text())
    assert label.text() == "57 came"
    value = editor.value()
    assert len(value) == 60
    assert (value["p0"], value["p59"], value["p30"]) == (NOT, PART, CAME)


def test_what_is_marked_as_it_was_is_no_change(editor: PeopleEditor) -> None:
    editor.answer(Attendance.BOOKED)
    assert editor.value() is None
    editor.set_value({"p1": "no_show", "who left": "no_show"})
    assert editor.value() == {"p1": "no_show"}
    editor.set_value(None)
    assert editor.value() is None


def test_all_places_in_a_sentence() -> None:
    asked, waits, booked = Attendance.REQUESTED, Attendance.WAITLISTED, Attendance.BOOKED
    assert coming_words({booked: 3}, None) == "3 said yes."
    assert coming_words({booked: 2, waits: 1, asked: 1}, 2) == (
        "2 of 2 places are taken, 1 waits for one, 1 has not answered."
    )
    assert coming_words({booked: 3, waits: 2}, 2) == (
        "3 are booked and there is room for 2, 2 wait for one."
    )
    assert register_words({CAME: 2, PART: 1, NOT: 1, booked: 4}) == (
        "3 came, 1 did not come, 4 booked and not marked yet."
    )
    assert [turn_words(n) for n in range(3)] == [
        "next for a place",
        "1 is before them",
        "2 are before them",
    ]


def test_a_list_longer_than_the_room_there_is_shows_who_is_chosen(
    qapp: QApplication, qtbot: QtBot
) -> None:
    apply_theme(qapp, load_theme("light", scale=2.0))
    model = LineModel()
    model.show_lines([Line(str(n), f"Person {n}") for n in range(20)])
    view = PeopleView("Who came", model)
    view.setFixedHeight(700)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(view)
    qtbot.addWidget(scroll)
    scroll.resize(600, 300)
    scroll.show()
    scroll.activateWindow()
    qtbot.waitUntil(scroll.isActiveWindow)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for key in [Qt.Key.Key_Down] * 12 + [Qt.Key.Key_Up] * 11:
        QTest.keyClick(view, key)
        row = view.visualRect(view.currentIndex())
        assert view.visibleRegion().boundingRect().contains(row)
