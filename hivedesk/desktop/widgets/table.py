"""Lists of two-line rows, and tables: views over models, painted, with nothing inside the rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme, current_theme
from hivedesk.desktop.widgets.badge import BadgeSpec, badge_size, paint_badge
from hivedesk.desktop.widgets.tick import paint_tick_box

Index = QModelIndex | QPersistentModelIndex

# What a model answers beside DisplayRole (the title, or the cell's words).
SECOND_LINE = Qt.ItemDataRole.UserRole + 1  # str: the muted second line
MARK = Qt.ItemDataRole.UserRole + 2  # BadgeSpec, or str for a muted word, at the right
RECORD = Qt.ItemDataRole.UserRole + 3  # what the row is about (an id)
ICON = Qt.ItemDataRole.UserRole + 4  # str: an icon's name, before the words
TONE = Qt.ItemDataRole.UserRole + 5  # str: the colour role of a cell's words and icon
STRONG = Qt.ItemDataRole.UserRole + 6  # bool: semibold words
SORT = Qt.ItemDataRole.UserRole + 7  # what a proxy sorts by
TICK = Qt.ItemDataRole.UserRole + 8  # bool: a tick box before the words, and whether it is ticked


class _Painted(QStyledItemDelegate):
    """What both delegates share: the row's ground, its rule, and the keyboard's ring."""

    def _paint_ground(
        self, painter: QPainter, theme: Theme, option: QStyleOptionViewItem, whole_row: bool
    ) -> None:
        rect: QRect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = "selected" if selected else "surface"
        if not selected and state & QStyle.StateFlag.State_MouseOver:
            ground = "hover"
        painter.fillRect(rect, theme.colour(ground))
        line = theme.px("line.border")
        painter.fillRect(
            QRect(rect.left(), rect.bottom() - line + 1, rect.width(), line),
            theme.colour("border"),
        )
        if selected and whole_row:
            mark = QRect(rect.left(), rect.top(), theme.px("line.selected_mark"), rect.height())
            painter.fillRect(mark, theme.colour("accent_edge"))

    def _paint_ring(
        self, painter: QPainter, theme: Theme, option: QStyleOptionViewItem, index: Index
    ) -> None:
        view: QWidget = option.widget
        if not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return
        if view.currentIndex() != index:
            return
        width = theme.px("line.focus")
        painter.setPen(QPen(theme.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(option.rect).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, theme.px("radius.small"), theme.px("radius.small"))


class TwoLineDelegate(_Painted):
    """Rows 52 high: title, a quiet second line, and a badge or word at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        two = index.data(SECOND_LINE) is not None
        return QSize(
            theme.scaled(160), theme.px("row.list_two_lines" if two else "row.list_one_line")
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme, option, whole_row=True)
        room = self._room(theme, option.rect, index)
        left = option.rect.left() + theme.px("space.l")
        if (ticked := index.data(TICK)) is not None:
            paint_tick_box(painter, theme, left, room, ticked=ticked)
        elif name := index.data(ICON):
            side = theme.px("icon.inline")
            box = QRectF(left, room.top(), side, room.height())
            paint_icon(painter, box, name, index.data(TONE) or "text_muted")
        title, below, beside = self._lines(theme, room, index)
        if mark := index.data(MARK):
            # Away from the line it does not belong to: the badge is higher than its own.
            apart = theme.scaled(2) if below.height() and isinstance(mark, BadgeSpec) else 0
            lift = apart if beside.top() == below.top() else -apart
            self._paint_mark(painter, theme, beside.translated(0, lift), mark)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("body", "semibold"))
        _draw(painter, title, index.data() or "")
        if index.data(SECOND_LINE):
            painter.setPen(theme.colour("text_muted"))
            painter.setFont(theme.font("small"))
            _draw(painter, below, str(index.data(SECOND_LINE)))
        self._paint_ring(painter, theme, option, index)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        theme = current_theme()
        title, below, _ = self._lines(theme, self._room(theme, option.rect, index), index)
        first, second = _widths(theme, index)
        cut = first > title.width() or second > below.width()
        return _tell(event, view, row_sentence(index) if cut else "")

    def _room(self, theme: Theme, rect: QRect, index: Index) -> QRect:
        """Where the words and the mark stand."""
        side = theme.px("space.l")
        icon = 0
        if index.data(TICK) is not None:
            icon = theme.px("control.checkbox") + theme.px("space.m")
        elif index.data(ICON):
            icon = theme.px("icon.inline") + theme.px("space.m")
        return rect.adjusted(side + icon, 0, -side + theme.px("space.xxs"), -1)

    def _lines(self, theme: Theme, room: QRect, index: Index) -> tuple[QRect, QRect, QRect]:
        """Where the title, the second line and the mark stand.

        The mark stands beside one line only, so that the other has the whole width: beside
        the title, or beside the second line where the title would be cut.
        """
        second = index.data(SECOND_LINE)
        high, low = theme.line_height("body"), theme.line_height("small") if second else 0
        top = room.top() + (room.height() - high - low) // 2
        title = QRect(room.left(), top, room.width(), high)
        below = QRect(room.left(), top + high, room.width(), low)
        taken = _mark_width(theme, index.data(MARK))
        under = second and _widths(theme, index)[0] > room.width() - taken
        beside = QRect(below if under else title)
        (below if under else title).setWidth(room.width() - taken)
        return title, below, beside

    def _paint_mark(self, painter: QPainter, theme: Theme, line: QRect, mark: Any) -> None:
        """Paint the badge or word at the right end of a line."""
        if isinstance(mark, BadgeSpec):
            size = badge_size(theme, mark)
            top = line.top() + (line.height() - size.height()) // 2
            left = line.right() - size.width()
            paint_badge(painter, theme, QRectF(left, top, size.width(), size.height()), mark)
        else:
            painter.setPen(theme.colour("text_muted"))
            painter.setFont(theme.font("small"))
            painter.drawText(
                line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(mark)
            )


