"""After the first page stands, the other pages' modules are brought in one by one."""

from __future__ import annotations

import gc
import subprocess
import sys
from threading import Thread, current_thread
from weakref import ref

import pytest
from pytestqt.qtbot import QtBot

from hivedesk.desktop import app
from hivedesk.desktop.pages.catalogue import PLACES, Place


class Cycle:
    """Holds itself: only a collection takes it away."""

    def __init__(self) -> None:
        self.itself = self


def test_every_page_is_loaded_once_and_garbage_collected_on_this_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(place: Place) -> None:
        loaded.append(place.name)

    monkeypatch.setattr(app, "load", load)
    monkeypatch.setattr(app, "start_log", lambda: None)
    monkeypatch.setattr(app, "WARM_EVERY_MS", 0)
    monkeypatch.setattr(app, "EVERY_MS", 10)
    collected_on: list[Thread] = []

    def note(phase: str, _: object) -> None:
        if phase == "stop":
            collected_on.append(current_thread())

    gc.callbacks.append(note)
    try:
        app._settle()
        assert loaded == [PLACES[0].name]  # the window lives on between two of them
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
