"""Checks that fall due: supervision, reviews, unannounced visits, medicals, DBS."""

import datetime as dt

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Word, field, ref


class CheckKind(Word):
    """What the service watches; how often is a policy."""

    SUPERVISION = "supervision", "Supervision"
    REVIEW = "household_review", "Household review"
    UNANNOUNCED = "unannounced_visit", "Unannounced visit"
    MEDICAL = "medical", "Medical"
    DBS = "dbs", "DBS"


class DueCheck(Record):
    """One check of one family (or one adult in it) and the day it is due."""

    __tablename__ = "due_checks"
    __table_args__ = (Index("ix_due_checks_open", "due_on", sqlite_where=text("done_on IS NULL")),)
    one, many, title = "check", "checks", "{kind} due {due_on}"

    family_id: Mapped[str] = ref("families", "Family")
    carer_id: Mapped[str | None] = ref("carers", "Carer")
    person: Mapped[str | None] = field(
        "Other adult", help="For a DBS of somebody who is not a carer.", searched="name"
    )
    kind: Mapped[CheckKind] = field("Check")
    due_on: Mapped[dt.date] = field("Due on", index=True)
    done_on: Mapped[dt.date | None] = field("Done on", may_be_future=False)
    note: Mapped[str | None] = field("Note", searched="text", long=True)
