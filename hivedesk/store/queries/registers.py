"""Who could come to an activity or a session, and what the register says of them so far."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    ActivityKind,
    Attendance,
    BirthChild,
    Carer,
    Change,
    Child,
    Course,
    Family,
    FamilyState,
    TrainingAttendance,
    TrainingSession,
    kind_of,
)
from hivedesk.rules.ages import counts_as_child
from hivedesk.rules.days import age_on, local
from hivedesk.rules.families import GONE, IN_THE_HIVE, status_on
from hivedesk.rules.ladder import STATUSES, Step, not_lately, waits_since

from .histories import histories_of
from .one_place import the_one
from .planner import last_came, lately_months
from .stretches import kept


@dataclass(frozen=True)
class Place:
    """One person on a register. `column` says which kind of person, `status` None if not yet.

    Attributes:
        age: on the day, of children alone.
        on_hold: their family rests from its Hive.
        gone: they are on the list, and will not be with the Hive on the day, or were not.
        away: they have not been along to an activity lately.
    """

    family_id: str
    family: str
    column: str
    person_id: str
    name: str
    status: Attendance | None
    age: int | None = None
    on_hold: bool = False
    gone: bool = False
    away: bool = False


@dataclass(frozen=True)
class Register:
    """Who could come to something, by family.

    Attributes:
        begun: whether it is under way or over: places are facts then, and nobody moves up.
        capacity: how many there is room for; None for any number.
        queue: ids of who waits for a place, in their order.
        ages: the youngest and the oldest it is for.
        carers_only: whether it is for carers rather than for children.
    """

    title: str
    second: str
    places: tuple[Place, ...]
    begun: bool = True
    capacity: int | None = None
    queue: tuple[str, ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    carers_only: bool = False


def activity_register(session: Session, activity_id: str, now: dt.datetime) -> Register:
    """The carers, children and birth children of the activity's Hive (and whoever came)."""
    activity = session.get_one(Activity, activity_id)
    rows = places_of(session, activity_id)
    known = {person_of(row): row.status for row in rows}
    day, hive = local(activity.at).date(), activity.hive_id
    here = _families_on(session, hive, day)
    places = [
        *_people(session, Carer, "carer_id", known, here, Carer.ended_on, day),
        *_people(session, Child, "child_id", known, here, Child.left_on, day),
        *_people(session, BirthChild, "birth_child_id", known, here, BirthChild.left_home_on, day),
    ]
    order = {"carer_id": 0, "child_id": 1, "birth_child_id": 2}
    places.sort(key=lambda place: (place.family.casefold(), order[place.column], place.name))
    return Register(
        activity.name,
        _when(activity.at),
        tuple(_with_away(session, places, local(now).date(), hive)),
        begun=activity.at <= now,
        capacity=activity.capacity,
        queue=tuple(person_of(row) for row in in_turn(session, rows)),
        ages=(activity.age_from, activity.age_to),
        carers_only=activity.kind in (ActivityKind.GROUP, ActivityKind.WORKSHOP)
        and activity.age_from is activity.age_to is None,
    )


def places_of(session: Session, activity_id: str) -> list[ActivityAttendance]:
    """Everybody on the list of an activity, once each, in the order they were put there."""
    asked = select(ActivityAttendance).where(
        ActivityAttendance.activity_id == activity_id, the_one()
    )
    return list(session.scalars(asked.order_by(ActivityAttendance.id)))


def twins_of(session: Session, activity_id: str) -> dict[str, list[ActivityAttendance]]:
    """Every place of each person at an activity: more than one where two laptops made them."""
    asked = select(ActivityAttendance).where(
        ActivityAttendance.activity_id == activity_id, kept(ActivityAttendance)
    )
    found: dict[str, list[ActivityAttendance]] = defaultdict(list)
    for row in session.scalars(asked):
        found[person_of(row)].append(row)
    return found


def person_of(row: ActivityAttendance) -> str:
    """Whose place it is: the id of a carer, a child or a birth child."""
    return row.carer_id or row.child_id or row.birth_child_id or ""


def names_of_places(session: Session, place_ids: Collection[str]) -> list[str]:
    """Whose places these are, in the order they were put on the list."""
    place = ActivityAttendance
    asked = (
        select(
            func.coalesce(Carer.first_name, Child.first_name, BirthChild.first_name),
            func.coalesce(Carer.last_name, Child.last_name, ""),
        )
        .select_from(place)
        .outerjoin(Carer, Carer.id == place.carer_id)
        .outerjoin(Child, Child.id == place.child_id)
        .outerjoin(BirthChild, BirthChild.id == place.birth_child_id)
        .where(place.id.in_(place_ids))
    )
    rows = session.execute(asked.order_by(place.id))
    return [f"{first} {last}".strip() for first, last in rows]


