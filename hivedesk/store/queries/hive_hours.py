"""The hours of a Hive's support workers in a week, as the terminal tells them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Worker, WorkerRole
from hivedesk.rules.days import Span
from hivedesk.rules.hours import (
    WORK,
    contract_minutes,
    in_post,
    minutes_by_kind,
    minutes_out_of_hours,
    minutes_worked,
)

from .lieu import lieu_of
from .policies import policies_of
from .stretches import cores_of, kept, stretches_of


class HiveHours(NamedTuple):
    """Minutes: what the contract asks, what was worked, how much of it out of hours; and time in
    lieu: earned and taken in that week, and the balance it left."""

    contract: int
    worked: int
    out_of_hours: int
    by_kind: dict[str, int]
    lieu: dict[str, int]


def hive_hours(session: Session, hive_id: str, week: Span, now: dt.datetime) -> HiveHours:
    """A Hive's week; where two workers shared it, their hours add up."""
    policies = policies_of(session)
    workers = session.execute(
        select(Worker.id, Worker.started_on, Worker.ended_on).where(
            kept(Worker), Worker.hive_id == hive_id, Worker.role == WorkerRole.SUPPORT_WORKER
        )
    ).all()
    time = stretches_of(session, [row.id for row in workers], week, now)
    posts = [
        (post, hive_id)
        for row in workers
        if (post := in_post(week, row.started_on, row.ended_on)) is not None
    ]
    kinds = [minutes_by_kind(each, week) for each in time.values()]
    cores = cores_of(session)
    late = [
        minutes_out_of_hours(each, week, policies, cores[worker_id])
        for worker_id, each in time.items()
    ]
    found = [lieu_of(session, row.id, week, now) for row in workers]
    lieu = [each for each in found if each is not None]
    return HiveHours(
        contract_minutes(posts, policies),
        sum(minutes_worked(each, week) for each in time.values()),
        sum(late),
        {kind: sum(each[kind] for each in kinds) for kind in WORK},
        {
            "earned": sum(each.week.earned for each in lieu),
            "taken": sum(each.week.taken for each in lieu),
            "balance": sum(each.balance for each in lieu),
        },
    )