class CellDelegate(_Painted):
    """Cells of a table: words with perhaps an icon, elided at the end, numbers at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        metrics = QFontMetrics(self._font(theme, index))
        width = metrics.horizontalAdvance(_text(index)) + 2 * theme.px("space.m") + 2
        if index.data(ICON):
            width += theme.px("icon.inline") + theme.px("space.xs")
        return QSize(width, theme.px("row.table"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme, option, whole_row=index.column() == 0)
        mark = index.data(MARK)
        pad = theme.px("space.m")
        room = option.rect.adjusted(pad, 0, -pad, -1)
        tone = index.data(TONE) or "text"
        if name := index.data(ICON):
            side = theme.px("icon.inline")
            paint_icon(painter, QRectF(room.left(), room.top(), side, room.height()), name, tone)
            room.setLeft(room.left() + side + theme.px("space.xs") + 2)
        if isinstance(mark, BadgeSpec):
            size = badge_size(theme, mark)
            top = room.top() + (room.height() - size.height()) // 2
            box = QRectF(room.left(), top, min(size.width(), room.width()), size.height())
            paint_badge(painter, theme, box, mark)
        else:
            painter.setFont(self._font(theme, index))
            painter.setPen(theme.colour(tone))
            side = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
            _draw(painter, room, _text(index), Qt.AlignmentFlag(int(side)))
        self._paint_ring(painter, theme, option, index)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        cut = self.sizeHint(option, index).width() > option.rect.width() + 2
        return _tell(event, view, _text(index) if cut else "")

    def _font(self, theme: Theme, index: Index) -> Any:
        return theme.font("body", "semibold" if index.data(STRONG) else "", tabular=True)


def dress_list(view: QListView, name: str) -> None:
    """Set a list view up the house's way; `name` is what it is called when spoken."""
    view.setAccessibleName(name)
    view.setProperty("ring", "inside")  # a list fills its pane to the edge
    # Its scroll bar alone would ask for more, and a low window has no height to spare.
    view.setMinimumHeight(current_theme().px("row.list_two_lines"))
    view.setItemDelegate(TwoLineDelegate(view))
    view.setMouseTracking(True)
    view.setUniformItemSizes(False)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)


def dress_table(
    view: QTableView,
    name: str,
    *,
    stretch: int = 0,
    sortable: bool = True,
    dense: bool = False,
) -> None:
    """Set a table view up the house's way. Call it after the model is set.

    Columns are as wide as their words; the column `stretch` takes what is left over. Give the
    headers of number columns the alignment of their cells (TextAlignmentRole).
    """
    theme = current_theme()
    view.setAccessibleName(name)
    view.setItemDelegate(CellDelegate(view))
    view.setMouseTracking(True)
    view.setShowGrid(False)
    view.setAlternatingRowColors(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(
        theme.px("row.table_dense" if dense else "row.table")
    )
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setFixedHeight(theme.px("row.table_header"))
    head.setMinimumSectionSize(theme.scaled(64))
    head.setResizeContentsPrecision(60)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    # Without a column to sort by, the model's own order stands until somebody asks for another.
    head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(sortable)


def row_sentence(index: Index) -> str:
    """What a two-line row says in one sentence: for its AccessibleTextRole and its tooltip."""
    mark, ticked = index.data(MARK), index.data(TICK)
    parts = [index.data(), index.data(SECOND_LINE)]
    if ticked is not None:
        parts.append("ticked" if ticked else "not ticked")
    parts.append(mark.word if isinstance(mark, BadgeSpec) else mark)
    return ", ".join(str(part) for part in parts if part)


def _text(index: Index) -> str:
    shown = index.data()
    return "" if shown is None else str(shown)


def _widths(theme: Theme, index: Index) -> tuple[int, int]:
    """How wide the title and the second line are when nothing is cut."""
    title = QFontMetrics(theme.font("body", "semibold")).horizontalAdvance(index.data() or "")
    second = str(index.data(SECOND_LINE) or "")
    return title, QFontMetrics(theme.font("small")).horizontalAdvance(second)


def _mark_width(theme: Theme, mark: Any) -> int:
    if not mark:
        return 0
    gap = theme.px("space.s")
    if isinstance(mark, BadgeSpec):
        return badge_size(theme, mark).width() + gap
    return QFontMetrics(theme.font("small")).horizontalAdvance(str(mark)) + gap


def _draw(
    painter: QPainter,
    rect: QRect,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    sideways = align & Qt.AlignmentFlag.AlignHorizontal_Mask
    painter.drawText(rect, sideways | Qt.AlignmentFlag.AlignVCenter, shown)


def _tell(event: QHelpEvent, view: QWidget, text: str) -> bool:
    if text:
        QToolTip.showText(event.globalPos(), text, view)
    else:
        QToolTip.hideText()
    return True
