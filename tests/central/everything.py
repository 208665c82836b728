"""One record of every kind for one Hive, made from the declarations, each text naming its field."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Integer, Time

from hivedesk.central.owners import REFERENCES
from hivedesk.records import KINDS, choices_of, declared
from tests.central.little import Json, Laptop

DAY = "2021-06-10"
MOMENT = "2021-06-10T10:00:00+00:00"
# What the rules ask beside the declarations.
FITTING: dict[str, Json] = {
    "bookings": {"status": "confirmed", "from_on": DAY, "to_on": "2021-06-12", "ended_on": None},
    "rooms": {"held_from": "2020-01-01", "held_to": None},
    "link-carers": {"ended_on": None},
    "room-closures": {"first_day": "2021-06-20", "last_day": "2021-06-21"},
    "activity-attendances": {"carer_id": None, "birth_child_id": None},
    "towns": {"east": 445_000, "north": 119_000},
}


def marked(kind: str, name: str, side: str) -> str:
    """The text that stands in a field: found anywhere, it tells where it came from."""
    return f"<{side} {kind}.{name}>"


def one_of_each(laptop: Laptop, side: str) -> dict[str, str]:
    """Bring one record of every kind, all belonging together; their ids by kind."""
    made: dict[str, str] = {}
    changes = []
    for kind in KINDS:
        change = laptop.change(kind, values(kind, made, side))
        made[kind] = change["record_id"]
        changes.append(change)
    laptop.accepted(*changes)
    return made


def values(kind: str, made: dict[str, str], side: str) -> Json:
    """A value for every field of a kind."""
    found: Json = {}
    for name, (column, about) in declared(KINDS[kind]).items():
        if name in ("created_at", "archived_at"):
            continue
        if name in REFERENCES[kind]:
            found[name] = made[REFERENCES[kind][name]]
        else:
            found[name] = _value(kind, name, column, about, side)
    return found | FITTING.get(kind, {})


def _value(kind: str, name: str, column: Any, about: Any, side: str) -> Any:
    choices = choices_of(column)
    if choices:
        return choices[0].value
    for its, value in (
        (Boolean, True),
        (DateTime, MOMENT),
        (Date, DAY),
        (Time, dt.time(10, 0).isoformat()),
        (Integer, about.low or 1),
    ):
        if isinstance(getattr(column.type, "impl", column.type), its):
            return value
    return (
        [marked(kind, name, side)] if column.type.python_type is list else marked(kind, name, side)
    )
