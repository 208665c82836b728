"""A central store for each test, on a real PostgreSQL that is started once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from hivedesk.central.database import engine_for
from hivedesk.central.schema import init
from tests.central import postgres
from tests.central.little import Central

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def pg_server() -> Iterator[postgres.Server]:
    """A running PostgreSQL."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def made_once(pg_server: postgres.Server) -> str:
    """The name of a database with an empty central store in it, to be copied."""
    engine = engine_for(pg_server.fresh("template_central"))
    init(engine)
    engine.dispose()
    return "template_central"


@pytest.fixture
def database(pg_server: postgres.Server, made_once: str) -> str:
    """The address of an empty central store of the test's own."""
    return pg_server.copy_of(f"central_{next(_NUMBERS)}", made_once)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on the test's own central store."""
    made = engine_for(database)
    yield made
    made.dispose()


@pytest.fixture
def central(engine: Engine) -> Central:
    """A central store behind its door."""
    return Central(engine)
