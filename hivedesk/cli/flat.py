"""Records as flat JSON objects, or as lines: the shapes scripts rely on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Hive, LinkCarer, Room, Sensitivity, declared, points_at
from hivedesk.rules.days import local
from hivedesk.store.jsonable import to_json
from hivedesk.store.queries.core_hours import add_core_hours

_RENAMED = {("bookings", "from_on"): "from", ("bookings", "to_on"): "to"}
_NOT_ASKED_FOR = ("created_at", "archived_at")


def flat_rows(
    session: Session, kind: str, rows: list[dict[str, Any]], today: dt.date
) -> list[dict[str, Any]]:
    """Rows of `store.queries.tables`, without private fields.

    A reference `x_id` is there twice: `x` in words, `x_id` as it is kept. Moments
    are local with their offset, dates ISO. Core hours of workers are those of `today`.
    """
    if kind == "workers":
        add_core_hours(session, rows, today)
    flat = [_flat(kind, row) for row in rows]
    if kind == "rooms":
        hives = _hives_of_rooms(session, [row["id"] for row in rows])
        for each in flat:
            each["hive"] = hives.get(each["id"], "")
    return flat


def columns_of_lines(kind: str) -> list[str]:
    """The columns of a list for reading: what says something to a person."""
    made = _flat(kind, dict.fromkeys(KINDS[kind].__table__.columns.keys()))
    extra = ["hive"] if kind == "rooms" else []
    return [name for name in (*made, *extra) if name != "id" and not name.endswith("_id")]


def line(columns: list[str], row: dict[str, Any]) -> str:
    """One row for reading: tab between the columns, and nothing that would break the line."""
    return "\t".join(on_one_line(row[name]) for name in columns)


def on_one_line(value: Any) -> str:
    """A value in words that a terminal shows as they are: no line ends, no control codes."""
    words = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _flat(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {"id": row["id"]}
    for name, (column, about) in declared(KINDS[kind]).items():
        if about.sensitivity is Sensitivity.PRIVATE or name in _NOT_ASKED_FOR:
            continue
        if points_at(column):
            flat[name.removesuffix("_id")] = row.get(name.removesuffix("_id"))
        flat[_RENAMED.get((kind, name), name)] = _value(row[name])
    if kind == "bookings" and not flat["child"]:
        flat["child"] = flat["guest_name"]
    return flat


def _value(value: Any) -> Any:
    return local(value).isoformat() if isinstance(value, dt.datetime) else to_json(value)


def _hives_of_rooms(session: Session, room_ids: list[str]) -> dict[str, str]:
    rows = session.execute(
        select(Room.id, Hive.name)
        .join(LinkCarer, LinkCarer.id == Room.link_carer_id)
        .join(Hive, Hive.id == LinkCarer.hive_id)
        .where(Room.id.in_(room_ids))
    )
    return {row.id: row.name for row in rows}
