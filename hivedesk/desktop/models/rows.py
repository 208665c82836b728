"""Lists of plain rows: two-line lists and tables, over values and never over records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.table import (
    ICON,
    MARK,
    RECORD,
    SECOND_LINE,
    SORT,
    STRONG,
    TICK,
    TONE,
    row_sentence,
)

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Line:
    """One row of a two-line list.

    Attributes:
        record_id: what it is about.
        title, second: the two lines.
        mark: a badge or a muted word at the right.
        icon: name of an icon before the words.
        values: the row's values, for whoever opens it.
        tick: whether its tick box is ticked; None for a row without one.
    """

    record_id: str
    title: str
    second: str = ""
    mark: BadgeSpec | str = ""
    icon: str = ""
    values: dict[str, Any] | None = None
    tick: bool | None = None


class LineModel(QAbstractListModel):
    """A two-line list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def change_line(self, row: int, line: Line) -> None:
        """Show another line in a row; what is chosen stays chosen."""
        if self._lines[row] != line:
            self._lines[row] = line
            self.dataChanged.emit(self.index(row), self.index(row))

    def line(self, row: int) -> Line:
        """The line in a row."""
        return self._lines[row]

    def row_of(self, record_id: str) -> int:
        """The row a record stands in, or -1."""
        return next((n for n, each in enumerate(self._lines) if each.record_id == record_id), -1)

    def sentence(self, row: int) -> str:
        """What a row says, for who hears it."""
        return row_sentence(self.index(row))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_sentence(index)
        return {
            int(Qt.ItemDataRole.DisplayRole): line.title,
            SECOND_LINE: line.second,
            MARK: line.mark or None,
            RECORD: line.record_id,
            ICON: line.icon or None,
            TICK: line.tick,
            int(STRONG): True,
        }.get(int(role))


@dataclass(frozen=True)
class Cell:
    """One cell of a table: words, what it sorts by, and how it is toned."""

    words: str
    sort: Any = None
    icon: str = ""
    tone: str = ""
    strong: bool = False
    mark: BadgeSpec | None = None


@dataclass(frozen=True)
class Heading:
    """One column of a table."""

    words: str
    cell: Callable[[dict[str, Any]], Cell]
    number: bool = False


class TableModel(QAbstractTableModel):
    """A table of plain rows under headings."""

    def __init__(self, headings: Sequence[Heading], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = list(headings)
        self._rows: list[dict[str, Any]] = []
        self._cells: list[list[Cell]] = []

    def show_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = list(rows)
        self._cells = [[heading.cell(row) for heading in self._headings] for row in self._rows]
        self.endResetModel()

    def row(self, number: int) -> dict[str, Any]:
        """The values in a row."""
        return self._rows[number]

    def row_of(self, record_id: str) -> int:
        """The row a record stands in, or -1."""
        return next((n for n, row in enumerate(self._rows) if row.get("id") == record_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section].words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._align(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()].words}: {cell.words or 'nothing'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._align(index.column())
        return {
            int(Qt.ItemDataRole.DisplayRole): cell.words,
            RECORD: self._rows[index.row()].get("id"),
            ICON: cell.icon or None,
            TONE: cell.tone or None,
            STRONG: cell.strong or None,
            MARK: cell.mark,
            SORT: cell.sort if cell.sort is not None else cell.words.casefold(),
        }.get(int(role))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; empty cells stay last whichever way round."""
        if not 0 <= column < len(self._headings):
            return
        self.layoutAboutToBeChanged.emit()
        both = list(zip(self._rows, self._cells, strict=True))

        def key(pair: tuple[dict[str, Any], list[Cell]]) -> Any:
            cell = pair[1][column]
            return cell.sort if cell.sort is not None else cell.words.casefold()

        empty = [pair for pair in both if not pair[1][column].words]
        full = [pair for pair in both if pair[1][column].words]
        full.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        both = full + empty
        self._rows = [pair[0] for pair in both]
        self._cells = [pair[1] for pair in both]
        self.layoutChanged.emit()

    def _align(self, section: int) -> int:
        side = (
            Qt.AlignmentFlag.AlignRight
            if self._headings[section].number
            else Qt.AlignmentFlag.AlignLeft
        )
        return int(side | Qt.AlignmentFlag.AlignVCenter)
