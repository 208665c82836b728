"""What can wait is done while the hands rest: nobody who is typing must notice it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

REST_S = 1.0
MOST_S = 60.0
"""Even who never rests gets a backup, and the garbage collected."""
LOOK_EVERY_MS = 200


class Pauses(QObject):
    """A queue of small work for the window's thread, one piece in each pause of the hands.

    Args:
        quiet_for: the seconds since the last key, click or movement.
        clock: seconds that only ever go on.
    """

    def __init__(
        self,
        quiet_for: Callable[[], float],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._quiet_for = quiet_for
        self._clock = clock
        self._waiting: deque[Callable[[], object]] = deque()
        self._since = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def add(self, *work: Callable[[], object]) -> None:
        """Do these after what is waiting already, each in a turn of its own."""
        if not self._waiting:
            self._since = self._clock()
        self._waiting.extend(work)
        self._timer.start()

    def look(self) -> None:
        """Do the next piece if the hands rest, or have not rested for too long."""
        if self._quiet_for() < REST_S and self._clock() - self._since < MOST_S:
            return
        piece = self._waiting.popleft()
        self._since = self._clock()
        if not self._waiting:
            self._timer.stop()
        piece()
