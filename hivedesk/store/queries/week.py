"""A worker's week against the contract, as Today shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import Worker, WorkerRole, bare
from hivedesk.rules.days import Span
from hivedesk.rules.hours import (
    OFFICE,
    Core,
    Cores,
    Stretch,
    contract_minutes,
    in_post,
    minutes_by_day,
    minutes_of_leave,
    minutes_of_lieu,
    minutes_out_of_hours,
    usual_hours,
)
from hivedesk.rules.policies import Policies

from .stretches import cores_of, stretches_of


class WeekDay(NamedTuple):
    """One day of the week: minutes worked, and how many of them out of hours.

    `core` are the worker's core hours of that day, in minutes from midnight on the wall; None
    where the office hours of the policy counted.
    """

    day: dt.date
    minutes: int
    out_of_hours: int
    core: tuple[tuple[int, int], ...] | None = None


class Week(NamedTuple):
    """The hours of the person at the desk; `contract` is None for who has none of the policy's.

    `cores` are the core hours that held, each from a day of the week on (`Cores.within`).
    """

    days: tuple[WeekDay, ...]
    contract: int | None
    leave: int
    lieu: int = 0
    cores: tuple[tuple[dt.date, tuple[Core, ...] | None], ...] = ()

    @property
    def worked(self) -> int:
        """Minutes worked."""
        return sum(day.minutes for day in self.days)

    @property
    def out_of_hours(self) -> int:
        """Minutes worked out of hours."""
        return sum(day.out_of_hours for day in self.days)

    @property
    def keeps_core(self) -> bool:
        """Whether core hours of their own held on a day of it."""
        return any(core is not None for _, core in self.cores)

    @property
    def left(self) -> int | None:
        """Minutes of the contract that are left, below nothing for over; leave and time in
        lieu count against it as work does."""
        if self.contract is None:
            return None
        return self.contract - self.worked - self.leave - self.lieu


def week_of_worker(
    session: Session, worker_id: str | None, policies: Policies, week: Span, now: dt.datetime
) -> Week | None:
    """A week by day; None where nobody of the store sits at the desk."""
    worker = worker_called(session, worker_id)
    if worker is None:
        return None
    time = stretches_of(session, (worker.id,), week, now).get(worker.id, [])
    return week_from(worker, time, week, policies, cores_of(session)[worker.id])


def worker_called(session: Session, worker_id: str | None) -> Any:
    """A worker's row as hours are counted by it; None where there is none."""
    worker = bare(Worker)
    columns = (worker.id, worker.role, worker.hive_id, worker.started_on, worker.ended_on)
    return session.execute(select(*columns).where(worker.id == worker_id)).first()


def contract_of(worker: Any, span: Span, policies: Policies) -> int | None:
    """What the contract asks of a worker in some days; None for who has none."""
    # The policy is the contract of a support worker; a manager's hours are only counted.
    if worker.role is not WorkerRole.SUPPORT_WORKER:
        return None
    post = in_post(span, worker.started_on, worker.ended_on)
    return contract_minutes([(post, worker.hive_id)] if post else [], policies)


def week_from(
    worker: Any, time: list[Stretch], week: Span, policies: Policies, cores: Cores = OFFICE
) -> Week:
    """A worker's week out of their time."""
    days = tuple(
        WeekDay(
            day,
            minutes,
            minutes_out_of_hours(time, Span(day, day), policies, cores),
            None if cores.on(day) is None else tuple(usual_hours(day, policies, cores)),
        )
        for day, minutes in minutes_by_day(time, week).items()
    )
    contract, lieu = contract_of(worker, week, policies), minutes_of_lieu(time, week)
    return Week(days, contract, minutes_of_leave(time, week), lieu, tuple(cores.within(week)))
