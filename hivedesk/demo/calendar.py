"""A worker's week: finding a free stretch, and the hours beside the contacts."""

from __future__ import annotations

import datetime as dt

from hivedesk.records import TimeEntry, TimeKind
from hivedesk.rules.days import LONDON

from . import words
from .state import DAY, LAST_WORKED, County, Den

_WEEK_MINUTES = 1500  # a worker's contract: 25 hours
_LATEST = 22 * 60


def moment(day: dt.date, minute: int) -> dt.datetime:
    """A minute of a day on the clock on the wall."""
    return dt.datetime.combine(day, dt.time(minute // 60, minute % 60), LONDON)


def take(den: Den, day: dt.date, begin: int, minutes: int) -> bool:
    """Reserve a stretch of the worker's day; False where it is taken."""
    stretches = den.calendar.setdefault(day, [])
    if any(begin < end and start < begin + minutes for start, end in stretches):
        return False
    stretches.append((begin, begin + minutes))
    return True


def find_time(
    county: County, den: Den, day: dt.date, minutes: int, *, evening: bool
) -> dt.datetime:
    """A free moment of that length: in the day, the evening, or whenever there is one."""
    rng = county.rng
    if day.weekday() >= 5:
        hours = (9, 19)
    elif evening:
        hours = (17, 21)
    else:
        hours = (9, 16)
    for _ in range(8):
        begin = rng.randrange(hours[0] * 60, hours[1] * 60, 5)
        if begin + minutes <= _LATEST and take(den, day, begin, minutes):
            return moment(day, begin)
    begin = 9 * 60
    while not take(den, day, begin, minutes):
        begin += 5
        if begin + minutes > 23 * 60:
            break
    return moment(day, min(begin, 23 * 60 - 5))


def fill_week(county: County, den: Den, monday: dt.date) -> None:
    """Travel, meetings and desk work, so that the week comes out near the contract."""
    rng = county.rng
    days = [monday + DAY * n for n in range(7) if monday + DAY * n <= LAST_WORKED]
    started = den.worker.started_on or monday
    days = [day for day in days if day >= started]
    if days:
        share = min(1.0, sum(day.weekday() < 5 for day in days) / 5)
        wanted = int(rng.gauss(_WEEK_MINUTES, 70) * share)
        workdays = [day for day in days if day.weekday() < 5]
        used = sum(end - start for day in days for start, end in den.calendar.get(day, ()))
        used += _leave(county, den, workdays)
        used += _travel(county, den, days)
        used += _meeting(county, den, workdays)
        while wanted - used >= 45 and workdays:
            minutes = min(240, max(45, (wanted - used) // 15 * 15))
            used += _entry(county, den, rng.choice(workdays), minutes, *_desk(county))
    for day in [day for day in den.calendar if day <= monday + DAY * 6]:
        del den.calendar[day]


def _desk(county: County) -> tuple[TimeKind, str]:
    if county.rng.random() < 0.07:
        return TimeKind.LEARNING, county.rng.choice(words.LEARNING)
    return TimeKind.ADMIN, county.rng.choice(words.ADMIN)


def _entry(county: County, den: Den, day: dt.date, minutes: int, kind: TimeKind, note: str) -> int:
    at = find_time(county, den, day, minutes, evening=county.rng.random() < 0.1)
    county.make(TimeEntry, worker_id=den.worker.id, kind=kind, at=at, minutes=minutes, note=note)
    return minutes


def _leave(county: County, den: Den, workdays: list[dt.date]) -> int:
    busy_days = set(den.calendar)
    free = [day for day in workdays if day not in busy_days]
    if not free or county.rng.random() > 0.14:
        return 0
    return _entry(county, den, county.rng.choice(free), 300, TimeKind.LEAVE, "Leave")


def _travel(county: County, den: Den, days: list[dt.date]) -> int:
    """Time on the road, on the days that had a visit in them."""
    used = 0
    for day in days:
        long = [end - start for start, end in den.calendar.get(day, ()) if end - start >= 60]
        if long and county.rng.random() < 0.8:
            place = county.rng.choice(den.places_near)
            note = county.rng.choice(words.TRAVEL).format(place=place)
            minutes = min(105, 35 * len(long))
            used += _entry(county, den, day, minutes, TimeKind.TRAVEL, note)
    return used


def _meeting(county: County, den: Den, workdays: list[dt.date]) -> int:
    if not workdays or county.rng.random() > 0.75:
        return 0
    minutes = county.rng.choice((60, 90, 90, 120))
    day = county.rng.choice(workdays)
    return _entry(county, den, day, minutes, TimeKind.MEETING, county.rng.choice(words.MEETINGS))
