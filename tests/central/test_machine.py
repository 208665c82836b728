"""What machines do to it: disks fill, processes are killed, somebody stops it in mid-batch."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, func, select

from hivedesk.central.database import engine_for
from hivedesk.central.tables import changes, feed, table_of
from tests.central.everything import one_of_each
from tests.central.little import Central, Json, Laptop, hive
from tests.central.postgres import PATIENCE, Server
from tests.central.test_terminal import served


@contextlib.contextmanager
def held_up(address: str) -> Iterator[psycopg.Connection[Any]]:
    """Nothing can be put into the feed: whoever pushes stands in the middle of a batch."""
    with psycopg.connect(address) as connection:
        connection.execute("LOCK TABLE central_feed IN EXCLUSIVE MODE")
        yield connection
        connection.rollback()


def wait_for(is_so: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < limit
        threading.Event().wait(0.02)


def is_waiting(connection: psycopg.Connection[Any]) -> bool:
    """Whether a batch has come as far as the feed."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'relation'"
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


@dataclass
class Pushing:
    """A push under way: its answer, or that the line broke."""

    laptop: Laptop
    made: list[Json]
    answer: Any = None

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._go)
        self._thread.start()

    def _go(self) -> None:
        with contextlib.suppress(httpx2.TransportError):
            self.answer = self.laptop.ask_push(*self.made)

    def end(self) -> Any:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        return self.answer


def answered(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def is_empty(engine: Engine) -> bool:
    tables = (changes, feed, table_of("hives"))
    with engine.connect() as connection:
        return not any(connection.scalar(select(func.count()).select_from(t)) for t in tables)


@contextlib.contextmanager
def reached(engine: Engine, address: str) -> Iterator[Central]:
    """The same central store, by way of a service that is a process of its own."""
    central = Central(engine, dt.datetime.now(dt.UTC))
    with httpx2.Client(base_url=address, trust_env=False, timeout=PATIENCE) as client:
        central.client = client  # type: ignore[assignment]
        yield central


def batch(laptop: Laptop) -> list[Json]:
    return [laptop.change("hives", hive(f"Hive {n}")) for n in range(20)]


def test_service_killed_in_mid_batch_leaves_nothing_and_the_next_one_takes_it(
    database: str, engine: Engine
) -> None:
    with (
        held_up(database) as lock,
        served(database) as (address, process),
        reached(engine, address) as central,
    ):
        laptop = central.laptop("Jo Field")
        pushing = Pushing(laptop, batch(laptop))
        wait_for(lambda: is_waiting(lock))
        process.kill()
        assert pushing.end() is None
    # PostgreSQL notices that nobody is there any more, and undoes what was begun.
    assert is_empty(engine)
    with served(database) as (address, _), reached(engine, address) as again:
        laptop.central = again
        results = laptop.push(*pushing.made)
        assert [result["seq"] for result in results] == list(range(1, 21))
        assert laptop.push(*pushing.made) == results
        assert len(laptop.pull()) == 20


def test_asked_to_stop_it_ends_what_it_has_begun_and_takes_nothing_new(
    database: str, engine: Engine
) -> None:
    with (
        held_up(database) as lock,
        served(database) as (address, process),
        reached(engine, address) as central,
    ):
        laptop = central.laptop("Jo Field")
        pushing = Pushing(laptop, batch(laptop))
        wait_for(lambda: is_waiting(lock))
        process.send_signal(signal.SIGTERM)
        wait_for(lambda: not _listens(address))
        assert process.poll() is None
        lock.rollback()
        answer = pushing.end()
        assert answer.status_code == 200
        assert [result["outcome"] for result in answer.json()["results"]] == ["accepted"] * 20
        assert process.wait(PATIENCE) == 0
    assert len(Central(engine).laptop("Ann Other").pull()) == 20


def _listens(address: str) -> bool:
    host, _, port = address.removeprefix("http://").partition(":")
    with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=5):
        return True
    return False


@pytest.mark.expects_log
def test_postgresql_killed_in_mid_batch_is_said_plainly_and_comes_back_by_itself(
    pg_server: Server, database: str, central: Central
) -> None:
    laptop = central.laptop("Jo Field")
    with contextlib.suppress(psycopg.OperationalError), held_up(database) as lock:
        pushing = Pushing(laptop, batch(laptop))
        wait_for(lambda: is_waiting(lock))
        pg_server.kill()
        try:
            assert answered(pushing.end()) == (503, "database")
            assert answered(laptop.ask_pull()) == (503, "database")
        finally:
            pg_server.begin()
    assert is_empty(central.engine)
    assert [result["seq"] for result in laptop.push(*pushing.made)] == list(range(1, 21))


