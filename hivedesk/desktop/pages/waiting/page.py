"""The waiting list: who wants to join, how long they have waited, what they were offered."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.pages.detail import Head, Related, Row, Verb
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subject import Subject
from hivedesk.desktop.pages.subjects_page import SubjectsPage, subject_view
from hivedesk.desktop.widgets.badge import BadgeRole, BadgeSpec
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import JoinSource, OfferAnswer, WaitingState

_ROLES: dict[WaitingState, BadgeRole] = {
    WaitingState.OFFERED: "info",
    WaitingState.JOINED: "positive",
}


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return SubjectsPage(
        workspace,
        "Waiting list",
        (
            subject_view("waiting", "Families", "waiting", WAITING),
            subject_view("offers", "Offers", "mail", OFFERS),
        ),
    )


def waited_words(asked_on: dt.date, until: dt.date) -> str:
    """ "14 weeks", "3 days"."""
    days = (until - asked_on).days
    weeks = days // 7
    if weeks:
        return f"{weeks} week{'' if weeks == 1 else 's'}"
    return f"{days} day{'' if days == 1 else 's'}"


def _waiting_line(row: Row, today: dt.date) -> Line:
    waited = waited_words(row["asked_on"], row["closed_on"] or today)
    second = f"{row['area']} · {row['registration'].label}"
    status = row["status"]
    mark: BadgeSpec | str = waited
    if status is not WaitingState.WAITING:
        mark = BadgeSpec(status.label, _ROLES.get(status, "neutral"))
    return Line(row["id"], row["name"], second, mark, "waiting", row)


def _waiting_head(row: Row, today: dt.date) -> Head:
    waited = waited_words(row["asked_on"], row["closed_on"] or today)
    badges = [BadgeSpec(row["status"].label, _ROLES.get(row["status"], "neutral"))]
    if row["source"] is JoinSource.IFA:
        badges.append(BadgeSpec("IFA transfer"))
    second = f"{row['area']} · asked {date_words(row['asked_on'], today)} · {waited}"
    return Head(row["name"], second, badges)


def _offer_line(row: Row, today: dt.date) -> Line:
    second = f"{row['hive']} · offered {date_words(row['offered_on'], today)}"
    late = row["answer"] is OfferAnswer.NONE and row["answer_by"] and row["answer_by"] < today
    mark = BadgeSpec("Answer is late", "danger", "clock") if late else row["answer"].label
    return Line(row["id"], row["waiting"], second, mark, "mail", row)


def _verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    if row["status"] is not WaitingState.WAITING:
        return []
    return [
        Verb(
            "Offer a place…",
            "mail",
            lambda: workspace.open_sheet(
                "offer-place", waiting_id=row["id"], hive_id=row["hive_id"]
            ),
            primary=True,
        )
    ]


def _offer_verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    if row["answer"] is not OfferAnswer.NONE:
        return []
    return [
        Verb(
            "Record the answer…",
            "check",
            lambda: workspace.open_sheet("offer-answer", offer_id=row["id"]),
            primary=True,
        )
    ]


WAITING = Subject(
    "waiting-list",
    _waiting_line,
    "Nobody is waiting to join. Add a family when it asks.",
    fields=("registration", "source", "hive_id", "closed_on", "phone", "note"),
    filters=("source", "registration"),
    sorts=(("asked_on", "Longest wait", False), ("name", "A–Z", False)),
    head=_waiting_head,
    related=(
        Related("offers", "waiting_id", "Offers", _offer_line, "No place offered yet.", add=False),
    ),
    verbs=_verbs,
)

OFFERS = Subject(
    "offers",
    _offer_line,
    "No places have been offered yet. Open a family that waits to offer one.",
    fields=("answer_by", "answer", "answered_on", "why"),
    filters=("answer",),
    sorts=(("offered_on", "Newest", True),),
    verbs=_offer_verbs,
    can_add=False,
)
