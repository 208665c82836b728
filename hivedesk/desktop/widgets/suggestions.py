"""The list that comes out below a line in which something is being looked for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hivedesk.desktop.theme import current_theme

QT_ALLOWS = 6
"""Pixels that Qt adds to the height of the rows, whatever frame stands round them."""


class Suggestions(QListView):
    """Give it to a completer, and show it by `come_out`.

    It is as wide as its longest row, up to the window's edge; there a row ends in dots.
    """

    def __init__(self, completer: QCompleter) -> None:
        super().__init__()
        self.setObjectName("popup")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = completer
        completer.setPopup(self)
        self.setItemDelegate(_Row(self))

    def come_out(self, box: QWidget) -> None:
        """Show what was found, below `box`: the line that is typed in, or what it stands in."""
        theme, model = current_theme(), self._completer.completionModel()
        # A scroll bar may take its share.
        sides = 2 * (theme.px("space.s") + theme.px("space.xs") + theme.px("line.border"))
        words = [str(model.index(row, 0).data() or "") for row in range(model.rowCount())]
        longest = max((self.fontMetrics().horizontalAdvance(each) for each in words), default=0)
        room = (
            box.window().width() - box.mapTo(box.window(), QPoint(0, 0)).x() - theme.px("space.s")
        )
        # Not by the box that is given to Qt: a line with a completer of its own gives another.
        self.setMinimumWidth(min(longest + sides + theme.px("space.l"), room))
        line = self._completer.widget()
        self._completer.complete(box.rect().translated(line.mapFrom(box, QPoint(0, 0))))

    def sizeHintForRow(self, row: int) -> int:
        # Qt makes the list as high as its rows alone, and the frame would cut the last one.
        theme = current_theme()
        frame = 2 * (theme.px("space.xs") + theme.px("line.border")) - QT_ALLOWS
        rows = min(self._completer.completionCount(), self._completer.maxVisibleItems())
        return super().sizeHintForRow(row) + -(-max(frame, 0) // max(rows, 1))


class _Row(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        # No wider than the list: what is longer ends in dots.
        return QSize(0, super().sizeHint(option, index).height())
