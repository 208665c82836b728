"""The demo county and real families never meet: at no central store, and on no stick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hivedesk.actions.desk import Desk, desk_for, machine_now
from hivedesk.demo import build
from hivedesk.records import Hive
from hivedesk.store import open_store
from hivedesk.sync.carry import read_stick
from hivedesk.sync.client import Refused
from hivedesk.sync.run import connect, sync_once
from hivedesk.sync.stick import write_stick
from hivedesk.sync.whose import NotForThisLaptop
from tests.conftest import PASSPHRASE
from tests.sync.test_with_central import (  # noqa: F401 (fixtures)
    Central,
    central,
    database,
    made_once,
    pg_server,
    used_again,
)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Desk]:
    """A small demo county."""
    path = tmp_path / "demo.hive"
    build(path, PASSPHRASE, hives=1, years=1)
    store = open_store(path, PASSPHRASE, machine_now())
    yield desk_for(store)
    store.close()


def code(central: Central, name: str) -> str:  # noqa: F811
    return central.account("add", "--name", name, "--role", "manager")


def tied(desk: Desk, central: Central, using: str) -> None:  # noqa: F811
    connect(desk.store, central.url, using, machine_now)
    sync_once(desk.store, machine_now)


def hives(desk: Desk) -> set[str]:
    with desk.store.reading() as session:
        return set(session.scalars(select(Hive.name)))


def test_a_demo_county_is_not_let_in_among_real_families(
    desk: Desk,
    demo: Desk,
    central: Central,  # noqa: F811
) -> None:
    tied(desk, central, code(central, "Jo Field"))
    second = code(central, "Lee Marsh")
    with pytest.raises(Refused, match="must not come among real ones") as why:
        tied(demo, central, second)
    assert "has not been used up" in why.value.next_step
    before = hives(desk)
    sync_once(desk.store, machine_now)
    assert hives(desk) == before
    tied(desk, central, second)  # it really has not


def test_real_families_are_not_let_in_where_a_demo_county_is_tried(
    desk: Desk,
    demo: Desk,
    central: Central,  # noqa: F811
) -> None:
    tied(demo, central, code(central, "Jo Field"))
    with pytest.raises(Refused, match="holds the invented people"):
        tied(desk, central, code(central, "Lee Marsh"))
    tied(demo, central, code(central, "Kit Reed"))


def test_a_stick_brings_neither_to_the_other(desk: Desk, demo: Desk, tmp_path: Path) -> None:
    for writer, reader, words in (
        (demo, desk, "must not come among real ones"),
        (desk, demo, "brings real people"),
    ):
        path = tmp_path / str(writer.store.path.stem)
        write_stick(writer.store, path, PASSPHRASE, machine_now(), since=0)
        before = hives(reader)
        with pytest.raises(NotForThisLaptop, match=words):
            read_stick(reader.store, path, PASSPHRASE, machine_now())
        assert hives(reader) == before
