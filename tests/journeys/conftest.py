"""Journeys run in a dressed application, with the store in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hivedesk.desktop.theme import apply_theme, load_theme

from .hand import Hand

OpenWindow = Callable[[], Hand]


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[OpenWindow]:
    """Opens the window on `tmp_path/my.hive`; closes what the test left open."""
    apply_theme(qapp, load_theme("light"))
    opened: list[Hand] = []

    def make() -> Hand:
        hand = Hand(qtbot, tmp_path / "my.hive")
        opened.append(hand)
        return hand

    yield make
    for hand in opened:
        if shiboken6.isValid(hand.window):
            hand.window.close()
