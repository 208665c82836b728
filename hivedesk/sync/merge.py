"""Which of two changes stands, field by field. Central and the laptops ask this same function.

For each field the later clock wins; where two clocks are equal (a copied laptop), the greater
text does. "The greatest of all that was ever said" does not depend on the order in which it was
heard, nor on how often: so all who have heard the same changes hold the same record.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Conflict(NamedTuple):
    """Two texts for one field, neither written in sight of the other."""

    field: str
    stands: Any
    lost: Any


@dataclass(frozen=True)
class Merged:
    """What one change does to a record.

    Attributes:
        sets: the fields it changes, and to what.
        clocks: for the fields that it has the last word on, its clock; it may repeat a value.
        lost: the fields in which a later change stands, and what stands there.
        conflicts: long texts of which both are to be kept.
    """

    sets: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)
    lost: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(
    current: Mapping[str, Any],
    clocks: Mapping[str, str],
    clock: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    long: Collection[str],
) -> Merged:
    """Merge a change into a record.

    Args:
        current: the record's values now, as JSON values; {} for a record that is not there.
        clocks: of each field, the clock of the change that gave it its value. A field that no
            change ever named has none, and anything said of it is news.
        clock, before, after: the change; `before` is None where it began the record.
        long: the record's fields that hold several lines of text.
    """
    merged = Merged()
    for name, value in after.items():
        now, known = current.get(name), clocks.get(name)
        later = known is None or _rank(clock, value) >= _rank(known, now)
        if later:
            merged.clocks[name] = clock
            if name not in current or value != now:
                merged.sets[name] = value
        elif value != now:
            merged.lost[name] = now
        if name in long and known not in (None, clock) and _unseen(before, name, now, value):
            stands, lost = (value, now) if later else (now, value)
            if lost:
                merged.conflicts.append(Conflict(name, stands, lost))
    return merged


def clocks_of(changes: Collection[tuple[str, Mapping[str, Any]]]) -> dict[str, str]:
    """The clock of each field, from the record's changes (clock and `after`) in any order."""
    latest: dict[str, str] = {}
    for clock, after in changes:
        for name in after:
            if clock > latest.get(name, ""):
                latest[name] = clock
    return latest


def _rank(clock: str, value: Any) -> tuple[str, str]:
    return clock, json.dumps(value, sort_keys=True, ensure_ascii=False)


def _unseen(before: Mapping[str, Any] | None, name: str, now: Any, value: Any) -> bool:
    """Whether who wrote `value` did so without sight of what stands now."""
    if before is None or name not in before:
        return False
    return bool(before[name] != now and value != now)
