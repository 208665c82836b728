"""The quick guide and the shortcuts on paper: saved as PDF, or printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk
from hivedesk.desktop.pages.printed_sheet import PrintedSheet
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.reports.guide import draw_guide, draw_shortcuts


@dataclass(frozen=True)
class Paper:
    """One sheet to pin up."""

    title: str
    tells: str
    draw: Callable[[BinaryIO], int]


GUIDE = Paper(
    "Quick guide",
    "One page: what each page of HiveDesk is for, and what you will do most.",
    draw_guide,
)
SHORTCUTS = Paper(
    "Keys and shortcuts",
    "One page: every key and shortcut there is.",
    draw_shortcuts,
)


def open_guide(host: QWidget, workspace: Workspace) -> None:
    """Save or print the quick guide."""
    PaperSheet(host, workspace, GUIDE).open()


def open_shortcuts(host: QWidget, workspace: Workspace) -> None:
    """Save or print the shortcuts."""
    PaperSheet(host, workspace, SHORTCUTS).open()


class PaperSheet(PrintedSheet):
    """There is nothing to ask: it is the same for everybody."""

    def __init__(self, host: QWidget, workspace: Workspace, paper: Paper) -> None:
        super().__init__(host, workspace, paper.title)
        self.set_body(words(paper.tells, wrap=True))
        self.add_ways_out()
        self._paper = paper

    def asked(self) -> Paper:
        """The paper itself."""
        return self._paper

    def make(self, _desk: Desk, asked: Paper) -> bytes:
        """The PDF."""
        out = io.BytesIO()
        asked.draw(out)
        return out.getvalue()

    def file_name(self, asked: Paper) -> str:
        """What it is called."""
        return f"HiveDesk {asked.title.lower()}.pdf"
