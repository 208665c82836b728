"""What a screen reader is told of our widgets, where Qt alone would tell it something else."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.pages.activities.tick_list import TickEditor
from hivedesk.desktop.pages.detail_pane import DetailPane
from hivedesk.desktop.pages.families.line import CardLine
from hivedesk.desktop.pages.families.runs import Run
from hivedesk.desktop.pages.people_list import PeopleEditor
from hivedesk.desktop.pages.today.rows import OpenButton, deed_row, stay_row
from hivedesk.desktop.widgets.badge import Badge, StayBadge
from hivedesk.desktop.widgets.buttons import Button, Chips, Option, Segments
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, ChipsEditor, ListEditor
from hivedesk.desktop.widgets.editors_when import DateTimeEditor, make_calendar
from hivedesk.desktop.widgets.fields import Field, check_all, show_problems
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.records import Attendance
from hivedesk.store.queries.registers import Place

WAYS = [Option("phone", "Phone"), Option("visit", "Home visit")]
NAME, ABOUT = QAccessible.Text.Name, QAccessible.Text.Description
Role = QAccessible.Role


def told(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def place(name: str, status: Attendance | None = None) -> Place:
    return Place("gill", "Gill", "carer_id", name, name, status)


def labels(told_of: QAccessibleInterface) -> list[str]:
    """What a reader says in the place of its name."""
    label = QAccessible.RelationFlag.Label
    return [other.text(NAME) for other, kind in told_of.relations(label) if kind & label]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was announced."""
    told: list[str] = []
    for module in (
        "pages.people_list",
        "pages.activities.tick_list",
        "widgets.editors_when",
        "widgets.fields",
        "widgets.sheet",
    ):
        monkeypatch.setattr(
            f"hivedesk.desktop.{module}.announce", lambda _, sentence: told.append(sentence)
        )
    return told


def test_each_of_several_answers_is_called_by_its_own_word(qtbot: QtBot) -> None:
    """The label of the question is the group's, which is told when the keyboard comes in."""
    for editor in (ButtonsEditor(WAYS), ChipsEditor("How", WAYS)):
        field = Field("How", editor)
        qtbot.addWidget(field)
        group = told(editor)
        assert (group.role(), group.text(NAME)) == (Role.Grouping, "How")
        answers = [group.child(each) for each in range(group.childCount())]
        assert [each.text(NAME) for each in answers] == ["Phone", "Home visit"]
        assert [labels(each) for each in answers] == [[], []]


def test_a_field_of_one_box_is_called_by_its_label(qtbot: QtBot) -> None:
    field = Field("Minutes", LineEditor())
    qtbot.addWidget(field)
    assert labels(told(field.editor)) == ["Minutes"]


def test_a_day_and_a_time_are_told_as_one_group(qtbot: QtBot) -> None:
    field = Field("When", DateTimeEditor())
    qtbot.addWidget(field)
    group = told(field.editor)
    assert (group.role(), group.text(NAME)) == (Role.Grouping, "When")


def test_words_of_which_one_is_chosen_are_no_boxes_to_tick(qtbot: QtBot) -> None:
    for made in (Segments("View", WAYS), Chips("View", WAYS, single=True)):
        qtbot.addWidget(made)
        group = told(made)
        one, other = group.child(0), group.child(1)
        assert (group.role(), group.text(NAME)) == (Role.Grouping, "View")
        assert (one.role(), other.role()) == (Role.RadioButton, Role.RadioButton)
        assert (one.state().checked, other.state().checked) == (True, False)
    many = Chips("Themes", WAYS)
    qtbot.addWidget(many)
    assert told(many).child(0).role() == Role.CheckBox


class Watched(LineEditor):
    """Keeps what was selected as the keyboard came."""

    at_first = "nothing yet"

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.at_first = self.selectedText()


