"""Painting a story: every entry is laid out once for a width, kept, and only then painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.models.rows import Index
from hivedesk.desktop.theme import Theme, current_theme, look
from hivedesk.desktop.widgets.badge import BadgeSpec, badge_size, paint_badge
from hivedesk.store.queries.story_entries import Entry

from .runs import Block, Run, lay_out
from .story_rows import BADGES, ROW, StoryRow, aside_of, day_words, icon_of

# Logical pixels at 100 %, from the left edge of the pane.
DAY_RIGHT = 58  # the dates end here
DISC = 28  # the round sign
TEXT = 106  # the words begin here
SHORT = 360  # under this width the dates stand above the words
MOST_LINES = 7  # of a long note; the whole of it is one press away


@dataclass(frozen=True)
class _Laid:
    """An entry laid out for one width: blocks and badges with where they stand."""

    height: int
    blocks: tuple[tuple[Block, float, float], ...]
    badges: tuple[tuple[BadgeSpec, QRectF], ...]
    positive: QRectF | None


class StoryDelegate(QStyledItemDelegate):
    """Paints months, entries and the way to earlier ones."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._laid: dict[tuple[int, int], _Laid] = {}
        self._kept: list[StoryRow] = []
        self._marked: tuple[str, ...] = ()
        look().theme_changed.connect(self.forget)

    def mark(self, words: Sequence[str]) -> None:
        """Lay a tint behind these words."""
        self._marked = tuple(words)
        self.forget()

    def forget(self) -> None:
        """What was laid out no longer holds: other entries, colours or sizes."""
        self._laid.clear()
        self._kept.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        width = self._width(option)
        row: StoryRow = index.data(ROW)
        if row.entry is None:
            return QSize(width, theme.px("row.list_one_line" if row.earlier else "row.board_bar"))
        return QSize(width, self._lay(theme, row, row.entry, width, index).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row: StoryRow = index.data(ROW)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(rect, theme.colour("background"))
        if hovered and (row.entry or row.earlier):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("raised"))
            small = theme.px("radius.control")
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), small, small)
        if row.entry is None:
            self._paint_words(painter, theme, rect, row)
        else:
            self._paint_entry(painter, theme, rect, row, row.entry, index)
        self._paint_ring(painter, theme, option, index, rect)
        painter.restore()

    def _width(self, option: QStyleOptionViewItem) -> int:
        view = option.widget
        return view.viewport().width() if isinstance(view, QAbstractItemView) else 600

    def _paint_words(self, painter: QPainter, theme: Theme, rect: QRectF, row: StoryRow) -> None:
        role = "accent_text" if row.earlier else "text_muted"
        painter.setPen(theme.colour(role))
        painter.setFont(theme.font("body" if row.earlier else "small", "semibold"))
        left = theme.scaled(TEXT) if row.earlier and not _short(theme, rect) else 0
        inside = rect.adjusted(left, 0, 0, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, row.words)

    def _paint_entry(
        self,
        painter: QPainter,
        theme: Theme,
        rect: QRectF,
        row: StoryRow,
        entry: Entry,
        index: Index,
    ) -> None:
        laid = self._lay(theme, row, entry, int(rect.width()), index)
        if not _short(theme, rect):
            self._paint_day(painter, theme, rect, row, entry)
        painter.translate(rect.topLeft())
        if laid.positive is not None:
            painter.fillRect(laid.positive, theme.colour("positive_fill"))
            bar = QRectF(laid.positive)
            bar.setWidth(theme.px("line.selected_mark"))
            painter.fillRect(bar, theme.colour("positive"))
            side = theme.px("icon.inline")
            top = laid.positive.top() + theme.px("space.s") - 1
            leaf = QRectF(laid.positive.left() + theme.px("space.m"), top, side, side)
            paint_icon(painter, leaf, "leaf", "positive")
        for block, x, y in laid.blocks:
            block.paint(painter, x, y)
        for spec, box in laid.badges:
            paint_badge(painter, theme, box, spec)
        painter.translate(-rect.topLeft())

    def _paint_day(
        self, painter: QPainter, theme: Theme, rect: QRectF, row: StoryRow, entry: Entry
    ) -> None:
        disc = theme.scaled(DISC)
        centre = QPointF(
            rect.left() + theme.scaled((DAY_RIGHT + TEXT) / 2), rect.top() + disc / 2 + 4
        )
        painter.setPen(QPen(theme.colour("border"), 1))
        if not row.last:
            painter.drawLine(QLineF(centre, QPointF(centre.x(), rect.bottom() + 5)))
        painter.setPen(QPen(theme.colour("border_control"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(centre, disc / 2, disc / 2)
        sign = QRectF(centre.x() - disc / 2, centre.y() - disc / 2, disc, disc)
        paint_icon(painter, sign, icon_of(entry), "text")
        day, name = day_words(entry.day)
        line = theme.line_height("body")
        box = QRectF(rect.left(), rect.top() + theme.px("space.s"), theme.scaled(DAY_RIGHT), line)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("body", "semibold", tabular=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(box, right, day)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_muted"))
        painter.drawText(box.translated(0, line), right, name)

    def _paint_ring(
        self,
        painter: QPainter,
        theme: Theme,
        option: QStyleOptionViewItem,
        index: Index,
        rect: QRectF,
    ) -> None:
        view = option.widget
        if not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return
        if view.currentIndex() != index:
            return
        width = theme.px("line.focus")
        painter.setPen(QPen(theme.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, theme.px("radius.small"), theme.px("radius.small"))

    def _lay(self, theme: Theme, row: StoryRow, entry: Entry, width: int, index: Index) -> _Laid:
        key = (id(row), width)
        if key not in self._laid:
            self._kept.append(row)  # an id stands for its row only while the row lives
            self._laid[key] = _lay_entry(theme, entry, index.data(BADGES), width, self._marked)
        return self._laid[key]


def _short(theme: Theme, rect: QRectF) -> bool:
    return rect.width() < theme.scaled(SHORT)


def _lay_entry(
    theme: Theme, entry: Entry, specs: Sequence[BadgeSpec], width: int, marked: Sequence[str]
) -> _Laid:
    short = width < theme.scaled(SHORT)
    left = theme.px("space.xs") if short else theme.scaled(TEXT)
    room = width - left - theme.px("space.s")
    y = float(theme.px("space.s"))
    blocks: list[tuple[Block, float, float]] = []
    title = [Run(entry.title, strong=True)]
    if short:
        day, name = day_words(entry.day)
        title.insert(0, Run(f"{name} {day}   ", "text_muted"))
    if aside := aside_of(entry):
        title.append(Run(f"   {aside}", "text_muted"))
    most = 0 if marked else MOST_LINES
    for runs, limit in (
        (title, 0),
        ([Run(entry.text.strip())] if entry.text.strip() else [], most),
    ):
        if runs:
            block = lay_out(theme, runs, room, most_lines=limit, marked=marked)
            blocks.append((block, left, y))
            y += block.height
    if entry.agreed.strip():
        runs = [Run("Agreed: ", strong=True), Run(entry.agreed.strip())]
        block = lay_out(theme, runs, room, most_lines=most, marked=marked)
        blocks.append((block, left, y))
        y += block.height
    positive = None
    if entry.positive.strip():
        y += theme.px("space.xs") + theme.px("space.xxs")
        inset = theme.px("space.m") + theme.px("icon.inline") + theme.px("space.s")
        runs = [Run("Something positive: ", strong=True), Run(entry.positive.strip())]
        pad = theme.px("space.s") - theme.px("space.xxs") / 2
        block = lay_out(
            theme, runs, room - inset - theme.px("space.m"), most_lines=most, marked=marked
        )
        positive = QRectF(left, y, room, block.height + 2 * pad)
        blocks.append((block, left + inset, y + pad))
        y += positive.height()
    badges: list[tuple[BadgeSpec, QRectF]] = []
    if specs:
        y += theme.px("space.s")
        y = _place_badges(theme, specs, left, room, y, badges)
    least = theme.scaled(DISC) + theme.px("space.s") + theme.px("space.xs")
    if not short:
        least = theme.px("space.s") + theme.line_height("body") + theme.line_height("small") + 4
    height = max(y + theme.px("space.s"), least)
    return _Laid(int(height), tuple(blocks), tuple(badges), positive)


def _place_badges(
    theme: Theme,
    specs: Sequence[BadgeSpec],
    left: float,
    room: float,
    top: float,
    badges: list[tuple[BadgeSpec, QRectF]],
) -> float:
    """Let badges flow over lines; gives where the last line ends."""
    gap = theme.px("space.s")
    x, y, high = left, top, 0
    metrics = QFontMetrics(theme.font("small", "medium"))
    for whole in specs:
        spec = whole
        size = badge_size(theme, spec)
        if size.width() > room:
            over = size.width() - room
            fits = metrics.horizontalAdvance(spec.word) - over
            word = metrics.elidedText(spec.word, Qt.TextElideMode.ElideRight, int(fits))
            spec = BadgeSpec(word, spec.role, spec.icon)
            size = badge_size(theme, spec)
        if x > left and x + size.width() > left + room:
            x, y = left, y + high + gap
        badges.append((spec, QRectF(x, y, size.width(), size.height())))
        x += size.width() + gap
        high = size.height()
    return y + high
