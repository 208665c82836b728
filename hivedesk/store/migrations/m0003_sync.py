"""Version 3: what a change needs to travel, and what is kept of each meeting with central."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, text

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (moments lie in the file as naive UTC)
_MOST = 99_999
_AT_ONCE = 10_000
_GIVE = text("UPDATE changes SET clock = :clock, device = :device WHERE seq = :seq")
_KEEP = text(
    "INSERT INTO store_settings (key, value) "
    "SELECT 'clock', max(clock) FROM changes HAVING max(clock) IS NOT NULL"
)


def upgrade(connection: Connection) -> None:
    """Add the columns and tables; each change that was made before gets its clock."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    kept = connection.exec_driver_sql("SELECT value FROM store_settings WHERE key = 'device_id'")
    device = str(kept.scalar() or "0" * 8).replace("-", "")[-8:].lower()
    rows = connection.exec_driver_sql("SELECT seq, at FROM changes ORDER BY seq").all()
    clocks = _clocks([(row.seq, row.at) for row in rows], device)
    while batch := list(islice(clocks, _AT_ONCE)):
        connection.execute(
            _GIVE, [{"seq": seq, "clock": clock, "device": device} for seq, clock in batch]
        )
    connection.execute(_KEEP)


def _clocks(rows: list[tuple[int, str]], device: str) -> Iterator[tuple[int, str]]:
    """In the order they were made, even where the laptop's time went back in between."""
    last, nth = -1, 0
    for seq, at in rows:
        ms = max((dt.datetime.fromisoformat(at) - _EPOCH) // dt.timedelta(milliseconds=1), 0)
        if ms > last:
            last, nth = ms, 0
        elif nth < _MOST:
            nth += 1
        else:
            last, nth = last + 1, 0
        yield seq, f"{last:015d}-{nth:05d}-{device}"
