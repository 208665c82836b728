"""Two hundred laptops that sync at once: none is refused, and each hears all that its Hive wrote.

The laptops speak the protocol as the client does, packed and over real HTTP, from this process:
client and service share the machine. The floor is measured in the same run: as many requests with
the same bodies to a bare uvicorn, and the same rows to PostgreSQL, a transaction for each push.
HIVEDESK_BENCHMARK_LAPTOPS asks for another number.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psycopg
import pytest

from hivedesk.central.accounts import Role
from hivedesk.central.database import engine_for
from tests.central.conftest import (  # noqa: F401 (fixtures)
    database,
    made_once,
    pg_server,
    used_again,
)
from tests.central.little import Central, Json, Laptop, Side, log, settle
from tests.central.test_terminal import served
from tests.ports import free_port

pytestmark = pytest.mark.benchmark

LAPTOPS = int(os.environ.get("HIVEDESK_BENCHMARK_LAPTOPS", "200"))
TO_A_HIVE = 4
CHANGES = 20
"""New in each laptop before each of its syncs: what a day brings."""

SYNCS = 1
MOST_RATIO = 50
PATIENCE = httpx2.Timeout(60, connect=10)  # the client's own
PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Desk:
    """One laptop: what it will say, packed beforehand, and what it has heard."""

    laptop: Laptop
    side: Side
    bodies: list[bytes]
    since: int = 0
    heard: set[str] = field(default_factory=set)
    took: list[float] = field(default_factory=list)

    async def sync(self, http: httpx2.AsyncClient, body: bytes) -> None:
        """One meeting, as the client has it."""
        begun = time.perf_counter()
        packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        answer = await http.post("/v1/push", content=body, headers=self.laptop.headers | packed)
        assert answer.status_code == 200, answer.text
        results = answer.json()["results"]
        assert [each["outcome"] for each in results] == ["accepted"] * CHANGES
        more = True
        while more:
            asked = {"since": self.since, "limit": 2_000, "epoch": self.laptop.epoch}
            answer = await http.get("/v1/pull", params=asked, headers=self.laptop.headers)
            assert answer.status_code == 200, answer.text
            said = answer.json()
            self.heard |= {each["id"] for each in said["changes"]}
            self.since, more = said["next"], said["more"]
        self.took.append(time.perf_counter() - begun)


@pytest.fixture
def desks(database: str) -> Iterator[list[Desk]]:  # noqa: F811
    """Workers who have joined, four to a Hive, each with a day's work to tell."""
    engine = engine_for(database)
    central = Central(engine, dt.datetime.now(dt.UTC))
    manager = central.laptop("Mo Manager")
    made: list[Desk] = []
    for number in range(LAPTOPS):
        name = f"Hive {number // TO_A_HIVE}"
        if number % TO_A_HIVE == 0:
            side = settle(manager, name, ("Pat", f"Moor {number}"))
        laptop = central.laptop(f"Worker {number}", Role.WORKER, name)
        made.append(Desk(laptop, side, [packed_push(laptop, side) for _ in range(SYNCS)]))
    yield made
    engine.dispose()


def packed_push(laptop: Laptop, side: Side) -> bytes:
    """A day's work of a laptop, as it goes over the line."""
    said = log(side.family)
    changes = [laptop.change("support-logs", said) for _ in range(CHANGES)]
    asked = {"device": laptop.device, "epoch": laptop.epoch, "changes": changes}
    asked["now"] = laptop.central.now.isoformat()
    return gzip.compress(json.dumps(asked).encode(), 6)


async def all_at_once(
    url: str, desks: list[Desk], does: Callable[[httpx2.AsyncClient, Desk], Awaitable[None]]
) -> float:
    """Every laptop on a line of its own, all beginning together; seconds until the last is done."""
    lines = [httpx2.AsyncClient(base_url=url, timeout=PATIENCE, trust_env=False) for _ in desks]
    try:
        for line in lines:  # the lines stand before the clock begins
            (await line.get("/healthz")).raise_for_status()
        begun = time.perf_counter()
        await asyncio.gather(*map(does, lines, desks))
        return time.perf_counter() - begun
    finally:
        for line in lines:
            await line.aclose()


