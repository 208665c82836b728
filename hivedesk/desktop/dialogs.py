"""The system's own dialogs, in one place so that tests can stand in for a person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open_store(parent: QWidget, folder: Path) -> Path | None:
    """Which store to open, or None."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, "Choose a store", str(folder), "HiveDesk stores (*.hive)"
    )
    return Path(chosen) if chosen else None


def ask_save_pdf(parent: QWidget, suggested: Path) -> Path | None:
    """Where to save a PDF, or None."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save as PDF", str(suggested), "PDF (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".pdf")


def ask_save_calendar(parent: QWidget, suggested: Path) -> Path | None:
    """Where to save a calendar, or None."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Save calendar", str(suggested), "Calendars (*.ics)"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".ics")


def ask_save_text(parent: QWidget, suggested: Path) -> Path | None:
    """Where to save a text, or None."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Save as a file", str(suggested), "Text (*.txt)"
    )
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """Which folder, or None."""
    chosen = QFileDialog.getExistingDirectory(parent, "Choose a folder", str(folder))
    return Path(chosen) if chosen else None


def ask_printer(parent: QWidget, title: str, *, landscape: bool = False) -> QPrinter | None:
    """Which printer, set up for A4, or None."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if landscape:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(title)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
