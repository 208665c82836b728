"""How a list marks what happens soon."""

from __future__ import annotations

import datetime as dt

from hivedesk.desktop.widgets.badge import BadgeSpec

_SOON = {0: "Today", 1: "Tomorrow"}


def coming(day: dt.date, today: dt.date) -> BadgeSpec | str:
    """A badge for a day that is today or tomorrow; "" for any other: the row names its day."""
    word = _SOON.get((day - today).days)
    return BadgeSpec(word, "info", "calendar") if word else ""
