"""One bar of the board: its box, icon, name and state mark, and pictures of bars seen before."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from hivedesk.desktop.icons import paint_icon
from hivedesk.desktop.theme import Theme
from hivedesk.desktop.widgets.stays import paint_stay, strip_width

from .looks import CLOSED, Look

ICON = 14
WITH_ICON = 60  # logical pixels at 100 %: a shorter bar loses its icon first
MOST_KEPT = 3000


class Pictures:
    """Pictures of bars by look and length, for one theme and pixel ratio."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Look, int, int], QPixmap] = {}
        self._for: tuple[int, float] = (0, 0.0)

    def of(self, theme: Theme, look: Look, width: int, height: int, ratio: float) -> QPixmap:
        """The picture of a bar, painted once."""
        if self._for != (id(theme), ratio) or len(self._kept) > MOST_KEPT:
            self._kept.clear()
            self._for = (id(theme), ratio)
        key = (look, width, height)
        found = self._kept.get(key)
        if found is None:
            found = QPixmap(round(width * ratio), round(height * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            paint_bar(painter, theme, QRectF(0, 0, width, height), look)
            painter.end()
            self._kept[key] = found
        return found


def paint_bar(
    painter: QPainter, theme: Theme, box: QRectF, look: Look, *, cut: bool = False
) -> None:
    """Paint a bar filling `box`. `cut`: it began before the window, so its left end is flat."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if cut:
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        radius = theme.px("radius.small")
        strip = strip_width(theme, look.kind) if look.kind != CLOSED else 0
        # The round end lies outside; the strip that tells the kind does not.
        _paint_box(painter, theme, box.adjusted(-radius, 0, 0, 0), look)
        inside = box.adjusted(max(0, strip - radius), 0, 0, 0)
    else:
        inside = _paint_box(painter, theme, box, look)
    _paint_words(painter, theme, box, inside, look)
    painter.restore()


def _paint_box(painter: QPainter, theme: Theme, box: QRectF, look: Look) -> QRectF:
    edge = theme.px("line.stay_in_progress") if look.edge == 2 else theme.px("line.stay_edge")
    inside = paint_stay(
        painter,
        theme,
        look.kind,
        box,
        filled=look.filled,
        dashed=look.dashed,
        edge_width=edge,
    )
    if look.clash:
        width = theme.scaled(2)
        painter.setPen(QPen(theme.colour("danger"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    return inside


def _paint_words(painter: QPainter, theme: Theme, box: QRectF, inside: QRectF, look: Look) -> None:
    ink = theme.colour("text_muted") if look.muted else theme.stay(look.kind).text
    role = "text_muted" if look.muted else f"{look.kind}.text"
    if look.clash:
        ink, role = theme.colour("danger"), "danger"
    pad = theme.scaled(6 if look.kind != "day_care" else 3)
    left, right = inside.left() + pad, box.right() - pad
    if look.kind == CLOSED:
        left = box.left() + theme.scaled(12)
    metrics = QFontMetricsF(theme.font("small", look.weight))
    if look.mark and box.width() >= theme.scaled(36):
        right = _paint_mark(painter, theme, box, right, look.mark, ink, role)
    if look.sync and box.width() >= theme.scaled(WITH_ICON):
        right = _paint_mark(painter, theme, box, right, look.sync, ink, role)
    if not look.words:
        return
    side, gap = theme.scaled(ICON), theme.scaled(7 if look.kind != "day_care" else 4)
    wide = metrics.horizontalAdvance(look.words)
    icon = "warning" if look.clash else theme.stay_kind(look.kind)["icon"]
    with_icon = box.width() >= theme.scaled(WITH_ICON)
    if look.kind == "day_care":
        with_icon = left + side + gap + wide <= right
    if not look.named and left + side + gap + wide > right:
        # "B" would say less than the sign of the kind.
        if inside.width() >= side + 2:
            paint_icon(painter, QRectF(inside), icon, role, ICON)
        return
    with_icon = with_icon and left + side + gap + theme.scaled(14) <= right
    if look.sync and left + side + gap + wide > right:
        with_icon = False  # with one more mark, the name needs the room; the strip tells the kind
    room = right - left - (side + gap if with_icon else 0)
    words = _fitting(metrics, look.words, room, theme)
    if look.kind == CLOSED:
        length = side + gap + metrics.horizontalAdvance(words) + theme.scaled(12)
        plate = QRectF(left - theme.scaled(6), box.center().y() - theme.scaled(9), 0, 0)
        plate.setSize(QRectF(0, 0, min(length, box.right() - plate.left() - 3), 1).size())
        plate.setHeight(theme.scaled(18))
        painter.fillRect(plate, theme.stay(CLOSED).fill)
    if with_icon:
        paint_icon(painter, QRectF(left, box.top(), side, box.height()), icon, role, ICON)
        left += side + gap
    painter.setFont(theme.font("small", look.weight))
    painter.setPen(ink)
    base = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
    if not with_icon and metrics.horizontalAdvance(words) < room and look.kind == "day_care":
        left = box.center().x() - metrics.horizontalAdvance(words) / 2
    painter.drawText(QPointF(round(left), round(base)), words)


def _paint_mark(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    right: float,
    mark: str,
    ink: QColor,
    role: str,
) -> float:
    """The state at the right end; gives what is left for words."""
    side = theme.scaled(ICON)
    place = QRectF(right - side, box.top(), side, box.height())
    if mark in ("check", "clock", "sync", "warning"):
        paint_icon(painter, place, mark, role, ICON)
    else:
        painter.setFont(theme.font("small", "semibold"))
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark)
    return right - side - theme.scaled(3)


def _fitting(metrics: QFontMetricsF, words: str, room: float, theme: Theme) -> str:
    """The words, or their beginning, or initials, or nothing."""
    if metrics.horizontalAdvance(words) <= room:
        return words
    if room >= theme.scaled(40):
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    initials = "".join(word[0] for word in words.replace("-", " ").split()[:2])
    return initials if metrics.horizontalAdvance(initials) <= room else ""
