"""Notices, while the window is open, that an offer has lapsed or that a bed is somebody's turn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import PROGRAM, Desk, Outcome
from hivedesk.actions.waiting import lapse_offers
from hivedesk.desktop.widgets.toast import SHOWN_MS
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.night_queue import late_offers
from hivedesk.store.queries.waiting_stays import Turn, turns_of

from .queue_words import turn_words

EVERY_MS = 60_000
AFTER_MS = SHOWN_MS + 250
"""What was done is said first, with its Undo; then what follows from it."""

_MATTERS = frozenset({"bookings", "stay-offers", "rooms", "room-closures"})


class QueueWatch(QObject):
    """Looks at once, at each change that matters, and each minute, by the desk's clock.

    It ends with the desk it was made for; make one each time somebody sits down.
    """

    def __init__(
        self, workspace: Workspace, host: QWidget, *, every: int = EVERY_MS, after: int = AFTER_MS
    ) -> None:
        super().__init__(host)
        self._workspace, self._host, self._after = workspace, host, after
        self.desk = workspace.open_desk
        self._told: set[tuple[str, tuple[str, ...]]] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(every)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        workspace.changed.connect(self._changed)
        self.look()

    def look(self) -> None:
        """Ask the store for late offers and for whose turn it is."""
        workspace, desk = self._workspace, self.desk
        if workspace.desk is not desk:
            self._timer.stop()
            self.deleteLater()
            return
        now, hive_id = desk.now, workspace.hive_id

        def query(session: Session) -> tuple[int, list[Turn]]:
            return late_offers(session, now), turns_of(session, now, hive_id)

        workspace.read(query, self._seen, self._host, "queue-watch")

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _MATTERS:
            self.look()

    def _seen(self, found: tuple[int, list[Turn]]) -> None:
        late, turns = found
        if late:
            # What is changed by that brings it here again, with the next one's turn.
            self._workspace.do(_lapse, owner=self._host)
            return
        now = {(turn.room_id, turn.booking_ids) for turn in turns}
        new = [turn for turn in turns if (turn.room_id, turn.booking_ids) not in self._told]
        self._told = now
        if new:
            said = turn_words(new[0], self._workspace.today)
            more = len(new) - 1
            if more:
                said += " One more bed is free." if more == 1 else f" {more} more beds are free."
            QTimer.singleShot(self._after, self, lambda: self._say(said))

    def _say(self, said: str) -> None:
        if self._workspace.desk is self.desk:
            self._workspace.said.emit(said, False)


def _lapse(desk: Desk) -> Outcome:
    """By the program itself: nobody at the desk did it, and nobody can undo it."""
    return lapse_offers(replace(desk, who=PROGRAM))


def watch_queue(workspace: Workspace, host: QWidget) -> QueueWatch:
    """Begin to watch the queue of the desk that has just been sat down at."""
    return QueueWatch(workspace, host)
