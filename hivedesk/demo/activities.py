"""Support groups, socials and days out: who came, what it cost, what is left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    ActivityKind,
    Attendance,
    BudgetKind,
    BudgetLine,
)
from hivedesk.rules.days import age_on, quarter_of

from .calendar import moment, take
from .said import fill_up, say
from .state import DAY, LAST_WORKED, TODAY, County, Den, Home, locked_down

_QUARTERLY_PENCE = 25_000
_CAME = (Attendance.ATTENDED, Attendance.PARTLY, Attendance.CANCELLED, Attendance.NO_SHOW)
_CAME_WEIGHTS = (86, 4, 7, 3)
_INVITED = (Attendance.BOOKED, Attendance.REQUESTED, Attendance.DECLINED)
_INVITED_WEIGHTS = (70, 22, 8)


@dataclass(frozen=True)
class Outing:
    """Something for children and carers: what, where, for whom, at what cost in pence."""

    name: str
    place: str
    kind: ActivityKind
    months: tuple[int, ...]
    ages: tuple[int, int]
    minutes: int
    pence: int


_S, _T = ActivityKind.SOCIAL, ActivityKind.TRIP
_YEAR = tuple(range(1, 13))
_OUTINGS = (
    Outing("Picnic and rounders", "Lakeside country park", _S, (5, 6, 7, 8, 9), (0, 17), 180, 4200),
    Outing("Crabbing and chips", "The harbour wall", _S, (6, 7, 8), (4, 17), 180, 7800),
    Outing("Pizza in the park", "Recreation ground", _S, (5, 6, 7), (0, 17), 150, 6900),
    Outing("Den building", "The bluebell woods", _S, (3, 4, 5, 9, 10), (4, 13), 150, 1800),
    Outing("Bowling", "Bowling alley", _S, (1, 2, 3, 10, 11), (6, 17), 150, 11800),
    Outing("Soft play morning", "Soft play barn", _S, (1, 2, 11, 12), (0, 8), 120, 6400),
    Outing("Pumpkins and soup", "Community farm", _S, (10,), (0, 17), 150, 5200),
    Outing("Christmas crafts", "Scout hall", _S, (12,), (3, 14), 150, 5600),
    Outing("Board games and toast", "Scout hall", _S, _YEAR, (6, 17), 150, 2400),
    Outing("Pond dipping", "Nature reserve", _S, (4, 5, 6, 9), (4, 12), 150, 3600),
    Outing("Steam railway", "Heritage railway", _T, (5, 7, 8), (0, 17), 300, 14500),
    Outing("Day at the beach", "The far end of the beach", _T, (6, 7, 8), (0, 17), 330, 8200),
    Outing("Climbing taster", "Climbing centre", _S, (2, 3, 10, 11), (8, 17), 150, 12600),
)
_ONLINE = Outing("Quiz and bingo by video", "Online", _S, _YEAR, (5, 17), 75, 900)
_GROUP_NAMES = ("Support group", "Coffee morning", "Support group with the PSW", "Support group")
_GROUP_NOTES = (
    "School moves took up most of the hour. Two new carers swapped numbers with old hands.",
    "Good mix of laughing and listening. Sleep was the topic, again.",
    "The PSW spoke about mornings; several wrote it all down.",
    "Quiet start, then nobody wanted to go home.",
    "Talked about family time after the holidays and how to prepare for it.",
    "Recording: everybody brought one entry and found the good line in it.",
    None,
)
_SOCIAL_NOTES = (
    "Children mixed well; the older ones looked after the little ones.",
    "Rain, and nobody minded.",
    "Two children who do not usually join in stayed to the end.",
    "Ran out of squash, not of good will.",
    "Somebody's first time on a bus, told to everyone.",
    None,
)


def add_week(county: County, den: Den, monday: dt.date) -> None:
    """The group in the second week of a month, the social on the third Saturday."""
    for number in range(7):
        day = monday + DAY * number
        if day < den.record.started_on + DAY * 21:
            continue
        if 8 <= day.day <= 14 and day.weekday() == den.group_weekday:
            _add_group(county, den, day)
        if 15 <= day.day <= 21 and day.weekday() == 5:
            _add_social(county, den, day)


def allot(county: County, den: Den, day: dt.date) -> None:
    """The budget of the quarter that begins on `day`."""
    first = quarter_of(day).first
    if first <= TODAY:
        county.make(
            BudgetLine,
            hive_id=den.record.id,
            kind=BudgetKind.ALLOTTED,
            on=max(first, den.record.started_on),
            pence=_QUARTERLY_PENCE,
            what="Quarter's activity budget",
        )
    den.spent_pence = 0


def _status(county: County, day: dt.date) -> Attendance:
    if day > LAST_WORKED:
        return county.rng.choices(_INVITED, _INVITED_WEIGHTS)[0]
    return county.rng.choices(_CAME, _CAME_WEIGHTS)[0]


def _add_group(county: County, den: Den, day: dt.date) -> None:
    rng = county.rng
    online = locked_down(day)
    begin, minutes = (19 * 60, 75) if online else (10 * 60, 120)
    take(den, day, begin, minutes)
    pence = 0 if online else rng.randrange(800, 2400, 50)
    activity = county.make(
        Activity,
        hive_id=den.record.id,
        worker_id=den.worker.id,
        kind=ActivityKind.GROUP,
        name=rng.choice(_GROUP_NAMES),
        at=moment(day, begin),
        minutes=minutes,
        place="Online" if online else f"{den.area}, church hall",
        cost_pence=pence,
        note=rng.choice(_GROUP_NOTES) if day <= LAST_WORKED else None,
    )
    for home in den.homes_on(day):
        for carer in home.carers:
            if rng.random() < (0.25 if home.on_hold(day) else 0.52):
                _invite(county, activity, home.record.id, day, carer_id=carer.id)
    _spend(county, den, activity, day, pence, "Hall, tea and biscuits")


def _add_social(county: County, den: Den, day: dt.date) -> None:
    rng = county.rng
    if locked_down(day):
        outing = _ONLINE
    else:
        affordable = [
            one
            for one in _OUTINGS
            if day.month in one.months and den.spent_pence + one.pence <= _QUARTERLY_PENCE
        ]
        outing = rng.choice(affordable or [_ONLINE])
    begin = 10 * 60 + rng.randrange(0, 8) * 30
    take(den, day, begin, outing.minutes)
    pence = outing.pence + rng.randrange(-600, 900, 20) if outing.pence > 2000 else outing.pence
    activity = county.make(
        Activity,
        hive_id=den.record.id,
        worker_id=den.worker.id,
        kind=outing.kind,
        name=outing.name,
        at=moment(day, begin),
        minutes=outing.minutes,
        place=outing.place,
        cost_pence=pence,
        capacity=rng.choice((None, 30, 40)),
        age_from=outing.ages[0] or None,
        age_to=outing.ages[1] if outing.ages[1] < 17 else None,
        note=rng.choice(_SOCIAL_NOTES) if day <= LAST_WORKED else None,
    )
    for home in den.homes_on(day):
        if rng.random() < 0.56:
            _invite_family(county, activity, home, day, outing)
    if day > LAST_WORKED:
        asked = county.waiting(ActivityAttendance)
        fill_up(activity, [place for place in asked if place.activity_id == activity.id])
    _spend(county, den, activity, day, pence, outing.name)


def _invite_family(
    county: County, activity: Activity, home: Home, day: dt.date, outing: Outing
) -> None:
    youngest, oldest = outing.ages
    family_id = home.record.id
    _invite(county, activity, family_id, day, carer_id=home.carers[0].id)
    for kid in home.kids_on(day):
        if youngest <= age_on(kid.record.born_on, day) <= oldest and day not in kid.busy:
            _invite(county, activity, family_id, day, child_id=kid.record.id)
    for own in home.own_children:
        if own.born_on < day and youngest <= age_on(own.born_on, day) <= oldest:
            _invite(county, activity, family_id, day, birth_child_id=own.id)


def _invite(
    county: County, activity: Activity, family_id: str, day: dt.date, **person: str
) -> None:
    place = county.make(
        ActivityAttendance,
        activity_id=activity.id,
        family_id=family_id,
        status=_status(county, day),
        **person,
    )
    say(activity, place)


def _spend(
    county: County, den: Den, activity: Activity, day: dt.date, pence: int, what: str
) -> None:
    if pence and day <= LAST_WORKED:
        den.spent_pence += pence
        county.make(
            BudgetLine,
            hive_id=den.record.id,
            activity_id=activity.id,
            kind=BudgetKind.SPENT,
            on=day,
            pence=pence,
            what=what,
        )
