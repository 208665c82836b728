"""After the first page stands, the other pages' modules are brought in one by one."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from hivedesk.desktop import app
from hivedesk.desktop.pages.catalogue import PLACES, Place


def test_every_page_is_loaded_once_and_garbage_collected_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(place: Place) -> None:
        loaded.append(place.name)

    monkeypatch.setattr(app, "load", load)
    monkeypatch.setattr(app, "start_log", lambda: None)
    monkeypatch.setattr(app, "WARM_EVERY_MS", 0)
    gc.disable()
    try:
        app._settle()
        assert loaded == [PLACES[0].name]  # the window lives on between two of them
        qtbot.waitUntil(gc.isenabled)
        assert loaded == [place.name for place in PLACES]
    finally:
        gc.unfreeze()
        gc.enable()


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
