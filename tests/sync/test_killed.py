"""Laptops, central store and PostgreSQL killed with SIGKILL while they sync: nothing is lost.

What people did at the laptops, before a kill and while the others were still at it, is in the end
on every laptop and at the central store, the same everywhere, and no bed is given twice.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from hivedesk.__main__ import main
from hivedesk.central.accounts import Role
from hivedesk.central.database import engine_for
from hivedesk.central.schema import init
from hivedesk.central.tables import table_of
from hivedesk.paths import key_path
from hivedesk.records import KINDS, Booking, LinkCarer, Room, StayState, new_id
from hivedesk.rules.stays import HOLDS_A_BED
from hivedesk.store import settings
from hivedesk.store.jsonable import to_json
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.connection import altering
from tests.central import postgres
from tests.store.samples import hive
from tests.sync.killing import FIRST_NIGHT, PATIENCE, Desk, Service, Work, kill_with_children
from tests.sync.laptops import every_record, some

BEDS = 2
STAYS_ONLY = {("bookings", "no-bed"), ("bookings", "unknown-record")}
VICTIMS = ("laptop", "central", "postgresql")
FEW = 20
"""So many kills show little of chance: they are for every day."""

REAL = ("max_connections=60",)
"""PostgreSQL as it comes: it flushes what it commits, and mends itself after a crash."""


@dataclass
class County:
    """Three laptops of one Hive at a central store; all of it starts again after a kill."""

    server: postgres.Server
    service: Service
    desks: list[Desk]
    work: Work
    dice: random.Random
    usual: float = 0.0
    victims: list[str] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    unfinished: int = 0
    refused: int = 0

    def victim(self) -> str:
        """Whose turn it is: by chance, and all as often."""
        if not self.victims:
            self.victims = self.dice.sample(VICTIMS, len(VICTIMS))
        return self.victims.pop()

    def rows(self, sql: str) -> list[Any]:
        """What the central database answers."""
        with psycopg.connect(self.service.database) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL of the test's own: others must not find it dead."""
    with postgres.running(REAL) as running:
        yield running


@pytest.fixture
def county(
    server: postgres.Server,
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    passphrase: str,
) -> Iterator[County]:
    times = request.getfixturevalue("times")
    engine = engine_for(server.fresh("central"))
    init(engine)
    engine.dispose()
    service = Service(server.url("central"))
    source, key = empty_store
    desks = []
    for name in ("Ana", "Ben", "Cy") if times > FEW else ("Ana", "Ben"):
        path = tmp_path / name / "my.hive"
        path.parent.mkdir()
        shutil.copy2(source, path)
        shutil.copy2(key_path(source), key_path(path))
        desks.append(Desk(name, path, key))
        with desks[-1].store() as store, altering(store) as session:
            settings.put(session, settings.DEVICE, new_id())
    with ExitStack() as stack:
        service.begin()
        stack.callback(service.kill)
        home = hive()
        carer = LinkCarer(
            id=new_id(),
            hive_id=home.id,
            first_name="Pat",
            last_name="Moor",
            area="Eastleigh",
            started_on=dt.date(2020, 1, 1),
        )
        room = Room(
            id=new_id(),
            link_carer_id=carer.id,
            name="Blue room",
            beds=BEDS,
            held_from=dt.date(2020, 1, 1),
        )
        work = Work(random.Random(times), home.id, room.id, 2 * times)
        ana, *others = desks
        ana.connect(service.url, service.code("Ana", Role.MANAGER))
        ana.add(home, carer, room)
        ana.sync()
        for each in others:
            each.connect(service.url, service.code(each.name, Role.WORKER, "Eastleigh"))
            each.sync()
        yield County(server, service, desks, work, random.Random(4 + times))


