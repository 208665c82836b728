"""Children in care and where they have lived."""

import datetime as dt

from sqlalchemy import text
from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, Word, field, ref


class Permission(Word):
    """Who has agreed that the child may sleep over."""

    SOCIAL_WORKER = "social_worker", "Agreed by the social worker"
    DELEGATED = "delegated", "Delegated in the placement plan"
    ASKED = "asked", "Asked, no answer yet"
    REFUSED = "refused", "Not agreed"


class Animals(Word):
    """How a child is with animals in the home."""

    FINE = "fine", "Fine with animals"
    ASK = "ask", "Depends on the animal"
    NONE = "none", "Not with animals"


class Child(Record):
    """A child in care who lives, or has lived, with a Hive family."""

    __tablename__ = "children"
    one, many, title = "child", "children", "{first_name} {last_name}"

    family_id: Mapped[str] = ref("families", "Lives with")
    first_name: Mapped[str] = field("First name", searched="name", sensitivity=Sensitivity.GUEST)
    last_name: Mapped[str] = field("Last name", searched="name")
    born_on: Mapped[dt.date] = field("Born on", may_be_future=False)
    csw_id: Mapped[str | None] = ref("professionals", "Social worker")
    sleepovers: Mapped[Permission | None] = field("Sleepovers")
    sleepovers_until: Mapped[dt.date | None] = field("Sleepovers agreed until")
    night_needs: Mapped[str | None] = field(
        "What the night needs",
        help="Routine, food, medication. The link carer of a confirmed stay reads this.",
        sensitivity=Sensitivity.GUEST,
        long=True,
    )
    animals: Mapped[Animals | None] = field("Animals")
    needs_ground_floor: Mapped[bool] = field(
        "Needs a bedroom on the ground floor", default=False, server_default=text("0")
    )
    left_on: Mapped[dt.date | None] = field("Moved on", asked=False)
    note: Mapped[str | None] = field("Note", searched="text", long=True)


class PlacementType(Word):
    """SSA903 PLACE codes for a child placed with a foster carer."""

    U1 = "U1", "Relative or friend, long term"
    U2 = "U2", "Relative or friend, for adoption"
    U3 = "U3", "Relative or friend, not long term"
    U4 = "U4", "Foster carer, long term"
    U5 = "U5", "Foster carer, for adoption"
    U6 = "U6", "Foster carer, not long term"


class PlacementEnd(Word):
    """How a placement ended; the SSA903 reason stands in `placements.reason_code`."""

    PLANNED = "planned", "Planned move"
    HOME = "home", "Returned home"
    CARER_NOTICE = "carer_notice", "The carer gave notice"
    COUNCIL = "council", "The council ended it"
    ADULT = "adult", "Turned 18"
    ALLEGATION = "allegation", "Allegation"


class ReasonCode(Word):
    """SSA903 REASON_PLACE_CHANGE."""

    CARPL = "CARPL", "Change to or implementation of care plan"
    CLOSE = "CLOSE", "Resignation or closure of provision"
    ALLEG = "ALLEG", "Allegation"
    STAND = "STAND", "Standards of care concern"
    APPRR = "APPRR", "Approval removed"
    CREQB = "CREQB", "Carer asked, child's behaviour"
    CREQO = "CREQO", "Carer asked, other reason"
    CHILD = "CHILD", "Child asked"
    LAREQ = "LAREQ", "Authority asked"
    PLACE = "PLACE", "Change in status of placement only"
    CUSTOD = "CUSTOD", "Custody arrangement"
    OTHER = "OTHER", "Other"


class Placement(Record):
    """A child's time with a family. A sleepover is never one of these."""

    __tablename__ = "placements"
    one, many, title = "placement", "placements", "from {started_on}"

    child_id: Mapped[str] = ref("children", "Child")
    family_id: Mapped[str] = ref("families", "Family")
    code: Mapped[PlacementType] = field("Type of placement")
    started_on: Mapped[dt.date] = field("Started on", may_be_future=False)
    ended_on: Mapped[dt.date | None] = field("Ended on")
    ended_how: Mapped[PlacementEnd | None] = field("How it ended")
    reason_code: Mapped[ReasonCode | None] = field("Reason for the return")
    note: Mapped[str | None] = field("Note", searched="text", long=True)
