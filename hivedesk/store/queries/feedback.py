"""What people said of activities: for the Hive with names, to be quoted without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    BirthChild,
    Booking,
    Carer,
    Child,
    Family,
    LinkCarer,
    Professional,
    Worker,
)
from hivedesk.rules.days import Span
from hivedesk.rules.feedback import may_be_quoted, name_parts
from hivedesk.rules.ladder import CAME

from .one_place import the_one
from .stretches import kept

# A register that is put right takes along what was said by somebody who had not come.
_CAME = (the_one(), ActivityAttendance.status.in_(CAME))


class Said(NamedTuple):
    """One person who came, and what they said of it; `place_id` is their place's."""

    place_id: str
    name: str
    family: str
    score: int | None
    remark: str | None
    may_quote: bool


def said_by(session: Session, activity_id: str) -> list[Said]:
    """Everybody who came to an activity, family by family, with what they said."""
    asked = _asked().where(ActivityAttendance.activity_id == activity_id)
    return _family_by_family(Said(*row[1:]) for row in session.execute(asked))


def add_feedback(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Put what was said of each activity (`Said`s, under "said") into its row."""
    by_id = {row["id"]: row for row in rows}
    told: dict[str, list[Said]] = defaultdict(list)
    asked = _asked().where(
        ActivityAttendance.activity_id.in_(list(by_id)),
        or_(ActivityAttendance.feedback.is_not(None), ActivityAttendance.remark.is_not(None)),
    )
    for activity_id, *said in session.execute(asked):
        told[activity_id].append(Said(*said))
    for activity_id, row in by_id.items():
        row["said"] = _family_by_family(told[activity_id])


def _family_by_family(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda each: (each.family.casefold(), each.name.casefold()))


def quotes_in(session: Session, hive_ids: Collection[str], span: Span, most: int) -> list[str]:
    """Remarks on activities of a span that may leave the Hive, the latest activity's first.

    A remark in which anybody of the Hives, or who works with them, is named is left out, whatever
    was agreed.

    Args:
        most: how many at most; one of each family, so that no family speaks for all.
    """
    asked = (
        select(Activity.hive_id, ActivityAttendance.family_id, ActivityAttendance.remark)
        .join(Activity, Activity.id == ActivityAttendance.activity_id)
        .where(
            kept(Activity),
            *_CAME,
            Activity.at >= span.start,
            Activity.at < span.end,
            ActivityAttendance.may_quote.is_(True),
            ActivityAttendance.remark.is_not(None),
        )
        .order_by(Activity.at.desc(), ActivityAttendance.id)
    )
    rows = [row for row in session.execute(asked) if row.hive_id in hive_ids]
    names = _names(session) if rows else set()
    by_family: dict[str, str] = {}
    for row in rows:
        if may_be_quoted(row.remark, True, names):
            by_family.setdefault(row.family_id, row.remark.strip())
    return list(dict.fromkeys(by_family.values()))[:most]


def _names(session: Session) -> set[str]:
    """Each word of a name somebody around the Hives could be known by; also of who has left."""
    columns = (
        Family.name,
        Carer.first_name,
        Carer.last_name,
        Child.first_name,
        Child.last_name,
        BirthChild.first_name,
        LinkCarer.first_name,
        LinkCarer.last_name,
        Worker.first_name,
        Worker.last_name,
        Professional.name,
        Booking.guest_name,
    )
    told = (name for column in columns for name in session.scalars(select(column).distinct()))
    return name_parts(name for name in told if name)


def _asked() -> Any:
    who = func.coalesce(Carer.first_name, Child.first_name, BirthChild.first_name)
    return (
        select(
            ActivityAttendance.activity_id,
            ActivityAttendance.id,
            who,
            Family.name,
            ActivityAttendance.feedback,
            ActivityAttendance.remark,
            ActivityAttendance.may_quote,
        )
        .join(Family, Family.id == ActivityAttendance.family_id)
        .outerjoin(Carer, Carer.id == ActivityAttendance.carer_id)
        .outerjoin(Child, Child.id == ActivityAttendance.child_id)
        .outerjoin(BirthChild, BirthChild.id == ActivityAttendance.birth_child_id)
        .where(*_CAME)
    )
