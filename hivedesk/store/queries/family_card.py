"""One family as a phone call asks for it: who, may they sleep over, whom to ring, what is next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    KINDS,
    BirthChild,
    Carer,
    Child,
    Family,
    FamilyState,
    FamilyStatus,
    Hive,
    JoinSource,
    OneToOne,
    Permission,
    Placement,
    Professional,
    ProfessionalRole,
    Registration,
    Smoking,
)
from hivedesk.rules.days import age_on, local

from .family_next import (
    Due,
    Gap,
    LastContact,
    NextCourse,
    NextStay,
    due_of,
    gaps_of,
    last_contact,
    next_course,
    next_stay,
)
from .stretches import kept
from .sync_state import RecordState, state_of

MOST_DUE = 5
DUE_SOON = dt.timedelta(days=92)
"""Checks and follow-ups named on the card: the late ones and three months ahead; the rest is
a number."""


@dataclass(frozen=True)
class Adult:
    """A carer, or a professional around the family."""

    kind: str
    id: str
    name: str
    role: str = ""
    phone: str = ""


@dataclass(frozen=True)
class CardChild:
    """A child in care who lives here."""

    id: str
    first_name: str
    age: int
    since: dt.date | None
    permission: Permission | None
    until: dt.date | None
    social_worker: str


@dataclass(frozen=True)
class OwnChild:
    """A birth child at home."""

    id: str
    first_name: str
    age: int


@dataclass(frozen=True)
class Card:
    """Everything the card shows."""

    id: str
    name: str
    hive: str
    archived: bool
    status: FamilyState
    status_from: dt.date | None
    status_why: str
    registration: Registration
    source: JoinSource
    skills_level: int | None
    area: str
    joined_on: dt.date
    phone: str
    address: str
    one_to_one: OneToOne
    leave_until: dt.date | None
    pets: str
    smoking: Smoking | None
    access_needs: str
    household: str
    note: str
    carers: tuple[Adult, ...]
    children: tuple[CardChild, ...]
    own_children: tuple[OwnChild, ...]
    around: tuple[Adult, ...]
    next_stay: NextStay | None
    last_contact: LastContact | None
    due: tuple[Due, ...]
    more_due: int
    gaps: tuple[Gap, ...]
    next_course: NextCourse | None
    sync: RecordState = ""


def card_of(session: Session, family_id: str, now: dt.datetime) -> Card | None:
    """The card of a family, archived or not; None where there is no such family."""
    family = session.get(Family, family_id)
    if family is None:
        return None
    today = local(now).date()
    hive = session.get(Hive, family.hive_id)
    step = session.execute(
        select(FamilyStatus.from_on, FamilyStatus.reason)
        .where(FamilyStatus.family_id == family_id, FamilyStatus.archived_at.is_(None))
        .order_by(FamilyStatus.from_on.desc(), FamilyStatus.id.desc())
        .limit(1)
    ).first()
    carers = _carers(session, family_id, today)
    children = _children(session, family_id, today)
    falls_due = due_of(session, family_id)
    near = [each for each in falls_due if each.on <= today + DUE_SOON][:MOST_DUE] or falls_due[:1]
    return Card(
        id=family.id,
        name=family.name,
        hive=hive.name if hive else "",
        archived=family.archived_at is not None,
        status=family.status,
        status_from=step[0] if step else None,
        status_why=(step[1] or "") if step else "",
        registration=family.registration,
        source=family.source,
        skills_level=family.skills_level,
        area=family.area,
        joined_on=family.joined_on,
        phone=family.phone or "",
        address=family.address or "",
        one_to_one=family.one_to_one,
        leave_until=family.leave_until,
        pets=family.pets or "",
        smoking=family.smoking,
        access_needs=family.access_needs or "",
        household=family.household or "",
        note=family.note or "",
        carers=tuple(Adult("carers", c.id, _name(c), "", c.phone or "") for c in carers),
        children=children,
        own_children=_own_children(session, family_id, today),
        around=_around(session, family, [child.id for child in children]),
        next_stay=next_stay(session, [child.id for child in children], today),
        last_contact=last_contact(session, family_id),
        due=tuple(near),
        more_due=len(falls_due) - len(near),
        gaps=gaps_of(session, carers, today),
        next_course=next_course(session, [carer.id for carer in carers], now),
        sync=state_of(session, "families", family.id),
    )


def family_of(session: Session, kind: str, record_id: str) -> str | None:
    """The family a record of the Families page belongs to; None where it is not there."""
    if kind == "families":
        return record_id
    record: Any = session.get(KINDS[kind], record_id)
    return None if record is None else str(record.family_id)


def _name(person: Any) -> str:
    return f"{person.first_name} {person.last_name}"


def _carers(session: Session, family_id: str, today: dt.date) -> list[Carer]:
    fosters = or_(Carer.ended_on.is_(None), Carer.ended_on > today)
    query = (
        select(Carer)
        .where(Carer.family_id == family_id, fosters, kept(Carer))
        .order_by(Carer.created_at, Carer.id)
    )
    return list(session.scalars(query))


def _children(session: Session, family_id: str, today: dt.date) -> tuple[CardChild, ...]:
    open_one = (
        select(func.max(Placement.started_on))
        .where(
            Placement.child_id == Child.id,
            Placement.family_id == family_id,
            Placement.ended_on.is_(None),
            Placement.archived_at.is_(None),
        )
        .correlate(Child)
        .scalar_subquery()
    )
    query = (
        select(Child, open_one, Professional.name)
        .outerjoin(Professional, Professional.id == Child.csw_id)
        .where(Child.family_id == family_id, Child.left_on.is_(None), kept(Child))
        .order_by(Child.born_on)
    )
    return tuple(
        CardChild(
            child.id,
            child.first_name,
            age_on(child.born_on, today),
            since,
            child.sleepovers,
            child.sleepovers_until,
            worker or "",
        )
        for child, since, worker in session.execute(query)
    )


def _own_children(session: Session, family_id: str, today: dt.date) -> tuple[OwnChild, ...]:
    at_home = or_(BirthChild.left_home_on.is_(None), BirthChild.left_home_on > today)
    query = (
        select(BirthChild)
        .where(BirthChild.family_id == family_id, at_home, kept(BirthChild))
        .order_by(BirthChild.born_on)
    )
    return tuple(
        OwnChild(each.id, each.first_name, age_on(each.born_on, today))
        for each in session.scalars(query)
    )


_SHORT = {
    ProfessionalRole.SSW: "SSW",
    ProfessionalRole.CSW: "CSW",
    ProfessionalRole.PSW: "PSW",
    ProfessionalRole.OTHER: "",
}


def _around(session: Session, family: Family, child_ids: list[str]) -> tuple[Adult, ...]:
    """The family's SSW, each child's CSW and the Hive's PSW, in that order, each once."""
    theirs = select(Child.csw_id).where(Child.id.in_(child_ids), Child.csw_id.is_not(None))
    query = select(Professional).where(
        Professional.archived_at.is_(None),
        (Professional.id == family.ssw_id)
        | Professional.id.in_(theirs)
        | ((Professional.role == ProfessionalRole.PSW) & (Professional.hive_id == family.hive_id)),
    )
    order = list(_SHORT)
    found = sorted(session.scalars(query), key=lambda one: (order.index(one.role), one.name))
    return tuple(
        Adult("professionals", one.id, one.name, _SHORT[one.role], one.phone or "") for one in found
    )
