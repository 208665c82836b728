"""The Settings page: this laptop, policies, Hives, people and their core hours, themes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.pages.detail import Head, Related, Row
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subject import Subject
from hivedesk.desktop.pages.subjects_page import SubjectsPage, View, subject_view
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.widgets.words import words
from hivedesk.desktop.workspace import Workspace
from hivedesk.rules.core_hours import core_hours, core_words
from hivedesk.rules.policies import CATALOGUE, policy_words
from hivedesk.store.queries.core_hours import add_core_hours

from .laptop import LaptopView


def make(workspace: Workspace) -> Page:
    """The page for the rail; a link carer has this laptop to set, and no more."""
    laptop = View("laptop", "This laptop", "settings", LaptopView, frozenset())
    if workspace.open_desk.is_carers:
        return SubjectsPage(workspace, "Settings", (laptop,))
    return SubjectsPage(
        workspace,
        "Settings",
        (
            laptop,
            subject_view("policies", "Policies", "document", POLICIES),
            subject_view("hives", "Hives", "home", HIVES),
            subject_view("workers", "People", "user", WORKERS),
            subject_view("core-hours", "Core hours", "clock", CORE_HOURS),
            subject_view("themes", "Themes", "flag", THEMES),
        ),
    )


def _policy_line(row: Row, today: dt.date) -> Line:
    about = CATALOGUE.get(row["key"])
    title = about.label if about else row["key"]
    whose = f"{row['hive']} only" if row["hive_id"] else "Every Hive"
    second = f"{whose} · from {date_words(row['starts_on'])}"
    mark: BadgeSpec | str = _value_words(row)
    if row["starts_on"] > today:
        mark = BadgeSpec("To come", "info", "calendar")
    return Line(row["id"], title, second, mark, "", row)


def _policy_head(row: Row, today: dt.date) -> Head:
    line = _policy_line(row, today)
    joint = " " if line.title.endswith(" every") else ": "
    return Head(f"{line.title}{joint}{_value_words(row)}", line.second)


def _value_words(row: Row) -> str:
    """As people say it: a check is due every 6 weeks or every 3 years, not every 1,095 days."""
    value, about = row["value"], CATALOGUE.get(row["key"])
    if about is None or not about.label.endswith(" every") or not value.isdecimal():
        return policy_words(row["key"], value)
    days = int(value)
    for unit, length in (("year", 365), ("week", 7)):
        number, over = divmod(days, length)
        if number and not over:
            return unit if number == 1 else f"{number} {unit}s"
    return policy_words(row["key"], value)


def _hive_line(row: Row, today: dt.date) -> Line:
    second = f"{row['area']} · since {date_words(row['started_on'])}"
    return Line(row["id"], row["name"], second, "", "home", row)


def _worker_line(row: Row, today: dt.date) -> Line:
    name = f"{row['first_name']} {row['last_name']}"
    second = " · ".join(each for each in (row["role"].label, row["hive"]) if each)
    return Line(row["id"], name, second, "Left" if row["ended_on"] else "", "user", row)


def _own_hours_line(row: Row, today: dt.date) -> Line:
    """Core hours under the person whose they are."""
    core = core_hours(row["hours"])
    title = core_words(core) if core else row["hours"] or "The office hours"
    coming = row["starts_on"] > today
    mark: BadgeSpec | str = BadgeSpec("To come", "info", "calendar") if coming else ""
    return Line(row["id"], title, f"From {date_words(row['starts_on'])}", mark, "clock", row)


def _core_hours_line(row: Row, today: dt.date) -> Line:
    own = _own_hours_line(row, today)
    return replace(
        own, title=row["worker"], second=f"{own.title} · from {date_words(row['starts_on'])}"
    )


def _theme_line(row: Row, today: dt.date) -> Line:
    return Line(row["id"], row["name"], "", "", "flag", row)


POLICIES = Subject(
    "policies",
    _policy_line,
    "No policies.",
    fields=("source",),
    sorts=(("key", "By subject", False), ("starts_on", "Newest", True)),
    head=_policy_head,
)

HIVES = Subject(
    "hives",
    _hive_line,
    "No Hives yet.",
    fields=("note",),
    sorts=(("name", "A–Z", False),),
    related=(Related("workers", "hive_id", "People", _worker_line, "Nobody works here yet."),),
)

WORKERS = Subject(
    "workers",
    _worker_line,
    "Nobody yet.",
    fields=("phone", "email", "core_hours", "started_on", "ended_on"),
    sorts=(("last_name", "A–Z", False),),
    enrich=add_core_hours,
    related=(
        Related(
            "core-hours",
            "worker_id",
            "Core hours",
            _own_hours_line,
            "None of their own: the office hours count.",
        ),
    ),
)

CORE_HOURS = Subject(
    "core-hours",
    _core_hours_line,
    "No core hours yet: the office hours count.",
    fields=("hours", "starts_on"),
    sorts=(("starts_on", "Newest", True),),
)

THEMES = Subject(
    "themes",
    _theme_line,
    "No themes yet.",
    body=lambda _workspace, _row: words("Offered on the log sheet.", tone="muted"),
    sorts=(("name", "A–Z", False),),
)
