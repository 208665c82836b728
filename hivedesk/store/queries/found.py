"""What a search shows: each hit with its title and a line that tells it from the next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, declared, values_of
from hivedesk.rules.days import local
from hivedesk.store.search import find

from .tables import title_of, with_titles

_EXCERPT = 90  # characters of a note around the first word that was looked for


@dataclass(frozen=True)
class Found:
    """One row of the search list. `by_name`: its name holds the words, not only its notes."""

    kind: str
    record_id: str
    title: str
    second: str
    by_name: bool = False


def found_by(session: Session, words: str, limit: int = 12) -> list[Found]:
    """Records that hold these words, names first, then the newest notes."""
    hits = find(session, words, limit)
    by_name = {hit.record_id for hit in hits if hit.by == "name"}
    ids: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.record_id)
    shown: dict[str, Found] = {}
    for kind, wanted in ids.items():
        model = KINDS[kind]
        records = list(session.scalars(select(model).where(model.id.in_(wanted))))
        rows = with_titles(session, model, [values_of(record) for record in records])
        for record, row in zip(records, rows, strict=True):
            shown[record.id] = Found(
                kind,
                record.id,
                _title(row, title_of(record)),
                _second(kind, row, words),
                record.id in by_name,
            )
    return [shown[hit.record_id] for hit in hits if hit.record_id in shown]


def _title(row: dict[str, Any], title: str) -> str:
    family = row.get("family") or row.get("carer") or row.get("child")
    return f"{family} · {title}" if family and "first_name" not in row else title


def _second(kind: str, row: dict[str, Any], words: str) -> str:
    texts = [
        row[name]
        for name, (_, about) in declared(KINDS[kind]).items()
        if about.searched == "text" and row.get(name)
    ]
    if texts:
        return _excerpt(texts, words)
    told = [row.get("family"), row.get("area"), row.get("hive"), row.get("link_carer")]
    at = row.get("at")
    if isinstance(at, dt.datetime):
        told.append(f"{local(at):%d %b %Y}")
    return " · ".join(str(each) for each in told if each)


def _excerpt(texts: list[str], words: str) -> str:
    first = words.split(maxsplit=1)[0].casefold() if words.split() else ""
    for text in texts:
        place = text.casefold().find(first)
        if place >= 0:
            begin = max(0, place - 20)
            cut = " ".join(text[begin : begin + _EXCERPT].split())
            return ("…" if begin else "") + cut
    return " ".join(texts[0][:_EXCERPT].split())
