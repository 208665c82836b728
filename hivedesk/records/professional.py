"""The professionals around a family, and the referrals made to them."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, Word, field, ref


class ProfessionalRole(Word):
    """Who somebody is to the Hive."""

    SSW = "ssw", "Supervising social worker"
    CSW = "csw", "Child's social worker"
    PSW = "psw", "Placement stability worker"
    OTHER = "other", "Other"


class Professional(Record):
    """A named contact: SSW, CSW, PSW or another professional."""

    __tablename__ = "professionals"
    one, many, title = "professional", "professionals", "{name}"

    name: Mapped[str] = field("Name", searched="name", sensitivity=Sensitivity.OPEN)
    role: Mapped[ProfessionalRole] = field("Role", sensitivity=Sensitivity.OPEN)
    hive_id: Mapped[str | None] = ref("hives", "Hive", help="For a PSW: the Hive they work with.")
    team: Mapped[str | None] = field("Team")
    phone: Mapped[str | None] = field("Phone")
    email: Mapped[str | None] = field("E-mail")
    note: Mapped[str | None] = field("Note", long=True)


class Service(Word):
    """Where a Hive hands on to."""

    PSW = "psw", "Placement stability worker"
    PSYCHOLOGY = "psychology", "Psychological Service"
    EXTENDED = "extended_care", "Extended Care"
    URGENT = "urgent_care", "Urgent Care"
    OTHER = "other", "Other"


class ReferralState(Word):
    """How far a referral has come."""

    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    CLOSED = "closed", "Closed"


class Referral(Record):
    """Help asked for from another service."""

    __tablename__ = "referrals"
    one, many, title = "referral", "referrals", "{service} on {on}"

    family_id: Mapped[str] = ref("families", "Family")
    child_id: Mapped[str | None] = ref("children", "Child")
    service: Mapped[Service] = field("To")
    on: Mapped[dt.date] = field("Sent on", may_be_future=False)
    why: Mapped[str] = field("Why", searched="text", long=True)
    status: Mapped[ReferralState] = field("Status")
    outcome: Mapped[str | None] = field("What came of it", searched="text", long=True)
    closed_on: Mapped[dt.date | None] = field("Closed on")
