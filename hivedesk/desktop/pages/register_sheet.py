"""Taking a register: one line a person, one press each, and "mark the rest present"."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.registers import take_register, take_training_register
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, Segments, plain, primary
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.words import ElidedLabel, rule, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Attendance
from hivedesk.store.queries.registers import Place, Register, activity_register, training_register

_ANSWERS = (
    Option(None, "–"),
    Option(Attendance.BOOKED, "Booked"),
    Option(Attendance.ATTENDED, "Came"),
    Option(Attendance.PARTLY, "Part"),
    Option(Attendance.CANCELLED, "Apologies"),
    Option(Attendance.NO_SHOW, "Did not come"),
)
_CHILDREN = {"child_id": "child", "birth_child_id": "birth child", "carer_id": "carer"}


def open_register(host: QWidget, workspace: Workspace, activity_id: str, **_: Any) -> None:
    """The register of an activity."""

    def save(desk: Desk, marked: dict[Place, Attendance]) -> Outcome:
        came = {(p.family_id, p.column, p.person_id): status for p, status in marked.items()}
        return take_register(desk, activity_id, came)

    now = workspace.now
    workspace.read(
        lambda session: activity_register(session, activity_id, now),
        lambda found: RegisterSheet(host, workspace, found, save).open(),
        host,
        "register",
    )


def open_training_register(host: QWidget, workspace: Workspace, session_id: str, **_: Any) -> None:
    """The register of a training session."""

    def save(desk: Desk, marked: dict[Place, Attendance]) -> Outcome:
        came = {place.person_id: status for place, status in marked.items()}
        return take_training_register(desk, session_id, came)

    workspace.read(
        lambda session: training_register(session, session_id),
        lambda found: RegisterSheet(host, workspace, found, save).open(),
        host,
        "register",
    )


class RegisterSheet(Sheet):
    """Everybody who could come, family by family."""

    def __init__(self, host: QWidget, workspace: Workspace, register: Register, save: Any) -> None:
        super().__init__(host, "Take the register", f"{register.title}, {register.second}")
        self._workspace, self._save = workspace, save
        self._choices: dict[Place, Segments] = {}
        theme = current_theme()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.xs"))
        family = ""
        for place in register.places:
            if place.family != family:
                family = place.family
                column.addSpacing(theme.px("space.s"))
                column.addWidget(words(family, "small", "muted", strong=True))
            column.addWidget(rule())
            column.addLayout(self._row(place))
        if not register.places:
            column.addWidget(words("There is nobody in this Hive yet.", tone="muted"))
        column.addStretch(1)
        self.set_body(body)
        self.add_action(plain("Mark the rest present", self._mark_rest))
        self.add_action(plain("Close", self.close_sheet, shortcut_text="Esc"))
        self.add_action(
            primary("Save register", self._keep, shortcut_text="Ctrl+Enter"), primary=True
        )

    def _row(self, place: Place) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(ElidedLabel(f"{place.name}", strong=place.column == "carer_id"), 1)
        told = f"{place.name}, {_CHILDREN[place.column]}"
        choice = Segments(told, _ANSWERS, compact=True)
        choice.set_value(place.status)
        self._choices[place] = choice
        row.addWidget(choice)
        return row

    def _mark_rest(self) -> None:
        for choice in self._choices.values():
            if choice.value() in (None, Attendance.BOOKED):
                choice.set_value(Attendance.ATTENDED)

    def _keep(self) -> None:
        marked = {
            place: choice.value()
            for place, choice in self._choices.items()
            if choice.value() is not None and choice.value() != place.status
        }
        if not marked:
            self.close_sheet(force=True)
            return
        self._workspace.do(
            partial(self._save, marked=marked),
            done=self._kept,
            owner=self,
            words="Register kept",
        )

    def _kept(self, _made: Outcome) -> None:
        self.close_sheet(force=True)
