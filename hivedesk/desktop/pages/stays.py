"""How a stay is named in lists, wherever it is listed, and what can be done to it."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QWidget

from hivedesk.actions.stays import move_stay_on, next_states
from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.widgets.badge import BadgeRole, BadgeSpec
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import StayKind, StayState
from hivedesk.rules.problems import Problem, Refused, Severity
from hivedesk.rules.stays import HAS_BEEN, STILL_OPEN

from .detail import Row, Verb

KIND_ICONS = {
    StayKind.SLEEPOVER: "moon",
    StayKind.EMERGENCY: "bolt",
    StayKind.DAY_CARE: "sun",
    StayKind.RESPITE: "arrow-in",
}

STATE_ROLES: dict[StayState, BadgeRole] = {
    StayState.REQUESTED: "warning",
    StayState.WAITLISTED: "warning",
    StayState.AGREED: "info",
    StayState.CONFIRMED: "positive",
    StayState.IN_PROGRESS: "positive",
}

_STEP_WORDS = {
    StayState.WAITLISTED: ("Put on the waiting list…", "waiting"),
    StayState.AGREED: ("Agree", "check"),
    StayState.CONFIRMED: ("Confirm", "check-circle"),
    StayState.IN_PROGRESS: ("Arrived", "home"),
    StayState.COMPLETED: ("Went home", "check"),
    StayState.ENDED_EARLY: ("Went home early…", "undo"),
    StayState.DECLINED: ("Decline…", "close"),
    StayState.CANCELLED: ("Cancel this stay…", "close"),
    StayState.NO_SHOW: ("Did not come…", "minus"),
}

_ASKS = frozenset(
    {
        StayState.WAITLISTED,
        StayState.CANCELLED,
        StayState.DECLINED,
        StayState.NO_SHOW,
        StayState.ENDED_EARLY,
    }
)
"""Steps that need a reason: a dialog asks for it, and none of them is the likely one."""


def stay_line(row: Row, today: dt.date) -> Line:
    """A stay in a list: who, which room, when, how it stands."""
    who = row["child"] or row["guest_name"] or ""
    kind, status = row["kind"], row["status"]
    second = f"{when_words(row, today)} · {row['room']}"
    mark = BadgeSpec(status.label, STATE_ROLES.get(status, "neutral"))
    return Line(row["id"], f"{who}", f"{second} · {kind.label}", mark, KIND_ICONS[kind], row)


def when_words(row: Row, today: dt.date) -> str:
    """ "Fri 25 – Sun 27 Jun, 2 nights" or "Wed 30 Jun, 09:00–15:00"."""
    begin, end = row["from_on"], row["to_on"]
    if row["kind"] is StayKind.DAY_CARE:
        hours = ""
        if row["time_from"] and row["time_to"]:
            hours = f", {row['time_from']:%H:%M}–{row['time_to']:%H:%M}"
        return date_words(begin, today) + hours
    nights = (end - begin).days
    return (
        f"{date_words(begin, today)} – {date_words(end, today)}, "
        f"{nights} night{'' if nights == 1 else 's'}"
    )


def stay_verbs(workspace: Workspace, row: Row, owner: QWidget) -> list[Verb]:
    """The steps a stay can take from where it stands (the first is the likely one), then moving
    it and letting it come again."""
    made = []
    steps = [state for state in next_states(row["status"]) if _is_time(state, row, workspace)]
    steps.sort(key=_ASKS.__contains__)
    for place, state in enumerate(steps):
        words, icon = _STEP_WORDS[state]
        run = partial(_ask_step if state in _ASKS else _step, workspace, row["id"], state, owner)
        made.append(Verb(words, icon, run, primary=place == 0 and state not in _ASKS))
    of_this = partial(workspace.open_sheet, booking_id=row["id"])
    if row["status"] in STILL_OPEN:
        made.append(Verb("Move…", "arrow-in", partial(of_this, "move-stay")))
    if row["status"] in STILL_OPEN | HAS_BEEN:
        made.append(Verb("Repeat…", "redo", partial(of_this, "repeat")))
    return made


def _is_time(state: StayState, row: Row, workspace: Workspace) -> bool:
    """What has not come cannot have been slept or missed, and day care has no night to wait for."""
    if state is StayState.WAITLISTED:
        return row["kind"] is not StayKind.DAY_CARE
    if state in (StayState.IN_PROGRESS, StayState.NO_SHOW):
        return bool(row["from_on"] <= workspace.today)
    return state is not StayState.COMPLETED or bool(row["to_on"] <= workspace.today)


def _ask_step(workspace: Workspace, booking_id: str, to: StayState, _owner: QWidget) -> None:
    if to is StayState.CANCELLED:
        workspace.open_sheet("cancel-stay", booking_id=booking_id)
    elif to is StayState.WAITLISTED:
        workspace.open_sheet("request-waits", booking_ids=[booking_id])
    else:
        workspace.open_sheet("stay-step", booking_id=booking_id, to=to)


def _step(workspace: Workspace, booking_id: str, to: StayState, owner: QWidget) -> None:
    """Take it; over a mere warning, ask for the reason first."""

    def refused(found: list[Problem]) -> None:
        if any(problem.severity is not Severity.WARNING for problem in found):
            workspace.trouble.emit(Refused(found))
            return
        warning = " ".join(problem.words for problem in found)
        workspace.open_sheet("step-anyway", booking_id=booking_id, to=to, warning=warning)

    workspace.do(
        lambda desk: move_stay_on(desk, booking_id, to),
        refused=refused,
        owner=owner,
        words=f"Stay: {to.label.lower()}",
    )
