"""Courses, sessions, who came, and the evidence that it was understood."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .activity import Attendance
from .base import Record
from .fields import Sensitivity, Word, field, ref


class Stage(Word):
    """Where a course sits on the pathway."""

    MANDATORY = "mandatory", "Mandatory"
    YEAR_ONE = "year_one", "Year one"
    YEAR_TWO = "year_two", "Year two"
    YEAR_THREE = "year_three", "Year three"
    SKILLS_TWO = "skills_2", "Skills Level 2"
    SKILLS_THREE = "skills_3", "Skills Level 3"
    TRAUMA = "trauma", "Trauma-informed care"
    SCARF = "scarf", "SCARF workshops"
    STANDARDS = "tsd", "Training, Support and Development Standards"


class Course(Record):
    """A course of the training pathway."""

    __tablename__ = "courses"
    one, many, title = "course", "courses", "{name}"

    name: Mapped[str] = field("Name", searched="name", sensitivity=Sensitivity.OPEN)
    stage: Mapped[Stage] = field("Stage", sensitivity=Sensitivity.OPEN)
    valid_months: Mapped[int | None] = field(
        "Renewed every (months)", low=1, high=120, sensitivity=Sensitivity.OPEN
    )
    about: Mapped[str | None] = field("About", long=True, sensitivity=Sensitivity.OPEN)


class TrainingSession(Record):
    """A date on which a course is taught."""

    __tablename__ = "sessions"
    one, many, title = "session", "sessions", "{at:%d %b %Y}"

    course_id: Mapped[str] = ref("courses", "Course")
    hive_id: Mapped[str | None] = ref("hives", "Hive", help="Empty when it is for every Hive.")
    worker_id: Mapped[str | None] = ref("workers", "Taught by")
    at: Mapped[dt.datetime] = field("When", index=True)
    minutes: Mapped[int] = field("Minutes", low=1, high=24 * 60)
    place: Mapped[str | None] = field("Place")
    capacity: Mapped[int | None] = field("Room for", low=1, high=500)
    note: Mapped[str | None] = field("Note", searched="text", long=True)


class TrainingAttendance(Record):
    """One carer's place in a session."""

    __tablename__ = "attendances"
    one, many, title = "place in a session", "places in sessions", "{status}"

    session_id: Mapped[str] = ref("sessions", "Session")
    carer_id: Mapped[str] = ref("carers", "Carer")
    status: Mapped[Attendance] = field("Came?")
    remark: Mapped[str | None] = field("Remark", long=True)


class EvidenceStep(Word):
    """Was a pack read and understood? The steps that show it."""

    ISSUED = "issued", "Issued"
    READ = "read", "Read"
    DISCUSSED = "discussed", "Discussed"
    SEEN = "seen", "Seen in practice"


class Evidence(Record):
    """One step of one carer on one course."""

    __tablename__ = "evidence"
    one, many, title = "evidence", "evidence", "{step} on {on}"

    carer_id: Mapped[str] = ref("carers", "Carer")
    course_id: Mapped[str] = ref("courses", "Course")
    step: Mapped[EvidenceStep] = field("Step")
    on: Mapped[dt.date] = field("On", may_be_future=False)
    note: Mapped[str | None] = field("Note", searched="text", long=True)
