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
    StayState.WAITLISTED: ("Put on the waiting list", "waiting"),
    StayState.AGREED: ("Agree", "check"),
    StayState.CONFIRMED: ("Confirm", "check-circle"),
    StayState.IN_PROGRESS: ("Arrived", "home"),
    StayState.COMPLETED: ("Went home", "check"),
    StayState.ENDED_EARLY: ("Went home early", "undo"),
    StayState.DECLINED: ("Decline", "close"),
    StayState.CANCELLED: ("Cancel this stay", "close"),
    StayState.NO_SHOW: ("Did not come", "minus"),
}


_NEVER_FIRST = frozenset({StayState.CANCELLED, StayState.DECLINED, StayState.NO_SHOW})


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
    """The steps a stay can take from where it stands; the first is the likely one."""
    made = []
    early = row["from_on"] > workspace.today
    steps = [
        state
        for state in next_states(row["status"])
        if not (early and state in (StayState.IN_PROGRESS, StayState.NO_SHOW))
    ]
    for place, state in enumerate(steps):
        words, icon = _STEP_WORDS[state]
        step = partial(move_stay_on, booking_id=row["id"], to=state)

        def run(step: partial = step, said: str = words) -> None:  # type: ignore[type-arg]
            workspace.do(step, owner=owner, words=f"Stay: {said[0].lower()}{said[1:]}")

        made.append(Verb(words, icon, run, primary=place == 0 and state not in _NEVER_FIRST))
    return made
