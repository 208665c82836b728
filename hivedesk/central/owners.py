"""Whose a record is: which Hives and which link carer it belongs to, found by its references.

A table of paths and one loader: a batch of changes costs a handful of questions, however many
records are in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from hivedesk.records import KINDS, declared, points_at
from hivedesk.records.base import columns_of
from hivedesk.store.jsonable import values_to_json

from .tables import table_of

PATHS: dict[str, tuple[str, ...]] = {
    "workers": ("hive_id",),
    "families": ("hive_id",),
    "family-statuses": ("family_id",),
    "carers": ("family_id",),
    "birth-children": ("family_id",),
    "children": ("family_id",),
    "placements": ("family_id", "child_id"),
    "due-checks": ("family_id",),
    "support-logs": ("family_id",),
    "log-children": ("support_log_id",),
    "follow-ups": ("family_id",),
    "referrals": ("family_id",),
    "link-carers": ("hive_id",),
    "rooms": ("link_carer_id",),
    "room-closures": ("room_id",),
    "bookings": ("room_id", "child_id"),
    "stay-offers": ("booking_id", "room_id"),
    "handover-items": ("booking_id",),
    "activities": ("hive_id",),
    "activity-attendances": ("activity_id", "family_id"),
    "budget-lines": ("hive_id",),
    "time-entries": ("worker_id",),
    "core-hours": ("worker_id",),
    "professionals": ("hive_id",),
    "policies": ("hive_id",),
    "sessions": ("hive_id",),
    "attendances": ("carer_id",),
    "evidence": ("carer_id",),
    "waiting-list": ("hive_id",),
    "offers": ("waiting_id", "hive_id"),
    "hives": (),
    "towns": (),
    "themes": (),
    "courses": (),
}
"""Kind -> the references that lead to its Hives; a test holds that no kind is missing."""

REFERENCES: dict[str, dict[str, str]] = {
    kind: {
        name: target.replace("_", "-")
        for name, (column, _) in declared(model).items()
        if (target := points_at(column))
    }
    for kind, model in KINDS.items()
}
"""Kind -> its reference fields and the kinds they point at."""

NEEDED: dict[str, frozenset[str]] = {
    kind: frozenset(name for name in REFERENCES[kind] if not declared(model)[name][0].nullable)
    for kind, model in KINDS.items()
}
"""Kind -> the reference fields that a record of it cannot be without."""

_LOADED = {kind: NEEDED[kind].union(path) for kind, path in PATHS.items()}

# What is asked of a record on the way to somebody else's: is the stay confirmed, who is coming,
# and what the rules about stays need (`rooms.py`).
_FACTS: dict[str, tuple[str, ...]] = {
    "bookings": ("status", "from_on", "guest_name", "needs"),
    "children": ("first_name", "born_on", "night_needs", "sleepovers", "sleepovers_until"),
    "rooms": ("beds", "name", "age_from", "age_to", "held_from", "held_to", "archived_at"),
    "families": ("name", "status"),
    "link-carers": ("first_name", "last_name", "started_on", "ended_on"),
}

Key = tuple[str, str]
Values = dict[str, Any]


class Owners:
    """What is known, for the length of one request, of records and what they point at."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[Key, Values | None] = {}
        self._hives: dict[Key, frozenset[str]] = {}

    def load(self, wanted: Iterable[Key]) -> None:
        """Learn of these records, of what they need and of all that leads from them to a Hive."""
        asked = {key for key in wanted if key not in self._known}
        while asked:
            by_kind: dict[str, set[str]] = {}
            for kind, record_id in asked:
                by_kind.setdefault(kind, set()).add(record_id)
                self._known[kind, record_id] = None
            for kind, ids in by_kind.items():
                self._read(kind, ids)
            asked = {
                (REFERENCES[kind][name], target)
                for kind, record_id in asked
                if (values := self._known[kind, record_id])
                for name in _LOADED[kind]
                if (target := values.get(name)) is not None
            } - self._known.keys()

    def _read(self, kind: str, ids: set[str]) -> None:
        table = table_of(kind)
        names = ["id", *REFERENCES[kind], *_FACTS.get(kind, ())]
        query = select(*(table.c[name] for name in names)).where(table.c.id.in_(ids))
        for row in self._connection.execute(query).mappings():
            self._known[kind, row["id"]] = values_to_json(dict(row))

    def learn(self, kind: str, record_id: str, values: Values) -> None:
        """Take in what a record is about to become."""
        self._known[kind, record_id] = values
        self._hives.clear()

    def forget(self, kind: str, record_id: str) -> None:
        """Take back what was learnt; the next `load` asks anew."""
        self._known.pop((kind, record_id), None)
        self._hives.clear()

    def get(self, kind: str, record_id: str | None) -> Values | None:
        """What is known of a record; None where there is none."""
        return None if record_id is None else self._known.get((kind, record_id))

    def exists(self, kind: str, record_id: str) -> bool:
        """Whether there is such a record (asked for, or learnt of, before)."""
        return self._known.get((kind, record_id)) is not None

    def hives(self, kind: str, record_id: str) -> frozenset[str]:
        """The Hives a record belongs to; empty for what all of them share."""
        key = kind, record_id
        if key in self._hives:
            return self._hives[key]
        found: frozenset[str] = frozenset()
        if kind == "hives":
            found = frozenset({record_id})
        else:
            for name in PATHS[kind]:
                found |= self.hives_through(kind, record_id, name)
        self._hives[key] = found
        return found

    def hives_through(self, kind: str, record_id: str, name: str) -> frozenset[str]:
        """The Hives that one of its references leads to."""
        values = self.get(kind, record_id)
        target = values.get(name) if values else None
        return self.hives(REFERENCES[kind][name], target) if target else frozenset()

    def link_carer(self, kind: str, record_id: str | None) -> str | None:
        """The link carer in whose rooms a record is, if it is in any."""
        if kind == "link-carers" or record_id is None:
            return record_id
        values = self.get(kind, record_id)
        if values is None:
            return None
        for name in ("link_carer_id", "room_id", "booking_id"):
            if values.get(name):
                return self.link_carer(REFERENCES[kind][name], values[name])
        return None


def whole_rows(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, Values]:
    """Every field of some records, as JSON values, by id."""
    names = [column.key for column in columns_of(KINDS[kind])]
    table = table_of(kind)
    query = select(*(table.c[name] for name in names)).where(table.c.id.in_(list(ids)))
    rows = connection.execute(query).mappings()
    return {row["id"]: values_to_json(dict(row)) for row in rows}
