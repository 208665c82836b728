"""Labels. Their size and colour come from the style sheet, by the properties set here."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hivedesk.desktop.icons import pixmap
from hivedesk.desktop.theme import current_theme

Type = Literal["caption", "small", "body", "lead", "title", "figure"]
Tone = Literal["text", "muted", "accent", "positive", "warning", "danger", "info"]


def words(
    text: str,
    type: Type = "body",
    tone: Tone = "text",
    *,
    strong: bool = False,
    wrap: bool = False,
    selectable: bool = False,
) -> QLabel:
    """A line (or, with `wrap`, a paragraph) of plain text. Never reads the text as HTML."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("type", type)
    label.setProperty("tone", tone)
    if strong:
        label.setProperty("strong", True)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label


class ElidedLabel(QLabel):
    """One line that ends in "…" where it must, with the whole of it in the tooltip."""

    def __init__(
        self, text: str = "", type: Type = "body", tone: Tone = "text", *, strong: bool = False
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type)
        self.setProperty("tone", tone)
        self.setProperty("strong", strong)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 6), hint.height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)

    def _tell_whole(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())


def two_lines(title: str, second: str) -> QWidget:
    """A strong line over a quiet one, close together, in the middle of their row."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addStretch(1)
    column.addWidget(ElidedLabel(title, strong=True))
    if second:
        column.addWidget(ElidedLabel(second, "small", "muted"))
    column.addStretch(1)
    holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return holder


class IconLabel(QWidget):
    """An icon beside words, never instead of them: it has no name of its own."""

    def __init__(self, name: str, colour_role: str = "text_muted", size: int = 16) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour_role, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, colour_role: str) -> None:
        self._name, self._colour = name, colour_role
        self.update()

    def sizeHint(self) -> QSize:
        side = current_theme().scaled(self._size)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = pixmap(self._name, self._colour, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)


def rule(vertical: bool = False) -> QFrame:
    """A dividing line, one pixel thick."""
    line = QFrame()
    line.setProperty("rule", "vertical" if vertical else "horizontal")
    return line


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a dynamic property that has just changed, for its buttons too."""
    for each in (widget, *widget.findChildren(QPushButton)):
        each.style().unpolish(each)
        each.style().polish(each)
        each.update()
