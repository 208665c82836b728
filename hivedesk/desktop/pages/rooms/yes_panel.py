"""The panel "Can I say yes?": which children, which days, and an answer for every room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from hivedesk.actions.desk import Outcome
from hivedesk.actions.holding import book_held
from hivedesk.actions.stays import book_stays, hold_stays, move_stay
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import icon_only, link, plain, primary
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayKind
from hivedesk.rules.can_say_yes import Answer, RoomAnswer
from hivedesk.rules.problems import Problem, Severity
from hivedesk.store.queries.held import Held

from .board.words import span_words
from .yes_cards import AnswerCard, CannotCard, grow_with_width
from .yes_found import Found, find
from .yes_hold import HoldCard
from .yes_question import Asked, Question, StayToMove

SOON_MS = 250
SHOWN = 6
"""Rooms that could have the child that get a card; more are only counted."""
BEGIN = "Choose the child and the days."


class YesPanel(QFrame):
    """Asks while you choose; the old answer stays until the new one is there.

    Signals: `closed` when it should be put away.
    """

    closed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAccessibleName("Can I say yes?")
        self._workspace = workspace
        self._found = Found()
        self._chosen: RoomAnswer | None = None
        self._moving = ""
        self._greeting = BEGIN
        self.setFixedWidth(current_theme().px("frame.side_panel_max"))
        self.question = Question(workspace)
        self._foot_words = words("", "small", "danger", wrap=True)
        self.hold = plain("Hold while I ring", self._hold_chosen)
        self.book = primary("Book", self._book, icon="check")
        self.notes = link("With notes…", self._open_sheet)
        self.notes.setAccessibleName("Book with notes for the link carer")
        self.notes.setMinimumHeight(current_theme().px("control.height"))
        self.wait = plain("Put on the waiting list…", self._wait, icon="waiting")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.ask)
        self._lay_out()
        self._show_foot(False)
        self.question.changed.connect(self._changed)
        self.ask()

    def begin(
        self,
        from_on: dt.date | None = None,
        to_on: dt.date | None = None,
        family_id: str | None = None,
    ) -> None:
        """Ask about these days (those chosen on the board), or for one family's children."""
        if family_id:
            self.question.offer_family(family_id)
        begin = from_on or self._workspace.today
        self.question.ask_about(begin, to_on or begin + dt.timedelta(days=1))
        self._soon.start()

    def find_another(self, stay: StayToMove) -> None:
        """Look for another room for a stay that is there already, on its own days."""
        self._moving = stay.id
        self.question.ask_for(stay)
        self._soon.start()

    def ask(self) -> None:
        """Ask the store for the holds, and for every room's answer once there is a question."""
        if self._workspace.desk is None:
            return  # it locked while somebody was choosing
        asked, hive_id = self.question.asked(), self._workspace.hive_id
        now, moving = self._workspace.open_desk.now, self._moving
        self._workspace.read(
            lambda session: find(session, asked, hive_id, now, moving), self._show, self, "ask"
        )

    def _lay_out(self) -> None:
        theme = current_theme()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        side = theme.px("space.l")
        column.setContentsMargins(side, theme.px("space.m"), side, theme.px("space.s"))
        column.setSpacing(theme.px("space.s"))
        head = QHBoxLayout()
        head.addWidget(words("Can I say yes?", "lead"), 1)
        close = icon_only("close", "Close “Can I say yes?”", self.closed.emit, compact=True)
        close.setProperty("quiet", True)
        head.addWidget(close)
        column.addLayout(head)
        self._holds = QVBoxLayout()
        self._cards = QVBoxLayout()
        for cards in (self._holds, self._cards):
            cards.setSpacing(theme.px("space.s"))
        column.addLayout(self._holds)
        column.addWidget(self.question)
        self._note = words(BEGIN, "body", "muted", wrap=True)
        column.addWidget(self._note)
        column.addLayout(self._cards)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("The question and its answers")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        whole.addWidget(scroll, 1)
        self._foot, self._foot_line = QWidget(), rule()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(side, theme.px("space.s"), side, theme.px("space.m"))
        foot.setSpacing(theme.px("space.s"))
        foot.addWidget(self._foot_words)
        buttons = QWidget()
        grow_with_width(buttons)
        row = FlowLayout(buttons)
        row.addWidget(self.hold)
        row.addWidget(self.book)
        row.addWidget(self.notes)
        row.addWidget(self.wait)
        foot.addWidget(buttons)
        whole.addWidget(self._foot_line)
        whole.addWidget(self._foot)

    def _changed(self) -> None:
        self._soon.start()

    def _show(self, found: Found) -> None:
        self.question.offer(found.children)
        self._show_holds(found.holds)
        kept = self._chosen.room_id if self._chosen and found.asked == self._found.asked else ""
        self._found = found
        self._clear()
        if found.asked is None or found.why_not:
            self._note.setText(found.why_not or self._greeting)
            return
        self._greeting = BEGIN
        could = [each for each in found.answers if each.answer is not Answer.NO]
        cannot = [each for each in found.answers if each.answer is Answer.NO]
        can_hold = found.asked.kind is not StayKind.DAY_CARE
        for place, answer in enumerate(could[:SHOWN], start=1):
            card = AnswerCard(place, answer, opened=place == 1, can_hold=can_hold)
            card.chosen.connect(self._choose)
            card.hold_wanted.connect(self._hold)
            self._cards.addWidget(card)
        if cannot:
            self._cards.addWidget(CannotCard(cannot, opened=not could))
        if could:
            shown = could[:SHOWN]
            self._choose(next((each for each in shown if each.room_id == kept), could[0]))
        elif cannot and can_hold:
            self._show_foot(True, no_room=True)
        self._tell(could, len(cannot))

    def _tell(self, could: list[RoomAnswer], cannot: int) -> None:
        if could:
            yes = sum(each.answer is Answer.YES for each in could)
            told = f"{yes} say yes, {len(could) - yes} ask first, {cannot} cannot"
        else:
            told = "No room can have this stay. Try other days, or the reasons below."
        if self._found.mine:
            rooms = " and ".join(dict.fromkeys(held.room for held in self._found.mine))
            told = f"{told}. Booking or holding another room lets go of {rooms}."
        if told != self._note.text():
            self._note.setText(told)
            announce(self, told)

    def _show_holds(self, holds: Iterable[Held]) -> None:
        """One card for each hold; the others keep their clock and the keyboard."""
        now = self._workspace.now
        wanted = [(held, held.runs(now)) for held in holds]
        shown = []
        for card in _cards_in(self._holds):
            if isinstance(card, HoldCard) and (card.held, card.runs) in wanted:
                shown.append((card.held, card.runs))
            else:
                _drop(self._holds, card)
        for place, each in enumerate(wanted):
            if each not in shown:
                made = HoldCard(self._workspace, each[0])
                made.lapsed.connect(self._soon.start)
                made.done.connect(self._soon.start)
                self._holds.insertWidget(place, made)

    def _choose(self, answer: RoomAnswer) -> None:
        self._chosen = answer
        for card in _cards_in(self._cards):
            if isinstance(card, AnswerCard):
                card.open_up(card.answer.room_id == answer.room_id)
        first = answer.answer is Answer.OVERRIDE
        self.book.set_word(f"Book {answer.room}…" if first else f"Book {answer.room}")
        self._show_foot(True)
        if self._moving:
            self.book.set_word(f"Move to {answer.room}")
            self.notes.hide()
            self.hold.hide()
            return
        # A warning opens the sheet with the notes anyway; what is held has its own clock above.
        self.notes.setVisible(not first)
        asked = self._found.asked
        can_hold = asked is not None and asked.kind is not StayKind.DAY_CARE
        self.hold.setVisible(can_hold and self._held_here(answer) is None)

    def _held_here(self, answer: RoomAnswer) -> Held | None:
        """The hold that is exactly this: these children in this room on these days."""
        asked = self._found.asked
        for held in self._found.mine:
            same = asked is not None and (held.kind, held.from_on, held.to_on) == (
                asked.kind,
                asked.from_on,
                asked.to_on,
            )
            here = {child.child_id for child in held.children}
            if same and asked and held.room_id == answer.room_id and here == set(asked.child_ids):
                return held
        return None

    def _others(self, but: Held | None = None) -> tuple[str, ...]:
        return tuple(each for held in self._found.mine if held is not but for each in held.ids)

    def _hold_chosen(self) -> None:
        if self._chosen is not None:
            self._hold(self._chosen)

    def _asked_now(self) -> Asked | None:
        """The question that was answered, with the words as they stand now; else asks anew."""
        answered, now = self._found.asked, self.question.asked()
        if answered is not None and now is not None:
            if replace(answered, why=None, guest="") == replace(now, why=None, guest=""):
                return now
            self.ask()
        return None

    def _hold(self, answer: RoomAnswer) -> None:
        """Hold a bed for each child; what was held for them elsewhere is let go."""
        asked, others = self._asked_now(), self._others()
        if asked is None or self.question.missing(asked, booking=False):
            return
        self._workspace.do(
            lambda desk: hold_stays(
                desk, asked.child_ids, asked.stay_in(answer.room_id), instead_of=others
            ),
            refused=self._refused,
            done=lambda _: self._soon.start(),
            owner=self,
            words=f"{answer.room} is held while you ring",
        )

    def _book(self) -> None:
        answer, asked = self._chosen, self._asked_now()
        if answer is None or asked is None or self.question.missing(asked, booking=True):
            return
        held = self._held_here(answer)
        if self._moving:
            self._move(answer, asked)
        elif answer.answer is Answer.OVERRIDE:
            self._open_sheet()
        elif held is not None:
            self._workspace.do(
                lambda desk: book_held(desk, held.ids),
                refused=self._refused,
                done=lambda made: self._booked(asked, answer, made),
                owner=self,
                words=f"Booked into {answer.room}",
            )
        else:
            others = self._others()
            self._workspace.do(
                lambda desk: book_stays(
                    desk, asked.child_ids, asked.stay_in(answer.room_id), instead_of=others
                ),
                refused=self._refused,
                done=lambda made: self._booked(asked, answer, made),
                owner=self,
                words=f"Booked into {answer.room}",
            )

    def _move(self, answer: RoomAnswer, asked: Asked) -> None:
        moving = self._moving
        days: dict[str, Any] = {"from_on": asked.from_on, "to_on": asked.to_on}
        if answer.answer is Answer.OVERRIDE:
            warning = " ".join(line.words for line in answer.lines if line.severity != Severity.OK)
            to = {"booking_id": moving, "room_id": answer.room_id, "warning": warning}
            self._workspace.open_sheet("move-anyway", **to, **days)
            return
        self._workspace.do(
            lambda desk: move_stay(desk, moving, room_id=answer.room_id, **days),
            refused=self._refused,
            done=lambda _: self.closed.emit(),
            owner=self,
            words=f"Moved to {answer.room}",
        )

    def _open_sheet(self) -> None:
        """Book with notes; over a warning, with the note that it needs."""
        answer, asked = self._chosen, self._asked_now()
        if answer is None or asked is None or self.question.missing(asked, booking=True):
            return
        held = self._held_here(answer)
        if held is not None:
            self._workspace.open_sheet("held-stay", booking_id=held.ids[0])
            return
        self._workspace.open_sheet(
            "book-room",
            asked=asked,
            answer=answer,
            instead_of=self._others(),
            on_saved=lambda made: self._booked(asked, answer, made),
        )

    def _booked(self, asked: Asked, answer: RoomAnswer, _made: Outcome) -> None:
        days = span_words(asked.from_on, asked.to_on, self._workspace.today)
        is_or_are = "are" if len(asked.children) > 1 else "is"
        told = f"{asked.names} {is_or_are} booked into {answer.room}, {days}."
        self._greeting = f"{told} Choose the next child, or close."
        self.question.clear_children()
        self._soon.start()

    def _refused(self, problems: list[Problem]) -> None:
        told = " ".join(dict.fromkeys(problem.words for problem in problems))
        self._foot_words.setText(told)
        self._foot_words.setVisible(bool(told))
        announce(self, told)

    def _wait(self) -> None:
        """No room can have the stay: it may wait its turn."""
        asked = self._asked_now()
        if asked is None or self.question.missing(asked, booking=True):
            return
        self._workspace.open_sheet(
            "waiting-for-night",
            child_ids=list(asked.child_ids),
            from_on=asked.from_on,
            to_on=asked.to_on,
            kind=asked.kind,
            why=asked.why or "",
            values={"guest_name": asked.guest} if asked.guest else None,
            on_saved=lambda _: self._waits(asked),
        )

    def _waits(self, asked: Asked) -> None:
        days = span_words(asked.from_on, asked.to_on, self._workspace.today)
        is_or_are = "are" if len(asked.children) > 1 else "is"
        told = f"{asked.names} {is_or_are} on the waiting list, {days}."
        self._greeting = f"{told} Choose the next child, or close."
        self.question.clear_children()
        self._soon.start()

    def _show_foot(self, shown: bool, *, no_room: bool = False) -> None:
        self._foot_words.setVisible(False)
        self._foot_line.setVisible(shown)
        self._foot.setVisible(shown)
        self.wait.setVisible(no_room)
        for button in (self.book, self.hold, self.notes):
            button.setVisible(not no_room)

    def _clear(self) -> None:
        self._chosen = None
        self._show_foot(False)
        for card in _cards_in(self._cards):
            _drop(self._cards, card)


def _cards_in(column: QLayout) -> list[QWidget]:
    items = (column.itemAt(place) for place in range(column.count()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]


def _drop(column: QLayout, card: QWidget) -> None:
    column.removeWidget(card)
    card.setParent(None)
    card.deleteLater()
