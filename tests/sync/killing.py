"""Laptops, central store and PostgreSQL, each of which may be killed and starts again by itself."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hivedesk.actions.desk import machine_now
from hivedesk.central.accounts import Role, add
from hivedesk.central.database import engine_for as central_engine
from hivedesk.central.database import writing as central_writing
from hivedesk.records import Booking, Family, LogChild, Record, StayKind, StayState, new_id
from hivedesk.store import Store, writing
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.run import Summary, connect, sync_once
from tests.central.postgres import Server
from tests.ports import free_port
from tests.store.samples import child, family, hive, log

PATIENCE = 60.0
FIRST_NIGHT = dt.date(2021, 7, 2)


@dataclass
class Service:
    """The central store's service: on one port, so that laptops find it where it was."""

    database: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Start it; returns once it answers."""
        words = [sys.executable, "-m", "hivedesk", "central", "serve"]
        words += ["--database", self.database, "--port", str(self.port)]
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"listening on {self.url}\n"

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate(timeout=PATIENCE)

    def code(self, name: str, role: Role, *hives: str) -> str:
        """A joining code."""
        engine = central_engine(self.database)
        try:
            with central_writing(engine) as connection:
                return add(connection, name, role, hives, machine_now())
        finally:
            engine.dispose()


def kill_with_children(server: Server) -> int:
    """End PostgreSQL and each of its processes as the kernel would where memory ran out.

    Returns:
        how many processes there were.
    """
    main = server.process.pid
    told = Path(f"/proc/{main}/task/{main}/children").read_text("ascii")
    handles = []
    for each in map(int, told.split()):
        with contextlib.suppress(ProcessLookupError):
            handles.append(os.pidfd_open(each))
    server.kill()
    for handle in handles:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        assert select.select([handle], [], [], PATIENCE)[0], "a process outlived its killing"
        os.close(handle)
    return 1 + len(handles)


@dataclass
class Desk:
    """A laptop: an encrypted store that nobody holds open between two pieces of work.

    Attributes:
        told: the ids of every change that was committed here.
        stays: those booked here.
    """

    name: str
    path: Path
    key: DataKey
    told: set[str] = field(default_factory=set)
    stays: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def store(self) -> Any:
        """Its store, opened as after a crash."""
        opened = Store(self.path, engine_for(self.path, self.key), self.key)
        try:
            yield opened
        finally:
            opened.engine.dispose()

    def connect(self, url: str, code: str) -> None:
        with self.store() as store:
            connect(store, url, code, machine_now, self.name)

    def sync(self) -> Summary:
        """A meeting that nobody disturbs."""
        with self.store() as store:
            return sync_once(store, machine_now)

    def begin_sync(self) -> subprocess.Popen[str]:
        """A meeting as a program of its own."""
        words = [sys.executable, "-m", "hivedesk", "sync", "--store", str(self.path), "--json"]
        return subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )

    def write(self, does: Callable[[Any], None]) -> None:
        """Commit a piece of work, and remember which changes it made."""
        with self.store() as store:
            with writing(store, self.name, "Work", machine_now()) as write:
                does(write.session)
                group = write.group_id
            asked = "SELECT id FROM changes WHERE group_id = ?"
            self.told |= {row[0] for row in self.rows(asked, group, store=store)}

    def add(self, *records: Record) -> None:
        self.write(lambda session: session.add_all(records))

    def edit(self, model: type[Record], record_id: str, **values: Any) -> None:
        def change(session: Any) -> None:
            record = session.get_one(model, record_id)
            for name, value in values.items():
                setattr(record, name, value)

        self.write(change)

    def rows(self, sql: str, *values: Any, store: Store | None = None) -> list[Any]:
        """What the store answers."""
        with contextlib.ExitStack() as stack:
            opened = store or stack.enter_context(self.store())
            with opened.reading() as session:
                return list(session.connection().exec_driver_sql(sql, values).all())

    def runs(self, store: Store | None = None) -> int:
        """How many syncs were begun here."""
        return int(self.rows("SELECT count(*) FROM sync_runs", store=store)[0][0])

    def last_is_unfinished(self) -> bool:
        """Whether nobody came to the end of the latest sync."""
        asked = "SELECT ended_at FROM sync_runs ORDER BY begun_at DESC LIMIT 1"
        return [row[0] for row in self.rows(asked)] == [None]

    def wait_for_run(self, before: int, child: subprocess.Popen[str]) -> None:
        """Wait until the sync that `child` is for has begun: its start-up is none of it."""
        with self.store() as store:
            while self.runs(store) == before and child.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(0.05)

    def ids(self, *states: str) -> set[str]:
        """The changes it holds in these states."""
        marks = ", ".join("?" * len(states))
        return {
            r[0] for r in self.rows(f"SELECT id FROM changes WHERE state IN ({marks})", *states)
        }


@dataclass
class Work:
    """What people do at their laptops, by chance: families, logs and their children, edits, stays.

    Attributes:
        home: the Hive of all of it.
        room: a room of two beds, for which everybody books.
        nights: among which stays fall; so few that laptops give the same beds.
    """

    dice: random.Random
    home: str
    room: str
    nights: int

    def some(self, desk: Desk) -> None:
        """A piece of work: now and then a great one."""
        of = hive(id=self.home)
        home = family(of, f"Family {self.dice.randrange(1_000)}")
        count = self.dice.choice((3, 10, 30, 200))
        logs = [log(home[0].id, f"Visit {n}") for n in range(count)]
        wren = child(home[0].id)
        about = [LogChild(support_log_id=each.id, child_id=wren.id) for each in logs[::3]]
        desk.add(*home, wren, *logs, *about)
        self._edit(desk)
        self._name(desk)
        self._book(desk)
        if desk.stays and self.dice.random() < 0.4:
            desk.edit(Booking, self.dice.choice(desk.stays), **self._dates())

    def _edit(self, desk: Desk) -> None:
        known = [row[0] for row in desk.rows("SELECT id FROM families ORDER BY id")]
        for family_id in self.dice.sample(known, min(3, len(known))):
            word = f"{desk.name} {self.dice.randrange(1_000)}"
            field_ = self.dice.choice(("note", "pets", "area"))
            desk.edit(Family, family_id, **{field_: word})

    def _name(self, desk: Desk) -> None:
        """Say of a log whom it was about, whoever wrote it; or that it was about nobody."""
        asked = (
            "SELECT l.id, c.id, a.id FROM support_logs l JOIN children c USING (family_id)"
            " LEFT JOIN log_children a ON a.support_log_id = l.id AND a.archived_at IS NULL"
            " ORDER BY l.id"
        )
        log_id, child_id, named = self.dice.choice(desk.rows(asked))
        if named:
            desk.edit(LogChild, named, archived_at=machine_now())
        else:
            desk.add(LogChild(support_log_id=log_id, child_id=child_id))

    def _book(self, desk: Desk) -> None:
        made = Booking(
            id=new_id(),
            room_id=self.room,
            kind=StayKind.SLEEPOVER,
            status=StayState.AGREED,
            guest_name=f"Guest of {desk.name}",
            **self._dates(),
        )
        made_id = made.id
        desk.add(made)
        desk.stays.append(made_id)

    def _dates(self) -> dict[str, dt.date]:
        first = FIRST_NIGHT + dt.timedelta(days=self.dice.randrange(self.nights))
        return {"from_on": first, "to_on": first + dt.timedelta(days=self.dice.randint(1, 4))}
