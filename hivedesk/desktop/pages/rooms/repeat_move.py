"""Moving a stay: this one, or this and all later ones of its repeat, shown before it is saved."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.repeats import move_repeat
from hivedesk.actions.stays import move_stay
from hivedesk.desktop.widgets.buttons import Option
from hivedesk.desktop.widgets.editors_choice import ButtonsEditor, ListEditor
from hivedesk.desktop.widgets.editors_when import DateEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayKind
from hivedesk.rules.problems import Problem
from hivedesk.store.queries.options import Offered, offered_by
from hivedesk.store.queries.repeats import RepeatDate, RepeatStay, plan_move, repeat_of

from .board.words import span_words
from .repeat_planned import Asked, PlannedSheet, Values

ONE, LATER = "one", "later"


def open_move_stay(
    host: QWidget,
    workspace: Workspace,
    booking_id: str,
    room_id: str | None = None,
    from_on: dt.date | None = None,
    to_on: dt.date | None = None,
) -> None:
    """Open the sheet for a stay, with where it was dragged to already filled in."""
    today, hive_id = workspace.today, workspace.hive_id

    def prepare(session: Session) -> tuple[Offered, RepeatStay]:
        offered = offered_by(session, "rooms", "room_id", today, hive_id)
        return offered, repeat_of(session, booking_id)

    def ready(found: tuple[Offered, RepeatStay]) -> None:
        rooms, stay = found
        sheet = _make(host, workspace, rooms, stay)
        dragged = {"room_id": room_id, "from_on": from_on, "to_on": to_on}
        sheet.form.set_values({name: value for name, value in dragged.items() if value})
        sheet.plan()
        sheet.open()

    workspace.read(prepare, ready, owner=host, key="move")


def which_field(stay: RepeatStay, today: dt.date) -> Field:
    """This one, or this and all later ones: what a change to a repeat asks."""
    many = len(stay.later)
    editor = ButtonsEditor(
        [Option(ONE, "This one"), Option(LATER, f"This and all later ones ({many} more)")]
    )
    days = ", ".join(date_words(day, today) for day in stay.later[:3])
    days += f" and {many - 3} more" if many > 3 else ""
    pace = f"{stay.rhythm[:1].upper()}{stay.rhythm[1:]}. " if stay.rhythm else ""
    field = Field("Which stays", editor, f"{pace}Later: {days}.")
    field.set_value(ONE)
    return field


def comes_again(stay: RepeatStay) -> bool:
    """Whether a change to it may be meant for later ones too."""
    return bool(stay.repeat_id and stay.later)


def _make(host: QWidget, workspace: Workspace, rooms: Offered, stay: RepeatStay) -> PlannedSheet:
    today = workspace.today
    if stay.room_id not in {room_id for room_id, _ in rooms}:
        rooms = [*rooms, (stay.room_id, "The room it is in now")]
    fields = {
        "room_id": Field("Room", ListEditor([Option(each, name) for each, name in rooms])),
        "from_on": Field("From", DateEditor(lambda: today)),
        "to_on": Field("To", DateEditor(lambda: today), "The day of going home."),
    }
    left: list[Any] = ["room_id", ("from_on", "to_on")]
    if comes_again(stay):
        fields = {"which": which_field(stay, today), **fields}
        left = ["which", *left]
    sheet = PlannedSheet(
        host,
        workspace,
        "Move this stay",
        fields,
        left,
        lambda given, skip: _ask(workspace, stay, given, skip),
        lambda desk, given, kept, left: _keep(desk, stay, given, left),
        subtitle=f"{stay.who}, {span_words(stay.from_on, stay.to_on, today)}",
        save_word="Move",
        done_words="Moved",
    )
    sheet.form.set_values({"room_id": stay.room_id, "from_on": stay.from_on, "to_on": stay.to_on})
    fields["to_on"].setVisible(stay.kind is not StayKind.DAY_CARE)
    return sheet


def _change(stay: RepeatStay, given: Values) -> tuple[str | None, int, int | None]:
    """Another room (None: each stays in its own), days to move by, nights (None: as before)."""
    nights = (_ends(stay, given) - given["from_on"]).days
    return (
        given["room_id"] if given["room_id"] != stay.room_id else None,
        (given["from_on"] - stay.from_on).days,
        nights if nights != (stay.to_on - stay.from_on).days else None,
    )


def _ends(stay: RepeatStay, given: Values) -> dt.date:
    day: dt.date = given["from_on" if stay.kind is StayKind.DAY_CARE else "to_on"]
    return day


def _ask(
    workspace: Workspace, stay: RepeatStay, given: Values, skip: frozenset[Any]
) -> Asked | list[Problem]:
    for name, words in (
        ("room_id", "Choose the room."),
        ("from_on", "Choose the day of arriving."),
        ("to_on", "Choose the day of going home."),
    ):
        if given[name] is None:
            return [Problem(name, words)]
    room_id, days, nights = _change(stay, given)
    if room_id is None and not days and nights is None:
        return [Problem("from_on", "Choose other days or another room.")]
    later, now = given.get("which") == LATER, workspace.open_desk.now

    def plan(session: Session) -> list[RepeatDate]:
        return plan_move(
            session, stay.id, now, room_id=room_id, days=days, nights=nights, later=later,
            skip=skip if later else (),
        )  # fmt: skip

    return Asked(plan, "What becomes of each" if later else "What becomes of it", may_skip=later)


def _keep(desk: Desk, stay: RepeatStay, given: Values, left: list[RepeatDate]) -> Outcome:
    room_id, days, nights = _change(stay, given)
    if given.get("which") == LATER:
        leave = [booking_id for date in left for booking_id in date.ids]
        return move_repeat(
            desk, stay.id, room_id=room_id, days=days, nights=nights,
            override=given["override"], leave=leave,
        )  # fmt: skip
    return move_stay(
        desk, stay.id, room_id=room_id, from_on=given["from_on"], to_on=_ends(stay, given),
        override=given["override"],
    )  # fmt: skip
