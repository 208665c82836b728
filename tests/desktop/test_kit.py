"""The other parts of the kit: buttons, sheet, ring, toast, panel, lists, charts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QStringListModel, Qt
from PySide6.QtGui import QHelpEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListView,
    QMainWindow,
    QScrollArea,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hivedesk.desktop.theme import THEME_NAMES, Theme, ThemeName, apply_theme, load_theme
from hivedesk.desktop.widgets import table
from hivedesk.desktop.widgets.badge import Badge, BadgeSpec, StayBadge
from hivedesk.desktop.widgets.buttons import (
    Button,
    Chips,
    Option,
    Segments,
    icon_only,
    link,
    plain,
    primary,
)
from hivedesk.desktop.widgets.charts import Bar, Columns, Rows
from hivedesk.desktop.widgets.comb import Comb
from hivedesk.desktop.widgets.editors import LineEditor, TextEditor
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.focus_ring import FocusRing
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.table import dress_list
from hivedesk.desktop.widgets.toast import Toast
from hivedesk.desktop.widgets.words import ElidedLabel, words

ZOOM = [Option(word.lower(), word) for word in ("Week", "Fortnight", "Month")]


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    page = QWidget()
    column = QVBoxLayout(page)
    made.before = plain("Book a stay")
    column.addWidget(made.before)
    column.addStretch(1)
    made.setCentralWidget(page)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def sheet_with_form(window: QMainWindow, **wishes: object) -> tuple[Sheet, list[QWidget]]:
    sheet = Sheet(window, "Log support", "Linda Hargreaves", **wishes)  # type: ignore[arg-type]
    body = QWidget()
    column = QVBoxLayout(body)
    first, second = Field("Who", LineEditor()), Field("What", TextEditor())
    column.addWidget(first)
    column.addWidget(second)
    sheet.set_body(body)
    close = sheet.add_action(plain("Close", sheet.close_sheet))
    save = sheet.add_action(primary("Save log"), primary=True)
    window.before.setFocus()
    sheet.open()
    return sheet, [first.editor, second.editor, close, save]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def test_every_button_has_a_name_and_is_large_enough(qtbot: QtBot, theme: Theme) -> None:
    made = [
        primary("Log support", icon="plus", shortcut_text="Ctrl+N"),
        plain("Filter", icon_after="caret-down"),
        plain("Done", icon="check", compact=True),
        link("See all 9"),
        icon_only("print", "Print"),
        icon_only("close", "Close", compact=True),
    ]
    groups = [Segments("Zoom", ZOOM), Chips("Themes", ZOOM)]
    buttons = [*made, *(b for group in groups for b in group.findChildren(QAbstractButton))]
    for widget in [*made, *groups]:
        qtbot.addWidget(widget)
    assert len(buttons) == 12
    for button in buttons:
        assert button.accessibleName()
        compact = button.property("compact")
        least = theme.px("control.height_compact" if compact else "control.height")
        assert button.sizeHint().height() == least >= theme.px("control.target_min")
        assert button.sizeHint().width() >= least
    assert icon_only("print", "Print").toolTip() == "Print"
    with pytest.raises(ValueError, match="name"):
        Button("", "icon", icon="print")


def test_a_pressed_button_calls_once_and_a_grey_one_says_why(qtbot: QtBot) -> None:
    pressed: list[int] = []
    button = plain("Save", lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.click()
    button.grey_out("Give a name first.")
    button.click()
    assert pressed == [1]
    assert button.toolTip() == button.accessibleDescription() == "Give a name first."
    button.grey_out("")
    button.click()
    assert pressed == [1, 1]


def test_segments_and_chips_choose(qtbot: QtBot) -> None:
    segments, chips = Segments("Zoom", ZOOM), Chips("Themes", ZOOM)
    single = Chips("Show", ZOOM, single=True)
    for widget in (segments, chips, single):
        qtbot.addWidget(widget)
    assert segments.value() == "week"
    with qtbot.waitSignal(segments.changed):
        segments.set_value("month")
    assert segments.value() == "month"
    chips.set_values(["month", "week"])
    assert chips.values() == ["week", "month"]
    single.findChildren(Button)[2].click()
    assert single.values() == ["month"]


def test_the_sheet_keeps_tab_inside(window: QMainWindow) -> None:
    _, controls = sheet_with_form(window)
    assert QApplication.focusWidget() is controls[0]
    visited = []
    for _ in range(6):
        visited.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert visited[:4] == controls
    assert visited[5] is controls[0]  # past its own Close, round to the start
    assert window.before not in visited
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() not in (None, window.before)


def test_the_sheet_takes_the_focus_back_from_the_page(window: QMainWindow) -> None:
    sheet, _ = sheet_with_form(window)
    window.before.setFocus()
    assert sheet.isAncestorOf(QApplication.focusWidget())


def test_escape_closes_and_hands_the_focus_back(qtbot: QtBot, window: QMainWindow) -> None:
    sheet, _ = sheet_with_form(window)
    with qtbot.waitSignal(sheet.closed):
        press(Qt.Key.Key_Escape)
    assert window.before.hasFocus()


def test_words_alone_are_read_to_their_end_by_keyboard(qtbot: QtBot, window: QMainWindow) -> None:
    sheet = Sheet(window, "Keeping it safe")
    sheet.add_action(plain("Close", sheet.close_sheet))
    sheet.set_body(words("Everything is encrypted on this laptop.\n" * 90, wrap=True))
    sheet.open()
    bar = sheet._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(focused, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_a_guard_may_keep_the_sheet_open(window: QMainWindow) -> None:
    answers = iter([False, True])
    sheet, _ = sheet_with_form(window, guard=lambda: next(answers))
    press(Qt.Key.Key_Escape)
    assert sheet.isVisible()
    press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_control_enter_saves_even_from_a_paragraph(qtbot: QtBot, window: QMainWindow) -> None:
    _, controls = sheet_with_form(window)
    for control in controls[:2]:
        control.setFocus()
        with qtbot.waitSignal(controls[3].clicked):
            press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_sheet_fills_a_narrow_window(window: QMainWindow, theme: Theme) -> None:
    sheet, controls = sheet_with_form(window)
    assert sheet._box.width() == theme.px("frame.dialog_max_width")
    assert sheet._scroll.verticalScrollBar().maximum() == 0
    assert sheet._scroll.widget().height() == sheet._scroll.viewport().height()
    assert sheet._box.height() < 692, "a short form leaves no empty room below it"
    window.resize(700, 600)
    assert sheet.geometry() == QRect(0, 0, 700, 600)
    assert sheet._box.geometry() == QRect(0, 0, 700, 600)
    assert controls[3].mapTo(sheet, QPoint(0, controls[3].height())).y() < 600


def test_the_ring_follows_the_keyboard(qtbot: QtBot, window: QMainWindow) -> None:
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    lines = [QLineEdit() for _ in range(40)]
    for line in lines:
        column.addWidget(line)
    area.setWidget(inside)
    window.setCentralWidget(area)
    ring = FocusRing(window)
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    qtbot.waitUntil(lines[1].isVisible)
    lines[1].setFocus()
    qtbot.waitUntil(lambda: ring.target() is lines[1])

    def round_it() -> bool:
        box = QRect(lines[1].mapTo(window, QPoint(0, 0)), lines[1].size())
        return ring.geometry().contains(box) and ring.width() == box.width() + 6

    qtbot.waitUntil(round_it)
    area.verticalScrollBar().setValue(20)
    qtbot.waitUntil(round_it)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not ring.isVisible())  # scrolled out of sight
    area.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: ring.target() is lines[1])
    lines[1].hide()
    qtbot.waitUntil(lambda: ring.target() is not lines[1])


def test_the_ring_stays_when_what_had_it_before_goes(qtbot: QtBot, window: QMainWindow) -> None:
    page, first, second = QWidget(), QLineEdit(), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(first)
    column.addWidget(second)
    window.setCentralWidget(page)
    ring = FocusRing(window)
    qtbot.waitUntil(first.isVisible)
    first.setFocus()
    qtbot.waitUntil(lambda: ring.target() is first)
    second.setFocus()
    qtbot.waitUntil(lambda: ring.target() is second)
    with qtbot.waitSignal(first.destroyed):
        first.deleteLater()
    assert ring.target() is second


def test_the_ring_leaves_a_list_that_marks_a_row(qtbot: QtBot, window: QMainWindow) -> None:
    view, rows = QListView(), QStringListModel(["Marlowe", "Thorne"])
    view.setModel(rows)
    dress_list(view, "Families")
    window.setCentralWidget(view)
    ring = FocusRing(window)
    qtbot.waitUntil(view.isVisible)
    view.setFocus()
    view.setCurrentIndex(QModelIndex())  # as after other rows have been read
    qtbot.waitUntil(lambda: ring.target() is view)
    assert view.mapTo(window, QPoint(0, 0)) == ring.pos()  # within the edge of the pane
    view.setCurrentIndex(rows.index(1))
    qtbot.waitUntil(lambda: not ring.isVisible())


def test_the_toast_says_it_and_takes_it_back(qtbot: QtBot, window: QMainWindow) -> None:
    undone: list[int] = []
    toast = Toast(window, left=88)
    toast.say("Stay booked for Noah", undo=lambda: undone.append(1))
    assert toast.isVisible()
    assert toast.geometry().left() > 88
    assert toast.geometry().bottom() < window.height()
    toast.findChild(Button).click()
    assert undone == [1]
    assert not toast.isVisible()


def test_what_is_taken_back_leaves_the_keyboard_where_the_work_was(window: QMainWindow) -> None:
    work = plain("35 min travel")
    window.centralWidget().layout().addWidget(work)
    QApplication.processEvents()
    toast = Toast(window)
    work.setFocus()
    toast.say("35 min travel added", undo=lambda: None)
    QApplication.processEvents()
    window.before.setFocus()  # on the way to the line
    undo = toast.findChild(Button)
    undo.setFocus()
    QTest.keyClick(undo, Qt.Key.Key_Space)
    assert work.hasFocus()


def test_a_long_toast_stays_in_a_narrow_window(window: QMainWindow) -> None:
    window.resize(420, 400)
    toast = Toast(window)
    toast.say("Answers kept.", undo=lambda: None)
    low = toast.height()
    toast.say("Answers kept. Robin, Ned and Kit have a place now: let them know", undo=lambda: None)
    assert window.rect().contains(toast.geometry())
    assert toast.height() > low


def test_the_toast_leaves_unless_the_keyboard_is_on_it(window: QMainWindow) -> None:
    toast = Toast(window)
    toast.say("Saved", undo=lambda: None)
    toast.findChild(Button).setFocus()
    toast._timer.timeout.emit()
    assert toast.isVisible()
    window.before.setFocus()
    toast._timer.timeout.emit()
    assert not toast.isVisible()


def test_a_panel_holds_rows_or_one_calm_line(qtbot: QtBot) -> None:
    panel = Panel("Follow-ups", "2 late", "See all")
    qtbot.addWidget(panel)
    for text in ("One", "Two"):
        panel.add_row(words(text))
    assert panel.row_count() == 2
    with qtbot.waitSignal(panel.link_pressed):
        panel.findChild(Button).click()
    panel.say_empty("No follow-ups today")
    assert panel.row_count() == 1
    assert panel.accessibleName() == "Follow-ups"


def test_a_row_taken_out_at_once_never_comes_as_a_window(qtbot: QtBot) -> None:
    panel = Panel("Follow-ups")
    qtbot.addWidget(panel)
    panel.show()
    row = words("Ring Dawn")
    panel.add_row(row)
    panel.clear_rows()
    shown: list[bool] = []
    with qtbot.waitSignal(row.destroyed):
        QApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
        shown.append(row.isVisible())
    assert shown == [False]


def test_an_empty_state_has_a_way_on(qtbot: QtBot) -> None:
    empty = EmptyState("No stays this week.", "Book a stay", "rooms")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.pressed):
        empty.findChild(Button).click()


def test_badges_say_their_word(qtbot: QtBot) -> None:
    badge, stay = Badge("2 days late", "danger", "clock"), StayBadge("emergency")
    qtbot.addWidget(badge)
    qtbot.addWidget(stay)
    assert badge.accessibleName() == "2 days late"
    assert stay.accessibleName() == "Emergency sleepover"
    badge.show_spec(BadgeSpec("Today"))
    assert badge.accessibleName() == "Today"


def test_charts_say_their_bars(qtbot: QtBot) -> None:
    bars = [Bar("Mon", 0, ""), Bar("Tue", 310, "5:10", open_part=45, now=True)]
    for kind in (Columns, Rows):
        chart = kind("Hours worked", bars)
        qtbot.addWidget(chart)
        chart.resize(320, 160)
        assert chart.accessibleDescription() == "Mon, Tue 5:10"
        assert not chart.grab().isNull()


def test_an_open_part_is_hollow(qtbot: QtBot, theme: Theme) -> None:
    chart = Columns("Hours", [Bar("Tue", 100, "", open_part=50)])
    qtbot.addWidget(chart)
    chart.resize(100, 140)
    picture = chart.grab().toImage()
    colours = [picture.pixelColor(50, y).name() for y in range(140)]
    filled = colours.index(theme.colour("accent").name())
    assert theme.colour("surface").name() in colours[:filled]


def test_a_long_label_ends_early_and_tells_the_whole(qtbot: QtBot) -> None:
    label = ElidedLabel("Featherstonehaugh-Cholmondeley")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.toolTip() == "Featherstonehaugh-Cholmondeley"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_sides_stack_where_there_is_no_room(qtbot: QtBot) -> None:
    sides = Sides(words("Facts"), words("Words"), narrow=400)
    qtbot.addWidget(sides)
    sides.show()
    sides.resize(500, 200)
    assert not sides.stacked()
    sides.resize(300, 200)
    assert sides.stacked()


def list_view(qtbot: QtBot) -> QListView:
    view = QListView()
    qtbot.addWidget(view)
    model = QStandardItemModel(view)
    item = QStandardItem("Hargreaves of the very long name indeed")
    item.setData("Connor (15)", table.SECOND_LINE)
    item.setData(BadgeSpec("Emergency", "danger", "bolt"), table.MARK)
    model.appendRow(item)
    view.setModel(model)
    table.dress_list(view, "Families")
    view.resize(228, 200)
    view.show()
    return view


def test_list_rows_are_two_lines_high_and_say_it_all(qtbot: QtBot, theme: Theme) -> None:
    view = list_view(qtbot)
    index = view.model().index(0, 0)
    assert view.visualRect(index).height() == theme.px("row.list_two_lines")
    assert table.row_sentence(index) == (
        "Hargreaves of the very long name indeed, Connor (15), Emergency"
    )
    assert not view.grab().isNull()


def test_a_row_that_is_cut_off_has_a_tooltip(qtbot: QtBot) -> None:
    view = list_view(qtbot)
    index = view.model().index(0, 0)
    option = QStyleOptionViewItem()
    option.rect = view.visualRect(index)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(9, 9), view.mapToGlobal(QPoint(9, 9)))
    assert view.itemDelegate().helpEvent(event, view, option, index)
    assert "Hargreaves" in QToolTip.text()
    QToolTip.hideText()


def test_a_table_is_dressed(qtbot: QtBot, theme: Theme) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    model = QStandardItemModel(2, 2, view)
    model.setItem(0, 0, QStandardItem("b"))
    model.setItem(1, 0, QStandardItem("a"))
    view.setModel(model)
    table.dress_table(view, "Training")
    view.show()
    assert view.rowHeight(0) == theme.px("row.table")
    assert view.horizontalHeader().height() == theme.px("row.table_header")
    assert model.index(0, 0).data() == "b"  # the model's own order until asked otherwise
    view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert model.index(0, 0).data() == "a"


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize(
    "make",
    [
        Comb,
        lambda: StayBadge("sleepover"),
        lambda: StayBadge("emergency"),
        lambda: StayBadge("day_care"),
        lambda: StayBadge("respite"),
        lambda: StayBadge("closed"),
    ],
)
def test_painted_things_draw_in_every_theme(
    qtbot: QtBot, qapp: QApplication, name: ThemeName, make: Callable[[], QWidget]
) -> None:
    apply_theme(qapp, load_theme(name))
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(widget.size().boundedTo(widget.sizeHint())))
    if isinstance(widget, Comb):
        widget.resize(800, 600)
    picture = widget.grab().toImage()
    across, down = range(0, picture.width(), 2), range(0, picture.height(), 2)
    colours = {picture.pixelColor(x, y).name() for x in across for y in down}
    plain_comb = isinstance(widget, Comb) and name == "high-contrast"
    assert (len(colours) == 1) == plain_comb
