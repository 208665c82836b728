"""The Training page: sessions, courses, and the evidence that a pack was understood."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.models.words import moment_words
from hivedesk.desktop.pages.dates import coming
from hivedesk.desktop.pages.detail import Head, Related, Row, Verb
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pages.subject import Dated, Subject
from hivedesk.desktop.pages.subjects_page import SubjectsPage, subject_view
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import EvidenceStep
from hivedesk.rules.days import duration_words, local

_STEP_ICONS = {
    EvidenceStep.ISSUED: "step-issued",
    EvidenceStep.READ: "step-read",
    EvidenceStep.DISCUSSED: "step-discussed",
    EvidenceStep.SEEN: "step-done",
}


def make(workspace: Workspace) -> Page:
    """The page for the rail."""
    return SubjectsPage(
        workspace,
        "Training",
        (
            subject_view("sessions", "Sessions", "calendar", SESSIONS),
            subject_view("courses", "Courses", "list", COURSES),
            subject_view("evidence", "Evidence", "check-circle", EVIDENCE),
        ),
    )


def _session_line(row: Row, today: dt.date) -> Line:
    mark = coming(local(row["at"]).date(), today)
    second = f"{moment_words(row['at'], today)} · {row['hive'] or 'Every Hive'}"
    return Line(row["id"], row["course"], second, mark, "training", row)


def _session_head(row: Row, today: dt.date) -> Head:
    line = _session_line(row, today)
    badges = (line.mark,) if isinstance(line.mark, BadgeSpec) else ()
    return Head(line.title, f"{line.second} · {duration_words(row['minutes'])}", badges)


def _taught_line(row: Row, today: dt.date) -> Line:
    """A session below its own course: when and where."""
    second = " · ".join(each for each in (row["hive"] or "Every Hive", row["place"]) if each)
    mark = coming(local(row["at"]).date(), today)
    return Line(row["id"], moment_words(row["at"], today), second, mark, "training", row)


def _course_line(row: Row, today: dt.date) -> Line:
    again = f" · every {row['valid_months']} months" if row["valid_months"] else ""
    return Line(row["id"], row["name"], f"{row['stage'].label}{again}", "", "training", row)


def _place_line(row: Row, today: dt.date) -> Line:
    return Line(row["id"], row["carer"], "", row["status"].label, "user", row)


def _evidence_head(row: Row, today: dt.date) -> Head:
    line = _evidence_line(row, today)
    step = BadgeSpec(row["step"].label, "neutral", _STEP_ICONS[row["step"]])
    return Head(line.title, line.second, (step,))


def _shown_line(row: Row, today: dt.date) -> Line:
    """A step below its own course: who, and when."""
    step = row["step"]
    words = date_words(row["on"], today)
    return Line(row["id"], row["carer"], words, step.label, _STEP_ICONS[step], row)


def _evidence_line(row: Row, today: dt.date) -> Line:
    second = f"{row['course']} · {date_words(row['on'], today)}"
    icon = _STEP_ICONS[row["step"]]
    return Line(row["id"], row["carer"], second, row["step"].label, icon, row)


def _verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    return [
        Verb(
            "Take the register",
            "check-circle",
            lambda: workspace.open_sheet("training-register", session_id=row["id"]),
            primary=True,
        )
    ]


SESSIONS = Subject(
    "sessions",
    _session_line,
    "No sessions yet. Courses (above) come first: a session is a date of one.",
    fields=("worker_id", "place", "capacity", "note"),
    dated=Dated("at", "at"),
    head=_session_head,
    related=(
        Related(
            "attendances",
            "session_id",
            "Register",
            _place_line,
            "The register has not been taken.",
            add=False,
            opens=False,
        ),
    ),
    verbs=_verbs,
)

COURSES = Subject(
    "courses",
    _course_line,
    "No courses yet. Begin with the mandatory ones.",
    fields=("about",),
    filters=("stage",),
    sorts=(("name", "A–Z", False), ("stage", "By stage", False)),
    related=(
        Related("sessions", "course_id", "Sessions", _taught_line, "Not taught yet."),
        Related("evidence", "course_id", "Evidence", _shown_line, "No evidence yet."),
    ),
)

EVIDENCE = Subject(
    "evidence",
    _evidence_line,
    "No evidence yet. A pack that was sent begins as “issued”.",
    fields=("note",),
    filters=("step",),
    sorts=(("on", "Newest", True),),
    head=_evidence_head,
)
