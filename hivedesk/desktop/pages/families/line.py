"""One line of the card: words, perhaps a phone number at the right, and often a way in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme, current_theme
from hivedesk.desktop.widgets.press import pressed_by_enter
from hivedesk.desktop.widgets.spoken import WORDS, speak_as

from .runs import Block, Run, lay_out, spoken

LEAST = 24  # logical pixels at 100 %: what can be pressed is never lower


class CardLine(QAbstractButton):
    """Wrapped words with a number at the right. With `pressed` it opens something.

    Args:
        runs: the words.
        right: what stands at the right end, on the first line ("07700 900 214").
        icon, icon_role: a picture before the words, never without them.
        hint: what pressing it does, for the tooltip and for who cannot see it.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        right: str = "",
        *,
        icon: str = "",
        icon_role: str = "text_muted",
        pressed: Callable[[], object] | None = None,
        hint: str = "",
    ) -> None:
        super().__init__()
        self._runs, self._right = tuple(runs), right
        self._icon, self._icon_role = icon, icon_role
        self._blocks: dict[tuple[int, int], Block] = {}
        name = ", ".join(part for part in (spoken(runs), right) if part)
        self._opens = pressed is not None
        if pressed is not None:
            self.setAccessibleName(name)
            self.clicked.connect(lambda: pressed())
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(hint)
            self.setAccessibleDescription(hint)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        else:
            speak_as(self, WORDS, name)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def words(self) -> str:
        """What it says, without the number."""
        return spoken(self._runs)

    def right(self) -> str:
        """The number at the right."""
        return self._right

    def sizeHint(self) -> QSize:
        width = current_theme().scaled(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = current_theme().scaled(80)
        return QSize(width, current_theme().scaled(LEAST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = current_theme()
        block = self._block(theme, width)
        pad = 2 * theme.px("space.xxs")
        extra = 0 if self._beside(theme, width) else theme.line_height("body")
        return max(theme.scaled(LEAST), block.height + extra + pad)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._blocks.clear()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._opens and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("raised" if self.isDown() else "hover"))
            small = theme.px("radius.small")
            painter.drawRoundedRect(QRectF(self.rect()), small, small)
        block = self._block(theme, self.width())
        beside = self._beside(theme, self.width())
        extra = 0 if beside else theme.line_height("body")
        top = (self.height() - block.height - extra) / 2
        left = theme.px("space.xxs")
        if self._icon:
            box = QRectF(left, top, theme.px("icon.inline"), block.line_height)
            paint_icon(painter, box, self._icon, self._icon_role)
            left += self._icon_room(theme)
        block.paint(painter, left, top)
        if self._right:
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font("body", tabular=True))
            line = QRectF(left, top if beside else top + block.height, 0, block.line_height)
            line.setRight(self.width() - theme.px("space.xxs"))
            side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
            painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, self._right)

    def _block(self, theme: Theme, width: int) -> Block:
        key = (width, id(theme))
        if key not in self._blocks:
            if len(self._blocks) > 8:
                self._blocks.clear()
            room = width - 2 * theme.px("space.xxs") - self._icon_room(theme)
            if self._beside(theme, width):
                room -= self._right_room(theme)
            self._blocks[key] = lay_out(theme, self._runs, room)
        return self._blocks[key]

    def _beside(self, theme: Theme, width: int) -> bool:
        """Whether the number fits beside the words, or goes below them."""
        left = width - self._right_room(theme) - self._icon_room(theme)
        return not self._right or left >= theme.scaled(90)

    def _right_room(self, theme: Theme) -> int:
        if not self._right:
            return 0
        metrics = QFontMetrics(theme.font("body", tabular=True))
        return metrics.horizontalAdvance(self._right) + theme.px("space.s")

    def _icon_room(self, theme: Theme) -> int:
        return theme.px("icon.inline") + theme.px("space.s") if self._icon else 0
