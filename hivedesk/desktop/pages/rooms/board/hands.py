"""Hands on the board: mouse and keyboard do the same things."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.toast import announce
from hivedesk.rules.handover import HAS_HANDOVER

from .canvas import Canvas, Cell
from .carry import How, by_keys, new_stay, take, to_day, to_row
from .model import Bar
from .words import IS_OVER, NO_HANDOVER, NOTHING_THERE, place_words, span_words

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
GRIP = 7  # logical pixels at 100 %: this near its end, a bar is stretched instead of moved


class Board(Canvas):
    """The canvas with its hands.

    Signals:
        said(str): the focus cell, what is carried, or why not, in words.
        book_wanted(str, date, date): a room, the check-in and the check-out day.
        move_wanted(BoardStay, str, date, date): to this room and these days.
        open_wanted(Bar): show what it stands for.
        cancel_wanted(BoardStay): ask, then cancel it.
        handover_wanted(BoardStay): show the checklist of its night.
    """

    said = Signal(str)
    book_wanted = Signal(str, object, object)
    move_wanted = Signal(object, str, object, object)
    open_wanted = Signal(object)
    cancel_wanted = Signal(object)
    handover_wanted = Signal(object)

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._pressed: QPoint | None = None
        self._grip: tuple[int, Bar, How] | None = None

    def put_back(self) -> None:
        """Let go of what is carried, where it came from."""
        self.carry = None
        self.viewport().update()

    def focus_on(self, cell: Cell) -> None:
        """Move the focus there, bring it into sight and say what is there."""
        self.cell = cell
        self.bring_into_sight()
        self.viewport().update()
        self.speak(self.sentence())

    def speak(self, sentence: str) -> None:
        """Say a sentence to eyes and ears."""
        if sentence:
            self.setAccessibleDescription(sentence)
            announce(self, sentence)
            self.said.emit(sentence)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.speak(self.sentence())

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.model is None or self.cell.row < 0 or not self._key(event):
            event.ignore()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if others:
            return False
        if key in _ARROWS:
            self._arrow(*_ARROWS[key], stretch=shift)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        elif key == Qt.Key.Key_M:
            self._take_hold("move")
        elif key == Qt.Key.Key_Delete:
            self._cancel()
        elif key == Qt.Key.Key_H:
            self._hand_over()
        elif key == Qt.Key.Key_Home:
            self._go_to(self.now.date().toordinal())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            days = self.window_days * (1 if key == Qt.Key.Key_PageDown else -1)
            self.step(days)
            self._go_to(self.cell.day + days)
        else:
            return False
        return True

    def _go_to(self, day: int) -> None:
        self.carry = None
        self.focus_on(self.cell._replace(day=day))

    def _arrow(self, days: int, lanes: int, *, stretch: bool) -> None:
        if self.carry is not None and self.carry.waits:
            return
        if self.carry is None and stretch and days and not self._begin_stretch(days):
            return
        carry = self.carry
        if carry is not None and carry.how == "book" and not stretch:
            self.carry = carry = None
        if carry is None:
            self._move_focus(days, lanes)
            return
        if days:
            carry = by_keys(carry, days)
        else:
            row, lane = self._next_lane(carry.row, carry.lane, lanes)
            carry = to_row(carry, row, lane, self.view.rows.rows)
        self.carry = carry
        self.bring_into_sight()
        self.viewport().update()
        self.speak(self._carried())

    def _begin_stretch(self, days: int) -> bool:
        """Shift and an arrow: nights are added to empty days, or to the end of a stay."""
        bar = self.bar_in(self.cell)
        if bar is not None:
            return self._take_hold("end", quietly=True)
        self.carry = new_stay(*self.cell)
        return True

    def _take_hold(self, how: How, *, quietly: bool = False) -> bool:
        bar = self.bar_in(self.cell)
        if bar is None or not self._may_carry(bar):
            return False
        self.carry = take(self.cell.row, bar, how, self.cell.day)
        self.viewport().update()
        if not quietly:
            self.speak(f"{self._carried()}. Arrows move it, Enter puts it down, Esc puts it back.")
        return True

    def _may_carry(self, bar: Bar) -> bool:
        if bar.can_move:
            return True
        if bar.stay is not None:
            self.speak(IS_OVER if bar.stay.id else NOTHING_THERE)
        return False

    def _move_focus(self, days: int, lanes: int) -> None:
        row, lane = self._next_lane(self.cell.row, self.cell.lane, lanes)
        self.focus_on(Cell(row, lane, self.cell.day + days))

    def _next_lane(self, row: int, lane: int, by: int) -> tuple[int, int]:
        """The bed above or below, over link carers and Hives."""
        rows = self.view.rows.rows
        if by == 0 or 0 <= lane + by < len(rows[row].lanes):
            return row, lane + by
        there = row + by
        while 0 <= there < len(rows) and rows[there].room is None:
            there += by
        if not 0 <= there < len(rows):
            return row, lane
        return there, 0 if by > 0 else len(rows[there].lanes) - 1

    def _enter(self) -> None:
        if self.carry is not None:
            self._put_down()
            return
        bar = self.bar_in(self.cell)
        if bar is not None:
            self._open(bar)
            return
        self.carry = new_stay(*self.cell)
        self._put_down()

    def _escape(self) -> bool:
        if self.carry is None or self.carry.waits:
            return False
        self.put_back()
        self.speak(f"Put back. {self.sentence()}")
        return True

    def _cancel(self) -> None:
        bar = self.bar_in(self.cell)
        if bar is not None and self._may_carry(bar):
            self.cancel_wanted.emit(bar.stay)

    def _hand_over(self) -> None:
        bar = self.bar_in(self.cell)
        if bar is None or bar.stay is None:
            return
        if not bar.stay.id:
            self.speak(NOTHING_THERE)
        elif bar.stay.status in HAS_HANDOVER:
            self.handover_wanted.emit(bar.stay)
        else:
            self.speak(NO_HANDOVER)

    def _open(self, bar: Bar) -> None:
        known = bar.stay.id if bar.stay else bar.closure.id if bar.closure else ""
        if known:
            self.open_wanted.emit(bar)
        else:
            self.speak(NOTHING_THERE)

    def _carried(self) -> str:
        carry = self.carry
        if carry is None:
            return ""
        row = self.view.rows.rows[carry.row]
        stay = carry.bar.stay if carry.bar else None
        who = stay.full_name if stay else "New stay"
        begin, end = date.fromordinal(carry.begin), date.fromordinal(carry.end)
        days = span_words(begin, begin if carry.is_day_care else end, self.now.date())
        return f"{who}: {place_words(row, carry.lane)}, {days}"

    def _put_down(self) -> None:
        """Ask for what is carried to become so."""
        carry = self.carry
        room = self.view.rows.rows[carry.row].room if carry else None
        if carry is None or room is None or carry.waits:
            return
        begin, end = date.fromordinal(carry.begin), date.fromordinal(carry.end)
        if carry.bar is None:
            self.put_back()
            self.cell = self.cell._replace(row=carry.row, lane=carry.lane, day=carry.begin)
            self.book_wanted.emit(room.id, begin, end)
        elif not carry.has_moved:
            self.put_back()
            self.speak(self.sentence())
        else:
            # It stands where it was put until the store has answered.
            self.carry = replace(carry, waits=True)
            day = carry.end - 1 if carry.how == "end" else carry.begin
            self.cell = Cell(carry.row, carry.lane, day)
            self.move_wanted.emit(
                carry.bar.stay, room.id, begin, begin if carry.is_day_care else end
            )

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or (self.carry and self.carry.waits):
            return
        point = event.position().toPoint()
        self.carry = None
        self._pressed, self._grip = None, None
        cell = self._cell_at(point)
        if cell is None:
            return
        found = self.bar_at(point)
        self._pressed = point
        if found is not None:
            number, bar = found
            self._grip = (number, bar, self._grip_of(number, bar, point))
            night = min(max(cell.day, bar.begin // 2), max(bar.begin // 2, (bar.end - 2) // 2))
            cell = Cell(number, bar.lane, night)
        self.focus_on(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is None:
            self._hover(point)
            return
        if self.carry is None:
            if (point - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            if not self._begin_drag():
                self._pressed = None
                return
        if self.carry is not None:
            self._drag_to(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and self.carry is not None:
            self._put_down()
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._pressed = None
        found, cell = self.bar_at(point), self._cell_at(point)
        if found is not None:
            self._open(found[1])
        elif cell is not None:
            self.cell = cell
            self._enter()

    def leaveEvent(self, event: QEvent) -> None:
        if self.hovered is not None:
            self.hovered = None
            self.viewport().update()
        super().leaveEvent(event)

    def _cell_at(self, point: QPoint) -> Cell | None:
        view = self.view
        row = view.row_at(point.y())
        if row < 0 or point.x() < view.column or view.rows.rows[row].room is None:
            return None
        return Cell(row, view.lane_at(row, point.y()), view.day_at(point.x()))

    def _grip_of(self, number: int, bar: Bar, point: QPoint) -> How:
        box, grip = self.view.bar_rect(number, bar), current_theme().scaled(GRIP)
        if bar.kind == "day_care" or box.width() < 3 * grip:
            return "move"
        if point.x() >= box.right() - grip:
            return "end"
        return "begin" if point.x() <= box.left() + grip else "move"

    def _begin_drag(self) -> bool:
        pressed = self._pressed
        if pressed is None:
            return False
        day = self.view.day_at(pressed.x())
        if self._grip is None:
            self.carry = new_stay(self.cell.row, self.cell.lane, day)
            return True
        number, bar, how = self._grip
        if not self._may_carry(bar):
            return False
        self.carry = take(number, bar, how, day)
        return True

    def _drag_to(self, point: QPoint) -> None:
        view, across = self.view, self.horizontalScrollBar()
        edge = current_theme().scaled(16)
        if point.x() > view.width - edge:
            across.setValue(int(across.value() + view.day / 2))
        elif point.x() < view.column + edge and point.x() > 0:
            across.setValue(int(across.value() - view.day / 2))
        carry = self.carry
        if carry is None:
            return
        carry = to_day(carry, self.view.day_at(point.x()))
        row = self.view.row_at(point.y())
        if row >= 0 and self.view.rows.rows[row].room is not None:
            lane = self.view.lane_at(row, point.y())
            carry = to_row(carry, row, lane, self.view.rows.rows)
        if carry != self.carry:
            self.carry = carry
            self.said.emit(self._carried())
            self.viewport().update()

    def _hover(self, point: QPoint) -> None:
        found = self.bar_at(point)
        bar = found[1] if found else None
        shape = Qt.CursorShape.ArrowCursor
        if found is not None and found[1].can_move:
            how = self._grip_of(*found, point)
            shape = Qt.CursorShape.OpenHandCursor if how == "move" else Qt.CursorShape.SizeHorCursor
        elif self._cell_at(point) is not None and bar is None:
            shape = Qt.CursorShape.CrossCursor
        self.viewport().setCursor(shape)
        if bar is not self.hovered:
            self.hovered = bar
            self.viewport().update()
