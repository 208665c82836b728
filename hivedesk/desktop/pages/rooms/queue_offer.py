"""The offer of a free bed to whose turn it is: which room, until when, and words for the phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Outcome
from hivedesk.actions.waiting import offer_bed
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, plain, primary
from hivedesk.desktop.widgets.editors_choice import ListEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import StayKind
from hivedesk.rules.problems import Problem
from hivedesk.store.queries.night_queue import phones_of
from hivedesk.store.queries.waiting_stays import Turn, turns_of

from .queue_words import moment_words, nights_words

WIDTH = 560  # logical pixels at 100 %
_NOBODY = "It is nobody’s turn there any more. Somebody has the bed, or it was offered."


@dataclass(frozen=True)
class Ready:
    """The rooms of one request's turn, and whom to ring."""

    turns: tuple[Turn, ...]
    phones: tuple[tuple[str, str], ...]


def open_offer_bed(host: QWidget, workspace: Workspace, booking_id: str, room_id: str = "") -> None:
    """Open the offer for the request with this stay."""
    now = workspace.open_desk.now

    def ready(session: Session) -> Ready:
        turns = [turn for turn in turns_of(session, now) if booking_id in turn.booking_ids]
        turns.sort(key=lambda turn: turn.room_id != room_id)
        return Ready(tuple(turns), tuple(phones_of(session, booking_id)))

    def show(found: Ready) -> None:
        if found.turns:
            OfferSheet(host, workspace, booking_id, found).open()
        else:
            workspace.said.emit(_NOBODY, False)

    workspace.read(ready, show, host, "offer-bed")


class OfferSheet(Sheet):
    """Ring first, or offer first: the bed is held from the press of the button."""

    def __init__(self, host: QWidget, workspace: Workspace, booking_id: str, ready: Ready) -> None:
        first = ready.turns[0]
        nights = nights_words(first.from_on, first.to_on, StayKind.SLEEPOVER, workspace.today)
        super().__init__(
            host, "Offer a bed", f"{first.names}, {first.family} · {nights}", width=WIDTH
        )
        self._workspace, self._booking_id = workspace, booking_id
        self._turns = {turn.room_id: turn for turn in ready.turns}
        theme = current_theme()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.l"))
        self.room = Field("Room", ListEditor(_options(ready.turns)))
        self.room.set_value(first.room_id)
        self.room.setVisible(len(ready.turns) > 1)
        self.room.changed.connect(self._show_turn)
        column.addWidget(self.room)
        self._until = words("", wrap=True)
        column.addWidget(self._until)
        column.addWidget(words("To read out on the phone", strong=True))
        frame = QFrame()
        frame.setObjectName("good")
        inside = QVBoxLayout(frame)
        pad = theme.px("space.m")
        inside.setContentsMargins(pad, pad, pad, pad)
        self.draft = words("", wrap=True, selectable=True)
        inside.addWidget(self.draft)
        column.addWidget(frame)
        column.addWidget(words(_phones_words(ready.phones), wrap=True, selectable=True))
        column.addStretch(1)
        self.set_body(body)
        self.add_action(plain("Close", self.close_sheet, shortcut_text="Esc"))
        self._offer = primary("Offer and hold", self.offer, shortcut_text="Ctrl+Enter")
        self.add_action(self._offer, primary=True)
        self._show_turn()

    def offer(self) -> None:
        """Hold the bed and keep the offer."""
        turn = self._turn()
        self._workspace.do(
            lambda desk: offer_bed(desk, self._booking_id, turn.room_id),
            done=self._offered,
            refused=self._refused,
            failed=lambda why: self.say(words_for(why), "warning", "danger"),
            owner=self,
            words=f"{turn.room} offered to {turn.names}",
        )

    def _turn(self) -> Turn:
        return self._turns.get(self.room.value()) or next(iter(self._turns.values()))

    def _show_turn(self) -> None:
        turn, today = self._turn(), self._workspace.today
        until = moment_words(turn.answer_by, today)
        self._until.setText(
            f"{turn.room} with {turn.keeper}. It is held until {until}; then it is the next "
            "one’s turn."
        )
        self.draft.setText(turn.draft)
        self._offer.set_word(f"Offer {turn.room} and hold it")

    def _offered(self, _made: Outcome) -> None:
        self.close_sheet(force=True)

    def _refused(self, problems: list[Problem]) -> None:
        self.say(" ".join(problem.words for problem in problems), "warning", "danger")


def _options(turns: Sequence[Turn]) -> list[Option]:
    return [Option(turn.room_id, f"{turn.room}, {turn.keeper}") for turn in turns]


def _phones_words(phones: Sequence[tuple[str, str]]) -> str:
    if not phones:
        return "No phone number is written down for this family."
    return "\n".join(f"Ring {name}: {number}" for name, number in phones)
