"""A stopwatch that runs while you talk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.words import words

LONGEST_CALL = dt.timedelta(hours=4)


class Stopwatch(QWidget):
    """Counts a contact while it lasts, and says whether it counts as out of hours.

    Stopped and started again it goes on from the time that stands there. `begun` when it is
    first started, `pressed` each time; `minutes(int)` whenever another whole minute has passed
    (at least 1).
    """

    begun = Signal()
    pressed = Signal()
    minutes = Signal(int)

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._since: dt.datetime | None = None
        self._so_far = dt.timedelta()
        self._told = 0
        theme = current_theme()
        flow = FlowLayout(self)
        self._button = plain("Start the clock", self.press, icon="play", compact=True)
        self._time = words("", strong=True)
        self._time.setFont(theme.font("body", "semibold", tabular=True))
        self._late = words("", "small", "muted")
        for label in (self._time, self._late):
            label.setMinimumHeight(theme.px("control.height_compact"))
        for widget in (self._button, self._time, self._late):
            flow.addWidget(widget)
        self._time.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.look)

    @property
    def since(self) -> dt.datetime | None:
        """The moment it counts from; None where it stands still."""
        return self._since

    def press(self) -> None:
        """Start, or stop."""
        if self._since is None:
            self._run_from(self._now() - self._so_far)
            if not self._so_far:
                self.begun.emit()
            self.look()
        else:
            self.look()
            self._so_far = self._now() - self._since
            self._stop()
        self.pressed.emit()

    def go_on_from(self, since: dt.datetime | None) -> None:
        """Count on from a moment as though it had never been out of sight; None puts it to nought.

        What began too long ago for a call was forgotten, and stands still.
        """
        if since is not None and dt.timedelta() <= self._now() - since < LONGEST_CALL:
            self._run_from(since)
            self.look()
        else:
            self._so_far = dt.timedelta()
            self._time.hide()
            self._stop()

    def _run_from(self, since: dt.datetime) -> None:
        self._since, self._told = since, 0
        self._tick.start()
        self._time.show()
        self._button.set_word("Stop the clock", "pause")

    def _stop(self) -> None:
        self._since = None
        self._tick.stop()
        self._button.set_word("Start the clock", "play")

    def look(self) -> None:
        """Show how long it has been; tell of each new minute."""
        if self._since is None:
            return
        seconds = max(0, int((self._now() - self._since).total_seconds()))
        self._time.setText(f"{seconds // 60}:{seconds % 60:02d}")
        minutes = max(1, seconds // 60)
        if minutes != self._told:
            self._told = minutes
            self.minutes.emit(minutes)

    def say_out_of_hours(self, late: bool) -> None:
        """Say (or stop saying) that the moment chosen lies outside office hours."""
        self._late.setText("counts as out of hours" if late else "")
        self._late.setVisible(late)
        self.updateGeometry()
