"""The pages of a PDF in the window. The document never touches the disk."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme, look

WIDEST = 820  # logical pixels at 100 %: a page wider than this is only harder to take in


class Preview(QWidget):
    """All pages below each other; arrows, Page Up and Page Down move through them."""

    def __init__(self) -> None:
        super().__init__()
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName("Pages of the report")
        self.view.setAccessibleDescription(
            "The same figures can be read line by line under Figures."
        )
        self.view.setDocument(self._document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.setProperty("ring", "inside")  # it fills its pane to the edge
        look().theme_changed.connect(self._tint)
        self._tint()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount()

    def show_pdf(self, pdf: bytes) -> None:
        """Show this document, keeping the place where one was reading."""
        place = self.view.verticalScrollBar().value()
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._fit()
        self.view.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tint(self) -> None:
        """What lies around the pages: Qt takes the palette's Dark for it."""
        palette = self.view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Mid):
            palette.setColor(role, current_theme().colour("raised"))
        self.view.setPalette(palette)

    def _fit(self) -> None:
        theme = current_theme()
        side = max(theme.px("space.xl"), (self.width() - theme.scaled(WIDEST)) // 2)
        margins = self.view.documentMargins()
        margins.setLeft(side)
        margins.setRight(side)
        margins.setTop(theme.px("space.l"))
        self.view.setDocumentMargins(margins)
