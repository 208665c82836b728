"""The line that says whose turn it is while somebody waits for a night."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link, plain
from hivedesk.desktop.widgets.words import ElidedLabel, IconLabel, rule
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.night_queue import Waiting, queue_of

from .queue_words import queue_words


class QueueBar(QWidget):
    """Not there while nobody waits; on Today not unless something is to be done, too."""

    def __init__(self, workspace: Workspace, *, on_today: bool = False) -> None:
        super().__init__()
        self._workspace, self._on_today = workspace, on_today
        self._booking_id, self._room_id = "", ""
        self._wanted, self._somebody = True, False
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        frame = QFrame()
        row = QHBoxLayout(frame)
        margin, over = (
            theme.px("space.l" if on_today else "frame.page_margin"),
            theme.px("space.xs"),
        )
        row.setContentsMargins(margin, over, margin, over)
        row.setSpacing(theme.px("space.s"))
        self._icon = IconLabel("waiting", "text_muted")
        row.addWidget(self._icon)
        self.said = ElidedLabel()
        row.addWidget(self.said, 1)
        self.offer = plain("Offer it…", self._offer, icon="phone", compact=True)
        row.addWidget(self.offer)
        self.show_all = link("Waiting for a night", self._show_all)
        row.addWidget(self.show_all)
        column.addWidget(frame)
        if on_today:
            frame.setObjectName("panel")
        else:
            column.addWidget(rule())
        self.hide()

    def reload(self) -> None:
        """Ask who waits."""
        now, hive_id = self._workspace.open_desk.now, self._workspace.hive_id
        self._workspace.read(
            lambda session: queue_of(session, now, hive_id), self._show, self, "queue"
        )

    def _show(self, queue: Sequence[Waiting]) -> None:
        turn = next((turn for waiting in queue for turn in waiting.turns), None)
        self._booking_id = turn.booking_ids[0] if turn else ""
        self._room_id = turn.room_id if turn else ""
        self.offer.setVisible(turn is not None)
        if turn:
            self.offer.setAccessibleName(f"Offer {turn.room} to {turn.names}")
        self._icon.set_icon(*(("check-circle", "positive") if turn else ("waiting", "text_muted")))
        self.said.setText(queue_words(queue, self._workspace.today))
        self.show_all.set_word(f"Waiting for a night ({len(queue)})")
        to_do = turn or any(waiting.offer for waiting in queue)
        self._somebody = bool(to_do if self._on_today else queue)
        self.want(self._wanted)

    def want(self, wanted: bool) -> None:
        """Whether the page has a place for it: the lists have one of those who wait."""
        self._wanted = wanted
        self.setVisible(wanted and self._somebody)

    def _offer(self) -> None:
        self._workspace.open_sheet("offer-bed", booking_id=self._booking_id, room_id=self._room_id)

    def _show_all(self) -> None:
        self._workspace.open_page("rooms", view="waiting")
