"""Laptops for tests of sync: real encrypted stores, tied to a model of central."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hivedesk.actions.desk import Desk
from hivedesk.paths import key_path
from hivedesk.records import KINDS, Change, Record, new_id, values_of
from hivedesk.records.journal import WAITING
from hivedesk.store import Store, settings, writing
from hivedesk.store.database import engine_for
from hivedesk.store.jsonable import values_to_json
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.merge import merge
from hivedesk.sync.run import Summary, connect, sync_once
from tests.sync.model_server import Line, ModelCentral

START = dt.datetime(2021, 6, 16, 9, tzinfo=dt.UTC)


@dataclass
class World:
    """The true time, and central."""

    now: dt.datetime = START
    central: ModelCentral = field(default_factory=lambda: ModelCentral(lambda: START))

    def __post_init__(self) -> None:
        self.central.now = lambda: self.now

    def tick(self, **by: float) -> None:
        """Time goes on."""
        self.now += dt.timedelta(**by)


@dataclass
class Laptop:
    """A store, the person at it, and a clock that may be wrong while they write."""

    name: str
    store: Store
    world: World
    line: Line
    skew: dt.timedelta = dt.timedelta(0)

    def connect(self) -> None:
        """Join central."""
        connect(self.store, "http://central", "CODE", lambda: self.world.now, self.name, self.line)

    def sync(self, *faults: str) -> Summary:
        """Meet central over a road with these faults."""
        self.line.faults[:] = faults
        self.world.tick(seconds=1)
        return sync_once(self.store, lambda: self.world.now, self.line)

    def add(self, *records: Record) -> None:
        """Write new records."""
        self.world.tick(milliseconds=3)
        with writing(self.store, self.name, "Add", self.world.now + self.skew) as write:
            write.session.add_all(records)

    def edit(self, model: type[Record], record_id: str, **values: Any) -> None:
        """Change a record."""
        self.world.tick(milliseconds=3)
        with writing(self.store, self.name, "Edit", self.world.now + self.skew) as write:
            record = write.session.get_one(model, record_id)
            for name, value in values.items():
                setattr(record, name, value)

    def desk(self) -> Desk:
        """Its owner's desk."""

        def clock() -> dt.datetime:
            self.world.tick(milliseconds=3)
            return self.world.now + self.skew

        return Desk(self.store, self.name, None, clock)

    def value(self, model: type[Record], record_id: str, name: str) -> Any:
        """One value of a record."""
        with self.store.reading() as session:
            return getattr(session.get_one(model, record_id), name)

    def records(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every record's values."""
        return every_record(self.store)

    def changes(self) -> list[Change]:
        """Every Change row, as it was written here."""
        with self.store.reading() as session:
            found = list(session.scalars(select(Change).order_by(Change.seq)))
            session.expunge_all()
            return found

    def states(self) -> dict[str, int]:
        """How many changes are in which state."""
        found: dict[str, int] = {}
        for change in self.changes():
            found[change.state] = found.get(change.state, 0) + 1
        return found

    def retold(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Every record told again from its changes alone, without what is empty."""
        values: dict[tuple[str, str], dict[str, Any]] = {}
        clocks: dict[tuple[str, str], dict[str, str]] = {}
        for change in self.changes():
            if change.state == WAITING:
                continue
            key = (change.kind, change.record_id)
            known, times = values.setdefault(key, {}), clocks.setdefault(key, {})
            merged = merge(known, times, str(change.clock), change.before, change.after, ())
            known |= merged.sets
            times |= merged.clocks
        return {key: some(its) for key, its in values.items()}


def every_record(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Every record's values."""
    with store.reading() as session:
        return {
            (kind, record.id): values_to_json(values_of(record))
            for kind, model in KINDS.items()
            for record in session.scalars(select(model))
        }


def some(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in values.items() if value is not None}


@contextmanager
def laptop(name: str, empty: tuple[Path, DataKey], folder: Path, world: World) -> Iterator[Laptop]:
    """A laptop with a store of its own, connected."""
    source, key = empty
    path = folder / f"{name}.hive"
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    store = Store(path, engine_for(path, key), key)
    with writing(store, "HiveDesk", "Begin", world.now) as write:
        settings.put(write.session, settings.DEVICE, new_id())
    made = Laptop(name, store, world, Line(world.central))
    made.connect()
    try:
        yield made
    finally:
        store.engine.dispose()
