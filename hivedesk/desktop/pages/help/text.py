"""One help text on the screen: its words, its pictures, and buttons for where it leads."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, plain
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import words
from hivedesk.keys import COMMANDS, IN_A_FORM, ON_THE_BOARD, SEARCH, Key
from hivedesk.topics import KEYS, Block, Link, Topic, topic_called

from .picture import HelpPicture

WIDTH = 720
"""Of the text, at most, in pixels at 100 %: longer lines are hard to read."""
LEADING = 120
"""Per cent of a line: a page of sentences is read more easily than a form's words, set solid."""
_BY_NAME = {command.name: command for command in COMMANDS}


class HelpText(QWidget):
    """A text from top to bottom. `topic_wanted(name)` and `command_wanted(name)` by its buttons.

    Args:
        does: whether commands are offered; not over a form that somebody is filling in.
        carers: whether a link carer reads it: only what she can do is offered.
    """

    topic_wanted = Signal(str)
    command_wanted = Signal(str)

    def __init__(self, topic: Topic, *, does: bool = True, carers: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(topic.title)
        self.setMaximumWidth(current_theme().scaled(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px("space.m"))
        for block in topic.blocks:
            made = _made(block)
            if made is not None:
                column.addWidget(made)
        if topic.name == KEYS:
            for panel in key_panels(carers=carers):
                column.addWidget(panel)
        offered = [self._button(link, does=does, carers=carers) for link in topic.links]
        buttons = FlowLayout()
        for button in offered:
            if button is not None:
                buttons.addWidget(button)
        column.addLayout(buttons)
        column.addStretch(1)

    def _button(self, link: Link, *, does: bool, carers: bool) -> Button | None:
        if link.topic:
            leads = topic_called(link.topic)
            if leads is None:
                return None
            return plain(leads.title, lambda: self.topic_wanted.emit(link.topic), icon="help")
        command = _BY_NAME.get(link.command)
        if command is None or not does or (carers and not command.carers):
            return None
        return plain(
            command.words,
            lambda: self.command_wanted.emit(link.command),
            icon=command.icon,
            shortcut_text=command.shortcut,
        )


def _made(block: Block) -> QWidget | None:
    if block.kind == "picture":
        return HelpPicture(block.picture, block.text)
    if block.kind == "heading":
        heading = words(block.plain, "lead", wrap=True)
        heading.setContentsMargins(0, current_theme().px("space.s"), 0, 0)
        return heading
    if block.kind == "item":
        return _item(block)
    return _paragraph(block) if block.kind == "words" else None


def _paragraph(block: Block) -> QLabel:
    label = words(block.plain, wrap=True, selectable=True)
    # As high as its lines at the width it has: a long one would ask for half a page more.
    policy = label.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    label.setSizePolicy(policy)
    label.setTextFormat(Qt.TextFormat.RichText)
    marked = "".join(_marked_up(span.words, span.style) for span in block.spans)
    label.setText(f'<div style="line-height: {LEADING}%">{marked}</div>')
    label.setAccessibleName(block.plain)
    return label


def _marked_up(text: str, style: str) -> str:
    inside = html.escape(text)
    if style == "strong":
        return f'<span style="font-weight: 600">{inside}</span>'
    return f'<span style="font-family: monospace">{inside}</span>' if style == "code" else inside


def _item(block: Block) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(current_theme().px("space.s"), 0, 0, 0)
    row.setSpacing(current_theme().px("space.s"))
    row.addWidget(words("•", tone="muted"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(_paragraph(block), 1)
    return holder


def key_panels(*, carers: bool = False) -> list[Panel]:
    """Every key there is, from the table that the window binds."""
    commands = [c for c in COMMANDS if c.shortcut and (c.carers or not carers)]
    anywhere = [SEARCH, *(Key(command.shortcut, command.words) for command in commands)]
    tables = (
        ("Anywhere", anywhere),
        ("On the room board", ON_THE_BOARD),
        ("In a form", IN_A_FORM),
    )
    return [_keys(title, keys) for title, keys in tables]


def _keys(title: str, keys: tuple[Key, ...] | list[Key]) -> Panel:
    panel = Panel(title)
    for key in keys:
        holder = QWidget()
        holder.setAccessibleName(f"{key.keys}: {key.words}")
        row = QHBoxLayout(holder)
        above = current_theme().px("space.s")
        row.setContentsMargins(0, above, 0, above)
        row.addWidget(words(key.words, wrap=True), 1)
        row.addWidget(words(key.keys, strong=True), 0, Qt.AlignmentFlag.AlignTop)
        panel.add_row(holder)
    return panel
