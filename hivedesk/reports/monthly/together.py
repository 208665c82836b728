"""Groups, activities and training: what took place, and who came."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    ActivityKind,
    Carer,
    Course,
    TrainingAttendance,
    TrainingSession,
)
from hivedesk.reports.figure import Counted, Item, items_of
from hivedesk.rules.ladder import CAME
from hivedesk.store.queries.one_place import the_one
from hivedesk.store.queries.stretches import kept

from .scope import Scope

_WHO = (
    ("carers", "Carers"),
    ("children", "Children in care"),
    ("birth_children", "Birth children"),
)


def count_activities(scope: Scope) -> Counted:
    """What the Hive did together this month, up to now."""
    kinds: Counter[ActivityKind] = Counter()
    theirs = select(Activity.id, Activity.hive_id, Activity.kind)
    when = (
        kept(Activity),
        Activity.at >= scope.days.start,
        Activity.at < scope.days.end,
        Activity.at <= scope.now,
    )
    held = {}
    for activity_id, hive_id, kind in scope.session.execute(theirs.where(*when)):
        if hive_id in scope.hives:
            kinds[kind] += 1
            held[activity_id] = kind
    who: Counter[str] = Counter()
    places = (
        select(
            ActivityAttendance.activity_id,
            ActivityAttendance.carer_id,
            ActivityAttendance.child_id,
            ActivityAttendance.status,
        )
        .join(Activity, Activity.id == ActivityAttendance.activity_id)
        .where(*when, the_one())
    )
    for activity_id, carer_id, child_id, status in scope.session.execute(places):
        if activity_id in held and status in CAME:
            who["carers" if carer_id else "children" if child_id else "birth_children"] += 1
    single: dict[str, float] = {
        "activities": sum(kinds.values()),
        "activity_attendances": sum(who.values()),
    }
    groups = {
        "activities_by_kind": tuple(Item(k.value, k.label, kinds[k]) for k in ActivityKind),
        "activity_attendances_by": tuple(Item(key, label, who[key]) for key, label in _WHO),
    }
    return Counted(single, groups)


def count_training(scope: Scope) -> Counted:
    """Training the Hive's carers came to this month, up to now, wherever it was taught."""
    rows = scope.session.execute(
        select(
            Carer.family_id,
            TrainingAttendance.carer_id,
            TrainingAttendance.status,
            TrainingSession.minutes,
            Course.name,
        )
        .select_from(TrainingSession)
        .join(TrainingAttendance, TrainingAttendance.session_id == TrainingSession.id)
        .join(Carer, Carer.id == TrainingAttendance.carer_id)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(
            kept(TrainingSession),
            the_one(TrainingAttendance),
            kept(Carer),
            TrainingSession.at >= scope.days.start,
            TrainingSession.at < scope.days.end,
            TrainingSession.at <= scope.now,
        )
    )
    came = [row for row in rows if row.status in CAME and row.family_id in scope.families]
    courses = Counter(row.name for row in came)
    single: dict[str, float] = {
        "training_attendances": len(came),
        "training_carers": len({row.carer_id for row in came}),
        "training_minutes": sum(row.minutes for row in came),
    }
    ranked = sorted(courses.items(), key=lambda pair: (-pair[1], pair[0]))
    return Counted(single, {"training_by_course": items_of([(n, c) for n, c in ranked])})
