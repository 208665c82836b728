"""What a screen reader is told of our widgets, where Qt alone would tell it something else."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hivedesk.desktop.widgets.buttons import Chips, Option, Segments
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, ChipsEditor
from hivedesk.desktop.widgets.editors_when import DateTimeEditor
from hivedesk.desktop.widgets.fields import Field

WAYS = [Option("phone", "Phone"), Option("visit", "Home visit")]
NAME = QAccessible.Text.Name
Role = QAccessible.Role


def told(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def labels(told_of: QAccessibleInterface) -> list[str]:
    """What a reader says in the place of its name."""
    label = QAccessible.RelationFlag.Label
    return [other.text(NAME) for other, kind in told_of.relations(label) if kind & label]


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
