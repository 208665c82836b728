"""Step 7: the core hours a worker holds go on counting, as hours that have always held."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hivedesk.actions.desk import desk_for
from hivedesk.actions.history import undo
from hivedesk.actions.saving import save_record
from hivedesk.records import Change, CoreHours, Worker
from hivedesk.rules.core_hours import core_hours
from hivedesk.store import Store, open_store
from hivedesk.store.backup import listed
from hivedesk.store.health import problems_of
from hivedesk.store.queries.stretches import cores_of
from tests.conftest import PASSPHRASE
from tests.store.migrations.telling import older_store
from tests.store.samples import NOW

_AT = "'2021-06-01 10:00:00.000000'"
_ADD = "INSERT INTO workers (id, first_name, last_name, role, core_hours, created_at) VALUES "
_HELD = (
    f"{_ADD} ('jo', 'Jo', 'Field', 'support_worker', 'Tue-Sat 10-15', {_AT})",
    f"{_ADD} ('kit', 'Kit', 'Reed', 'support_worker', NULL, {_AT})",
    f"{_ADD} ('ned', 'Ned', 'Moss', 'support_worker', '  ', {_AT})",
    f"{_ADD} ('ivy', 'Ivy', 'Lake', 'support_worker', 'whenever', {_AT})",
    "INSERT INTO search_entries (rowid, kind, record_id) VALUES "
    "(101, 'workers', 'jo'), (102, 'workers', 'kit'), (103, 'workers', 'ned'), "
    "(104, 'workers', 'ivy')",
    "INSERT INTO search_names (rowid, body) VALUES "
    "(101, 'Jo Field'), (102, 'Kit Reed'), (103, 'Ned Moss'), (104, 'Ivy Lake')",
)
_EDITED = (
    'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, before, "after", clock, '
    f"device) VALUES ('edit', 'edit', {_AT}, 'Jo Field', 'Edit worker', 'workers', 'jo', "
    '\'{"core_hours": null}\', \'{"core_hours": "Tue-Sat 10-15"}\', '
    "'001623751200000-00000-00000001', '00000001')"
)
"""Jo set her hours in version 6: it can still be taken back, and changes nothing that counts."""


def held(folder: Path) -> Path:
    """A store of version 6 in which four people work; the first of them edited her hours."""
    folder.mkdir()
    return older_store(folder / "my.hive", 6, *_HELD, then=_EDITED)


def told(store: Store) -> list[dict[str, Any]]:
    """The Change rows of core hours, without their place in the file."""
    columns = [column for column in Change.__table__.c if column.key != "seq"]
    asked = select(*columns).where(Change.kind == "core-hours").order_by(Change.id)
    with store.reading() as session:
        return [dict(row._mapping) for row in session.execute(asked)]


def test_what_a_worker_holds_has_always_held(tmp_path: Path) -> None:
    path = held(tmp_path / "one")
    store = open_store(path, PASSPHRASE, NOW)
    assert problems_of(store) == []
    with store.reading() as session:
        rows = session.scalars(select(CoreHours).order_by(CoreHours.worker_id)).all()
        assert [(row.worker_id, row.starts_on, row.hours) for row in rows] == [
            ("ivy", dt.date(2000, 1, 1), "whenever"),
            ("jo", dt.date(2000, 1, 1), "Tue-Sat 10-15"),
        ]
        cores = cores_of(session)
        for day in (dt.date(2018, 4, 1), NOW.date()):
            assert cores["jo"].on(day) == core_hours("Tue-Sat 10-15")
            assert [cores[who].on(day) for who in ("kit", "ned", "ivy")] == [None] * 3
    store.close()
    assert len(listed(path.with_name("backups"), "my")) == 1


def test_it_is_told_in_the_same_words_in_every_store(tmp_path: Path) -> None:
    """The central store takes the second telling for the first one told again."""
    one, other = (
        open_store(held(tmp_path / name), PASSPHRASE, NOW + dt.timedelta(days=days))
        for days, name in enumerate(("one", "other"))
    )
    assert len(told(one)) == 2
    assert told(one) == told(other)
    one.close()
    other.close()


def test_changes_from_then_on_leave_the_store_whole(tmp_path: Path) -> None:
    store = open_store(held(tmp_path / "one"), PASSPHRASE, NOW)
    desk = replace(desk_for(store, lambda: NOW), who="Jo Field")
    assert undo(desk).verb == "Edit worker"  # of version 6
    (row,) = (each["record_id"] for each in told(desk.store) if each["after"]["worker_id"] == "jo")
    save_record(desk, "core-hours", {"hours": "Tue-Fri 10-15"}, row)
    new = {"worker_id": "jo", "starts_on": NOW.date(), "hours": None}
    save_record(desk, "core-hours", new)
    assert problems_of(desk.store) == []
    with desk.store.reading() as session:
        assert session.get_one(Worker, "jo").core_hours is None
        jo = cores_of(session)["jo"]
    assert jo.on(NOW.date() - dt.timedelta(days=1)) == core_hours("Tue-Fri 10-15")
    assert jo.on(NOW.date()) is None
    desk.store.close()
