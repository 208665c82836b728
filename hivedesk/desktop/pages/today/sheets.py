"""Two small dialogs: put a follow-up off, leave a family until a day."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.support import leave_until, put_off_follow_up
from hivedesk.desktop.forms.form import Form
from hivedesk.desktop.forms.form_sheet import FormSheet, Save
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.editors_when import DateEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Family, FollowUp
from hivedesk.rules.problems import Problem, refuse_on

WIDTH, HEIGHT = 480, 288  # at 100 %


def open_put_off(host: QWidget, workspace: Workspace, follow_up_id: str) -> None:
    """Choose a later day for a follow-up."""
    today = workspace.today

    def about(session: Session) -> tuple[str, str, dt.date]:
        row = session.execute(
            select(FollowUp.what, FollowUp.due_on, Family.name)
            .join(Family, Family.id == FollowUp.family_id)
            .where(FollowUp.id == follow_up_id)
        ).one()
        return row.what, f"{row.name}, due {date_words(row.due_on, today)}", row.due_on

    def show(found: tuple[str, str, dt.date]) -> None:
        what, second, due_on = found
        _open(
            host,
            workspace,
            "Do it later",
            second,
            Field("Due on", DateEditor(lambda: today), what),
            "due_on",
            later_days(due_on, today),
            lambda desk, values: put_off_follow_up(desk, follow_up_id, values["due_on"]),
            ("Do it later", "Follow-up put off"),
        )

    workspace.read(about, show, owner=host, key="put-off")


def later_days(due_on: dt.date, today: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """Days that are offered: each later than today, and than the day it is due."""
    after, coming = max(due_on, today), due_on > today
    tuesday = next_tuesday(after)
    return (
        ("A day later" if coming else "Tomorrow", after + dt.timedelta(days=1)),
        (f"Tuesday, {date_words(tuesday, today)[4:]}", tuesday),
        ("A week later" if coming else "In a week", after + dt.timedelta(days=7)),
    )


def next_tuesday(today: dt.date) -> dt.date:
    """The Tuesday after a day; not the very next day, which has a button of its own."""
    after = today + dt.timedelta(days=2)
    return after + dt.timedelta(days=(1 - after.weekday()) % 7)


def open_leave_until(host: QWidget, workspace: Workspace, family_id: str) -> None:
    """Choose until when a family is not counted as gone quiet."""
    today = workspace.today

    def name(session: Session) -> str:
        return session.scalars(select(Family.name).where(Family.id == family_id)).one()

    days = (
        ("In a week", today + dt.timedelta(days=7)),
        ("In two weeks", today + dt.timedelta(days=14)),
        ("In four weeks", today + dt.timedelta(days=28)),
    )

    def show(found: str) -> None:
        help_words = f"Until then {found} is not counted as gone quiet."
        _open(
            host,
            workspace,
            "Leave until",
            found,
            Field("Leave until", DateEditor(lambda: today), help_words),
            "leave_until",
            days,
            lambda desk, values: leave_until(desk, family_id, values["leave_until"]),
            ("Leave until then", f"{found} left until then"),
        )

    workspace.read(name, show, owner=host, key="leave-until")


def _open(
    host: QWidget,
    workspace: Workspace,
    title: str,
    subtitle: str,
    field: Field,
    name: str,
    days: tuple[tuple[str, dt.date], ...],
    save: Save,
    spoken: tuple[str, str],
) -> None:
    save_word, done_words = spoken
    near = QWidget()
    flow = FlowLayout(near)
    for word, day in days:
        flow.addWidget(plain(word, partial(field.set_value, day), compact=True))
    form = Form({name: field}, (name, near))
    form.set_values({name: days[0][1]})

    def checked(desk: Desk, values: dict[str, Any]) -> Outcome:
        if values[name] is None:
            refuse_on([Problem(name, "Choose the day.")])
        return save(desk, values)

    sheet = FormSheet(
        host,
        workspace,
        title,
        form,
        checked,
        subtitle=subtitle,
        save_word=save_word,
        done_words=done_words,
        width=WIDTH,
        height=HEIGHT,
    )
    sheet.open()
