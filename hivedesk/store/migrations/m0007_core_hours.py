"""Version 7: core hours hold from a day on, in rows of their own.

What a worker holds becomes the row that has always held, so that nothing which was counted is
counted anew. Row and Change row are the same in every store that holds the same hours, as those
of step 4 are: two laptops of one central store do not tell it twice. The worker's own column
stays, since Change rows name it; nothing reads it any more.
"""

from __future__ import annotations

import json
import uuid

from sqlalchemy import Connection, text

_TABLE = """\
CREATE TABLE core_hours (
  id VARCHAR(36) NOT NULL,
  worker_id VARCHAR(36) NOT NULL,
  starts_on DATE NOT NULL,
  hours TEXT,
  created_at DATETIME NOT NULL,
  archived_at DATETIME,
  CONSTRAINT pk_core_hours PRIMARY KEY (id),
  CONSTRAINT fk_core_hours_worker_id FOREIGN KEY(worker_id)
    REFERENCES workers (id) DEFERRABLE INITIALLY DEFERRED
)"""
_INDEX = "CREATE INDEX ix_core_hours_worker_id ON core_hours (worker_id)"

_ALWAYS = "2000-01-01"
"""Before anything that could be out of hours: the office hours, too, begin with that day."""

_NAMESPACE = uuid.UUID("65339ae8-a2dd-5d28-9157-4830bee5da63")
_AT, _SAID_AT = "2018-04-01 00:00:00.000000", "2018-04-01T00:00:00+00:00"
_DEVICE = "0" * 8
_CLOCK = f"{0:015d}-{0:05d}-{_DEVICE}"

_HELD = "SELECT id, core_hours FROM workers WHERE trim(coalesce(core_hours, '')) <> '' ORDER BY id"
_ADD = text(
    "INSERT INTO core_hours (id, worker_id, starts_on, hours, created_at) "
    f"VALUES (:id, :worker_id, :starts_on, :hours, '{_AT}')"
)
_TELL = text(
    'INSERT INTO changes (id, group_id, at, who, verb, kind, record_id, "after", clock, device) '
    f"VALUES (:change, :group, '{_AT}', 'HiveDesk', 'Bring the store up to date', 'core-hours', "
    f":id, :after, '{_CLOCK}', '{_DEVICE}')"
)


def upgrade(connection: Connection) -> None:
    """Add the table, and give it the hours that each worker holds."""
    connection.exec_driver_sql(_TABLE)
    connection.exec_driver_sql(_INDEX)
    for worker_id, hours in connection.exec_driver_sql(_HELD).all():
        row = {"id": _fixed("core-hours", worker_id), "worker_id": worker_id}
        row |= {"starts_on": _ALWAYS, "hours": hours}
        after = row | {"created_at": _SAID_AT}
        said = json.dumps(after, sort_keys=True)
        told = {"change": _fixed("changes", f"core-hours {said}"), "id": row["id"]}
        told |= {"group": _fixed("changes", f"core hours of {worker_id}")}
        connection.execute(_ADD, row)
        connection.execute(_TELL, told | {"after": json.dumps(after, ensure_ascii=False)})


def _fixed(kind: str, name: str) -> str:
    drawn = uuid.uuid5(_NAMESPACE, f"{kind} {name}").hex
    return f"00000000-0000-7{drawn[13:16]}-{drawn[16:20]}-{drawn[20:]}"
