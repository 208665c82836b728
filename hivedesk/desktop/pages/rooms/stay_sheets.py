"""Two questions the room board asks: why a stay is cancelled, and why a warning does not hold."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from hivedesk.actions.stays import cancel_stays, move_stay
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace


def open_cancel_stay(host: QWidget, workspace: Workspace, booking_id: str, about: str) -> None:
    """Ask why, then cancel a stay. `about` says whose and when."""
    why = Field("Why it is cancelled", TextEditor(lines=3), "Kept with the stay.")
    ask(
        host,
        workspace,
        "Cancel this stay",
        {"why": why},
        lambda desk, v: cancel_stays(desk, (booking_id,), v["why"] or ""),
        subtitle=about,
        save_word="Cancel this stay",
        done_words="Stay cancelled",
    )


def open_move_anyway(
    host: QWidget,
    workspace: Workspace,
    booking_id: str,
    room_id: str,
    from_on: dt.date,
    to_on: dt.date,
    warning: str,
) -> None:
    """Ask for the reason to move a stay over a warning, then move it."""
    note = Field("Why it is right all the same", TextEditor(lines=3), "Kept with the stay.")
    ask(
        host,
        workspace,
        "Ask first",
        {"override": note},
        lambda desk, v: move_stay(
            desk,
            booking_id,
            room_id=room_id,
            from_on=from_on,
            to_on=to_on,
            override=v["override"] or "",
        ),
        subtitle=warning,
        save_word="Move it all the same",
        done_words="Stay moved",
    )
