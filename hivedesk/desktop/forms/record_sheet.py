"""Adding and editing any record: the form its fields declare, the action its kind has."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.activities import save_activity, save_budget_line
from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.families import add_child, add_family
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import book_stay
from hivedesk.desktop.models.words import add_words
from hivedesk.desktop.pages.activities.moved_up import tell_moved_up
from hivedesk.desktop.pages.activities.over_budget import OVER_BUDGET, offer_over_budget
from hivedesk.desktop.pages.rooms.queue_instead import offer_to_wait
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import (
    KINDS,
    Placement,
    PlacementType,
    Record,
    Sensitivity,
    StayState,
    declared,
)
from hivedesk.rules.days import local
from hivedesk.store import drafts
from hivedesk.store.jsonable import values_from_json
from hivedesk.store.queries.detail import Detail, detail_of
from hivedesk.store.queries.options import Offered, options_for

from .editors import field_for
from .form import Form
from .form_sheet import FormSheet
from .layouts import layout_of, names_in


def _add_child(desk: Desk, values: dict[str, Any]) -> Outcome:
    rest = {k: v for k, v in values.items() if k not in ("started_on", "code")}
    placed_on = values["started_on"] or local(desk.now).date()
    return add_child(desk, rest, placed_on, values["code"] or PlacementType.U6)


ADD: dict[str, Callable[[Desk, dict[str, Any]], Outcome]] = {
    "families": add_family,
    "children": _add_child,
    "bookings": book_stay,
    "activities": save_activity,
    "budget-lines": save_budget_line,
}
"""Kinds whose adding is more than one record; the rest go through `save_record`."""

EDIT: dict[str, Callable[[Desk, dict[str, Any], str], Outcome]] = {
    "activities": save_activity,
    "budget-lines": save_budget_line,
}
"""The same for what is there already."""

_ALSO_ASKED: dict[str, tuple[type[Record], dict[str, str]]] = {
    "children": (Placement, {"started_on": "With this family since", "code": ""}),
}
"""Fields of another record that are asked for when one is added, and what they are called there."""

_LEFT_OUT_ON_ADD = {
    "carers": {"ended_on"},
    "birth-children": {"left_home_on"},
    "follow-ups": {"done_on", "done_note"},
    "link-carers": {"ended_on"},
    "rooms": {"held_to"},
    "waiting-list": {"closed_on"},
    "workers": {"ended_on"},
    "due-checks": {"done_on"},
    "referrals": {"outcome", "closed_on"},
}
"""What cannot be known yet when a record is added."""

_STEPPED_APART = {"status"}
"""Of a stay that is there, its steps are taken by their own verbs: they ask what they need."""

_MOVED_APART = {"child_id", "guest_name", "room_id", "from_on", "to_on"}
"""Of one that comes again, these are changed by Move…: it asks which of them are meant."""


@dataclass(frozen=True)
class _Ready:
    options: dict[str, Offered]
    detail: Detail | None
    draft: dict[str, Any] | None


def open_record_sheet(
    host: QWidget,
    workspace: Workspace,
    kind: str,
    record_id: str | None = None,
    values: dict[str, Any] | None = None,
    on_saved: Callable[[Outcome], None] | None = None,
) -> None:
    """Open the form for a new record (with `values` filled in), or for an existing one."""
    model, today, hive_id = KINDS[kind], workspace.today, workspace.hive_id
    given = dict(values or {})
    key = draft_key(kind, record_id, given)
    store = workspace.open_desk.store

    def prepare(session: Session) -> _Ready:
        kept = drafts.find(store, key)
        return _Ready(
            options_for(session, model, today, hive_id),
            detail_of(session, kind, record_id, (), today) if record_id else None,
            kept[1] if kept else None,
        )

    def ready(found: _Ready) -> None:
        sheet = _make(host, workspace, kind, record_id, found, given, key)
        tells = tell_moved_up(host, workspace) if kind == "activities" else None
        sheet.on_saved = on_saved or tells
        sheet.open()

    workspace.read(prepare, ready, owner=host, key=f"form:{key}")


def draft_key(kind: str, record_id: str | None, given: dict[str, Any]) -> str:
    """One draft per form and subject: a draft of one family never leaks into another's."""
    named = (given[name] for name in sorted(given) if name.endswith("_id") and given[name])
    about = record_id or "+".join(named)
    return f"{kind}:{'edit' if record_id else 'new'}:{about}"


