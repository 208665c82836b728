"""Taking a register, and keeping what people said to being asked: one list, a key each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.registers import keep_answers, take_register, take_training_register
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.sheet import MAX_HEIGHT
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Attendance
from hivedesk.rules.ladder import STATUSES, settled
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store import drafts
from hivedesk.store.queries.registers import Register, activity_register, training_register

from .people_list import ListForm, PeopleEditor, Statuses
from .place_words import coming_words, moved_words, register_words

PEOPLE = "people"
_ON_THE_DAY = (
    Option(Attendance.ATTENDED, "Came"),
    Option(Attendance.PARTLY, "Came for part"),
    Option(Attendance.NO_SHOW, "Did not come"),
    Option(Attendance.CANCELLED, "Sent apologies"),
)
_TRAINING = (*_ON_THE_DAY, Option(Attendance.BOOKED, "Booked"))
_BEFORE = (
    Option(Attendance.BOOKED, "Said yes"),
    Option(Attendance.DECLINED, "Said no"),
    Option(Attendance.CANCELLED, "Sent apologies"),
    Option(Attendance.WAITLISTED, "Waits for a place"),
    Option(Attendance.REQUESTED, "No answer yet"),
)
_REST = Option(Attendance.ATTENDED, "Mark the rest as came")

Marks = dict[str, Attendance]
Keep = Callable[[Desk, Register, Marks], Outcome]


def open_register(host: QWidget, workspace: Workspace, activity_id: str, **_: Any) -> None:
    """The register of an activity."""
    now = workspace.now

    def keep(desk: Desk, register: Register, marks: Marks) -> Outcome:
        return take_register(desk, activity_id, _by_person(register, marks))

    def ready(register: Register, draft: dict[str, Any] | None) -> None:
        editor = PeopleEditor(
            "Register",
            register.places,
            _ON_THE_DAY,
            _settling(register),
            _register_words,
            rest=_REST,
            expected=True,
        )
        sheet = _sheet(host, workspace, "Take the register", register, editor, keep, key)
        _open(sheet, editor, draft)

    key = f"register:{activity_id}"
    _read(host, workspace, key, lambda s: activity_register(s, activity_id, now), ready)


def open_training_register(host: QWidget, workspace: Workspace, session_id: str, **_: Any) -> None:
    """The register of a training session."""

    def keep(desk: Desk, _: Register, marks: Marks) -> Outcome:
        return take_training_register(desk, session_id, marks)

    def ready(register: Register, draft: dict[str, Any] | None) -> None:
        editor = PeopleEditor(
            "Register", register.places, _TRAINING, _settling(register), _register_words, rest=_REST
        )
        sheet = _sheet(host, workspace, "Take the register", register, editor, keep, key)
        _open(sheet, editor, draft)

    key = f"training-register:{session_id}"
    _read(host, workspace, key, lambda s: training_register(s, session_id), ready)


def open_coming(host: QWidget, workspace: Workspace, activity_id: str, **_: Any) -> None:
    """Who was asked to an activity that is still to come, and what they said."""
    now = workspace.now

    def keep(desk: Desk, register: Register, marks: Marks) -> Outcome:
        return keep_answers(desk, activity_id, _by_person(register, marks))

    def ready(register: Register, draft: dict[str, Any] | None) -> None:
        asked = [place for place in register.places if place.status is not None]
        if not asked:
            workspace.open_sheet("invite", activity_id=activity_id)
            return

        def told(now: Statuses) -> str:
            return coming_words(Counter(now.values()), register.capacity)

        editor = PeopleEditor(
            "Who is coming", asked, _BEFORE, _settling(register), told, queue=register.queue
        )
        sheet = _sheet(host, workspace, "Who is coming", register, editor, keep, key)
        sheet.on_saved = lambda _: workspace.said.emit(_kept_words(editor), True)
        _open(sheet, editor, draft)

    key = f"coming:{activity_id}"
    _read(host, workspace, key, lambda s: activity_register(s, activity_id, now), ready)


def _register_words(now: Statuses) -> str:
    return register_words(Counter(now.values()))


def _kept_words(editor: PeopleEditor) -> str:
    names = editor.moved_up()
    if not names:
        return "Answers kept"
    return f"Answers kept. {moved_words(names)}"


def _settling(register: Register) -> Callable[[Mapping[str, Attendance]], Statuses]:
    """What the store will make of these answers."""
    standing = {place.person_id: place.status for place in register.places}

    def settle(marks: Mapping[str, Attendance]) -> Statuses:
        if register.begun:
            return marks
        return settled(standing, register.queue, marks, register.capacity)

    return settle


def _by_person(register: Register, marks: Marks) -> dict[tuple[str, str, str], Attendance]:
    people = {p.person_id: (p.family_id, p.column, p.person_id) for p in register.places}
    return {people[who]: status for who, status in marks.items()}


def _read(
    host: QWidget,
    workspace: Workspace,
    key: str,
    ask: Callable[[Session], Register],
    ready: Callable[[Register, dict[str, Any] | None], None],
) -> None:
    """Read a register and what was marked on it and not saved."""
    store = workspace.open_desk.store

    def query(session: Session) -> tuple[Register, dict[str, Any] | None]:
        kept = drafts.find(store, key)
        return ask(session), kept[1] if kept else None

    workspace.read(query, lambda found: ready(*found), host, "register")


def _sheet(
    host: QWidget,
    workspace: Workspace,
    title: str,
    register: Register,
    editor: PeopleEditor,
    keep: Keep,
    key: str,
) -> FormSheet:
    def save(desk: Desk, values: dict[str, Any]) -> Outcome:
        marks = {who: STATUSES[status] for who, status in (values[PEOPLE] or {}).items()}
        if not marks:
            refuse_on([Problem(PEOPLE, "Nobody has been marked yet. Choose somebody in the list.")])
        return keep(desk, register, marks)

    on_the_day = title == "Take the register"
    return FormSheet(
        host,
        workspace,
        title,
        ListForm({PEOPLE: Field("", editor)}, (PEOPLE,)),
        save,
        subtitle=f"{register.title}, {register.second}",
        save_word="Save register" if on_the_day else "Save answers",
        done_words="Register kept" if on_the_day else "",
        draft_key=key,
        width=760,
        height=MAX_HEIGHT,
    )


def _open(sheet: FormSheet, editor: PeopleEditor, draft: dict[str, Any] | None) -> None:
    if draft:
        sheet.bring_back(draft)
    sheet.open(editor.view)
