"""Two sheets for steps in a family's life: its status changes; a child moves on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.families import end_placement, set_family_status
from hivedesk.desktop.forms.editors import field_for
from hivedesk.desktop.forms.form import Form
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors_choice import choice
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import (
    Booking,
    Child,
    Family,
    FamilyState,
    FamilyStatus,
    Placement,
    Record,
    declared,
)
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.rules.stays import STILL_OPEN

WIDTH = 560  # logical pixels at 100 %
WHY = "Kept with the date. May be left empty when the family is active again."
REASON = "SSA903 code; leave it empty where you do not know it."


def open_family_status(host: QWidget, workspace: Workspace, family_id: str) -> None:
    """Ask for a family's new status, the day it began and why."""
    today = workspace.today

    def ready(found: tuple[str, FamilyState] | None) -> None:
        if found is None:
            return
        name, current = found
        left = [Option(word, word.label) for word in FamilyState if word is not current]
        about = {name: each[1] for name, each in declared(FamilyStatus).items()}
        why = _field(FamilyStatus, "reason", today)
        fields = {
            "status": Field(about["status"].label, choice(left), f"Now: {current.label.lower()}."),
            "from_on": _field(FamilyStatus, "from_on", today),
            "reason": Field(about["reason"].label, why.editor, WHY),
        }
        form = Form(fields, ("status", "from_on", "reason"))
        form.set_values({"from_on": today})

        def save(desk: Desk, values: dict[str, Any]) -> Outcome:
            refuse_on(_missing(values, status="Choose the new status.", from_on="Say from when."))
            return set_family_status(
                desk, family_id, values["status"], values["from_on"], values["reason"]
            )

        FormSheet(
            host,
            workspace,
            "Change status",
            form,
            save,
            subtitle=name,
            done_words="Status changed",
            draft_key=f"family-status:{family_id}",
            width=WIDTH,
            height=470,
        ).open()

    workspace.read(lambda s: _status_of(s, family_id), ready, host, f"status:{family_id}")


@dataclass(frozen=True)
class _Leaving:
    first_name: str
    family: str
    started_on: dt.date | None
    stays: int


def open_end_placement(host: QWidget, workspace: Workspace, child_id: str) -> None:
    """Ask when and how a child's placement ended."""
    today = workspace.today

    def ready(found: _Leaving | None) -> None:
        if found is None:
            return
        names = ("ended_on", "ended_how", "reason_code", "note")
        fields = {name: _field(Placement, name, today) for name in names}
        how = fields["ended_how"]
        fields["ended_how"] = Field("How it ended", how.editor)
        code = fields["reason_code"]
        fields["reason_code"] = Field("Reason for the return", code.editor, REASON, optional=True)
        fields["ended_on"] = Field("Day", fields["ended_on"].editor, _since(found))
        form = Form(fields, names)
        form.set_values({"ended_on": today})

        def save(desk: Desk, values: dict[str, Any]) -> Outcome:
            refuse_on(_missing(values, ended_on="Say which day.", ended_how="Say how it ended."))
            return end_placement(
                desk,
                child_id,
                values["ended_on"],
                values["ended_how"],
                values["reason_code"],
                values["note"],
            )

        FormSheet(
            host,
            workspace,
            f"{found.first_name} moved on",
            form,
            save,
            subtitle=found.family,
            save_word="Record the move",
            done_words=f"{found.first_name}’s placement ended",
            draft_key=f"end-placement:{child_id}",
            width=WIDTH,
            height=640,
        ).open()

    workspace.read(lambda s: _leaving(s, child_id, today), ready, host, f"ends:{child_id}")


def _field(model: type[Record], name: str, today: dt.date) -> Field:
    return field_for(name, *declared(model)[name], {}, today)


def _missing(values: dict[str, Any], **needed: str) -> list[Problem]:
    return [Problem(name, words) for name, words in needed.items() if values.get(name) is None]


def _since(found: _Leaving) -> str:
    began = found.started_on
    told = f"The placement began on {began.day} {began:%b %Y}. " if began else ""
    if found.stays:
        many = "a stay" if found.stays == 1 else f"{found.stays} stays"
        told += f"{found.first_name} still has {many} booked; look at Rooms afterwards."
    return told.strip()


def _status_of(session: Session, family_id: str) -> tuple[str, FamilyState] | None:
    family = session.get(Family, family_id)
    return (family.name, family.status) if family else None


def _leaving(session: Session, child_id: str, today: dt.date) -> _Leaving | None:
    child = session.get(Child, child_id)
    if child is None:
        return None
    family = session.get(Family, child.family_id)
    began = session.scalar(
        select(Placement.started_on).where(
            Placement.child_id == child_id,
            Placement.ended_on.is_(None),
            Placement.archived_at.is_(None),
        )
    )
    stays = session.scalars(
        select(Booking.id).where(
            Booking.child_id == child_id,
            Booking.status.in_(STILL_OPEN),
            Booking.to_on >= today,
            Booking.archived_at.is_(None),
        )
    ).all()
    return _Leaving(child.first_name, family.name if family else "", began, len(stays))
