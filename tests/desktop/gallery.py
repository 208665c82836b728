"""Shows every part of the kit at once, for looking at: not a test.

    python tests/desktop/gallery.py THEME SCALE PICTURE.png controls|sheet|unlock|icons

With a picture's name it saves what it shows and ends. Everybody in it is invented.
"""

from __future__ import annotations

import sys
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QMainWindow,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.icons import icon_names
from hivedesk.desktop.theme import apply_theme, current_theme, load_theme
from hivedesk.desktop.widgets import table
from hivedesk.desktop.widgets.badge import Badge, BadgeSpec, StayBadge
from hivedesk.desktop.widgets.buttons import Option, Segments, icon_only, link, plain, primary
from hivedesk.desktop.widgets.charts import Bar, Columns, Rows
from hivedesk.desktop.widgets.comb import Comb
from hivedesk.desktop.widgets.editors import LineEditor, MoneyEditor, NumberEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import (
    CheckBox,
    ChipsEditor,
    Combo,
    ListEditor,
    choice,
)
from hivedesk.desktop.widgets.editors_when import DateEditor, DateTimeEditor
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.focus_ring import FocusRing
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.toast import Toast
from hivedesk.desktop.widgets.words import IconLabel, two_lines, words

TODAY = date(2021, 6, 25)
WAYS = [
    Option("phone", "Phone", "phone"),
    Option("text", "Text", "text"),
    Option("video", "Video", "video"),
    Option("home", "Home visit", "home"),
    Option("out", "Out and about", "walk"),
    Option("mail", "E-mail", "mail"),
]
THEMES = ["Behaviour", "School", "De-escalation", "Family time", "Recording", "Tired carer"]
AREAS = ["Basingstoke", "Andover", "Waterlooville", "Eastleigh", "Bitterne", "Gosport", "Fareham"]


def options(said: list[str]) -> list[Option]:
    return [Option(word.lower(), word) for word in said]


def row(*parts: QWidget | int, gap: str = "space.s") -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(current_theme().px(gap))
    for part in parts:
        line.addStretch(part) if isinstance(part, int) else line.addWidget(part)
    return holder


def stay_row(at: str, who: str, where: str, kind: str, night: str, state: str) -> QWidget:
    theme = current_theme()
    when = words(at, "small", strong=True)
    when.setFixedWidth(theme.scaled(100))
    two = two_lines(who, where)
    badge = row(StayBadge(kind), 1)
    badge.setFixedWidth(theme.scaled(184))
    last = row(IconLabel("check-circle", "positive"), words(state, "small", "positive"))
    made = row(when, two, badge, words(night, "small", "muted"), last, gap="space.l")
    made.setFixedHeight(theme.scaled(46))
    return made


def tonight() -> Panel:
    panel = Panel("Tonight", "3 children staying, 1 day care", "Open the room board")
    panel.add_row(
        stay_row(
            "17:30",
            "Jayden (9) and Tia (7) Marsh",
            "Maureen Fry · Blue room",
            "sleepover",
            "Night 1 of 2",
            "Arrived 17:40",
        )
    )
    panel.add_row(
        stay_row(
            "From Thu",
            "Connor (15) Hargreaves",
            "Bev Stanley · Attic room",
            "emergency",
            "Night 2 of 2",
            "Arrived",
        )
    )
    panel.add_row(
        stay_row(
            "09:00–15:00",
            "Archie (3) Coombes",
            "Maureen Fry · Back room",
            "day_care",
            "6 hours",
            "Collected 15:05",
        )
    )
    line = row(
        IconLabel("rooms", "accent_text"),
        words("If a crisis comes tonight:", "small", strong=True),
        words("2 beds free: Back room (0–10), Attic room (8–17, shared).", "small"),
        1,
    )
    panel.set_foot(line)
    return panel


def follow_ups() -> Panel:
    panel = Panel("Follow-ups", "1 late, 1 today", "See all 9")
    for late, title in (("2 days late", "Ring Dawn about Sunday’s family time"), ("", "Today’s")):
        badge = Badge(late or "Today", "danger" if late else "neutral", "clock" if late else "")
        held = row(badge, 1)
        held.setFixedWidth(current_theme().scaled(108))
        line = row(
            held, words(title, strong=True), 1, plain("Done", icon="check", compact=True),
            link("Later…"),
        )  # fmt: skip
        line.setFixedHeight(current_theme().px("row.list_two_lines") - 4)
        panel.add_row(line)
    return panel


def week() -> Panel:
    panel = Panel("Your week", "", "Add time")
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, current_theme().px("space.m"))
    head = row(words("19 h 40", "figure"), words("of 25 hours", "body", "muted"), 1)
    column.addWidget(head)
    days = [
        ("Mon", 0, "", 0),
        ("Tue", 310, "5:10", 45),
        ("Wed", 290, "4:50", 40),
        ("Thu", 330, "5:30", 80),
        ("Fri", 250, "4:10", 45),
        ("Sat", 0, "", 0),
        ("Sun", 0, "", 0),
    ]
    bars = [Bar(d, v, w, open_part=o, now=d == "Fri") for d, v, w, o in days]
    column.addWidget(Columns("Hours worked each day", bars))
    column.addWidget(words("Open part of a bar: out of hours, 4 h 15 so far.", "small", "muted"))
    panel.add_row(inner, divided=False)
    return panel


