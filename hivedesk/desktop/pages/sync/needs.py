"""What needs somebody: changes that central did not take, and texts written twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.actions.history import take_back
from hivedesk.desktop.pages.catalogue import place_of
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, plain
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.sync_state import Clash, SetAside

from . import words as said


class NeedsPanel(Panel):
    """One row for each, with its reason in words and what can be done."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("Needs you")
        self._workspace = workspace

    def show_them(self, set_aside: Sequence[SetAside], clashes: Sequence[Clash]) -> None:
        """Those that lost their place first, then what was written twice."""
        count = len(set_aside) + len(clashes)
        self.set_title("Needs you", str(count) if count else "")
        self.clear_rows()
        if not count:
            self.say_empty("Nothing. What is sent has been taken.")
        for each in set_aside:
            self.add_row(self._set_aside_row(each))
        for clash in clashes:
            self.add_row(self._clash_row(clash))

    def _set_aside_row(self, each: SetAside) -> QWidget:
        workspace, buttons = self._workspace, []
        title = said.set_aside_words(each, workspace.today)
        if each.code == "no-bed" and each.kind == "bookings":
            find = partial(workspace.open_page, "rooms", view="yes", booking_id=each.record_id)
            buttons.append(_named(plain("Find another bed", find, icon="rooms"), title))
        if place_of(each.kind) is not None:
            open_it = partial(workspace.open_record, each.kind, each.record_id)
            buttons.append(_named(plain("Open it", open_it), title))
        back = partial(self._take_back, each.change_id)
        buttons.append(_named(plain("Take it back", back, icon="undo"), title))
        second = f"{each.who}, {said.moment_words(each.at)}"
        return _row("warning", title, second, (each.reason, said.advice(each)), buttons)

    def _clash_row(self, clash: Clash) -> QWidget:
        field = said.field_words(clash.kind, clash.field)
        title = f"{field} was written twice: {clash.title}" if clash.title else field
        who = " and ".join(dict.fromkeys(filter(None, (clash.our_writer, clash.their_writer))))
        told = "Both texts are kept. Choose one, or write one from both."
        settle = partial(self._workspace.open_sheet, "conflict", clash=clash)
        button = _named(plain("Compare and settle…", settle, icon="text"), title)
        return _row("text", title, who, (told,), [button])

    def _take_back(self, change_id: str) -> None:
        self._workspace.do(lambda desk: take_back(desk, change_id), owner=self, words="Taken back")


def _named(button: Button, title: str) -> Button:
    button.setAccessibleName(f"{button.text()}, {title}")
    return button


def _row(
    icon: str, title: str, second: str, told: Sequence[str], buttons: Sequence[Button]
) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    gap = theme.px("space.m")
    row.setContentsMargins(0, gap, 0, gap)
    row.setSpacing(theme.px("space.s"))
    left = QVBoxLayout()
    left.addWidget(IconLabel(icon, "warning"))
    left.addStretch(1)
    row.addLayout(left)
    column = QVBoxLayout()
    column.setSpacing(theme.px("space.xs"))
    column.addWidget(words(title, strong=True, wrap=True, selectable=True))
    if second:
        column.addWidget(words(second, "small", "muted", wrap=True))
    for each in filter(None, told):
        column.addWidget(words(each, wrap=True, selectable=True))
    holder_of_buttons = QWidget()
    flow = FlowLayout(holder_of_buttons)
    flow.setContentsMargins(0, theme.px("space.xs"), 0, 0)
    for button in buttons:
        flow.addWidget(button)
    column.addWidget(holder_of_buttons)
    row.addLayout(column, 1)
    return holder
