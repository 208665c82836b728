"""A stay that comes again: who, where, how often, until when, and every date before it is saved."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.repeats import book_repeat
from hivedesk.desktop.widgets.buttons import Option, plain
from hivedesk.desktop.widgets.editors import LineEditor, NumberEditor, TextEditor
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, ListEditor
from hivedesk.desktop.widgets.editors_when import DateEditor, TimeEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Booking, StayKind
from hivedesk.rules.problems import Problem
from hivedesk.rules.repeats import Pattern, next_easter
from hivedesk.store import drafts
from hivedesk.store.jsonable import values_from_json
from hivedesk.store.queries.options import Offered, offered_by
from hivedesk.store.queries.repeats import RepeatDate, RepeatStay, plan_repeat, repeat_of

from .board.words import span_words
from .repeat_planned import Asked, PlannedSheet, Values

KINDS = {
    StayKind.SLEEPOVER: StayKind.SLEEPOVER.label,
    StayKind.DAY_CARE: StayKind.DAY_CARE.label,
    StayKind.RESPITE: "Respite (outside)",
}
"""An emergency is not planned ahead: what comes again after one is a sleepover."""

MONTHLY = 0
PACES = (
    Option(1, "Every week"),
    Option(2, "Every second week"),
    Option(3, "Every third week"),
    Option(MONTHLY, "Once a month"),
)
CHILDREN = ("child_id", "sibling_id", "other_sibling_id")
NEEDED = (
    ("room_id", "Choose the room."),
    ("from_on", "Choose the day of the first stay."),
    ("nights", "Say how many nights each stay is."),
    ("every", "Choose how often it comes again."),
    ("until", "Choose until when it comes again."),
)

_LIKE_A_STAYS = ("kind", "from_on", "time_from", "time_to")
_Ready = tuple[Offered, Offered, RepeatStay | None, dict[str, Any] | None]


def open_repeat(
    host: QWidget,
    workspace: Workspace,
    booking_id: str | None = None,
    values: dict[str, Any] | None = None,
) -> None:
    """Open the sheet: for a stay that is there and comes again, or for a new one with `values`."""
    today, hive_id = workspace.today, workspace.hive_id
    key, store = f"repeat:{booking_id or 'new'}", workspace.open_desk.store

    def prepare(session: Session) -> _Ready:
        kept = drafts.find(store, key)
        return (
            offered_by(session, "children", "child_id", today, hive_id),
            offered_by(session, "rooms", "room_id", today, hive_id),
            repeat_of(session, booking_id) if booking_id else None,
            kept[1] if kept else None,
        )

    def ready(found: _Ready) -> None:
        children, rooms, begun, draft = found
        sheet = _make(host, workspace, children, rooms, begun, values or {}, key)
        if draft is not None:
            sheet.bring_back(_from_draft(draft))
        sheet.open()

    workspace.read(prepare, ready, owner=host, key="repeat")


def _make(
    host: QWidget,
    workspace: Workspace,
    children: Offered,
    rooms: Offered,
    begun: RepeatStay | None,
    values: dict[str, Any],
    draft_key: str,
) -> PlannedSheet:
    today = workspace.today
    fields = _fields(today, children, rooms)
    first = {"kind": StayKind.SLEEPOVER, "nights": 2, "every": 2} | values
    sheet = PlannedSheet(
        host,
        workspace,
        "Repeat this stay" if begun else "A stay that comes again",
        fields,
        _left(fields, today),
        lambda given, skip: _ask(workspace, given, skip, begun),
        lambda desk, given, kept, _left: _keep(desk, given, kept, begun),
        subtitle=_subtitle(begun, today),
        save_word="Book these dates",
        done_words="Stays booked",
        homes={"to_on": "nights", "dates": "until"},
        draft_key=draft_key,
    )
    sheet.form.set_values(first if begun is None else _as_begun(begun))
    _fold(fields, begun)
    sheet.form.changed.connect(lambda: _fold(fields, begun))
    sheet.rest_here()
    sheet.plan()
    return sheet


def _from_draft(draft: dict[str, Any]) -> dict[str, Any]:
    known = values_from_json(Booking, {n: v for n, v in draft.items() if n in _LIKE_A_STAYS})
    until = {"until": dt.date.fromisoformat(draft["until"])} if draft.get("until") else {}
    return draft | known | {"until": None} | until


def _fields(today: dt.date, children: Offered, rooms: Offered) -> dict[str, Field]:
    def child(label: str, hint: str, *, optional: bool) -> Field:
        offered = [Option(child_id, name) for child_id, name in children]
        return Field(label, ListEditor(offered, hint=hint), optional=optional)

    return {
        "kind": Field("Kind of stay", ButtonsEditor([Option(*each) for each in KINDS.items()])),
        "child_id": child("Child", "Choose the child", optional=False),
        "sibling_id": child("Sibling", "Nobody else", optional=True),
        "other_sibling_id": child("Another sibling", "Nobody else", optional=True),
        "guest_name": Field("Child from outside the Hive", LineEditor(), "First name only."),
        "room_id": Field(
            "Room",
            ListEditor([Option(room_id, name) for room_id, name in rooms], hint="Choose the room"),
        ),
        "from_on": Field("First stay from", DateEditor(lambda: today)),
        "nights": Field("Nights", NumberEditor(1, 84)),
        "time_from": Field("Arrives", TimeEditor()),
        "time_to": Field("Goes home", TimeEditor()),
        "every": Field("How often", ButtonsEditor(PACES, across=2)),
        "until": Field("Until", DateEditor(lambda: today), "No stay begins after this day."),
        "why": Field("Why it is needed", TextEditor(lines=2), optional=True),
    }


def _left(fields: dict[str, Field], today: dt.date) -> list[Any]:
    near = QWidget()
    flow = FlowLayout(near)
    easter = next_easter(today)
    days = (
        (f"Easter, {date_words(easter, today)[4:]}", easter),
        ("3 months", today + dt.timedelta(weeks=13)),
        ("6 months", today + dt.timedelta(weeks=26)),
    )
    for word, day in days:
        button = plain(word, partial(_until, fields["until"], day), compact=True)
        button.setAccessibleName(f"Until: {word}")
        flow.addWidget(button)
    return [
        "kind", CHILDREN[:2], CHILDREN[2], "guest_name", "room_id", ("from_on", "nights"),
        ("time_from", "time_to"), "every", "until", near, "why",
    ]  # fmt: skip


def _until(field: Field, day: dt.date) -> None:
    field.set_value(day)
    field.focus()


def _fold(fields: dict[str, Field], begun: RepeatStay | None) -> None:
    """Only what this kind of stay is asked for; who comes again is known where one began it."""
    kind = fields["kind"].value()
    outside, day_care = kind is StayKind.RESPITE, kind is StayKind.DAY_CARE
    fields["kind"].setVisible(begun is None)
    fields["from_on"].setVisible(begun is None)
    fields["guest_name"].setVisible(outside and begun is None)
    shown = not outside and begun is None
    for name in CHILDREN:
        fields[name].setVisible(shown)
        # The next brother or sister is asked for once there is one before.
        shown = shown and fields[name].value() is not None
    fields["nights"].setVisible(not day_care)
    for name in ("time_from", "time_to"):
        fields[name].setVisible(day_care)


def _as_begun(begun: RepeatStay) -> dict[str, Any]:
    kind = begun.kind if begun.kind in KINDS else StayKind.SLEEPOVER
    return {
        "kind": kind,
        "room_id": begun.room_id,
        "guest_name": begun.guest_name,
        "from_on": begun.from_on,
        "nights": (begun.to_on - begun.from_on).days or 1,
        "time_from": begun.time_from,
        "time_to": begun.time_to,
        "every": 2,
        "why": begun.why,
    }


def _subtitle(begun: RepeatStay | None, today: dt.date) -> str:
    if begun is None:
        return ""
    others = len(begun.child_ids) - 1
    also = f" and {others} sibling{'' if others == 1 else 's'}" if others > 0 else ""
    return f"{begun.who}{also}, after {span_words(begun.from_on, begun.to_on, today)}"


def _children(given: Values, begun: RepeatStay | None) -> list[str]:
    if begun is not None:
        return list(begun.child_ids)
    if given["kind"] is StayKind.RESPITE:
        return []
    return list(dict.fromkeys(given[name] for name in CHILDREN if given[name]))


def _pattern(given: Values) -> Pattern:
    nights = 0 if given["kind"] is StayKind.DAY_CARE else given["nights"]
    monthly = given["every"] == MONTHLY
    return Pattern(given["from_on"], nights, given["every"] or 1, given["until"], monthly)


def _missing(given: Values, begun: RepeatStay | None) -> list[Problem]:
    if given["kind"] is None:
        return [Problem("kind", "Choose the kind of stay.")]
    guest = given["kind"] is StayKind.RESPITE
    if guest and not given["guest_name"]:
        return [Problem("guest_name", "Write the child’s first name.")]
    if not guest and not _children(given, begun):
        return [Problem("child_id", "Choose the child.")]
    day_care = given["kind"] is StayKind.DAY_CARE
    return [
        Problem(name, words)
        for name, words in NEEDED
        if given[name] is None and not (name == "nights" and day_care)
    ]


def _ask(
    workspace: Workspace, given: Values, skip: frozenset[Any], begun: RepeatStay | None
) -> Asked | list[Problem]:
    missing = _missing(given, begun)
    if missing:
        return missing
    pattern, children = _pattern(given), _children(given, begun)
    now, hours = workspace.open_desk.now, _hours(given)
    guest = given["guest_name"] if not children else None
    told = pattern.words

    def plan(session: Session) -> list[RepeatDate]:
        return plan_repeat(
            session, children, given["room_id"], given["kind"], pattern, now,
            guest_name=guest, hours=hours, why=given["why"], begun=begun is not None, skip=skip,
        )  # fmt: skip

    return Asked(plan, f"{told[0].upper()}{told[1:]}")


def _keep(desk: Desk, given: Values, kept: list[RepeatDate], begun: RepeatStay | None) -> Outcome:
    children, hours = _children(given, begun), _hours(given)
    stay = {
        "room_id": given["room_id"],
        "kind": given["kind"],
        "time_from": hours[0],
        "time_to": hours[1],
        "why": given["why"],
    }
    if not children:
        stay["guest_name"] = given["guest_name"]
    dates = [(date.from_on, date.to_on) for date in kept]
    return book_repeat(desk, children, stay, dates, given["override"], begun.id if begun else None)


def _hours(given: Values) -> tuple[dt.time | None, dt.time | None]:
    day_care = given["kind"] is StayKind.DAY_CARE
    return (given["time_from"], given["time_to"]) if day_care else (None, None)
