"""The database is made as declared, comes up to date, and refuses two stays in one bed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, insert, select, update
from sqlalchemy.exc import IntegrityError

from hivedesk.central import schema
from hivedesk.central.database import engine_for, is_trial
from hivedesk.central.tables import CENTRAL, RECORDS, bed_nights, facts
from hivedesk.records.errors import BadUse
from tests.central.postgres import Server


@pytest.fixture
def engine(own_database: str) -> Iterator[Engine]:
    """An engine on a central store whose tables may be changed."""
    made = engine_for(own_database)
    yield made
    made.dispose()


def differences(engine: Engine) -> list[object]:
    every = MetaData()
    for table in [*CENTRAL.sorted_tables, *RECORDS.sorted_tables]:
        table.to_metadata(every)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, every))


def test_made_database_is_what_is_declared(engine: Engine) -> None:
    assert differences(engine) == []
    schema.check(engine)


def test_making_it_again_does_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        before = schema.epoch_of(connection)
    assert schema.init(engine) == []
    with engine.connect() as connection:
        assert schema.epoch_of(connection) == before


def test_trial_on_sqlite_is_made_and_says_what_it_is(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'trial.db'}")
    assert is_trial(engine)
    assert schema.init(engine) != []
    schema.check(engine)
    assert schema.init(engine) == []
    engine.dispose()


def test_new_fields_and_kinds_are_added(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE families DROP COLUMN pets")
        connection.exec_driver_sql("DROP TABLE handover_items")
    with pytest.raises(schema.NotMade):
        schema.check(engine)
    assert schema.init(engine) == ["made 1 tables of records", "added families.pets"]
    assert differences(engine) == []


def test_store_of_version_2_is_brought_up_to_date(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE central_removals, central_allowances")
        connection.exec_driver_sql("ALTER TABLE central_tokens DROP COLUMN given")
        connection.execute(update(facts).where(facts.c.key == "version").values(value="2"))
    assert schema.init(engine) == ["brought the central store to version 3"]
    assert differences(engine) == []


def test_unmade_and_newer_databases_are_refused(pg_server: Server, engine: Engine) -> None:
    empty = engine_for(pg_server.fresh("nothing_in_it"))
    with pytest.raises(schema.NotMade, match="central init"):
        schema.check(empty)
    empty.dispose()
    with engine.begin() as connection:
        connection.execute(update(facts).where(facts.c.key == "version").values(value="99"))
    for ask in (schema.check, schema.init):
        with pytest.raises(schema.NotMade, match="newer HiveDesk"):
            ask(engine)


@pytest.mark.parametrize("address", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused_without_repeating_the_address(address: str) -> None:
    with pytest.raises(BadUse) as why:
        engine_for(address)
    assert "nonsense" not in str(why.value)


def test_postgresql_itself_refuses_two_stays_in_one_bed(engine: Engine) -> None:
    def put(booking: str, bed: int, first: int, leaves: int) -> None:
        with engine.begin() as connection:
            connection.execute(
                insert(bed_nights),
                {
                    "booking_id": booking,
                    "room_id": "room",
                    "bed": bed,
                    "first_night": dt.date(2021, 6, first),
                    "leaves_on": dt.date(2021, 6, leaves),
                },
            )

    put("a", 1, 10, 12)
    put("b", 1, 12, 13)  # back to back: they share a day and no night
    put("c", 2, 10, 12)
    with pytest.raises(IntegrityError, match="one_stay_a_bed"):
        put("d", 1, 11, 14)
    with engine.connect() as connection:
        assert set(connection.scalars(select(bed_nights.c.booking_id))) == {"a", "b", "c"}
