"""The Sync page: what needs you, what waits to be sent, what ran, and the central store itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.syncing import syncing_of
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import primary
from hivedesk.desktop.widgets.panel import panels_below
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import KINDS
from hivedesk.store.ended import Ended, ended_of
from hivedesk.store.queries import sync_state
from hivedesk.store.queries.sync_state import Clash, HeldBack, Run, SetAside, Waiting
from hivedesk.sync.connection import Connection, earlier_connection

from . import words as said
from .central import CentralPanel
from .needs import NeedsPanel
from .panels import HistoryPanel, WaitingPanel

# Logical pixels at 100 %: narrower than BESIDE, the panels stand below each other.
BESIDE, WIDE, SLIM = 1000, 1320, 620


class Found(NamedTuple):
    """What the page shows."""

    tie: Connection | None
    ended: Ended | None
    set_aside: list[SetAside]
    clashes: list[Clash]
    waiting: list[Waiting]
    held_back: HeldBack
    runs: list[Run]


def find(session: Session) -> Found:
    """All of it in one reading."""
    tie = earlier_connection(session)
    if tie is None:
        return Found(
            None,
            ended_of(session),
            [],
            [],
            sync_state.waiting(session),
            HeldBack(),
            sync_state.runs(session),
        )
    return Found(
        tie,
        None,
        sync_state.set_aside(session),
        sync_state.clashes(session),
        sync_state.waiting(session),
        sync_state.held_back(session),
        sync_state.runs(session),
    )


class SyncPage(Page):
    """Title and the one button; a sentence; panels that shrink to a line where all is well."""

    kinds = frozenset(KINDS)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._syncing = syncing_of(workspace)
        theme = current_theme()
        self.needs = NeedsPanel(workspace)
        self.waiting = WaitingPanel()
        self.history = HistoryPanel()
        self.central = CentralPanel(workspace, self._syncing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._inside = inside
        box = QVBoxLayout(inside)
        margin = theme.px("frame.page_margin")
        box.setContentsMargins(margin, 0, margin, margin)
        box.setSpacing(theme.px("space.l"))
        box.addWidget(self._lead())
        self._left = panels_below(self.needs, self.history)
        right = panels_below(self.central, self.waiting)
        beside = Sides(self._left, right, narrow=BESIDE, gap="space.l")
        beside.set_stretch(3, 2)
        box.addWidget(beside)
        box.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("Sync")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        self._syncing.changed.connect(self._say)
        self._syncing.finished.connect(self.reload)
        self._say()

    def reload(self) -> None:
        """Ask what waits, what needs somebody and what ran."""
        if self.workspace.desk is not None:
            self.workspace.read(find, self._show, self, "sync")

    def take_focus(self) -> None:
        """The keyboard begins at what needs somebody, else at the page's one button."""
        if self._syncing.standing.connected and not self._syncing.standing.need_you:
            self.now.setFocus()
        elif not self._syncing.standing.connected:
            self.central.form.url.focus()
        else:
            super().take_focus()

    def show_this(self, **what: Any) -> None:
        """`connect=True` opens the form for a joining code."""
        if what.get("connect"):
            self.central.ask_again()

    def _head(self) -> QWidget:
        theme = current_theme()
        holder = QWidget()
        row = QHBoxLayout(holder)
        margin = theme.px("frame.page_margin")
        row.setContentsMargins(margin, theme.px("space.m"), margin, theme.px("space.m"))
        row.addWidget(words("Sync", "title"))
        row.addStretch(1)
        self.now = primary("Send and fetch now", self._syncing.sync, icon="sync")
        row.addWidget(self.now)
        return holder

    def _lead(self) -> QWidget:
        theme = current_theme()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.xs"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        self._icon = IconLabel("cloud-up", "text_muted", 20)
        self.lead = words("", "lead", wrap=True)
        row.addWidget(self._icon)
        row.addWidget(self.lead, 1)
        column.addLayout(row)
        self.trouble = words("", "body", "muted", wrap=True, selectable=True)
        column.addWidget(self.trouble)
        return holder

    def _say(self) -> None:
        syncing = self._syncing
        told = said.saved_words(syncing)
        self._icon.set_icon(told.icon or "cloud-up", told.tone)
        self.lead.setText(
            said.sending_words(syncing) if syncing.sending else said.lead_words(syncing)
        )
        trouble = syncing.standing.trouble if syncing.standing.connected else ""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        # Until there is a central store, connecting is the one thing to do here.
        self.now.setVisible(syncing.standing.connected)

    def _show(self, found: Found) -> None:
        self.central.show_tie(found.tie, found.ended)
        self.central.form.say_what_is_sent(found.waiting if found.tie is None else None)
        connected = found.tie is not None
        self.waiting.setVisible(connected)
        self._left.setVisible(connected)
        self._inside.setMaximumWidth(current_theme().scaled(WIDE if connected else SLIM))
        self.needs.show_them(found.set_aside, found.clashes)
        self.waiting.show_them(found.waiting, found.held_back)
        self.history.show_runs(found.runs)
        self._say()
        self.usable.emit()


def make(workspace: Workspace) -> Page:
    """The page that the top bar opens."""
    return SyncPage(workspace)
