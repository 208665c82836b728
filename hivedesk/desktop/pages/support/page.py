"""The Support page: logs, follow-ups, hours, checks, referrals, and the people around families."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.pages.detail import Row, Verb
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subject import Subject, SubjectView
from hivedesk.desktop.pages.subjects_page import SubjectsPage, View, subject_view
from hivedesk.desktop.widgets.buttons import primary
from hivedesk.desktop.workspace import Workspace
from hivedesk.store.queries.support import add_to_logs

from . import words as said
from .engagement_view import KINDS, EngagementView
from .follow_ups_view import FollowUpsView
from .hours_view import HoursView
from .log_detail import log_body
from .quiet_view import KINDS as QUIET_KINDS
from .quiet_view import QuietView


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    worker_id = workspace.open_desk.worker_id
    logs = View(
        "logs",
        "Logs",
        "list",
        lambda given: SubjectView(given, _logs(worker_id)),
        frozenset({"support-logs", "log-children", "follow-ups", "core-hours", "policies"}),
        ("support-logs",),
    )
    follow_ups = View(
        "follow-ups",
        "Follow-ups",
        "flag",
        FollowUpsView,
        frozenset({"follow-ups"}),
        ("follow-ups",),
    )
    hours = View(
        "hours",
        "Hours",
        "clock",
        HoursView,
        frozenset(
            {"support-logs", "activities", "sessions", "time-entries", "core-hours", "policies"}
        ),
        ("time-entries",),
    )
    log = primary(
        "Log support",
        lambda: workspace.open_sheet("log-support"),
        icon="plus",
        shortcut_text="Ctrl+N",
    )
    return SubjectsPage(
        workspace,
        "Support",
        (
            logs,
            follow_ups,
            View("quiet", "Quiet", "moon", QuietView, QUIET_KINDS),
            hours,
            View("engagement", "Engagement", "families", EngagementView, KINDS),
            subject_view("checks", "Due checks", "calendar", CHECKS),
            subject_view("referrals", "Referrals", "arrow-in", REFERRALS),
            subject_view("people", "People", "user", PEOPLE),
        ),
        (log,),
    )


def _log_verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    return [_family_verb(workspace, row)]


def _check_verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    family = _family_verb(workspace, row)
    if row["done_on"]:
        return [family]
    finish = Verb(
        "Record as done…",
        "check",
        lambda: workspace.open_sheet("finish-check", check_id=row["id"]),
        primary=True,
    )
    return [finish, family]


def _family_verb(workspace: Workspace, row: Row) -> Verb:
    return Verb(
        "Open family", "families", lambda: workspace.open_record("families", row["family_id"])
    )


def _logs(worker_id: str | None) -> Subject:
    return Subject(
        "support-logs",
        said.log_line,
        "No support logged yet. Add your families, then log each call or visit.",
        filters=("way",),
        sorts=(("at", "Newest", True), ("minutes", "Longest", True)),
        head=said.log_head,
        verbs=_log_verbs,
        add=lambda workspace: workspace.open_sheet("log-support"),
        edit=lambda workspace, log_id: workspace.open_sheet("log-support", log_id=log_id),
        enrich=lambda session, rows, _today: add_to_logs(session, rows, worker_id),
        body=log_body,
    )


CHECKS = Subject(
    "due-checks",
    said.check_line,
    "No checks are due. Add the last one of each family: the next follows from it.",
    fields=("due_on", "carer_id", "person", "done_on", "note"),
    filters=("kind",),
    sorts=(("due_on", "Due first", False),),
    head=said.check_head,
    verbs=_check_verbs,
)

REFERRALS = Subject(
    "referrals",
    said.referral_line,
    "No referrals yet. Add one when a family is handed on to a service.",
    fields=("on", "why", "outcome", "closed_on"),
    filters=("service", "status"),
    sorts=(("on", "Newest", True),),
    verbs=_log_verbs,
)

PEOPLE = Subject(
    "professionals",
    said.person_line,
    "No social workers or other professionals yet. Add those you ring.",
    fields=("phone", "email", "team", "hive_id", "note"),
    filters=("role",),
    sorts=(("name", "A–Z", False),),
    head=said.person_head,
)
