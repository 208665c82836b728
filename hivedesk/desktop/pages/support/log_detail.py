"""A support log laid out to be read: the words, the good thing, the facts, the private note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.pages.detail import Row, fields_widget, row_button
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import BroughtIn, SupportLog, declared

from .words import promise_badge

_FACTS = ("agreed", "evidence", "themes", "brought_in", "worker_id")


def log_body(workspace: Workspace, row: Row) -> QWidget:
    """Everything of one contact. The private note is last, in a box of its own."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().px("space.l"))
    column.addWidget(words(row["note"], wrap=True, selectable=True))
    if row["positive"]:
        column.addWidget(_boxed("good", "leaf", "positive", _label("positive"), row["positive"]))
    helped = [word.label for word in BroughtIn if word.value in (row["brought_in"] or ())]
    facts = {**row, "brought_in": helped}
    column.addWidget(fields_widget("support-logs", facts, _FACTS, workspace.today))
    if row["follow_ups"]:
        column.addWidget(_promises(workspace, row))
    if row["private_note"]:
        about = declared(SupportLog)["private_note"][1]
        said = f"{about.label} · {about.help}"
        column.addWidget(_boxed("private", "lock", "text_muted", said, row["private_note"]))
    return box


def _promises(workspace: Workspace, row: Row) -> Panel:
    today = workspace.today
    panel = Panel("Follow-ups", str(len(row["follow_ups"])))
    for each in row["follow_ups"]:
        line = Line(each["id"], each["what"], "", promise_badge(each, today))
        panel.add_row(row_button(line, "follow-ups", workspace.open_record), padded=False)
    return panel


def _boxed(name: str, icon: str, colour: str, title: str, text: str) -> QFrame:
    """A tinted box: icon and title, and the words below them."""
    theme = current_theme()
    frame = QFrame()
    frame.setObjectName(name)
    frame.setAccessibleName(title)
    row = QHBoxLayout(frame)
    side, over = theme.px("space.m"), theme.px("space.s")
    row.setContentsMargins(side, over, side, over)
    row.setSpacing(theme.px("space.s"))
    row.addWidget(IconLabel(icon, colour), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(theme.px("space.xxs"))
    column.addWidget(words(title, "small", strong=True, wrap=True))
    column.addWidget(words(text, wrap=True, selectable=True))
    row.addLayout(column, 1)
    return frame


def _label(name: str) -> str:
    return declared(SupportLog)[name][1].label
