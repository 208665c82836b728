"""A record laid out to be read: title, badges, buttons, fields, and what belongs to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.models.words import add_words, shown
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, BadgeSpec
from hivedesk.desktop.widgets.buttons import Button, plain, primary
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import rule, two_lines, words
from hivedesk.records import KINDS, declared, points_at

Row = dict[str, Any]


@dataclass(frozen=True)
class Related:
    """What belongs to a record: rows of another kind that point at it.

    `opens` is False for rows that have no page of their own: all there is of them is in the row.
    """

    kind: str
    field: str
    title: str
    line: Callable[[Row, dt.date], Line]
    empty: str
    add: bool = True
    opens: bool = True


@dataclass(frozen=True)
class Verb:
    """Something that can be done to the record in view."""

    word: str
    icon: str
    run: Callable[[], None]
    primary: bool = False


@dataclass(frozen=True)
class Head:
    """The top of a detail: what it is called and where it stands."""

    title: str
    second: str = ""
    badges: Sequence[BadgeSpec] = field(default_factory=tuple)


def head_widget(head: Head, verbs: Iterable[Verb]) -> QWidget:
    """Title, second line, badges and buttons."""
    theme = current_theme()
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px("space.s"))
    title = words(head.title, "title", wrap=True, selectable=True)
    column.addWidget(title)
    if head.second:
        column.addWidget(words(head.second, "body", "muted", wrap=True))
    if head.badges:
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        for spec in head.badges:
            row.addWidget(Badge(spec.word, spec.role, spec.icon))
        row.addStretch(1)
        column.addLayout(row)
    holder = QWidget()
    flow = FlowLayout(holder)
    for verb in verbs:
        make = primary if verb.primary else plain
        button = make(verb.word, verb.run, icon=verb.icon)
        flow.addWidget(button)
    column.addWidget(holder)
    return box


def fields_widget(kind: str, values: Row, names: Sequence[str], today: dt.date) -> QWidget:
    """Label and words for each field that holds something; sentences wrap."""
    theme = current_theme()
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px("space.l"))
    grid.setVerticalSpacing(theme.px("space.s"))
    grid.setColumnMinimumWidth(0, theme.scaled(120))
    grid.setColumnStretch(1, 1)
    known = declared(KINDS[kind])
    line = 0
    for name in names:
        column, about = known[name]
        reference = points_at(column) is not None
        told = (
            str(values.get(name.removesuffix("_id")) or "")
            if reference
            else shown(values.get(name), column, about, today)
        )
        if not told:
            continue
        if line:
            grid.addWidget(rule(), line, 0, 1, 2)
            line += 1
        # An hour and a half is kept, and asked for, as minutes; nobody reads it as such.
        asked = "How long" if name == "minutes" else about.label
        label = words(asked, "body", "muted", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value = words(told, wrap=True, selectable=True)
        value.setAccessibleName(f"{asked}: {told}")
        grid.addWidget(label, line, 0)
        grid.addWidget(value, line, 1)
        line += 1
    return box


def related_panel(
    related: Related,
    rows: Sequence[Row],
    today: dt.date,
    open_row: Callable[[str, str], None],
    add: Callable[[], None],
) -> Panel:
    """A panel with what belongs to the record; each row opens its own record."""
    word = add_words(related.kind) if related.add else ""
    panel = Panel(related.title, str(len(rows)) if rows else "", word)
    panel.link_pressed.connect(add)
    if not rows:
        panel.say_empty(related.empty)
    for row in rows:
        opens = open_row if related.opens else None
        panel.add_row(row_button(related.line(row, today), related.kind, opens), padded=False)
    return panel


def row_button(line: Line, kind: str, open_row: Callable[[str, str], None] | None) -> QWidget:
    """A row of a short panel that opens its record by mouse or keyboard, where it has a page."""
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    side = theme.px("space.l")
    right = theme.px("space.s") if open_row else side
    row.setContentsMargins(side, theme.px("space.xs"), right, theme.px("space.xs"))
    row.addWidget(two_lines(line.title, line.second), 1)
    if isinstance(line.mark, BadgeSpec):
        row.addWidget(Badge(line.mark.word, line.mark.role, line.mark.icon))
    elif line.mark:
        row.addWidget(words(line.mark, "small", "muted"))
    if open_row is not None:
        opens = Button("Open", "link", compact=True, accessible_name=f"Open {line.title}")
        opens.clicked.connect(lambda: open_row(kind, line.record_id))
        row.addWidget(opens)
    return holder
