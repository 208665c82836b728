"""What counts about the waiting list: who stood on it on a day."""

from __future__ import annotations

import datetime as dt

from hivedesk.records import WaitingState

OFF_THE_LIST = frozenset({WaitingState.JOINED, WaitingState.WITHDREW})


def is_waiting_on(
    asked_on: dt.date, closed_on: dt.date | None, status: WaitingState, day: dt.date
) -> bool:
    """Whether a family was waiting at the end of `day`.

    A family that joined or withdrew on a day nobody wrote down is off the list.
    """
    if asked_on > day:
        return False
    if closed_on is None:
        return status not in OFF_THE_LIST
    return closed_on > day