def undisturbed(county: County) -> None:
    """Find out how long a sync takes beside those of the others, once it has begun."""
    for desk in county.desks:
        county.work.some(desk)
    for child in [desk.begin_sync() for desk in county.desks]:
        said, wrong = child.communicate(timeout=PATIENCE)
        assert child.returncode == 0, wrong
        assert json.loads(said)["pushed"] > 3
    asked = "SELECT begun_at, ended_at FROM sync_runs ORDER BY begun_at DESC LIMIT 1"
    for desk in county.desks:
        [(begun, ended)] = desk.rows(asked)
        took = dt.datetime.fromisoformat(ended) - dt.datetime.fromisoformat(begun)
        county.usual = max(county.usual, took.total_seconds())


def a_round(county: County, times: int) -> None:
    """People work, everybody syncs, and one after the other is killed while somebody is at it."""
    dice, desks = county.dice, county.desks
    for desk in desks:
        county.work.some(desk)
    before = [desk.runs() for desk in desks]
    children = [desk.begin_sync() for desk in desks]
    if dice.random() < 0.3:
        county.work.some(dice.choice(desks))
    victims: dict[str, set[int]] = {}
    while county.killed.total() < times:
        at_it = [number for number, child in enumerate(children) if child.poll() is None]
        if not at_it:
            break
        place = dice.choice(at_it)
        desks[place].wait_for_run(before[place], children[place])
        try:
            children[place].wait(dice.uniform(0, county.usual))
        except subprocess.TimeoutExpired:
            victim = county.victim()
            victims.setdefault(victim, set()).add(place)
            kill(county, victim, desks[place], children[place])
            if dice.random() < 0.5:
                break  # it stays away until the others have given up
            begin_again(county)
    for number, child in enumerate(children):
        _, wrong = child.communicate(timeout=PATIENCE)
        if number in victims.get("laptop", ()):
            continue
        assert child.returncode in (0, 1), wrong
        if child.returncode:
            assert victims.keys() - {"laptop"}, wrong
            assert wrong.startswith("hivedesk: "), wrong
            assert wrong.count("\n") == 1, wrong
            county.refused += 1
    begin_again(county)


def kill(county: County, victim: str, desk: Desk, child: subprocess.Popen[str]) -> None:
    """End one of them, without a word."""
    county.killed[victim] += 1
    if victim == "laptop":
        child.kill()
        child.wait()
        county.unfinished += desk.last_is_unfinished()
    elif victim == "central":
        county.service.kill()
    else:
        assert kill_with_children(county.server) > 4


def begin_again(county: County) -> None:
    """What whoever watches over services does."""
    if county.server.process.poll() is not None:
        county.server.begin()
    if county.service.process is None or county.service.process.poll() is not None:
        county.service.begin()


def until_quiet(county: County) -> None:
    """Sync until nobody has anything new to say."""
    for _ in range(10):
        done = [desk.sync() for desk in county.desks]
        if not any(each.pushed or each.pulled for each in done):
            return
    pytest.fail("it never comes to rest")


def decide(county: County) -> int:
    """What waits for a decision gets one: the stay goes to days that nobody else asks for."""
    free = FIRST_NIGHT + dt.timedelta(days=county.work.nights + 30)
    decided = 0
    for desk in county.desks:
        asked = "SELECT kind, code, record_id FROM changes WHERE state = 'set_aside'"
        waiting = {tuple(row) for row in desk.rows(asked)}
        # A change of a stay that found no bed finds no stay to change.
        without_bed = {row[2] for row in waiting if row[1] == "no-bed"}
        assert {row[:2] for row in waiting} <= STAYS_ONLY
        assert {row[2] for row in waiting} == without_bed
        for stay in sorted({row[2] for row in waiting}):
            desk.edit(Booking, stay, from_on=free, to_on=free + dt.timedelta(days=1))
            free += dt.timedelta(days=1)
            decided += 1
    return decided


