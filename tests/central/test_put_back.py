"""A central database that is put back from a backup: noticed, said plainly, and nothing is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from hivedesk.__main__ import main
from hivedesk.actions.desk import machine_now
from hivedesk.central.schema import begin_anew, epoch_of
from hivedesk.store.health import problems_of
from hivedesk.sync.client import OtherCentral
from hivedesk.sync.run import connect
from tests.central.little import Central as Little
from tests.central.little import Laptop, hive, settle
from tests.central.postgres import Server
from tests.store.samples import hive as hive_record
from tests.sync.test_with_central import Central, Desk, central, records_of  # noqa: F401


def dump(server: Server, address: str, file: Path) -> None:
    words = [server.programs / "pg_dump", "--format=custom", f"--file={file}", address]
    subprocess.run(words, check=True)


def put_back(server: Server, address: str, file: Path) -> None:
    server.fresh(address.rpartition("/")[2])
    words = [server.programs / "pg_restore", "--no-owner", f"--dbname={address}", file]
    subprocess.run(words, check=True)


def names(desk: Desk) -> set[str]:
    return {values["name"] for (kind, _), values in records_of(desk).items() if kind == "hives"}


def test_put_back_it_gets_all_work_of_all_laptops_again(
    pg_server: Server,
    database: str,
    central: Central,  # noqa: F811
    tmp_path: Path,
) -> None:
    ana, ben = central.desk("Ana"), central.desk("Ben")
    first = hive_record(name="Before")
    ana.add(first)
    ana.sync()
    ben.sync()
    dump(pg_server, database, tmp_path / "dump")
    ana.add(hive_record(name="After, of Ana"))
    ana.edit(type(first), first.id, name="Before, edited")
    ana.sync()
    ben.sync()
    put_back(pg_server, database, tmp_path / "dump")
    # Ben has so much that is new that the numbers which are missing are all given again.
    ben.add(*(hive_record(name=f"After, of Ben {n}") for n in range(5)))
    held = records_of(ana), records_of(ben)
    with pytest.raises(OtherCentral, match="older copy"):
        ben.sync()
    # From then on every laptop is told, whatever number it had reached.
    with pytest.raises(OtherCentral, match="older copy"):
        ana.sync()
    assert (records_of(ana), records_of(ben)) == held
    for desk, name in ((ana, "Ana"), (ben, "Ben")):
        connect(desk.store, central.url, central.code(name), machine_now, "laptop")
    for desk in (ana, ben, ana):
        assert desk.sync().set_aside == 0
    every = {"Before, edited", "After, of Ana", *(f"After, of Ben {n}" for n in range(5))}
    assert names(ana) == names(ben) == every
    fresh = central.desk("New")
    fresh.sync()
    assert records_of(fresh) == records_of(ana)
    for desk in (ana, ben):
        assert problems_of(desk.store) == []
        with desk.store.reading() as session:
            left = "SELECT count(*) FROM changes WHERE state NOT IN ('accepted', 'theirs')"
            assert session.connection().exec_driver_sql(left).scalar() == 0


@pytest.fixture
def laptop(engine: Engine) -> Laptop:
    return Little(engine).laptop("Mo Manager")


def answered(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.expects_log
def test_number_that_was_never_given_is_refused_and_ends_the_epoch(laptop: Laptop) -> None:
    settle(laptop, "Eastleigh", ("Pat", "Moor"))
    end = laptop.ask_pull(epoch=laptop.epoch).json()["next"]
    assert laptop.ask_pull(since=end, epoch=laptop.epoch).status_code == 200
    assert answered(laptop.ask_pull(since=end + 1)) == (409, "older")
    assert laptop.ask_pull(since=end, epoch=laptop.epoch).status_code == 200
    assert answered(laptop.ask_pull(since=end + 1, epoch=laptop.epoch)) == (409, "older")
    change = laptop.change("hives", hive("Totton"))
    assert answered(laptop.ask_push(change)) == (409, "older")
    assert answered(laptop.ask_pull(epoch=laptop.epoch)) == (409, "older")
    assert answered(laptop.ask_push(change, epoch="another")) == (409, "epoch")
    again = Little(laptop.central.engine).laptop("Mo Manager")
    again.accepted(change)


def test_what_was_given_to_others_since_it_was_put_back_hides_nothing(laptop: Laptop) -> None:
    """The number may be one that was given again meanwhile: it was not given to this laptop."""
    laptop.accepted(*(laptop.change("hives", hive(f"Hive {n}")) for n in range(3)))
    laptop.pull()
    other = laptop.central.laptop("Ann Other")
    other.accepted(*(other.change("hives", hive(f"Other {n}")) for n in range(3)))
    assert answered(laptop.ask_pull(since=5)) == (409, "older")
    assert len(laptop.pull(since=3)) == 3
    assert laptop.pull(since=6) == []


def test_laptop_that_connects_again_goes_on_from_where_it_was(laptop: Laptop) -> None:
    laptop.accepted(*(laptop.change("hives", hive(f"Hive {n}")) for n in range(3)))
    laptop.pull()
    again = laptop.central.laptop("Mo Manager")
    assert again.pull(since=3) == []


def test_whoever_puts_it_back_can_say_so(
    laptop: Laptop, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["central", "restored", "--database", database]) == 0
    assert "joining code" in capsys.readouterr().out
    assert answered(laptop.ask_push()) == (409, "older")
    with laptop.central.engine.begin() as connection:
        begin_anew(connection)
        assert epoch_of(connection) != laptop.epoch
    assert answered(laptop.ask_push()) == (409, "older")
