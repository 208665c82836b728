"""A window with the keyboard, to put a part of the shell into."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

Show = Callable[..., None]


@pytest.fixture
def show(theme: object, qtbot: QtBot) -> Iterator[Show]:
    """Show a widget in a window of its own that has the keyboard."""
    windows: list[QMainWindow] = []

    def put(widget: QWidget, width: int = 1366, height: int = 768) -> None:
        window = QMainWindow()
        windows.append(window)  # or it would be gone with this function
        window.setCentralWidget(widget)
        window.resize(width, height)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    yield put
    windows.clear()
