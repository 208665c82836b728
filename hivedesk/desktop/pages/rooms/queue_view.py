"""Who waits for a night, in order: since when, for which nights, why, what they were offered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, StayBadge
from hivedesk.desktop.widgets.buttons import Button, link, plain, primary
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.words import IconLabel, Tone, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.night_queue import Waiting, queue_of

from .queue_sheets import take_bed
from .queue_words import (
    nights_words,
    offer_words,
    offered_words,
    turn_words,
    whose,
    why_words,
    wish_words,
)

KINDS = frozenset({"bookings", "stay-offers", "rooms", "room-closures", "link-carers", "policies"})
WIDEST = 860  # logical pixels at 100 %: sentences are not read across a whole screen
_NOBODY = (
    "Nobody waits for a night. A request that cannot be met is put here from its stay, or "
    "where a bed was refused."
)
_OVER = "The first day has passed. Move the stay to other days, or take it off the list."


class QueueView(QWidget):
    """The queue of the Hive that is looked at. `usable` when it stands there."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.cards: list[QueueCard] = []
        theme = current_theme()
        inside = QWidget()
        inside.setObjectName("scrolled")
        side = QHBoxLayout(inside)
        margin = theme.px("frame.page_margin")
        side.setContentsMargins(margin, theme.px("space.l"), margin, theme.px("space.l"))
        holder = QWidget()
        holder.setMaximumWidth(theme.scaled(WIDEST))
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space.l"))
        side.addWidget(holder, 1)
        side.addStretch(0)
        scroll = QScrollArea()
        scroll.setAccessibleName("Who waits for a night")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._empty = EmptyState(_NOBODY, icon="waiting")
        self._stack = Stack()
        self._stack.addWidget(scroll)
        self._stack.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def reload(self) -> None:
        """Ask who waits."""
        now, hive_id = self.workspace.open_desk.now, self.workspace.hive_id
        self.workspace.read(
            lambda session: queue_of(session, now, hive_id), self._show, self, "queue"
        )

    def _show(self, queue: Sequence[Waiting]) -> None:
        before = next((n for n, card in enumerate(self.cards) if card.has_focus()), None)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        several = len({waiting.hive for waiting in queue}) > 1
        self.cards, hive = [], ""
        for waiting in queue:
            if several and waiting.place == 1 and waiting.hive != hive:
                hive = waiting.hive
                self._column.addWidget(words(hive, "lead"))
            card = QueueCard(self.workspace, waiting)
            self.cards.append(card)
            self._column.addWidget(card)
        self._column.addStretch(1)
        if before is not None and self.cards:
            self.cards[min(before, len(self.cards) - 1)].take_focus()
        self._stack.setCurrentIndex(0 if queue else 1)
        self.usable.emit()


class QueueCard(QFrame):
    """One request: what it waits for, what it was offered, and what can be done now."""

    def __init__(self, workspace: Workspace, waiting: Waiting) -> None:
        super().__init__()
        self.waiting = waiting
        self._workspace = workspace
        self._today = workspace.today
        self.setObjectName("panel")
        place = f"Number {waiting.place}" if waiting.place else "Its day has passed"
        self.setAccessibleName(f"{place}: {waiting.names}, {wish_words(waiting, self._today)}")
        theme = current_theme()
        column = QVBoxLayout(self)
        pad, over = theme.px("space.l"), theme.px("space.m")
        column.setContentsMargins(pad, over, pad, over)
        column.setSpacing(theme.px("space.s"))
        column.addLayout(self._head())
        column.addWidget(words(wish_words(waiting, self._today), wrap=True))
        column.addWidget(words(why_words(waiting, self._today), "body", "muted", wrap=True))
        for offered in waiting.offered:
            told = offered_words(offered, self._today)
            column.addLayout(self._line("mail", "text_muted", told, "muted"))
        self._add_state(column)
        holder = QWidget()
        self._buttons = FlowLayout(holder)
        for button in self._deeds():
            self._buttons.addWidget(button)
        column.addWidget(holder)

    def has_focus(self) -> bool:
        """Whether the keyboard is on one of its buttons."""
        return any(button.hasFocus() for button in self.findChildren(Button))

    def take_focus(self) -> None:
        """Put the keyboard on its first button."""
        self.findChildren(Button)[0].setFocus()

    def _head(self) -> QHBoxLayout:
        waiting, theme = self.waiting, current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.px("space.s"))
        if waiting.place:
            head.addWidget(Badge(str(waiting.place)))
        head.addWidget(words(waiting.names, "lead", wrap=True), 1)
        if waiting.family:
            head.addWidget(words(waiting.family, "body", "muted"))
        head.addWidget(StayBadge(waiting.kind.value))
        return head

    def _line(self, icon: str, colour: str, told: str, tone: Tone = "text") -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px("space.s"))
        row.addWidget(IconLabel(icon, colour))
        row.addWidget(words(told, "body", tone, wrap=True), 1)
        return row

    def _add_state(self, column: QVBoxLayout) -> None:
        waiting, today = self.waiting, self._today
        if waiting.offer:
            told = offer_words(waiting.offer, today)
            column.addLayout(self._line("clock", "warning", told))
        elif not waiting.place:
            column.addLayout(self._line("info", "text_muted", _OVER))
        for why in waiting.passed_over:
            column.addLayout(self._line("info", "text_muted", f"Not its turn: {why}", "muted"))
        for turn in () if waiting.offer else waiting.turns:
            column.addLayout(self._line("check-circle", "positive", turn_words(turn, today)))

    def _deeds(self) -> list[Button]:
        waiting, workspace = self.waiting, self._workspace
        first, names = waiting.booking_ids[0], waiting.first_names
        made: list[Button] = []
        if waiting.offer:
            room = waiting.offer.room
            take = partial(take_bed, workspace, first, names, room, self)
            made.append(plain("They take it", take, icon="check"))
            refuse = partial(
                workspace.open_sheet, "bed-refused", booking_id=first, names=names, room=room
            )
            made.append(plain("They refuse…", refuse, icon="close"))
        elif waiting.turns:
            offer = partial(workspace.open_sheet, "offer-bed", booking_id=first)
            rooms = waiting.turns[0].room if len(waiting.turns) == 1 else "a bed"
            made.append(primary(f"Offer {rooms}…", offer, icon="phone"))
        made.append(link("Open the stay", partial(workspace.open_record, "bookings", first)))
        nights = nights_words(waiting.from_on, waiting.to_on, waiting.kind, self._today)
        about = f"{names} · {nights}"
        off = partial(workspace.open_sheet, "stop-waiting", booking_id=first, about=about)
        made.append(link("Take off the list…", off))
        for button in made:
            button.setAccessibleName(
                f"{button.accessibleName() or button.text()}, {whose(names)} request"
            )
        return made
