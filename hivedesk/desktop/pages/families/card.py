"""The card of a family: it answers a phone call from top to bottom, in the order it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge
from hivedesk.desktop.widgets.buttons import Button, link, plain, primary
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.spoken import GROUP, speak_as
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.family_card import Card

from . import card_words as say
from .deeds import Deeds
from .line import CardLine
from .runs import Run

LABELS = 104  # logical pixels at 100 %: the column of labels


class CardPane(QFrame):
    """Shows one family. Signals: `back` (narrow windows), `story_wanted` (no room for both)."""

    back = Signal()
    story_wanted = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("surface", "surface")
        self.setAccessibleName("Family in view")
        self._workspace = workspace
        self._card: Card | None = None
        self._back_shown = self._story_shown = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self._foot = QWidget()
        self._foot_row = FlowLayout(self._foot)
        theme = current_theme()
        side = theme.px("space.l") + theme.px("space.xs")
        self._foot_row.setContentsMargins(side, theme.px("space.m"), side, theme.px("space.l"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self._foot.setSizePolicy(policy)
        self._foot_line = rule()
        column.addWidget(self._foot_line)
        column.addWidget(self._foot)
        self.show_nothing("")

    @property
    def card(self) -> Card | None:
        """What is shown now."""
        return self._card

    def show_nothing(self, sentence: str) -> None:
        """No family is chosen, or there is none."""
        self._card = None
        self._show_foot(False)
        self._put(EmptyState(sentence, icon="families") if sentence else QWidget())

    def show_card(self, card: Card) -> None:
        """Lay a family out; the same one stays where it was scrolled to."""
        same = self._card is not None and self._card.id == card.id
        place = self._scroll.verticalScrollBar().value() if same else 0
        self._card = card
        self._deeds = Deeds(self._workspace, card, self)
        self._put(self._page(card))
        self._fill_foot(card)
        self._scroll.verticalScrollBar().setValue(place)

    def set_steps(self, *, back: bool, story: bool) -> None:
        """Whether there is a way back to the list, and a way on to the story."""
        if (back, story) != (self._back_shown, self._story_shown):
            self._back_shown, self._story_shown = back, story
            if self._card is not None:
                self.show_card(self._card)

    def _put(self, widget: QWidget) -> None:
        widget.setObjectName("scrolled")
        self._scroll.setWidget(widget)

    def _page(self, card: Card) -> QWidget:
        theme = current_theme()
        page = QWidget()
        column = QVBoxLayout(page)
        side = theme.px("space.l") + theme.px("space.xs")
        # Right of it there is room for the scroll bar.
        column.setContentsMargins(side, theme.px("space.m"), theme.px("space.m"), side)
        column.setSpacing(theme.px("space.xs"))
        if self._back_shown:
            column.addWidget(
                link("Back to the list", self.back.emit, icon="caret-left"),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )
        column.addLayout(self._head(card))
        column.addWidget(words(say.under_the_name(card), "body", "muted", wrap=True))
        holder = QWidget()
        badges = FlowLayout(holder)
        badges.setContentsMargins(0, theme.px("space.xs"), 0, theme.px("space.s"))
        for spec in say.badges_of(card):
            badges.addWidget(Badge(spec.word, spec.role, spec.icon))
        column.addWidget(holder)
        why = say.status_sentence(card, self._workspace.today)
        if why:
            column.addWidget(words(why, "body", "muted", wrap=True))
        rows = Rows()
        for label, lines in self._rows(card):
            rows.add(label, lines)
        rows.end()
        column.addWidget(rows)
        column.addStretch(1)
        return page

    def _head(self, card: Card) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px("space.s"))
        title = words(card.name, "title", wrap=True, selectable=True)
        row.addWidget(title, 1)
        if card.archived:
            row.addWidget(plain("Restore", self._deeds.restore, icon="restore", compact=True))
            return row
        edit = plain("Edit", self._deeds.edit, icon="edit", compact=True)
        edit.setAccessibleName(f"Edit {card.name}")
        row.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._more(card), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _more(self, card: Card) -> Button:
        """Everything that is done more seldom, in words."""
        button = plain("More", icon_after="caret-down", compact=True)
        button.setAccessibleName(f"More for {card.name}")
        menu = QMenu(button)
        for word, run in self._deeds.seldom():
            if not word:
                menu.addSeparator()
                continue
            action = QAction(word, menu)
            action.triggered.connect(lambda _=False, run=run: run())
            menu.addAction(action)
        button.clicked.connect(lambda: menu.popup(_below(button)))
        return button

    def _rows(self, card: Card) -> list[tuple[str, list[QWidget]]]:
        today, deeds = self._workspace.today, self._deeds
        found: list[tuple[str, list[QWidget]]] = []
        carers: list[QWidget] = [
            CardLine(
                [Run(each.name, strong=True)],
                each.phone,
                pressed=partial(deeds.edit_part, each.kind, each.id),
                hint=f"Edit {each.name}",
            )
            for each in card.carers
        ]
        if card.phone:
            carers.append(CardLine([Run("Home", "text_muted")], card.phone))
        found.append(("Carers", carers or [self._invite("Add a carer", "carers")]))
        children: list[QWidget] = [
            CardLine(
                say.child_runs(each),
                pressed=partial(deeds.edit_part, "children", each.id),
                hint=f"Edit {each.first_name}",
            )
            for each in card.children
        ]
        found.append(("Children", children or [self._invite("Add a child", "children")]))
        if card.children:
            agreed: list[QWidget] = [
                CardLine(told.runs, icon=told.icon, icon_role=told.icon_role)
                for told in say.sleepover_sentences(card.children, today)
            ]
            found.append(("Sleepovers", agreed))
        around: list[QWidget] = [
            CardLine(
                [Run(each.name), Run(f" {each.role}", "text_muted")],
                each.phone,
                pressed=partial(deeds.edit_part, each.kind, each.id),
                hint=f"Edit {each.name}",
            )
            for each in card.around
        ]
        if not around and not card.archived:
            around = [link("Name the social worker", deeds.edit)]
        found.append(("Around them", around))
        found.append(("At home", self._home(card)))
        found.append(("Next stay", self._stay(card)))
        found.append(("Last contact", self._contact(card)))
        found.append(("Falls due", self._due(card)))
        found.append(("Training", self._training(card)))
        if card.note:
            found.append(("Note", [CardLine([Run(card.note)])]))
        return [(label, lines) for label, lines in found if lines]

    def _invite(self, word: str, kind: str) -> QWidget:
        if self._card is not None and self._card.archived:
            return CardLine([Run("None", "text_muted")])
        return link(word, lambda: self._deeds.add_part(kind), icon="plus")

    def _home(self, card: Card) -> list[QWidget]:
        told = say.home_sentence(card)
        lines: list[QWidget] = []
        if told:
            lines.append(CardLine([Run(told)], pressed=self._deeds.edit, hint="Edit"))
        lines += [
            CardLine(
                say.own_child_runs(each),
                pressed=partial(self._deeds.edit_part, "birth-children", each.id),
                hint=f"Edit {each.first_name}",
            )
            for each in card.own_children
        ]
        if card.address:
            lines.append(CardLine([Run(say.address_line(card.address), "text_muted")]))
        if not lines and not card.archived:
            lines.append(link("Say who and what is at home", self._deeds.edit))
        return lines

    def _stay(self, card: Card) -> list[QWidget]:
        stay, open_record = card.next_stay, self._workspace.open_record
        if stay is None:
            return [CardLine([Run("None booked", "text_muted")])]
        return [
            CardLine(
                say.stay_runs(stay, self._workspace.today),
                pressed=lambda: open_record("bookings", stay.id),
                hint="Open the stay",
            )
        ]

    def _contact(self, card: Card) -> list[QWidget]:
        today, last = self._workspace.today, card.last_contact
        open_record = self._workspace.open_record
        lines: list[QWidget] = [
            CardLine(
                say.contact_runs(card, today),
                pressed=(lambda: open_record("support-logs", last.id)) if last else None,
                hint="Open the log",
            )
        ]
        if wish := say.wish_sentence(card, today):
            lines.append(CardLine([Run(wish)], icon="info", icon_role="info"))
        return lines

    def _due(self, card: Card) -> list[QWidget]:
        today, open_record = self._workspace.today, self._workspace.open_record
        lines: list[QWidget] = [
            CardLine(
                say.due_runs(due, today),
                pressed=partial(open_record, due.kind, due.id),
                hint="Open it",
            )
            for due in card.due
        ]
        if card.more_due:
            lines.append(CardLine([Run(f"and {card.more_due} more later", "text_muted")]))
        return lines or [CardLine([Run("Nothing", "text_muted")])]

    def _training(self, card: Card) -> list[QWidget]:
        lines: list[QWidget] = []
        if card.gaps:
            first = card.gaps[0]
            only = ("carer_id", first.carer_id, first.first_name)
            lines.append(
                CardLine(
                    say.gap_runs(card),
                    pressed=lambda: self._workspace.open_page(
                        "training", view="evidence", only=only
                    ),
                    hint="Open their training",
                )
            )
        elif card.carers:
            lines.append(CardLine([Run("No gaps")], icon="check-circle", icon_role="positive"))
        if card.next_course:
            booked = card.next_course
            lines.append(
                CardLine(
                    [Run(say.course_sentence(booked, self._workspace.today), "text_muted")],
                    pressed=lambda: self._workspace.open_record("sessions", booked.id),
                    hint="Open the session",
                )
            )
        return lines

    def _fill_foot(self, card: Card) -> None:
        while (item := self._foot_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._show_foot(not card.archived or self._story_shown)
        if not card.archived:
            self._foot_row.addWidget(primary("Log support", self._deeds.log, icon="plus"))
            if card.children:
                self._foot_row.addWidget(plain("Can I say yes?", self._deeds.ask_yes))
        if self._story_shown:
            self._foot_row.addWidget(plain("Story", self.story_wanted.emit, icon="document"))

    def _show_foot(self, shown: bool) -> None:
        self._foot.setVisible(shown)
        self._foot_line.setVisible(shown)


class Rows(QWidget):
    """Labels and what stands beside them, with a line between."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("space.xs"))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, theme.scaled(LABELS) - theme.px("space.xs"))
        self._grid.setColumnStretch(1, 1)

    def add(self, label: str, lines: Sequence[QWidget]) -> None:
        """One label with its lines."""
        theme = current_theme()
        row = self._grid.rowCount()
        self._grid.addWidget(rule(), row, 0, 1, 2)
        said = words(label, "body", "muted", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        pad = theme.px("space.s") - theme.px("space.xxs") + theme.scaled(1)
        said.setContentsMargins(0, pad, 0, 0)
        self._grid.addWidget(said, row + 1, 0, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        speak_as(holder, GROUP, label)
        column = QVBoxLayout(holder)
        top = theme.px("space.xs")
        column.setContentsMargins(0, top, 0, top)
        column.setSpacing(0)
        for line in lines:
            if isinstance(line, Button):
                column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                column.addWidget(line)
        self._grid.addWidget(holder, row + 1, 1)

    def end(self) -> None:
        """The last line."""
        self._grid.addWidget(rule(), self._grid.rowCount(), 0, 1, 2)


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
