"""A store that was emptied: what it begins with again, until it is connected anew."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hivedesk.records import StoreSetting, new_id
from hivedesk.rules.founding import founding
from hivedesk.store import Writing, settings
from hivedesk.store.ended import AT, URL
from hivedesk.store.founding import BEGIN, found


def begin_again(session: Session, at: dt.datetime, url: str) -> None:
    """Give an emptied store what every store begins with; nobody works at it.

    Args:
        at: when its access was ended, by the machine's own time, aware.
        url: where the central store is that ended it.
    """
    found(Writing(session, "HiveDesk", BEGIN, at), founding())
    for key, value in ((settings.DEVICE, new_id()), (AT, at.isoformat()), (URL, url)):
        settings.put(session, key, value)


def is_over(session: Session) -> None:
    """It was connected again."""
    session.execute(delete(StoreSetting).where(StoreSetting.key.in_((AT, URL))))
