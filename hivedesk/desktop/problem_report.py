"""The problem report: what went wrong and where, for the user to look at, copy or save."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from sqlcipher3 import dbapi2 as sqlcipher

from hivedesk import __version__
from hivedesk.desktop.dialogs import ask_save_text
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.files import write_export

WIDTH, HEIGHT = 640, 520  # logical pixels at 100 %
NOTHING = "Nothing has gone wrong since HiveDesk was started."


def report_words(mishaps: Sequence[str]) -> str:
    """What a report tells: the program, the machine, and where things went wrong."""
    facts = (
        f"HiveDesk {__version__}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()}, SQLite {sqlcipher.sqlite_version}",
    )
    return "\n".join(["Problem report", "", *facts, "", *(mishaps or [NOTHING]), ""])


def open_report(host: QWidget, workspace: Workspace, **_what: Any) -> None:
    """Show the report: it can be read, copied and saved, and goes nowhere by itself."""
    told = report_words(workspace.mishaps)
    sheet = Sheet(
        host, "Report a problem", "Nothing here names anybody", width=WIDTH, height=HEIGHT
    )
    text = QPlainTextEdit(told)
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName("The report")
    sheet.set_body(text)

    def copy() -> None:
        QApplication.clipboard().setText(told)
        sheet.say("Copied. Paste it in a message to IT.", "check-circle", "positive")

    sheet.add_action(plain("Close", sheet.close_sheet, shortcut_text="Esc"))
    sheet.add_action(plain("Save as a file…", lambda: _save(sheet, workspace, told)))
    sheet.add_action(primary("Copy it", copy), primary=True)
    sheet.open(text)


def _save(sheet: QWidget, workspace: Workspace, told: str) -> None:
    path = ask_save_text(sheet, Path.home() / "HiveDesk problem.txt")
    if path is not None and workspace.desk is not None:
        workspace.aside.run(
            lambda: write_export(path, told.encode()),
            lambda _: workspace.said.emit(f"Saved as {path.name}", False),
        )
