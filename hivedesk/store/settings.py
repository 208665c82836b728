"""Facts about one store: who works here, which laptop, which day a demo county lives in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from hivedesk.records import StoreSetting, bare
from hivedesk.rules.days import LONDON, local

WORKER = "worker_id"
HIVE = "hive_id"
DEVICE = "device_id"
CLOCK = "clock"
"""The latest clock of any change this store has made or seen (`records/clock.py`)."""
ACCOUNT, ROLE = "central_account", "central_role"
"""Whom the laptop speaks for at its central store (`sync/connection.py` keeps them)."""
RESCOPED = "rescoped_at"
"""The `seq` up to which the store held other records: its account may see something else since."""
DEMO_TODAY = "demo_today"


def get(session: Session, key: str) -> str | None:
    """One setting, or None."""
    setting = bare(StoreSetting)
    return session.scalar(select(setting.value).where(setting.key == key))


def put(session: Session, key: str, value: str) -> None:
    """Keep one setting; no Change row, because it is about this laptop alone."""
    session.execute(
        insert(StoreSetting)
        .values(key=key, value=value)
        .on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def today_of(session: Session, real_now: dt.datetime) -> dt.datetime:
    """Now, for this store.

    A demo county lives on its own day, so that nothing in it is years late; the
    time of day is the real one. `real_now` and the answer are aware.
    """
    day = get(session, DEMO_TODAY)
    if day is None:
        return real_now
    # By the clock on the wall: at half past midnight in June it is still yesterday in UTC.
    return dt.datetime.combine(dt.date.fromisoformat(day), local(real_now).time(), LONDON)
