"""Stays, week by week: sleepovers, emergencies, day care and respite for outside families.

A bed is spoken for from the first night to the last whatever became of the stay, so
that no two stays ever share one; nor is a child in two places on one day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hivedesk.records import Booking, Permission, StayKind, StayState
from hivedesk.rules.days import LONDON, age_on

from . import words
from .names import BOYS, GIRLS
from .state import DAY, FURTHEST, TODAY, Berth, County, Den, Kid, locked_down

_AGREED = (Permission.SOCIAL_WORKER, Permission.DELEGATED)
_PAST = (
    StayState.COMPLETED,
    StayState.CANCELLED,
    StayState.ENDED_EARLY,
    StayState.NO_SHOW,
    StayState.DECLINED,
)
_PAST_WEIGHTS = (87, 7, 3, 2, 1)
_COMING = (StayState.CONFIRMED, StayState.AGREED, StayState.REQUESTED)
_COMING_WEIGHTS = (55, 27, 18)
# First night (0 is Monday) and number of nights of planned stays; mostly Friday to Sunday.
_SHAPES = ((4, 2), (4, 1), (5, 1), (2, 1), (1, 2), (0, 3), (3, 3))
_SHAPE_WEIGHTS = (60, 12, 10, 6, 5, 3, 4)
_HOLIDAYS = (4, 7, 8, 10, 12)


@dataclass(frozen=True)
class Wish:
    """A stay that is looked for: when, of which kind."""

    kind: StayKind
    first: dt.date
    nights: int

    @property
    def last_night(self) -> dt.date:
        """The last evening, or the day itself for day care."""
        return self.first + DAY * max(0, self.nights - 1)

    @property
    def to_on(self) -> dt.date:
        """The day of going home."""
        return self.first + DAY * self.nights


def add_week(county: County, den: Den, monday: dt.date) -> None:
    """The stays that begin in one week."""
    for wish in _wishes(county, monday):
        if wish.to_on > FURTHEST or (den.is_home and wish.first <= TODAY <= wish.to_on):
            continue  # too far ahead, or a night that `write_tonight` tells of
        if wish.kind is StayKind.RESPITE:
            _host_guest(county, den, wish)
        else:
            _find_room(county, den, wish)


def _times(county: County, rate: float) -> int:
    """How often something with that weekly rate happens this week."""
    whole = int(rate)
    return whole + (county.rng.random() < rate - whole) + (county.rng.random() < 0.12 * rate)


def _wishes(county: County, monday: dt.date) -> list[Wish]:
    rng = county.rng
    ahead = max(0, (monday - TODAY).days / 7)
    scale = (0.2 if locked_down(monday) else 1.0) * max(0.15, 1 - ahead * 0.16)
    found = []
    for _ in range(_times(county, 2.3 * scale)):
        weekday, nights = rng.choices(_SHAPES, _SHAPE_WEIGHTS)[0]
        found.append(Wish(StayKind.SLEEPOVER, monday + DAY * weekday, nights))
    holiday = monday.month in _HOLIDAYS
    for _ in range(_times(county, (1.7 if holiday else 0.9) * scale)):
        found.append(Wish(StayKind.DAY_CARE, monday + DAY * rng.randrange(0, 6), 0))
    if monday + DAY * 6 < TODAY:  # nobody knows of an emergency beforehand
        for _ in range(_times(county, 0.2)):
            nights = rng.choice((1, 1, 1, 2, 3))
            found.append(Wish(StayKind.EMERGENCY, monday + DAY * rng.randrange(0, 7), nights))
    for _ in range(_times(county, 0.07 * scale)):
        nights = rng.choice((2, 3, 5, 7))
        found.append(Wish(StayKind.RESPITE, monday + DAY * rng.randrange(0, 6), nights))
    return found


def _find_room(county: County, den: Den, wish: Wish) -> None:
    rng = county.rng
    homes = den.homes_on(wish.first)
    for home in rng.sample(homes, min(6, len(homes))):
        if home.role in ("siblings", "emergency", "day_care") and near_today(wish.first):
            continue  # theirs are written for tonight
        if home.on_hold(wish.first) or not home.here(wish.to_on):
            continue
        kids = [kid for kid in home.kids_on(wish.first) if _may_go(kid, wish)]
        if not kids:
            continue
        one = rng.choice(kids)
        together = [kid for kid in kids if kid.group == one.group]
        if len(together) > 1 and rng.random() < 0.3:
            together = [one]
        if wish.to_on > TODAY or all(kid.lives_with(home, wish.to_on) for kid in together):
            for berth in rng.sample(den.berths, len(den.berths)):
                if _fits(berth, wish, together):
                    book(county, berth, wish, together)
                    return


def near_today(day: dt.date) -> bool:
    """Whether a day is so close that it belongs to the scene the demo opens with."""
    return TODAY - DAY * 4 <= day <= TODAY + DAY * 4


def _may_go(kid: Kid, wish: Wish) -> bool:
    record = kid.record
    if kid.busy and any(
        wish.first + DAY * n in kid.busy for n in range((wish.to_on - wish.first).days + 1)
    ):
        return False
    if record.left_on and wish.to_on >= record.left_on:
        return False
    if age_on(record.born_on, wish.to_on) > 17:
        return False
    if wish.kind is StayKind.DAY_CARE:
        return age_on(record.born_on, wish.first) <= 13
    until = record.sleepovers_until
    agreed = record.sleepovers in _AGREED and (until is None or wish.to_on <= until)
    return agreed and record.born_on < wish.first - DAY * 240


def _fits(berth: Berth, wish: Wish, kids: list[Kid]) -> bool:
    room = berth.record
    if not all(
        room.age_from <= age_on(kid.record.born_on, wish.first) <= room.age_to for kid in kids
    ):
        return False
    if wish.kind is StayKind.DAY_CARE and wish.first in berth.day_care:
        return False
    return berth.free(wish.first, wish.last_night, len(kids))


def _host_guest(county: County, den: Den, wish: Wish) -> None:
    rng = county.rng
    for berth in rng.sample(den.berths, len(den.berths)):
        if berth.free(wish.first, wish.last_night):
            _take(berth, wish, 1)
            status = _status(county, wish)
            county.make(
                Booking,
                room_id=berth.record.id,
                guest_name=rng.choice(rng.choice((BOYS, GIRLS))),
                kind=wish.kind,
                status=status,
                from_on=wish.first,
                to_on=wish.to_on,
                needs=rng.choice(words.NIGHT_NEEDS)[2] if rng.random() < 0.4 else None,
                why=rng.choice(words.RESPITE_WHYS),
                **_what_happened(county, wish, status),
            )
            return


def _take(berth: Berth, wish: Wish, beds: int) -> None:
    if wish.kind is StayKind.DAY_CARE:
        berth.day_care.add(wish.first)
    for number in range(wish.nights):
        berth.taken[wish.first + DAY * number] += beds


def _status(county: County, wish: Wish) -> StayState:
    rng = county.rng
    if wish.to_on < TODAY:
        status = rng.choices(_PAST, _PAST_WEIGHTS)[0]
        if status is StayState.ENDED_EARLY and wish.nights < 2:
            return StayState.COMPLETED
        return status
    if wish.first < TODAY:
        return StayState.IN_PROGRESS
    if wish.first == TODAY:
        return StayState.CONFIRMED
    return rng.choices(_COMING, _COMING_WEIGHTS)[0]


def book(
    county: County,
    berth: Berth,
    wish: Wish,
    kids: list[Kid],
    status: StayState | None = None,
    why: str | None = None,
) -> None:
    """Write the stay of one child, or of brothers and sisters together."""
    rng = county.rng
    _take(berth, wish, len(kids))
    status = status or _status(county, wish)
    request = county.new_id() if len(kids) > 1 else None
    happened = _what_happened(county, wish, status)
    why = why or _why(county, wish)
    for kid in kids:
        for number in range((wish.to_on - wish.first).days + 1):
            kid.busy.add(wish.first + DAY * number)
        county.make(
            Booking,
            room_id=berth.record.id,
            child_id=kid.record.id,
            kind=wish.kind,
            status=status,
            from_on=wish.first,
            to_on=wish.to_on,
            request_id=request,
            needs=kid.record.night_needs if wish.nights and rng.random() < 0.8 else None,
            why=why,
            **happened,
        )


def _why(county: County, wish: Wish) -> str | None:
    weekend = wish.first.weekday() >= 4
    texts = {
        StayKind.SLEEPOVER: words.WEEKEND_WHYS if weekend else words.MIDWEEK_WHYS,
        StayKind.EMERGENCY: words.EMERGENCY_WHYS,
        StayKind.DAY_CARE: words.SATURDAY_WHYS
        if wish.first.weekday() == 5
        else words.DAY_CARE_WHYS,
    }[wish.kind]
    if wish.kind is StayKind.DAY_CARE and wish.first.month == 8:
        texts = words.HOLIDAY_WHYS
    needed = wish.kind is StayKind.EMERGENCY or county.rng.random() < 0.8
    return county.rng.choice(texts) if needed else None


def _what_happened(
    county: County, wish: Wish, status: StayState
) -> dict[str, dt.date | dt.time | dt.datetime | None]:
    """Times agreed, and for a stay that took place when they really came and went."""
    rng = county.rng
    if wish.kind is StayKind.DAY_CARE:
        hour = rng.choice((8, 9, 9, 10, 13))
        begin, end = (
            dt.time(hour, rng.choice((0, 30))),
            dt.time(min(18, hour + rng.choice((4, 6, 7)))),
        )
    else:
        begin, end = dt.time(rng.choice((16, 16, 17, 18)), rng.choice((0, 30))), dt.time(11, 0)
        if wish.kind is StayKind.EMERGENCY:
            begin = dt.time(rng.randrange(17, 23), rng.choice((0, 15, 30, 45)))
    happened: dict[str, dt.date | dt.time | dt.datetime | None] = {
        "time_from": begin,
        "time_to": end,
    }
    left_on = wish.to_on
    if status is StayState.ENDED_EARLY:
        left_on = wish.first + DAY * rng.randrange(1, wish.nights)
        happened["ended_on"] = left_on
    if status in (StayState.COMPLETED, StayState.ENDED_EARLY, StayState.IN_PROGRESS):
        happened["arrived_at"] = _about(county, wish.first, begin)
    if status in (StayState.COMPLETED, StayState.ENDED_EARLY):
        happened["left_at"] = _about(county, left_on, end)
    return happened


def _about(county: County, day: dt.date, time: dt.time) -> dt.datetime:
    moment = dt.datetime.combine(day, time, LONDON)
    return moment + dt.timedelta(minutes=county.rng.randrange(-10, 26))


def write_tonight(county: County, den: Den) -> None:
    """The scene the demo opens with: two brothers or sisters, an emergency, a day care."""
    rooms = {berth.record.name: berth for berth in den.berths if berth.record.held_to is None}
    kids = {
        role: next((home.kids_on(TODAY) for home in den.homes if home.role == role), [])
        for role in ("siblings", "emergency", "day_care")
    }
    plans = (
        ("Garden room", "siblings", Wish(StayKind.SLEEPOVER, TODAY, 2), 2),
        ("Attic room", "emergency", Wish(StayKind.EMERGENCY, TODAY - DAY, 2), 1),
        ("Front room", "day_care", Wish(StayKind.DAY_CARE, TODAY, 0), 1),
    )
    whys = ("Carer in hospital for a small operation", "Carer taken ill last night", None)
    for (name, role, wish, many), why in zip(plans, whys, strict=True):
        book(county, rooms[name], wish, kids[role][:many], why=why)
