"""Three laptops and a model of central; two laptops without one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hivedesk.paths import key_path
from hivedesk.records import new_id
from hivedesk.store import Store, settings
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from hivedesk.sync import connection
from tests.sync.laptops import Laptop, World, laptop


@pytest.fixture
def world() -> World:
    """Central, and the true time."""
    return World()


@pytest.fixture
def three(
    empty_store: tuple[Path, DataKey], tmp_path: Path, world: World
) -> Iterator[tuple[Laptop, Laptop, Laptop]]:
    """Ana, Ben and Cy."""
    with ExitStack() as stack:
        ana, ben, cy = (
            stack.enter_context(laptop(name, empty_store, tmp_path, world))
            for name in ("Ana", "Ben", "Cy")
        )
        yield ana, ben, cy


@pytest.fixture
def laptops(empty_store: tuple[Path, DataKey], tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two empty stores on two laptops."""
    source, key = empty_store
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy2(source, folder / source.name)
        shutil.copy2(key_path(source), key_path(folder / source.name))
        store = Store(folder / source.name, engine_for(folder / source.name, key), key)
        with connection.altering(store) as session:
            settings.put(session, settings.DEVICE, new_id())
        made.append(store)
    yield made[0], made[1]
    for store in made:
        store.close()
