"""How a stay looks, by its kind and state. No Qt here."""

from __future__ import annotations

from typing import NamedTuple

from hivedesk.records import StayState
from hivedesk.store.queries.board import BoardStay

CLOSED = "closed"
_FINISHED = (StayState.COMPLETED, StayState.ENDED_EARLY)
_ASKED = (StayState.REQUESTED, StayState.WAITLISTED)


class Look(NamedTuple):
    """How a bar looks, whatever its length. `mark` is an icon's name, "?" or a number.

    `sync` is the icon of a stay that central has not accepted.
    """

    kind: str
    words: str
    mark: str = ""
    filled: bool = True
    dashed: bool = False
    edge: int = 1
    weight: str = "medium"
    muted: bool = False
    clash: bool = False
    named: bool = True
    sync: str = ""


_SYNC = {"here": "sync", "sent": "sync", "needs-you": "warning"}


def closed_look(why: str, named: bool) -> Look:
    """The look of a closure."""
    return Look(CLOSED, (f"Closed: {why}" if why else "Closed") if named else "")


def look_of(stay: BoardStay, clash: bool, named: bool) -> Look:
    """The look of a stay; `named` where it is long enough for words."""
    return _look_of(stay, clash, named)._replace(sync=_SYNC.get(stay.sync, "") if named else "")


def _look_of(stay: BoardStay, clash: bool, named: bool) -> Look:
    kind = stay.kind.value
    words = (stay.name or "Booked") if named else ""
    if clash:
        return Look(kind, f"Two in one bed: {stay.name or 'Booked'}", clash=True)
    if not stay.id:
        return Look(kind, words, named=False)
    if stay.held_until is not None:
        return Look(kind, words, "clock" if named else "", dashed=True)
    if stay.status in _ASKED:
        mark = str(stay.queue) if stay.queue else "?"
        return Look(kind, words, mark if named else "", filled=False, dashed=True)
    if stay.status in _FINISHED:
        return Look(kind, words, filled=False, weight="regular", muted=True)
    if stay.status is StayState.IN_PROGRESS:
        return Look(kind, words, edge=2, weight="semibold")
    confirmed = stay.status is StayState.CONFIRMED and named and kind != "day_care"
    return Look(kind, words, "check" if confirmed else "")
