"""Hives and the people employed to run them."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, Word, field, ref


class Hive(Record):
    """6 to 10 fostering families around one support worker (numbers: policies)."""

    __tablename__ = "hives"
    one, many, title = "Hive", "Hives", "{name}"

    name: Mapped[str] = field("Name", sensitivity=Sensitivity.OPEN, searched="name")
    area: Mapped[str] = field(
        "Area", help="The town it is built around.", sensitivity=Sensitivity.OPEN
    )
    started_on: Mapped[dt.date] = field("Started on", sensitivity=Sensitivity.OPEN)
    note: Mapped[str | None] = field("Note", long=True)


class WorkerRole(Word):
    """What somebody on the council's side of a Hive does."""

    SUPPORT_WORKER = "support_worker", "Hive support worker"
    MANAGER = "manager", "Hive manager"


class Worker(Record):
    """A Hive support worker or manager: the owner of logs and hours."""

    __tablename__ = "workers"
    one, many, title = "worker", "workers", "{first_name} {last_name}"

    first_name: Mapped[str] = field("First name", sensitivity=Sensitivity.OPEN, searched="name")
    last_name: Mapped[str] = field("Last name", sensitivity=Sensitivity.OPEN, searched="name")
    role: Mapped[WorkerRole] = field("Role", sensitivity=Sensitivity.OPEN)
    hive_id: Mapped[str | None] = ref("hives", "Hive", sensitivity=Sensitivity.OPEN)
    phone: Mapped[str | None] = field("Phone")
    email: Mapped[str | None] = field("E-mail")
    # As they were kept before version 7, without a day. History names it; `CoreHours` counts.
    core_hours: Mapped[str | None] = field(
        "Core hours",
        asked=False,
        help="As they were kept before they had a day; those that count are rows of their own.",
    )
    started_on: Mapped[dt.date | None] = field("Started on")
    ended_on: Mapped[dt.date | None] = field("Left on")


class CoreHours(Record):
    """The hours a worker is usually there from one day on, until others of theirs begin."""

    __tablename__ = "core_hours"
    one, many, title = "set of core hours", "core hours", "core hours from {starts_on}"

    worker_id: Mapped[str] = ref("workers", "Worker")
    starts_on: Mapped[dt.date] = field(
        "From", help="What was before that day is counted as it was."
    )
    hours: Mapped[str | None] = field(
        "Core hours", help="Like “Tue-Sat 10:00-15:00”; left empty, the office's hours count."
    )
