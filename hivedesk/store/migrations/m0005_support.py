"""Version 5: what people said of an activity, and the hours a worker is usually there."""

from __future__ import annotations

from sqlalchemy import Connection

_COLUMNS = (
    "activity_attendances ADD COLUMN feedback INTEGER",
    "activity_attendances ADD COLUMN may_quote BOOLEAN DEFAULT 0 NOT NULL",
    "workers ADD COLUMN core_hours TEXT",
)


def upgrade(connection: Connection) -> None:
    """Add the columns; what is there has no feedback, and nobody agreed to be quoted."""
    for column in _COLUMNS:
        connection.exec_driver_sql(f"ALTER TABLE {column}")
