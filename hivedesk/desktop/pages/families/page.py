"""Families: who is in the Hive, the card that answers a phone call, and each one's story."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout
from sqlalchemy.orm import Session

from hivedesk.desktop.pages.catalogue import PLACES
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.in_view import bring_into_view
from hivedesk.desktop.widgets.spot import Spot
from hivedesk.desktop.widgets.tab import stops
from hivedesk.desktop.widgets.words import rule
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.family_card import Card, card_of, family_of
from hivedesk.store.queries.family_list import FamilyLine, count_families, families_of

from .card import CardPane
from .family_list import FamilyList
from .story_pane import StoryPane

# Logical pixels at 100 %.
NARROW = 800  # under it list, card and story are three steps
WIDE = 1020  # from it on all three stand side by side
CARD = 412

SHOWN = next(place.shows for place in PLACES if place.name == "families")
KINDS = frozenset(
    {
        *SHOWN,
        "activities",
        "activity-attendances",
        "attendances",
        "bookings",
        "core-hours",
        "due-checks",
        "evidence",
        "follow-ups",
        "log-children",
        "policies",
        "professionals",
        "referrals",
        "sessions",
        "support-logs",
    }
)


class FamiliesPage(Page):
    """List, card and story. Where there is no room for all, they are steps with a way back."""

    kinds = KINDS

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._chosen: str | None = None
        self._hive: str | None = None
        self._step = "list"
        self._by_hand = self._into_card = False
        self._before_story: Spot | None = None
        self.list = FamilyList()
        self.card = CardPane(workspace)
        self.story = StoryPane(workspace)
        self._lines = [rule(vertical=True), rule(vertical=True)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget, share in (
            (self.list, 0),
            (self._lines[0], 0),
            (self.card, 1),
            (self._lines[1], 0),
            (self.story, 1),
        ):
            row.addWidget(widget, share)
        self.list.asked.connect(self._ask_again)
        self.list.chosen.connect(self.choose)
        self.list.add_pressed.connect(self.add)
        self.card.back.connect(lambda: self._go("list"))
        self.card.story_wanted.connect(lambda: self._go("story"))
        self.story.back.connect(lambda: self._go("card"))
        self.story.stands.connect(self.usable)

    def reload(self) -> None:
        """Ask for the list again, and for the family in view."""
        asked, now = self.list.wanted(self.workspace.hive_id), self.workspace.now

        def query(session: Session) -> tuple[list[FamilyLine], int]:
            lines = families_of(session, asked, now)
            return lines, 0 if lines else count_families(session, asked.hive_id)

        self.workspace.read(query, self._show_list, self, "list")
        if self._chosen and self._hive == self.workspace.hive_id:
            self._read(self._chosen)

    def show_this(self, **what: Any) -> None:
        """`kind=`, `record_id=`: go to the family that a record belongs to."""
        kind, record_id = what.get("kind"), what.get("record_id")
        if kind not in SHOWN or not record_id:
            return
        if kind == "families":
            self.choose(record_id)
            return

        def done(family_id: str | None) -> None:
            if family_id is not None:
                self.choose(family_id)

        self.workspace.read(lambda s: family_of(s, kind, record_id), done, self, "which")

    def can_show(self, kind: str) -> bool:
        return kind in SHOWN

    def choose(self, family_id: str) -> None:
        """Show one family's card and story."""
        self._hive = self.workspace.hive_id
        same = self._chosen == family_id
        self._chosen = family_id
        self.list.mark_chosen(family_id)
        if not same or self.card.card is None or self.card.card.id != family_id:
            self._read(family_id)
        self._go("card")

    def add(self) -> None:
        """Open the form for a new family, and show it when it is saved."""
        self.workspace.open_sheet(
            "record", kind="families", on_saved=lambda made: self.choose(made.record_id)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc takes one step back where the story covers the card.
        if event.key() == Qt.Key.Key_Escape and self._step != "list" and not self._wide():
            if self._step == "story":
                self._go("card")
                return
            if self._narrow():
                self._go("list")
                return
        super().keyPressEvent(event)

    def _ask_again(self) -> None:
        self._by_hand = True
        self.reload()

    def _show_list(self, found: tuple[list[FamilyLine], int]) -> None:
        lines, every = found
        self.list.show_families(lines, self.workspace.today, every)
        by_hand, self._by_hand = self._by_hand, False
        elsewhere = self._hive != self.workspace.hive_id
        self._hive = self.workspace.hive_id
        lost = self._chosen is None or (
            (by_hand or elsewhere) and not self.list.holds(self._chosen)
        )
        if lost and self._narrow() and self._step == "list":
            self._chosen = None
        elif lost:
            first = self.list.first()
            step = self._step
            if first is None:
                self._show_nothing(bool(every))
            else:
                self.choose(first)
                self._step = step
                self._fold()
        elif elsewhere and self._chosen:
            self._read(self._chosen)
        self.list.mark_chosen(self._chosen)
        if self._chosen is None or self._narrow():
            self.usable.emit()

    def _show_nothing(self, filtered: bool) -> None:
        self._chosen = None
        self.card.show_nothing(
            "Nobody to show under this filter."
            if filtered
            else "A family’s card and story stand here once it has joined."
        )
        self.story.show_family(None)
        self._step = "list"
        self._fold()

    def _read(self, family_id: str) -> None:
        now = self.workspace.now
        self.workspace.read(
            lambda session: card_of(session, family_id, now), self._show_card, self, "card"
        )
        self.story.show_family(family_id)

    def _show_card(self, card: Card | None) -> None:
        if card is None:
            self._show_nothing(False)
            return
        self.card.show_card(card)
        self._fold()
        self._take_card()

    def _narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def _wide(self) -> bool:
        return self.width() >= current_theme().scaled(WIDE)

    def _go(self, step: str) -> None:
        walked = QApplication.focusWidget()
        came_from, self._step = self._step, step
        if step == "story" and walked is not None:
            self._before_story = Spot(walked)
        self._fold()
        if step == "list":
            self.list.take_focus()
        elif step == "story" and not self._wide():
            self.story.view.setFocus()
        elif walked is not None and self.isAncestorOf(walked) and not walked.isVisible():
            # The card has taken the room of the list, or of the story.
            before = self._before_story.find() if self._before_story is not None else None
            if came_from == "story" and before is not None:
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._into_card = True
                self._take_card()

    def _take_card(self) -> None:
        """Bring the keyboard into the card, once it is that of the family one has gone to."""
        card = self.card.card
        if self._into_card and card is not None and card.id == self._chosen:
            self._into_card = False
            for first in stops(self.card)[:1]:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
                bring_into_view(first)

    def _fold(self) -> None:
        """Who is in view, by the room there is and the step one has taken."""
        narrow, wide = self._narrow(), self._wide()
        chosen = self._chosen is not None
        list_shown = not narrow or self._step == "list" or not chosen
        story_shown = chosen and (wide or self._step == "story")
        card_shown = wide or (not story_shown and (not narrow or not list_shown))
        self.list.set_wide(narrow)
        self.list.setVisible(list_shown)
        self.card.setVisible(card_shown)
        self.story.setVisible(story_shown)
        self._lines[0].setVisible(list_shown and not narrow)
        self._lines[1].setVisible(card_shown and story_shown)
        if wide and story_shown:
            self.card.setFixedWidth(current_theme().scaled(CARD))
        else:
            self.card.setMinimumWidth(0)
            self.card.setMaximumWidth(16_777_215)
        self.card.set_steps(back=narrow, story=not wide and chosen)
        self.story.set_back(not wide)


def make(workspace: Workspace) -> FamiliesPage:
    """The page of the rail."""
    return FamiliesPage(workspace)
