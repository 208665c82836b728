"""The sheet in which a stay is booked with its notes.

Two sides that never mix: what stays in the Hive (why it is needed, why a warning does not
hold), and what the link carer reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.holding import book_held, give_up
from hivedesk.actions.saving import problems_with
from hivedesk.actions.stays import book_stays, hold
from hivedesk.desktop.forms.form import Form, Part
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.words import IconLabel, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Booking, StayKind, StayState, declared, values_of
from hivedesk.rules.asking import Line
from hivedesk.rules.can_say_yes import RoomAnswer
from hivedesk.rules.handover import FOR_THE_NIGHT
from hivedesk.rules.problems import Problem, Refused, Severity
from hivedesk.store import drafts
from hivedesk.store.queries.held import Held, hold_with

from .board.words import span_words
from .yes_cards import line_widget
from .yes_hold import HoldClock, clock_of, held_when
from .yes_question import Asked

WORDS_FIELD, WHY = "override", "why"


@dataclass(frozen=True)
class _Child:
    """Whose notes they are: by booking where there is one, else by child; "" for a guest."""

    key: str
    first_name: str
    notes: Mapping[str, str | None]


def open_book_room(
    host: QWidget,
    workspace: Workspace,
    asked: Asked,
    answer: RoomAnswer,
    instead_of: Sequence[str] = (),
    on_saved: Callable[[Outcome], None] | None = None,
) -> None:
    """Book a room that the panel answered for, with its notes and over its warnings."""
    stay = asked.stay_in(answer.room_id)
    key = f"book-room:{answer.room_id}:{'+'.join(asked.child_ids) or asked.guest}:{asked.from_on}"
    children = [
        _Child(each.child_id, each.first_name, {"needs": each.needs or None})
        for each in asked.children
    ] or [_Child("", asked.guest, {})]
    form = _form(children, answer.against, answer.link_carer, asked.why, asked.kind)
    named = tuple(form.fields)

    def save(desk: Desk, values: dict[str, Any]) -> Outcome:
        notes = _notes(children, values)
        given = stay | {WHY: values[WHY]} | notes.pop("", {})
        return _said(
            named,
            lambda: book_stays(
                desk,
                asked.child_ids,
                given,
                _override(values, answer.against),
                notes=notes,
                instead_of=instead_of,
            ),
        )

    def ready(draft: dict[str, Any] | None) -> None:
        sheet = FormSheet(
            host,
            workspace,
            f"Book {answer.room}",
            form,
            save,
            subtitle=f"{asked.names}, {_when(asked, workspace)}",
            save_word=f"Book {answer.room}",
            done_words=f"Booked into {answer.room}",
            draft_key=key,
        )
        if draft:
            sheet.bring_back(draft)
        sheet.on_saved = on_saved
        sheet.open(_first(form, answer.against))

    store = workspace.open_desk.store

    def find(_: Session) -> dict[str, Any] | None:
        kept = drafts.find(store, key)
        return kept[1] if kept else None

    workspace.read(find, ready, host, f"form:{key}")


def open_held_stay(host: QWidget, workspace: Workspace, booking_id: str) -> None:
    """A bed held while somebody rings, from the board or the panel: book it, or let go."""
    now = workspace.now

    def find(session: Session) -> tuple[Held | None, list[Line]]:
        held = hold_with(session, booking_id)
        if held is None:
            return None, []
        problems: dict[Problem, None] = {}
        for each in held.ids:
            then = {"status": StayState.AGREED, "held_until": None}
            values = values_of(session.get_one(Booking, each)) | then
            problems |= dict.fromkeys(problems_with(session, Booking, values, now))
        return held, [Line("", each.severity, each.words, each.field) for each in problems]

    def ready(found: tuple[Held | None, list[Line]]) -> None:
        held, against = found
        if held is None:
            workspace.open_record("bookings", booking_id)
            return
        _open_held(host, workspace, held, against)

    workspace.read(find, ready, host, f"held:{booking_id}")


def _open_held(host: QWidget, workspace: Workspace, held: Held, against: list[Line]) -> None:
    children = [_Child(each.booking_id, each.first_name, each.notes) for each in held.children]
    clock = HoldClock(held.until, clock_of(workspace))
    form = _form(children, against, held.link_carer, held.why, held.kind, clock)
    named = tuple(form.fields)

    def save(desk: Desk, values: dict[str, Any]) -> Outcome:
        notes = _notes(children, values)
        for each in notes.values():
            each[WHY] = values[WHY]
        return _said(named, lambda: book_held(desk, held.ids, _override(values, against), notes))

    sheet = FormSheet(
        host,
        workspace,
        f"{held.room} is held" if held.runs(workspace.now) else f"{held.room} was held",
        form,
        save,
        subtitle=f"{held.names}, {held_when(held, workspace.today)}",
        save_word="Book it",
        done_words=f"Booked into {held.room}",
        draft_key=f"held-stay:{held.ids[0]}",
    )

    def close(_: Outcome) -> None:
        sheet.close_sheet(force=True)

    def after(verb: Callable[[Desk], Outcome], said: str) -> None:
        workspace.do(
            verb,
            done=close,
            refused=lambda found: sheet.say(" ".join(each.words for each in found), "warning"),
            owner=sheet,
            words=said,
        )

    if not held.runs(workspace.now):
        again = plain(
            "Hold again",
            lambda: after(lambda desk: hold(desk, held.ids), f"{held.room} is held again"),
            icon="clock",
        )
        sheet.add_action(again)
    sheet.add_action(
        plain("Let go", lambda: after(lambda desk: give_up(desk, held.ids), f"{held.room} let go"))
    )
    sheet.open(_first(form, against))


def _form(
    children: Sequence[_Child],
    against: Sequence[Line],
    link_carer: str,
    why: str | None,
    kind: StayKind,
    clock: QWidget | None = None,
) -> Form:
    """The two sides, with what is known filled in."""
    fields: dict[str, Field] = {}
    ours: list[Part] = [_heading("Kept in the Hive", f"{link_carer} does not see this.", "lock")]
    if clock is not None:
        ours.insert(0, clock)
    ours += [line_widget(line) for line in against]
    if any(line.severity is Severity.WARNING for line in against):
        fields[WORDS_FIELD] = Field(
            "Why it is right all the same", TextEditor(lines=3), "Kept with the stay."
        )
        ours.append(WORDS_FIELD)
    fields[WHY] = Field(
        declared(Booking)[WHY][1].label,
        TextEditor(lines=3),
        optional=kind is not StayKind.RESPITE,
    )
    ours.append(WHY)
    theirs: list[Part] = [_heading(f"For {link_carer}", "The link carer reads this.", "user")]
    for place, child in enumerate(children):
        if len(children) > 1:
            theirs.append(words(child.first_name, "lead"))
        for name in FOR_THE_NIGHT:
            about = declared(Booking)[name][1]
            field = Field(about.label, TextEditor(lines=2), _help(name), optional=True)
            if len(children) > 1:
                field.editor.setAccessibleName(f"{about.label}, {child.first_name}")
            fields[f"{name} {place}"] = field
            theirs.append(f"{name} {place}")
    form = Form(fields, ours, theirs, divided=True)
    form.set_values({WHY: why})
    for place, child in enumerate(children):
        form.set_values({f"{name} {place}": child.notes.get(name) for name in FOR_THE_NIGHT})
    return form


def _help(name: str) -> str:
    return {
        "needs": "Routine, bedtime, what helps.",
        "medication": "What, how much and when.",
        "numbers": "Whom the link carer may ring that night.",
    }.get(name, "")


def _heading(title: str, second: str, icon: str) -> QWidget:
    theme = current_theme()
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, theme.px("space.xs"))
    row.setSpacing(theme.px("space.s"))
    column = QVBoxLayout()
    column.setSpacing(theme.px("space.xxs"))
    column.addWidget(words(title, "lead", wrap=True))
    column.addWidget(words(second, "small", "muted", wrap=True))
    mark = QVBoxLayout()
    mark.addWidget(IconLabel(icon, "text"))
    mark.addStretch(1)
    row.addLayout(mark)
    row.addLayout(column, 1)
    return holder


def _first(form: Form, against: Sequence[Line]) -> QWidget:
    """Where the keyboard begins: at the note that is required, else at what the night needs."""
    return form.fields[WORDS_FIELD if WORDS_FIELD in form.fields else "needs 0"].editor


def _notes(children: Sequence[_Child], values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        child.key: {name: values[f"{name} {place}"] for name in FOR_THE_NIGHT}
        for place, child in enumerate(children)
    }


def _override(values: Mapping[str, Any], against: Sequence[Line]) -> str | None:
    """The note over a warning, which must be there where the panel warned."""
    note: str | None = values.get(WORDS_FIELD)
    if WORDS_FIELD in values and not note:
        told = "Say why it is right all the same; it is kept with the stay."
        raise Refused([Problem(WORDS_FIELD, told)])
    return note


def _said(fields: Sequence[str], act: Callable[[], Outcome]) -> Outcome:
    """Do it; what speaks against it is said under the first field, whole."""
    try:
        return act()
    except Refused as why:
        if any(problem.field in fields for problem in why.problems):
            raise
        told = " ".join(dict.fromkeys(problem.words for problem in why.problems))
        raise Refused([Problem(fields[0], told)]) from why


def _when(asked: Asked, workspace: Workspace) -> str:
    return span_words(asked.from_on, asked.to_on, workspace.today)
