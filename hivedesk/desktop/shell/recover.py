"""The page for a forgotten passphrase: the recovery key from the sheet, and a new passphrase."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.shell.passphrase import CapsHint, PassphraseEditor
from hivedesk.desktop.shell.strength import strength
from hivedesk.desktop.shell.strength_bar import StrengthBar
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.fields import Field, show_problems
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.store.recovery import NoRecoveryKey, read_recovery_key

BUSY_AFTER_MS = 100
OPEN = "Open with this key"
SENTENCE = "Type the key from your recovery sheet, and choose a new passphrase."
NO_SHEET = (
    "No recovery sheet was made for this desk, so only the passphrase opens it. Tell your Hive "
    "manager and council IT: they can help you start again with an empty desk."
)
FOOT = "The sheet goes on working with the new passphrase, until you make another."


class RecoverPage(CardPage):
    """`recover_requested(key, passphrase)` once all of it will do; `back_pressed()`.

    Answer with `set_busy(True)`, then another page or `show_problem`.
    """

    recover_requested = Signal(str, str)
    back_pressed = Signal()

    def __init__(self, *, has_sheet: bool) -> None:
        super().__init__("I forgot my passphrase", SENTENCE if has_sheet else "", FOOT, width=520)
        self.typed, self.again = PassphraseEditor(), PassphraseEditor()
        self.key = LineEditor(longest=120)
        self.fields = {
            "key": Field("Recovery key", self.key, "Seven groups of five. Gaps do not matter."),
            "passphrase": Field("New passphrase", self.typed),
            "again": Field("The same passphrase again", self.again),
        }
        self.bar = StrengthBar()
        caps = CapsHint(self.typed, self.again)
        self.nothing = words(NO_SHEET, "body", wrap=True, selectable=True)
        self.problem = words("", "body", "danger", wrap=True)
        self.back = plain("Back", self.back_pressed.emit, icon="caret-left")
        self.button = primary(OPEN, self._ask)
        key, first, second = self.fields.values()
        for part in (self.nothing, key, first, self.bar, second, caps, self.problem):
            self.card.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.button)
        self.card.addLayout(row)
        for each in (key, first, self.bar, second, self.button):
            each.setVisible(has_sheet)
        self.nothing.setVisible(not has_sheet)
        self.problem.hide()
        self._sentence.setVisible(has_sheet)
        self._foot.setVisible(has_sheet)
        self._busy = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(self._show_busy)
        self.key.returnPressed.connect(self._ask)
        for editor in (self.typed, self.again):
            editor.entered.connect(self._ask)
        self.typed.changed.connect(self._rate)
        self.setFocusProxy(self.key if has_sheet else self.back)

    def set_busy(self, busy: bool) -> None:
        """While it is tried: a second press does nothing; after 100 ms the button says so."""
        self._busy = busy
        if busy:
            self._slow.start()
            return
        self._slow.stop()
        self.button.set_word(OPEN)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say why not: at a field (key, passphrase, again), or above the buttons."""
        self._show([(field, sentence)])

    def _show(self, problems: list[tuple[str, str]]) -> None:
        self.set_busy(False)
        homeless = show_problems(self.fields, problems)
        self.problem.setText(" ".join(homeless))
        self.problem.setVisible(bool(homeless))
        if homeless:
            announce(self, homeless[0])

    def _problems(self) -> list[tuple[str, str]]:
        found = []
        try:
            read_recovery_key(self.key.value() or "")
        except NoRecoveryKey as why:
            typed = bool(self.key.value())
            found.append(("key", str(why) if typed else "Type the key from your recovery sheet."))
        typed = self.typed.value()
        if not typed:
            found.append(("passphrase", "Choose a new passphrase."))
        elif not (rated := strength(typed)).accepted:
            found.append(("passphrase", f"{rated.words}."))
        elif self.again.value() != typed:
            found.append(("again", "The two are not the same. Press Show and compare them."))
        return found

    def _rate(self) -> None:
        typed = self.typed.value()
        self.bar.show_strength(strength(typed) if typed else None)

    def _ask(self) -> None:
        if self._busy:
            return
        problems = self._problems()
        self._show(problems)
        if not problems:
            self.recover_requested.emit(self.key.value(), self.typed.value())

    def _show_busy(self) -> None:
        self.button.set_word("Opening…")
        announce(self.button, "Opening…")
