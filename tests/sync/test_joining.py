"""A laptop that joins a Hive: it brings none of its own, whatever goes wrong on the way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from hivedesk.actions.desk import desk_for, machine_now
from hivedesk.actions.saving import save_record
from hivedesk.actions.setup import new_desk
from hivedesk.records import (
    FamilyState,
    Hive,
    JoinSource,
    OneToOne,
    PlainError,
    Policy,
    Registration,
    Worker,
    WorkerRole,
)
from hivedesk.settings import PolicyDefault
from hivedesk.store import Store, settings
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import read_key_by_recovery
from hivedesk.store.queries.sync_state import standing, waiting
from hivedesk.store.recovery import new_recovery_key
from hivedesk.sync.beginning import Joining
from hivedesk.sync.client import Offline, Refused
from hivedesk.sync.run import connect, sync_once
from tests.conftest import PASSPHRASE
from tests.sync.test_with_central import (  # noqa: F401 (fixtures)
    Central,
    Desk,
    central,
    database,
    made_once,
    pg_server,
    used_again,
)


@dataclass
class Road(httpx2.BaseTransport):
    """The network, on which some answers are lost, or say something else."""

    lost: int = 0
    says: dict[str, tuple[int, object]] = field(default_factory=dict)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path in self.says:
            status, told = self.says[request.url.path]
            return httpx2.Response(status, content=json.dumps(told).encode())
        with httpx2.HTTPTransport() as network:
            answer = network.handle_request(request)
            answer.read()
        if self.lost:
            self.lost -= 1
            raise httpx2.ReadError("the line broke", request=request)
        return answer


@pytest.fixture
def beginning(tmp_path: Path) -> Iterator[Callable[[Joining], Store]]:
    """Begins a store by joining, in a folder of its own; closes it in the end."""
    made: list[Store] = []

    def begin(joining: Joining) -> Store:
        path = tmp_path / f"laptop-{len(made)}" / "my.hive"
        path.parent.mkdir(exist_ok=True)
        try:
            made.append(joining.begin(path, PASSPHRASE, machine_now, laptop="laptop"))
        except PlainError:
            assert list(path.parent.iterdir()) == [], "a refusal leaves nothing behind"
            raise
        return made[-1]

    yield begin
    for store in made:
        store.close()


def code(central: Central, name: str, role: str = "worker", hive: str = "Eastleigh") -> str:  # noqa: F811
    return central.account(
        "add", "--name", name, "--role", role, *(["--hive", hive] if hive else [])
    )


@pytest.fixture
def first(central: Central, beginning: Callable[[Joining], Store]) -> Store:  # noqa: F811
    """The first laptop of the Hive that central waits for, which has synced."""
    store = beginning(Joining(central.url, code(central, "Jo Field")))
    sync_once(store, machine_now)
    return store


def names(store: Store) -> tuple[list[str], list[str]]:
    """The Hives and the workers that a store holds."""
    with store.reading() as session:
        workers = session.execute(select(Worker.first_name, Worker.last_name)).all()
        return list(session.scalars(select(Hive.name))), sorted(" ".join(row) for row in workers)


def unsent(store: Store) -> tuple[int, int]:
    """How many changes wait to be sent, and how many were set aside."""
    with store.reading() as session:
        return standing(session).to_send, standing(session).need_you


def test_the_first_laptop_of_a_hive_begins_it(first: Store, central: Central) -> None:  # noqa: F811
    desk = desk_for(first)
    assert (desk.who, desk.role) == ("Jo Field", "worker")
    assert desk.worker_id
    assert names(first) == (["Eastleigh"], ["Jo Field"])
    assert unsent(first) == (0, 0)
    with first.reading() as session:
        hive = session.scalars(select(Hive)).one()
        assert (hive.area, hive.id) == ("Eastleigh", settings.get(session, settings.HIVE))
    assert problems_of(first) == []


def test_a_second_laptop_joins_the_hive_and_its_worker_sits_down(
    first: Store,
    central: Central,  # noqa: F811
    beginning: Callable[[Joining], Store],
) -> None:
    made = save_record(desk_for(first), "families", plain_family(first)).record_id
    sync_once(first, machine_now)
    store = beginning(Joining(central.url, code(central, "Jo Field")))
    assert desk_for(store).worker_id is None
    sync_once(store, machine_now)
    desk = desk_for(store)
    assert (desk.who, desk.worker_id) == ("Jo Field", desk_for(first).worker_id)
    assert names(store) == (["Eastleigh"], ["Jo Field"])
    assert unsent(store) == (0, 0), "nothing of its own was set aside"
    save_record(desk, "families", {"area": "Fair Oak"}, made)
    sync_once(store, machine_now)
    assert unsent(store) == (0, 0)
    assert problems_of(store) == []


def plain_family(store: Store) -> dict[str, object]:
    with store.reading() as session:
        hive_id = settings.get(session, settings.HIVE)
    return {
        "name": "Marlowe",
        "hive_id": hive_id,
        "registration": Registration.COUNTY,
        "status": FamilyState.ACTIVE,
        "source": JoinSource.ESTABLISHED,
        "area": "Eastleigh",
        "joined_on": dt.date(2020, 1, 6),
        "one_to_one": OneToOne.WELCOME,
    }


def test_a_worker_who_is_new_to_the_hive_is_added_to_it(
    first: Store,
    central: Central,  # noqa: F811
    beginning: Callable[[Joining], Store],
) -> None:
    store = beginning(Joining(central.url, code(central, "Ana Maria Lee")))
    sync_once(store, machine_now)
    assert names(store) == (["Eastleigh"], ["Ana Maria Lee", "Jo Field"])
    desk = desk_for(store)
    assert desk.who == "Ana Maria Lee"
    with store.reading() as session:
        me = session.get_one(Worker, desk.worker_id)
        assert (me.last_name, me.role) == ("Lee", WorkerRole.SUPPORT_WORKER)
        assert me.hive_id == settings.get(session, settings.HIVE)
    sync_once(store, machine_now)
    assert unsent(store) == (0, 0)
    sync_once(first, machine_now)
    assert names(first)[1] == ["Ana Maria Lee", "Jo Field"]


def test_a_manager_sits_down_and_looks_at_all_hives(
    first: Store,
    central: Central,  # noqa: F811
    beginning: Callable[[Joining], Store],
) -> None:
    store = beginning(Joining(central.url, code(central, "Mo Reed", "manager", "")))
    sync_once(store, machine_now)
    with store.reading() as session:
        me = session.get_one(Worker, desk_for(store).worker_id)
        assert (me.role, me.hive_id) == (WorkerRole.MANAGER, None)
        assert settings.get(session, settings.HIVE) is None


def test_a_link_carers_code_begins_a_store_of_hers(
    first: Store,
    central: Central,  # noqa: F811
    beginning: Callable[[Joining], Store],
) -> None:
    store = beginning(Joining(central.url, code(central, "Wren Okoro", "link-carer", "")))
    sync_once(store, machine_now)
    desk = desk_for(store)
    assert desk.is_carers
    assert desk.who == "Wren Okoro"
    assert names(store)[1] == []


def test_a_refused_code_makes_nothing_and_is_not_used_up(
    first: Store,
    central: Central,  # noqa: F811
    beginning: Callable[[Joining], Store],
    tmp_path: Path,
) -> None:
    with pytest.raises(Refused, match="not known here"):
        beginning(Joining(central.url, "AAAA-BBBB-CCCC-DDDD"))
    auditor = code(central, "Ada Low", "auditor", "")
    with pytest.raises(Refused, match="is an auditor's") as why:
        beginning(Joining(central.url, auditor))
    assert why.value.code == "role"
    # A link carer's code in a store that holds a Hive's work: it works in a new one afterwards.
    carers = code(central, "Wren Okoro", "link-carer", "")
    save_record(desk_for(first), "themes", {"name": "Gardens"})
    with pytest.raises(Refused, match="holds the work of a Hive"):
        connect(first, central.url, carers, machine_now)
    store = beginning(Joining(central.url, carers))
    assert desk_for(store).is_carers


def test_a_lost_answer_does_not_use_the_code_up(
    central: Central,  # noqa: F811
    beginning: Callable[[Joining], Store],
    tmp_path: Path,
) -> None:
    joining = Joining(central.url, code(central, "Jo Field"), Road(lost=1))
    with pytest.raises(PlainError, match="broke off"):
        beginning(joining)
    store = beginning(joining)
    assert desk_for(store).who == "Jo Field"
    # The same from a store that is there already.
    desk = new_desk(
        tmp_path / "own.hive", PASSPHRASE, hive="Gosport", first_name="Kit", last_name="Reed"
    )
    words, road = code(central, "Kit Reed", hive="Gosport"), Road(lost=1)
    with pytest.raises(PlainError, match="broke off"):
        connect(desk.store, central.url, words, machine_now, transport=road)
    assert connect(desk.store, central.url, words, machine_now, transport=road).role == "worker"
    desk.store.close()


def test_no_disk_no_network_and_other_versions_are_said_plainly(
    central: Central,  # noqa: F811
    tmp_path: Path,
) -> None:
    words = code(central, "Jo Field")
    joining = Joining(central.url, words)
    joining.greet()
    (tmp_path / "letter").write_text("Dear all")
    with pytest.raises(PlainError, match="cannot be written to"):
        joining.begin(tmp_path / "letter" / "my.hive", PASSPHRASE, machine_now)
    for says, told in (
        ((200, {"status": "ok", "protocol": 2}), "newer than the HiveDesk"),
        ((200, {"status": "ok", "protocol": 0}), "older than the HiveDesk"),
        ((200, ["hotel"]), "no central store"),
        ((404, "no"), "no central store"),
        ((503, {"problem": "The database rests.", "next": "", "code": "database"}), "rests"),
    ):
        with pytest.raises(PlainError, match=told):
            Joining(central.url, words, Road(says={"/healthz": says})).greet()
    with pytest.raises(Offline):
        Joining("http://127.0.0.1:9", words).greet()
    key = new_recovery_key()
    store = joining.begin(tmp_path / "my.hive", PASSPHRASE, machine_now, recovery=key)
    assert read_key_by_recovery(store.path, key) == store.key
    store.close()


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Store]:
    """A store that was begun alone, in which nobody has worked."""
    pushed = PolicyDefault("quiet.days", "35", dt.date(2026, 4, 1), "Council settings", tmp_path)
    desk = new_desk(
        tmp_path / "begun.hive",
        PASSPHRASE,
        hive="My Hive",
        first_name="Kit",
        last_name="Reed",
        policies=[pushed],
    )
    with desk.store.reading() as session:
        kept = session.scalars(select(Policy).where(Policy.value == "35")).one()
        assert (kept.source, kept.starts_on) == ("Council settings", dt.date(2026, 4, 1))
    yield desk.store
    desk.store.close()


def test_a_store_that_has_only_begun_joins_instead_of_bringing_its_own(
    first: Store,
    begun: Store,
    central: Central,  # noqa: F811
) -> None:
    connect(begun, central.url, code(central, "K. Reed"), machine_now)
    sync_once(begun, machine_now)
    assert names(begun) == (["Eastleigh"], ["Jo Field", "Kit Reed"]), "the name that was typed"
    assert desk_for(begun).who == "Kit Reed"
    with begun.reading() as session:
        assert session.scalars(select(Policy).where(Policy.value == "35")).all() == []
        assert waiting(session) == [] or {each.kind for each in waiting(session)} == {"workers"}
    sync_once(begun, machine_now)
    assert unsent(begun) == (0, 0)
    assert problems_of(begun) == []


def test_the_hive_that_central_waits_for_is_brought(
    first: Store,
    begun: Store,
    central: Central,  # noqa: F811
) -> None:
    connect(begun, central.url, code(central, "Kit Reed", hive="My Hive"), machine_now)
    sync_once(begun, machine_now)
    assert "My Hive" in names(begun)[0]
    assert "Kit Reed" in names(begun)[1]
    assert unsent(begun) == (0, 0), "policies of a settings file are not a worker's to bring"


def test_work_is_never_let_go_of(
    first: Store,
    begun: Store,
    central: Central,  # noqa: F811
) -> None:
    save_record(desk_for(begun), "themes", {"name": "Gardens"})
    connect(begun, central.url, code(central, "Kit Reed"), machine_now)
    assert names(begun)[0] == ["My Hive"]
