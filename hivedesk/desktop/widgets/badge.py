"""Badges: a word with a shape, and a colour that only agrees with them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme, current_theme
from hivedesk.desktop.widgets.stays import paint_stay, strip_width

BadgeRole = Literal["neutral", "positive", "warning", "danger", "info"]
# At 100 %: icons in a badge, and the height of a badge (a stay's bar has its own token).
ICON = 14
HEIGHT = 24


class BadgeSpec(NamedTuple):
    """What a badge says; also what a list's delegate paints at the right of a row."""

    word: str
    role: BadgeRole = "neutral"
    icon: str = ""


def badge_size(theme: Theme, spec: BadgeSpec) -> QSize:
    """How much room the badge takes, in logical pixels."""
    width = QFontMetrics(_font(theme)).horizontalAdvance(spec.word) + 2 * theme.scaled(9)
    if spec.icon:
        width += theme.scaled(ICON) + theme.scaled(5)
    return QSize(width + 1, theme.scaled(HEIGHT))


def paint_badge(painter: QPainter, theme: Theme, rect: QRectF, spec: BadgeSpec) -> None:
    """Paint a badge filling `rect`."""
    neutral = spec.role == "neutral"
    ink = "text" if neutral else spec.role
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("border") if theme.high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("raised" if neutral else f"{spec.role}_fill"))
    radius = theme.px("radius.small")
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    _paint_icon_and_word(painter, theme, rect, spec.icon, ink, spec.word, ink, theme.scaled(9))
    painter.restore()


def stay_badge_size(theme: Theme, kind: str, word: str = "") -> QSize:
    """How much room a stay's badge takes, in logical pixels."""
    told = word or theme.stay_kind(kind)["word"]
    width = QFontMetrics(_font(theme)).horizontalAdvance(told) + theme.scaled(ICON + 6)
    pads = theme.scaled(7) + theme.scaled(9)
    return QSize(width + strip_width(theme, kind) + pads, theme.px("row.board_bar"))


def paint_stay_badge(
    painter: QPainter, theme: Theme, rect: QRectF, kind: str, word: str = ""
) -> None:
    """Paint the badge of a kind of stay filling `rect`."""
    painter.save()
    inside = paint_stay(painter, theme, kind, rect)
    told = word or theme.stay_kind(kind)["word"]
    if kind == "closed":
        # The hatch would run through the word: give it a plain plate.
        painter.fillRect(inside.adjusted(4, 3, -4, -3), theme.stay(kind).fill)
    _paint_icon_and_word(
        painter,
        theme,
        inside,
        theme.stay_kind(kind)["icon"],
        f"{kind}.text",
        told,
        f"{kind}.text",
        theme.scaled(8),
    )
    painter.restore()


class Badge(QWidget):
    """A word on a tint: "Active", "2 days late"."""

    def __init__(self, word: str, role: BadgeRole = "neutral", icon: str = "") -> None:
        super().__init__()
        self._spec = BadgeSpec(word, role, icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)

    def show_spec(self, spec: BadgeSpec) -> None:
        """Say something else."""
        self._spec = spec
        self.setAccessibleName(spec.word)
        self.updateGeometry()
        self.update()

    def spec(self) -> BadgeSpec:
        return self._spec

    def sizeHint(self) -> QSize:
        return badge_size(current_theme(), self._spec)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), current_theme(), QRectF(self.rect()), self._spec)


class StayBadge(QWidget):
    """The kind of a stay, drawn as on the room board; `word` may say more than the kind."""

    def __init__(self, kind: str, word: str = "") -> None:
        super().__init__()
        self._kind, self._word = kind, word
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word or current_theme().stay_kind(kind)["word"])

    def sizeHint(self) -> QSize:
        return stay_badge_size(current_theme(), self._kind, self._word)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_stay_badge(painter, current_theme(), QRectF(self.rect()), self._kind, self._word)


def _font(theme: Theme) -> QFont:
    return theme.font("small", "medium")


def _paint_icon_and_word(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    icon: str,
    icon_colour: str,
    word: str,
    word_colour: str,
    pad: int,
) -> None:
    x = rect.left() + pad
    if icon:
        side = theme.scaled(ICON)
        paint_icon(painter, QRectF(x, rect.top(), side, rect.height()), icon, icon_colour, ICON)
        x += side + theme.scaled(5)
    kind, _, part = word_colour.partition(".")
    painter.setPen(getattr(theme.stay(kind), part) if part else theme.colour(kind))
    painter.setFont(_font(theme))
    painter.drawText(
        QRectF(x, rect.top(), rect.right() - x, rect.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
        word,
    )
