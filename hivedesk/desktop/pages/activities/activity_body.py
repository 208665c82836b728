"""An activity laid out to be read: its fields, who is coming or came, and what they said."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.pages.detail import Row, fields_widget
from hivedesk.desktop.pages.place_words import coming_words, register_words
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.rules.feedback import said_of, score_words
from hivedesk.store.queries.feedback import Said

FIELDS = ("kind", "worker_id", "minutes", "cost_pence", "capacity", "age_from", "age_to", "note")


def activity_body(workspace: Workspace, row: Row) -> QWidget:
    """What stands between the head of an activity and its register."""
    theme = current_theme()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px("space.l"))
    begun = row["at"] <= workspace.now
    if row["standing"]:
        counted = row["standing"]
        said = register_words(counted) if begun else coming_words(counted, row["capacity"])
        column.addWidget(words(said, strong=True, wrap=True))
    column.addWidget(fields_widget("activities", row, FIELDS, workspace.today))
    if row["said"]:
        column.addWidget(_said_panel(row["said"]))
    return holder


def _said_panel(said: list[Said]) -> Panel:
    """The scores in a sentence, and each remark with whether it may be quoted."""
    scores = [each.score for each in said if each.score is not None]
    panel = Panel("What they said")
    panel.add_row(_paragraph(said_of(scores)))
    for each in said:
        if each.remark:
            panel.add_row(_remark(each))
    return panel


def _paragraph(sentence: str) -> QWidget:
    line = words(sentence, wrap=True)
    line.setMinimumHeight(current_theme().px("row.list_one_line"))
    return line


def _remark(said: Said) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
    row.setSpacing(theme.px("space.m"))
    column = QVBoxLayout()
    column.setSpacing(theme.px("space.xxs"))
    column.addWidget(words(f"“{said.remark}”", wrap=True, selectable=True))
    score = f" · {score_words(said.score)}" if said.score else ""
    column.addWidget(words(f"{said.name}, {said.family}{score}", "small", "muted", wrap=True))
    row.addLayout(column, 1)
    agreed = ("May be quoted", "check") if said.may_quote else ("Not to be quoted", "lock")
    row.addWidget(Badge(agreed[0], "neutral", agreed[1]))
    return holder
