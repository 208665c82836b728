"""Stores to export: one of every kind of record, and the demo county."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hivedesk.demo import build
from hivedesk.store import Store, open_store
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW, one_of_each, save


@pytest.fixture
def mixed(store: Store) -> Store:
    """A store with one record of every kind, every field of it filled in."""
    save(store, *one_of_each())
    return store


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo county, for tests that only read it."""
    path = tmp_path_factory.mktemp("county") / "county.hive"
    build(path, PASSPHRASE)
    store = open_store(path, PASSPHRASE, NOW)
    yield store
    store.close()