def _make(
    host: QWidget,
    workspace: Workspace,
    kind: str,
    record_id: str | None,
    found: _Ready,
    given: dict[str, Any],
    key: str,
) -> FormSheet:
    model = KINDS[kind]
    apart = _apart(kind, found.detail)
    form = make_form(kind, found.options, workspace, adding=record_id is None, apart=apart)
    if record_id is None:
        form.set_values(first_values(kind, workspace) | given)
    elif found.detail is not None:
        form.set_values({name: found.detail.values.get(name) for name in form.fields})

    def save(desk: Desk, values: dict[str, Any]) -> Outcome:
        if record_id is not None:
            edit = EDIT.get(kind)
            return (
                edit(desk, values, record_id)
                if edit
                else save_record(desk, kind, values, record_id)
            )
        add = ADD.get(kind)
        return add(desk, values) if add else save_record(desk, kind, values)

    done = "changed" if record_id else "added"
    sheet = FormSheet(
        host,
        workspace,
        f"Edit {model.one}" if record_id else add_words(kind),
        form,
        save,
        subtitle=found.detail.title if found.detail else "",
        done_words=f"{model.one[0].upper()}{model.one[1:]} {done}",
        draft_key=key,
        width=0 if layout_of(kind).right else 560,
    )
    if kind == "bookings" and record_id is None:
        offer_to_wait(sheet)
    if kind in OVER_BUDGET:
        offer_over_budget(sheet, kind, record_id)
    if found.draft:
        sheet.bring_back(_from_draft(model, found.draft))
    return sheet


def _apart(kind: str, detail: Detail | None) -> set[str]:
    """Fields of a record that is there which have their own verbs."""
    if kind != "bookings" or detail is None:
        return set()
    return _STEPPED_APART | (_MOVED_APART if detail.values.get("repeat_id") else set())


def make_form(
    kind: str,
    options: dict[str, Offered],
    workspace: Workspace,
    *,
    adding: bool,
    apart: Collection[str] = (),
) -> Form:
    """The form of a kind, with its fields where `layouts.py` puts them, but those `apart`."""
    today = workspace.today
    layout = layout_of(kind)
    hidden = (set(_LEFT_OUT_ON_ADD.get(kind, ())) if adding else set()) | set(apart)
    known = declared(KINDS[kind])
    # Whose a private note is, only the sheet of its own kind knows.
    hidden |= {n for n, (_, about) in known.items() if about.sensitivity is Sensitivity.PRIVATE}
    fields: dict[str, Field] = {
        name: field_for(name, *known[name], options, today)
        for name in names_in(layout)
        if name not in hidden
    }
    left = _without(layout.left, hidden)
    if adding and kind in _ALSO_ASKED:
        other, names = _ALSO_ASKED[kind]
        for name, label in names.items():
            column, about = declared(other)[name]
            about = replace(about, label=label or about.label)
            fields[name] = field_for(name, column, about, options, today)
        left = (*left, *names)
    return Form(fields, left, _without(layout.right, hidden))


def first_values(kind: str, workspace: Workspace) -> dict[str, Any]:
    """What a new record of a kind begins with: this Hive, this worker, today, the usual."""
    columns = KINDS[kind].__table__.columns
    values: dict[str, Any] = {}
    if "hive_id" in columns and kind not in ("policies", "professionals"):
        values["hive_id"] = workspace.hive_id
    if "worker_id" in columns:
        values["worker_id"] = workspace.open_desk.worker_id
    for name in ("on", "offered_on", "asked_on", "joined_on", "held_from", "starts_on"):
        if name in columns:
            values[name] = workspace.today
    if "at" in columns:
        values["at"] = workspace.now.replace(second=0, microsecond=0)
    for column in columns:
        if column.default is not None and column.default.is_scalar:
            values[column.key] = column.default.arg
    if kind == "bookings":
        values["status"] = StayState.AGREED
    return values


def _without(items: tuple[Any, ...], hidden: set[str]) -> tuple[Any, ...]:
    kept: list[Any] = []
    for item in items:
        if isinstance(item, str):
            kept += [] if item in hidden else [item]
        elif left := tuple(name for name in item if name not in hidden):
            kept.append(left if len(left) > 1 else left[0])
    return tuple(kept)


def _from_draft(model: type[Record], draft: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in draft.items() if name in model.__table__.columns}
    return values_from_json(model, known)
