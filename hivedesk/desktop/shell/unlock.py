"""The page in front of a locked store. It knows nothing of what is behind it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.shell.passphrase import CapsHint, PassphraseEditor
from hivedesk.desktop.widgets.buttons import link, primary
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words

BUSY_AFTER_MS = 100
FOOT = (
    "Everything in HiveDesk is encrypted on this laptop. "
    "Nobody at the council can see your passphrase."
)
NO_WAY_IN = (
    "Look first whether Caps Lock is on and whether the keyboard is set to English (UK): press "
    "Show and read what arrives.\n\n"
    "If you made a recovery sheet, press “I forgot my passphrase”. Without it nobody can look the "
    "passphrase up or set a new one. If it does not come back to you, tell your Hive manager and "
    "council IT. They can help you start again with an empty desk. They cannot read this one."
)


class UnlockPage(CardPage):
    """Asks for the passphrase. `unlock_requested(passphrase, remember)` when Unlock is pressed,
    `forgot_pressed()` by the link.

    Answer it with `set_busy(True)`, then either `clear()` and another page, or
    `show_problem(sentence)`, which ends the waiting.
    """

    unlock_requested = Signal(str, bool)
    forgot_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("Open HiveDesk", "Welcome back.", FOOT)
        self.editor = PassphraseEditor()
        self.editor.entered.connect(self._ask)
        self.field = Field("Passphrase", self.editor)
        self.card.addWidget(self.field)
        self.card.addWidget(CapsHint(self.editor))
        self.remember = CheckBox("Remember me on this laptop")
        self.remember.hide()
        self.card.addWidget(self.remember)
        self.button = primary("Unlock", self._ask)
        self.card.addWidget(self.button)
        self.forgot_link = link("I forgot my passphrase", self._forgot, icon="key")
        self.help_link = link("I cannot get in", self._toggle_help, icon="help")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.forgot_link)
        row.addWidget(self.help_link)
        row.addStretch(1)
        self.card.addLayout(row)
        self.help = words(NO_WAY_IN, "small", wrap=True, selectable=True)
        self.help.hide()
        self.card.addWidget(self.help)
        self._busy = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(self._show_busy)
        self.setFocusProxy(self.editor)

    def show_locked(self, quiet_minutes: int = 0, *, kept: bool = False) -> None:
        """For a window that locked: by itself after `quiet_minutes`, or (0) by its user.

        `kept`: something was being written, and a draft of it is safe.
        """
        lines = []
        if quiet_minutes:
            unit = "minute" if quiet_minutes == 1 else "minutes"
            lines.append(f"It locked itself after {quiet_minutes} quiet {unit}.")
        else:
            lines.append("You locked it.")
        if kept:
            lines.append("What you were writing has been kept.")
        self.clear()
        self.say("HiveDesk is locked", "\n".join(lines))

    def set_can_remember(self, can: bool) -> None:
        """Offer to keep the passphrase in this laptop's key store, where there is one."""
        self.remember.setVisible(can)
        if not can:
            self.remember.set_value(False)

    def set_busy(self, busy: bool) -> None:
        """While it opens: a second press does nothing; after 100 ms the button says so."""
        self._busy = busy
        self.editor.line.setReadOnly(busy)
        if busy:
            self._slow.start()
            return
        self._slow.stop()
        self.button.set_word("Unlock")

    def busy(self) -> bool:
        return self._busy

    def show_problem(self, sentence: str) -> None:
        """Say under the field why it stays shut; what was typed stays, selected."""
        self.set_busy(False)
        self.field.set_problem(sentence)
        self.editor.line.setFocus()
        self.editor.line.selectAll()
        announce(self.editor.line, sentence)

    def clear(self) -> None:
        """Forget what was typed."""
        self.set_busy(False)
        self.editor.clear()
        self.field.clear_problem()
        self.help.hide()

    def _ask(self) -> None:
        if self._busy:
            return
        passphrase = self.editor.value()
        if not passphrase:
            self.show_problem("Enter your passphrase.")
            return
        self.field.clear_problem()
        self.unlock_requested.emit(passphrase, self.remember.value())

    def _show_busy(self) -> None:
        self.button.set_word("Opening…")
        announce(self.button, "Opening…")

    def _forgot(self) -> None:
        if not self._busy:
            self.forgot_pressed.emit()

    def _toggle_help(self) -> None:
        self.help.setVisible(self.help.isHidden())
        if self.help.isVisible():
            announce(self.help, NO_WAY_IN)
            # The words get their height with the next layout; look for them then.
            QTimer.singleShot(0, self, lambda: self.show_widget(self.help))
