"""A record as one flat JSON object: the shape scripts rely on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import KINDS, Hive, LinkCarer, Room, Sensitivity, declared, points_at
from hivedesk.rules.days import local
from hivedesk.store.jsonable import to_json

_RENAMED = {("bookings", "from_on"): "from", ("bookings", "to_on"): "to"}


def flat_row(session: Session, kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """One row of `store.queries.tables.rows_of`, without private fields.

    A reference `x_id` is there twice: `x` in words, `x_id` as it is kept. Moments
    are local with their offset, dates ISO.
    """
    flat: dict[str, Any] = {"id": row["id"]}
    for name, (column, about) in declared(KINDS[kind]).items():
        if about.sensitivity is Sensitivity.PRIVATE or name in ("created_at", "archived_at"):
            continue
        if points_at(column):
            flat[name.removesuffix("_id")] = row[name.removesuffix("_id")]
        flat[_RENAMED.get((kind, name), name)] = _value(row[name])
    if kind == "bookings" and not flat["child"]:
        flat["child"] = flat["guest_name"]
    if kind == "rooms":
        flat["hive"] = _hive_of_room(session, row["id"])
    return flat


def _value(value: Any) -> Any:
    return local(value).isoformat() if isinstance(value, dt.datetime) else to_json(value)


def _hive_of_room(session: Session, room_id: str) -> str | None:
    return session.scalar(
        select(Hive.name)
        .join(LinkCarer, LinkCarer.hive_id == Hive.id)
        .join(Room, Room.link_carer_id == LinkCarer.id)
        .where(Room.id == room_id)
    )
