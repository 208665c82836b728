"""Where the entries of a family's story come from, one source for each kind of happening."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    Attendance,
    BirthChild,
    Booking,
    BroughtIn,
    Carer,
    Child,
    Course,
    Evidence,
    Family,
    FamilyState,
    FamilyStatus,
    FollowUp,
    LinkCarer,
    Placement,
    Referral,
    Room,
    StayKind,
    SupportLog,
    TrainingAttendance,
    TrainingSession,
)
from hivedesk.rules.days import Span, local
from hivedesk.rules.policies import Policies
from hivedesk.rules.support import is_out_of_hours

from .stretches import kept


@dataclass(frozen=True)
class Promise:
    """A follow-up that came out of an entry."""

    id: str
    what: str
    due_on: dt.date
    done_on: dt.date | None


@dataclass(frozen=True)
class Entry:
    """One thing that happened.

    Attributes:
        kind, record_id: what to open.
        chip: which filter it belongs to.
        shape: what it was, for its icon: a way, a kind of stay or activity, a status.
        day, at: when; `at` (aware) only where the time of day is known.
        title, aside: the first line, and the quiet words beside it.
        minutes, out_of_hours: how long it took, and whether outside office hours.
        text, positive, agreed: what was written.
        tags: themes and who was brought in.
        good: what it averted, in words.
        promises: follow-ups.
        private: the reader has a private note here. The note itself is not in the story.
    """

    kind: str
    record_id: str
    chip: str
    shape: str
    day: dt.date
    title: str
    aside: str = ""
    at: dt.datetime | None = None
    minutes: int | None = None
    out_of_hours: bool = False
    text: str = ""
    positive: str = ""
    agreed: str = ""
    tags: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    private: bool = False


@dataclass(frozen=True)
class About:
    """Whose story, when, who reads it, and what counts as office hours."""

    family_id: str
    now: dt.datetime
    worker_id: str | None
    policies: Policies

    @property
    def today(self) -> dt.date:
        """Today on the wall."""
        return local(self.now).date()


@dataclass(frozen=True)
class Source:
    """One kind of happening.

    Attributes:
        chip: the filter it belongs to.
        days: a query giving one row `day` (ISO text) for each entry there is, up to today.
        entries: the entries of a span of days.
    """

    chip: str
    days: Select[Any]
    entries: Callable[[Session, Span], list[Entry]]


def sources_of(about: About) -> list[Source]:
    """Every source of one family's story. To add one, add its line here."""
    made = (_logs, _promises, _stays, _activities, _sessions, _evidence, _referrals, _steps)
    return [source(about) for source in made] + _placements(about)


def names_in_words(names: Iterable[str]) -> str:
    """ "Jayden", "Jayden and Tia", "Ruth, Jayden and Tia"."""
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last


def _within(column: Any, span: Span) -> Any:
    return and_(column >= span.start, column < span.end)


def _logs(about: About) -> Source:
    mine = and_(SupportLog.family_id == about.family_id, kept(SupportLog))
    # A column, not the note: whether there is one is all the story may know.
    has_note = and_(
        SupportLog.private_note.is_not(None), SupportLog.worker_id == (about.worker_id or "")
    )
    columns = (
        SupportLog.id,
        SupportLog.at,
        SupportLog.minutes,
        SupportLog.way,
        SupportLog.themes,
        SupportLog.note,
        SupportLog.positive,
        SupportLog.agreed,
        SupportLog.brought_in,
        SupportLog.breakdown_averted,
        SupportLog.carer_staying,
        has_note.label("private"),
    )

    def entries(session: Session, span: Span) -> list[Entry]:
        rows = session.execute(select(*columns).where(mine, _within(SupportLog.at, span))).all()
        promised = _promised(session, about, [row.id for row in rows])
        return [
            Entry(
                "support-logs",
                row.id,
                "support",
                row.way.value,
                local(row.at).date(),
                row.way.label,
                at=row.at,
                minutes=row.minutes,
                out_of_hours=is_out_of_hours(row.at, about.policies),
                text=row.note,
                positive=row.positive or "",
                agreed=row.agreed or "",
                tags=(*row.themes, *(BroughtIn(who).label for who in row.brought_in)),
                good=_good(row),
                promises=tuple(promised[row.id]),
                private=bool(row.private),
            )
            for row in rows
        ]

    return Source("support", select(func.date(SupportLog.at).label("day")).where(mine), entries)


def _good(row: Any) -> tuple[str, ...]:
    told = []
    if row.breakdown_averted:
        told.append("A breakdown was averted")
    if row.carer_staying:
        told.append("A carer is staying")
    return tuple(told)


def _promised(session: Session, about: About, log_ids: list[str]) -> dict[str, list[Promise]]:
    found: dict[str, list[Promise]] = defaultdict(list)
    wanted = set(log_ids)
    query = (
        select(
            FollowUp.support_log_id, FollowUp.id, FollowUp.what, FollowUp.due_on, FollowUp.done_on
        )
        .where(
            FollowUp.family_id == about.family_id,
            FollowUp.support_log_id.is_not(None),
            kept(FollowUp),
        )
        .order_by(FollowUp.due_on)
    )
    for log_id, *promise in session.execute(query):
        if log_id in wanted:
            found[log_id].append(Promise(*promise))
    return found