def families() -> QListView:
    view = QListView()
    model = QStandardItemModel(view)
    for name, second, mark in (
        ("Adeyemi-Clarke", "Noah (8), Lily (10)", None),
        ("Coombes", "Archie (3)", "Quiet"),
        ("Hargreaves", "Connor (15)", BadgeSpec("Emergency", "danger", "bolt")),
        ("Marsh", "Jayden (9), Tia (7)", None),
        ("Featherstonehaugh-Cholmondeley", "A long name that ends early", "On hold"),
    ):
        item = QStandardItem(name)
        item.setData(second, table.SECOND_LINE)
        item.setData(mark, table.MARK)
        model.appendRow(item)
    view.setModel(model)
    table.dress_list(view, "Families")
    view.setCurrentIndex(model.index(3, 0))
    return view


def sessions() -> QTableView:
    view = QTableView()
    model = QStandardItemModel(0, 3, view)
    model.setHorizontalHeaderLabels(["Carer", "Safer caring", "Gaps"])
    for name, icon, state, tone, gaps in (
        ("Folake Adeyemi", "step-done", "Done", "positive", "2"),
        ("Paul Bassett", "step-discussed", "Discussed", "text", "11"),
        ("Janine Bassett", "warning", "Late", "danger", "1"),
    ):
        items = [QStandardItem(text) for text in (name, state, gaps)]
        items[0].setData(True, table.STRONG)
        items[1].setData(icon, table.ICON)
        items[1].setData(tone, table.TONE)
        items[2].setTextAlignment(Qt.AlignmentFlag.AlignRight)
        model.appendRow(items)
    view.setModel(model)
    table.dress_table(view, "Training")
    view.selectRow(1)
    return view


