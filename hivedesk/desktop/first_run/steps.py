"""The assistant's steps but the last: which way, who and which Hive, or which central store."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QVBoxLayout, QWidget

from hivedesk.desktop.shell.passphrase import CapsHint, PassphraseEditor
from hivedesk.desktop.shell.strength import Level, strength
from hivedesk.desktop.shell.strength_bar import StrengthBar
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, link, plain, primary
from hivedesk.desktop.widgets.editors import LineEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, CheckBox
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.records import WorkerRole
from hivedesk.rules.towns import HAMPSHIRE

LONGEST_NAME = 80
NARROW = 600

Problems = list[tuple[str, str]]

# What would do; what is wrong stands beside the bar.
_REFUSED: dict[Level, str] = {
    "short": "Choose a longer passphrase.",
    "guessed": "Choose one that is harder to guess.",
}


class Step(QWidget):
    """One page of the assistant. `entered`: Enter was pressed in one of its fields."""

    entered = Signal()
    title = sentence = ""
    next_word = "Next"
    wide = 720  # of the card, in logical pixels at 100 %, as wished

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(current_theme().px("space.l"))

    def problems(self) -> Problems:
        """(field, sentence) for all that is missing or will not do."""
        return []

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return next(iter(self.fields.values())).editor

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self.fields.values():
            field.set_value(None)

    def _enter_goes_on(self) -> None:
        for field in self.fields.values():
            if isinstance(field.editor, LineEditor):
                field.editor.returnPressed.connect(self.entered)
            elif isinstance(field.editor, PassphraseEditor):
                field.editor.entered.connect(self.entered)

    def _missing(self, needed: dict[str, str]) -> Problems:
        return [(name, said) for name, said in needed.items() if not self.fields[name].value()]


class WelcomeStep(Step):
    """Three ways to begin. `chosen(way)`: alone, connect, demo or throw-away."""

    chosen = Signal(str)
    title = "Welcome to HiveDesk"
    sentence = "How would you like to begin?"

    def __init__(self, address: str, *, has_demo: bool) -> None:
        """`address`: of the council's central store, where its settings name one."""
        super().__init__()
        ways = (
            (
                "alone",
                "Start my Hive here",
                "A desk of your own on this laptop. You can connect it later.",
            ),
            (
                "connect",
                "Connect to the central store",
                "You were given a joining code: your Hive, and who you are, come from there.",
            ),
            (
                "demo",
                "Try the demo county",
                "Look round with six Hives of invented people. It is kept apart from real work "
                "and can be thrown away.",
            ),
        )
        self.buttons = {}
        first = "connect" if address else "alone"
        for way, word, about in sorted(ways, key=lambda each: each[0] != first):
            make = primary if way == first else plain
            button = make(word, self._choose(way))
            button.setAccessibleDescription(about)
            self.buttons[way] = button
            row = Sides(words(about, wrap=True), button, narrow=480, gap="space.m")
            row.set_stretch(1, 0)
            self.column.addWidget(row)
        self._first = self.buttons[first]
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        for button in self.buttons.values():
            button.setMinimumWidth(widest)
        if has_demo:
            away = link("Throw the demo county away", self._choose("throw-away"))
            self.buttons["throw-away"] = away
            self.column.addWidget(away, 0, Qt.AlignmentFlag.AlignRight)

    def first(self) -> QWidget:
        return self._first

    def forget_demo(self) -> None:
        """There is none any more."""
        self.buttons["throw-away"].hide()
        self.buttons["demo"].setFocus()

    def _choose(self, way: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(way)


class WhoStep(Step):
    """Who you are and which Hive, where the Hive begins here."""

    title = "Who are you, and which Hive?"
    sentence = "Your name stands on what you write. All of it can be changed later."
    wide = 760

    def __init__(self) -> None:
        super().__init__()
        roles = [Option(role, role.label) for role in WorkerRole]
        towns = [name for name, _, _ in HAMPSHIRE]
        self.fields = {
            "first_name": Field("Your first name", LineEditor(longest=LONGEST_NAME)),
            "last_name": Field("Your last name", LineEditor(longest=LONGEST_NAME)),
            "role": Field(
                "You are a",
                ButtonsEditor(roles),
                "A link carer goes back and chooses “Connect to the central store”.",
            ),
            "hive": Field("Your Hive’s name", LineEditor(longest=LONGEST_NAME)),
            "area": Field("Its town", _town_editor(towns), "The town it is built around."),
        }
        self.fields["role"].set_value(WorkerRole.SUPPORT_WORKER)
        left = _column(self.fields["first_name"], self.fields["last_name"])
        right = _column(self.fields["hive"], self.fields["area"])
        self.column.addWidget(Sides(left, right, narrow=NARROW))
        self.column.addWidget(self.fields["role"])
        self._towns = {name.casefold(): name for name in towns}
        hive = self.fields["hive"].editor
        if isinstance(hive, LineEditor):
            hive.editingFinished.connect(self._guess_town)
        self._enter_goes_on()

    def problems(self) -> Problems:
        self._guess_town()
        return self._missing(
            {
                "first_name": "Enter your first name.",
                "last_name": "Enter your last name.",
                "role": "Choose what you are.",
                "hive": "Enter your Hive’s name.",
                "area": "Enter the town that your Hive is built around.",
            }
        )

    def clear(self) -> None:
        super().clear()
        self.fields["role"].set_value(WorkerRole.SUPPORT_WORKER)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list of towns goes with the step; left open, it would keep the keyboard."""
        editor = self.fields["area"].editor
        completer = editor.completer() if isinstance(editor, LineEditor) else None
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            popup.hide()
        super().hideEvent(event)

    def names(self) -> list[str]:
        """What anybody would try first in a passphrase."""
        return [str(field.value()) for name, field in self.fields.items() if name != "role"]

    def _guess_town(self) -> None:
        """Most Hives are called like their town."""
        town = self._towns.get(str(self.fields["hive"].value() or "").casefold())
        if town and not self.fields["area"].value():
            self.fields["area"].set_value(town)


class CentralStep(Step):
    """Which central store, and the joining code: who you are comes from there."""

    title = "Connect to the central store"
    sentence = (
        "Whoever looks after it gave you an address and a joining code. "
        "Your Hive and your name come from there."
    )
    wide = 560

    def __init__(self, address: str) -> None:
        super().__init__()
        self.fields = {
            "url": Field("Address", LineEditor(longest=300, hint="https://")),
            "code": Field(
                "Joining code",
                LineEditor(longest=60),
                "It works once, within a week, and is used only when you finish.",
            ),
        }
        self.fields["url"].set_value(address or None)
        for field in self.fields.values():
            self.column.addWidget(field)
        self._enter_goes_on()

    def first(self) -> QWidget:
        return self.fields["code" if self.fields["url"].value() else "url"].editor

    def problems(self) -> Problems:
        return self._missing(
            {
                "url": "Type the address of the central store.",
                "code": "Type the joining code you were given.",
            }
        )

    def url(self) -> str:
        """The address, as a whole."""
        typed = str(self.fields["url"].value() or "")
        return typed if "://" in typed else f"https://{typed}"


class PassphraseStep(Step):
    """The passphrase, typed twice."""

    title = "Choose a passphrase"
    sentence = "It encrypts everything on this laptop, and you type it each time you open HiveDesk."
    wide = 760

    def __init__(self, known: Callable[[], list[str]]) -> None:
        """`known`: words that anyone would try first, asked each time."""
        super().__init__()
        self._known = known
        self.typed, self.again = PassphraseEditor(), PassphraseEditor()
        self.fields = {
            "passphrase": Field("Passphrase", self.typed),
            "again": Field("The same passphrase again", self.again),
        }
        self.bar = StrengthBar()
        self.remember = CheckBox("Remember it in this laptop’s key store")
        self.remember.hide()
        rated = _column(self.fields["passphrase"], self.bar, gap="space.s")
        second = _column(self.fields["again"], CapsHint(self.typed, self.again))
        self.column.addWidget(Sides(rated, second, narrow=NARROW))
        self.column.addWidget(
            _with_icon(
                "key",
                "Nobody can reset it: not the council, not your manager. The next page makes a "
                "recovery sheet, which is the only other way in.",
            )
        )
        self.column.addWidget(self.remember)
        self.fields["passphrase"].changed.connect(self.rate)
        self._enter_goes_on()

    def rate(self) -> None:
        """Say how hard it is to guess."""
        typed = self.typed.value()
        self.bar.show_strength(strength(typed, self._known()) if typed else None)

    def problems(self) -> Problems:
        typed = self.typed.value()
        if not typed:
            return [("passphrase", "Choose a passphrase.")]
        rated = strength(typed, self._known())
        if not rated.accepted:
            return [("passphrase", _REFUSED[rated.level])]
        if not self.again.value():
            return [("again", "Type the passphrase once more.")]
        if self.again.value() != typed:
            return [("again", "The two are not the same. Press Show and compare them.")]
        return []

    def clear(self) -> None:
        self.typed.clear()
        self.again.clear()
        self.remember.set_value(False)


def _town_editor(towns: list[str]) -> LineEditor:
    """Offers the towns that are known; any other may be typed."""
    editor = LineEditor(longest=LONGEST_NAME)
    completer = QCompleter(towns, editor)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    popup = QListView()
    popup.setObjectName("popup")
    completer.setPopup(popup)
    editor.setCompleter(completer)
    return editor


def _with_icon(icon: str, said: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().px("space.s"))
    row.addWidget(IconLabel(icon, "warning"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words(said, "body", wrap=True), 1)
    return holder


def _column(*parts: QWidget, gap: str = "space.l") -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().px(gap))
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return holder
