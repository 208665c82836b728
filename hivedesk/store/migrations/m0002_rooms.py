"""Version 2: what the room board asks of stays, rooms and children, and where towns lie."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path

from sqlalchemy import Connection, text

_TOWNS = (
    ("Aldershot", 486_600, 150_600),
    ("Alresford", 458_700, 132_600),
    ("Alton", 471_600, 139_400),
    ("Andover", 436_500, 145_500),
    ("Basingstoke", 463_700, 152_300),
    ("Bishop's Waltham", 455_200, 117_500),
    ("Bishopstoke", 446_600, 119_200),
    ("Bitterne", 445_000, 112_900),
    ("Bordon", 479_500, 135_500),
    ("Botley", 451_300, 113_000),
    ("Bridgemary", 458_200, 103_000),
    ("Brockenhurst", 430_000, 102_300),
    ("Chandler's Ford", 443_300, 120_300),
    ("Charlton", 435_300, 147_000),
    ("Chineham", 465_500, 155_300),
    ("Cowplain", 469_500, 111_000),
    ("Denmead", 465_600, 112_000),
    ("Eastleigh", 445_500, 119_000),
    ("Emsworth", 474_900, 105_800),
    ("Fair Oak", 449_300, 118_700),
    ("Fareham", 457_500, 106_200),
    ("Farnborough", 487_000, 155_000),
    ("Fleet", 480_800, 154_200),
    ("Fordingbridge", 414_700, 114_200),
    ("Gosport", 461_500, 99_700),
    ("Hartley Wintney", 476_800, 156_900),
    ("Havant", 471_700, 106_200),
    ("Hedge End", 449_200, 112_500),
    ("Hook", 472_600, 154_200),
    ("Horndean", 470_600, 113_200),
    ("Hythe", 442_300, 107_500),
    ("Lee-on-the-Solent", 456_300, 100_600),
    ("Liphook", 483_900, 131_300),
    ("Ludgershall", 426_500, 150_900),
    ("Lymington", 432_300, 95_600),
    ("Lyndhurst", 429_800, 108_200),
    ("New Milton", 424_500, 95_200),
    ("Oakley", 457_000, 150_300),
    ("Odiham", 474_000, 151_000),
    ("Petersfield", 474_800, 123_300),
    ("Portchester", 461_700, 105_500),
    ("Portsmouth", 464_600, 100_100),
    ("Ringwood", 414_900, 105_200),
    ("Romsey", 435_300, 121_200),
    ("Southampton", 442_000, 111_500),
    ("Stockbridge", 435_600, 135_100),
    ("Stubbington", 455_400, 103_200),
    ("Tadley", 460_500, 161_300),
    ("Thornhill", 447_300, 111_900),
    ("Totton", 436_300, 113_200),
    ("Waterlooville", 468_200, 109_300),
    ("West End", 446_800, 114_200),
    ("Whitchurch", 446_200, 148_200),
    ("Wickham", 457_400, 111_500),
    ("Winchester", 448_200, 129_400),
    ("Yateley", 481_900, 160_900),
)
"""Name, easting and northing in metres, as a new store of that version began with them."""

_ADD_TOWN = text(
    "INSERT INTO towns (id, name, east, north, created_at) VALUES (:id, :name, :east, :north, :at)"
)
_ADD_CHANGE = text(
    'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, "after") '
    "VALUES (:change, :group, :at, 'HiveDesk', 'Bring the store up to date', 'towns', :id, :after)"
)


def upgrade(connection: Connection) -> None:
    """Add the columns and tables; a store that somebody works in gets its towns at once."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    if connection.exec_driver_sql("SELECT count(*) FROM hives").scalar_one():
        _add_towns(connection)


def _add_towns(connection: Connection) -> None:
    now, group = dt.datetime.now(dt.UTC), str(uuid.uuid4())
    at = now.replace(tzinfo=None).isoformat(" ", "microseconds")
    for name, east, north in _TOWNS:
        row = {"id": str(uuid.uuid4()), "name": name, "east": east, "north": north}
        after = json.dumps(row | {"created_at": now.isoformat()}, ensure_ascii=False)
        connection.execute(_ADD_TOWN, row | {"at": at})
        told = {"change": str(uuid.uuid4()), "group": group, "at": at, "after": after}
        connection.execute(_ADD_CHANGE, told | {"id": row["id"]})
