"""The core hours of people, as they are told where people are listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from hivedesk.rules.core_hours import core_words

from .stretches import cores_of


def add_core_hours(session: Session, rows: list[dict[str, Any]], today: dt.date) -> None:
    """Say of workers as `core_hours` which hold today; "" where the office hours count."""
    cores = cores_of(session)
    for row in rows:
        row["core_hours"] = core_words(cores[row["id"]].on(today) or ())
