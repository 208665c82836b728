"""Link carers, the rooms they hold for the Hive, and the stays in them."""

import datetime as dt

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped

from .base import Record
from .fields import Sensitivity, Word, field, ref
from .waiting import OfferAnswer

_OPEN = Sensitivity.OPEN
_GUEST = Sensitivity.GUEST


class LinkCarer(Record):
    """A carer who holds rooms for the Hive; paid a retainer and a fee, not employed."""

    __tablename__ = "link_carers"
    one, many, title = "link carer", "link carers", "{first_name} {last_name}"

    hive_id: Mapped[str] = ref("hives", "Hive", sensitivity=_OPEN)
    first_name: Mapped[str] = field("First name", searched="name", sensitivity=_OPEN)
    last_name: Mapped[str] = field("Last name", searched="name", sensitivity=_OPEN)
    area: Mapped[str] = field("Area", sensitivity=_OPEN)
    phone: Mapped[str | None] = field("Phone", sensitivity=_GUEST)
    email: Mapped[str | None] = field("E-mail", sensitivity=_GUEST)
    skills_level: Mapped[int | None] = field("Skills level", low=1, high=3)
    skills_fee: Mapped[bool] = field(
        "Has a skills fee", help="May be lost for stays inside the Hive.", default=False
    )
    pets: Mapped[str | None] = field("Pets", sensitivity=_OPEN)
    access: Mapped[str | None] = field("Access", sensitivity=_OPEN)
    started_on: Mapped[dt.date] = field("Started on", sensitivity=_OPEN)
    ended_on: Mapped[dt.date | None] = field("Stopped on", sensitivity=_OPEN)
    note: Mapped[str | None] = field("Note", searched="text", long=True)


class Room(Record):
    """A named room held for the Hive between two dates."""

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint("beds >= 1", name="has_a_bed"),
        CheckConstraint("held_to IS NULL OR held_to >= held_from", name="held_forwards"),
    )
    one, many, title = "room", "rooms", "{name}"

    link_carer_id: Mapped[str] = ref("link_carers", "Link carer", sensitivity=_OPEN)
    name: Mapped[str] = field("Name", searched="name", sensitivity=_OPEN)
    beds: Mapped[int] = field("Beds", low=1, high=6, sensitivity=_OPEN, default=1)
    age_from: Mapped[int] = field("Youngest age", low=0, high=18, sensitivity=_OPEN, default=0)
    age_to: Mapped[int] = field("Oldest age", low=0, high=18, sensitivity=_OPEN, default=17)
    held_from: Mapped[dt.date] = field("Held from", sensitivity=_OPEN)
    held_to: Mapped[dt.date | None] = field("Held to", sensitivity=_OPEN)
    ground_floor: Mapped[bool] = field(
        "On the ground floor", sensitivity=_OPEN, default=False, server_default=text("0")
    )
    note: Mapped[str | None] = field("Note", long=True, sensitivity=_OPEN)


class RoomClosure(Record):
    """Days on which a room cannot be used; the last day is included."""

    __tablename__ = "room_closures"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="forwards"),)
    one, many, title = "closure", "closures", "{first_day} to {last_day}"

    room_id: Mapped[str] = ref("rooms", "Room", sensitivity=_OPEN)
    first_day: Mapped[dt.date] = field("First day", sensitivity=_OPEN)
    last_day: Mapped[dt.date] = field("Last day", sensitivity=_OPEN)
    why: Mapped[str | None] = field("Why", sensitivity=_GUEST)


class StayKind(Word):
    """Kinds of stay. Respite is for a family outside the Hive and is never a sleepover."""

    SLEEPOVER = "sleepover", "Sleepover"
    EMERGENCY = "emergency", "Emergency sleepover"
    DAY_CARE = "day_care", "Day care"
    RESPITE = "respite", "Respite (outside the Hive)"


class StayState(Word):
    """The ladder a stay climbs. Requested and waiting hold no bed."""

    REQUESTED = "requested", "Requested"
    WAITLISTED = "waitlisted", "Waiting"
    AGREED = "agreed", "Agreed"
    CONFIRMED = "confirmed", "Confirmed"
    IN_PROGRESS = "in_progress", "Here now"
    COMPLETED = "completed", "Finished"
    ENDED_EARLY = "ended_early", "Ended early"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no_show", "Did not come"


