"""What comes next for a family: its stay, its checks and promises, its training."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Attendance,
    Booking,
    Carer,
    CheckKind,
    Child,
    Course,
    DueCheck,
    Evidence,
    EvidenceStep,
    FollowUp,
    LinkCarer,
    Room,
    Stage,
    StayKind,
    StayState,
    SupportLog,
    TrainingAttendance,
    TrainingSession,
    Way,
)
from hivedesk.rules.days import add_months, local
from hivedesk.rules.stays import STILL_OPEN

from .one_place import the_one
from .stretches import kept


@dataclass(frozen=True)
class NextStay:
    """The stay under way, or the next to come."""

    id: str
    child: str
    kind: StayKind
    status: StayState
    room: str
    link_carer: str
    from_on: dt.date
    to_on: dt.date


@dataclass(frozen=True)
class LastContact:
    """The newest log."""

    id: str
    on: dt.date
    way: Way


@dataclass(frozen=True)
class Due:
    """A check (`check` says which) or a promise (`what`), and its day."""

    kind: str
    id: str
    on: dt.date
    check: CheckKind | None = None
    who: str = ""
    what: str = ""


@dataclass(frozen=True)
class Gap:
    """A carer and how many courses are missing."""

    carer_id: str
    first_name: str
    courses: int


@dataclass(frozen=True)
class NextCourse:
    """The next session somebody of the family is booked on."""

    id: str
    course: str
    on: dt.date


def next_stay(session: Session, child_ids: list[str], today: dt.date) -> NextStay | None:
    """The stay under way, or the next to come, of these children."""
    query = (
        select(Booking, Child.first_name, Room.name, LinkCarer.first_name, LinkCarer.last_name)
        .join(Child, Child.id == Booking.child_id)
        .join(Room, Room.id == Booking.room_id)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(
            Booking.child_id.in_(child_ids),
            Booking.status.in_(STILL_OPEN),
            Booking.to_on >= today,
            func.coalesce(Booking.ended_on, Booking.to_on) >= today,
            kept(Booking),
        )
        .order_by(Booking.from_on, Booking.to_on, Child.born_on)
    )
    found = session.execute(query).all()
    if not found:
        return None
    first, _, room, one, two = found[0]
    # Brothers and sisters who go together are one stay to whoever asks on the telephone.
    together = [
        name
        for stay, name, *_ in found
        if (stay.room_id, stay.from_on, stay.to_on) == (first.room_id, first.from_on, first.to_on)
    ]
    return NextStay(
        first.id,
        " and ".join(dict.fromkeys(together)),
        first.kind,
        first.status,
        room,
        f"{one} {two}",
        first.from_on,
        first.to_on,
    )


def last_contact(session: Session, family_id: str) -> LastContact | None:
    """The newest log of a family."""
    row = session.execute(
        select(SupportLog.id, SupportLog.at, SupportLog.way)
        .where(SupportLog.family_id == family_id, kept(SupportLog))
        .order_by(SupportLog.at.desc())
        .limit(1)
    ).first()
    return LastContact(row[0], local(row[1]).date(), row[2]) if row else None


def due_of(session: Session, family_id: str) -> list[Due]:
    """Open checks and promises, the earliest first."""
    checks = session.execute(
        select(DueCheck, Carer.first_name)
        .outerjoin(Carer, Carer.id == DueCheck.carer_id)
        .where(DueCheck.family_id == family_id, DueCheck.done_on.is_(None), kept(DueCheck))
    )
    found = [
        Due("due-checks", check.id, check.due_on, check.kind, carer or check.person or "")
        for check, carer in checks
    ]
    promises = session.execute(
        select(FollowUp.id, FollowUp.due_on, FollowUp.what).where(
            FollowUp.family_id == family_id, FollowUp.done_on.is_(None), kept(FollowUp)
        )
    )
    found += [Due("follow-ups", each, due_on, what=what) for each, due_on, what in promises]
    return sorted(found, key=lambda due: due.on)


def gaps_of(session: Session, carers: list[Carer], today: dt.date) -> tuple[Gap, ...]:
    """Mandatory courses a carer has neither attended (and not long ago) nor shown in practice."""
    courses = session.execute(
        select(Course.id, Course.valid_months).where(
            Course.stage == Stage.MANDATORY, Course.archived_at.is_(None)
        )
    ).all()
    ids = [carer.id for carer in carers]
    came = session.execute(
        select(TrainingAttendance.carer_id, TrainingSession.course_id, TrainingSession.at)
        .join(TrainingSession, TrainingSession.id == TrainingAttendance.session_id)
        .where(
            TrainingAttendance.carer_id.in_(ids),
            TrainingAttendance.status == Attendance.ATTENDED,
            the_one(TrainingAttendance),
        )
    )
    done: dict[tuple[str, str], dt.date] = {}
    for carer_id, course_id, at in came:
        key, day = (carer_id, course_id), local(at).date()
        done[key] = max(done.get(key, day), day)
    seen = session.execute(
        select(Evidence.carer_id, Evidence.course_id, Evidence.on).where(
            Evidence.carer_id.in_(ids), Evidence.step == EvidenceStep.SEEN, kept(Evidence)
        )
    )
    for carer_id, course_id, on in seen:
        key = (carer_id, course_id)
        done[key] = max(done.get(key, on), on)
    found = []
    for carer in carers:
        missing = 0
        for course_id, months in courses:
            last = done.get((carer.id, course_id))
            missing += last is None or bool(months and add_months(last, months) < today)
        if missing:
            found.append(Gap(carer.id, carer.first_name, missing))
    return tuple(found)


def next_course(session: Session, ids: list[str], now: dt.datetime) -> NextCourse | None:
    """The next session one of these carers is booked on."""
    row = session.execute(
        select(TrainingSession.id, Course.name, TrainingSession.at)
        .join(TrainingAttendance, TrainingAttendance.session_id == TrainingSession.id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(
            TrainingAttendance.carer_id.in_(ids),
            TrainingAttendance.status == Attendance.BOOKED,
            TrainingSession.at >= now,
            the_one(TrainingAttendance),
            kept(TrainingSession),
        )
        .order_by(TrainingSession.at)
        .limit(1)
    ).first()
    return NextCourse(row[0], row[1], local(row[2]).date()) if row else None
