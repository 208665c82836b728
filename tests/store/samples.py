"""Records to try the store with: one of every kind, and any value a field may hold."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Column

from hivedesk.records import (
    KINDS,
    Attendance,
    Child,
    Family,
    FamilyState,
    FamilyStatus,
    Hive,
    JoinSource,
    OneToOne,
    Record,
    Registration,
    StayKind,
    SupportLog,
    Way,
    choices_of,
    declared,
    new_id,
    points_at,
)
from hivedesk.store import Store, writing

NOW = dt.datetime(2021, 6, 15, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()


def save(store: Store, *records: Record, verb: str = "Add", at: dt.datetime = NOW) -> None:
    """Write records the way actions do."""
    with writing(store, "Jo Field", verb, at) as write:
        write.session.add_all(records)


def hive(**given: Any) -> Hive:
    """A Hive."""
    values = {"name": "Eastleigh", "area": "Eastleigh", "started_on": dt.date(2019, 5, 1)}
    return Hive(**(values | {"id": new_id()} | given))


def family(of: Hive, name: str = "Marlowe", **given: Any) -> list[Record]:
    """An active family with the first step of its history."""
    values = {
        "id": new_id(),
        "name": name,
        "hive_id": of.id,
        "registration": Registration.COUNTY,
        "status": FamilyState.ACTIVE,
        "source": JoinSource.ESTABLISHED,
        "area": "Eastleigh",
        "joined_on": dt.date(2020, 1, 6),
        "one_to_one": OneToOne.WELCOME,
    }
    made = Family(**(values | given))
    step = FamilyStatus(family_id=made.id, status=made.status, from_on=made.joined_on)
    return [made, step]


def log(family_id: str, note: str = "We spoke.", **given: Any) -> SupportLog:
    """A support log."""
    values = {"family_id": family_id, "at": NOW, "minutes": 30, "way": Way.PHONE, "note": note}
    return SupportLog(**(values | {"id": new_id()} | given))


def child(family_id: str, first_name: str = "Wren", **given: Any) -> Child:
    """A child, seven years old in June 2021."""
    values = {"family_id": family_id, "first_name": first_name, "last_name": "Rook"}
    born = {"born_on": dt.date(2014, 3, 1)}
    return Child(**(values | born | {"id": new_id()} | given))


def one_of_each() -> list[Record]:
    """One record of every kind, parents first, every field of it filled in."""
    ids = {str(model.__tablename__): new_id() for model in KINDS.values()}
    made = []
    for model in KINDS.values():
        values: dict[str, Any] = {"id": ids[str(model.__tablename__)]}
        for name, (column, about) in declared(model).items():
            table = points_at(column)
            values[name] = ids[table] if table else _plain(column, about.low)
        values["archived_at"] = None
        made.append(model(**(values | _FITTING.get(str(model.__tablename__), {}))))
    family_status = next(record for record in made if isinstance(record, FamilyStatus))
    family_status.status = next(record for record in made if isinstance(record, Family)).status
    return made


# What the constraints of a table ask of its fields together.
_FITTING: dict[str, dict[str, Any]] = {
    "activity_attendances": {
        "carer_id": None,
        "birth_child_id": None,
        "status": Attendance.ATTENDED,
    },
    "bookings": {"kind": StayKind.SLEEPOVER, "to_on": TODAY + dt.timedelta(days=2)},
    # What the rules ask: the stay's nights are in a room that is held, and not closed.
    "link_carers": {"ended_on": None},
    "rooms": {"held_to": None},
    "room_closures": {
        "first_day": TODAY + dt.timedelta(days=7),
        "last_day": TODAY + dt.timedelta(days=9),
    },
}


def _plain(column: Column[Any], low: int | None) -> Any:
    if words := choices_of(column):
        return words[0]
    wanted = column.type.python_type
    return {
        str: f"Words for {column.key}",
        int: low or 0,
        bool: True,
        dt.date: TODAY,
        dt.time: dt.time(9, 30),
        dt.datetime: NOW,
        list: ["School", "Contact"],
    }[wanted]


def values_for(model: type[Record], ids: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    """Any values the fields of a class may hold; references go to `ids` by table."""
    return st.fixed_dictionaries(
        {
            name: _any(column, ids)
            for name, (column, _) in declared(model).items()
            if name not in ("created_at", "archived_at")
        }
    )


def _any(column: Column[Any], ids: dict[str, str]) -> st.SearchStrategy[Any]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    moments = st.datetimes(
        dt.datetime(1990, 1, 1),  # noqa: DTZ001
        dt.datetime(2090, 1, 1),  # noqa: DTZ001
        timezones=st.just(dt.UTC),
    )
    by_type = {
        str: text,
        int: st.integers(0, 2**40),
        bool: st.booleans(),
        dt.date: st.dates(dt.date(1900, 1, 1)),
        dt.time: st.times(),
        dt.datetime: moments,
        list: st.lists(text, max_size=4),
    }
    table = points_at(column)
    if table:
        found: st.SearchStrategy[Any] = st.just(ids[table])
    elif words := choices_of(column):
        found = st.sampled_from(words)
    else:
        found = by_type[column.type.python_type]
    return st.none() | found if column.nullable else found


@contextlib.contextmanager
def small_disk(kib: int) -> Iterator[Path]:
    """A disk of `kib` KiB that really fills up; for whoever may mount one.

    Raises:
        PermissionError: this machine does not let us.
    """
    folder = tempfile.mkdtemp(prefix="small-disk-")
    try:
        done = os.system(f"mount -t tmpfs -o size={kib}k none {folder} 2>/dev/null")
        if done != 0:
            raise PermissionError("no right to mount a disk")
        try:
            yield Path(folder)
        finally:
            os.system(f"umount -l {folder}")
    finally:
        Path(folder).rmdir()


def fill_up(disk: Path, leave: int = 0) -> Path:
    """Fill a disk to its last byte but `leave`; returns the file that does it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(1024))
    os.truncate(filler, max(0, filler.stat().st_size - leave))
    return filler
