"""Fostering families: the household, its carers and its own children."""

import datetime as dt

from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Word, field, ref


class Registration(Word):
    """How the family is registered with the council."""

    COUNTY = "county", "County carer"
    CONNECTED = "connected", "Connected carer"
    SPECIALIST = "specialist_respite", "Specialist respite care"
    STAYING_PUT = "staying_put", "Staying Put only"


class JoinSource(Word):
    """Where a family came from when it joined its Hive."""

    PANEL = "straight_from_panel", "Straight from panel"
    ESTABLISHED = "established", "Already fostering for Hampshire"
    IFA = "ifa_transfer", "Transfer from an IFA"


class FamilyState(Word):
    """Where a family stands with its Hive."""

    ACTIVE = "active", "Active"
    ON_HOLD = "on_hold", "On hold"
    LEFT = "left", "Left the Hive"
    DEREGISTERED = "deregistered", "De-registered"


class OneToOne(Word):
    """What the carer asked for, so that nobody nags the wrong people."""

    WELCOME = "welcome", "Welcome"
    FORTNIGHTLY = "fortnightly", "Every other week"
    TEXT_FIRST = "text_first", "Prefers a text first"
    NOT_WANTED = "not_wanted", "Does not want one-to-ones"


class Smoking(Word):
    """Smoking in the home, as a matcher asks it."""

    NONE = "none", "No smoking"
    OUTSIDE = "outside", "Outside only"
    INSIDE = "inside", "In the home"


class Family(Record):
    """A fostering household that has joined a Hive."""

    __tablename__ = "families"
    one, many, title = "family", "families", "{name}"

    name: Mapped[str] = field("Family name", searched="name")
    hive_id: Mapped[str] = ref("hives", "Hive")
    registration: Mapped[Registration] = field("Registration")
    status: Mapped[FamilyState] = field(
        "Status",
        help="Changed with a date and a reason, which are kept.",
        asked=False,
        default=FamilyState.ACTIVE,
    )
    skills_level: Mapped[int | None] = field("Skills level", low=1, high=3)
    source: Mapped[JoinSource] = field("Came from")
    area: Mapped[str] = field("Area", searched="name")
    address: Mapped[str | None] = field("Address", long=True)
    phone: Mapped[str | None] = field("Home phone")
    approved_on: Mapped[dt.date | None] = field("Approved on", may_be_future=False)
    joined_on: Mapped[dt.date] = field("Joined the Hive on")
    one_to_one: Mapped[OneToOne] = field("One-to-ones")
    leave_until: Mapped[dt.date | None] = field(
        "Leave until", help="Not counted as gone quiet before this day."
    )
    ssw_id: Mapped[str | None] = ref("professionals", "Supervising social worker")
    pets: Mapped[str | None] = field("Pets")
    smoking: Mapped[Smoking | None] = field("Smoking")
    access_needs: Mapped[str | None] = field("Access", help="Stairs, ramps, ground-floor bedroom.")
    household: Mapped[str | None] = field(
        "Others at home", help="Lodgers, grandparents, grown-up children.", long=True
    )
    note: Mapped[str | None] = field("Note", searched="text", long=True)


class FamilyStatus(Record):
    """One step of a family's dated history with its Hive."""

    __tablename__ = "family_statuses"
    one, many, title = "status", "statuses", "{status} from {from_on}"

    family_id: Mapped[str] = ref("families", "Family")
    status: Mapped[FamilyState] = field("Status")
    from_on: Mapped[dt.date] = field("From")
    reason: Mapped[str | None] = field("Why", long=True)


class Carer(Record):
    """An approved foster carer of a family."""

    __tablename__ = "carers"
    one, many, title = "carer", "carers", "{first_name} {last_name}"

    family_id: Mapped[str] = ref("families", "Family")
    first_name: Mapped[str] = field("First name", searched="name")
    last_name: Mapped[str] = field("Last name", searched="name")
    born_on: Mapped[dt.date | None] = field("Born on", may_be_future=False)
    phone: Mapped[str | None] = field("Mobile phone")
    email: Mapped[str | None] = field("E-mail")
    approved_on: Mapped[dt.date | None] = field("Approved on", may_be_future=False)
    ended_on: Mapped[dt.date | None] = field("Stopped fostering on")
    note: Mapped[str | None] = field("Note", searched="text", long=True)


class BirthChild(Record):
    """The family's own child, living at home."""

    __tablename__ = "birth_children"
    one, many, title = "birth child", "birth children", "{first_name}"

    family_id: Mapped[str] = ref("families", "Family")
    first_name: Mapped[str] = field("First name", searched="name")
    born_on: Mapped[dt.date] = field("Born on", may_be_future=False)
    left_home_on: Mapped[dt.date | None] = field("Left home on")
