"""A PDF on paper: pages are rendered off the window's thread, then handed to the printer."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from hivedesk.reports.stopping import GoOn, go_on

POINTS_PER_INCH = 72
MOST_PIXELS = 120_000_000
"""Of all pages together, at four bytes each: ten years of a family would else take gigabytes."""
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_SMOOTH = Qt.TransformationMode.SmoothTransformation


def rendered(pdf: bytes, dpi: int, wanted: GoOn = go_on) -> list[QImage]:
    """Every page as an image at `dpi`, coarser where there are very many.

    Args:
        wanted: asked before each page.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = []
    sizes = [document.pagePointSize(number) for number in range(document.pageCount())]
    inches = sum(size.width() * size.height() for size in sizes) / POINTS_PER_INCH**2
    dpi = min(dpi, round((MOST_PIXELS / max(1.0, inches)) ** 0.5))
    for number in range(document.pageCount()):
        wanted()
        points = document.pagePointSize(number)
        scale = dpi / POINTS_PER_INCH
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        page = QImage(size, QImage.Format.Format_RGB32)
        page.fill(0xFFFFFFFF)
        painter = QPainter(page)
        painter.drawImage(0, 0, document.render(number, size))
        painter.end()
        pages.append(page)
    document.close()
    return pages


def print_pages(printer: QPrinter, pages: list[QImage]) -> None:
    """Hand the pages to the printer, each fitted to the paper."""
    painter = QPainter(printer)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        paper = painter.viewport()
        fitted = page.size().scaled(paper.size(), _KEEP)
        painter.drawImage(paper.topLeft(), page.scaled(fitted, _KEEP, _SMOOTH))
    painter.end()
