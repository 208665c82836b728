"""Help: what each page is for, and every shortcut, made from the tables the program uses."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.panel import Panel
from hivedesk.desktop.widgets.words import two_lines, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.keys import COMMANDS
from hivedesk.paths import resource


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return HelpPage(workspace)


class HelpPage(Page):
    """Short texts from `resources/help`, then the shortcuts."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        theme = current_theme()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        page = QWidget()
        page.setObjectName("scrolled")
        page.setMaximumWidth(theme.scaled(760))
        column = QVBoxLayout(page)
        margin = theme.px("frame.page_margin")
        column.setContentsMargins(margin, theme.px("space.l"), margin, margin)
        column.setSpacing(theme.px("space.l"))
        column.addWidget(words("Help", "title"))
        for title, paragraphs in topics():
            panel = Panel(title)
            for paragraph in paragraphs:
                text = words(paragraph, wrap=True, selectable=True)
                text.setContentsMargins(0, theme.px("space.s"), 0, theme.px("space.s"))
                panel.add_row(text)
            column.addWidget(panel)
        column.addWidget(_shortcuts())
        column.addStretch(1)
        scroll.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def reload(self) -> None:
        """Nothing here comes from the store."""
        self.usable.emit()


def topics() -> list[tuple[str, list[str]]]:
    """Title and paragraphs of every help text, in the order of their file names.

    A text is a Markdown file of one heading and plain paragraphs.
    """
    found = []
    for path in sorted(resource("help").glob("*.md")):
        title, *paragraphs = path.read_text("utf-8").strip().split("\n\n")
        told = [" ".join(paragraph.split()) for paragraph in paragraphs]
        found.append((title.removeprefix("# "), told))
    return found


def _shortcuts() -> Panel:
    panel = Panel("Shortcuts", "Every command is also in the search box, Ctrl+K")
    for command in COMMANDS:
        if not command.shortcut:
            continue
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(two_lines(command.words, ""), 1)
        row.addWidget(words(command.shortcut, strong=True))
        panel.add_row(holder)
    return panel
