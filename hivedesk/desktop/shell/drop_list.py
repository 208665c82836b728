"""A list that opens under a button, as a child of the window: it locks and clears with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme, current_theme
from hivedesk.desktop.widgets.table import ICON, RECORD, Index, dress_list

CURRENT = Qt.ItemDataRole.UserRole + 20  # bool: where we are now
NARROWEST = 200  # at 100 %, in pixels


@dataclass(frozen=True)
class Row:
    """One line of the list: what is told when it is chosen, its words, its icon."""

    key: str
    word: str
    icon: str = ""


class DropList(QFrame):
    """Opens under `opener`, takes the keyboard, and gives it back when it closes.

    Enter or a click chooses, Esc and Tab close, so does a press anywhere else.
    """

    chosen = Signal(str)

    def __init__(self, opener: QWidget, name: str, current_word: str = "current") -> None:
        """`current_word` is spoken after the row that is current: "current page"."""
        super().__init__(opener.window())
        self.setObjectName("dropdown")
        self._opener = opener
        self._model = _Rows(current_word)
        box = QVBoxLayout(self)
        pad = current_theme().px("space.xs")
        box.setContentsMargins(0, pad, 0, pad)
        self.view = QListView()
        dress_list(self.view, name)
        self.view.setItemDelegate(_RowDelegate(self.view))
        self.view.setModel(self._model)
        self.view.clicked.connect(self._choose)
        self.view.installEventFilter(self)
        box.addWidget(self.view)
        self.hide()

    def set_rows(self, rows: Sequence[Row], current: str) -> None:
        """What is on offer, and the key of what is current."""
        self._model.show(list(rows), current)

    def toggle(self) -> None:
        """Open it, or close it where it is open."""
        self.close_list() if self.isVisible() else self.open()

    def open(self) -> None:
        """Show it under its opener, with the keyboard on the current row."""
        window = self._opener.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self.view.setCurrentIndex(self._model.index(self._model.current_row()))
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._focus_moved)

    def close_list(self, *, give_back: bool = True) -> None:
        """Hide it; with `give_back`, the keyboard returns to the opener."""
        if self.isHidden():
            return
        cast(QApplication, QApplication.instance()).focusChanged.disconnect(self._focus_moved)
        self.window().removeEventFilter(self)
        self.hide()
        if give_back:
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event.key())
        if watched is not self.view and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.view.currentIndex())
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close_list()
        else:
            return False
        return True

    def _choose(self, index: Index) -> None:
        self.close_list()
        if index.isValid():
            self.chosen.emit(index.data(RECORD))

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        # None: another program has the keyboard. The opener closes the list by its own press.
        if new not in (None, self.view, self._opener):
            self.close_list(give_back=False)

    def _place(self) -> None:
        theme, window = current_theme(), self._opener.window()
        gap = theme.px("space.xs")
        self.ensurePolished()  # its border counts
        under = below_bar(self._opener, window)
        font = QFontMetrics(theme.font("body", "semibold"))
        widest = max((font.horizontalAdvance(word) for word in self._model.words()), default=0)
        width = max(theme.scaled(NARROWEST), widest + theme.scaled(88), self._opener.width())
        width = min(width, window.width() - 2 * gap)
        rows = self._model.rowCount() * theme.px("row.list_one_line")
        height = min(rows + edges(self), window.height() - under.y() - gap)
        left = max(gap, min(under.x(), window.width() - width - 2 * gap))
        self.setGeometry(left, under.y(), width, height)


class _Rows(QAbstractListModel):
    def __init__(self, current_word: str) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._current, self._current_word = "", current_word

    def show(self, rows: list[Row], current: str) -> None:
        self.beginResetModel()
        self._rows, self._current = rows, current
        self.endResetModel()

    def words(self) -> list[str]:
        return [row.word for row in self._rows]

    def current_row(self) -> int:
        return next((at for at, row in enumerate(self._rows) if row.key == self._current), 0)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        current = row.key == self._current
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.word}, {self._current_word}" if current else row.word
        answers = {
            int(Qt.ItemDataRole.DisplayRole): row.word,
            ICON: row.icon,
            RECORD: row.key,
            CURRENT: current,
        }
        return answers.get(role)


class _RowDelegate(QStyledItemDelegate):
    """One line: icon, word, and a tick at the current one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.scaled(NARROWEST), theme.px("row.list_one_line"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = paint_ground(painter, theme, option)
        current = bool(index.data(CURRENT))
        ink = "accent_text" if current else "text_muted"
        if name := index.data(ICON):
            paint_icon(painter, take_left(theme, room, "icon.inline"), name, ink)
        if current:
            paint_icon(painter, take_right(theme, room, "icon.inline"), "check", ink)
        draw_line(painter, theme, room, str(index.data()), "semibold" if current else "")
        painter.restore()


def below_bar(opener: QWidget, window: QWidget) -> QPoint:
    """Where a list opens: at the left of `opener`, just under the bar that it stands in."""
    bar = opener.parentWidget() or opener
    gap = current_theme().px("space.xs")
    left = opener.mapTo(window, QPoint(0, 0)).x()
    return QPoint(left, bar.mapTo(window, QPoint(0, bar.height() + gap)).y())


def edges(frame: QFrame) -> int:
    """How much of the height of a list's frame is not list."""
    layout = frame.layout()
    inside = layout.contentsMargins() if layout is not None else frame.contentsMargins()
    border = frame.contentsMargins()
    return inside.top() + inside.bottom() + border.top() + border.bottom()


def paint_ground(painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> QRect:
    """Tint the chosen row and the one under the mouse; gives the room for what it says."""
    state, pad = option.state, theme.px("space.xs")
    box = QRect(option.rect).adjusted(pad, 0, -pad, 0)
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen or state & QStyle.StateFlag.State_MouseOver:
        # The edge says what the tint says, where colours are few or not seen.
        edge = theme.colour("accent_edge") if chosen else theme.colour("hover")
        painter.setPen(QPen(edge, theme.px("line.border")))
        painter.setBrush(theme.colour("selected" if chosen else "hover"))
        radius = theme.px("radius.control")
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    return box.adjusted(theme.px("space.m"), 0, -theme.px("space.m"), 0)


def take_left(theme: Theme, room: QRect, size: str) -> QRectF:
    """Cut the room for an icon off the left of `room`."""
    side = theme.px(size)
    box = QRectF(room.left(), room.top(), side, room.height())
    room.setLeft(room.left() + side + theme.px("space.m"))
    return box


def take_right(theme: Theme, room: QRect, size: str) -> QRectF:
    """Cut the room for an icon off the right of `room`."""
    side = theme.px(size)
    box = QRectF(room.right() - side, room.top(), side, room.height())
    room.setRight(room.right() - side - theme.px("space.s"))
    return box


def draw_line(
    painter: QPainter,
    theme: Theme,
    room: QRect,
    text: str,
    weight: str = "",
    *,
    small: bool = False,
) -> None:
    """One line of words in the middle of `room`, ending in "…" where it must."""
    painter.setFont(theme.font("small" if small else "body", weight))
    painter.setPen(theme.colour("text_muted" if small else "text"))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
