"""The Activities page: what the Hive does together, and what it costs."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.models.words import moment_words
from hivedesk.desktop.pages.dates import coming
from hivedesk.desktop.pages.detail import Related, Row, Verb
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subject import Dated, Subject
from hivedesk.desktop.pages.subjects_page import SubjectsPage, View, subject_view
from hivedesk.desktop.widgets.editors import money_words
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import ActivityKind, BudgetKind
from hivedesk.rules.days import local

from .planner import PlanView

PLANNED_FROM = frozenset(
    {"children", "birth-children", "families", "activities", "activity-attendances", "budget-lines"}
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
    return Line(row["id"], who, row["family"], row["status"].label, "user", row)


def _budget_line(row: Row, today: dt.date) -> Line:
    sign = "−" if row["kind"] is BudgetKind.SPENT else "+"
    second = f"{date_words(row['on'], today)} · {row['kind'].label}"
    return Line(row["id"], row["what"], second, f"{sign}{money_words(row['pence'])}", "pound", row)


def _verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    return [
        Verb(
            "Take the register",
            "check-circle",
            lambda: workspace.open_sheet("register", activity_id=row["id"]),
            primary=True,
        )
    ]


ACTIVITIES = Subject(
    "activities",
    _activity_line,
    "No activities yet. A support group is a good beginning.",
    fields=("kind", "worker_id", "minutes", "cost_pence", "capacity", "age_from", "age_to", "note"),
    filters=("kind",),
    dated=Dated("at", "at"),
    related=(
        Related(
            "activity-attendances",
            "activity_id",
            "Register",
            _place_line,
            "The register has not been taken.",
            add=False,
        ),
        Related(
            "budget-lines", "activity_id", "Cost", _budget_line, "Nothing spent from the budget."
        ),
    ),
    verbs=_verbs,
)

BUDGET = Subject(
    "budget-lines",
    _budget_line,
    "No budget lines yet. Begin with what was allotted this quarter.",
    fields=("hive_id", "pence", "activity_id"),
    filters=("kind",),
    sorts=(("on", "Newest", True), ("pence", "Largest", True)),
)
