"""The lists of the Rooms page: stays, rooms, link carers and closures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.pages.detail import Head, Related, Row, Verb
from hivedesk.desktop.pages.stays import STATE_ROLES, stay_line, stay_verbs, when_words
from hivedesk.desktop.pages.subject import Dated, Subject
from hivedesk.desktop.pages.subjects_page import View, subject_view
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayState
from hivedesk.rules.handover import HAS_HANDOVER

from .queue_view import KINDS as QUEUE_KINDS
from .queue_view import QueueView
from .stay_record import StayBody


def _stay_head(row: Row, today: dt.date) -> Head:
    badges = (
        BadgeSpec(row["kind"].label),
        BadgeSpec(row["status"].label, STATE_ROLES.get(row["status"], "neutral")),
    )
    title = str(row["child"] or row["guest_name"] or "")
    return Head(title, f"{when_words(row, today)} · {row['room']}", badges)


def _stay_verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    """Its steps, and the handover of its night."""
    made = stay_verbs(workspace, row, owner)
    if row["status"] in HAS_HANDOVER:
        open_it = partial(workspace.open_sheet, "handover", booking_id=row["id"])
        made.append(Verb("Handover…", "check-circle", open_it))
    return made


def _ages(row: Row) -> str:
    beds = "1 bed" if row["beds"] == 1 else f"{row['beds']} beds"
    return f"{beds} · age {row['age_from']} to {row['age_to']}"


def _room_line(row: Row, today: dt.date) -> Line:
    held = row["held_to"]
    mark = f"Held to {date_words(held, today)}" if held else ""
    return Line(row["id"], row["name"], f"{row['link_carer']} · {_ages(row)}", mark, "rooms", row)


def _carer_line(row: Row, today: dt.date) -> Line:
    mark = "Stopped" if row["ended_on"] else ""
    name = f"{row['first_name']} {row['last_name']}"
    return Line(row["id"], name, f"{row['area']} · {row['hive']}", mark, "user", row)


def _closure_line(row: Row, today: dt.date) -> Line:
    days = f"{date_words(row['first_day'], today)} – {date_words(row['last_day'], today)}"
    now = row["first_day"] <= today <= row["last_day"]
    mark = BadgeSpec("Closed now", "warning", "no-entry") if now else ""
    return Line(
        row["id"], row["room"], f"{days} · {row['why'] or 'no reason given'}", mark, "no-entry", row
    )


STAYS = Subject(
    "bookings",
    stay_line,
    "No stays yet. They need a family’s child and a link carer’s room.",
    filters=("status", "kind"),
    dated=Dated("from_on", "to_on"),
    head=_stay_head,
    verbs=_stay_verbs,
    body=StayBody,
)


def _papers(workspace: Workspace, row: Row, _owner: QWidget) -> list[Verb]:
    """What a link carer can be handed."""
    return [
        Verb(word, icon, partial(workspace.open_sheet, name, link_carer_id=row["id"]))
        for word, icon, name in (
            ("Statement…", "pound", "statement"),
            ("Print for the fridge…", "print", "board"),
            ("Calendar…", "calendar", "calendar"),
        )
    ]


ROOMS = Subject(
    "rooms",
    _room_line,
    "No rooms are held yet. Add the link carer first, then the room.",
    sorts=(("name", "A–Z", False), ("held_from", "Newest", True)),
    related=(
        Related("bookings", "room_id", "Stays", stay_line, "No stays in this room yet."),
        Related("room-closures", "room_id", "Closures", _closure_line, "Never closed."),
    ),
)

LINK_CARERS = Subject(
    "link-carers",
    _carer_line,
    "No link carers yet. Add one, then each room that is held.",
    sorts=(("last_name", "A–Z", False), ("started_on", "Newest", True)),
    related=(Related("rooms", "link_carer_id", "Rooms", _room_line, "No rooms held yet."),),
    verbs=_papers,
)

CLOSURES = Subject(
    "room-closures",
    _closure_line,
    "No room has been closed.",
    sorts=(("first_day", "Newest", True),),
)

VIEWS = (
    subject_view("stays", "Stays", "moon", STAYS),
    subject_view("rooms", "Rooms", "rooms", ROOMS),
    subject_view("link-carers", "Link carers", "user", LINK_CARERS),
    subject_view("closures", "Closures", "no-entry", CLOSURES),
    View("waiting", "Waiting for a night", "waiting", QueueView, QUEUE_KINDS),
)


def _answers(workspace: Workspace, row: Row, _owner: QWidget) -> list[Verb]:
    """What a link carer does about a stay: her answer, and the handover of its night."""
    made = []
    if row["status"] is StayState.REQUESTED:
        answer = partial(workspace.open_sheet, "answer-request", booking_id=row["id"])
        made.append(Verb("Say yes…", "check", partial(answer, yes=True), primary=True))
        made.append(Verb("Say no…", "close", partial(answer, yes=False)))
    if row["status"] in HAS_HANDOVER:
        open_it = partial(workspace.open_sheet, "handover", booking_id=row["id"])
        made.append(Verb("Handover…", "check-circle", open_it))
    return made


def _hers(subject: Subject, **other: Any) -> Subject:
    """A subject as a link carer has it: to look at."""
    related = tuple(replace(each, add=False) for each in subject.related)
    return replace(subject, can_add=False, can_edit=False, related=related, **other)


CARERS_VIEWS = (
    subject_view(
        "stays", "Requests and stays", "moon", _hers(STAYS, verbs=_answers, empty="No stays yet.")
    ),
    subject_view("rooms", "Rooms", "rooms", _hers(ROOMS, empty="No rooms are held yet.")),
    subject_view("closures", "Closures", "no-entry", CLOSURES),
    subject_view("link-carers", "Papers", "pound", _hers(LINK_CARERS)),
)
"""The lists of a link carer's own laptop."""
