"""Whether a store's access to the central store was ended: emptied, waiting to be connected."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy.orm import Session

from hivedesk.rules.days import day_words, local

from . import settings

AT, URL = "access_ended_at", "access_ended_url"

NEXT = "Ask for a new joining code, then connect again with it."


class Ended(NamedTuple):
    """When this laptop's access was ended, and the address of the central store that said so."""

    at: dt.datetime
    url: str

    @property
    def words(self) -> str:
        """What happened, in plain words."""
        day = local(self.at).date()
        return (
            f"This laptop's access to the central store was ended on {day_words(day)} {day.year}, "
            "and what it held has been removed from it."
        )


def ended_of(session: Session) -> Ended | None:
    """When its access was ended; None for every other store."""
    at = settings.get(session, AT)
    if at is None:
        return None
    return Ended(dt.datetime.fromisoformat(at), settings.get(session, URL) or "")
