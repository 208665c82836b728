"""The panel "Can I say yes?": which children, which days, and an answer for every room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.stays import book_stays
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, icon_only, primary
from hivedesk.desktop.widgets.editors_choice import ListEditor
from hivedesk.desktop.widgets.editors_when import DateEditor, TimeEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import StayKind
from hivedesk.rules.can_say_yes import Answer, RoomAnswer
from hivedesk.store.queries.can_i import ask
from hivedesk.store.queries.options import offered_by

from .yes_cards import AnswerCard, CannotCard

SOON_MS = 250
OFFERED = (StayKind.SLEEPOVER, StayKind.EMERGENCY, StayKind.DAY_CARE)
SHOWN = 6
"""Rooms that could have the child that get a card; more are only counted."""


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
        self._chosen: RoomAnswer | None = None
        theme = current_theme()
        self.setFixedWidth(theme.px("frame.side_panel_max"))
        self._fields = self._make_fields()
        self._foot_words = words("", "small", "danger", wrap=True)
        self._foot_words.hide()
        self.book = primary("Book", self._book, icon="check")
        self.book.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.ask)
        self._lay_out()
        for field in self._fields.values():
            field.changed.connect(self._changed)
        self._fill_children()

    def begin(self, from_on: dt.date | None = None, to_on: dt.date | None = None) -> None:
        """Ask about these days (those chosen on the board); the child stays."""
        begin = from_on or self._workspace.today
        self._fields["from_on"].set_value(begin)
        self._fields["to_on"].set_value(to_on or begin + dt.timedelta(days=1))
        self._soon.start()

    def ask(self) -> None:
        """Ask the store; nothing happens until there is a child and both days."""
        values = self._values()
        if not values["child_id"] or not values["from_on"] or not values["to_on"]:
            self._say("Choose the child and the days.")
            return
        kind = values["kind"] or StayKind.SLEEPOVER
        to_on = values["from_on"] if kind is StayKind.DAY_CARE else values["to_on"]
        children = [each for each in (values["child_id"], values["sibling_id"]) if each]
        hours = (values["time_from"], values["time_to"])
        now = self._workspace.open_desk.now

        def query(session: Session) -> list[RoomAnswer]:
            return ask(session, children, kind, values["from_on"], to_on, now, hours=hours)

        store = self._workspace.open_desk.store

        def work() -> list[RoomAnswer]:
            with store.reading() as session:
                return query(session)

        self._workspace.background.run(work, self._show, self._failed, self, "ask")

    def _make_fields(self) -> dict[str, Field]:
        today = self._workspace.today
        kinds = ListEditor([Option(kind, kind.label) for kind in OFFERED])
        fields = {
            "child_id": Field("Child", ListEditor([], hint="Choose the child")),
            "sibling_id": Field("Sibling", ListEditor([], hint="Nobody else"), optional=True),
            "from_on": Field("From", DateEditor(lambda: today)),
            "to_on": Field("To", DateEditor(lambda: today)),
            "time_from": Field("Arrives", TimeEditor()),
            "time_to": Field("Goes home", TimeEditor()),
            "kind": Field("Kind of stay", kinds),
        }
        fields["kind"].set_value(StayKind.SLEEPOVER)
        return fields

    def _lay_out(self) -> None:
        theme = current_theme()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        side = theme.px("space.l")
        column.setContentsMargins(side, theme.px("space.m"), side, side)
        column.setSpacing(theme.px("space.s"))
        head = QHBoxLayout()
        head.addWidget(words("Can I say yes?", "lead"), 1)
        close = icon_only("close", "Close “Can I say yes?”", self.closed.emit, compact=True)
        close.setProperty("quiet", True)
        head.addWidget(close)
        column.addLayout(head)
        for name in ("child_id", "sibling_id", "kind"):
            column.addWidget(self._fields[name])
        for pair in (("from_on", "to_on"), ("time_from", "time_to")):
            row = QHBoxLayout()
            row.setSpacing(theme.px("space.s"))
            for name in pair:
                row.addWidget(self._fields[name], 1)
            column.addLayout(row)
        self._show_hours()
        self._note = words("Choose the child and the days.", "body", "muted", wrap=True)
        column.addWidget(self._note)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.px("space.s"))
        column.addLayout(self._cards)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        whole.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(side, theme.px("space.s"), side, theme.px("space.m"))
        foot.addWidget(self._foot_words)
        foot.addWidget(self.book)
        whole.addLayout(foot)

    def _fill_children(self) -> None:
        today, hive_id = self._workspace.today, self._workspace.hive_id
        self._workspace.read(
            lambda session: offered_by(session, "children", "child_id", today, hive_id),
            self._offer_children,
            self,
            "children",
        )

    def _offer_children(self, offered: list[tuple[str, str]]) -> None:
        options = [Option(child_id, name) for child_id, name in offered]
        for name in ("child_id", "sibling_id"):
            editor = self._fields[name].editor
            if isinstance(editor, ListEditor):
                chosen = editor.value()
                editor.set_options(options)
                editor.set_value(chosen)

    def _values(self) -> dict[str, Any]:
        return {name: field.value() for name, field in self._fields.items()}

    def _changed(self) -> None:
        self._show_hours()
        self._soon.start()

    def _show_hours(self) -> None:
        day_care = self._fields["kind"].value() is StayKind.DAY_CARE
        for name in ("time_from", "time_to"):
            self._fields[name].setVisible(day_care)
        self._fields["to_on"].setVisible(not day_care)

    def _show(self, answers: list[RoomAnswer]) -> None:
        self._clear()
        could = [each for each in answers if each.answer is not Answer.NO]
        cannot = [each for each in answers if each.answer is Answer.NO]
        for place, answer in enumerate(could[:SHOWN], start=1):
            card = AnswerCard(place, answer, opened=place == 1)
            card.chosen.connect(self._choose)
            self._cards.addWidget(card)
        if cannot:
            self._cards.addWidget(CannotCard(cannot, opened=not could))
        if could:
            self._choose(could[0])
            yes = sum(each.answer is Answer.YES for each in could)
            told = f"{yes} say yes, {len(could) - yes} ask first, {len(cannot)} cannot"
        else:
            told = "No room can have this stay. Try other days, or the reasons below."
        self._note.setText(told)
        announce(self, told)

    def _choose(self, answer: RoomAnswer) -> None:
        self._chosen = answer
        for place in range(self._cards.count()):
            item = self._cards.itemAt(place)
            card = item.widget() if item is not None else None
            if isinstance(card, AnswerCard):
                card.open_up(card.answer.room_id == answer.room_id)
        first = answer.answer is Answer.OVERRIDE
        self.book.set_word(f"Book {answer.room}…" if first else f"Book {answer.room}")
        self.book.show()

    def _book(self) -> None:
        answer, values = self._chosen, self._values()
        if answer is None:
            return
        children = [each for each in (values["child_id"], values["sibling_id"]) if each]
        kind = values["kind"] or StayKind.SLEEPOVER
        stay = {
            "room_id": answer.room_id,
            "kind": kind,
            "from_on": values["from_on"],
            "to_on": values["from_on"] if kind is StayKind.DAY_CARE else values["to_on"],
            "time_from": values["time_from"] if kind is StayKind.DAY_CARE else None,
            "time_to": values["time_to"] if kind is StayKind.DAY_CARE else None,
        }
        if answer.answer is Answer.OVERRIDE and len(children) == 1:
            # The form asks for the note that a warning needs, and keeps it.
            self._workspace.open_sheet(
                "record", kind="bookings", values={**stay, "child_id": children[0]}
            )
            return
        self._workspace.do(
            lambda desk: book_stays(desk, children, stay),
            refused=lambda found: self._foot(" ".join(each.words for each in found)),
            done=lambda _: self._foot(""),
            owner=self,
            words=f"Booked into {answer.room}",
        )

    def _failed(self, why: Exception) -> None:
        self._clear()
        self._say(words_for(why))

    def _say(self, sentence: str) -> None:
        self._clear()
        self._note.setText(sentence)

    def _foot(self, sentence: str) -> None:
        self._foot_words.setText(sentence)
        self._foot_words.setVisible(bool(sentence))

    def _clear(self) -> None:
        self._chosen = None
        self.book.hide()
        self._foot("")
        while (item := self._cards.takeAt(0)) is not None:
            if (card := item.widget()) is not None:
                card.setParent(None)
                card.deleteLater()
