"""The first minutes of a new store: who works here, which Hive, the first policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from hivedesk.records import Hive, Theme, Worker, WorkerRole, new_id
from hivedesk.rules.days import local
from hivedesk.rules.policies import founding
from hivedesk.store import create_store, settings, writing

from .desk import Desk, desk_for, machine_now
from .saving import put

THEMES = (
    "Recording",
    "Safer caring",
    "De-escalation",
    "Behaviour",
    "Meetings and procedures",
    "Family time",
    "Going home",
    "Tired carer",
    "School",
    "Allegation",
    "Payments",
    "Training",
)
"""The themes a new store offers; the list is the Hive service's own from then on."""


def new_desk(
    path: Path,
    passphrase: str,
    *,
    hive: str,
    first_name: str,
    last_name: str,
    real_clock: Callable[[], dt.datetime] = machine_now,
) -> Desk:
    """Make an empty store with one Hive and its support worker, and sit down at it.

    Raises:
        AlreadyThere, CannotWrite, Refused.
    """
    store = create_store(path, passphrase)
    now = real_clock()
    try:
        # Written as the program, not as the person: it is not theirs to undo.
        with writing(store, "HiveDesk", "Begin the store", now) as write:
            write.session.add_all(founding())
            write.session.add_all(Theme(name=name) for name in THEMES)
            started = local(now).date()
            made = put(write, Hive, {"name": hive, "area": hive, "started_on": started})
            worker = put(
                write,
                Worker,
                {
                    "first_name": first_name,
                    "last_name": last_name,
                    "role": WorkerRole.SUPPORT_WORKER,
                    "hive_id": made.id,
                },
            )
            settings.put(write.session, settings.WORKER, worker.id)
            settings.put(write.session, settings.HIVE, made.id)
            settings.put(write.session, settings.DEVICE, new_id())
    except BaseException:
        store.close()
        raise
    return desk_for(store, real_clock)
