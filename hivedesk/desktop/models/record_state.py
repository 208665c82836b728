"""Where a record stands with the central store, as a badge."""

from __future__ import annotations

from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.store.queries.sync_state import RecordState


def state_badge(state: RecordState) -> BadgeSpec | None:
    """The badge of a record; None on a laptop that has no central store."""
    return {
        "here": BadgeSpec("Only here so far", "neutral", "cloud-up"),
        "sent": BadgeSpec("Sent, no answer yet", "neutral", "sync"),
        "accepted": BadgeSpec("Accepted by central", "neutral", "cloud-check"),
        "needs-you": BadgeSpec("Needs you: see Sync", "warning", "warning"),
    }.get(state)
