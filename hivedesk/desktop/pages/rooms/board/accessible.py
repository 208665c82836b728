"""The board for a screen reader: a table whose one child in sight is the cell with the focus."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from .hands import Board

_kept: dict[int, BoardTable] = {}
_installed: list[bool] = []


class FocusCell(QAccessibleInterface):
    """The cell with the focus; its name is its sentence."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board

    def isValid(self) -> bool:
        return shiboken6.isValid(self._board)

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._board.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._board)

    def child(self, index: int, /) -> None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int, /) -> None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface, /) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Cell

    def state(self) -> QAccessible.State:
        return QAccessible.State()

    def text(self, which: QAccessible.Text, /) -> str:
        return self._board.sentence() if which == QAccessible.Text.Name else ""

    def setText(self, which: QAccessible.Text, text: str, /) -> None:
        """Nothing on the board is typed over."""

    def rect(self) -> QRect:
        """Where the cell is on the screen."""
        place = self._board.focus_rect()
        corner = self._board.viewport().mapToGlobal(QPoint(place.x(), place.y()))
        return QRect(corner, place.size())


class BoardTable(QAccessibleWidget):
    """The board itself."""

    def __init__(self, board: Board) -> None:
        super().__init__(board, QAccessible.Role.Table, board.accessibleName())
        self._board = board
        self._cell = FocusCell(board)

    def childCount(self) -> int:
        return 1

    def child(self, index: int, /) -> Any:
        return self._cell if index == 0 else None

    def indexOfChild(self, child: QAccessibleInterface, /) -> int:
        return 0

    def childAt(self, x: int, y: int, /) -> Any:
        return self._cell

    def focusChild(self) -> Any:
        return self._cell if self._board.hasFocus() else None


def install() -> None:
    """Let every board be asked this way; once for each program."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_table_for)


def _table_for(_key: str, asked: QObject) -> BoardTable | None:
    if not isinstance(asked, Board):
        return None
    made = BoardTable(asked)
    # Qt holds only the far side of it: it lives as long as its board.
    number = id(asked)
    _kept[number] = made
    asked.destroyed.connect(lambda: _kept.pop(number, None))
    return made
