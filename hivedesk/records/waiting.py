"""Families who want to join a Hive and cannot yet, and what they were offered."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .base import Record
from .family import JoinSource, Registration
from .fields import Word, field, ref


class WaitingState(Word):
    """Where a waiting family stands."""

    WAITING = "waiting", "Waiting"
    OFFERED = "offered", "Offered a place"
    JOINED = "joined", "Joined"
    WITHDREW = "withdrew", "Withdrew"


class WaitingFamily(Record):
    """A family on the waiting list."""

    __tablename__ = "waiting_list"
    one, many, title = "waiting family", "waiting families", "{name}"

    name: Mapped[str] = field("Family name", searched="name")
    area: Mapped[str] = field("Area", searched="name")
    hive_id: Mapped[str | None] = ref("hives", "Nearest Hive")
    registration: Mapped[Registration] = field("Registration")
    source: Mapped[JoinSource] = field("Would come from")
    asked_on: Mapped[dt.date] = field("Asked on", may_be_future=False)
    status: Mapped[WaitingState] = field("Status")
    closed_on: Mapped[dt.date | None] = field("Came off the list on")
    phone: Mapped[str | None] = field("Phone")
    note: Mapped[str | None] = field("Note", searched="text", long=True)


class OfferAnswer(Word):
    """What the family said."""

    NONE = "none", "No answer yet"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    LAPSED = "lapsed", "Lapsed"


class Offer(Record):
    """A place offered to a waiting family."""

    __tablename__ = "offers"
    one, many, title = "offer", "offers", "offered on {offered_on}"

    waiting_id: Mapped[str] = ref("waiting_list", "Waiting family")
    hive_id: Mapped[str] = ref("hives", "Hive")
    offered_on: Mapped[dt.date] = field("Offered on", may_be_future=False)
    answer_by: Mapped[dt.date | None] = field("Answer by")
    answer: Mapped[OfferAnswer] = field("Answer")
    answered_on: Mapped[dt.date | None] = field("Answered on", may_be_future=False)
    why: Mapped[str | None] = field("Why", long=True)
