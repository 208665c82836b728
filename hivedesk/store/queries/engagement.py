"""Contact and coming along by how families are registered, over a span of days."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    Carer,
    Family,
    OneToOne,
    SupportLog,
    TrainingAttendance,
    TrainingSession,
)
from hivedesk.rules.days import Span, local
from hivedesk.rules.engagement import GROUPS, Engaged, group_of, stretches_here
from hivedesk.rules.ladder import CAME

from .histories import histories_of
from .stretches import kept


class Engagement(NamedTuple):
    """What the families came to, by the groups of `rules/engagement.py`, and all together.

    A group without families is left out. `span` ends today at the latest.
    """

    span: Span
    groups: dict[str, Engaged]
    together: Engaged


def engagement_of(
    session: Session, hive_id: str | None, span: Span, now: dt.datetime
) -> Engagement:
    """Count a span of days, up to now.

    A contact or an invitation counts where the family was in the Hive on its day.

    Args:
        hive_id: None for all Hives.
    """
    last = min(span.last, local(now).date())
    if last < span.first:
        return Engagement(span, {}, Engaged())
    span = Span(span.first, last)
    here = _here(session, hive_id, span)
    contacts = Counter(family for family, _ in _within(session, _logs(), here, span, now))
    places = [
        *_within(session, _activity_places(), here, span, now),
        *_within(session, _training_places(), here, span, now),
    ]
    invited = {family for family, _ in places}
    came = {family for family, status in places if status in CAME}
    found: dict[str, Engaged] = defaultdict(Engaged)
    for each, (group, wants, days) in here.items():
        number, reached = contacts[each], int(contacts[each] > 0)
        both = {"families": 1, "invited": int(each in invited), "came": int(each in came)}
        if wants:
            length = sum(stretch.days for stretch in days)
            one = Engaged(**both, open_to_it=1, days=length, contacts=number, reached=reached)
        else:
            one = Engaged(**both, not_wanted=1, not_wanted_reached=reached)
        found[group] = found[group].plus(one)
    groups = {group: found[group] for group in GROUPS if group in found}
    return Engagement(span, groups, reduce(Engaged.plus, groups.values(), Engaged()))


class _Family(NamedTuple):
    group: str
    wants: bool
    days: list[Span]


def _here(session: Session, hive_id: str | None, span: Span) -> dict[str, _Family]:
    """The families that were in the Hive in the span."""
    histories = histories_of(session)
    asked = select(Family.id, Family.registration, Family.source, Family.one_to_one)
    if hive_id is not None:
        asked = asked.where(Family.hive_id == hive_id)
    found = {}
    for row in session.execute(asked.where(kept(Family))):
        if days := stretches_here(histories[row.id], span):
            group = group_of(row.registration, row.source)
            found[row.id] = _Family(group, row.one_to_one is not OneToOne.NOT_WANTED, days)
    return found


def _logs() -> Any:
    asked = select(SupportLog.at, SupportLog.family_id, SupportLog.way)
    return asked.where(kept(SupportLog))


def _activity_places() -> Any:
    return (
        select(Activity.at, ActivityAttendance.family_id, ActivityAttendance.status)
        .join(Activity, Activity.id == ActivityAttendance.activity_id)
        .where(kept(Activity), kept(ActivityAttendance))
    )


def _training_places() -> Any:
    return (
        select(TrainingSession.at, Carer.family_id, TrainingAttendance.status)
        .select_from(TrainingAttendance)
        .join(TrainingSession, TrainingSession.id == TrainingAttendance.session_id)
        .join(Carer, Carer.id == TrainingAttendance.carer_id)
        .where(kept(TrainingSession), kept(TrainingAttendance), kept(Carer))
    )


def _within(
    session: Session, asked: Any, here: dict[str, _Family], span: Span, now: dt.datetime
) -> Iterable[tuple[str, Any]]:
    """Family and last column of the rows that took place in the span, on a day they were here."""
    at = asked.selected_columns[0]
    for moment, family_id, last in session.execute(
        asked.where(at >= span.start, at < span.end, at <= now)
    ):
        known = here.get(family_id)
        if known is not None and any(local(moment).date() in days for days in known.days):
            yield family_id, last
