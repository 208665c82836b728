"""Core hours at the central store: those of step 7 are taken once, and stay in their Hive."""

from __future__ import annotations

from pathlib import Path

from hivedesk.central.accounts import Role
from hivedesk.records import new_id
from hivedesk.store import open_store
from tests.central.little import Central, Json, hive
from tests.conftest import PASSPHRASE
from tests.store.migrations.test_m0007 import held, told
from tests.store.samples import NOW


def migrated(folder: Path) -> Json:
    """The change of Jo's hours, as a laptop sends it that was brought up to date."""
    store = open_store(held(folder), PASSPHRASE, NOW)
    (row,) = (each for each in told(store) if each["after"]["worker_id"] == "jo")
    store.close()
    names = ("id", "group_id", "undoes", "clock", "device", "who", "verb")
    names += ("kind", "record_id", "before", "after")
    return {name: row[name] for name in names} | {"at": row["at"].isoformat()}


def test_what_two_laptops_made_of_the_same_hours_is_one_row(
    central: Central, tmp_path: Path
) -> None:
    place = new_id()
    manager = central.laptop("Sam Poole")
    manager.accepted(manager.change("hives", hive("Eastleigh"), record_id=place))
    jo = {"first_name": "Jo", "last_name": "Field", "role": "support_worker", "hive_id": place}
    manager.accepted(manager.change("workers", jo, record_id="jo"))
    worker = central.laptop("Jo Field", Role.WORKER, place)
    (first,) = manager.accepted(migrated(tmp_path / "one"))
    (second,) = worker.accepted(migrated(tmp_path / "other"))
    assert first["seq"] == second["seq"]
    for laptop in (manager, worker):
        (held_by,) = (its for (kind, _), its in laptop.holds().items() if kind == "core-hours")
        assert (held_by["worker_id"], held_by["hours"]) == ("jo", "Tue-Sat 10-15")
    elsewhere = new_id()
    manager.accepted(manager.change("hives", hive("Gosport"), record_id=elsewhere))
    other = central.laptop("Kit Reed", Role.WORKER, elsewhere)
    assert "core-hours" not in {kind for kind, _ in other.holds()}
    new = {"worker_id": "jo", "starts_on": "2021-06-16", "hours": "Wed-Sun 9-14"}
    assert other.refused(other.change("core-hours", new)) == "scope"
    worker.accepted(worker.change("core-hours", new))