class Booking(Record):
    """One child's stay in one room: nights from check-in day to check-out day."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'day_care' AND to_on = from_on) OR (kind <> 'day_care' AND to_on > from_on)",
            name="nights_or_one_day",
        ),
        CheckConstraint("child_id IS NOT NULL OR guest_name IS NOT NULL", name="has_somebody"),
    )
    one, many, title = "stay", "stays", "{kind} from {from_on}"

    room_id: Mapped[str] = ref("rooms", "Room", sensitivity=_OPEN)
    child_id: Mapped[str | None] = ref("children", "Child", sensitivity=_GUEST)
    guest_name: Mapped[str | None] = field(
        "Child from outside the Hive",
        help="First name only, for respite.",
        sensitivity=_GUEST,
    )
    kind: Mapped[StayKind] = field("Kind of stay", sensitivity=_OPEN)
    status: Mapped[StayState] = field("Status", sensitivity=_OPEN, index=True)
    from_on: Mapped[dt.date] = field("From", sensitivity=_OPEN, index=True)
    to_on: Mapped[dt.date] = field(
        "To", help="The day of going home.", sensitivity=_OPEN, index=True
    )
    time_from: Mapped[dt.time | None] = field("Arrives at", sensitivity=_OPEN)
    time_to: Mapped[dt.time | None] = field("Goes home at", sensitivity=_OPEN)
    ended_on: Mapped[dt.date | None] = field("Went home early on", asked=False)
    arrived_at: Mapped[dt.datetime | None] = field("Arrived", sensitivity=_GUEST, asked=False)
    left_at: Mapped[dt.datetime | None] = field("Collected", sensitivity=_GUEST, asked=False)
    request_id: Mapped[str | None] = field("Request", sensitivity=_OPEN, asked=False)
    repeat_id: Mapped[str | None] = field("Repeat", sensitivity=_OPEN, asked=False)
    held_until: Mapped[dt.datetime | None] = field("Held until", sensitivity=_OPEN, asked=False)
    waiting_since: Mapped[dt.datetime | None] = field(
        "Waiting since", sensitivity=_OPEN, asked=False
    )
    needs: Mapped[str | None] = field(
        "What the night needs",
        help="The link carer reads this.",
        sensitivity=_GUEST,
        long=True,
    )
    food: Mapped[str | None] = field("Food", sensitivity=_GUEST, long=True)
    medication: Mapped[str | None] = field("Medication", sensitivity=_GUEST, long=True)
    school_run: Mapped[str | None] = field("School run", sensitivity=_GUEST, long=True)
    numbers: Mapped[str | None] = field(
        "Numbers to ring",
        help="Whom the link carer may ring that night.",
        sensitivity=_GUEST,
        long=True,
    )
    why: Mapped[str | None] = field("Why it is needed", searched="text", long=True)
    override_note: Mapped[str | None] = field("Why it was booked over a warning", long=True)
    status_why: Mapped[str | None] = field("Why this step", asked=False, long=True)


class StayOffer(Record):
    """A bed offered to a request that waits for a night; it is held until `answer_by`."""

    __tablename__ = "stay_offers"
    one, many, title = "offer of a bed", "offers of a bed", "offered {offered_at:%d %b %Y}"

    booking_id: Mapped[str] = ref("bookings", "Stay", sensitivity=_OPEN)
    room_id: Mapped[str] = ref("rooms", "Room", sensitivity=_OPEN)
    offered_at: Mapped[dt.datetime] = field("Offered", sensitivity=_OPEN, may_be_future=False)
    answer_by: Mapped[dt.datetime] = field("Answer by", sensitivity=_OPEN)
    answer: Mapped[OfferAnswer] = field("Answer", sensitivity=_OPEN)
    answered_at: Mapped[dt.datetime | None] = field("Answered", sensitivity=_OPEN)
    why: Mapped[str | None] = field("Why", long=True)


class HandoverItem(Record):
    """One line of a night's handover: what is told or given at the door, and when it was."""

    __tablename__ = "handover_items"
    one, many, title = "handover item", "handover items", "{what}"

    booking_id: Mapped[str] = ref("bookings", "Stay", sensitivity=_GUEST)
    what: Mapped[str] = field("What", sensitivity=_GUEST)
    done_at: Mapped[dt.datetime | None] = field("Done", sensitivity=_GUEST, may_be_future=False)
