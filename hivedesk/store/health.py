"""Is the store whole? The questions `hivedesk check` asks, and backups before they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import create_engine
from sqlcipher3 import dbapi2 as sqlcipher

from hivedesk.records import KINDS, declared

from . import retold, search
from .database import Store, connect, said_plainly
from .migrations import STEPS, VERSION


def problems_of(store: Store) -> list[str]:
    """Every problem found, in words without personal data; empty when all is well.

    Raises:
        Damaged: so far gone that it cannot be read through.
    """
    found = _ask(store, (_encrypted_pages, _structure, _version, _schema))
    if found:
        return found  # the others would trip over what is missing
    return _ask(store, (_references, _search, _statuses, retold.problems_of))


def damage_of(store: Store) -> list[str]:
    """What is wrong with the file itself, whatever its version and whatever it says.

    This is what a backup must be free of. A family with two statuses is a reason to
    mend it, and no reason to be left without backups.
    """
    return _ask(store, (_encrypted_pages, _structure))


def _ask(store: Store, questions: Iterable[Callable[[Any], list[str]]]) -> list[str]:
    with said_plainly(store.path):
        connection = connect(store.path, store.key)
        try:
            return [answer for question in questions for answer in question(connection)]
        finally:
            connection.close()


def _all(connection: Any, sql: str) -> list[Any]:
    return list(connection.execute(sql).fetchall())


def _encrypted_pages(connection: Any) -> list[str]:
    # The check reads the file itself: pages still in the log must be folded in first.
    _all(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    return [f"encryption: {row[0]}" for row in _all(connection, "PRAGMA cipher_integrity_check")]


def _structure(connection: Any) -> list[str]:
    rows = [row[0] for row in _all(connection, "PRAGMA integrity_check")]
    return [] if rows == ["ok"] else [f"structure: {row}" for row in rows]


def _references(connection: Any) -> list[str]:
    rows = _all(connection, "PRAGMA foreign_key_check")
    return [f"{row[0]} row {row[1]} points at a missing record of {row[2]}" for row in rows]


def _version(connection: Any) -> list[str]:
    version = _all(connection, "PRAGMA user_version")[0][0]
    return [] if version == VERSION else [f"version {version}, expected {VERSION}"]


_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"


def _schema(connection: Any) -> list[str]:
    """Every table and index is there and as the steps make them, and nothing else is."""
    engine = create_engine("sqlite://", module=sqlcipher)
    with engine.begin() as fresh:
        for step in STEPS:
            step(fresh)
        wanted = _ours(fresh.exec_driver_sql(_SHAPE))
    engine.dispose()
    found = _ours(_all(connection, _SHAPE))
    missing = [
        f"schema: the {one} {name} is missing" for one, name in sorted(wanted.keys() - found)
    ]
    strange = [
        f"schema: the {one} {name} is not ours" for one, name in sorted(found.keys() - wanted)
    ]
    altered = [
        f"schema: the {one} {name} is not as it was made"
        for one, name in sorted(wanted.keys() & found.keys())
        if wanted[one, name] != found[one, name]
    ]
    return missing + strange + altered


def _ours(rows: Iterable[Any]) -> dict[tuple[str, str], str]:
    """What the steps make, by type and name: what lies behind an index of words is SQLite's own.

    Another version of SQLite may make that in another way; a store made by it is no less whole.
    """
    behind = tuple(f"{index}_" for index in search.INDEXES.values())
    return {(row[0], row[1]): row[2] for row in rows if not row[1].startswith(behind)}


def _search(connection: Any) -> list[str]:
    """A record with words to find is in the index, and an archived one is not."""
    problems = []
    for kind, model in KINDS.items():
        for by, index in search.INDEXES.items():
            names = [name for name, (_, about) in declared(model).items() if about.searched == by]
            if not names:
                continue
            has_words = " OR ".join(f"coalesce(\"{name}\", '') <> ''" for name in names)
            wrong = _all(
                connection,
                f"SELECT count(*) FROM {model.__tablename__} AS r "
                f"WHERE (archived_at IS NULL AND ({has_words})) <> EXISTS ("
                f"SELECT 1 FROM search_entries AS e JOIN {index}_docsize AS d ON d.id = e.rowid "
                f"WHERE e.record_id = r.id AND e.kind = '{kind}')",
            )[0][0]
            if wrong:
                problems.append(f"search: {wrong} {kind} are not in the index as they should be")
        lost = _all(
            connection,
            f"SELECT count(*) FROM search_entries AS e WHERE e.kind = '{kind}' AND NOT EXISTS ("
            f"SELECT 1 FROM {model.__tablename__} AS r WHERE r.id = e.record_id)",
        )[0][0]
        if lost:
            problems.append(f"search: {lost} {kind} are in the index and nowhere else")
    return problems


def _statuses(connection: Any) -> list[str]:
    """A family's status is its newest dated step; two truths would be one too many."""
    wrong = _all(
        connection,
        "SELECT count(*) FROM families f WHERE f.archived_at IS NULL AND f.status <> coalesce("
        "(SELECT s.status FROM family_statuses s WHERE s.family_id = f.id "
        "AND s.archived_at IS NULL ORDER BY s.from_on DESC, s.id DESC LIMIT 1), '')",
    )[0][0]
    return [f"{wrong} families whose status is not the newest of their history"] if wrong else []
