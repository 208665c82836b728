"""What a link carer's account writes: her answers, closed days, and what was handed over.

Central refuses everything else (`central/scope.py`); on her own laptop it is refused at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hivedesk.records import StayState

OWN: Mapping[str, frozenset[str]] = {
    "bookings": frozenset({"status", "status_why"}),
    "room-closures": frozenset({"room_id", "first_day", "last_day", "why", "archived_at"}),
    "handover-items": frozenset({"done_at"}),
}
"""Kind -> the fields of it that she writes."""

ANSWERS = frozenset({StayState.AGREED.value, StayState.DECLINED.value})

_BEGUN = frozenset({"id", "created_at"})


def refusal(kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """Why she may not write this, whosever room it is in; "" where she may.

    Args:
        before: the whole record as it is; None for a new one.
        after: the fields that change, and to what, as JSON values.
    """
    own = OWN.get(kind)
    if own is None:
        return "A link carer's account writes only answers to requests and closed days."
    if before is None and kind != "room-closures":
        return "A link carer's account cannot add that."
    if after.keys() - own - (_BEGUN if before is None else frozenset()):
        return "A link carer's account cannot change that."
    if kind == "bookings" and before is not None:
        asked = before.get("status") == StayState.REQUESTED.value
        if not asked or after.get("status", StayState.AGREED.value) not in ANSWERS:
            return "Only a request can be answered, with yes or no."
    return ""
