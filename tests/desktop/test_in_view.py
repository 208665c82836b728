"""What has the keyboard is seen whole, with what is said of it, however little room there is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors import LineEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import ListEditor
from hivedesk.desktop.widgets.fields import Field, show_problems
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.suggestions import Suggestions
from hivedesk.desktop.widgets.tab import TabBySight

ONLY_YOU = "Only you can read this."


@pytest.fixture
def window(qtbot: QtBot) -> TabBySight:
    """Three fields in a window that has room for little more than one."""
    made = TabBySight()
    column = QVBoxLayout(made)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    column.addWidget(scroll)
    form = QWidget()
    down = QVBoxLayout(form)
    for field in (
        Field("Who", LineEditor()),
        Field("What you talked about", TextEditor(lines=4)),
        Field("Private note", TextEditor(lines=4), ONLY_YOU),
    ):
        down.addWidget(field)
    scroll.setWidget(form)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    QApplication.processEvents()
    return made


def fields(window: QWidget) -> list[Field]:
    """From the top."""
    return window.findChildren(Field)


def is_seen(widget: QWidget) -> bool:
    """Whether nothing of it is cut off."""
    return widget.visibleRegion().boundingRect() == widget.rect()


def scroll_to_the_top(window: QWidget) -> None:
    """As a mouse wheel does, which leaves the keyboard where it is."""
    window.findChildren(QScrollArea)[0].verticalScrollBar().setValue(0)


def test_tab_brings_a_box_into_view_whole_with_what_is_said_below_it(window: QWidget) -> None:
    who, talked, note = fields(window)
    who.focus()
    for field in (talked, note):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert field.editor.hasFocus()
        assert is_seen(field)
    assert any(is_seen(each) for each in note.findChildren(QLabel) if each.text() == ONLY_YOU)


def test_nobody_types_out_of_sight(window: QWidget) -> None:
    note = fields(window)[-1].editor
    note.setFocus()
    scroll_to_the_top(window)
    assert not is_seen(note)
    QTest.keyClicks(note, "a")
    assert is_seen(note)


def test_what_was_refused_is_shown_with_its_sentence(window: QWidget, qtbot: QtBot) -> None:
    who, _, note = fields(window)
    who.focus()
    QApplication.processEvents()
    show_problems({"note": note}, [("note", "That is too long.")])
    qtbot.waitUntil(lambda: is_seen(note) and note.problem() != "")


def test_a_long_suggestion_is_not_cut(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(600, 300)
    words = "Gill: Rajesh and Harpreet · Bethany (8) and Callan (6)"
    editor = ListEditor([Option(n, f"{words} {n}") for n in range(2)])
    editor.setParent(window)
    editor.setGeometry(10, 10, 150, 34)
    qtbot.addWidget(window)
    window.show()
    editor.setFocus()
    QTest.keyClicks(editor.lineEdit(), "Gill")
    shown = editor.lineEdit().completer().popup()
    assert isinstance(shown, Suggestions)
    assert shown.isVisible()
    assert shown.fontMetrics().horizontalAdvance(f"{words} 1") < shown.viewport().width()
    last = shown.visualRect(shown.model().index(1, 0))
    assert QRect(QPoint(0, 0), shown.viewport().size()).contains(last)
    shown.hide()


def test_a_dialog_that_begins_further_down_shows_where(qtbot: QtBot) -> None:
    host = QWidget()
    host.resize(500, 300)
    qtbot.addWidget(host)
    host.show()
    body, names = QWidget(), QListWidget()
    names.addItems(["Russell", "Tessa", "Harpreet"])
    names.setFixedHeight(100)
    down = QVBoxLayout(body)
    for widget in (Field("Who is it for", TextEditor(lines=8)), names):
        down.addWidget(widget)
    sheet = Sheet(host, "Invite")
    sheet.set_body(body)
    sheet.open(names)
    qtbot.waitUntil(lambda: is_seen(names))
