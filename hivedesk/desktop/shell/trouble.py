"""The page in place of a store that cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link, plain, primary
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import IconLabel, words

FOOT = "Your work is where it was: HiveDesk changes nothing in a store that it cannot open."


class TroublePage(CardPage):
    """Says what happened and what would make it right.

    `try_again`, `choose_store`, `quit_pressed`: one for each button.
    """

    try_again = Signal()
    choose_store = Signal()
    quit_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("HiveDesk cannot open this store", "", FOOT, width=480)
        self._sentence.hide()
        theme = current_theme()
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        row.addWidget(IconLabel("warning", "danger"), 0, Qt.AlignmentFlag.AlignTop)
        self.what = words("", "body", strong=True, wrap=True, selectable=True)
        row.addWidget(self.what, 1)
        self.card.addLayout(row)
        self.next_step = words("", "body", wrap=True, selectable=True)
        self.card.addWidget(self.next_step)
        self.again = primary("Try again", self.try_again.emit)
        self.other = plain("Choose another store…", self.choose_store.emit)
        self.leave = link("Quit", self.quit_pressed.emit)
        for button in (self.again, self.other):
            self.card.addWidget(button)
        self.card.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self.again)

    def show_trouble(self, what: str, next_step: str = "") -> None:
        """The words of a PlainError and its next step."""
        self.what.setText(what)
        self.next_step.setText(next_step)
        self.next_step.setVisible(bool(next_step))
        self.setAccessibleName(f"{self.title()}. {what} {next_step}".strip())
        announce(self, f"{what} {next_step}".strip())
