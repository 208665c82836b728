"""A picture in a help text: read from the disk when it first comes into sight."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from hivedesk.desktop.theme import current_theme
from hivedesk.paths import resource
from hivedesk.topics import FOLDER

DARK = "dark"
"""The folder beside the pictures, with the same ones of the dark theme."""


class HelpPicture(QLabel):
    """As wide as it is, at most as wide as there is room; it grows with the text.

    Until it is painted only its head is read, which tells how large it will be. Its name is what
    it shows; where the file is missing, that is what stands there.
    """

    def __init__(self, file: str, shows: str) -> None:
        super().__init__()
        self._file, self._drawn = file, QPixmap()
        self._drawn_for: tuple[Path, QSize, float] | None = None
        self.setAccessibleName(shows)
        size = QImageReader(str(self._path())).size()
        self._natural = size if size.isValid() and not size.isEmpty() else QSize()
        if self._natural.isEmpty():
            self.setTextFormat(Qt.TextFormat.PlainText)
            self.setText(shows)
            self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def is_read(self) -> bool:
        """Whether the file has been read, beyond its size."""
        return not self._drawn.isNull()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._natural.isEmpty():
            return super().heightForWidth(width)
        return self._fitted(width).height()

    def sizeHint(self) -> QSize:
        return super().sizeHint() if self._natural.isEmpty() else self._fitted(1 << 20)

    def minimumSizeHint(self) -> QSize:
        # A picture never holds the window open.
        return QSize(0, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._natural.isEmpty():
            super().paintEvent(event)
            return
        size, ratio = self._fitted(self.width()), self.devicePixelRatioF()
        self._draw(size, ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(QPen(current_theme().colour("border_control"), 1))
        painter.drawRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1))

    def _draw(self, size: QSize, ratio: float) -> None:
        wanted = (self._path(), size, ratio)
        if wanted == self._drawn_for:
            return
        image = QImage(str(wanted[0])).scaled(
            size * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image.setDevicePixelRatio(ratio)
        self._drawn, self._drawn_for = QPixmap.fromImage(image), wanted

    def _fitted(self, room: int) -> QSize:
        natural = self._natural
        wide = max(1, min(room, current_theme().scaled(natural.width())))
        return QSize(wide, max(1, round(natural.height() * wide / natural.width())))

    def _path(self) -> Path:
        light = resource(FOLDER, *self._file.split("/"))
        dark = light.parent / DARK / light.name
        return dark if current_theme().name != "light" and dark.is_file() else light
