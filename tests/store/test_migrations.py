"""The migrated schema is what the models say, and no step goes untested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from hivedesk import store as store_package
from hivedesk.records import Base, Hive
from hivedesk.store import Store, migrate, migrations, open_store
from hivedesk.store.backup import listed
from hivedesk.store.health import problems_of
from hivedesk.store.search import INDEXES
from tests.conftest import PASSPHRASE
from tests.store.samples import NOW, hive, save

STEP_FILES = sorted(Path(migrations.__file__).parent.glob("m[0-9]*.py"))


def is_ours(name: str) -> bool:
    """Full-text search is no part of the models: its tables are told apart by name."""
    return name != "search_entries" and not any(name.startswith(i) for i in INDEXES.values())


def test_every_step_has_a_test_and_a_place() -> None:
    numbers = [int(path.stem[1:5]) for path in STEP_FILES]
    assert numbers == list(range(1, migrations.VERSION + 1))
    modules = [step.__module__.rpartition(".")[2] for step in migrations.STEPS]
    assert modules == [path.stem for path in STEP_FILES]
    tests = Path(__file__).parent / "migrations"
    missing = [p.stem for p in STEP_FILES if not (tests / f"test_{p.stem[:5]}.py").is_file()]
    assert missing == []


def test_steps_do_not_lean_on_what_goes_on_changing() -> None:
    leaning = [
        path.name
        for path in STEP_FILES
        if re.search(r"hivedesk|from \.\.", path.read_text("utf-8"))
    ]
    assert leaning == []


def test_migrated_schema_equals_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "table" or is_ours(name),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def plain(sql: str) -> list[str]:
    """The parts of a CREATE statement without what does not matter.

    A column that a later step added stands behind the older ones: their order is left out.
    """
    words = re.sub(r"\s+", " ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")").strip()
    head, _, body = words.removesuffix(")").partition("(")
    return [head.strip(), *sorted(part.strip() for part in re.split(r",(?![^(]*\))", body))]


def test_every_statement_equals_the_models(store: Store) -> None:
    """Constraints, their names and when they are looked at, which a comparison leaves out."""
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        )
        kept = {name: plain(sql) for name, table, sql in rows if is_ours(table)}
        dialect = connection.dialect
    wanted = {}
    for table in Base.metadata.sorted_tables:
        wanted[table.name] = plain(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            wanted[str(index.name)] = plain(str(CreateIndex(index).compile(dialect=dialect)))
    assert kept == wanted


def test_the_comparison_sees_a_difference() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.exec_driver_sql("ALTER TABLE hives ADD COLUMN colour TEXT")
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) != []
    engine.dispose()


def add_colour(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE hives ADD COLUMN colour TEXT")


def add_colour_and_fail(connection: Connection) -> None:
    add_colour(connection)
    raise RuntimeError("a step with a mistake in it")


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """This HiveDesk, one version on."""
    monkeypatch.setattr(migrate, "STEPS", (*migrations.STEPS, add_colour))
    for module in (migrate, store_package):
        monkeypatch.setattr(module, "VERSION", migrations.VERSION + 1)
    return monkeypatch


def columns_of_hives(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return [row.name for row in connection.exec_driver_sql("PRAGMA table_info(hives)")]


def test_an_older_store_is_backed_up_then_brought_up_to_date(
    store: Store, next_step: pytest.MonkeyPatch
) -> None:
    save(store, hive(name="Gosport"))
    store.close()
    newer = open_store(store.path, PASSPHRASE, NOW)
    assert "colour" in columns_of_hives(newer)
    with newer.engine.connect() as connection:
        assert migrate.version_of(connection) == migrations.VERSION + 1
    with newer.reading() as session:
        assert session.query(Hive.name).all() == [("Gosport",)]
    newer.close()
    assert len(listed(store.path.with_name("backups"), "my")) == 1
    open_store(store.path, PASSPHRASE, NOW).close()
    assert len(listed(store.path.with_name("backups"), "my")) == 1


def test_a_step_that_fails_leaves_the_version_before(
    store: Store, next_step: pytest.MonkeyPatch
) -> None:
    store.close()
    next_step.setattr(migrate, "STEPS", (*migrations.STEPS, add_colour_and_fail))
    with pytest.raises(RuntimeError, match="mistake"):
        open_store(store.path, PASSPHRASE, NOW)
    next_step.undo()
    again = open_store(store.path, PASSPHRASE, NOW)
    assert "colour" not in columns_of_hives(again)
    assert problems_of(again) == []
    again.close()
