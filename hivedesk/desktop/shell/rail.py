"""The places of the program, at the left of the window: icon over word, always in one order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from hivedesk import keys
from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import current_theme
from hivedesk.keys import Place

# At 100 %, in pixels. Where a window is low the places move together, down to LOWEST_PLACE.
SIDE, GAP, BAR_LESS = 6, 2, 10
LOWEST_PLACE = 42
LOGO = 30


PLACES = tuple(place for place in keys.PLACES if not place.foot)
FOOT_PLACES = tuple(place for place in keys.PLACES if place.foot and place.on_rail)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Rail(QFrame):
    """A column of places, one of them current; Tab stops at it once, Up and Down move inside.

    `chosen(name)` is emitted when a place is pressed. The rail does not move by itself: whoever
    shows the page calls `set_current`, so the mark never stands at a page that was refused.
    """

    chosen = Signal(str)

    def __init__(
        self, places: Sequence[Place] = PLACES, foot: Sequence[Place] = FOOT_PLACES
    ) -> None:
        super().__init__()
        self.setProperty("surface", "raised")
        self.setAccessibleName("Places")
        self._current = ""
        self._buttons: dict[str, PlaceButton] = {}
        self._column = QVBoxLayout(self)
        self._head = _Logo()
        self._column.addWidget(self._head)
        self._add(places)
        self._column.addStretch(1)
        self._add(foot)
        self._measure()
        self._let_tab_reach(next(iter(self._buttons.values())))

    def current(self) -> str:
        """The name of the marked place; "" when none is."""
        return self._current

    def set_current(self, name: str) -> None:
        """Mark a place; a name that is not on the rail marks none."""
        self._current = name if name in self._buttons else ""
        for place, button in self._buttons.items():
            button.set_current(place == name)
        if self._current:
            self._let_tab_reach(self._buttons[name])
        self.update()

    def button(self, name: str) -> PlaceButton:
        """The button of a place. Raises KeyError for a name that is not there."""
        return self._buttons[name]

    def fits(self, height: int) -> bool:
        """Whether all places can be seen in a window this high; if not, use the Menu button."""
        return height >= self._column.minimumSize().height()

    def minimumSizeHint(self) -> QSize:
        # A low window is met by the Menu button, not by a window that refuses to be low.
        return QSize(current_theme().px("frame.rail"), 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._measure()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        line = theme.px("line.border")
        painter.fillRect(self.width() - line, 0, line, self.height(), theme.colour("border"))
        button = self._buttons.get(self._current)
        if button is not None:
            # Half of it lies outside the rail, so that only its right corners are round.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_edge"))
            wide, less = theme.px("line.selected_mark"), theme.scaled(BAR_LESS)
            place = button.geometry().adjusted(0, less, 0, -less)
            bar = QRectF(-wide, place.top(), 2 * wide, place.height())
            painter.drawRoundedRect(bar, wide - 1, wide - 1)

    def _add(self, places: Sequence[Place]) -> None:
        for place in places:
            button = PlaceButton(place, self)
            button.clicked.connect(lambda _=False, name=place.name: self.chosen.emit(name))
            self._buttons[place.name] = button
            self._column.addWidget(button)

    def _measure(self) -> None:
        theme = current_theme()
        side = theme.scaled(SIDE)
        self.setFixedWidth(theme.px("frame.rail"))
        self._column.setContentsMargins(side, 0, side, side)
        self._column.setSpacing(theme.scaled(GAP))
        self._head.setFixedHeight(theme.px("frame.topbar") - theme.scaled(GAP))

    def _let_tab_reach(self, stop: PlaceButton) -> None:
        for button in self._buttons.values():
            reached = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            if button.focusPolicy() != reached:
                button.setFocusPolicy(reached)

    def focus_came(self, button: PlaceButton) -> None:
        """Tab leaves from where the keyboard is."""
        self._let_tab_reach(button)

    def focus_went(self) -> None:
        """The next Tab in comes back to the current place."""
        if self._current and not any(button.hasFocus() for button in self._buttons.values()):
            self._let_tab_reach(self._buttons[self._current])

    def step(self, button: PlaceButton, key: int) -> bool:
        """Move the keyboard among the places; gives whether the key was one of ours."""
        buttons = list(self._buttons.values())
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            target = buttons[0 if key == Qt.Key.Key_Home else -1]
        elif key in _STEPS:
            target = buttons[(buttons.index(button) + _STEPS[Qt.Key(key)]) % len(buttons)]
        else:
            return False
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return True


class PlaceButton(QToolButton):
    """One place of the rail."""

    def __init__(self, place: Place, rail: Rail) -> None:
        super().__init__(rail)
        self._place, self._rail = place, rail
        self.setText(place.word)
        self._current = False
        self.setAccessibleName(place.word)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_current(self, current: bool) -> None:
        """Pressing asks; only `Rail.set_current` marks."""
        if current != self._current:
            self._current = current
            word = self._place.word
            self.setAccessibleName(f"{word}, current page" if current else word)
            self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px("frame.rail_item"), theme.px("frame.rail_item"))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px("frame.rail_item"), theme.scaled(LOWEST_PLACE))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._rail.step(self, event.key()):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._rail.focus_came(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._rail.focus_went()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self._current
        if current or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if current else "hover"))
            radius = theme.px("radius.control")
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        font = theme.font("caption", "semibold" if current else "")
        icon_high, word_high = theme.px("icon.rail"), theme.line_height("caption")
        gap = min(theme.px("space.xs"), max(0, self.height() - icon_high - word_high))
        top = (self.height() - icon_high - gap - word_high) // 2
        ink = "accent_text" if current else "text_muted"
        box = QRectF(0, top, self.width(), icon_high)
        paint_icon(painter, box, self._place.icon, ink, theme.tokens["icon_px"]["rail"])
        painter.setFont(font)
        painter.setPen(theme.colour("text" if current else "text_muted"))
        room = QRect(0, top + icon_high + gap, self.width(), word_high)
        word = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, word)


class _Logo(QWidget):
    """The hexagon above the places. It says nothing that the window's title does not."""

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), QRectF(self.rect()), "logo", "text", LOGO)
