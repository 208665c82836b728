"""The first minutes of a new store: who works here, which Hive, the first policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from hivedesk.records import Hive, Policy, Worker, WorkerRole, new_id
from hivedesk.rules.days import local
from hivedesk.rules.fields import check_declared
from hivedesk.rules.founding import founding
from hivedesk.rules.problems import refuse_on
from hivedesk.settings import PolicyDefault
from hivedesk.store import Store, create_store, settings, writing
from hivedesk.store.founding import BEGIN, found

from .desk import PROGRAM, Desk, desk_for, machine_now
from .saving import Values, put, tidy


def new_desk(
    path: Path,
    passphrase: str,
    *,
    hive: str,
    first_name: str,
    last_name: str,
    area: str = "",
    role: WorkerRole = WorkerRole.SUPPORT_WORKER,
    policies: Sequence[PolicyDefault] = (),
    recovery: str = "",
    real_clock: Callable[[], dt.datetime] = machine_now,
) -> Desk:
    """Make an empty store with one Hive and its worker or manager, and sit down at it.

    Args:
        area: the town the Hive is built around; "" where it is called like that town.
        policies: values that the council begins every new store with.
        recovery: the recovery key that opens the store too; "" for none.

    Raises:
        AlreadyThere, CannotWrite, Refused.
    """
    now = real_clock()
    place = {"name": hive, "area": area.strip() or hive, "started_on": local(now).date()}
    person = {"first_name": first_name, "last_name": last_name, "role": role}
    # Asked before there is a file: a refusal must not leave a store that nobody works at.
    for model, values in ((Hive, place), (Worker, person)):
        refuse_on(check_declared(model, tidy(values), now))
    store = create_store(
        path,
        passphrase,
        recovery=recovery,
        fill=lambda fresh: begin(fresh, now, place, person, policies),
    )
    return desk_for(store, real_clock)


def begin(
    store: Store,
    now: dt.datetime,
    hive: Values,
    worker: Values,
    policies: Sequence[PolicyDefault] = (),
) -> None:
    """Give an empty store what all begin with, its Hive and the person it belongs to."""
    # Written as the program, not as the person: it is not theirs to undo.
    with writing(store, PROGRAM, BEGIN, now) as write:
        found(write, founding())
        for each in policies:
            values = {"key": each.key, "value": each.value, "starts_on": each.starts_on}
            put(write, Policy, {**values, "source": each.source})
        made = put(write, Hive, hive)
        # A manager looks after several Hives, of which this is the first.
        its = made.id if worker["role"] is WorkerRole.SUPPORT_WORKER else None
        person = put(write, Worker, {**worker, "hive_id": its})
        settings.put(write.session, settings.WORKER, person.id)
        settings.put(write.session, settings.HIVE, made.id)
        settings.put(write.session, settings.DEVICE, new_id())
