"""Journeys run in a dressed application, with the store in a folder of their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hivedesk.central.database import engine_for
from hivedesk.central.schema import init
from hivedesk.desktop.theme import apply_theme, load_theme
from tests.central import postgres

from .central import Central
from .hand import Hand

OpenWindow = Callable[[], Hand]
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def pg_server() -> Iterator[postgres.Server]:
    """A running PostgreSQL, for those journeys that ask for it."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def central(pg_server: postgres.Server) -> Iterator[Central]:
    """A running central store of the test's own."""
    engine = engine_for(pg_server.fresh(f"journey_{next(_NUMBERS)}"))
    init(engine)
    made = Central(engine)
    made.begin()
    yield made
    made.end()
    engine.dispose()


@pytest.fixture
def dressed(qapp: QApplication) -> None:
    """An application in its clothes: no window can be made before, whatever file comes first."""
    apply_theme(qapp, load_theme("light"))


@pytest.fixture
def open_window(dressed: None, qtbot: QtBot, tmp_path: Path) -> Iterator[OpenWindow]:
    """Opens the window on `tmp_path/my.hive`; nothing of it is left after the test.

    Every new window dresses all that live in the process: some would make the later tests slow.
    """
    opened: list[Hand] = []

    def make() -> Hand:
        hand = Hand(qtbot, tmp_path / "my.hive")
        opened.append(hand)
        return hand

    yield make
    for hand in opened:
        if shiboken6.isValid(hand.window):
            hand.window.close()
            shiboken6.delete(hand.window)
