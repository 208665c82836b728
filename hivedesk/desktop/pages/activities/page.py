"""The Activities page: what the Hive does together, and what it costs."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.models.words import moment_words
from hivedesk.desktop.pages.dates import coming
from hivedesk.desktop.pages.detail import Related, Row, Verb
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.place_words import status_badge
from hivedesk.desktop.pages.subject import Dated, Subject
from hivedesk.desktop.pages.subjects_page import SubjectsPage, View, subject_view
from hivedesk.desktop.widgets.editors import money_words
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import ActivityKind, BudgetKind
from hivedesk.rules.days import local
from hivedesk.store.queries.feedback import add_feedback
from hivedesk.store.queries.registers import add_standing

from .activity_body import activity_body
from .planner import PlanView

PLANNED_FROM = frozenset(
    {
        "families",
        "carers",
        "children",
        "birth-children",
        "activities",
        "activity-attendances",
        "budget-lines",
        "policies",
    }
)
ICONS = {
    ActivityKind.GROUP: "support",
    ActivityKind.SOCIAL: "activities",
    ActivityKind.TRIP: "walk",
    ActivityKind.WORKSHOP: "training",
}


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return SubjectsPage(
        workspace,
        "Activities",
        (
            subject_view("activities", "Activities", "activities", ACTIVITIES),
            subject_view("budget", "Budget", "pound", BUDGET),
            View("plan", "Plan", "person-child", PlanView, PLANNED_FROM),
        ),
    )


def _activity_line(row: Row, today: dt.date) -> Line:
    mark = coming(local(row["at"]).date(), today)
    second = f"{moment_words(row['at'], today)} · {row['place'] or row['kind'].label}"
    return Line(row["id"], row["name"], second, mark, ICONS[row["kind"]], row)


def _place_line(row: Row, today: dt.date) -> Line:
    who = row["carer"] or row["child"] or row["birth_child"]
    return Line(row["id"], who, row["family"], status_badge(row["status"]), "user", row)


def _budget_line(row: Row, today: dt.date) -> Line:
    sign = "−" if row["kind"] is BudgetKind.SPENT else "+"
    second = f"{date_words(row['on'], today)} · {row['kind'].label}"
    return Line(row["id"], row["what"], second, f"{sign}{money_words(row['pence'])}", "pound", row)


def _verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    def opens(word: str, icon: str, sheet: str, *, primary: bool = False) -> Verb:
        return Verb(
            word, icon, lambda: workspace.open_sheet(sheet, activity_id=row["id"]), primary=primary
        )

    begun = row["at"] <= workspace.now
    today = local(row["at"]).date() <= workspace.today
    found = []
    if not begun:
        found.append(opens("Invite…", "mail", "invite", primary=not row["standing"]))
        found.append(opens("Who is coming", "user", "coming", primary=bool(row["standing"])))
    if today:
        found.append(opens("Take the register", "check-circle", "register", primary=begun))
    if begun:
        found.append(opens("Feedback…", "text", "feedback"))
    return found


def _enrich(session: Session, rows: list[Row], _today: dt.date) -> None:
    add_standing(session, rows)
    add_feedback(session, rows)


ACTIVITIES = Subject(
    "activities",
    _activity_line,
    "No activities yet. A support group is a good beginning.",
    filters=("kind",),
    dated=Dated("at", "at"),
    related=(
        Related(
            "activity-attendances",
            "activity_id",
            "Register",
            _place_line,
            "Nobody has been asked yet.",
            add=False,
            opens=False,
        ),
        Related(
            "budget-lines", "activity_id", "Cost", _budget_line, "Nothing spent from the budget."
        ),
    ),
    verbs=_verbs,
    enrich=_enrich,
    body=activity_body,
)

BUDGET = Subject(
    "budget-lines",
    _budget_line,
    "No budget lines yet. Begin with what was allotted this quarter.",
    fields=("hive_id", "pence", "activity_id"),
    filters=("kind",),
    sorts=(("on", "Newest", True), ("pence", "Largest", True)),
)
