"""How a list marks what is still to happen."""

from __future__ import annotations

import datetime as dt

from hivedesk.desktop.widgets.badge import BadgeSpec


def coming(day: dt.date, today: dt.date) -> BadgeSpec | str:
    """A badge for a day that is today or to come; "" for one that has passed."""
    if day < today:
        return ""
    return BadgeSpec("Today" if day == today else "To come", "info", "calendar")
