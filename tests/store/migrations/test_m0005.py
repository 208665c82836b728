"""Step 5: a store of version 4 keeps its activities and workers, and gains what they lacked."""

from __future__ import annotations

from pathlib import Path

from hivedesk.records import ActivityAttendance, Attendance, Worker
from hivedesk.store import open_store
from hivedesk.store.backup import listed
from hivedesk.store.health import problems_of
from tests.conftest import PASSPHRASE
from tests.store.migrations.telling import older_store
from tests.store.samples import NOW

_AT = "'2021-06-01 10:00:00.000000'"
_HELD = (
    "INSERT INTO workers (id, first_name, last_name, role, created_at) "
    f"VALUES ('worker', 'Jo', 'Field', 'support_worker', {_AT})",
    "INSERT INTO activities (id, hive_id, kind, name, at, minutes, cost_pence, created_at) "
    f"SELECT 'walk', id, 'social', 'Walk', {_AT}, 60, 0, {_AT} FROM hives",
    "INSERT INTO activity_attendances "
    "(id, activity_id, family_id, child_id, status, remark, created_at) "
    f"SELECT 'place', 'walk', family_id, id, 'attended', 'The dog!', {_AT} FROM children",
    "INSERT INTO search_entries (rowid, kind, record_id) "
    "VALUES (101, 'workers', 'worker'), (102, 'activities', 'walk')",
    "INSERT INTO search_names (rowid, body) VALUES (101, 'Jo Field'), (102, 'Walk')",
)


def test_a_store_of_version_4_keeps_what_it_holds(tmp_path: Path) -> None:
    path = older_store(tmp_path / "my.hive", 4, *_HELD)
    store = open_store(path, PASSPHRASE, NOW)
    assert problems_of(store) == []
    with store.reading() as session:
        worker = session.get_one(Worker, "worker")
        assert (worker.first_name, worker.core_hours) == ("Jo", None)
        place = session.get_one(ActivityAttendance, "place")
        assert (place.status, place.remark) == (Attendance.ATTENDED, "The dog!")
        assert (place.feedback, place.may_quote) == (None, False)
    store.close()
    assert len(listed(path.with_name("backups"), "my")) == 1
