"""What is remembered of the meetings with central, however long nobody answered."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from sqlalchemy import func, select, update

from hivedesk.records import SyncRun
from hivedesk.records.errors import PlainError
from hivedesk.store.queries.sync_state import Standing, standing
from hivedesk.sync import run
from tests.sync.laptops import START, Laptop


def look(of: Laptop) -> Standing:
    with of.store.reading() as session:
        return standing(session)


def many(of: Laptop) -> int:
    with of.store.reading() as session:
        return session.scalar(select(func.count()).select_from(SyncRun)) or 0


def in_vain(of: Laptop) -> None:
    of.world.tick(minutes=5)
    with contextlib.suppress(PlainError):
        of.sync("lost")


def answered(of: Laptop) -> dt.datetime:
    """A run that was answered, and when; the model's road counts no bytes, a real one does."""
    of.world.tick(minutes=5)
    of.sync()
    with run.altering(of.store) as session:
        last = select(func.max(SyncRun.begun_at)).scalar_subquery()
        session.execute(update(SyncRun).where(SyncRun.begun_at == last).values(bytes_in=100))
    return of.world.now


def test_runs_are_forgotten_but_not_since_when_nobody_answers(
    three: tuple[Laptop, Laptop, Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, first = three[0], START + dt.timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(run, "_KEPT_RUNS", 10)
    # Never answered at all: since the first try.
    for _ in range(15):
        in_vain(ana)
    assert (many(ana), look(ana).silent_since) == (10 + 1, first)
    at = answered(ana)
    assert (look(ana).heard_at, look(ana).silent_since) == (at, None)
    for _ in range(15):
        in_vain(ana)
    since = at + dt.timedelta(minutes=5, seconds=1)
    assert many(ana) == 10 + 2
    assert (look(ana).heard_at, look(ana).silent_since) == (at, since)
    answered(ana)
    in_vain(ana)
    assert many(ana) == 10


def test_a_store_full_of_runs_is_thinned_at_the_next(
    three: tuple[Laptop, Laptop, Laptop],
) -> None:
    """Three months of one every five minutes, kept by a HiveDesk that never thinned them."""
    ana = three[0]
    with run.altering(ana.store) as session:
        for number in range(26_000):
            at = ana.world.now + dt.timedelta(minutes=5 * number)
            session.add(SyncRun(begun_at=at, ended_at=at, trouble="Nobody answered."))
    since = look(ana).silent_since
    ana.world.tick(days=100)
    in_vain(ana)
    assert many(ana) == 500 + 1
    assert look(ana).silent_since == since
