"""A new recovery sheet: the passphrase once, then the key; the sheet before it is void."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.first_run.recovery import KeyPanel
from hivedesk.desktop.pages.questions import WIDTH, ask
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import primary
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.rules.problems import Problem, Refused
from hivedesk.store import keyfile
from hivedesk.store.recovery import new_recovery_key

ABOUT = "The sheet before it is void once this one is made."


def open_recovery_sheet(host: QWidget, workspace: Workspace, **_: Any) -> None:
    """Ask for the passphrase: whoever finds an unlocked desk must not make a key to it."""
    key = new_recovery_key()
    fields = {"passphrase": Field("Passphrase", LineEditor(secret=True), ABOUT)}

    def make(desk: Desk, values: dict[str, Any]) -> Outcome:
        try:
            keyfile.set_recovery(desk.store.path, values["passphrase"] or "", key)
        except keyfile.WrongPassphrase as why:
            raise Refused([Problem("passphrase", why.words)]) from why
        return Outcome(frozenset(), "Make a recovery sheet", "")

    sheet = ask(
        host,
        workspace,
        "New recovery sheet",
        fields,
        make,
        save_word="Make it",
        done_words="",
    )
    sheet.on_saved = lambda _: KeySheet(host, workspace, key).open()


class KeySheet(Sheet):
    """The new key, once; it holds from now on."""

    def __init__(self, host: QWidget, workspace: Workspace, key: str) -> None:
        super().__init__(
            host,
            "New recovery sheet",
            "This key is shown once, here.",
            width=WIDTH,
            guard=self._may_leave,
        )
        self._warned = False
        name = workspace.open_desk.store.path.name
        self.panel = KeyPanel(workspace.aside, key, name)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px("space.m"))
        column.addWidget(self.panel)
        told = (
            "The key holds from now on, and an older sheet is void. Keep it away from the laptop."
        )
        column.addWidget(words(told, wrap=True))
        self.set_body(body)
        self.add_action(primary("Close", self.close_sheet, shortcut_text="Esc"), primary=True)

    def _may_leave(self) -> bool:
        """Once it is on paper; else what would be lost is said, and pressing again closes it."""
        if self.panel.is_kept() or self._warned:
            return True
        self._warned = True
        self.say("Nothing was saved, printed or written down yet.", "warning", "danger")
        return False
