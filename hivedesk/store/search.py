"""Full-text search: which records hold these words.

Two FTS5 indexes, because people look for a name a hundred times for each time
they look for words in a note: names are few and ranked, notes are many and come
newest first (which FTS5 answers without reading every match). Both are
contentless, so that a note's text lies in the store once. Words that are taken
out are no longer found at once, and leave the (encrypted) pages when FTS5 merges
them; the history holds them anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.orm import Session

from hivedesk.records.base import Record, declared, kind_of

INDEXES = {"name": "search_names", "text": "search_text"}

# Accents that stand alone belong to their letter: some keyboards send â as two characters.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_AT_ONCE = 400
_LONGEST = 20  # words of a query that are looked at; a pasted page is not a query


class Hit(NamedTuple):
    """One found record. `by` is "name" or "text"."""

    kind: str
    record_id: str
    by: str


def body_of(record: Record, by: str) -> str:
    """The words of `record` that the index `by` holds; "" for none."""
    parts = (
        getattr(record, name)
        for name, (_, about) in declared(type(record)).items()
        if about.searched == by
    )
    return "\n".join(part for part in parts if part)


def keep(session: Session, record: Record, changed: set[str]) -> None:
    """Bring the indexes up to date with one record that was just written."""
    fields = declared(type(record))
    searched = {name for name, (_, about) in fields.items() if about.searched}
    if not searched or not changed & (searched | {"archived_at"}):
        return
    connection = session.connection()
    row = connection.execute(
        text("SELECT rowid FROM search_entries WHERE record_id = :id"), {"id": record.id}
    ).scalar()
    if row is None:
        row = connection.execute(
            text(
                "INSERT INTO search_entries (kind, record_id) VALUES (:kind, :id) RETURNING rowid"
            ),
            {"kind": kind_of(type(record)), "id": record.id},
        ).scalar_one()
    for by, index in INDEXES.items():
        body = "" if record.archived_at else body_of(record, by)
        connection.execute(text(f"DELETE FROM {index} WHERE rowid = :row"), {"row": row})
        if body:
            connection.execute(
                text(f"INSERT INTO {index} (rowid, body) VALUES (:row, :body)"),
                {"row": row, "body": body},
            )


def fields_of(model: type[Record]) -> set[str]:
    """The names of the fields whose words are searched."""
    return {name for name, (_, about) in declared(model).items() if about.searched}


def keep_rows(connection: Connection, model: type[Record], rows: Sequence[dict[str, Any]]) -> None:
    """Bring the indexes up to date with many records of one class, new ones among them.

    Args:
        rows: their values by field, all that is searched and `archived_at` among them.
    """
    if not rows or not fields_of(model):
        return
    entries = _entries(connection, kind_of(model), [row["id"] for row in rows])
    for by, index in INDEXES.items():
        names = [name for name, (_, about) in declared(model).items() if about.searched == by]
        old = [{"row": row} for row, is_new in entries.values() if not is_new]
        if old:
            connection.execute(text(f"DELETE FROM {index} WHERE rowid = :row"), old)
        bodies = [
            {"row": entries[row["id"]][0], "body": body}
            for row in rows
            if not row.get("archived_at")
            and (body := "\n".join(row[name] for name in names if row.get(name)))
        ]
        if bodies:
            connection.execute(
                text(f"INSERT INTO {index} (rowid, body) VALUES (:row, :body)"), bodies
            )


def drop(connection: Connection, record_id: str) -> None:
    """Take a record out of the indexes."""
    asked = text("DELETE FROM search_entries WHERE record_id = :id RETURNING rowid")
    for row in connection.execute(asked, {"id": record_id}).scalars().all():
        for index in INDEXES.values():
            connection.execute(text(f"DELETE FROM {index} WHERE rowid = :row"), {"row": row})


def _entries(connection: Connection, kind: str, ids: list[str]) -> dict[str, tuple[int, bool]]:
    """The index row of each record, made where there is none, and whether it was made now."""
    entries: dict[str, tuple[int, bool]] = {}
    asked = text("SELECT record_id, rowid FROM search_entries WHERE record_id IN :ids")
    asked = asked.bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(ids), _AT_ONCE):
        some = {"ids": ids[start : start + _AT_ONCE]}
        entries |= {row[0]: (row[1], False) for row in connection.execute(asked, some)}
    free = connection.execute(text("SELECT coalesce(max(rowid), 0) + 1 FROM search_entries"))
    fresh = [record_id for record_id in ids if record_id not in entries]
    made = dict(zip(fresh, count(free.scalar_one())))
    if made:
        connection.execute(
            text("INSERT INTO search_entries (rowid, kind, record_id) VALUES (:row, :kind, :id)"),
            [{"row": row, "kind": kind, "id": record_id} for record_id, row in made.items()],
        )
    return entries | {record_id: (row, True) for record_id, row in made.items()}


def find(session: Session, words: str, limit: int = 20) -> list[Hit]:
    """Records whose names, then whose notes, hold all of `words` (each as a beginning).

    Names come best match first, notes newest first. One letter looks at names only.
    """
    query = _query(words)
    if not query:
        return []
    hits = _matches(session, "name", query, "rank", limit)
    if len(words.strip()) > 1 and len(hits) < limit:
        known = {hit.record_id for hit in hits}
        more = _matches(session, "text", query, "search_text.rowid DESC", limit)
        hits += [hit for hit in more if hit.record_id not in known][: limit - len(hits)]
    return hits


def _matches(session: Session, by: str, query: str, order: str, limit: int) -> list[Hit]:
    index = INDEXES[by]
    rows = session.execute(
        text(
            f"SELECT kind, record_id FROM {index} "
            f"CROSS JOIN search_entries ON search_entries.rowid = {index}.rowid "
            f"WHERE {index} MATCH :query ORDER BY {order} LIMIT :limit"
        ),
        {"query": query, "limit": limit},
    )
    return [Hit(kind, record_id, by) for kind, record_id in rows]


def _query(words: str) -> str:
    found = _WORD.findall(unicodedata.normalize("NFC", words[:500]))[:_LONGEST]
    return " ".join(f'"{word}"*' for word in found)
