"""Several services before one database, and the trial on SQLite: one truth all the same."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, func, select

from hivedesk.central.accounts import Role
from hivedesk.central.database import engine_for
from hivedesk.central.schema import init
from hivedesk.central.tables import bed_nights
from tests.central.little import Central, Json, Laptop, guest, settle
from tests.central.test_terminal import served


@pytest.fixture(params=["postgresql", "sqlite"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a central store of either kind."""
    if request.param == "sqlite":
        engine = engine_for(f"sqlite:///{tmp_path / 'trial.db'}")
        init(engine)
    else:
        engine = engine_for(request.getfixturevalue("database"))
    yield engine
    engine.dispose()


def raced(laptops: list[Laptop], made: list[Json], addresses: list[str]) -> list[str]:
    """Push one change from each laptop at once; why each was set aside, "" where it was not."""
    codes: list[str] = []
    ready = threading.Barrier(len(laptops))

    def go(laptop: Laptop, change: Json, address: str) -> None:
        if not address:
            ready.wait(30)
            codes.append(laptop.push(change)[0]["code"])
            return
        asked = {"device": laptop.device, "epoch": laptop.epoch, "changes": [change]}
        asked["now"] = dt.datetime.now(dt.UTC).isoformat()
        with httpx2.Client(base_url=address, trust_env=False, timeout=30) as client:
            ready.wait(30)
            answer = client.post("/v1/push", json=asked, headers=laptop.headers)
        codes.append(answer.json()["results"][0]["code"])

    each = [
        threading.Thread(target=go, args=(laptop, change, addresses[n % len(addresses)]))
        for n, (laptop, change) in enumerate(zip(laptops, made, strict=True))
    ]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join(60)
    return sorted(codes)


def test_either_kind_of_database_keeps_one_truth(either: Engine) -> None:
    central = Central(either)
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"))
    worker = central.laptop("Jo Field", Role.WORKER, "Eastleigh")
    assert ("children", side.child) in worker.holds()
    laptops = [central.laptop(f"Racer {n}") for n in range(6)]
    made = [laptop.change("bookings", guest(side.room)) for laptop in laptops]
    assert raced(laptops, made, [""]) == ["", *["no-bed"] * 5]
    assert [r["outcome"] for r in laptops[0].push(made[0])] == [
        r["outcome"] for r in laptops[0].push(made[0])
    ]
    seqs = [change["seq"] for change in manager.pull(limit=2)]
    assert seqs == list(range(1, len(seqs) + 1))


def test_two_services_before_one_database_give_one_bed_once(database: str, engine: Engine) -> None:
    central = Central(engine, dt.datetime.now(dt.UTC))
    side = settle(central.laptop("Mo Manager"), "Eastleigh", ("Pat", "Moor"))
    laptops = [central.laptop(f"Racer {n}") for n in range(8)]
    with served(database) as (one, _), served(database) as (two, _):
        for first in ("2021-08-01", "2021-09-01", "2021-10-01"):
            last = first[:-1] + "3"
            made = [laptop.change("bookings", guest(side.room, first, last)) for laptop in laptops]
            assert raced(laptops, made, [one, two]) == ["", *["no-bed"] * 7]
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(bed_nights)) == 3
