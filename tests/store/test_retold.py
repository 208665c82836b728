"""What `hivedesk check` finds of a store that something wrote past the actions."""

from __future__ import annotations

import pytest

from hivedesk.records import Family
from hivedesk.records.journal import WAITING
from hivedesk.store import Store, writing
from hivedesk.store.health import problems_of
from tests.store.samples import NOW, family, hive, log, one_of_each, save


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with one of everything, a family whose name was changed, and a log."""
    save(store, *one_of_each())
    place = hive()
    made = family(place)
    save(store, place, *made, log(made[0].id, "badgers"))
    with writing(store, "Jo", "Edit", NOW) as write:
        write.session.get_one(Family, made[0].id).name = "Renamed"
    return store


def planted(store: Store, *statements: str) -> list[str]:
    """What is found once these have been written past everything."""
    assert problems_of(store) == []
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
    return problems_of(store)


ELSE = "say something else than their changes"
ALONE = "are told of by no change"
GONE = "are told of by changes and not there"
UNREAD = "hold something that cannot be read"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE families SET name = 'Other' WHERE name = 'Renamed'", f"1 families {ELSE}"),
        ("UPDATE support_logs SET minutes = minutes + 1 WHERE note = 'badgers'", "1 support-"),
        ("UPDATE support_logs SET evidence = 'made up' WHERE note = 'badgers'", "1 support-"),
        ("UPDATE families SET registration = 'pirate' WHERE name = 'Renamed'", UNREAD),
        ("UPDATE support_logs SET at = 'never' WHERE note = 'badgers'", UNREAD),
        ("UPDATE support_logs SET themes = '{' WHERE note = 'badgers'", UNREAD),
        ("DELETE FROM changes WHERE seq = (SELECT max(seq) FROM changes)", f"1 families {ELSE}"),
        (
            "DELETE FROM changes WHERE kind = 'support-logs' AND \"after\" LIKE '%badgers%'",
            f"1 support-logs {ALONE}",
        ),
        ("DELETE FROM policies WHERE id = (SELECT min(id) FROM policies)", f"1 policies {GONE}"),
        (
            "UPDATE changes SET \"after\" = '{' WHERE seq = (SELECT max(seq) FROM changes)",
            "1 families have changes that cannot be read",
        ),
    ],
)
def test_a_record_and_its_changes_say_the_same(filled: Store, statement: str, found: str) -> None:
    told = planted(filled, statement)
    assert len(told) == 1, told
    assert told[0].startswith("history: ")
    assert found in told[0]
    assert "badgers" not in told[0]


def test_what_waits_for_another_record_is_not_in_its_own_yet(filled: Store) -> None:
    """A change that came before what it names is no fault, whatever it says."""
    assert (
        planted(
            filled,
            'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, "after", clock, '
            f"state) SELECT 'x', group_id, at, who, verb, kind, 'nobody', \"after\", clock, "
            f"'{WAITING}' FROM changes WHERE seq = 1",
        )
        == []
    )


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DROP TABLE budget_lines", "schema: the table budget_lines is missing"),
        ("DROP TABLE changes", "schema: the table changes is missing"),
        ("DROP INDEX ix_changes_state", "schema: the index ix_changes_state is missing"),
        (
            "ALTER TABLE support_logs DROP COLUMN evidence",
            "schema: the table support_logs is not as it was made",
        ),
        ("CREATE TABLE notes (words TEXT)", "schema: the table notes is not ours"),
        (
            "CREATE TRIGGER later AFTER UPDATE ON families BEGIN DELETE FROM changes; END",
            "schema: the trigger later is not ours",
        ),
    ],
)
def test_the_schema_is_the_one_that_the_steps_make(
    filled: Store, statement: str, found: str
) -> None:
    assert found in planted(filled, statement)


def test_how_sqlite_keeps_its_index_of_words_is_its_own_affair(filled: Store) -> None:
    """Its next version may make those tables otherwise; the stores of this one stay whole."""
    altered = "UPDATE sqlite_master SET sql = sql || ' ' WHERE name = 'search_text_config'"
    assert planted(filled, "PRAGMA writable_schema = ON", altered) == []
