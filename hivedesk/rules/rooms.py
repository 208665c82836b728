"""What is allowed of a room, and of the link carer who holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from .ages import check_ages
from .days import day_words
from .problems import Problem
from .stays import HOLDS_A_BED, STILL_OPEN, RoomFacts, Stay, bed_problems, days_of, room_problems

_BOOKED = STILL_OPEN & HOLDS_A_BED


def check_room_values(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a room's own values: an age nobody can have, held for less than a day."""
    if found := check_ages(values):
        return found
    begins, ends = values["held_from"], values["held_to"]
    if begins and ends and ends < begins:
        return [Problem("held_to", "The last day is before the first. Check both.")]
    return []


def check_room(room: RoomFacts, stays: Iterable[Stay]) -> list[Problem]:
    """What speaks against a room becoming like `room`: the first stay booked there it would hurt.

    Args:
        stays: every stay in that room.
    """
    every = sorted(stays, key=lambda stay: stay.from_on)
    for stay in every:
        if stay.status in _BOOKED:
            found = room_problems(stay, room) + bed_problems(stay, room, every)
            if found:
                return [Problem("", f"{found[0].words} {_move_first('there', stay)}")]
    return []


def check_link_carer(
    started_on: dt.date, ended_on: dt.date | None, booked: Iterable[tuple[str, Stay]]
) -> list[Problem]:
    """Problems of the days between which somebody is a link carer.

    Args:
        ended_on: the day they stop; a child sleeps there the evening before at the latest.
        booked: the stays in their rooms, each with the room's name.
    """
    if ended_on and ended_on < started_on:
        return [Problem("ended_on", "They stopped before they started. Check both days.")]
    for room, stay in sorted(booked, key=lambda each: each[1].from_on):
        days = days_of(stay)
        late = ended_on is not None and days[-1] >= ended_on
        if stay.status in _BOOKED and (late or days[0] < started_on):
            where = _move_first(f"in {room}", stay)
            return [Problem("ended_on" if late else "started_on", where)]
    return []


def _move_first(where: str, stay: Stay) -> str:
    days = f"{day_words(stay.from_on)} to {day_words(stay.to_on)}"
    return f"A stay is booked {where} from {days}: move it or cancel it first."
