"""A central store for each test, on a real PostgreSQL that is started once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from hivedesk.central.database import engine_for
from hivedesk.central.schema import init
from hivedesk.central.tables import CENTRAL, RECORDS
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
def own_database(pg_server: postgres.Server, made_once: str) -> str:
    """The address of an empty central store, for tests that change its tables."""
    return pg_server.copy_of(f"central_{next(_NUMBERS)}", made_once)


@pytest.fixture(scope="session")
def used_again(pg_server: postgres.Server, made_once: str) -> str:
    """The address of a central store that is emptied for each test: a copy takes far longer."""
    return pg_server.copy_of("used_again", made_once)


@pytest.fixture
def database(used_again: str) -> str:
    """The address of an empty central store; the test leaves its tables as they are."""
    every = reversed((*RECORDS.sorted_tables, *CENTRAL.sorted_tables))
    empty = [
        sql.SQL("DELETE FROM {};").format(sql.Identifier(table.name))
        for table in every
        if table.name != "central_facts"
    ]
    empty.append(sql.SQL("DELETE FROM central_facts WHERE key = 'people';"))
    with psycopg.connect(used_again) as connection:
        connection.execute(sql.Composed(empty))
    return used_again


@pytest.fixture(scope="session")
def warm_engine(used_again: str) -> Iterator[Engine]:
    """One engine for all tests: a new one would put every question into SQL anew."""
    made = engine_for(used_again)
    yield made
    made.dispose()


@pytest.fixture
def engine(database: str, warm_engine: Engine) -> Engine:
    """An engine on a central store that was emptied for the test."""
    assert database
    return warm_engine


@pytest.fixture
def central(engine: Engine) -> Central:
    """A central store behind its door."""
    return Central(engine)
