"""A layout that fills a line and goes on in the next one, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from hivedesk.desktop.theme import current_theme


class FlowLayout(QLayout):
    """Lays its widgets out at their own size, wrapping at the right edge."""

    def __init__(
        self, parent: QWidget | None = None, gap: str = "space.s", *, lines_touch: bool = False
    ) -> None:
        """With `lines_touch` there is no gap between lines, only within them."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._lines_touch = gap, lines_touch
        self.setContentsMargins(0, 0, 0, 0)

    def set_gap(self, gap: str) -> None:
        """Another gap between things, by its token."""
        self._gap = gap
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        edges = self.contentsMargins()
        inside = width - edges.left() - edges.right()
        return self._place(QRect(0, 0, inside, 0), move=False) + edges.top() + edges.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        gaps = max(0, len(shown) - 1) * self._step()
        return QSize(
            sum(hint.width() for hint in shown) + gaps,
            max((hint.height() for hint in shown), default=0),
        ).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((hint.width() for hint in shown), default=0),
            max((hint.height() for hint in shown), default=0),
        ).grownBy(self.contentsMargins())

    def _step(self) -> int:
        return current_theme().px(self._gap) if self._gap else 0

    def _place(self, rect: QRect, move: bool) -> int:
        """Walk the items; with `move`, put them there. Gives the height needed."""
        step = self._step()
        below = 0 if self._lines_touch else step
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 16777215))
            if line and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + below, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + step
            line = max(line, hint.height())
        return y + line - rect.y()


class EvenLayout(FlowLayout):
    """Columns of buttons or boxes: as many as fit, `most` at most, each as wide as its widest."""

    def __init__(
        self,
        parent: QWidget | None = None,
        most: int = 3,
        gap: str = "space.xs",
        *,
        fill: bool = True,
    ) -> None:
        """With `fill`, what is in a column is made as wide as the column."""
        super().__init__(parent, gap)
        self._most, self._fill = most, fill

    def _place(self, rect: QRect, move: bool) -> int:
        shown = [item for item in self._items if not item.isEmpty()]
        if not shown:
            return 0
        widths = self._widths(shown, rect.width())
        y = rect.y()
        for start in range(0, len(shown), len(widths)):
            row = shown[start : start + len(widths)]
            high = max(item.sizeHint().height() for item in row)
            x = rect.x()
            for item, width in zip(row, widths, strict=False):
                if move:
                    wide = width if self._fill else min(width, item.sizeHint().width())
                    item.setGeometry(QRect(x, y, wide, high))
                x += width + self._step()
            y += high + self._step()
        return y - self._step() - rect.y()

    def _widths(self, shown: list[QLayoutItem], room: int) -> list[int]:
        """How wide each column is; what is left over is shared out."""
        for count in range(min(self._most, len(shown)), 1, -1):
            widths = [
                max(item.sizeHint().width() for item in shown[place::count])
                for place in range(count)
            ]
            spare = room - sum(widths) - (count - 1) * self._step()
            if spare >= 0:
                return [width + spare // count for width in widths]
        return [max(room, 1)]
