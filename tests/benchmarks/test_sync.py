"""A laptop's first sync of 300,000 changes, and an ordinary one of twenty each way.

Against the real service on loopback and a real PostgreSQL. The floors are measured in the same
run: the same messages fetched and thrown away, and the same rows put into the same encrypted
SQLite by the bare driver. HIVEDESK_BENCHMARK_CHANGES asks for another number; the limits are
those of 300,000 in proportion.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hivedesk.actions.desk import machine_now
from hivedesk.central import accounts
from hivedesk.central.accounts import Role
from hivedesk.central.database import changing
from hivedesk.central.database import engine_for as central_engine
from hivedesk.central.schema import init
from hivedesk.paths import key_path
from hivedesk.records import Hive, SupportLog, Way, new_id
from hivedesk.store import Store, bulk, writing
from hivedesk.store.database import connect as bare_connect
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import outbox, wire
from hivedesk.sync.client import PAGE
from hivedesk.sync.connection import connection_of, device
from hivedesk.sync.run import connect, sync_once
from tests.central import postgres
from tests.central.test_terminal import served
from tests.store.samples import family, hive

pytestmark = pytest.mark.benchmark

CHANGES = int(os.environ.get("HIVEDESK_BENCHMARK_CHANGES", "300000"))
FIRST_S = 90 * CHANGES / 300_000
ORDINARY_MS = 300
ROUNDS = 15
WORDS = "school contact bedtime worried calmer; rang Monday – again visit nan’s".split()  # noqa: SIM905


@dataclass
class County:
    """A served central store, a laptop that told it everything, and how to get another.

    Attributes:
        told_s: seconds that the telling took.
    """

    url: str
    first: Store
    told_s: float
    another: Callable[[], Store]


@pytest.fixture(scope="module")
def county(
    empty_store: tuple[Path, DataKey], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[County]:
    """A Hive with one family and very many support logs, at a central store."""
    source, key = empty_store
    folder = tmp_path_factory.mktemp("laptops")
    stores: list[Store] = []
    with postgres.running() as server:
        engine = central_engine(database := server.fresh("benchmark"))
        init(engine)
        with served(database) as (url, _):

            def another() -> Store:
                path = folder / f"{len(stores)}.hive"
                shutil.copy2(source, path)
                shutil.copy2(key_path(source), key_path(path))
                stores.append(Store(path, engine_for(path, key), key))
                with changing(engine) as connection:
                    code = accounts.add(connection, new_id(), Role.MANAGER, (), machine_now())
                connect(stores[-1], url, code, machine_now)
                return stores[-1]

            first = another()
            place = hive()
            home = family(place)
            with writing(first, "Jo Field", "Add", machine_now()) as write:
                write.session.add_all([place, *home])
            with writing(first, "Jo Field", "Log support", machine_now()) as write:
                bulk.add_many(write, logs_of(home[0].id, CHANGES - 1 - len(home)))
            begun = time.perf_counter()
            done = sync_once(first, machine_now)
            assert (done.pushed, done.set_aside) == (CHANGES, 0)
            yield County(url, first, time.perf_counter() - begun, another)
        for store in stores:
            store.close()
        engine.dispose()


def logs_of(family_id: str, count: int) -> list[SupportLog]:
    """Support logs with notes of thirty words, over ten years."""
    begun = machine_now() - dt.timedelta(days=3650)
    return [
        SupportLog(
            family_id=family_id,
            at=begun + dt.timedelta(minutes=17 * number),
            minutes=5 + number % 90,
            way=Way.PHONE,
            themes=["School"],
            note=" ".join(WORDS[(number * 7 + n * n) % len(WORDS)] for n in range(30)),
            brought_in=[],
            breakdown_averted=False,
            carer_staying=False,
        )
        for number in range(count)
    ]


def raw(county: County, store: Store) -> httpx2.Client:
    """The bare road that this laptop takes."""
    with store.reading() as session:
        token = connection_of(session).token
    headers = {"Authorization": f"Bearer {token}", wire.HEADER: str(wire.PROTOCOL)}
    headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return httpx2.Client(base_url=county.url, headers=headers, timeout=60)


def fetched(client: httpx2.Client, epoch: str, since: int) -> tuple[float, int]:
    """Seconds to fetch all since a number, page by page, and the bytes of it."""
    taken, size, more = 0.0, 0, True
    while more:
        asked = {"since": since, "limit": PAGE, "epoch": epoch}
        begun = time.perf_counter()
        answer = client.get("/v1/pull", params=asked)
        taken += time.perf_counter() - begun
        assert answer.status_code == httpx2.codes.OK
        size += answer.num_bytes_downloaded
        said = answer.json()
        since, more = said["next"], said["more"]
    return taken, size


def inserted(store: Store, into: Path) -> float:
    """Seconds that the bare driver takes for the same rows, a transaction for each page."""
    taken = 0.0
    here, there = bare_connect(store.path, store.key), bare_connect(into, store.key)
    for table in ("hives", "families", "family_statuses", "support_logs", "changes"):
        columns = [row[1] for row in here.execute(f"PRAGMA table_info({table})").fetchall()]
        names = ", ".join(f'"{name}"' for name in columns)
        there.execute(f"DELETE FROM {table}")
        statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
        rows = here.execute(f"SELECT {names} FROM {table}")
        while page := rows.fetchmany(PAGE):
            begun = time.perf_counter()
            there.execute("BEGIN IMMEDIATE")
            there.executemany(statement, page)
            there.execute("COMMIT")
            taken += time.perf_counter() - begun
    here.close()
    there.close()
    return taken


def test_a_first_sync(county: County, empty_store: tuple[Path, DataKey], tmp_path: Path) -> None:
    fresh = county.another()
    begun, worked = time.perf_counter(), time.process_time()
    done = sync_once(fresh, machine_now)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    with fresh.reading() as session:
        epoch = connection_of(session).epoch
    with raw(county, fresh) as client:
        road, size = fetched(client, epoch, 0)
    shutil.copy2(empty_store[0], tmp_path / "floor.hive")
    rows = inserted(fresh, tmp_path / "floor.hive")
    print(
        f"\n{done.pulled:,} changes, {size / 1e6:.0f} MB packed, in {took:.1f} s "
        f"({worked:.1f} s of them the laptop's own work): {done.pulled / took:,.0f} a second; "
        f"to fetch them alone {road:.1f} s, ratio {took / road:.2f}; "
        f"to insert their rows alone {rows:.1f} s, ratio {took / rows:.1f}. "
        f"Telling them took {county.told_s:.1f} s, {CHANGES / county.told_s:,.0f} a second."
    )
    assert done.pulled == CHANGES
    assert problems_of(fresh) == []
    assert took < FIRST_S


def test_an_ordinary_sync(county: County) -> None:
    ours, theirs = county.first, county.another()
    sync_once(theirs, machine_now)
    sync_once(ours, machine_now)
    took, floor = [], []
    with ours.reading() as session:
        digits, epoch = device(session), connection_of(session).epoch
        place = session.query(Hive.id).scalar()
    with raw(county, ours) as client:
        for number in range(ROUNDS):
            twenty_changes(theirs, place, f"theirs {number}")
            sync_once(theirs, machine_now)
            twenty_changes(ours, place, f"ours {number}")
            with ours.reading() as session:
                since = connection_of(session).cursor
                sent = outbox.unsent(session, ())
            begun = time.perf_counter()
            done = sync_once(ours, machine_now)
            took.append(time.perf_counter() - begun)
            assert (done.pushed, done.pulled) == (20, 20)
            ask = wire.PushAsk(digits, epoch, machine_now().isoformat(), sent)
            body = gzip.compress(json.dumps(wire.to_json(ask)).encode(), 6)
            begun = time.perf_counter()
            answer = client.post("/v1/push", content=body)
            floor.append(time.perf_counter() - begun + fetched(client, epoch, since)[0])
            assert answer.status_code == httpx2.codes.OK
    typical, least = statistics.median(took) * 1000, statistics.median(floor) * 1000
    print(
        f"\nTwenty each way, {ROUNDS} times: {typical:.0f} ms, the slowest "
        f"{max(took) * 1000:.0f} ms; the same messages alone {least:.0f} ms, ratio "
        f"{typical / least:.1f}."
    )
    assert typical < ORDINARY_MS


def twenty_changes(store: Store, hive_id: str, words: str) -> None:
    """Twenty new families, as twenty people write them."""
    made: Any
    for number in range(20):
        with writing(store, "Jo Field", "Add family", machine_now()) as write:
            made, _ = family(hive(id=hive_id), f"{words} {number}")
            write.session.add(made)
