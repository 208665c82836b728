"""Help over a form that is being filled in: the form stays as it is below it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.workspace import Workspace
from hivedesk.topics import topic_called

from .text import WIDTH, HelpText

MARGINS = 60


def open_help_text(host: QWidget, workspace: Workspace, topic: str) -> None:
    """Show the text of this name; what it leads to takes its place."""
    sheet = HelpSheet(host, "", width=WIDTH + MARGINS)
    sheet.add_action(plain("Close", sheet.close_sheet, shortcut_text="Esc"))
    sheet.show_topic(topic)
    sheet.open()


class HelpSheet(Sheet):
    """One text at a time. Nothing can be begun from it: something else is under way already."""

    def show_topic(self, name: str) -> None:
        """Show the text of this name, if there is one."""
        topic = topic_called(name)
        if topic is None:
            return
        text = HelpText(topic, does=False)
        text.topic_wanted.connect(self.show_topic)
        self.set_title(topic.title, "Help")
        self.set_body(text)