@pytest.mark.parametrize("times", [6, pytest.param(200, marks=pytest.mark.soak)])
def test_killed_many_times_while_they_sync(
    county: County, times: int, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = time.perf_counter()
    undisturbed(county)
    rounds = 0
    while county.killed.total() < times:
        a_round(county, times)
        rounds += 1
        assert rounds < 3 * times, "hardly a sync was still running when its kill came"
    until_quiet(county)
    decided = decide(county)
    until_quiet(county)
    for desk in county.desks:
        assert main(["check", "--store", str(desk.path)]) == 0, capsys.readouterr().err
    assert_database_is_whole(county)
    every = assert_everybody_has_every_change(county)
    assert_all_hold_the_same(county)
    assert_no_bed_is_given_twice(county)
    with capsys.disabled():
        seconds = time.perf_counter() - begun
        print(
            f"\n{county.killed.total()} kills {dict(county.killed)} in {rounds} rounds of"
            f" {len(county.desks)} syncs and {seconds:.0f} s. {county.unfinished} laptops died"
            f" in the middle, {county.refused} syncs were told that central is away, {decided}"
            f" stays found no bed. {every:,} changes, the same everywhere."
        )
    assert set(county.killed) == set(VICTIMS)
    if times > FEW:
        assert county.unfinished > times / 5
        assert county.refused > times / 10
        assert decided > times / 20


def assert_database_is_whole(county: County) -> None:
    """PostgreSQL's own check of every table and index, of what is in the one and not the other."""
    server = county.server
    words = [str(server.programs / "pg_amcheck"), "--install-missing", "--heapallindexed"]
    words += ["-h", "127.0.0.1", "-p", str(server.port), "-U", "hivedesk", "central"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def assert_everybody_has_every_change(county: County) -> int:
    """Each change that was committed anywhere was accepted everywhere, or waits nowhere."""
    told: dict[str, set[str]] = {"accepted": set(), "set_aside": set()}
    for id_, outcome in county.rows("SELECT id, outcome FROM central_changes"):
        told[outcome].add(id_)
    fed = county.rows("SELECT change_id FROM central_feed WHERE again = 0")
    assert sorted(row[0] for row in fed) == sorted(told["accepted"])
    for desk in county.desks:
        assert desk.ids("accepted", "theirs") == told["accepted"]
        assert desk.ids("here", "sent", "set_aside", "waiting") == set()
        # A stay that was decided anew was told as one change; those it was made of stay here.
        settled = desk.ids("settled")
        assert desk.told <= told["accepted"] | settled
        assert settled <= told["set_aside"] | desk.told
    committed = set().union(*(desk.told for desk in county.desks))
    assert len(committed) > 100
    return len(told["accepted"])


def assert_all_hold_the_same(county: County) -> None:
    """Every value of every record, on the laptops and in the central tables."""
    engine = engine_for(county.service.database)
    with engine.connect() as connection:
        central = {
            (kind, row.id): some({name: to_json(value) for name, value in row._mapping.items()})
            for kind in KINDS
            for row in connection.execute(select(table_of(kind)))
        }
    engine.dispose()
    for desk in county.desks:
        with desk.store() as store:
            held = {key: some(values) for key, values in every_record(store).items()}
        assert held == central


def assert_no_bed_is_given_twice(county: County) -> None:
    """Night by night, in the stays themselves and in the beds that central gave."""
    asked = "SELECT id, status, from_on, to_on FROM bookings WHERE archived_at IS NULL"
    nights = Counter(
        (row[0], row[2] + dt.timedelta(days=n))
        for row in county.rows(asked)
        if StayState(row[1]) in HOLDS_A_BED
        for n in range((row[3] - row[2]).days)
    )
    assert max(Counter(night for _, night in nights).values()) <= BEDS
    beds = county.rows("SELECT booking_id, bed, first_night, leaves_on FROM central_bed_nights")
    given = [
        (stay, bed, first + dt.timedelta(days=n))
        for stay, bed, first, leaves in beds
        for n in range((leaves - first).days)
    ]
    assert len({(bed, night) for _, bed, night in given}) == len(given)
    assert Counter((stay, night) for stay, _, night in given) == nights
