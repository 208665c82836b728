"""What can wait until the first page stands comes in the pauses of whoever types."""

from __future__ import annotations

import gc
import subprocess
import sys
from threading import Thread, current_thread
from weakref import ref

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hivedesk.desktop import app, pauses
from hivedesk.desktop.pages.catalogue import PLACES, Place
from hivedesk.desktop.pauses import Pauses


class Cycle:
    """Holds itself: only a collection takes it away."""

    def __init__(self) -> None:
        self.itself = self


class Hands:
    """How long they have rested, and the clock of whoever waits for it."""

    def __init__(self) -> None:
        self.rested = 0.0
        self.now = 0.0

    def pauses(self) -> Pauses:
        return Pauses(lambda: self.rested, clock=lambda: self.now)


def test_every_page_is_loaded_once_and_garbage_collected_on_this_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(place: Place) -> None:
        loaded.append(place.name)

    monkeypatch.setattr(app, "load", load)
    monkeypatch.setattr(app, "start_log", lambda: None)
    monkeypatch.setattr(app, "EVERY_MS", 10)
    monkeypatch.setattr(pauses, "LOOK_EVERY_MS", 0)
    collected_on: list[Thread] = []

    def note(phase: str, _: object) -> None:
        if phase == "stop":
            collected_on.append(current_thread())

    hands = Hands()
    hands.rested = 5.0
    waiting = hands.pauses()
    gc.callbacks.append(note)
    try:
        app.settle(waiting)
        assert loaded == []  # the window lives on before the first and between two of them
        qtbot.waitUntil(lambda: len(loaded) == len(PLACES))
        assert loaded == [place.name for place in PLACES]
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
        left = ref(Cycle())
        # As much again as makes a collection due, and more, on another thread.
        busy = Thread(target=lambda: [Cycle() for _ in range(100_000)])
        busy.start()
        busy.join()
        qtbot.waitUntil(lambda: left() is None)
        assert set(collected_on) == {current_thread()}
    finally:
        gc.callbacks.remove(note)
        gc.unfreeze()
        waiting.deleteLater()


def test_nothing_is_done_while_the_hands_are_busy(qapp: QApplication) -> None:
    hands = Hands()
    waiting = hands.pauses()
    done: list[int] = []
    waiting.add(lambda: done.append(1), lambda: done.append(2))
    for _ in range(5):
        hands.now += 0.2
        waiting.look()
    assert done == []
    hands.rested = pauses.REST_S
    waiting.look()
    assert done == [1]  # one piece at a time: a key may come after it
    hands.rested = 0.0
    waiting.look()
    assert done == [1]


def test_who_never_rests_is_not_left_without_it(qapp: QApplication) -> None:
    hands = Hands()
    waiting = hands.pauses()
    done: list[float] = []
    waiting.add(lambda: done.append(hands.now), lambda: done.append(hands.now))
    for _ in range(1000):
        hands.now += 0.2
        if len(done) < 2:
            waiting.look()
    assert done == pytest.approx([pauses.MOST_S, 2 * pauses.MOST_S], abs=0.3)


def test_what_is_added_by_a_piece_comes_after_the_others(qapp: QApplication) -> None:
    hands = Hands()
    hands.rested = 5.0
    waiting = hands.pauses()
    done: list[str] = []
    waiting.add(lambda: waiting.add(lambda: done.append("last")), lambda: done.append("first"))
    for _ in range(3):
        waiting.look()
    assert done == ["first", "last"]


def test_the_start_imports_no_page_but_the_first() -> None:
    """As a program of its own: this one has imported everything by now."""
    asked = (
        "import sys, hivedesk.desktop.app; from hivedesk.desktop.pages.catalogue import PLACES;"
        "print([p.name for p in PLACES if f'hivedesk.desktop.pages.{p.module}' in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
