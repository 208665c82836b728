"""What a record must be whatever its history: the same as the CHECK constraints of its table.

Asked of records that come from elsewhere, before a database is asked to keep them. The other
rules look at one change; these at what several changes together made of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .problems import Problem
from .stays import check_dates

Values = Mapping[str, Any]


def check_whole(kind: str, values: Values) -> list[Problem]:
    """Problems of a whole record.

    Args:
        kind: as in `records.KINDS`.
        values: all of its fields, as Python values.
    """
    ask = _CHECKS.get(kind)
    return ask(values) if ask else []


def _stay(values: Values) -> list[Problem]:
    if not values.get("child_id") and not values.get("guest_name"):
        return [Problem("child_id", "Choose the child who is coming.")]
    return [
        problem
        # A stay of long ago may have been kept without its hours.
        for problem in check_dates(values)
        if problem.field != "time_from"
    ]


def _forwards(first: str, last: str) -> Callable[[Values], list[Problem]]:
    def ask(values: Values) -> list[Problem]:
        begin, end = values.get(first), values.get(last)
        if begin is not None and end is not None and end < begin:
            return [Problem(last, "The last day is before the first.")]
        return []

    return ask


def _one_person(values: Values) -> list[Problem]:
    named = [values.get(name) for name in ("carer_id", "child_id", "birth_child_id")]
    if sum(one is not None for one in named) != 1:
        return [Problem("", "A place at an activity is for exactly one person.")]
    return []


_CHECKS: dict[str, Callable[[Values], list[Problem]]] = {
    "bookings": _stay,
    "rooms": _forwards("held_from", "held_to"),
    "room-closures": _forwards("first_day", "last_day"),
    "activity-attendances": _one_person,
}
