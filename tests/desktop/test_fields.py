"""Fields and their editors: values, problems, names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, Option
from hivedesk.desktop.widgets.editors import LineEditor, MoneyEditor, NumberEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import (
    ButtonsEditor,
    CheckBox,
    ChipsEditor,
    ListEditor,
    choice,
)
from hivedesk.desktop.widgets.editors_when import DateEditor, DateTimeEditor, TimeEditor
from hivedesk.desktop.widgets.fields import Field, check_all, show_problems
from hivedesk.records import StayState

TODAY = date(2021, 6, 25)
FEW = [Option("phone", "Phone", "phone"), Option("visit", "Home visit")]
MANY = [Option(number, f"Family {number}") for number in range(12)]
EDITORS = {
    "line": (LineEditor, "Ruth"),
    "text": (TextEditor, "Two\nlines"),
    "number": (NumberEditor, 19),
    "money": (MoneyEditor, 2_650_000),
    "pence": (MoneyEditor, 1250),
    "date": (lambda: DateEditor(lambda: TODAY), date(2021, 7, 2)),
    "time": (TimeEditor, time(20, 28)),
    "moment": (lambda: DateTimeEditor(lambda: TODAY), datetime(2021, 6, 25, 20, 28)),  # noqa: DTZ001
    "few": (lambda: choice(FEW), "visit"),
    "many": (lambda: choice(MANY), 7),
    "some": (lambda: ChipsEditor("Ways", FEW), ["phone"]),
}


@pytest.mark.parametrize("kind", EDITORS)
def test_every_editor_keeps_its_promise(qtbot: QtBot, kind: str) -> None:
    make, value = EDITORS[kind]
    editor = make()
    qtbot.addWidget(editor)
    assert editor.value() is None
    assert editor.problem() == ""
    with qtbot.waitSignal(editor.changed):
        editor.set_value(value)
    assert editor.value() == value
    assert editor.problem() == ""
    editor.set_value(None)
    assert editor.value() is None


def test_a_check_box_is_yes_or_no(qtbot: QtBot) -> None:
    box = CheckBox("A breakdown was averted")
    qtbot.addWidget(box)
    assert box.value() is False
    with qtbot.waitSignal(box.changed):
        box.click()
    assert box.value() is True


def typed(qtbot: QtBot, editor: QWidget, text: str) -> Field:
    field = Field("When", editor)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.focus()
    while editor.focusProxy() is not None:
        editor = editor.focusProxy()
    QTest.keyClicks(editor, text)
    return field


@pytest.mark.parametrize(
    ("make", "text", "words"),
    [
        (lambda: DateEditor(lambda: TODAY), "31/6/2021", "not a date"),
        (TimeEditor, "25:00", "not a time"),
        (lambda: NumberEditor(1, 600), "900", "from 1 to 600"),
        (MoneyEditor, "a lot", "pounds"),
        (lambda: ListEditor(MANY), "Nobody", "not in the list"),
        (lambda: DateTimeEditor(lambda: TODAY), "today", "Give the time too"),
    ],
)
def test_what_cannot_be_read_is_said_under_the_field(
    qtbot: QtBot, make: object, text: str, words: str
) -> None:
    field = typed(qtbot, make(), text)  # type: ignore[operator]
    assert field.problem() == ""  # not while somebody is still writing
    assert not field.check()
    assert words in field.problem()


def test_leaving_a_field_reads_it(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    day = Field("On", DateEditor(lambda: TODAY))
    other = Field("By", LineEditor())
    column.addWidget(day)
    column.addWidget(other)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    day.focus()
    QTest.keyClicks(day.editor.line, "2/7")
    other.focus()
    assert day.editor.line.text() == "Fri 2 Jul"
    day.editor.line.setText("sometime")
    day.focus()
    other.focus()
    assert "sometime" in day.problem()


def test_a_problem_is_shown_spoken_and_put_right_by_writing(qtbot: QtBot) -> None:
    field = Field("On", DateEditor(lambda: TODAY), "The day you will ring")
    qtbot.addWidget(field)
    field.show()
    assert field.editor.line.accessibleDescription() == "The day you will ring"
    field.set_problem("Thu 24 Jun has passed. Choose today or a later day.")
    assert field._problem_row.isVisible()
    assert field.editor.property("invalid") is True
    assert "has passed" in field.editor.line.accessibleDescription()
    assert field.editor.line.text() == ""
    with qtbot.waitSignal(field.changed):
        field.editor.line.setText("26 Jun")
    assert field.problem() == ""
    assert not field._problem_row.isVisible()
    assert field.editor.property("invalid") is False


def test_problems_go_to_their_fields_and_the_focus_to_the_first(qtbot: QtBot) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    fields = {name: Field(name, LineEditor()) for name in ("who", "what", "why")}
    for field in fields.values():
        column.addWidget(field)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    fields["why"].focus()
    homeless = show_problems(
        fields, [("why", "Say why."), ("what", "Say what."), ("room", "The room is taken.")]
    )
    assert homeless == ["The room is taken."]
    assert [field.problem() for field in fields.values()] == ["", "Say what.", "Say why."]
    assert fields["what"].editor.hasFocus()
    assert show_problems(fields, []) == []
    assert not any(field.problem() for field in fields.values())
    assert check_all(fields)


@pytest.mark.parametrize("kind", EDITORS)
def test_every_field_is_named_by_its_label(qtbot: QtBot, kind: str) -> None:
    field = Field("What you agreed", EDITORS[kind][0](), optional=True)
    qtbot.addWidget(field)
    inner = field.label.buddy() or field.editor
    spoken = QAccessible.queryAccessibleInterface(inner).text(QAccessible.Text.Name)
    assert spoken
    assert field.editor.accessibleName() in ("What you agreed", "Ways")


def test_few_choices_are_buttons_and_many_a_list() -> None:
    assert isinstance(choice(FEW), ButtonsEditor)
    assert isinstance(choice(MANY), ListEditor)


def test_one_of_a_few_and_none_again(qtbot: QtBot) -> None:
    editor = ButtonsEditor(FEW)
    qtbot.addWidget(editor)
    phone, visit = editor.findChildren(Button)
    phone.click()
    visit.click()
    assert editor.value() == "visit"
    assert not phone.isChecked()
    visit.click()
    assert editor.value() is None


def test_a_list_narrows_after_two_letters(qtbot: QtBot) -> None:
    editor = ListEditor([Option(name, name) for name in ("Marsh", "Nowak", "Sandhu", "Okafor")])
    field = typed(qtbot, editor, "a")
    assert editor.lineEdit().completer() is None
    QTest.keyClicks(editor, "r")
    completer = editor.lineEdit().completer()
    assert completer is not None
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "Marsh"
    assert field.value() is None
    editor.set_options([Option("Okafor", "Okafor")])
    editor.set_value("Okafor")
    assert editor.value() == "Okafor"


def test_control_enter_is_left_to_the_dialog(qtbot: QtBot) -> None:
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.set_value("One line")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.value() == "One line"


def test_money_is_written_in_pounds_and_kept_in_pence(qtbot: QtBot) -> None:
    editor = MoneyEditor()
    field = typed(qtbot, editor, "£1,234.5")
    assert field.value() == 123_450
    editor.editingFinished.emit()
    assert editor.text() == "£1,234.50"


def test_the_calendar_sets_the_day(qtbot: QtBot) -> None:
    editor = DateEditor(lambda: TODAY)
    qtbot.addWidget(editor)
    editor.show()
    editor.open_calendar()
    calendar = editor.findChild(QCalendarWidget)
    calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert editor.value() == date(2021, 6, 26)


def test_a_pasted_book_is_refused_at_once_and_nothing_is_lost(qtbot: QtBot) -> None:
    field = Field("Note", TextEditor())
    qtbot.addWidget(field)
    field.show()
    field.set_value("What was typed. ")
    book = QMimeData()
    book.setText("\u202eword \U0001f600 " * 500_000)
    field.editor.insertFromMimeData(book)  # type: ignore[attr-defined]
    assert "Nothing was pasted" in field.problem()
    assert field.value() == "What was typed."
    page = QMimeData()
    page.setText("\u202e\u05d0 \U0001f600 and on")
    field.editor.insertFromMimeData(page)  # type: ignore[attr-defined]
    assert field.problem() == ""
    assert "\U0001f600 and on" in field.value()


@pytest.mark.parametrize("make", [DateEditor, TimeEditor])
def test_what_cannot_be_read_is_not_repeated_without_end(
    make: Callable[[], QWidget], qtbot: QtBot
) -> None:
    field = Field("When", make())
    qtbot.addWidget(field)
    line = field.editor.focusProxy() or field.editor
    assert isinstance(line, QLineEdit)
    line.insert("x" * 5_000_000)
    assert not field.check()
    assert len(field.problem()) < 120


def test_a_list_gives_back_the_very_word_that_was_offered(qtbot: QtBot) -> None:
    editor = ListEditor([Option(state, state.label) for state in StayState])
    qtbot.addWidget(editor)
    for state in StayState:
        editor.set_value(state)
        assert editor.value() is state
    editor.set_options([Option(StayState.AGREED, "Agreed")])
    assert editor.value() is None
    editor.set_value(StayState.AGREED)
    editor.set_options([Option(StayState.DECLINED, "No"), Option(StayState.AGREED, "Agreed")])
    assert editor.value() is StayState.AGREED


def test_what_was_not_chosen_is_marked_on_every_button(qtbot: QtBot) -> None:
    editor = ButtonsEditor(FEW)
    field = Field("How", editor)
    qtbot.addWidget(field)
    field.show()
    button = editor.findChildren(Button)[0]
    field.set_problem("How is needed.")
    danger = current_theme().colour("danger")
    assert button.grab().toImage().pixelColor(button.width() // 2, 0) == danger
    field.clear_problem()
    assert button.grab().toImage().pixelColor(button.width() // 2, 0) != danger
