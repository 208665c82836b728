"""How places at an activity or a session are told: each one, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.records import Attendance
from hivedesk.rules.ladder import CAME, HOLDS
from hivedesk.store.queries.registers import Place
from hivedesk.store.queries.words import joined

WHO = {"carer_id": "carer", "child_id": "in placement", "birth_child_id": "own child"}
STATUS_ICONS = {
    Attendance.REQUESTED: "mail",
    Attendance.WAITLISTED: "waiting",
    Attendance.BOOKED: "calendar",
    Attendance.CANCELLED: "text",
    Attendance.DECLINED: "close",
    Attendance.NO_SHOW: "minus",
    Attendance.PARTLY: "clock",
    Attendance.ATTENDED: "check",
}

Counts = Mapping[Attendance | None, int]


def status_badge(status: Attendance, *, fresh: bool = False) -> BadgeSpec:
    """A place as a badge; one that has yet to be saved stands on another tint."""
    return BadgeSpec(status.label, "info" if fresh else "neutral", STATUS_ICONS[status])


def place_words(place: Place) -> str:
    """ "Marlowe · own child", "Marlowe · has left"."""
    said = f"{place.family} · {'has left' if place.gone else WHO[place.column]}"
    return f"{said} · on hold" if place.on_hold else said


def moved_words(names: Sequence[str]) -> str:
    """ "Ann and Bo have a place now: let them know"."""
    return f"{joined(names)} {'has' if len(names) == 1 else 'have'} a place now: let them know"


def turn_words(ahead: int) -> str:
    """ "next for a place", "2 are before them": how many wait longer."""
    if not ahead:
        return "next for a place"
    return "1 is before them" if ahead == 1 else f"{ahead} are before them"


def coming_words(counted: Counts, capacity: int | None) -> str:
    """ "12 of 20 places are taken, 3 wait for one, 5 have not answered."."""
    taken = sum(counted.get(status, 0) for status in HOLDS)
    said = f"{taken} of {capacity} places are taken" if capacity else f"{taken} said yes"
    if capacity and taken > capacity:
        said = f"{taken} are booked and there is room for {capacity}"
    if waiting := counted.get(Attendance.WAITLISTED, 0):
        said += f", {waiting} {'waits' if waiting == 1 else 'wait'} for one"
    if unsaid := counted.get(Attendance.REQUESTED, 0):
        said += f", {unsaid} {'has' if unsaid == 1 else 'have'} not answered"
    return f"{said}."


def register_words(counted: Counts) -> str:
    """ "9 came, 2 did not come, 3 sent apologies."."""
    parts = [f"{sum(counted.get(status, 0) for status in CAME)} came"]
    for status, word in (
        (Attendance.NO_SHOW, "did not come"),
        (Attendance.CANCELLED, "sent apologies"),
        (Attendance.BOOKED, "booked and not marked yet"),
    ):
        if number := counted.get(status, 0):
            parts.append(f"{number} {word}")
    return f"{', '.join(parts)}."
