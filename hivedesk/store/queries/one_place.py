"""One place for each person at an activity, though two laptops put them on its list.

Laptops that have not met may both ask somebody, and both rows stand once they have. Whatever
reads places asks for the one that counts; whatever is said of a person is written to each.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, tuple_
from sqlalchemy.orm import aliased

from hivedesk.records import ActivityAttendance, Attendance

from .stretches import kept

_STEP = {status.value: step for step, status in enumerate(Attendance)}


def the_one() -> ColumnElement[bool]:
    """A place that is kept, and of several that one person has at an activity the one that
    counts: the furthest up the ladder, for an answer is more than having been asked, and what
    took place more than an answer."""
    twin = aliased(ActivityAttendance)
    better = exists().where(
        twin.activity_id == ActivityAttendance.activity_id,
        twin.archived_at.is_(None),
        twin.id != ActivityAttendance.id,
        _person(twin) == _person(ActivityAttendance),
        _weight(twin) > _weight(ActivityAttendance),
    )
    return and_(kept(ActivityAttendance), ~better)


def _person(place: Any) -> ColumnElement[str]:
    return func.coalesce(place.carer_id, place.child_id, place.birth_child_id)


def _weight(place: Any) -> Any:
    step = case(_STEP, value=place.status, else_=0)
    said = func.coalesce(place.feedback, place.remark).is_not(None)
    return tuple_(step, said, place.id)
