"""One-to-one support: what was talked about, what was agreed, what comes next."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, Word, field, ref


class Way(Word):
    """How a contact took place; the values are the terminal's own words."""

    PHONE = "phone", "Phone"
    TEXT = "text", "Text"
    VIDEO = "video", "Video"
    VISIT = "visit", "Home visit"
    OUT = "out", "Out and about"
    EMAIL = "email", "E-mail"


class BroughtIn(Word):
    """Who else was brought in."""

    SSW = "ssw", "Supervising social worker"
    PSW = "psw", "Placement stability worker"
    PSYCHOLOGY = "psychology", "Psychology"
    EXTENDED = "extended_care", "Extended care"
    OTHER = "other", "Somebody else"


class Theme(Record):
    """A theme a worker may tick; the list is the Hive service's own."""

    __tablename__ = "themes"
    one, many, title = "theme", "themes", "{name}"

    name: Mapped[str] = field("Theme", sensitivity=Sensitivity.OPEN)


class SupportLog(Record):
    """One contact with one family. A visit to several families has one row each."""

    __tablename__ = "support_logs"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        Index("ix_support_logs_family_at", "family_id", "at"),
    )
    one, many, title = "support log", "support logs", "{way} on {at:%d %b %Y}"

    family_id: Mapped[str] = ref("families", "Family")
    worker_id: Mapped[str | None] = ref("workers", "Worker")
    visit_id: Mapped[str | None] = field("Visit", asked=False)
    at: Mapped[dt.datetime] = field("When", may_be_future=False, index=True)
    minutes: Mapped[int] = field("Minutes", low=1, high=16 * 60)
    way: Mapped[Way] = field("How")
    themes: Mapped[list[str]] = field("Themes", default=list)
    note: Mapped[str] = field("What you talked about", searched="text", long=True)
    positive: Mapped[str | None] = field(
        "Something positive",
        help="Recording is balanced: there is nearly always something.",
        searched="text",
        long=True,
    )
    agreed: Mapped[str | None] = field("What you agreed", searched="text", long=True)
    brought_in: Mapped[list[str]] = field("Brought in", default=list)
    breakdown_averted: Mapped[bool] = field("A breakdown was averted", default=False)
    carer_staying: Mapped[bool] = field("A carer is staying who was leaving", default=False)
    evidence: Mapped[str | None] = field("What shows it", searched="text", long=True)
    private_note: Mapped[str | None] = field(
        "Private note",
        help="Only you can read this. It is printed nowhere but in your own full story.",
        sensitivity=Sensitivity.PRIVATE,
        long=True,
    )


class LogChild(Record):
    """A child whom a contact was about. The contact is one however many it was about."""

    __tablename__ = "log_children"
    one, many, title = (
        "child named on a log",
        "children named on logs",
        "named {created_at:%d %b %Y}",
    )

    support_log_id: Mapped[str] = ref("support_logs", "Support log")
    child_id: Mapped[str] = ref("children", "Child")


class FollowUpBy(Word):
    """Whose move it is."""

    ME = "me", "Me"
    OTHER = "other", "Somebody else"


class FollowUp(Record):
    """Something promised, and the day it is due."""

    __tablename__ = "follow_ups"
    # Of ten years' follow-ups a handful are open, and only those are asked for by their day.
    __table_args__ = (Index("ix_follow_ups_open", "due_on", sqlite_where=text("done_on IS NULL")),)
    one, many, title = "follow-up", "follow-ups", "{what}"

    family_id: Mapped[str] = ref("families", "Family")
    support_log_id: Mapped[str | None] = ref("support_logs", "From", asked=False)
    what: Mapped[str] = field("Follow-up", searched="text")
    due_on: Mapped[dt.date] = field("On", index=True)
    by: Mapped[FollowUpBy] = field("By")
    done_on: Mapped[dt.date | None] = field("Done on", may_be_future=False)
    done_note: Mapped[str | None] = field("What came of it", long=True)