def controls() -> QWidget:
    theme = current_theme()
    page = QWidget()
    page.setProperty("surface", "page")
    grid = QGridLayout(page)
    margin = theme.px("frame.page_margin")
    grid.setContentsMargins(margin, margin, margin, margin)
    grid.setSpacing(theme.px("frame.panel_gap"))
    titles = QWidget()
    column = QVBoxLayout(titles)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px("space.xxs"))
    column.addWidget(words("Friday 25 June", "title"))
    column.addWidget(
        words("Two follow-ups are late and two families have gone quiet.", tone="muted")
    )
    head = row(
        titles,
        1,
        Segments("Zoom", options(["Week", "Fortnight", "Month", "Quarter"])),
        icon_only("print", "Print"),
        plain("Book a stay", icon="calendar"),
        primary("Log support", icon="plus", shortcut_text="Ctrl+N"),
    )
    grid.addWidget(head, 0, 0, 1, 2)
    grid.addWidget(tonight(), 1, 0)
    grid.addWidget(week(), 1, 1, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(follow_ups(), 2, 0, Qt.AlignmentFlag.AlignTop)
    bars = Panel("Stays", "June 2021")
    kinds = [
        Bar("Sleepover", 22, "22 nights", stay_kind="sleepover"),
        Bar("Emergency sleepover", 4, "4 nights", stay_kind="emergency"),
        Bar("Respite, outside Hive", 3, "3 nights", stay_kind="respite"),
    ]
    months = [14, 17, 16, 21, 19, 22]
    named = zip(("Jan", "Feb", "Mar", "Apr", "May", "Jun"), months, strict=True)
    bars.add_row(Rows("Nights by kind", kinds), divided=False)
    bars.add_row(
        Columns(
            "Month by month",
            [Bar(m, v, str(v), now=m == "Jun", paper=m != "Jun") for m, v in named],
        )
    )
    grid.addWidget(bars, 2, 1, Qt.AlignmentFlag.AlignTop)
    lists = Panel("Families", "10 of 10 places")
    lists.set_body(families())
    grid.addWidget(lists, 3, 0)
    right = Panel("Training", "18 carers")
    right.set_body(sessions())
    grid.addWidget(right, 3, 1)
    kinds_row = row(*(StayBadge(kind) for kind in theme.tokens["stay_kinds"]), 1)
    roles = ("neutral", "positive", "warning", "danger", "info")
    kinds_row.layout().addWidget(row(*(Badge(role.title(), role, "info") for role in roles)))
    grid.addWidget(kinds_row, 4, 0, 1, 2)
    quiet = Panel("Gone quiet")
    quiet.say_empty("Nobody has gone quiet.")
    grid.addWidget(quiet, 5, 0)
    grid.addWidget(EmptyState("No stays this week.", "Book a stay", "rooms"), 5, 1)
    grid.setRowMinimumHeight(3, theme.scaled(270))
    grid.setColumnStretch(0, 862)
    grid.setColumnStretch(1, 352)
    return page


def form() -> QWidget:
    theme = current_theme()
    sides = [QWidget(), QWidget()]
    left, right = (QVBoxLayout(side) for side in sides)
    for column in (left, right):
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.l"))
    way = choice(WAYS)
    way.set_value("phone")
    moment = DateTimeEditor(lambda: TODAY)
    moment.set_value(datetime(2021, 6, 25, 20, 28))  # noqa: DTZ001
    chips = ChipsEditor("Themes", options(THEMES))
    chips.set_value(["behaviour", "de-escalation"])
    left.addWidget(Field("Who", ListEditor(options(AREAS)), "Type two letters to narrow the list"))
    left.addWidget(Field("How", way))
    left.addWidget(row(Field("When", moment), Field("Minutes", NumberEditor(1, 600))))
    left.addWidget(Field("Themes", chips))
    boxes = [CheckBox("Helen Marriott, SSW"), CheckBox("Psychology")]
    boxes[0].setChecked(True)
    left.addWidget(row(*boxes, 1))
    left.addWidget(
        row(
            Combo("Sort", options(["A–Z", "Longest wait"])),
            plain("Filter", icon_after="caret-down"),
            1,
        )
    )
    left.addStretch(1)
    talked = TextEditor(lines=5)
    talked.set_value(
        "Linda rang after tea. She wants to think about Saturday, so that the first hour is easy."
    )
    right.addWidget(Field("What you talked about", talked))
    right.addWidget(Field("Something positive", TextEditor(lines=2)))
    late = DateEditor(lambda: TODAY)
    late.set_value(date(2021, 6, 24))
    field = Field("On", late)
    field.set_problem("Thu 24 Jun has passed. Choose today or a later day.")
    right.addWidget(
        Sides(Field("Follow-up", LineEditor(), optional=True), field, narrow=300, gap="space.s")
    )
    right.addWidget(
        row(
            Field("Cost", MoneyEditor(), optional=True),
            Field("Passphrase", LineEditor(secret=True)),
        )
    )
    right.addWidget(
        Field(
            "Private note",
            TextEditor(lines=2),
            "Only you can read this. It is printed nowhere but in your own full story.",
            optional=True,
            icon="lock",
        )
    )
    body = Sides(*sides, gap="space.xxl")
    body.set_stretch(4, 5)
    return body


def unlock() -> QWidget:
    theme = current_theme()
    comb = Comb()
    column = QVBoxLayout(comb)
    card = QFrame()
    card.setObjectName("panel")
    card.setFixedWidth(theme.scaled(420))
    inside = QVBoxLayout(card)
    inside.setContentsMargins(*[theme.scaled(40)] * 4)
    inside.setSpacing(theme.px("space.l"))
    inside.addWidget(IconLabel("logo", "text", 50), 0, Qt.AlignmentFlag.AlignHCenter)
    inside.addWidget(words("HiveDesk is locked", "title"), 0, Qt.AlignmentFlag.AlignHCenter)
    secret = LineEditor(secret=True)
    secret.set_value("an old poem")
    inside.addWidget(Field("Passphrase", secret))
    inside.addWidget(primary("Unlock"))
    inside.addWidget(
        row(link("Use my recovery sheet", icon="key"), 1, link("I cannot get in", icon="help"))
    )
    column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
    return comb


def icons() -> QWidget:
    page = QWidget()
    page.setProperty("surface", "surface")
    grid = QGridLayout(page)
    for place, name in enumerate(icon_names()):
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.addWidget(IconLabel(name, "text", 44), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(row(1, IconLabel(name, "text_muted", 16), words(name, "caption"), 1))
        grid.addWidget(cell, place // 12, place % 12)
    return page


def main() -> int:
    name, scale, picture, what = (
        *sys.argv[1:],
        *["light", "1", "", "controls"][len(sys.argv) - 1 :],
    )
    app = QApplication(sys.argv[:1])
    apply_theme(app, load_theme(name, float(scale)))
    window = QMainWindow()
    window.setWindowTitle("HiveDesk kit")
    window.resize(1366, 768)
    page = {"controls": controls, "sheet": controls, "unlock": unlock, "icons": icons}[what]()
    if what in ("controls", "sheet"):
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        page = scroll
    window.setCentralWidget(page)
    FocusRing(window)
    window.show()
    if what == "sheet":
        sheet = Sheet(window, "Log support", "Linda Hargreaves, about Connor (15)")
        sheet.set_body(form())
        sheet.add_action(plain("Close, keep draft", sheet.close_sheet, shortcut_text="Esc"))
        sheet.add_action(primary("Save log", shortcut_text="Ctrl+Enter"), primary=True)
        sheet.say("Draft kept on this laptop, 2 seconds ago", "check-circle", "positive")
        sheet.open()
    elif what == "controls":
        Toast(window).say("Stay booked for Noah, Fri 2 Jul", undo=lambda: None)
    if picture:
        QTimer.singleShot(700, lambda: (window.grab().save(picture), app.quit()))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
