"""Laptops and the real central store: its service as a process, PostgreSQL beneath it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hivedesk.__main__ import main
from hivedesk.actions.desk import machine_now
from hivedesk.paths import key_path
from hivedesk.records import Booking, Hive, StayKind, StayState, new_id
from hivedesk.records.base import kind_of
from hivedesk.rules.founding import founding
from hivedesk.store import Store, backup, settings, writing
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.client import Revoked
from hivedesk.sync.run import Summary, connect, sync_once
from tests.central.conftest import (  # noqa: F401 (fixtures)
    database,
    made_once,
    pg_server,
    used_again,
)
from tests.central.test_terminal import served
from tests.conftest import PASSPHRASE
from tests.store.samples import family, hive, one_of_each
from tests.sync.laptops import every_record, some


@dataclass
class Desk:
    """A store at the real central."""

    store: Store

    def add(self, *records: Any) -> None:
        with writing(self.store, "Jo", "Add", machine_now()) as write:
            write.session.add_all(records)

    def edit(self, model: Any, record_id: str, **values: Any) -> None:
        with writing(self.store, "Jo", "Edit", machine_now()) as write:
            for name, value in values.items():
                setattr(write.session.get_one(model, record_id), name, value)

    def sync(self) -> Summary:
        return sync_once(self.store, machine_now)


@dataclass
class Central:
    """A served central store, and a way to get laptops for it."""

    url: str
    account: Callable[..., str]
    fresh: Callable[[], Store]

    def code(self, name: str = "") -> str:
        """A manager's joining code."""
        return self.account("add", "--name", name or new_id(), "--role", "manager")

    def desk(self, name: str = "") -> Desk:
        """A new laptop, connected."""
        made = Desk(self.fresh())
        connect(made.store, self.url, self.code(name), machine_now, "laptop")
        return made


@pytest.fixture
def central(
    database: str,  # noqa: F811
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Central]:
    """The service, running."""
    source, key = empty_store
    with ExitStack() as stack:

        def fresh() -> Store:
            path = tmp_path / new_id() / "my.hive"
            path.parent.mkdir()
            shutil.copy2(source, path)
            shutil.copy2(key_path(source), key_path(path))
            store = Store(path, engine_for(path, key), key)
            stack.callback(store.engine.dispose)
            with writing(store, "HiveDesk", "Begin", machine_now()) as write:
                settings.put(write.session, settings.DEVICE, new_id())
            return store

        def account(verb: str, *words: str) -> str:
            assert main(["central", "account", verb, "--database", database, *words]) == 0
            return capsys.readouterr().out.strip()

        url, _ = stack.enter_context(served(database))
        yield Central(url, account, fresh)


def records_of(desk: Desk) -> dict[Any, Any]:
    return {key: some(values) for key, values in every_record(desk.store).items()}


def states_of(desk: Desk) -> dict[str, str | None]:
    with desk.store.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT state, code FROM changes")
        return {row.state: row.code for row in rows}


def test_every_kind_goes_there_and_back(central: Central) -> None:
    ana, ben = central.desk(), central.desk()
    ana.add(*[r for r in one_of_each() if r.__tablename__ != "policies"])
    done = ana.sync()
    assert (done.set_aside, states_of(ana)) == (0, {"accepted": None})
    assert done.pushed > 20
    assert ben.sync().pulled == done.pushed
    private = ("private_note",)
    mine, theirs = records_of(ana), records_of(ben)
    for values in mine.values():
        for name in private:
            values.pop(name, None)
    assert theirs == mine
    assert problems_of(ana.store) == problems_of(ben.store) == []


def test_edits_of_two_laptops_meet(central: Central) -> None:
    ana, ben = central.desk(), central.desk()
    made = hive(note="Fine")
    ana.add(made)
    ana.sync()
    ben.sync()
    ana.edit(Hive, made.id, name="Gosport", note="Calm")
    ben.edit(Hive, made.id, area="South", note="Tired")
    assert ana.sync().conflicts == 0
    assert ben.sync().conflicts == 1
    assert ana.sync().conflicts == 1
    assert records_of(ana) == records_of(ben)
    [values] = records_of(ana).values()
    assert (values["name"], values["area"], values["note"]) == ("Gosport", "South", "Tired")


