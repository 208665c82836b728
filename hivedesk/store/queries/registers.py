"""Who could come to an activity or a session, and what the register says of them so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    Attendance,
    BirthChild,
    Carer,
    Child,
    Course,
    Family,
    TrainingAttendance,
    TrainingSession,
)
from hivedesk.rules.days import age_on, local
from hivedesk.rules.families import IN_THE_HIVE


@dataclass(frozen=True)
class Place:
    """One person on a register. `column` says which kind of person, `status` None if not yet."""

    family_id: str
    family: str
    column: str
    person_id: str
    name: str
    status: Attendance | None


@dataclass(frozen=True)
class Register:
    """Who could come to something, by family."""

    title: str
    second: str
    places: tuple[Place, ...]


def activity_register(session: Session, activity_id: str) -> Register:
    """The carers, children and birth children of the activity's Hive (and whoever came)."""
    activity = session.get_one(Activity, activity_id)
    rows = session.scalars(
        select(ActivityAttendance).where(
            ActivityAttendance.activity_id == activity_id, ActivityAttendance.archived_at.is_(None)
        )
    )
    known = {row.carer_id or row.child_id or row.birth_child_id or "": row.status for row in rows}
    day = local(activity.at).date()
    places = [
        *_people(session, Carer, "carer_id", known, activity.hive_id, Carer.ended_on.is_(None)),
        *_people(session, Child, "child_id", known, activity.hive_id, Child.left_on.is_(None), day),
        *_people(
            session,
            BirthChild,
            "birth_child_id",
            known,
            activity.hive_id,
            BirthChild.left_home_on.is_(None),
            day,
        ),
    ]
    order = {"carer_id": 0, "child_id": 1, "birth_child_id": 2}
    places.sort(key=lambda place: (place.family.casefold(), order[place.column], place.name))
    return Register(activity.name, _when(activity.at), tuple(places))


def training_register(session: Session, session_id: str) -> Register:
    """The carers of the session's Hive; for a session of every Hive, those on it already."""
    taught = session.get_one(TrainingSession, session_id)
    rows = session.scalars(
        select(TrainingAttendance).where(
            TrainingAttendance.session_id == session_id, TrainingAttendance.archived_at.is_(None)
        )
    )
    known = {row.carer_id: row.status for row in rows}
    places = _people(session, Carer, "carer_id", known, taught.hive_id, Carer.ended_on.is_(None))
    places.sort(key=lambda place: (place.family.casefold(), place.name))
    course = session.get_one(Course, taught.course_id)
    return Register(course.name, _when(taught.at), tuple(places))


def _people(
    session: Session,
    model: Any,
    column: str,
    known: dict[str, Attendance],
    hive_id: str | None,
    still_here: ColumnElement[bool],
    day: dt.date | None = None,
) -> list[Place]:
    """People of one class in the Hive's families, and those on the register whatever became."""
    here = (
        still_here
        & model.archived_at.is_(None)
        & Family.status.in_(IN_THE_HIVE)
        & Family.archived_at.is_(None)
    )
    if hive_id is not None:
        here = here & (Family.hive_id == hive_id)
    query = (
        select(model, Family.name)
        .join(Family, Family.id == model.family_id)
        .where(here | model.id.in_(list(known)))
    )
    return [
        Place(person.family_id, family, column, person.id, _name(person, day), known.get(person.id))
        for person, family in session.execute(query)
    ]


def _name(person: Any, day: dt.date | None) -> str:
    last = getattr(person, "last_name", "")
    name = f"{person.first_name} {last}".strip()
    return f"{name} ({age_on(person.born_on, day)})" if day and person.born_on else name


def _when(at: dt.datetime) -> str:
    """ "Thu 8 Aug 2019, 10:00"."""
    here = local(at)
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M}"
