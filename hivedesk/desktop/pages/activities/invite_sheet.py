"""Asking people to an activity: the whole Hive, or those whom it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.registers import invite
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.models.words import moment_words
from hivedesk.desktop.pages.people_list import ListForm
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, plain, primary
from hivedesk.desktop.widgets.editors import NumberEditor
from hivedesk.desktop.widgets.editors_choice import ChipsEditor, choice
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.sheet import MAX_HEIGHT, Sheet
from hivedesk.desktop.workspace import Workspace
from hivedesk.records.activity import OLDEST
from hivedesk.store import drafts
from hivedesk.store.queries.registers import Place, Register, activity_register, fitting
from hivedesk.store.queries.tables import Listing, rows_of

from .tick_list import TickEditor

WIDTH = 520  # logical pixels at 100 %
_NEW = "new"
_FILTERS = ("who", "age_from", "age_to")
CARERS, PLACED, OWN = "carer_id", "child_id", "birth_child_id"
Ages = tuple[int | None, int | None]


def open_invite(
    host: QWidget,
    workspace: Workspace,
    activity_id: str,
    ages: Ages | None = None,
    **_: Any,
) -> None:
    """Ask people to an activity that is still to come.

    Args:
        ages: of the children who are ticked first; None for those the activity is for.
    """
    now, key = workspace.now, f"invite:{activity_id}"
    store = workspace.open_desk.store

    def query(session: Session) -> tuple[Register, dict[str, Any] | None]:
        kept = drafts.find(store, key)
        return activity_register(session, activity_id, now), kept[1] if kept else None

    def ready(found: tuple[Register, dict[str, Any] | None]) -> None:
        register, draft = found
        people = register.places
        form = _form(register, ages, workspace)

        def save(desk: Desk, values: dict[str, Any]) -> Outcome:
            asked = set(values["people"] or ())
            chosen = [(p.family_id, p.column, p.person_id) for p in people if p.person_id in asked]
            return invite(desk, activity_id, chosen)

        sheet = FormSheet(
            host,
            workspace,
            "Invite",
            form,
            save,
            subtitle=f"{register.title}, {register.second}",
            save_word="Invite",
            done_words="Invited. What they say is kept under Who is coming",
            draft_key=key,
            width=760,
            height=MAX_HEIGHT,
        )
        if draft:
            sheet.bring_back(draft)
        sheet.open(form.fields["people"].editor)

    workspace.read(query, ready, host, "invite")


def _form(register: Register, ages: Ages | None, workspace: Workspace) -> ListForm:
    """Whom it is for, and who they are; another answer above ticks anew."""
    kinds = [
        Option(CARERS, "Carers"),
        Option(PLACED, "Children in placement"),
        Option(OWN, "Own children"),
    ]
    list_of_people = TickEditor("Who is asked")
    fields = {
        "who": Field("Who is it for?", ChipsEditor("Who is it for?", kinds)),
        "age_from": Field("From age", NumberEditor(0, OLDEST), optional=True),
        "age_to": Field("To age", NumberEditor(0, OLDEST), optional=True),
        "people": Field("", list_of_people),
    }
    filters = QWidget()
    flow = FlowLayout(filters, "space.l")
    flow.addWidget(fields["who"])
    flow.addWidget(_side_by_side(fields["age_from"], fields["age_to"]))
    form = ListForm(fields, (filters, "people"))
    low, high = ages or register.ages
    who = [CARERS] if register.carers_only and ages is None else [CARERS, PLACED, OWN]
    form.set_values({"who": who, "age_from": low, "age_to": high})

    def list_them() -> None:
        fits = fitting(
            register.places,
            fields["who"].value() or (),
            (fields["age_from"].value(), fields["age_to"].value()),
        )
        list_of_people.show_people(fits, _ticked_first(fits))

    list_them()
    for name in _FILTERS:
        fields[name].changed.connect(list_them)
    return form


def _side_by_side(*fields: Field) -> QWidget:
    """Fields that belong together: where there is no room, all go below."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().px("space.m"))
    for field in fields:
        row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def _ticked_first(places: Sequence[Place]) -> set[str]:
    """Everybody who fits, but for families on hold: whether they like to come is asked apart."""
    return {place.person_id for place in places if not place.on_hold}


def open_invite_these(host: QWidget, workspace: Workspace, ages: Ages, **_: Any) -> None:
    """Ask children of these ages, and who brings them, to one of the activities to come."""
    hive_id, now, today = workspace.hive_id, workspace.now, workspace.today

    def query(session: Session) -> list[Option]:
        asked = Listing(hive_id=hive_id, between={"at": (now, None)}, sort="at")
        return [
            Option(row["id"], f"{row['name']}, {moment_words(row['at'], today)}")
            for row in rows_of(session, "activities", asked, today)
        ]

    def ready(to_come: list[Option]) -> None:
        if to_come:
            _WhichSheet(host, workspace, to_come, ages).open()
        else:
            _to_a_new_one(workspace, ages)

    workspace.read(query, ready, host, "invite-these")


class _WhichSheet(Sheet):
    """Which of the activities to come, or a new one."""

    def __init__(
        self, host: QWidget, workspace: Workspace, to_come: Sequence[Option], ages: Ages
    ) -> None:
        super().__init__(host, "Invite these", width=WIDTH)
        self._workspace, self._ages = workspace, ages
        new = Option(_NEW, "A new activity")
        self._which = Field("To which activity?", choice([*to_come, new]))
        self._which.set_value(to_come[0].value)
        self.set_body(self._which)
        self.add_action(plain("Close", self.close_sheet, shortcut_text="Esc"))
        self.add_action(primary("Go on", self._go_on, shortcut_text="Ctrl+Enter"), primary=True)

    def _go_on(self) -> None:
        chosen = self._which.value()
        if chosen is None:
            self._which.set_problem("Choose an activity, or a new one.")
            return
        self.close_sheet(force=True)
        if chosen == _NEW:
            _to_a_new_one(self._workspace, self._ages)
        else:
            self._workspace.open_sheet("invite", activity_id=chosen, ages=self._ages)


def _to_a_new_one(workspace: Workspace, ages: Ages) -> None:
    """Plan an activity for these ages first; then ask who is of them."""
    values = {"age_from": ages[0], "age_to": ages[1]}
    workspace.open_sheet(
        "record",
        kind="activities",
        values={name: value for name, value in values.items() if value is not None},
        on_saved=lambda made: workspace.open_sheet("invite", activity_id=made.record_id, ages=ages),
    )
