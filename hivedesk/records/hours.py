"""A worker's time beside the logs, activities and training that count themselves."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Word, field, ref


class TimeKind(Word):
    """What the time went on."""

    TRAVEL = "travel", "Travel"
    ADMIN = "admin", "Admin"
    MEETING = "meeting", "Meeting"
    LEARNING = "own_training", "Own training"
    LEAVE = "leave", "Leave"
    LIEU = "lieu", "Time in lieu taken"


class TimeEntry(Record):
    """A stretch of a worker's time that no other record shows."""

    __tablename__ = "time_entries"
    one, many, title = "time entry", "time entries", "{kind} on {at:%d %b %Y}"

    worker_id: Mapped[str] = ref("workers", "Worker")
    kind: Mapped[TimeKind] = field("Kind")
    at: Mapped[dt.datetime] = field("When", may_be_future=False, index=True)
    minutes: Mapped[int] = field("Minutes", low=1, high=16 * 60)
    note: Mapped[str | None] = field("Note", searched="text")
