"""The canvas: scrolling, zoom, and what the eyes get; hands are in `hands.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from hivedesk.desktop.theme import current_theme, look
from hivedesk.desktop.widgets.stays import stay_shape

from .brush import Brush, Marks
from .carry import Carry
from .geometry import NARROW_DAYS, ZOOMS, Geometry, Rows, Zoom
from .model import Bar, Model
from .paint import paint_board
from .words import bar_words, cell_words, nights_words

NARROW = 800  # logical pixels at 100 %
YEARS_BACK, YEARS_AHEAD = 12, 4


class Cell(NamedTuple):
    """The focus: a row, a bed and a night (as an ordinal)."""

    row: int
    lane: int
    day: int


class Canvas(QAbstractScrollArea):
    """Rooms by days.

    Signals:
        window_changed(): other days are seen.
    """

    window_changed = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "none")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Room board")
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.model: Model | None = None
        self.zoom = ZOOMS[1]
        self.now = now
        self.cell = Cell(-1, 0, now.date().toordinal())
        self.carry: Carry | None = None
        self.hovered: Bar | None = None
        self._rows = Rows(current_theme(), ())
        self._brush = Brush()
        self._view: Geometry | None = None
        look().theme_changed.connect(self._other_look)
        self._lay_out(now.date())

    @property
    def view(self) -> Geometry:
        """Where everything stands now."""
        if self._view is None:
            port, theme = self.viewport(), current_theme()
            self._view = Geometry(
                theme,
                self.zoom,
                self._rows,
                port.width(),
                port.height(),
                self._day_width(),
                self._origin(),
                self.horizontalScrollBar().value(),
                self.verticalScrollBar().value(),
                self._narrow(),
            )
        return self._view

    def set_now(self, now: datetime) -> None:
        """The moment that the dark line marks."""
        anchor = date.fromordinal(self.view.first_day())
        self.now = now
        self._lay_out(anchor)

    def set_model(self, model: Model) -> None:
        """Show other rows and stays; the focus stays with its room."""
        kept = self._focused_room()
        self.carry = self._still_carried(model)
        self.model = model
        self.hovered = None
        self._rows = Rows(current_theme(), model.rows)
        row = model.row_of(kept) if kept else None
        if row is None:
            row = next((n for n, each in enumerate(model.rows) if each.room), -1)
        lanes = len(model.rows[row].lanes) if row >= 0 else 1
        self.cell = Cell(row, min(self.cell.lane, lanes - 1), self.cell.day)
        self._lay_out()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show more or fewer days, from the same first one."""
        anchor = date.fromordinal(self.view.first_day())
        self.zoom = zoom
        self._lay_out(anchor)
        self.window_changed.emit()

    def show_day(self, day: date) -> None:
        """Make `day` the first one that is seen."""
        place = (day.toordinal() - self._origin()) * self._day_width()
        self.horizontalScrollBar().setValue(round(place))

    @property
    def window_days(self) -> int:
        """Days in one window; fewer where fewer are seen."""
        first, last = self.view.whole_days()
        return min(self.zoom.days, (last - first).days + 1)

    def step(self, days: int) -> None:
        """Go some days on or back, to whole days."""
        self.show_day(self.view.whole_days()[0] + timedelta(days=days))

    def bar_in(self, cell: Cell) -> Bar | None:
        """What is in a cell that night: a stay, or else a closure."""
        row = self._rows.rows[cell.row] if 0 <= cell.row < len(self._rows.rows) else None
        if row is None or not row.lanes:
            return None
        half = cell.day * 2 + 1
        lane = row.lanes[min(cell.lane, len(row.lanes) - 1)]
        found = lane.between(half, half + 1) or row.closed.between(half, half + 1)
        return found[0] if found else None

    def bar_at(self, point: QPoint) -> tuple[int, Bar] | None:
        """The bar under a point, and its row."""
        view = self.view
        number = view.row_at(point.y())
        if number < 0 or point.x() < view.column:
            return None
        row = self._rows.rows[number]
        day = view.day_at(point.x())
        for lane in (*row.lanes, row.closed):
            for bar in lane.between(day * 2 - 2, day * 2 + 4):
                if view.bar_rect(number, bar).contains(point):
                    return number, bar
        return None

    def sentence(self) -> str:
        """The focus cell in words."""
        if self.model is None or not 0 <= self.cell.row < len(self._rows.rows):
            return ""
        day = date.fromordinal(self.cell.day)
        row, bar = self._rows.rows[self.cell.row], self.bar_in(self.cell)
        return cell_words(row, self.cell.lane, day, bar, self.now.date())

    def bring_into_sight(self) -> None:
        """Scroll so that the focus cell, or what is carried, is seen."""
        if self.cell.row < 0 or not self._rows.rows:
            return
        view, row, day = self.view, self.cell.row, self.cell.day
        if self.carry is not None:
            row = self.carry.row
            day = self.carry.begin if self.carry.how in ("move", "begin") else self.carry.end - 1
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        left, right = view.x_of_day(day), view.x_of_day(day + 1.5)
        if left < view.column:
            across.setValue(int(across.value() - (view.column - left)))
        elif right > view.width:
            across.setValue(int(across.value() + right - view.width))
        top, bottom = self._rows.tops[row], self._rows.tops[row + 1]
        if top < down.value():
            # The lines that say whose room it is come along.
            lead = row
            while lead > 0 and self._rows.rows[lead - 1].room is None:
                lead -= 1
            down.setValue(self._rows.tops[lead])
        elif bottom > down.value() + view.height - view.top:
            down.setValue(bottom - (view.height - view.top))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, model = QPainter(self.viewport()), self.model
        theme = current_theme()
        if model is None:
            painter.fillRect(self.viewport().rect(), theme.colour("surface"))
            return
        carried = self.carry.bar if self.carry else None
        lifted = carried.stay.id if carried and carried.stay else ""
        marks = Marks(
            self.now.date(), self.now.hour + self.now.minute / 60, self._lit(model), lifted
        )
        ratio = self.devicePixelRatioF()
        paint_board(painter, self.view, model, marks, self._brush, ratio)
        painter.setClipRect(self.view.cells)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.carry is not None:
            self._paint_carry(painter, self.carry)
        elif self.hasFocus() and self.cell.row >= 0:
            self._paint_focus(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # The scroll bars still know the old size: ask where we were before they change.
        anchor = date.fromordinal(self._view.first_day()) if self._view else None
        super().resizeEvent(event)
        self._lay_out(anchor)
        self.window_changed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._view = None
        self.viewport().update()
        if dx:
            self.window_changed.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.bar_at(event.pos())
            words = bar_words(found[1], self.now.date()) if found else ""
            QToolTip.showText(event.globalPos(), words[:1].upper() + words[1:], self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _lit(self, model: Model) -> frozenset[str]:
        """Siblings of what the mouse or the focus is on."""
        bar = self.hovered or (self.bar_in(self.cell) if self.hasFocus() else None)
        if bar is None or bar.stay is None or not bar.stay.request_id:
            return frozenset()
        ids = model.siblings(bar.stay)
        return frozenset(ids) if len(ids) > 1 else frozenset()

    def focus_rect(self) -> QRect:
        """Where the focus cell is; empty where there are no rooms."""
        if not 0 <= self.cell.row < len(self._rows.rows):
            return QRect()
        half = self.cell.day * 2 + 1
        return self.view.lane_rect(self.cell.row, self.cell.lane, half, half + 2).toRect()

    def _paint_focus(self, painter: QPainter) -> None:
        theme = current_theme()
        box = self.focus_rect().adjusted(1, 0, -1, 0)
        painter.setPen(QPen(theme.colour("focus"), theme.px("line.focus")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = theme.px("radius.small")
        painter.drawRoundedRect(box, radius, radius)

    def _paint_carry(self, painter: QPainter, carry: Carry) -> None:
        theme, view = current_theme(), self.view
        box = view.lane_rect(carry.row, carry.lane, *carry.halves).adjusted(1, 0, -1, 0)
        kind = carry.bar.kind if carry.bar else "sleepover"
        shape = stay_shape(theme, kind, box)
        painter.fillPath(shape, theme.colour("selected"))
        painter.setPen(QPen(theme.colour("focus"), theme.px("line.focus")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        stay = carry.bar.stay if carry.bar else None
        nights = "Day care" if carry.is_day_care else nights_words(carry.end - carry.begin)
        words = f"{stay.name} · {nights}" if stay else nights
        inside = box.adjusted(theme.scaled(8), 0, -theme.scaled(6), 0)
        inside.setLeft(max(inside.left(), view.column + theme.scaled(8)))
        self._brush.words(painter, theme, QRectF(inside), words, weight="semibold")

    def focused_carer(self) -> str:
        """The link carer of the row that has the focus; "" where none has, or another Hive's."""
        rows = self._rows.rows
        row = rows[self.cell.row] if 0 <= self.cell.row < len(rows) else None
        return row.carer.id if row and row.carer and row.own else ""

    def _focused_room(self) -> str:
        rows = self._rows.rows
        room = rows[self.cell.row].room if 0 <= self.cell.row < len(rows) else None
        return room.id if room else ""

    def _still_carried(self, model: Model) -> Carry | None:
        """What was in the hand when other days were read, in the rows as they now are."""
        carry, rows = self.carry, self._rows.rows
        if carry is None or carry.waits:
            return None
        room, home = rows[carry.row].room, rows[carry.home[0]].room
        row = model.row_of(room.id) if room else None
        first = model.row_of(home.id) if home else None
        if row is None or first is None:
            return None
        lane = min(carry.lane, len(model.rows[row].lanes) - 1)
        return replace(carry, row=row, lane=lane, home=(first, *carry.home[1:]))

    def _narrow(self) -> bool:
        return self.width() < current_theme().scaled(NARROW)

    def _day_width(self) -> float:
        theme = current_theme()
        if self._narrow() and self.zoom.day >= 53:
            column = round(theme.px("frame.board_room_column") * 0.75)
            days = NARROW_DAYS if self.zoom.name == "fortnight" else NARROW_DAYS - 2
            return max(theme.scaled(40), (self.viewport().width() - column) // days)
        return theme.scaled(self.zoom.day)

    def _origin(self) -> int:
        return self.now.date().toordinal() - YEARS_BACK * 365

    def _lay_out(self, anchor: date | None = None) -> None:
        """Scroll ranges for the rows and days there are; `anchor` stays the first day."""
        self._view = None
        view, across, down = self.view, self.horizontalScrollBar(), self.verticalScrollBar()
        day = self._day_width()
        width, height = view.cells.width(), view.cells.height()
        across.setRange(0, max(0, round((YEARS_BACK + YEARS_AHEAD) * 365 * day) - width))
        across.setSingleStep(round(day))
        across.setPageStep(max(1, width))
        down.setRange(0, max(0, self._rows.total - height))
        down.setSingleStep(current_theme().px("row.board_single"))
        down.setPageStep(max(1, height))
        self._view = None
        if anchor is not None:
            self.show_day(anchor)
        self._view = None
        self.viewport().update()

    def _other_look(self) -> None:
        self._brush.forget()
        first = date.fromordinal(self._view.first_day()) if self._view else None
        self._rows = Rows(current_theme(), self._rows.rows)
        self._lay_out(first)
