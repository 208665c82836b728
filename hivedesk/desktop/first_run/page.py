"""The assistant in the window: one step at a time, Back and Next, everything by keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from hivedesk.desktop.background import Background
from hivedesk.desktop.shell.card_page import CardPage
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain, primary
from hivedesk.desktop.widgets.fields import show_problems
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.records import WorkerRole

from .plan import Plan
from .recovery import RecoveryStep
from .steps import CentralStep, PassphraseStep, Step, WelcomeStep, WhoStep

BUSY_AFTER_MS = 100
FOOT = "Everything in HiveDesk is encrypted on this laptop with your passphrase."
START, CONNECT = "Start my desk", "Connect and open"


class FirstRunPage(CardPage):
    """Asks, and says what was answered.

    Signals:
        create_requested(Plan): all of it will do.
        greet_requested(str): is there a central store at this address? Answer with `greeted`.
        demo_requested(), throw_away_requested(): by the buttons of the first step.

    Answer with `set_busy(True)`, then another page, or `show_problems`.
    """

    create_requested = Signal(object)
    greet_requested = Signal(str)
    demo_requested = Signal()
    throw_away_requested = Signal()

    topic = "first-day"

    def __init__(
        self,
        background: Background,
        *,
        store_name: str = "my.hive",
        address: str = "",
        has_demo: bool = False,
    ) -> None:
        super().__init__("", "", FOOT)
        self.welcome = WelcomeStep(address, has_demo=has_demo)
        self.who, self.central = WhoStep(), CentralStep(address)
        self.secret = PassphraseStep(self.who.names)
        self.sheet = RecoveryStep(background, store_name)
        self._all: tuple[Step, ...] = (
            self.welcome, self.who, self.central, self.secret, self.sheet,
        )  # fmt: skip
        for step in self._all:
            self.card.addWidget(step)
            step.hide()
            step.entered.connect(self.go_on)
        self.problem = words("", "body", "danger", wrap=True)
        self.problem.hide()
        self.card.addWidget(self.problem)
        self.back = plain("Back", self.go_back, icon="caret-left")
        self.where = words("", "small", "muted")
        self.button = primary("Next", self.go_on)
        row = QHBoxLayout()
        row.setSpacing(current_theme().px("space.m"))
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.where)
        row.addWidget(self.button)
        self.card.addLayout(row)
        for keys in ("Esc", "Alt+Left"):
            back = QShortcut(QKeySequence(keys), self)
            # Not while help lies over it: there Esc closes that.
            back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            back.activated.connect(self.go_back)
        self._busy = False
        self._busy_word = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(BUSY_AFTER_MS)
        self._slow.timeout.connect(self._show_busy)
        self.welcome.chosen.connect(self._choose)
        self.sheet.finish.connect(self._finish)
        self._ways: tuple[Step, ...] = (self.welcome,)
        self._show(self.welcome)

    @property
    def step(self) -> Step:
        """The step in view."""
        return self._step

    @property
    def joins(self) -> bool:
        """Whether the laptop connects to a central store."""
        return self.central in self._ways

    def go_on(self) -> None:
        """Next, where nothing is missing; at the last step, all of it."""
        if self._busy or self._step is self.welcome:
            return
        problems = self._step.problems()
        self.show_problems(problems)
        if problems:
            return
        if self._step is self.central:
            self.greet_requested.emit(self.central.url())
        else:
            self._next()

    def greeted(self) -> None:
        """The central store is there, and speaks as this laptop does."""
        self.set_busy(False)
        if self._step is self.central:
            self._next()

    def go_back(self) -> None:
        """The step before; what was typed stays."""
        place = self._ways.index(self._step)
        if place and not self._busy:
            self.show_problems(())
            self._show(self._ways[place - 1])

    def set_can_remember(self, can: bool) -> None:
        """Offer this laptop's key store, where there is one."""
        self.secret.remember.setVisible(can)
        if not can:
            self.secret.remember.set_value(False)

    def set_busy(self, busy: bool, said: str = "Setting up…") -> None:
        """While it is asked or made: a second press does nothing; after 100 ms the button says so.

        Said again with other words while it goes on, the button reads these.
        """
        was_shown = self._busy and not self._slow.isActive()
        self._busy, self._busy_word = busy, said
        if busy and was_shown:
            self.button.set_word(said)
        elif busy:
            self._slow.start()
        else:
            self._slow.stop()
            self.button.set_word(self._word())

    def busy(self) -> bool:
        return self._busy

    def show_problems(self, problems: Iterable[tuple[str, str]]) -> None:
        """Show (field, sentence) pairs at their fields, going to the step that has the first.

        A sentence without a field (a full disk) stands above the buttons of the step in view.
        """
        self.set_busy(False)
        told = [each for each in problems if each != ("", "")]
        for step in self._ways:
            if any(name in step.fields for name, _ in told) and step is not self._step:
                self._show(step)
                break
        homeless = show_problems(self._step.fields, told)
        self.problem.setText(" ".join(homeless))
        self.problem.setVisible(bool(homeless))
        if homeless:
            announce(self, homeless[0])
            QTimer.singleShot(0, self, lambda: self.show_widget(self.button))

    def clear(self) -> None:
        """Forget everything typed here."""
        self.set_busy(False)
        for step in self._all:
            step.clear()

    def plan(self, *, with_sheet: bool) -> Plan:
        """What was typed."""
        who, central = self.who.fields, self.central.fields
        role = who["role"].value()
        return Plan(
            joins=self.joins,
            first_name=str(who["first_name"].value() or ""),
            last_name=str(who["last_name"].value() or ""),
            role=role if isinstance(role, WorkerRole) else WorkerRole.SUPPORT_WORKER,
            hive=str(who["hive"].value() or ""),
            area=str(who["area"].value() or ""),
            url=self.central.url(),
            code=str(central["code"].value() or ""),
            passphrase=str(self.secret.typed.value() or ""),
            recovery=self.sheet.panel.key if with_sheet else "",
            remember=bool(self.secret.remember.value()),
        )

    def _choose(self, way: str) -> None:
        if self._busy:
            return
        if way in ("alone", "connect"):
            first = self.central if way == "connect" else self.who
            self._ways = (self.welcome, first, self.secret, self.sheet)
            self.show_problems(())
            self._next()
        elif way == "demo":
            self.demo_requested.emit()
        else:
            self.throw_away_requested.emit()

    def _next(self) -> None:
        place = self._ways.index(self._step) + 1
        if place < len(self._ways):
            self._show(self._ways[place])
        else:
            self._finish(with_sheet=True)

    def _finish(self, with_sheet: bool) -> None:
        if self._busy:
            return
        for step in self._ways[1:-1]:
            problems = step.problems()
            if problems:
                self.show_problems(problems)
                return
        self.create_requested.emit(self.plan(with_sheet=with_sheet))

    def _show(self, step: Step) -> None:
        self._step = step
        for each in self._all:
            each.setVisible(each is step)
        self.set_width(step.wide)
        self.say(step.title, step.sentence)
        place = self._ways.index(step)
        for part in (self.back, self.where, self.button):
            part.setVisible(bool(place))
        self.where.setText(f"Step {place} of {len(self._ways) - 1}")
        self.button.set_word(self._word())
        if step is self.secret:
            self.secret.rate()
        # Tab comes round to where the page begins, which is not always where typing does.
        fields = [field.editor for field in step.fields.values()]
        self.setFocusProxy(fields[0] if fields else step.first())
        step.first().setFocus()
        announce(self, f"{step.title}. {step.sentence}")

    def _word(self) -> str:
        if self._step is not self.sheet:
            return "Next"
        return CONNECT if self.joins else START

    def _show_busy(self) -> None:
        self.button.set_word(self._busy_word)
        announce(self.button, self._busy_word)
