"""Taking in what a laptop pushes: once, in order, and only what may stand.

A change is accepted (merged, kept and told to everybody) or set aside with its reason. What is
set aside blocks nothing else. The same change pushed again gets the answer it had.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from hivedesk.records import KINDS, Sensitivity, declared
from hivedesk.rules.days import day_words
from hivedesk.rules.fields import check_declared
from hivedesk.rules.problems import Problem, Severity
from hivedesk.rules.whole import check_whole
from hivedesk.store.jsonable import values_from_json, values_to_json
from hivedesk.sync.merge import Merged, merge
from hivedesk.sync.wire import LostText, PushResult, WireChange

from . import accounts, removals, scope
from .accounts import Account
from .batch import Batch, said_of
from .founding import is_founding
from .owners import REFERENCES
from .reading import AHEAD, CannotKeep, check_envelope, columns_by_name, is_id, python_values
from .rooms import ASKED
from .tables import changes as kept_changes
from .tables import feed

_WAITS = frozenset({"missing-reference", "unknown-record"})
"""Reasons that go away by themselves once the record that is missed has come."""


_MAY_FIT = frozenset({"rule", "no-bed"})
"""Reasons that may go away with what the same batch does to other stays."""


def digest_of(change: WireChange) -> str:
    """Tells whether two changes of one id say the same."""
    words = json.dumps(said_of(change), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(words.encode()).hexdigest()


def receive(
    connection: Connection,
    account: Account,
    device: str,
    changes: Sequence[WireChange],
    now: dt.datetime,
) -> list[PushResult]:
    """Take in a batch, in a transaction of `database.changing`.

    Returns:
        one result for each change, in their order.
    """
    return _Receiving(connection, account, device, now).take(changes)


def let_through(connection: Connection, account: Account, now: dt.datetime) -> int:
    """Take in what of an account was set aside because it was so much.

    Returns:
        how many changes were taken.
    """
    batch = Batch(connection, now)
    batch.brought.append(account.id)
    _Receiving(connection, account, "", now).wake(batch)
    return len(batch.write())


class _Receiving:
    """One batch on its way in."""

    def __init__(
        self, connection: Connection, account: Account, device: str, now: dt.datetime
    ) -> None:
        self.connection = connection
        self.account = account
        self.device = device
        self.now = now
        self.removed = removals.Judged({}, {})

    def take(self, changes: Sequence[WireChange]) -> list[PushResult]:
        results: dict[int, PushResult] = {}
        known = _known(self.connection, filter(is_id, (change.id for change in changes)))
        fresh: list[tuple[int, WireChange]] = []
        here: dict[str, tuple[str, int]] = {}
        twice: list[tuple[int, int]] = []
        for place, change in enumerate(changes):
            digest = digest_of(change)
            said = known.get(change.id)
            if said is not None:
                results[place] = said[1] if said[0] == digest else _other_body(change)
            elif change.id in here:
                if here[change.id][0] == digest:
                    twice.append((place, here[change.id][1]))
                else:
                    results[place] = _other_body(change)
            else:
                here[change.id] = digest, place
                try:
                    check_envelope(change, self.now)
                except CannotKeep as why:
                    results[place] = _set_aside(change, why.code, why.words)
                else:
                    fresh.append((place, change))
        if fresh:
            self._take_fresh(fresh, results)
        for place, first in twice:
            results[place] = results[first]
        return [results[place] for place in range(len(changes))]

    def _take_fresh(
        self, fresh: Sequence[tuple[int, WireChange]], results: dict[int, PushResult]
    ) -> None:
        if self.account.expected or not scope.sees_all(self.account):
            first = _is_first(self.connection, self.account)
            self.account = dataclasses.replace(self.account, is_first=first)
        batch = Batch(self.connection, self.now)
        batch.load(change for _, change in fresh)
        self.removed = removals.judge(
            self.connection,
            self.account,
            batch.owners,
            ((each, batch.current(each.kind, each.record_id)) for _, each in fresh),
            self.now,
        )
        # A batch may name a record before it brings it, or one that comes by being woken with
        # it: what waits is asked again until nothing more comes.
        waiting, moved = list(fresh), True
        while moved:
            still = []
            for place, change in waiting:
                result = self._decide(batch, self.account, change)
                if result.code in _WAITS or (result.code in _MAY_FIT and change.kind in ASKED):
                    still.append((place, change))
                results[place] = result
            woken = self.wake(batch)
            moved = woken or 0 < len(still) < len(waiting)
            waiting = still
        for place, change in fresh:
            result = results[place]
            batch.keep(change, digest_of(change), self.account.id, self.device, result)
        numbers = batch.write()
        counted = self.removed.counted
        lost = {each: counted[each] for each in counted.keys() & numbers.keys()}
        removals.keep(self.connection, self.account, lost, self.now)
        for place, change in fresh:
            if change.id in numbers:
                results[place] = dataclasses.replace(results[place], seq=numbers[change.id])

    def wake(self, batch: Batch) -> bool:
        """Ask again of changes that waited for what came with this batch.

        Returns:
            whether more records came by it.
        """
        more = False
        while new := list(batch.brought):
            batch.brought.clear()
            rows = self.connection.execute(
                select(kept_changes)
                .where(kept_changes.c.waits_for.in_(new), kept_changes.c.outcome == "set_aside")
                .order_by(kept_changes.c.clock)
            ).all()
            woken = [(row, _as_sent(row)) for row in rows]
            batch.load(change for _, change in woken)
            speakers = {
                each: accounts.by_id(self.connection, each)
                for each in {row.account_id for row in rows}
            }
            for row, change in woken:
                batch.wake(change.id, self._decide(batch, speakers[row.account_id], change))
            more = more or bool(batch.brought)
        return more

    def _decide(self, batch: Batch, account: Account, change: WireChange) -> PushResult:
        """Accept a change into the batch, or say why it is set aside."""
        kind, record_id = change.kind, change.record_id
        now = batch.now
        try:
            values = python_values(change)
        except CannotKeep as why:
            return _set_aside(change, why.code, why.words)
        current = batch.current(kind, record_id)
        one = KINDS[kind].one
        if current is None and change.before is not None:
            batch.waits(change.id, record_id)
            return _set_aside(change, "unknown-record", f"That {one} has not come here yet.")
        missing = _missing(batch, change)
        if missing is not None:
            batch.waits(change.id, missing[1])
            words = f"It names a {KINDS[missing[0]].one} that has not come here yet."
            return _set_aside(change, "missing-reference", words)
        after = _begun(change, values) if current is None else change.after
        refused = (
            ""
            if is_founding(change)
            else scope.refusal(account, batch.owners, kind, record_id, current, after)
        )
        if refused or not self._may_be_private(account, change, current):
            return _set_aside(change, "scope", refused or "Only who wrote it may change that.")
        if change.id in self.removed.waiting:
            batch.waits(change.id, account.id)
            return _set_aside(change, removals.MANY, self.removed.waiting[change.id])
        merged = merge(
            current or {},
            batch.clocks(kind, record_id),
            change.clock,
            change.before,
            after,
            scope.LONG[kind],
        )
        whole = (current or {}) | merged.sets
        python = values_from_json(KINDS[kind], whole)
        asked = python if current is None else {n: values[n] for n in merged.sets if n in values}
        words = _broken(kind, asked, python, now)
        if not words:
            stops = batch.rooms.stops(change, current, merged.sets, python)
            words = scope.told_of(account, batch.owners, python.get("child_id"), stops)
        if words:
            return _set_aside(change, "rule", words)
        if kind == "bookings":
            night = batch.give_bed(python)
            if night is not None:
                words = f"No bed is left there on {day_words(night)}. Choose another room or day."
                return _set_aside(change, "no-bed", words)
        if kind == "hives" and current is None and account is self.account:
            self._bind(change)
        batch.accept(change, current, whole, merged)
        batch.rooms.learn(kind, record_id, python)
        return _accepted(
            change,
            merged,
            lambda name: scope.may_see(account, batch.owners, kind, record_id, name),
        )

    def _may_be_private(
        self, account: Account, change: WireChange, current: dict[str, Any] | None
    ) -> bool:
        """Private words are changed only by whoever wrote them."""
        if current is None:
            return True
        private = [
            name
            for name in change.after
            if scope.FIELDS[change.kind].get(name) is Sensitivity.PRIVATE and current.get(name)
        ]
        if not private:
            return True
        rows = self.connection.execute(
            select(kept_changes.c.after).where(
                kept_changes.c.kind == change.kind,
                kept_changes.c.record_id == change.record_id,
                kept_changes.c.outcome == "accepted",
                kept_changes.c.account_id != account.id,
            )
        )
        return not any(name in row.after for row in rows for name in private)

    def _bind(self, change: WireChange) -> None:
        name = str(change.after.get("name", ""))
        if name.casefold() not in self.account.expected:
            return
        accounts.bind(self.connection, self.account, name, change.record_id)
        self.account = dataclasses.replace(
            self.account,
            hives=(self.account.hives or frozenset()) | {change.record_id},
            expected=self.account.expected - {name.casefold()},
        )


def _missing(batch: Batch, change: WireChange) -> tuple[str, str] | None:
    """The first record that a change points at and that is not here: its kind and id."""
    for name, kind in REFERENCES[change.kind].items():
        target = change.after.get(name)
        if target is not None and not batch.owners.exists(kind, target):
            return kind, target
    return None


def _begun(change: WireChange, values: dict[str, Any]) -> dict[str, Any]:
    """What a new record begins with: what was said of it, and else the declared defaults."""
    for column in columns_by_name(change.kind).values():
        if values.get(column.key) is None and column.default is not None and not column.nullable:
            default: Any = column.default
            values[column.key] = default.arg(None) if default.is_callable else default.arg
    values["id"] = change.record_id
    return values_to_json(values)


def _broken(kind: str, asked: dict[str, Any], whole: dict[str, Any], now: dt.datetime) -> str:
    """What the rules have against a record, in words; "" for nothing."""
    model = KINDS[kind]
    # Laptops may be a little ahead: "in the future" is asked of their time, not of ours.
    found = check_declared(model, asked, now + AHEAD)
    found += [
        Problem(column.key, f"{declared(model)[column.key][1].label} is needed.")
        for column in columns_by_name(kind).values()
        if not column.nullable and whole.get(column.key) is None and column.key != "id"
    ]
    found += check_whole(kind, whole) if not found else []
    stops = [problem.words for problem in found if problem.severity is Severity.STOP]
    return " ".join(dict.fromkeys(stops))


def _known(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, PushResult]]:
    """Digest and answer of the changes that have been here before."""
    from_here = (
        select(kept_changes, feed.c.seq)
        .outerjoin(feed, (feed.c.change_id == kept_changes.c.id) & (feed.c.again == 0))
        .where(kept_changes.c.id.in_(list(ids)))
    )
    rows = connection.execute(from_here).all()
    return {row.id: (row.digest, _answer(row)) for row in rows}


def _answer(row: Any) -> PushResult:
    said = row.said
    return PushResult(
        row.id,
        row.outcome,
        row.seq,
        row.code or "",
        row.reason or "",
        said.get("lost", {}),
        [LostText(**each) for each in said.get("conflicts", [])],
    )


def _as_sent(row: Any) -> WireChange:
    names = [field.name for field in dataclasses.fields(WireChange)]
    return WireChange(**{name: getattr(row, name) for name in names})


def _accepted(change: WireChange, merged: Merged, may_see: Callable[[str], bool]) -> PushResult:
    """What came of it; what stands in a field is told to those who may see the field."""
    texts = [
        LostText(each.field, each.stands, each.lost)
        for each in merged.conflicts
        if may_see(each.field)
    ]
    lost = {name: stands for name, stands in merged.lost.items() if may_see(name)}
    return PushResult(change.id, "accepted", lost=lost, conflicts=texts)


def _set_aside(change: WireChange, code: str, words: str) -> PushResult:
    return PushResult(change.id, "set_aside", code=code, reason=words)


def _other_body(change: WireChange) -> PushResult:
    words = "A change with the same number and other contents was here before."
    return _set_aside(change, "other-body", words)


def _is_first(connection: Connection, account: Account) -> bool:
    """Whether nobody else has brought policies: the first laptop brings those of the start."""
    others = select(kept_changes.c.id).where(
        kept_changes.c.kind == "policies",
        kept_changes.c.outcome == "accepted",
        kept_changes.c.account_id != account.id,
    )
    return connection.scalar(others.limit(1)) is None
