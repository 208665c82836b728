"""A form that shows what would come of it, date by date, before it can be saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.desktop.forms.form import Form, Part
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.rules.can_say_yes import Answer
from hivedesk.rules.days import day_words
from hivedesk.rules.problems import Problem, Refused
from hivedesk.store.queries.repeats import RepeatDate

from .repeat_dates import DatesPane, first_clash

SOON_MS = 250
Values = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is to be planned.

    Attributes:
        plan: asks the store; off the UI thread.
        title: what stands above the dates ("Every second Friday").
        may_skip: whether each date has a box.
    """

    plan: Callable[[Session], list[RepeatDate]]
    title: str = ""
    may_skip: bool = True


class PlannedSheet(FormSheet):
    """Facts at the left; at the right the dates with their answers, and the note a warning needs.

    Args:
        ask: from the form's values and the skipped days to what is to be planned, or to what
            is still missing.
        keep: the action, with the dates that are kept and those that are left.
        homes: where a problem is shown whose field has another name here.
    """

    def __init__(
        self,
        host: QWidget,
        workspace: Workspace,
        title: str,
        fields: dict[str, Field],
        left: Sequence[Part],
        ask: Callable[[Values, frozenset[Any]], Asked | list[Problem]],
        keep: Callable[[Desk, Values, list[RepeatDate], list[RepeatDate]], Outcome],
        *,
        subtitle: str = "",
        save_word: str,
        done_words: str,
        homes: dict[str, str] | None = None,
        draft_key: str = "",
    ) -> None:
        self._ask, self._homes = ask, homes or {}
        self._chosen: tuple[list[RepeatDate], list[RepeatDate]] = ([], [])
        self._wrong: list[Problem] = []
        self.pane = DatesPane("Dates")
        note = Field(
            "Why it is right all the same", TextEditor(lines=2), "A warning needs it; it is kept."
        )
        note.hide()
        form = Form({**fields, "override": note}, tuple(left), (self.pane, "override"))
        super().__init__(
            host,
            workspace,
            title,
            form,
            lambda desk, values: keep(desk, values, *self._chosen),
            subtitle=subtitle,
            save_word=save_word,
            done_words=done_words,
            draft_key=draft_key,
        )
        self._shown_is_true = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.plan)
        for field in fields.values():
            field.changed.connect(self._doubt)
        self.pane.changed.connect(self._doubt)
        self.plan()

    def plan(self) -> None:
        """Ask for the dates; the old ones stay until the new ones are there."""
        self._soon.stop()
        asked = self._ask(self.form.values(), self.pane.skipped())
        self._wrong = []
        if isinstance(asked, list):
            self.pane.say(asked[0].words)
            self._note_needed()
            self._shown_is_true = True
            return
        store = self._workspace.open_desk.store

        def work() -> list[RepeatDate]:
            with store.reading() as session:
                return asked.plan(session)

        def show(found: list[RepeatDate]) -> None:
            today = self._workspace.today
            self.pane.show_plan(found, today, title=asked.title, may_skip=asked.may_skip)
            self._wrong = []
            self._note_needed()
            self._shown_is_true = not self._soon.isActive()

        self._workspace.background.run(work, show, self._not_planned, self, "plan")

    def save(self) -> None:
        """Save what is shown, once every date that is kept can be booked."""
        if self._saving or not self.form.check():
            return
        if not self._shown_is_true:
            self.say("The dates are being worked out. Look at them, then save.", "info")
            return
        asked = self._ask(self.form.values(), self.pane.skipped())
        if isinstance(asked, list) or self._wrong:
            self._refused(asked if isinstance(asked, list) else self._wrong)
            return
        kept = self.pane.kept()
        clash = first_clash(kept)
        if clash is not None:
            self.say(self._clash_words(clash, may_skip=asked.may_skip), "warning", "danger")
            if asked.may_skip:
                self.pane.go_to(clash)
            return
        if not kept:
            self.say("Every date is skipped. Leave one at least.", "warning", "danger")
            return
        note = self.form.fields["override"]
        if not note.isHidden() and not note.value():
            note.set_problem("Say why it is right all the same; it is kept with each stay.")
            note.focus()
            return
        self._chosen = (kept, self.pane.left())
        super().save()

    def _refused(self, problems: list[Problem]) -> None:
        super()._refused([self._at_home(problem) for problem in problems])

    def _clash_words(self, clash: RepeatDate, *, may_skip: bool) -> str:
        if not may_skip:
            return clash.words
        return f"{day_words(clash.from_on)} clashes. Skip it, or choose other days or a room."

    def _doubt(self) -> None:
        """What was typed makes the dates that are shown doubtful."""
        self._shown_is_true = False
        self.say("")
        self._soon.start()

    def _note_needed(self) -> None:
        needed = any(date.answer is Answer.OVERRIDE for date in self.pane.kept())
        note = self.form.fields["override"]
        # Words that are there stay in sight: what is saved must be seen.
        note.setVisible(needed or bool(note.value()))

    def _not_planned(self, why: Exception) -> None:
        self._shown_is_true = True
        if not isinstance(why, Refused):
            self.pane.say(words_for(why))
            return
        self._wrong = why.problems
        self.pane.say("Put right what is marked; then the dates stand here.")
        for problem in map(self._at_home, why.problems):
            if problem.field in self.form.fields:
                self.form.fields[problem.field].set_problem(problem.words)
            else:
                self.pane.say(problem.words)
        self._note_needed()

    def _at_home(self, problem: Problem) -> Problem:
        name = self._homes.get(problem.field, problem.field)
        return Problem(name, problem.words, problem.severity)
