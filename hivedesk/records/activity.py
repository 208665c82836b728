"""Support groups, social activities and days out: what, who came, what it cost."""

import datetime as dt

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, Word, field, ref

OLDEST = 18
"""An activity for children can be for nobody older: a young person may stay on at 18."""


class ActivityKind(Word):
    """What the Hive does together."""

    GROUP = "support_group", "Support group"
    SOCIAL = "social", "Social activity"
    TRIP = "day_trip", "Day trip"
    WORKSHOP = "workshop", "Workshop"


class Attendance(Word):
    """The sign-up ladder, for activities and for training."""

    REQUESTED = "requested", "Asked to come"
    WAITLISTED = "waitlisted", "Waiting for a place"
    BOOKED = "booked", "Booked"
    CANCELLED = "cancelled", "Sent apologies"
    DECLINED = "declined", "Said no"
    NO_SHOW = "no_show", "Did not come"
    PARTLY = "partly_attended", "Came for part"
    ATTENDED = "attended", "Came"


class Activity(Record):
    """A support group, social activity, day trip or workshop of one Hive."""

    __tablename__ = "activities"
    one, many, title = "activity", "activities", "{name}"

    hive_id: Mapped[str] = ref("hives", "Hive")
    worker_id: Mapped[str | None] = ref("workers", "Worker")
    kind: Mapped[ActivityKind] = field("Kind")
    name: Mapped[str] = field("Name", searched="name", sensitivity=Sensitivity.OPEN)
    at: Mapped[dt.datetime] = field("When", index=True)
    minutes: Mapped[int] = field("Minutes", low=1, high=24 * 60)
    place: Mapped[str | None] = field("Place")
    cost_pence: Mapped[int] = field("Cost", money=True, low=0, high=1_000_000, default=0)
    capacity: Mapped[int | None] = field("Room for", low=1, high=500)
    age_from: Mapped[int | None] = field("Youngest age", low=0, high=OLDEST)
    age_to: Mapped[int | None] = field("Oldest age", low=0, high=OLDEST)
    note: Mapped[str | None] = field("How it went", searched="text", long=True)


class ActivityAttendance(Record):
    """One person's place at an activity: a carer, a child or a birth child."""

    __tablename__ = "activity_attendances"
    __table_args__ = (
        CheckConstraint(
            "(carer_id IS NOT NULL) + (child_id IS NOT NULL) + (birth_child_id IS NOT NULL) = 1",
            name="exactly_one_person",
        ),
    )
    one, many, title = "place at an activity", "places at activities", "{status}"

    activity_id: Mapped[str] = ref("activities", "Activity")
    family_id: Mapped[str] = ref("families", "Family")
    carer_id: Mapped[str | None] = ref("carers", "Carer")
    child_id: Mapped[str | None] = ref("children", "Child")
    birth_child_id: Mapped[str | None] = ref("birth_children", "Birth child")
    status: Mapped[Attendance] = field("Came?")
    feedback: Mapped[int | None] = field(
        "How was it?", help="From 1, not good at all, to 5, very good.", low=1, high=5
    )
    remark: Mapped[str | None] = field("Remark", long=True)
    may_quote: Mapped[bool] = field(
        "May be quoted",
        help="They agreed that the remark is quoted without their name.",
        default=False,
        server_default=text("0"),
    )


class BudgetKind(Word):
    """Which way the money went."""

    ALLOTTED = "allotted", "Allotted"
    SPENT = "spent", "Spent"


class BudgetLine(Record):
    """One line of the Hive's small activity budget."""

    __tablename__ = "budget_lines"
    one, many, title = "budget line", "budget lines", "{what}"

    hive_id: Mapped[str] = ref("hives", "Hive")
    activity_id: Mapped[str | None] = ref("activities", "Activity")
    kind: Mapped[BudgetKind] = field("Kind")
    on: Mapped[dt.date] = field("On", index=True)
    pence: Mapped[int] = field("Amount", money=True, low=0, high=10_000_000)
    what: Mapped[str] = field("What for", searched="text")
