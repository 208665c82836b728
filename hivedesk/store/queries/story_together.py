"""Entries of what a family did with others: stays, activities, training."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    Attendance,
    BirthChild,
    Booking,
    Carer,
    Child,
    Course,
    Evidence,
    LinkCarer,
    Placement,
    Room,
    StayKind,
    TrainingAttendance,
    TrainingSession,
)
from hivedesk.rules.days import Span, local
from hivedesk.rules.ladder import CAME

from .one_place import the_one
from .story_entries import About, Entry, Source, names_in_words, within
from .stretches import kept


def stays(about: About) -> Source:
    """Stays of the children who lived here then, brothers and sisters together."""
    here = and_(
        Placement.child_id == Booking.child_id,
        Placement.family_id == about.family_id,
        Placement.archived_at.is_(None),
        Placement.started_on <= Booking.from_on,
        or_(Placement.ended_on.is_(None), Placement.ended_on > Booking.from_on),
    )
    same = (Booking.room_id, Booking.from_on, Booking.to_on, Booking.kind, Booking.status)
    mine = and_(Booking.from_on <= about.today, kept(Booking))

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(Booking, Child.first_name, Room.name, LinkCarer.first_name, LinkCarer.last_name)
            .join(Placement, here)
            .join(Child, Child.id == Booking.child_id)
            .join(Room, Room.id == Booking.room_id)
            .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
            .where(mine, Booking.from_on >= span.first, Booking.from_on <= span.last)
            .order_by(Child.born_on, Booking.id)
        )
        together: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in session.execute(query):
            together[tuple(getattr(row[0], column.key) for column in same)].append(row)
        return [_stay(rows) for rows in together.values()]

    days = select(Booking.from_on, *same).join(Placement, here).where(mine).distinct().subquery()
    return Source("stays", select(func.date(days.c.from_on).label("day")), entries)


def _stay(rows: list[Any]) -> Entry:
    booking, _, room, one, two = rows[0]
    names = names_in_words(row[1] for row in rows)
    end = booking.ended_on or booking.to_on
    nights = (end - booking.from_on).days
    if booking.kind is StayKind.DAY_CARE:
        length = (
            f"{booking.time_from:%H:%M} to {booking.time_to:%H:%M}"
            if booking.time_from and booking.time_to
            else ""
        )
    else:
        length = f"{nights} night{'' if nights == 1 else 's'}"
    arrived = f" Arrived {local(booking.arrived_at):%H:%M}." if booking.arrived_at else ""
    state = booking.status.label
    return Entry(
        "bookings",
        booking.id,
        "stays",
        booking.kind.value,
        booking.from_on,
        f"{booking.kind.label} with {one} {two}",
        aside=" · ".join(part for part in (length, state.lower()) if part),
        text=f"{names}, {room}.{arrived}" + (f" {booking.why}" if booking.why else ""),
    )


def _who_came(people: list[tuple[str, Attendance]]) -> str:
    """ "Ruth, Jayden and Tia came; Colin did not come"."""
    came = [name for name, status in people if status in CAME]
    told = [f"{names_in_words(came)} came"] if came else []
    rest: dict[Attendance, list[str]] = defaultdict(list)
    for name, status in people:
        if status not in CAME:
            rest[status].append(name)
    for status, names in rest.items():
        word = status.label[0].lower() + status.label[1:]
        told.append(f"{names_in_words(names)}: {word}")
    return "; ".join(told)


def activities(about: About) -> Source:
    """What the Hive did together, and who of the family came."""
    mine = and_(
        ActivityAttendance.family_id == about.family_id,
        the_one(),
        kept(Activity),
        Activity.at <= about.now,
    )
    joined = and_(Activity.id == ActivityAttendance.activity_id)

    def entries(session: Session, span: Span) -> list[Entry]:
        name = func.coalesce(Carer.first_name, Child.first_name, BirthChild.first_name)
        query = (
            select(Activity, name, ActivityAttendance.status)
            .select_from(ActivityAttendance)
            .join(Activity, joined)
            .outerjoin(Carer, Carer.id == ActivityAttendance.carer_id)
            .outerjoin(Child, Child.id == ActivityAttendance.child_id)
            .outerjoin(BirthChild, BirthChild.id == ActivityAttendance.birth_child_id)
            .where(mine, within(Activity.at, span))
            .order_by(ActivityAttendance.id)
        )
        people: dict[str, list[tuple[str, Attendance]]] = defaultdict(list)
        found: dict[str, Activity] = {}
        for activity, who, status in session.execute(query):
            found[activity.id] = activity
            people[activity.id].append((who, status))
        return [
            Entry(
                "activities",
                each.id,
                "activities",
                each.kind.value,
                local(each.at).date(),
                each.name,
                aside=_who_came(people[each.id]),
                at=each.at,
                text=each.note or "",
            )
            for each in found.values()
        ]

    distinct = (
        select(Activity.id, Activity.at)
        .select_from(ActivityAttendance)
        .join(Activity, joined)
        .where(mine)
        .distinct()
        .subquery()
    )
    return Source("activities", select(func.date(distinct.c.at).label("day")), entries)


def sessions(about: About) -> Source:
    carers = select(Carer.id).where(Carer.family_id == about.family_id)
    mine = and_(
        TrainingAttendance.carer_id.in_(carers),
        the_one(TrainingAttendance),
        kept(TrainingSession),
        TrainingSession.at <= about.now,
    )
    joined = and_(TrainingSession.id == TrainingAttendance.session_id)

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(TrainingSession, Course.name, Carer.first_name, TrainingAttendance.status)
            .select_from(TrainingAttendance)
            .join(TrainingSession, joined)
            .join(Course, Course.id == TrainingSession.course_id)
            .join(Carer, Carer.id == TrainingAttendance.carer_id)
            .where(mine, within(TrainingSession.at, span))
            .order_by(TrainingAttendance.id)
        )
        people: dict[str, list[tuple[str, Attendance]]] = defaultdict(list)
        found: dict[str, tuple[TrainingSession, str]] = {}
        for taught, course, who, status in session.execute(query):
            found[taught.id] = taught, course
            people[taught.id].append((who, status))
        return [
            Entry(
                "sessions",
                taught.id,
                "training",
                "training",
                local(taught.at).date(),
                course,
                aside=_who_came(people[taught.id]),
                at=taught.at,
                text=taught.note or "",
            )
            for taught, course in found.values()
        ]

    distinct = (
        select(TrainingSession.id, TrainingSession.at)
        .select_from(TrainingAttendance)
        .join(TrainingSession, joined)
        .where(mine)
        .distinct()
        .subquery()
    )
    return Source("training", select(func.date(distinct.c.at).label("day")), entries)


def evidence(about: About) -> Source:
    carers = select(Carer.id).where(Carer.family_id == about.family_id)
    mine = and_(Evidence.carer_id.in_(carers), Evidence.on <= about.today, kept(Evidence))

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(Evidence, Course.name, Carer.first_name)
            .join(Course, Course.id == Evidence.course_id)
            .join(Carer, Carer.id == Evidence.carer_id)
            .where(mine, Evidence.on >= span.first, Evidence.on <= span.last)
        )
        return [
            Entry(
                "evidence",
                each.id,
                "training",
                f"step-{each.step.value}",
                each.on,
                f"{course}: {each.step.label.lower()}",
                aside=who,
                text=each.note or "",
            )
            for each, course, who in session.execute(query)
        ]

    return Source("training", select(func.date(Evidence.on).label("day")).where(mine), entries)