def in_turn(session: Session, rows: Iterable[ActivityAttendance]) -> list[ActivityAttendance]:
    """Those of the rows that wait for a place, whoever has waited longest first.

    Since when is told by their Change rows; there is no second truth.
    """
    waiting = {row.id: row for row in rows if row.status is Attendance.WAITLISTED}
    steps: dict[str, list[Step]] = {each: [] for each in waiting}
    told = select(Change.record_id, Change.clock, Change.seq, Change.after, Change.undoes).where(
        Change.kind == kind_of(ActivityAttendance), Change.record_id.in_(list(waiting))
    )
    for record_id, clock, seq, after, undoes in session.execute(told):
        status = STATUSES.get(after.get("status"))
        if status is not None:
            steps[record_id].append(Step((clock or "", seq), status, undoes is not None))
    since = {each: waits_since(sorted(found)) or ("", 0) for each, found in steps.items()}
    return sorted(waiting.values(), key=lambda row: (since[row.id], row.id))


def add_standing(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Put how the places of each activity stand (a count by status, "standing") into its row."""
    by_id = {row["id"]: row for row in rows}
    for row in by_id.values():
        row["standing"] = Counter()
    place = ActivityAttendance
    asked = select(place.activity_id, place.status, func.count()).where(
        place.activity_id.in_(list(by_id)), the_one()
    )
    for activity_id, status, number in session.execute(
        asked.group_by(place.activity_id, place.status)
    ):
        by_id[activity_id]["standing"][status] = number


def training_register(session: Session, session_id: str) -> Register:
    """The carers of the session's Hive; for a session of every Hive, those on it already."""
    taught = session.get_one(TrainingSession, session_id)
    rows = session.scalars(
        select(TrainingAttendance).where(
            TrainingAttendance.session_id == session_id, the_one(TrainingAttendance)
        )
    )
    known = {row.carer_id: row.status for row in rows}
    day = local(taught.at).date()
    here = _families_on(session, taught.hive_id, day)
    places = _people(session, Carer, "carer_id", known, here, Carer.ended_on, day)
    places.sort(key=lambda place: (place.family.casefold(), place.name))
    course = session.get_one(Course, taught.course_id)
    return Register(course.name, _when(taught.at), tuple(places))


def _families_on(session: Session, hive_id: str | None, day: dt.date) -> ColumnElement[bool]:
    """Families that are in their Hive now, or were on a day whose register is taken later."""
    gone = set(session.scalars(select(Family.id).where(Family.status.in_(GONE))))
    histories = histories_of(session) if gone else {}
    since = [each for each in sorted(gone) if status_on(histories[each], day) in IN_THE_HIVE]
    here = (Family.status.in_(IN_THE_HIVE) | Family.id.in_(since)) & Family.archived_at.is_(None)
    return here if hive_id is None else here & (Family.hive_id == hive_id)


def _people(
    session: Session,
    model: Any,
    column: str,
    known: dict[str, Attendance],
    families: ColumnElement[bool],
    left_on: Any,
    day: dt.date,
) -> list[Place]:
    """People of one class who are with these families on a day, and those on the register
    whatever became."""
    here = families & (left_on.is_(None) | (left_on >= day)) & model.archived_at.is_(None)
    young = model is not Carer
    if young:
        here = here & (model.born_on <= day)
    query = (
        select(model, Family.name, Family.status, here)
        .join(Family, Family.id == model.family_id)
        .where(here | model.id.in_(list(known)))
    )
    return [
        Place(
            person.family_id,
            family,
            column,
            person.id,
            _name(person, day if young else None),
            known.get(person.id),
            age_on(person.born_on, day) if young else None,
            status is FamilyState.ON_HOLD,
            gone=not is_here,
        )
        for person, family, status, is_here in session.execute(query)
    ]


def _with_away(
    session: Session, places: Collection[Place], today: dt.date, hive_id: str
) -> list[Place]:
    """The places, and of each whether that person has not been along lately."""
    months = lately_months(session, hive_id, today)
    last: dict[str, dt.date] = {}
    for column in ("carer_id", "child_id", "birth_child_id"):
        ids = [place.person_id for place in places if place.column == column]
        last |= last_came(session, getattr(ActivityAttendance, column), ids)
    return [
        replace(place, away=not_lately(last.get(place.person_id), today, months))
        for place in places
    ]


def _name(person: Any, day: dt.date | None) -> str:
    last = getattr(person, "last_name", "")
    name = f"{person.first_name} {last}".strip()
    return f"{name} ({age_on(person.born_on, day)})" if day else name


def _when(at: dt.datetime) -> str:
    """ "Thu 8 Aug 2019, 10:00"."""
    here = local(at)
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M}"


def fitting(
    places: Iterable[Place], columns: Collection[str], ages: tuple[int | None, int | None]
) -> list[Place]:
    """Those of some people whom an activity is for.

    Args:
        columns: which kinds of people.
        ages: the youngest and the oldest child; None for any. Where there is one, only carers
            with a child of these ages at home fit: somebody has to bring them.
    """
    low, high = ages
    every = list(places)
    young = [
        place
        for place in every
        if place.age is not None
        and (low is None or place.age >= low)
        and (high is None or place.age <= high)
        and counts_as_child(place.age, own=place.column != "child_id")
    ]
    children, families = {p.person_id for p in young}, {p.family_id for p in young}
    any_age = low is None and high is None

    def fits(place: Place) -> bool:
        if place.age is not None:
            return place.person_id in children
        return any_age or place.family_id in families

    return [place for place in every if place.column in columns and fits(place)]
