"""What the rules say of a stay, a room or a closure, with all that the central store knows.

The laptop asked the same rules when it wrote. Since then somebody else may have closed the room,
booked the child elsewhere, or taken back a permission, and it had not heard. Only what no reason
outweighs counts here: what merely warns was for whoever wrote it to answer, and may have been.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from hivedesk.actions.resting import lost_words, still_words
from hivedesk.actions.stay_facts import has_come, stay_of
from hivedesk.records import KINDS
from hivedesk.rules import yes_lines
from hivedesk.rules.asking import AskedChild, Candidate, Facts, Question
from hivedesk.rules.days import Span
from hivedesk.rules.policies import Policies
from hivedesk.rules.problems import Problem, Severity
from hivedesk.rules.rooms import check_room
from hivedesk.rules.stays import (
    HOLDS_A_BED,
    STILL_OPEN,
    ChildFacts,
    RoomFacts,
    Stay,
    check_stay,
    same_child_problems,
    step_problems,
)
from hivedesk.store.jsonable import values_from_json
from hivedesk.sync.wire import WireChange

from .owners import Owners, Values
from .tables import table_of

ASKED: dict[str, frozenset[str]] = {
    "bookings": frozenset(
        {
            *("room_id", "child_id", "kind", "status", "archived_at"),
            *("from_on", "to_on", "ended_on", "time_from", "time_to"),
        }
    ),
    "rooms": frozenset({"beds", "held_from", "held_to", "archived_at"}),
    "room-closures": frozenset({"room_id", "first_day", "last_day", "archived_at"}),
}
"""The fields that these rules look at: whatever else is written, they have nothing to say of it."""

_STAY = (
    *("id", "room_id", "child_id", "kind", "status", "from_on", "to_on", "ended_on"),
    *("time_from", "time_to", "held_until"),
)
_LINES = (yes_lines.family, yes_lines.link_carer)


class Rooms:
    """The stays and closures that one batch of changes is about, as the batch makes them."""

    def __init__(self, connection: Connection, owners: Owners, now: dt.datetime) -> None:
        self._connection = connection
        self._owners = owners
        self._now = now
        self._stays: dict[str, Stay | None] = {}
        self._of_child: dict[str, set[str]] = defaultdict(set)
        self._in_room: dict[str, set[str]] = defaultdict(set)
        self._closed: dict[str, tuple[str, Span] | None] = {}

    def load(self, coming: Iterable[tuple[WireChange, Values | None]]) -> None:
        """Read what may stand against these changes, each with its record as it is."""
        children: set[str] = set()
        rooms: set[str] = set()
        changed: set[str] = set()
        for change, current in coming:
            if not (asked := ASKED.get(change.kind)) or not asked & change.after.keys():
                continue
            for values in (current or {}, change.after):
                children |= _texts(values, "child_id") if change.kind == "bookings" else set()
                rooms |= _texts(values, "room_id")
                changed |= _texts(values, "room_id") if change.kind == "room-closures" else set()
            changed |= {change.record_id} if change.kind == "rooms" else set()
        if children or changed:
            self._read_stays(children, changed)
        if rooms or changed:
            self._read_closures(rooms | changed)

    def _read_stays(self, children: set[str], rooms: set[str]) -> None:
        table = table_of("bookings")
        which: list[ColumnElement[bool]] = [
            table.c.child_id.in_(children) & table.c.status.in_(STILL_OPEN | HOLDS_A_BED)
        ]
        if rooms:
            which.append(table.c.room_id.in_(rooms) & table.c.status.in_(STILL_OPEN | HOLDS_A_BED))
        query = select(*(table.c[name] for name in _STAY)).where(
            table.c.archived_at.is_(None), or_(*which)
        )
        for row in self._connection.execute(query).mappings():
            if row["id"] not in self._stays:
                self._put(stay_of(dict(row)))

    def _read_closures(self, rooms: set[str]) -> None:
        table = table_of("room-closures")
        query = select(table.c.id, table.c.room_id, table.c.first_day, table.c.last_day).where(
            table.c.archived_at.is_(None), table.c.room_id.in_(rooms)
        )
        for row in self._connection.execute(query):
            self._closed.setdefault(row.id, (row.room_id, Span(row.first_day, row.last_day)))

    def _put(self, stay: Stay) -> None:
        self._stays[str(stay.id)] = stay
        self._in_room[stay.room_id].add(str(stay.id))
        if stay.child_id:
            self._of_child[stay.child_id].add(str(stay.id))

    def learn(self, kind: str, record_id: str, values: dict[str, Any]) -> None:
        """Take in what a record has become."""
        gone = values.get("archived_at") is not None
        if kind == "bookings" and gone:
            self._stays[record_id] = None
        elif kind == "bookings":
            self._put(stay_of({**values, "id": record_id}))
        elif kind == "room-closures":
            days = Span(values["first_day"], values["last_day"]) if not gone else None
            self._closed[record_id] = (values["room_id"], days) if days else None

    def stops(
        self,
        change: WireChange,
        current: Values | None,
        sets: Iterable[str],
        values: dict[str, Any],
    ) -> list[Problem]:
        """What forbids a change.

        Args:
            current: the record as it is; None for a new one.
            sets: the fields it changes.
            values: the record as it would be, as Python values.
        """
        asked = ASKED.get(change.kind, frozenset())
        if current is not None and not asked & set(sets):
            return []
        values = {**values, "id": change.record_id}
        gone = values.get("archived_at") is not None
        found: list[Problem] = []
        if change.kind == "rooms":
            found = self._of_room(change.record_id, values, gone=gone)
        elif gone:
            pass  # what is taken away stands in nobody's way
        elif change.kind == "room-closures":
            closed = (Span(values["first_day"], values["last_day"]),)
            room = replace(self._room(values["room_id"]), closures=closed)
            found = check_room(room, self._stays_in(values["room_id"]))
        elif change.kind == "bookings":
            returns = current is not None and current.get("archived_at") is not None
            before = None if current is None or returns or change.undoes else current
            found = self._of_stay(before, values)
        return [problem for problem in found if problem.severity is Severity.STOP]

    def _of_room(self, room_id: str, values: dict[str, Any], *, gone: bool) -> list[Problem]:
        stays = self._stays_in(room_id)
        if not gone:
            return check_room(_facts(values), stays)
        if any(stay.status in STILL_OPEN for stay in stays):
            return [Problem("", still_words("rooms", "bookings"))]
        return []

    def _of_stay(self, before: Values | None, values: dict[str, Any]) -> list[Problem]:
        stay = stay_of(values)
        found: list[Problem] = []
        was: Stay | None = None
        if before is not None:
            was = stay_of(values_from_json(KINDS["bookings"], before))
            found = step_problems(was, stay, at_once=True)
        if stay.status not in STILL_OPEN:
            return found
        others = [
            other
            for each in self._of_child.get(stay.child_id or "", ())
            if (other := self._stays[each]) is not None and other.child_id == stay.child_id
        ]
        if (self._owners.get("rooms", stay.room_id) or {}).get("archived_at") is not None:
            found.append(Problem("room_id", lost_words("rooms")))
        if has_come(was, stay):
            return found + same_child_problems(stay, others)
        # Beds are given by `beds.py`, which knows of them more than a count.
        found += check_stay(stay, self._room(stay.room_id), self._child(stay), (), others)
        return found + self._lines(stay, str(values.get("guest_name") or ""))

    def _lines(self, stay: Stay, guest: str) -> list[Problem]:
        """What "Can I say yes?" says of the child's family and the room's link carer."""
        owners = self._owners
        child = self._known("children", stay.child_id)
        family = self._known("families", child.get("family_id"))
        room = owners.get("rooms", stay.room_id) or {}
        carer = self._known("link-carers", room.get("link_carer_id"))
        who = AskedChild(None, guest)
        if family:
            who = AskedChild(
                stay.child_id,
                child["first_name"],
                family=family["name"],
                family_id=family["id"],
                family_status=family["status"],
                hive_id=family["hive_id"],
            )
        asked = Question((who,), stay.kind, stay.from_on, stay.to_on, self._now, status=stay.status)
        candidate = Candidate(
            stay.room_id,
            self._room(stay.room_id),
            carer["id"],
            carer["first_name"],
            f"{carer['first_name']} {carer['last_name']}",
            carer["hive_id"],
            "",
            started_on=carer["started_on"],
            ended_on=carer["ended_on"],
        )
        facts = Facts(asked, (), {}, Policies(()))
        return [
            Problem(line.field, line.words, line.severity)
            for rule in _LINES
            for line in rule(facts, candidate)
        ]

    def _room(self, room_id: str) -> RoomFacts:
        closures = tuple(
            each[1] for each in self._closed.values() if each is not None and each[0] == room_id
        )
        return replace(_facts(self._known("rooms", room_id)), closures=closures)

    def _child(self, stay: Stay) -> ChildFacts | None:
        values = self._known("children", stay.child_id)
        names = ("first_name", "born_on", "sleepovers", "sleepovers_until")
        return ChildFacts(*map(values.get, names)) if values else None  # type: ignore[arg-type]

    def _known(self, kind: str, record_id: str | None) -> dict[str, Any]:
        return values_from_json(KINDS[kind], self._owners.get(kind, record_id) or {})

    def _stays_in(self, room_id: str) -> list[Stay]:
        found = (self._stays[each] for each in self._in_room.get(room_id, ()))
        return [stay for stay in found if stay is not None and stay.room_id == room_id]


def _facts(values: dict[str, Any]) -> RoomFacts:
    names = ("name", "beds", "age_from", "age_to", "held_from", "held_to")
    return RoomFacts(*map(values.get, names))  # type: ignore[arg-type]


def _texts(values: Values, name: str) -> set[str]:
    value = values.get(name)
    return {value} if isinstance(value, str) else set()