def test_a_sheet_is_a_dialog_and_its_first_field_is_heard(qtbot: QtBot) -> None:
    """What is told of a field before the keyboard has come to it makes a reader keep silent."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sheet, line = Sheet(window, "Add time"), Watched()
    line.set_value("240")
    sheet.set_body(Field("Minutes", line))
    sheet.open()
    assert line.hasFocus()
    assert (line.at_first, line.selectedText()) == ("", "240")
    dialog = told(sheet)
    assert (dialog.role(), dialog.text(NAME)) == (Role.Dialog, "Add time")
    assert dialog.parent().object() is window


def test_a_list_without_a_label_says_what_is_chosen_in_it(qtbot: QtBot) -> None:
    """On Linux Qt tells what is chosen as its name: "All", of what?"""
    picker = ListEditor(WAYS)
    qtbot.addWidget(picker)
    picker.setAccessibleName("Sort by")
    assert told(picker).text(ABOUT) == "Sort by"
    assert told(picker.lineEdit()).text(NAME) == "Sort by"
    assert told(picker.view()).text(NAME) == "Sort by"
    field = Field("By", ListEditor(WAYS), "Whoever rings.")
    qtbot.addWidget(field)
    field.editor.setAccessibleName("By, Phoebe")
    assert told(field.editor).text(ABOUT) == "Whoever rings."


def test_what_is_refused_is_said_and_said_again(qtbot: QtBot, said: list[str]) -> None:
    """The second time the description that a screen reader would tell of stays as it was."""
    fields = {"who": Field("Who", LineEditor()), "way": Field("How", ListEditor(WAYS))}
    for field in fields.values():
        qtbot.addWidget(field)
    for times in (1, 2):
        show_problems(fields, [("who", "Who is needed."), ("way", "How is needed.")])
        assert said == ["Who is needed."] * times
    said.clear()
    fields["way"].editor.setEditText("zz")
    for times in (1, 2):
        assert not check_all(fields)
        assert said == ["“zz” is not in the list."] * times


def test_what_went_wrong_with_a_sheet_is_said(qtbot: QtBot, said: list[str]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = Sheet(window, "Add time")
    sheet.say("Draft kept on this laptop", "check-circle", "positive")
    for _ in range(3):  # tried again every few seconds
        sheet.say("The disk is full. The draft is not kept.", "warning", "danger")
    sheet.say("", "", "danger")
    assert said == ["The disk is full. The draft is not kept."]


def test_words_that_open_nothing_are_no_button(qtbot: QtBot) -> None:
    still, opens = CardLine([Run("None booked")]), CardLine([Run("Edit")], pressed=lambda: None)
    for line, role in ((still, Role.StaticText), (opens, Role.Button)):
        qtbot.addWidget(line)
        assert (told(line).role(), told(line).text(NAME)) == (role, line.words())


def test_a_row_of_today_tells_how_pressing_it_is(qtbot: QtBot) -> None:
    """By Tab one comes to the button alone, past the badge before it."""
    late, quiet, stay = (OpenButton("Ring Siobhan", "Jerrard", lambda: None) for _ in range(3))
    rows = [
        deed_row(Badge("1 day late"), late, (), narrow=False),
        deed_row(QLabel("41 days"), quiet, (), narrow=False),
        stay_row("From Wed", stay, StayBadge("sleepover"), "Night 2 of 2", QLabel(), narrow=False),
    ]
    for row in rows:
        qtbot.addWidget(row)
    assert [told(each).text(ABOUT) for each in (late, quiet, stay)] == [
        "1 day late",
        "41 days",
        "From Wed, Sleepover, Night 2 of 2",
    ]


def test_an_answer_on_the_register_is_said(qtbot: QtBot, said: list[str]) -> None:
    """The list goes on to the next person: of the one answered for nobody would hear."""
    booked = Attendance.BOOKED
    editor = PeopleEditor(
        "Register",
        [place("Rajesh", booked), place("Karen", booked), place("Darren", booked)],
        [Option(Attendance.BOOKED, "Said yes"), Option(Attendance.DECLINED, "Said no")],
        lambda marks: marks,
        lambda now: f"{sum(1 for each in now.values() if each is booked)} said yes.",
    )
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.view, "2")
    assert said == ["Rajesh, Gill · carer, Said no"]
    editor.view.selectAll()
    QTest.keyClicks(editor.view, "2")
    next(each for each in editor.findChildren(Button) if each.text() == "Take back").click()
    assert said[1:] == ["3 marked.", "Taken back. 2 said yes."]


def test_a_tick_is_said(qtbot: QtBot, said: list[str]) -> None:
    editor = TickEditor("Who is asked")
    qtbot.addWidget(editor)
    editor.show_people([place("Rajesh"), place("Karen", Attendance.BOOKED)], ())
    for _ in range(2):
        QTest.keyClick(editor.view, Qt.Key.Key_Space)
    assert said == ["Rajesh, Gill · carer, ticked", "Rajesh, Gill · carer, not ticked"]
    editor.view.selectAll()
    QTest.keyClick(editor.view, Qt.Key.Key_Space)
    assert said[2:] == ["1 ticked, 1 asked already and left as they are."]


def test_the_calendar_says_the_day_with_its_month(qtbot: QtBot, said: list[str]) -> None:
    calendar = make_calendar(date(2021, 6, 30))
    qtbot.addWidget(calendar)
    days = calendar.findChild(QTableView)
    assert (told(days).text(NAME), told(days).text(ABOUT)) == ("Days", "Wed 30 Jun 2021")
    QTest.keyClick(days, Qt.Key.Key_Right)
    assert said == ["Thu 1 Jul 2021"]
    assert told(days).text(ABOUT) == "Thu 1 Jul 2021"


def test_a_record_is_read_out_as_a_group(qtbot: QtBot) -> None:
    """It is words: by Tab one comes to the pane alone."""
    pane = DetailPane("support log")
    qtbot.addWidget(pane)
    pane.setWidget(QLabel("A cheerful one"))
    group = told(pane)
    assert (group.role(), group.text(NAME)) == (Role.Grouping, "Support log in view")
    assert group.child(0).child(0).text(NAME) == "A cheerful one"


def test_one_of_several_in_view_is_no_place_of_its_own(qtbot: QtBot) -> None:
    stack = Stack()
    qtbot.addWidget(stack)
    assert told(stack).role() == Role.Client