def _promises(about: About) -> Source:
    """Follow-ups that came out of no log."""
    day = func.coalesce(FollowUp.done_on, FollowUp.due_on)
    mine = and_(
        FollowUp.family_id == about.family_id,
        FollowUp.support_log_id.is_(None),
        day <= about.today.isoformat(),
        kept(FollowUp),
    )

    def entries(session: Session, span: Span) -> list[Entry]:
        near = and_(day >= span.first.isoformat(), day <= span.last.isoformat())
        return [
            Entry(
                "follow-ups",
                each.id,
                "support",
                "follow-up",
                each.done_on or each.due_on,
                "Follow-up",
                text=each.done_note or "",
                promises=(Promise(each.id, each.what, each.due_on, each.done_on),),
            )
            for each in session.scalars(select(FollowUp).where(mine, near))
        ]

    return Source("support", select(func.date(day).label("day")).where(mine), entries)


def _stays(about: About) -> Source:
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


_CAME = (Attendance.ATTENDED, Attendance.PARTLY)


def _who_came(people: list[tuple[str, Attendance]]) -> str:
    """ "Ruth, Jayden and Tia came; Colin did not come"."""
    came = [name for name, status in people if status in _CAME]
    told = [f"{names_in_words(came)} came"] if came else []
    rest: dict[Attendance, list[str]] = defaultdict(list)
    for name, status in people:
        if status not in _CAME:
            rest[status].append(name)
    for status, names in rest.items():
        word = status.label[0].lower() + status.label[1:]
        told.append(f"{names_in_words(names)}: {word}")
    return "; ".join(told)


def _activities(about: About) -> Source:
    mine = and_(
        ActivityAttendance.family_id == about.family_id,
        kept(ActivityAttendance),
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
            .where(mine, _within(Activity.at, span))
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


def _sessions(about: About) -> Source:
    carers = select(Carer.id).where(Carer.family_id == about.family_id)
    mine = and_(
        TrainingAttendance.carer_id.in_(carers),
        kept(TrainingAttendance),
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
            .where(mine, _within(TrainingSession.at, span))
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


def _evidence(about: About) -> Source:
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


def _referrals(about: About) -> Source:
    mine = and_(Referral.family_id == about.family_id, Referral.on <= about.today, kept(Referral))

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(Referral, Child.first_name)
            .outerjoin(Child, Child.id == Referral.child_id)
            .where(mine, Referral.on >= span.first, Referral.on <= span.last)
        )
        return [
            Entry(
                "referrals",
                each.id,
                "referrals",
                "referral",
                each.on,
                f"Referral to {_in_a_sentence(each.service.label)}",
                aside=" · ".join(p for p in (child, each.status.label.lower()) if p),
                text=each.why,
                agreed="",
                positive="",
                tags=(),
            )
            for each, child in session.execute(query)
        ]

    return Source("referrals", select(func.date(Referral.on).label("day")).where(mine), entries)


def _in_a_sentence(service: str) -> str:
    """Services with a name of their own keep their capitals."""
    return service if service.istitle() or " " not in service else service[0].lower() + service[1:]


def _steps(about: About) -> Source:
    mine = and_(
        FamilyStatus.family_id == about.family_id,
        FamilyStatus.from_on <= about.today,
        kept(FamilyStatus),
    )

    def entries(session: Session, span: Span) -> list[Entry]:
        query = (
            select(FamilyStatus, Family.joined_on)
            .join(Family, Family.id == FamilyStatus.family_id)
            .where(mine, FamilyStatus.from_on >= span.first, FamilyStatus.from_on <= span.last)
        )
        return [
            Entry(
                "family-statuses",
                step.id,
                "status",
                step.status.value,
                step.from_on,
                "Joined the Hive"
                if step.status is FamilyState.ACTIVE and step.from_on == joined_on
                else _STEP_WORDS[step.status],
                text=step.reason or "",
            )
            for step, joined_on in session.execute(query)
        ]

    days = select(func.date(FamilyStatus.from_on).label("day")).where(mine)
    return Source("status", days, entries)


_STEP_WORDS = {
    FamilyState.ACTIVE: "Active again",
    FamilyState.ON_HOLD: "On hold",
    FamilyState.LEFT: "Left the Hive",
    FamilyState.DEREGISTERED: "De-registered",
}


def _placements(about: About) -> list[Source]:
    """A child came; a child moved on."""

    def source(day: Any, shape: str, tell: Callable[[Placement, str], Entry]) -> Source:
        mine = and_(Placement.family_id == about.family_id, day <= about.today, kept(Placement))

        def entries(session: Session, span: Span) -> list[Entry]:
            query = (
                select(Placement, Child.first_name)
                .join(Child, Child.id == Placement.child_id)
                .where(mine, day >= span.first, day <= span.last)
            )
            return [tell(placement, child) for placement, child in session.execute(query)]

        return Source("status", select(func.date(day).label("day")).where(mine), entries)

    def came(placement: Placement, child: str) -> Entry:
        title = f"{child} came to live here"
        aside = placement.code.label.lower()
        return Entry(
            "placements", placement.id, "status", "came", placement.started_on, title, aside
        )

    def moved(placement: Placement, child: str) -> Entry:
        how = placement.ended_how.label.lower() if placement.ended_how else ""
        day = placement.ended_on or placement.started_on
        title = f"{child} moved on"
        return Entry(
            "placements",
            placement.id,
            "status",
            "moved",
            day,
            title,
            how,
            text=placement.note or "",
        )

    return [
        source(Placement.started_on, "came", came),
        source(Placement.ended_on, "moved", moved),
    ]
