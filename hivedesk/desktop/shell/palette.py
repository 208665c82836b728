"""What the search box found, and what can be done: a list under the box, inside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QObject,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.shell.drop_list import (
    below_bar,
    draw_line,
    edges,
    paint_ground,
    take_left,
)
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.table import ICON, MARK, RECORD, SECOND_LINE, Index, dress_list
from hivedesk.desktop.widgets.toast import announce

COMMAND = "command"
COMMANDS_HEADING = "Go to or do"
# At 100 %, in pixels.
WIDTH, HEIGHT, HEADING = 560, 600, 30
SHAPE = Qt.ItemDataRole.UserRole + 21  # "heading", "nothing", "two" or "one" (lines)
# A count after every letter would talk over the letters.
SAY_AFTER_MS = 500
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -6,
    Qt.Key.Key_PageDown: 6,
}


@dataclass(frozen=True)
class Result:
    """A record that was found, or (with kind "command") something to do.

    `record_id` is the record's id or the command's. `word` stands at the right: the kind for
    people ("Family"), or a command's shortcut. Results of one `group` stand together under its
    name ("Families"); where none is given that is the kind, or "Go to or do" for commands.
    """

    kind: str
    record_id: str
    title: str
    second: str = ""
    icon: str = ""
    word: str = ""
    group: str = ""

    @property
    def heading(self) -> str:
        return self.group or (COMMANDS_HEADING if self.kind == COMMAND else self.word)


class Palette(QFrame):
    """Opens under `line` while the keyboard stays in `line`: Up, Down, Enter and Esc work there.

    `dismissed` is emitted when it should be put away (Esc, or something was chosen, which is told
    before), and when the keyboard leaves the box. `record_chosen(kind, id)`, `command_chosen(id)`.
    """

    record_chosen = Signal(str, str)
    command_chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, host: QWidget, line: QLineEdit) -> None:
        super().__init__(host)
        self.setObjectName("dropdown")
        self._host, self._line = host, line
        self._model = _Results()
        self._count = ""
        self._behind = self._entered = False
        pad = current_theme().px("space.xs")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, pad, 0, pad)
        self.view = QListView()
        dress_list(self.view, "Found")
        self.view.setItemDelegate(_ResultDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setModel(self._model)
        self.view.clicked.connect(self._choose)
        box.addWidget(self.view)
        self._speak = QTimer(self)
        self._speak.setSingleShot(True)
        self._speak.setInterval(SAY_AFTER_MS)
        self._speak.timeout.connect(lambda: announce(self, self._count))
        line.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()

    def expect_results(self) -> None:
        """What is shown answers an older query: Enter waits for what is being looked for now."""
        self._behind, self._entered = True, False

    def show_results(self, results: Sequence[Result], query: str = "") -> None:
        """Show these, group by group, in the order given; `query` is repeated where there are none.

        Opens the list, unless the keyboard has left the search box meanwhile: an answer that
        comes late must not cover the page.
        """
        found = sum(1 for result in results if result.kind != COMMAND)
        nothing = f"Nothing found for “{query}”" if query else "Nothing to show"
        self._model.show(results, nothing)
        if query:
            self._count = f"{found} found" if results else nothing
            self.setAccessibleDescription(self._count)
            self._speak.start()
        self._go(self._model.next_result(-1, 1))
        self.view.scrollToTop()
        entered = self._entered
        self._behind = self._entered = False
        if not self._line.hasFocus():
            return
        self._open()
        if entered:
            self._choose(self.view.currentIndex())

    def current(self) -> Result | None:
        """What Enter would choose."""
        return self._model.result(self.view.currentIndex().row())

    def count_words(self) -> str:
        """What was last announced: "5 found"."""
        return self._count

    def close_list(self) -> None:
        """Put it away, and forget what it showed: results are about people."""
        self._speak.stop()
        self._count = ""
        self._behind = self._entered = False
        self.setAccessibleDescription("")
        self.hide()
        self._model.show((), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line:
            if isinstance(event, QKeyEvent):
                return self._key_in_line(event)
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                self._focus_left(event.reason())
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _key_in_line(self, event: QKeyEvent) -> bool:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ours = plain and (
            key in _STEPS or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        )
        if not ours or (key != Qt.Key.Key_Escape and not self.isVisible()):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Esc here is ours, not a sheet's or the window's
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._press(key)
        return True

    def _press(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.close_list()
            self.dismissed.emit()
        elif key in _STEPS:
            step = _STEPS[Qt.Key(key)]
            self._go(self._model.next_result(self.view.currentIndex().row(), step))
            announce(self, self._model.sentence(self.view.currentIndex().row()))
        elif self._behind:
            self._entered = True
        else:
            self._choose(self.view.currentIndex())

    def _choose(self, index: Index) -> None:
        result = self._model.result(index.row())
        if result is None:
            return
        self.close_list()
        self.dismissed.emit()
        if result.kind == COMMAND:
            self.command_chosen.emit(result.record_id)
        else:
            self.record_chosen.emit(result.kind, result.record_id)

    def _focus_left(self, reason: Qt.FocusReason) -> None:
        passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if reason not in passing and self.isVisible():
            self.close_list()
            self.dismissed.emit()

    def _go(self, row: int) -> None:
        index = self._model.index(row)
        self.view.setCurrentIndex(index)
        if row == self._model.next_result(-1, 1):
            self.view.scrollToTop()  # with the heading above the first result

    def _open(self) -> None:
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        theme, host, box = current_theme(), self._host, self._line
        self.ensurePolished()  # its border counts
        gap = theme.px("space.xs")
        under = below_bar(box, host)
        width = min(max(theme.scaled(WIDTH), box.width()), host.width() - 2 * gap)
        left = max(gap, min(under.x(), host.width() - width - gap))
        below = host.height() - under.y() - theme.px("space.s")
        height = min(self._model.height() + edges(self), theme.scaled(HEIGHT), below)
        self.setGeometry(left, under.y(), width, height)


class _Results(QAbstractListModel):
    """Headings (strings) and results in one column. Headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Result | str] = []
        self._nothing = ""

    def show(self, results: Sequence[Result], nothing: str) -> None:
        groups: dict[str, list[Result]] = {}
        for result in results:
            groups.setdefault(result.heading, []).append(result)
        rows: list[Result | str] = []
        for heading, members in groups.items():
            rows += [heading, *members]
        self.beginResetModel()
        self._rows = rows or ([nothing] if nothing else [])
        self._nothing = "" if rows else nothing
        self.endResetModel()

    def result(self, row: int) -> Result | None:
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Result) else None

    def next_result(self, row: int, step: int) -> int:
        """The result `step` results away from `row`; -1 where there is none.

        A single step goes round at the ends, a longer one stops there.
        """
        places = [at for at, each in enumerate(self._rows) if isinstance(each, Result)]
        if not places:
            return -1
        at = places.index(row) if row in places else -1
        if abs(step) == 1:
            return places[(at + step) % len(places)]
        return places[max(0, min(len(places) - 1, at + step))]

    def height(self) -> int:
        return sum(row_height(self.data(self.index(row), SHAPE)) for row in range(len(self._rows)))

    def sentence(self, row: int) -> str:
        result = self.result(row)
        if result is None:
            return ""
        return ", ".join(part for part in (result.title, result.second, result.word) if part)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Qt asks about no row at all when the list is emptied under the mouse.
        if self.result(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            answers: dict[int, Any] = {
                int(Qt.ItemDataRole.DisplayRole): row,
                SHAPE: "nothing" if row == self._nothing else "heading",
            }
            return answers.get(role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.sentence(index.row())
        answers = {
            int(Qt.ItemDataRole.DisplayRole): row.title,
            SECOND_LINE: row.second or None,
            ICON: row.icon,
            MARK: "" if row.word == row.heading else row.word,
            RECORD: row.record_id,
            SHAPE: "two" if row.second else "one",
        }
        return answers.get(role)


def row_height(shape: str) -> int:
    """How high a row of this shape is, in logical pixels."""
    theme = current_theme()
    if shape == "heading":
        return theme.scaled(HEADING)
    return theme.px("row.list_two_lines" if shape in ("two", "nothing") else "row.list_one_line")


class _ResultDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current_theme().scaled(160), row_height(index.data(SHAPE)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(SHAPE) in ("heading", "nothing"):
            self._paint_words(painter, option, index)
        else:
            self._paint_result(painter, option, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        side = theme.px("space.l")
        heading = index.data(SHAPE) == "heading"
        lower = theme.px("space.xs") if heading else 0
        room = QRect(option.rect).adjusted(side, lower, -side, 0)
        draw_line(painter, theme, room, str(index.data()), "medium", small=heading)

    def _paint_result(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        room = paint_ground(painter, theme, option)
        if name := index.data(ICON):
            paint_icon(painter, take_left(theme, room, "icon.inline"), name, "text_muted")
        if word := index.data(MARK):
            width = QFontMetrics(theme.font("small")).horizontalAdvance(word)
            right = QRect(room.right() - width, room.top(), width + 1, room.height())
            draw_line(painter, theme, right, word, small=True)
            room.setRight(right.left() - theme.px("space.m"))
        second = index.data(SECOND_LINE)
        if not second:
            draw_line(painter, theme, room, str(index.data()), "medium")
            return
        high, below = theme.line_height("body"), theme.line_height("small")
        top = room.top() + (room.height() - high - below) // 2
        title = QRect(room.left(), top, room.width(), high)
        draw_line(painter, theme, title, str(index.data()), "semibold")
        under = QRect(room.left(), top + high, room.width(), below)
        draw_line(painter, theme, under, str(second), small=True)
