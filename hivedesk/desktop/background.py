"""Work that must not hold up the window: one thread, in order, answers on the UI thread.

The store has one connection and one worker. Everything that touches it goes through
`Background.run`, so two pieces of work never meet in the database and the window never waits.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from hivedesk.records.errors import PlainError, place_of

T = TypeVar("T")
BUSY_AFTER_MS = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Work:
    """What the worker sees. It holds nothing of the window: a widget must not die over there."""

    number: int
    do: Callable[[], Any]
    superseded: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class _Request:
    """What the window remembers of it meanwhile."""

    work: _Work
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    owner: QWidget | None
    key: str

    def wanted(self) -> bool:
        alive = self.owner is None or shiboken6.isValid(self.owner)
        return alive and not self.work.superseded.is_set()


class Background(QObject):
    """One worker thread. Make it on the UI thread; call `stop()` before the application ends.

    Signals: `busy_changed(bool)` after 100 ms of waiting and when all is done;
    `problem(Exception)` when work failed and nobody asked to hear of it.
    """

    busy_changed = Signal(bool)
    problem = Signal(object)
    # Signals belong to an object made on the UI thread, so that what hears them runs there too.
    _finished = Signal(int, object, object)
    _idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._open: dict[int, _Request] = {}
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._busy = False
        self._stopped = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(BUSY_AFTER_MS)
        self._wait.timeout.connect(lambda: self._set_busy(True))
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._loop, name="store", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        owner: QWidget | None = None,
        key: str = "",
    ) -> None:
        """Do `work` on the worker thread, then call `done(answer)` on the UI thread.

        Work runs in the order asked. The answer is dropped when `owner` has been destroyed, or
        when a later request with the same `owner` and `key` was made meanwhile. Such an earlier
        request that has not begun is not done at all: give a key to readings only, never to a
        change. An exception goes to `failed`, or else to the `problem` signal.
        Raises RuntimeError after `stop()`.
        """
        if self._stopped:
            raise RuntimeError("the background has stopped")
        if key:
            for earlier in self._open.values():
                if earlier.key == key and earlier.owner is owner:
                    earlier.work.superseded.set()
        task = _Work(next(self._numbers), work)
        self._open[task.number] = _Request(task, done, failed, owner, key)
        if not self._wait.isActive() and not self._busy:
            self._wait.start()
        self._queue.put(task)

    def busy(self) -> bool:
        """Whether anything is asked for and not yet answered."""
        return bool(self._open)

    def wait_idle(self, timeout_ms: int = 20_000) -> bool:
        """Let the window live on until nothing is left to do. False when time ran out."""
        loop = QEventLoop()
        limit = QTimer(loop)
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(timeout_ms)
        self._idle.connect(loop.quit)
        # What is delivered in the same turn as the last answer may ask for more: then wait on.
        while self._open and limit.isActive():
            loop.exec()
        self._idle.disconnect(loop.quit)
        return not self._open

    def stop(self, patience: float | None = None) -> None:
        """Finish what was asked for, drop the answers, end the thread. May be called twice.

        Args:
            patience: seconds after which the thread is left to itself; it ends with the program.
        """
        if self._stopped:
            return
        self._stopped = True
        if patience is not None:
            for request in self._open.values():
                request.work.superseded.set()
        self._queue.put(None)
        self._thread.join(patience)
        self._open.clear()
        self._settle()

    def _loop(self) -> None:
        while (task := self._queue.get()) is not None:
            answer: Any = None
            problem: Exception | None = None
            if not task.superseded.is_set():
                try:
                    answer = task.do()
                except Exception as error:
                    problem = error
            # Whoever was left to itself may find that the window has gone meanwhile.
            with contextlib.suppress(RuntimeError):
                self._finished.emit(task.number, answer, problem)

    def _deliver(self, number: int, answer: Any, problem: Exception | None) -> None:
        request = self._open.pop(number, None)
        if request is None:
            return  # stopped meanwhile
        try:
            if problem is not None:
                self._report(request, problem)
            elif request.wanted() and request.done is not None:
                request.done(answer)
        finally:
            self._settle()

    def _report(self, request: _Request, problem: Exception) -> None:
        # The type only: the text of an exception may quote what somebody wrote.
        ours = not isinstance(problem, PlainError)
        level = logging.WARNING if ours else logging.INFO
        log.log(level, "background work: %s at %s", type(problem).__name__, place_of(problem))
        if request.failed is None:
            self.problem.emit(problem)
        elif request.wanted():
            request.failed(problem)

    def _settle(self) -> None:
        if not self._open:
            self._wait.stop()
            self._set_busy(False)
            self._idle.emit()

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)
