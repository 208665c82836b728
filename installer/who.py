"""Who stands in the pictures: found by how things are, since names are made up anew."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Booking,
    Child,
    Family,
    LinkCarer,
    Placement,
    Room,
    StayKind,
    StayState,
    TrainingAttendance,
)
from hivedesk.store import settings


def lives_with_most(session: Session) -> str:
    """The family of the worker's own Hive with the most children living there."""
    asked = (
        select(Placement.family_id)
        .join(Family, Family.id == Placement.family_id)
        .where(Family.hive_id == settings.get(session, settings.HIVE))
        .where(Placement.ended_on.is_(None))
        .group_by(Placement.family_id)
        .order_by(func.count().desc(), func.min(Family.name))
    )
    return session.scalars(asked).first() or ""


def youngest_there(session: Session) -> str:
    """The youngest child who lives with that family."""
    asked = (
        select(Child.id)
        .join(Placement, Placement.child_id == Child.id)
        .where(Placement.family_id == lives_with_most(session))
        .where(Placement.ended_on.is_(None))
        .order_by(Child.born_on.desc())
    )
    return session.scalars(asked).first() or ""


def link_carer(session: Session) -> str:
    """The link carer of the own Hive with the most rooms."""
    asked = (
        select(LinkCarer.id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(LinkCarer.hive_id == settings.get(session, settings.HIVE))
        .group_by(LinkCarer.id)
        .order_by(func.count().desc(), LinkCarer.id)
    )
    return session.scalars(asked).first() or ""


def room_and_child(session: Session) -> tuple[str, str]:
    """A room of the own Hive and a child who has slept there, so that the two fit."""
    asked = _stays(session).where(Booking.kind == StayKind.SLEEPOVER)
    stay = session.execute(asked.order_by(Booking.from_on.desc(), Booking.id)).first()
    return (stay.room_id, stay.child_id) if stay else ("", "")


def wait_for_one_room(session: Session) -> tuple[list[str], str, dt.date, dt.date]:
    """Two children who have slept in a room, the room, and the days that a third one has it."""
    asked = _stays(session).where(Booking.kind == StayKind.SLEEPOVER)
    taken = asked.where(Booking.status == StayState.CONFIRMED)
    for row in session.execute(taken.order_by(Booking.from_on, Booking.id)):
        stay = session.get_one(Booking, row.id)
        slept = asked.where(Booking.room_id == row.room_id, Booking.child_id != row.child_id)
        by_last = slept.order_by(Booking.from_on.desc(), Booking.id)
        others = list(dict.fromkeys(each.child_id for each in session.execute(by_last)))
        if len(others) >= 2:
            return others[:2], row.room_id, stay.from_on, stay.to_on
    raise LookupError("no room of the own Hive has had three children")


def confirmed_stay(session: Session) -> str:
    """The next stay that is confirmed."""
    asked = _stays(session).where(Booking.status == StayState.CONFIRMED)
    found = session.execute(asked.order_by(Booking.from_on, Booking.id)).first()
    return str(found.id) if found else ""


def fullest_session(session: Session) -> str:
    """The training session with the most people in its register."""
    asked = (
        select(TrainingAttendance.session_id)
        .group_by(TrainingAttendance.session_id)
        .order_by(func.count().desc(), TrainingAttendance.session_id)
    )
    return session.scalars(asked).first() or ""


def _stays(session: Session) -> Select[str, str, str | None]:
    return (
        select(Booking.id, Booking.room_id, Booking.child_id)
        .join(Child, Child.id == Booking.child_id)
        .join(Room, Room.id == Booking.room_id)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .where(LinkCarer.hive_id == settings.get(session, settings.HIVE))
    )
