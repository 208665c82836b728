"""Much archived at once waits until a manager says that it is meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from hivedesk.__main__ import main
from hivedesk.central.accounts import Role
from hivedesk.central.owners import Owners
from hivedesk.central.removals import living
from hivedesk.central.tables import changes, table_of
from hivedesk.records import KINDS, Theme, new_id
from hivedesk.store.queries.sync_state import set_aside
from tests.central.everything import one_of_each
from tests.central.little import Central, Json, Laptop, family, hive
from tests.sync.test_with_central import Central as Served
from tests.sync.test_with_central import central as served_central  # noqa: F401
from tests.sync.test_with_central import records_of, states_of

GONE = "2021-06-16T09:00:00+00:00"
FAMILIES = 40


@pytest.fixture
def laptop(central: Central) -> Laptop:
    return central.laptop("Mo Manager")


@pytest.fixture
def homes(central: Central, laptop: Laptop) -> list[str]:
    """The families of a Hive, there for longer than an hour."""
    place = laptop.change("hives", hive("Eastleigh"))
    made = [laptop.change("families", family(place["record_id"])) for _ in range(FAMILIES)]
    laptop.accepted(place, *made)
    central.now += dt.timedelta(hours=2)
    return [change["record_id"] for change in made]


def gone(laptop: Laptop, *ids: str, kind: str = "families") -> list[Json]:
    one = {"archived_at": GONE}
    return [laptop.change(kind, dict(one), {"archived_at": None}, each) for each in ids]


def codes(results: list[Json]) -> list[str]:
    return [result["code"] for result in results]


def test_much_archived_at_once_waits_and_holds_up_nothing(laptop: Laptop, homes: list[str]) -> None:
    other = laptop.change("families", {"phone": "1"}, {"phone": None}, homes[30])
    results = laptop.push(*gone(laptop, *homes[:25]), other)
    assert codes(results) == [*["many"] * 25, ""]
    assert results[0]["reason"] == (
        "It would archive 25 of 41 records of one Hive within an hour. A manager is asked first."
    )
    assert not any(home.get("archived_at") for home in laptop.holds().values())


def test_small_parts_within_an_hour_count_together(
    central: Central, laptop: Laptop, homes: list[str]
) -> None:
    laptop.accepted(*gone(laptop, *homes[:10]))
    central.now += dt.timedelta(minutes=30)
    laptop.accepted(*gone(laptop, *homes[10:19]))
    assert codes(laptop.push(*gone(laptop, homes[19]))) == ["many"]
    # What another account archives is its own count; and an hour on, the count begins anew.
    other = central.laptop("Ann Other")
    other.accepted(*gone(other, homes[20]))
    central.now += dt.timedelta(minutes=31)
    laptop.accepted(*gone(laptop, homes[21]))
    central.now += dt.timedelta(hours=1)
    laptop.accepted(*gone(laptop, *homes[22:36]))


def test_how_much_is_much_is_a_policy_with_dates(laptop: Laptop, homes: list[str]) -> None:
    policy = {"key": "central.archive_percent", "value": "60", "starts_on": "2021-06-01"}
    later = {"key": "central.archive_percent", "value": "1", "starts_on": "2030-01-01"}
    laptop.accepted(laptop.change("policies", policy), laptop.change("policies", later))
    laptop.accepted(*gone(laptop, *homes[:24]))
    assert codes(laptop.push(*gone(laptop, homes[24]))) == ["many"]


def test_history_of_a_new_laptop_is_taken_with_what_was_archived_in_it(laptop: Laptop) -> None:
    place = laptop.change("hives", hive("Eastleigh"))
    made = [laptop.change("families", family(place["record_id"])) for _ in range(30)]
    ids = [change["record_id"] for change in made]
    laptop.accepted(place, *made, *gone(laptop, *ids[:15]))
    laptop.accepted(*gone(laptop, *ids[15:]))


def test_what_all_hives_share_counts_too(central: Central, laptop: Laptop) -> None:
    made = [laptop.change("themes", {"name": f"Theme {n}"}) for n in range(20)]
    laptop.accepted(*made)
    central.now += dt.timedelta(hours=2)
    ids = [change["record_id"] for change in made]
    assert set(codes(laptop.push(*gone(laptop, *ids, kind="themes")))) == {"many"}


def test_every_record_of_a_hive_is_counted(central: Central, laptop: Laptop) -> None:
    ours = one_of_each(laptop, "ours")
    one_of_each(laptop, "theirs")
    with central.engine.connect() as connection:
        owners = Owners(connection)
        owners.load(ours.items())
        of_it = [kind for kind in KINDS if ours["hives"] in owners.hives(kind, ours[kind])]
        assert living(connection, ours["hives"]) == len(of_it)
        shared = [kind for kind in KINDS if not owners.hives(kind, ours[kind])]
        assert living(connection, "") == 2 * len(shared)
    sam = {"first_name": "Sam", "last_name": "Poole", "role": "manager"}
    of_all = laptop.change("workers", sam)
    hours = {"worker_id": of_all["record_id"], "starts_on": "2021-06-01", "hours": "Mon 9-12"}
    laptop.accepted(of_all, laptop.change("core-hours", hours))
    with central.engine.connect() as connection:
        assert living(connection, "") == 2 * len(shared) + 2
        assert living(connection, ours["hives"]) == len(of_it)


def test_manager_lets_it_through_from_the_terminal(
    laptop: Laptop, homes: list[str], database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = laptop.central.laptop("Jo Field", Role.WORKER, "Eastleigh")
    sent = gone(worker, *homes[:25])
    assert set(codes(worker.push(*sent))) == {"many"}
    since = laptop.pull()[-1]["seq"]
    where = ("--database", database)
    assert main(["central", "allow", *where, "--list"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("Jo Field\tworker\t25\t")
    assert main(["central", "allow", *where, "--account", "jo field"]) == 0
    assert capsys.readouterr().out.startswith("Jo Field: 25 changes taken; ")
    told = worker.pull(since=since)
    assert {change["id"] for change in told} == {change["id"] for change in sent}
    assert [result["outcome"] for result in worker.push(*sent)] == ["accepted"] * 25
    worker.accepted(*gone(worker, *homes[25:]))
    assert main(["central", "allow", *where, "--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert main(["central", "allow", *where, "--account", "Nobody"]) == 1
    assert "no open account" in capsys.readouterr().err
    assert main(["central", "allow", *where]) == 2


def test_laptop_says_why_and_hears_when_it_was_let_through(
    served_central: Served,  # noqa: F811
    database: str,
    engine: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ana, ben = served_central.desk("Ana Reed"), served_central.desk("Ben Lee")
    made = [Theme(id=new_id(), name=f"Theme {n}") for n in range(30)]
    ids = [each.id for each in made]
    ana.add(*made)
    ana.sync()
    with engine.begin() as connection:  # long ago
        old = dt.datetime(2021, 6, 1, tzinfo=dt.UTC)
        connection.execute(changes.update().values(received_at=old))
    for each in ids[:25]:
        ana.edit(Theme, each, archived_at=dt.datetime(2021, 6, 16, tzinfo=dt.UTC))
    assert ana.sync().set_aside == 25
    assert states_of(ana)["set_aside"] == "many"
    with ana.store.reading() as session:
        assert "A manager is asked first." in set_aside(session)[0].reason
    assert ana.sync().set_aside == 0  # it is not sent again and again
    assert main(["central", "allow", "--database", database, "--account", "Ana Reed"]) == 0
    assert "25 changes taken" in capsys.readouterr().out
    ana.sync()
    ben.sync()
    assert states_of(ana) == {"accepted": None}
    assert records_of(ana) == records_of(ben)
    table = table_of("themes")
    with engine.connect() as connection:
        query = select(table.c.id).where(table.c.archived_at.is_not(None))
        assert set(connection.scalars(query)) == set(ids[:25])