@dataclass
class SmallDisk:
    """A disk of its own for one database, and something that fills it."""

    address: str
    folder: Path

    def fill(self) -> None:
        with contextlib.suppress(OSError), (self.folder / "ballast").open("wb", 0) as ballast:
            while True:
                ballast.write(bytes(4096))

    def empty(self) -> None:
        (self.folder / "ballast").unlink()


@pytest.fixture
def small_disk(pg_server: Server, made_once: str) -> Iterator[SmallDisk]:
    """A central store on a disk with room for a few megabytes more."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="hivedesk-disk-"))
    options = "size=40m,mode=0777"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        place = folder / "tables"
        place.mkdir()
        shutil.chown(place, "nobody", "nogroup")
        with psycopg.connect(pg_server.url("postgres"), autocommit=True) as connection:
            where = sql.Literal(str(place))
            connection.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(where))
            words = "CREATE DATABASE small TEMPLATE {} TABLESPACE small"
            connection.execute(sql.SQL(words).format(sql.Identifier(made_once)))
            yield SmallDisk(pg_server.url("small"), folder)
            connection.execute("DROP DATABASE small WITH (FORCE)")
            connection.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@pytest.mark.expects_log
def test_full_disk_is_said_plainly_and_nothing_is_lost(
    small_disk: SmallDisk, caplog: pytest.LogCaptureFixture
) -> None:
    engine = engine_for(small_disk.address)
    laptop = Central(engine).laptop("Jo Field")
    first = laptop.change("hives", hive("Before"))
    laptop.accepted(first)
    small_disk.fill()
    # Words that do not pack, so that they need pages that are not there.
    made = [
        laptop.change("hives", hive(f"Hive {n}") | {"note": os.urandom(40_000).hex()})
        for n in range(10)
    ]
    assert answered(laptop.ask_push(*made)) == (503, "database")
    assert answered(laptop.ask_push(*made[:5])) == (503, "database")
    assert "database DiskFull" in caplog.text
    small_disk.empty()
    assert [result["seq"] for result in laptop.push(*made)] == list(range(2, 12))
    assert len(laptop.pull()) == 11
    engine.dispose()


def test_log_of_a_busy_day_names_nobody(database: str, engine: Engine, tmp_path: Path) -> None:
    log = tmp_path / "log"
    names = {"Mo Manager", "Jo Field", "a laptop"}
    with (
        served(database, log=log) as (address, process),
        reached(engine, address) as central,
    ):
        laptop = central.laptop("Mo Manager")
        made = one_of_each(laptop, "ours")
        wrong = [
            laptop.change("families", {"pets": "<wrong>" * 60}, {"pets": None}, made["families"]),
            laptop.change("no-such-kind", {"name": "<wrong kind>"}),
            laptop.change("hives", {"name": "<wrong field>", "colour": "<colour>"}),
            laptop.change("children", {"first_name": "\x00<unreadable>"}, {}, made["children"]),
        ]
        assert {result["outcome"] for result in laptop.push(*wrong)} == {"set_aside"}
        told = laptop.pull()
        for answer in (
            laptop.ask_push(epoch="<another>"),
            laptop.ask_push(now="<never>"),
            laptop.ask_pull(since=-1, epoch="<another>"),
            central.client.get("/v1/export/<kind>?hive=<hive>", headers=laptop.headers),
            central.client.get("/<nothing>", headers=laptop.headers),
            central.client.post("/v1/push", content=b"<body>", headers=laptop.headers),
            central.client.post("/my/sign-in", data={"code": "<code>", "word": "<word>"}),
            central.client.get("/v1/pull", headers=laptop.headers | {"Authorization": "<token>"}),
        ):
            assert 400 <= answer.status_code < 500, answer.text
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    logged = log.read_text("utf-8")
    assert logged.count('"route": "/v1/push"') >= 4
    for change in told:
        texts = [each for each in change["after"].values() if isinstance(each, str)]
        names |= {each for each in texts if each.startswith("<")} | {change["who"]}
    assert len(names) > 80
    secrets = {laptop.token, laptop.code, *made.values()}
    assert [each for each in names | secrets if each in logged] == []
    assert "<" not in logged
