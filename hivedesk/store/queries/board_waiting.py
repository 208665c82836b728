"""What a stay on the board still waits for: the end of a ring, or its turn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from hivedesk.records import StayState
from hivedesk.rules.stays import MAY_BE_HELD


def still_held(row: Any, now: dt.datetime | None) -> dt.datetime | None:
    """Until when its bed is held while somebody rings; None where it is not."""
    if now is None or row.held_until is None or row.status not in MAY_BE_HELD:
        return None
    until: dt.datetime = row.held_until
    return until if until > now else None


def places_in_queue(rows: Iterable[Any]) -> dict[str, int]:
    """Places among those who wait for a night in one room: who asked first is first."""
    found: dict[str, int] = {}
    ahead: dict[str, list[Any]] = defaultdict(list)
    waiting = [row for row in rows if row.status is StayState.WAITLISTED]
    for row in sorted(waiting, key=lambda each: (each.created_at, each.id)):
        before = [o for o in ahead[row.room_id] if o.from_on < row.to_on and row.from_on < o.to_on]
        found[row.id] = 1 + len(before)
        ahead[row.room_id].append(row)
    return found
