"""The records that one batch of changes is about: read once, changed in memory, written once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from hivedesk.actions.stay_facts import stay_of
from hivedesk.records import KINDS, new_id
from hivedesk.store.jsonable import values_from_json
from hivedesk.sync.merge import Merged
from hivedesk.sync.wire import PushResult, WireChange, to_json

from . import scope
from .beds import Beds
from .owners import REFERENCES, Key, Owners, Values, whole_rows
from .rooms import Rooms
from .tables import changes, conflicts, feed, field_clocks, moves, table_of

_ALL = "*"
"""Stands in the kept clocks for every field that has no clock of its own."""


_CHANGE = [field.name for field in dataclasses.fields(WireChange)]


def said_of(change: WireChange) -> dict[str, Any]:
    """A change by its names, not copied: there are many of them."""
    return {name: getattr(change, name) for name in _CHANGE}


class Batch:
    """A batch under way.

    Attributes:
        owners: whose the records are, as the batch makes them.
        rooms: who stays where, as the batch makes it.
        brought: ids of the records that began in this batch, until those that wait are asked.
    """

    def __init__(self, connection: Connection, now: dt.datetime) -> None:
        self.now = now
        self.owners = Owners(connection)
        self.rooms = Rooms(connection, self.owners, now)
        self.brought: list[str] = []
        self._connection = connection
        self._records: dict[Key, Values | None] = {}
        self._clocks: dict[Key, dict[str, str]] = {}
        self._begun: dict[Key, None] = {}
        self._set: dict[Key, set[str]] = {}
        self._beds = Beds(connection)
        self._waits: dict[str, str] = {}
        self._kept: list[dict[str, Any]] = []
        self._feed: list[tuple[str, bool]] = []
        self._conflicts: list[dict[str, Any]] = []
        self._moved: set[str] = set()

    def load(self, coming: Iterable[WireChange]) -> None:
        """Read all that these changes are about and point at."""
        coming = list(coming)
        ids: dict[str, set[str]] = {}
        for change in coming:
            if (change.kind, change.record_id) not in self._records:
                ids.setdefault(change.kind, set()).add(change.record_id)
        for kind, its in ids.items():
            rows = whole_rows(self._connection, kind, its)
            clocks = self._read_clocks(kind, its)
            for record_id in its:
                self._records[kind, record_id] = rows.get(record_id)
                self._clocks[kind, record_id] = clocks.get(record_id, {})
        asked = {(change.kind, change.record_id) for change in coming}
        asked |= {
            (kind, target)
            for change in coming
            for name, kind in REFERENCES[change.kind].items()
            if isinstance(target := change.after.get(name), str)
        }
        self.owners.load(asked)
        for key, values in self._records.items():
            if values is not None:
                self.owners.learn(*key, values)
        self._load_beds(coming)
        self.rooms.load((each, self.current(each.kind, each.record_id)) for each in coming)

    def _load_beds(self, coming: Iterable[WireChange]) -> None:
        stays = [change for change in coming if change.kind == "bookings"]
        if stays:
            rooms = {change.after.get("room_id") for change in stays}
            rooms |= {(self.current("bookings", s.record_id) or {}).get("room_id") for s in stays}
            self._beds.load(
                {room for room in rooms if isinstance(room, str)},
                {change.record_id for change in stays},
            )

    def _read_clocks(self, kind: str, ids: set[str]) -> dict[str, dict[str, str]]:
        query = select(field_clocks.c.record_id, field_clocks.c.clocks).where(
            field_clocks.c.kind == kind, field_clocks.c.record_id.in_(ids)
        )
        return {row.record_id: row.clocks for row in self._connection.execute(query)}

    def current(self, kind: str, record_id: str) -> Values | None:
        """A record as it stands at this point of the batch; None where there is none."""
        return self._records.get((kind, record_id))

    def clocks(self, kind: str, record_id: str) -> dict[str, str]:
        """The clock of each field of a record that stands."""
        kept = self._clocks.get((kind, record_id)) or {}
        values = self._records.get((kind, record_id)) or {}
        first = kept.get(_ALL, "")
        return {name: kept.get(name, first) for name in values}

    def give_bed(self, values: dict[str, Any]) -> dt.date | None:
        """Find beds for a stay; the first night without one, if there is one."""
        stay = stay_of(values)
        room = self.owners.get("rooms", stay.room_id) or {}
        archived = values.get("archived_at") is not None
        return self._beds.give(stay, int(room.get("beds", 0)), archived=archived)

    def waits(self, change_id: str, record_id: str) -> None:
        """Note which record a change is set aside for."""
        self._waits[change_id] = record_id

    def accept(
        self, change: WireChange, before: Values | None, whole: Values, merged: Merged
    ) -> None:
        """Let a change stand."""
        key = kind, record_id = change.kind, change.record_id
        sight = scope.sight_of(self.owners, kind, record_id) if before is not None else None
        every = {column.key: None for column in table_of(kind).columns} if before is None else {}
        self._records[key] = every | whole
        self.owners.learn(kind, record_id, self._records[key] or {})
        kept = self._clocks.setdefault(key, {})
        if before is None:
            self._begun[key] = None
            self._clocks[key] = {_ALL: change.clock}
            self.brought.append(record_id)
        else:
            kept.update(merged.clocks)
            self._set.setdefault(key, set()).update(merged.sets)
        self._waits.pop(change.id, None)
        self._feed.append((change.id, False))
        for each in merged.conflicts:
            self._conflicts.append(
                {
                    "id": new_id(),
                    "change_id": change.id,
                    "kind": kind,
                    "record_id": record_id,
                    "field": each.field,
                    "stands": each.stands,
                    "lost": each.lost,
                    "at": self.now,
                }
            )
        if sight is not None:
            self._tell_again(kind, record_id, sight)

    def _tell_again(self, kind: str, record_id: str, before: scope.Sight) -> None:
        """See to it that those hear of a record from now on who did not until now."""
        now = scope.sight_of(self.owners, kind, record_id)
        if kind == "bookings":
            if now != before:
                earlier = select(changes.c.id).where(
                    changes.c.outcome == "accepted",
                    ((changes.c.kind == kind) & (changes.c.record_id == record_id))
                    | (
                        (changes.c.kind == "handover-items")
                        & changes.c.record_id.in_(
                            select(table_of("handover-items").c.id).where(
                                table_of("handover-items").c.booking_id == record_id
                            )
                        )
                    ),
                )
                found = self._connection.scalars(earlier.order_by(changes.c.clock))
                self._feed += [(change_id, True) for change_id in found]
            if before.carer and scope.is_lost(before, now):
                self._moved.add(before.carer)
        elif now != before:
            self._moved |= now.whose | before.whose

    def keep(
        self, change: WireChange, digest: str, account_id: str, device: str, result: PushResult
    ) -> None:
        """Keep a change with its answer, accepted or set aside, so that it is answered alike."""
        if result.code == "unreadable":
            return
        said = {"lost": result.lost, "conflicts": [to_json(each) for each in result.conflicts]}
        self._kept.append(
            said_of(change)
            | {
                "digest": digest,
                "account_id": account_id,
                "device": change.device,
                "received_at": self.now,
                "outcome": result.outcome,
                "code": result.code or None,
                "reason": result.reason or None,
                "waits_for": self._waits.get(change.id),
                "said": said | {"by": device},
            }
        )

    def wake(self, change_id: str, result: PushResult) -> None:
        """Write the new answer of a change that was set aside."""
        said = {"lost": result.lost, "conflicts": [to_json(each) for each in result.conflicts]}
        self._connection.execute(
            update(changes)
            .where(changes.c.id == change_id)
            .values(
                outcome=result.outcome,
                code=result.code or None,
                reason=result.reason or None,
                waits_for=self._waits.get(change_id),
                said=said,
            )
        )

    def write(self) -> dict[str, int]:
        """Write everything.

        Returns:
            by id of change, its number in the feed.
        """
        self._write_records()
        self._beds.write()
        connection = self._connection
        if self._kept:
            connection.execute(insert(changes), self._kept)
        if self._conflicts:
            connection.execute(insert(conflicts), self._conflicts)
        numbers: dict[str, int] = {}
        if self._feed:
            last = connection.scalar(select(feed.c.seq).order_by(feed.c.seq.desc()).limit(1)) or 0
            numbered = list(enumerate(self._feed, start=last + 1))
            connection.execute(
                insert(feed),
                [
                    {"seq": seq, "change_id": change_id, "again": int(again)}
                    for seq, (change_id, again) in numbered
                ],
            )
            numbers = {change_id: seq for seq, (change_id, again) in numbered if not again}
        for whose in sorted(self._moved):
            row = {"whose": whose, "seq": max(numbers.values(), default=0)}
            connection.execute(insert(moves), row)
        return numbers

    def _write_records(self) -> None:
        begun: dict[str, list[Key]] = {}
        for key in self._begun:
            begun.setdefault(key[0], []).append(key)
        for kind, keys in begun.items():
            rows = [values_from_json(KINDS[kind], self._records[key] or {}) for key in keys]
            self._connection.execute(insert(table_of(kind)), rows)
        clocks = [
            {"kind": kind, "record_id": record_id, "clocks": self._clocks[kind, record_id]}
            for kind, record_id in self._begun
        ]
        if clocks:
            self._connection.execute(insert(field_clocks), clocks)
        for (kind, record_id), names in self._set.items():
            if (kind, record_id) in self._begun:
                continue
            values = self._records[kind, record_id] or {}
            written = values_from_json(KINDS[kind], {name: values[name] for name in names})
            table = table_of(kind)
            if written:
                self._connection.execute(
                    update(table).where(table.c.id == record_id).values(**written)
                )
            self._connection.execute(
                update(field_clocks)
                .where(
                    field_clocks.c.kind == bindparam("its_kind"),
                    field_clocks.c.record_id == bindparam("its_id"),
                )
                .values(clocks=bindparam("its_clocks", type_=field_clocks.c.clocks.type)),
                {
                    "its_kind": kind,
                    "its_id": record_id,
                    "its_clocks": self._clocks[kind, record_id],
                },
            )
