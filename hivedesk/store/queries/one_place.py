"""One place for each person at an activity or a session, though two laptops put them on its list.

Laptops that have not met may both ask somebody, and both rows stand once they have. Whatever
reads places asks for the one that counts; whatever is said of a person is written to each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, null, tuple_
from sqlalchemy.orm import aliased

from hivedesk.records import ActivityAttendance, Attendance, TrainingAttendance

from .stretches import kept

_STEP = {status.value: step for step, status in enumerate(Attendance)}
# At what a place is, whose it can be, and what they said of it.
_NAMES: dict[Any, tuple[str, Sequence[str], Sequence[str]]] = {
    ActivityAttendance: (
        "activity_id",
        ("carer_id", "child_id", "birth_child_id"),
        ("feedback", "remark"),
    ),
    TrainingAttendance: ("session_id", ("carer_id",), ("remark",)),
}


def the_one(place: Any = ActivityAttendance) -> ColumnElement[bool]:
    """A place that is kept, and of several that one person has there the one that counts: the
    furthest up the ladder, for an answer is more than having been asked, and what took place
    more than an answer.

    Args:
        place: `ActivityAttendance` or `TrainingAttendance`.
    """
    at, persons, said = _NAMES[place]
    twin = aliased(place)

    def weight(one: Any) -> Any:
        step = case(_STEP, value=one.status, else_=0)
        return tuple_(step, _first(one, said).is_not(None), one.id)

    better = exists().where(
        getattr(twin, at) == getattr(place, at),
        twin.archived_at.is_(None),
        twin.id != place.id,
        _first(twin, persons) == _first(place, persons),
        weight(twin) > weight(place),
    )
    return and_(kept(place), ~better)


def _first(one: Any, names: Sequence[str]) -> Any:
    return func.coalesce(*(getattr(one, name) for name in names), null())
