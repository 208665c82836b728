"""What people said of the demo's activities, and who waits for a place at one.

Drawn from each record's own id and not from the county's one source of chance: what is said
changes nothing else of the story.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from hivedesk.records import Activity, ActivityAttendance, ActivityKind, Attendance
from hivedesk.rules.ladder import CAME

_SCORES, _WEIGHTS = (5, 4, 3, 2, 1), (44, 33, 16, 5, 2)
_ANSWERED, _REMARKED, _AGREED = 0.45, 0.4, 0.6
_FULL_FROM = 6
_LEFT_OVER = 2

_OF_GROUPS = {
    5: (
        "I came in tired and went home laughing.",
        "Everybody in that room knew what I was talking about.",
        "First time I said it out loud, and nobody blinked.",
    ),
    4: (
        "Good to hear that others have the same mornings.",
        "I took a phone number home, which is more than I hoped for.",
    ),
    3: ("Useful, but the end was rushed.", "I would come more often if it began later."),
    2: ("Too many of us for one table.",),
    1: ("Not my day, and that was not your fault.",),
}
_OF_DAYS_OUT = {
    5: (
        "The best Saturday since we started.",
        "They talked about it all the way home and half of Sunday.",
        "Nobody had to explain anybody to anyone.",
        "Somebody asked when the next one is before we had parked.",
    ),
    4: (
        "A proper day out, and we could afford it.",
        "The little ones were looked after by the big ones.",
    ),
    3: ("Good fun, but a long way for an hour of it.", "Too loud for one of ours; still glad."),
    2: ("Not much there for teenagers.",),
    1: ("We got soaked and went home.",),
}


def say(activity: Activity, place: ActivityAttendance) -> None:
    """Let somebody who came say how it was: many do not, and not all may be quoted."""
    rng = random.Random(place.id)  # noqa: S311 - a story, not a secret
    if place.status not in CAME or rng.random() > _ANSWERED:
        return
    place.feedback = rng.choices(_SCORES, _WEIGHTS)[0]
    if place.birth_child_id is None and rng.random() < _REMARKED:
        remarks = _OF_GROUPS if activity.kind is ActivityKind.GROUP else _OF_DAYS_OUT
        place.remark = rng.choice(remarks[place.feedback])
        place.may_quote = rng.random() < _AGREED


def fill_up(activity: Activity, places: Sequence[ActivityAttendance]) -> None:
    """Leave less room than people who said yes, so that the last of them wait."""
    booked = [place for place in places if place.status is Attendance.BOOKED]
    if len(booked) < _FULL_FROM:
        return
    activity.capacity = len(booked) - _LEFT_OVER
    for place in booked[-_LEFT_OVER:]:
        place.status = Attendance.WAITLISTED
