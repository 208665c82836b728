"""A link carer's laptop has no booking: in its place stand what she is asked, and her answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.answers import answer_request
from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.words import ElidedLabel, IconLabel, rule
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Booking, Room, StayState

from .board.words import span_words


class Asked(NamedTuple):
    """One request that waits for a link carer's yes or no."""

    booking_id: str
    room: str
    from_on: dt.date
    to_on: dt.date


def requests_of(session: Session, today: dt.date) -> list[Asked]:
    """What waits for an answer, the soonest first."""
    found = session.execute(
        select(Booking.id, Room.name, Booking.from_on, Booking.to_on)
        .join(Room, Room.id == Booking.room_id)
        .where(
            Booking.status == StayState.REQUESTED,
            Booking.to_on >= today,
            Booking.archived_at.is_(None),
        )
        .order_by(Booking.from_on, Booking.id)
    )
    return [Asked(*row) for row in found]


class RequestsBar(QWidget):
    """Not there while nothing waits for her answer."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._first = ""
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        frame = QFrame()
        row = QHBoxLayout(frame)
        margin, over = theme.px("frame.page_margin"), theme.px("space.xs")
        row.setContentsMargins(margin, over, margin, over)
        row.setSpacing(theme.px("space.s"))
        row.addWidget(IconLabel("phone", "warning"))
        self.said = ElidedLabel()
        row.addWidget(self.said, 1)
        self.answer = plain("Answer it", self._open, icon="check", compact=True)
        row.addWidget(self.answer)
        column.addWidget(frame)
        column.addWidget(rule())
        self.hide()

    def reload(self) -> None:
        """Ask what waits."""
        today = self._workspace.today
        self._workspace.read(
            lambda session: requests_of(session, today), self._show, self, "requests"
        )

    def want(self, wanted: bool) -> None:
        """It stands over the board and the lists alike."""

    def _show(self, found: Sequence[Asked]) -> None:
        self.setVisible(bool(found))
        if not found:
            return
        first = found[0]
        days = span_words(first.from_on, first.to_on, self._workspace.today)
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        self._first = first.booking_id
        self.said.setText(f"You are asked for {first.room}, {days}{more}")
        self.answer.setAccessibleName(f"Answer it: {first.room}, {days}")

    def _open(self) -> None:
        self._workspace.open_record("bookings", self._first)


def open_answer(host: QWidget, workspace: Workspace, booking_id: str, *, yes: bool) -> None:
    """Say yes, with a note if there is something to say, or no with the reason."""
    word, done = ("Say yes", "You said yes") if yes else ("Say no", "You said no")

    def ready(found: Asked | None) -> None:
        if found is None:
            return
        label = "A note" if yes else "Why you cannot"
        field = Field(label, TextEditor(lines=3), "Your Hive reads it.", optional=yes)
        ask(
            host,
            workspace,
            f"{word} to this stay",
            {"why": field},
            answer,
            subtitle=f"{found.room}, {span_words(found.from_on, found.to_on, workspace.today)}",
            save_word=word,
            done_words=done,
        )

    def answer(desk: Desk, given: dict[str, Any]) -> Outcome:
        return answer_request(desk, booking_id, yes=yes, note=given["why"] or "")

    def query(session: Session) -> Asked | None:
        return next(
            (each for each in requests_of(session, dt.date.min) if each.booking_id == booking_id),
            None,
        )

    workspace.read(query, ready, host, "answer")