async def syncs(http: httpx2.AsyncClient, desk: Desk) -> None:
    """A laptop's days, one sync after the other."""
    for body in desk.bodies:
        await desk.sync(http, body)


async def bare(http: httpx2.AsyncClient, desk: Desk) -> None:
    """As many requests with the same bodies, of which nothing is made."""
    for body in desk.bodies:
        (await http.post("/", content=body)).json()
        (await http.get("/")).json()


@contextmanager
def bare_service() -> Iterator[str]:
    """The address of a service that only answers."""
    port = free_port()
    words = [sys.executable, "-m", "tests.benchmarks.bare_answers", str(port)]
    process = subprocess.Popen(words, cwd=PROJECT, stderr=subprocess.DEVNULL)
    try:
        with httpx2.Client(trust_env=False) as client:
            limit = time.monotonic() + 30
            while process.poll() is None:
                try:
                    client.get(f"http://127.0.0.1:{port}/")
                    break
                except httpx2.ConnectError:
                    assert time.monotonic() < limit
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(30)


def inserted(url: str, desks: list[Desk]) -> float:
    """Seconds that PostgreSQL takes to keep the same changes: as text, a transaction a push."""
    pushes: list[list[Json]] = [
        json.loads(gzip.decompress(body))["changes"] for desk in desks for body in desk.bodies
    ]
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMP TABLE raw (id text PRIMARY KEY, said jsonb)")
        connection.commit()
        begun = time.perf_counter()
        for changes in pushes:
            rows = [(each["id"], json.dumps(each)) for each in changes]
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("INSERT INTO raw VALUES (%s, %s)", rows)
        return time.perf_counter() - begun


def test_two_hundred_laptops_sync_at_once(
    database: str,  # noqa: F811
    desks: list[Desk],
    tmp_path: Path,
) -> None:
    with served(database, log=tmp_path / "log") as (url, _):
        seconds = asyncio.run(all_at_once(url, desks, syncs))
        asyncio.run(all_at_once(url, desks, one_more_pull))
    with bare_service() as url:
        answered = asyncio.run(all_at_once(url, desks, bare))
    kept = inserted(database, desks)
    took = sorted(each for desk in desks for each in desk.took)
    pushed = LAPTOPS * SYNCS * CHANGES
    print(
        f"\n{LAPTOPS} laptops, {len(took)} syncs, {pushed:,} changes in {seconds:.1f} s: "
        f"{len(took) / seconds:.0f} syncs and {pushed / seconds:,.0f} changes a second; "
        f"a sync took {statistics.median(took):.2f} s, the slowest {took[-1]:.2f} s. "
        f"Bare answers {answered:.1f} s, bare rows {kept:.1f} s, "
        f"ratio {seconds / (answered + kept):.1f}."
    )
    hives: dict[str, set[str]] = {}
    for desk in desks:
        said = [json.loads(gzip.decompress(body))["changes"] for body in desk.bodies]
        hives.setdefault(desk.side.hive, set()).update(c["id"] for day in said for c in day)
    for desk in desks:
        assert hives[desk.side.hive] <= desk.heard
        others = set().union(*(its for hive, its in hives.items() if hive != desk.side.hive))
        assert not others & desk.heard
    lines = (tmp_path / "log").read_text("utf-8").splitlines()
    assert {json.loads(line)["level"] for line in lines} == {"info"}
    assert seconds < MOST_RATIO * (answered + kept)


async def one_more_pull(http: httpx2.AsyncClient, desk: Desk) -> None:
    """What others wrote after a laptop's last sync."""
    asked = {"since": desk.since, "limit": 2_000, "epoch": desk.laptop.epoch}
    answer = await http.get("/v1/pull", params=asked, headers=desk.laptop.headers)
    said = answer.json()
    assert not said["more"]
    desk.heard |= {each["id"] for each in said["changes"]}
