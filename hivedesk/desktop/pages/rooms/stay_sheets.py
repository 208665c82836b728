"""Small dialogs on a stay: cancel it, take a step that needs a reason or a day, and over a warning.

What belongs to a repeat is asked for: this one, or this and all later ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.actions.repeats import cancel_repeat
from hivedesk.actions.stays import (
    cancel_stays,
    decline_stays,
    end_early,
    move_stay,
    move_stay_on,
    needed,
)
from hivedesk.desktop.pages.questions import ask
from hivedesk.desktop.widgets.editors import TextEditor
from hivedesk.desktop.widgets.editors_when import DateEditor
from hivedesk.desktop.widgets.fields import Field
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayState
from hivedesk.rules.problems import Problem, refuse_on
from hivedesk.store.queries.repeats import RepeatStay, repeat_of

from .board.words import span_words
from .repeat_move import LATER, comes_again, which_field

_KEPT = "Kept with the stay."

_REASONS: dict[StayState, tuple[str, str, str]] = {
    StayState.DECLINED: ("Decline this stay", "Why it is declined", "Stay declined"),
    StayState.NO_SHOW: ("Did not come", "What happened", "Kept that nobody came"),
    StayState.ENDED_EARLY: ("Went home early", "Why it ended early", "Stay ended early"),
}
"""Title (and verb), what is asked, what is said when it is done."""


def open_cancel_stay(host: QWidget, workspace: Workspace, booking_id: str, about: str = "") -> None:
    """Ask why, and of a repeat which, then cancel. `about` says whose and when."""

    def ready(stay: RepeatStay) -> None:
        fields = {"why": _why("Why it is cancelled")}
        if comes_again(stay):
            fields = {"which": which_field(stay, workspace.today), **fields}

        def cancel(desk: Desk, given: dict[str, Any]) -> Outcome:
            if given.get("which") == LATER:
                return cancel_repeat(desk, booking_id, given["why"] or "")
            return cancel_stays(desk, (booking_id,), given["why"] or "")

        ask(
            host,
            workspace,
            "Cancel this stay",
            fields,
            cancel,
            subtitle=about or _about(stay, workspace.today),
            save_word="Cancel this stay",
            done_words="Cancelled",
        )

    _read(host, workspace, booking_id, ready)


def open_stay_step(host: QWidget, workspace: Workspace, booking_id: str, to: StayState) -> None:
    """Ask for the reason a step needs (and the day, of going home early), then take it."""
    title, asked, done = _REASONS[to]

    def ready(stay: RepeatStay) -> None:
        fields = {"why": _why(asked)}
        if to is StayState.ENDED_EARLY:
            today = workspace.today
            day = Field(
                "Went home on",
                DateEditor(lambda: today),
                "The nights that are left are free from then on.",
            )
            day.set_value(min(today, stay.to_on))
            fields = {"ended_on": day, **fields}
        ask(
            host,
            workspace,
            title,
            fields,
            lambda desk, given: _take_step(desk, booking_id, to, given),
            subtitle=_about(stay, workspace.today),
            save_word=title,
            done_words=done,
        )

    _read(host, workspace, booking_id, ready)


def open_step_anyway(
    host: QWidget, workspace: Workspace, booking_id: str, to: StayState, warning: str
) -> None:
    """Ask for the reason to take a step over a warning, then take it."""
    ask(
        host,
        workspace,
        "Ask first",
        {"override": _why("Why it is right all the same")},
        lambda desk, v: move_stay_on(desk, booking_id, to, override=needed(v["override"] or "")),
        subtitle=warning,
        save_word="Do it all the same",
        done_words=f"Stay: {to.label.lower()}",
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
    ask(
        host,
        workspace,
        "Ask first",
        {"override": _why("Why it is right all the same")},
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


def _take_step(desk: Desk, booking_id: str, to: StayState, given: dict[str, Any]) -> Outcome:
    why = given["why"] or ""
    if to is StayState.DECLINED:
        return decline_stays(desk, (booking_id,), why)
    if to is StayState.ENDED_EARLY:
        if given["ended_on"] is None:
            refuse_on([Problem("ended_on", "Choose the day of going home.")])
        return end_early(desk, (booking_id,), given["ended_on"], why)
    return move_stay_on(desk, booking_id, to, needed(why))


def _why(label: str) -> Field:
    return Field(label, TextEditor(lines=3), _KEPT)


def _about(stay: RepeatStay, today: dt.date) -> str:
    return f"{stay.who}, {span_words(stay.from_on, stay.to_on, today)}"


def _read(
    host: QWidget, workspace: Workspace, booking_id: str, ready: Callable[[RepeatStay], None]
) -> None:
    workspace.read(lambda session: repeat_of(session, booking_id), ready, host, "stay")
