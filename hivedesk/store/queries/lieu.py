"""A worker's time in lieu: the balance, and the weeks it is made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from hivedesk.rules.days import Span, local, week_of
from hivedesk.rules.hours import Stretch, minutes_of_leave, minutes_of_lieu, minutes_worked
from hivedesk.rules.lieu import LieuWeek, WeekTime, lieu_by_week
from hivedesk.rules.policies import Policies

from .policies import policies_of
from .stretches import all_stretches_of
from .week import contract_of, worker_called

_WEEK = dt.timedelta(weeks=1)


class Lieu(NamedTuple):
    """Minutes at the end of a week, or so far where it is not over yet.

    Attributes:
        balance: what there is to take; below nothing where more was taken than earned.
        week: what that week did.
        moved: the weeks in which something was earned, taken or lapsed, the newest first.
    """

    balance: int
    week: LieuWeek
    moved: tuple[LieuWeek, ...]


def lieu_of(session: Session, worker_id: str | None, week: Span, now: dt.datetime) -> Lieu | None:
    """A worker's time in lieu up to the end of a week; None for who has no contract of the
    policy's, or where nobody of the store sits at the desk."""
    policies = policies_of(session)
    worker = worker_called(session, worker_id)
    if worker is None or contract_of(worker, week, policies) is None:
        return None
    time = all_stretches_of(session, worker.id, min(now, week.end))
    weeks = _weeks(worker, time, week, now, policies)
    told = lieu_by_week(
        weeks, lambda day: policies.number("lieu.lapses_weeks", day, worker.hive_id)
    )
    moved = tuple(each for each in reversed(told) if each.earned or each.taken or each.lapsed)
    return Lieu(told[-1].balance, told[-1], moved)


def _weeks(
    worker: Any, time: Iterable[Stretch], last: Span, now: dt.datetime, policies: Policies
) -> list[WeekTime]:
    """Every week from the first with anything recorded to `last`."""
    by_week: dict[dt.date, list[Stretch]] = defaultdict(list)
    for each in time:
        begin, end = (week_of(local(at).date()).first for at in (each.at, each.until))
        for monday in {begin, end}:
            by_week[monday].append(each)
    today, weeks = local(now).date(), []
    monday = min(by_week, default=last.first)
    while monday <= last.first:
        week = week_of(monday)
        weeks.append(_week(worker, by_week.get(monday, []), week, today, policies))
        monday += _WEEK
    return weeks


def _week(
    worker: Any, time: list[Stretch], week: Span, today: dt.date, policies: Policies
) -> WeekTime:
    over = week.last < today
    if not time:
        return WeekTime(week, 0, 0, 0, over)
    contract = contract_of(worker, week, policies) or 0
    taken = minutes_of_lieu(time, week)
    counted = minutes_worked(time, week) + minutes_of_leave(time, week) + taken
    # Before and after somebody's post nothing is asked, so nothing can be over it.
    return WeekTime(week, counted, contract or counted, taken, over)