def stay(**values: Any) -> Booking:
    begins = dt.date(2021, 7, 2)
    known = {"id": new_id(), "kind": StayKind.SLEEPOVER, "status": StayState.AGREED}
    known |= {"from_on": begins, "to_on": begins + dt.timedelta(days=2), "guest_name": "Nat"}
    return Booking(**(known | values))


def test_the_last_bed_is_given_once_and_the_other_stay_can_be_moved(central: Central) -> None:
    ana, ben = central.desk(), central.desk()
    every = {str(r.__tablename__): r for r in one_of_each()}
    ana.add(*(every[name] for name in ("hives", "link_carers", "rooms")))
    ana.edit(type(every["rooms"]), every["rooms"].id, beds=1)
    assert ana.sync().set_aside == 0
    ben.sync()
    room = every["rooms"].id
    first, second = stay(room_id=room), stay(room_id=room)
    ana.add(first)
    ben.add(second)
    assert ana.sync().set_aside == 0
    lost = ben.sync()
    assert (lost.pushed, lost.set_aside, lost.pulled) == (0, 1, 1)
    assert states_of(ben)["set_aside"] == "no-bed"
    later = second.to_on + dt.timedelta(days=1)
    ben.edit(Booking, second.id, from_on=later, to_on=later + dt.timedelta(days=1))
    assert (ben.sync().pushed, set(states_of(ben))) == (1, {"accepted", "settled", "theirs"})
    ana.sync()
    assert records_of(ana) == records_of(ben)


def test_a_closed_account_leaves_nothing_on_its_laptop(
    central: Central,
) -> None:
    ana = central.desk("Ana Reed")
    ana.add(hive(note="Secret words"))
    ana.sync()
    kept = backup.make_backup(ana.store, None, machine_now())
    central.account("revoke", "--name", "Ana Reed")
    ana.add(hive())
    with pytest.raises(Revoked, match="removed"):
        ana.sync()
    begun = {(kind_of(type(each)), each.id) for each in founding()}
    assert set(records_of(ana)) == begun
    assert not kept.exists()
    assert problems_of(ana.store) == []


def test_a_laptop_put_back_from_a_backup_has_all_of_its_work_again(central: Central) -> None:
    ana, ben = central.desk(), central.desk()
    ana.add(hive(name="Before"))
    ana.sync()
    copy = backup.make_backup(ana.store, None, machine_now())
    place = hive(name="After")
    ana.add(place, *family(place))
    ana.sync()
    path = ana.store.path
    ana.store.close()
    backup.restore(copy, path, PASSPHRASE, machine_now())
    again = Desk(Store(path, engine_for(path, ana.store.key), ana.store.key))
    again.add(hive(name="New"))
    done = again.sync()
    assert any("restored" in note for note in done.notes)
    assert again.sync().notes == []
    ben.sync()
    assert records_of(again) == records_of(ben)
    assert problems_of(again.store) == []
    again.store.close()


def test_the_terminal_connects_and_syncs(
    central: Central, passphrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ana = Desk(central.fresh())
    ana.add(hive())
    code = central.code()
    place = ("--store", str(ana.store.path))
    assert main(["sync", *place]) == 1
    assert "joining code" in capsys.readouterr().err
    assert main(["connect", *place, "--url", central.url, "--code", code]) == 0
    assert central.url in capsys.readouterr().out
    assert main(["sync", *place, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"pushed": 1, "pulled": 0, "conflicts": 0, "set_aside": 0}
    assert main(["connect", *place, "--url", central.url, "--code", code]) == 1
    assert "Traceback" not in capsys.readouterr().err
