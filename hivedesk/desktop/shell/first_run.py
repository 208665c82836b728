"""The page of a laptop that has no store yet: who you are, your Hive, and a passphrase."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.shell.passphrase import CapsHint, PassphraseEditor
from hivedesk.desktop.shell.strength import Level, strength
from hivedesk.desktop.shell.strength_bar import StrengthBar
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import link, primary
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.desktop.widgets.fields import Field, show_problems
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import IconLabel, words

BUSY_AFTER_MS = 100
LONGEST_NAME = 80
CREATE = "Start my desk"
SENTENCE = "A desk of your own, kept on this laptop and nowhere else."
FOOT = "Everything in HiveDesk is encrypted on this laptop with your passphrase."
WARNING = (
    "Nobody can reset this passphrase: not the council, not your manager. "
    "Keep a copy where only you can find it, and not with the laptop."
)

# What would do; what is wrong stands beside the bar.
_REFUSED: dict[Level, str] = {
    "short": "Choose a longer passphrase.",
    "guessed": "Choose one that is harder to guess.",
}


class FirstRunPage(CardPage):
    """`create_requested(first name, last name, Hive, passphrase, remember)` once all of it will do;
    `demo_requested()` by the link. Answer with `set_busy(True)`, then `clear()` or `show_problems`.
    """

    create_requested = Signal(str, str, str, str, bool)
    demo_requested = Signal()

    def __init__(self) -> None:
        super().__init__("Welcome to HiveDesk", SENTENCE, FOOT, width=800)
        self.passphrase, self.again = PassphraseEditor(), PassphraseEditor()
        self.fields = {
            "first_name": Field("Your first name", LineEditor(longest=LONGEST_NAME)),
            "last_name": Field("Your last name", LineEditor(longest=LONGEST_NAME)),
            "hive": Field(
                "Your Hive’s name", LineEditor(longest=LONGEST_NAME), "Such as Eastleigh"
            ),
            "passphrase": Field("Passphrase", self.passphrase),
            "again": Field("The same passphrase again", self.again),
        }
        self.bar = StrengthBar()
        self.remember = CheckBox("Remember it in this laptop’s key store")
        self.remember.hide()
        self.card.addWidget(Sides(self._who(), self._secret(), narrow=600))
        self.card.addWidget(self._warning())
        self.card.addWidget(self.remember)
        self.foot = words("", "small", "danger", wrap=True)
        self.foot.hide()
        self.card.addWidget(self.foot)
        self.button = primary(CREATE, self._ask)
        self.demo_link = link("Try the demo county instead", self.demo_requested.emit)
        row = QHBoxLayout()
        # The link's own padding reaches out of the column: its first letter stands in line.
        row.setContentsMargins(-current_theme().px("space.xs"), 0, 0, 0)
        row.addWidget(self.demo_link)
        row.addStretch(1)
        row.addWidget(self.button)
        self.card.addLayout(row)
        self._busy = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(self._show_busy)
        self.setFocusProxy(self.fields["first_name"].editor)
        for name in ("first_name", "last_name", "hive", "passphrase"):
            self.fields[name].changed.connect(self._rate)
        for editor in (self.passphrase, self.again):
            editor.entered.connect(self._ask)

    def set_can_remember(self, can: bool) -> None:
        """Offer this laptop's key store, where there is one."""
        self.remember.setVisible(can)
        if not can:
            self.remember.set_value(False)

    def set_busy(self, busy: bool) -> None:
        """While the store is made: a second press does nothing; after 100 ms the button says so."""
        self._busy = busy
        if busy:
            self._slow.start()
            return
        self._slow.stop()
        self.button.set_word(CREATE)

    def busy(self) -> bool:
        return self._busy

    def show_problems(self, problems: Iterable[tuple[str, str]]) -> None:
        """Show (field, sentence) pairs at their fields: first_name, last_name, hive, passphrase,
        again. Any other sentence (a full disk) stands above the button.
        """
        self.set_busy(False)
        told = list(problems)
        homeless = show_problems(self.fields, told)
        self.foot.setText(" ".join(homeless))
        self.foot.setVisible(bool(homeless))
        if told:
            announce(self, told[0][1])

    def clear(self) -> None:
        """Forget everything typed here."""
        self.set_busy(False)
        for name in ("first_name", "last_name", "hive"):
            self.fields[name].set_value(None)
        for editor in (self.passphrase, self.again):
            editor.clear()
        self.remember.set_value(False)
        self.show_problems(())

    def _who(self) -> QWidget:
        return _column(*(self.fields[name] for name in ("first_name", "last_name", "hive")))

    def _secret(self) -> QWidget:
        caps = CapsHint(self.passphrase, self.again)
        rated = _column(self.fields["passphrase"], self.bar, gap="space.s")
        return _column(rated, self.fields["again"], caps)

    def _warning(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px("space.s"))
        side = QVBoxLayout()
        side.addWidget(IconLabel("key", "warning"))
        side.addStretch(1)
        row.addLayout(side)
        row.addWidget(words(WARNING, "body", wrap=True), 1)
        return holder

    def _known(self) -> list[str]:
        values = (self.fields[name].value() for name in ("first_name", "last_name", "hive"))
        return [value for value in values if value]

    def _rate(self) -> None:
        typed = self.passphrase.value()
        self.bar.show_strength(strength(typed, self._known()) if typed else None)

    def _problems(self) -> list[tuple[str, str]]:
        needed = {
            "first_name": "Enter your first name.",
            "last_name": "Enter your last name.",
            "hive": "Enter your Hive’s name.",
            "passphrase": "Choose a passphrase.",
        }
        found = [(name, said) for name, said in needed.items() if not self.fields[name].value()]
        typed = self.passphrase.value()
        if typed:
            rated = strength(typed, self._known())
            if not rated.accepted:
                found.append(("passphrase", _REFUSED[rated.level]))
            elif not self.again.value():
                found.append(("again", "Type the passphrase once more."))
            elif self.again.value() != typed:
                found.append(("again", "The two are not the same. Press Show and compare them."))
        return found

    def _ask(self) -> None:
        if self._busy:
            return
        problems = self._problems()
        self.show_problems(problems)
        if not problems:
            first, last, hive = self._known()
            self.create_requested.emit(
                first, last, hive, self.passphrase.value(), self.remember.value()
            )

    def _show_busy(self) -> None:
        self.button.set_word("Setting up…")
        announce(self.button, "Setting up…")


def _column(*parts: QWidget, gap: str = "space.l") -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().px(gap))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return holder
