"""A new store: it is whole with its Hive and worker, or it is not there."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.actions import setup
from hivedesk.actions.desk import desk_for
from hivedesk.actions.setup import new_desk
from hivedesk.records import Hive, Policy, Worker, WorkerRole
from hivedesk.rules.days import LONDON, local
from hivedesk.rules.policies import Policies
from hivedesk.rules.problems import Refused
from hivedesk.settings import PolicyDefault
from hivedesk.store import Store, settings
from tests.conftest import PASSPHRASE, Clock

COUNCIL = PolicyDefault("quiet.days", "35", dt.date(2021, 4, 1), "Council settings", Path("x"))


def test_a_manager_begins_a_hive_and_belongs_to_none(tmp_path: Path, clock: Clock) -> None:
    desk = new_desk(
        tmp_path / "my.hive",
        PASSPHRASE,
        hive="Meon",
        area=" Fareham ",
        first_name="Mo",
        last_name="Reed",
        role=WorkerRole.MANAGER,
        real_clock=clock,
    )
    with desk.store.reading() as session:
        assert session.execute(select(Hive.name, Hive.area)).all() == [("Meon", "Fareham")]
        worker = session.get_one(Worker, desk.worker_id)
        assert (worker.role, worker.hive_id) == (WorkerRole.MANAGER, None)
    desk.store.close()


def test_policies_of_a_settings_file_hold_from_their_day(tmp_path: Path, clock: Clock) -> None:
    desk = new_desk(
        tmp_path / "my.hive",
        PASSPHRASE,
        hive="Eastleigh",
        first_name="Jo",
        last_name="Field",
        policies=[COUNCIL],
        real_clock=clock,
    )
    with desk.store.reading() as session:
        policies = Policies.of(session.scalars(select(Policy)).all())
    assert policies.number("quiet.days", dt.date(2021, 3, 31)) == 21
    assert policies.number("quiet.days", dt.date(2021, 4, 1)) == 35
    desk.store.close()


@pytest.mark.parametrize("fault", ["refused", "bug"])
def test_what_goes_wrong_leaves_nothing(
    fault: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    if fault == "bug":
        monkeypatch.setattr(setup, "begin", broken)
    with pytest.raises((Refused, RuntimeError)):
        new_desk(
            tmp_path / "my.hive",
            PASSPHRASE,
            hive="" if fault == "refused" else "Eastleigh",
            first_name="Jo",
            last_name="Field",
            real_clock=clock,
        )
    assert list(tmp_path.iterdir()) == []


WHILE_STARTING = """
import sys
from pathlib import Path
from hivedesk import starting
starting.begin()
from hivedesk.actions.setup import new_desk
from hivedesk.desktop.opening import come_in
desk = new_desk(Path(sys.argv[1]), "nine quiet bees", hive="Eastleigh", first_name="Jo",
                last_name="Field")
opened = come_in(desk)
assert opened.today is not None and opened.hives.name == "Eastleigh"
desk.store.close()
"""


def test_a_store_is_made_while_the_program_is_still_starting(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WHILE_STARTING, str(tmp_path / "my.hive")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("real", ["2026-11-22T23:58", "2026-11-23T00:03", "2026-06-22T23:58"])
def test_a_demo_county_has_the_time_of_the_clock_on_the_wall(store: Store, real: str) -> None:
    wall = dt.datetime.fromisoformat(real).replace(tzinfo=LONDON)
    with Session(store.engine) as session, session.begin():
        settings.put(session, settings.DEMO_TODAY, "2021-06-30")
    desk = desk_for(store, lambda: wall.astimezone(dt.UTC))
    assert local(desk.now).replace(tzinfo=None) == dt.datetime.combine(
        dt.date(2021, 6, 30), wall.time()
    )
