"""Link carers, the rooms they hold, and the days those are closed."""

from __future__ import annotations

import datetime as dt

from hivedesk.records import LinkCarer, Room, RoomClosure

from . import words
from .names import Names, email, mobile
from .state import DAY, FURTHEST, TODAY, Berth, County, Den

_Plan = tuple[str, int, int, int]
"""Name, beds, youngest and oldest age of a room."""

_HOME_ROOMS: tuple[tuple[_Plan, ...], ...] = (
    (("Garden room", 2, 4, 16), ("Attic room", 1, 8, 17)),
    (("Blue room", 1, 0, 12),),
    (("Front room", 2, 3, 15),),
)
_NAMES = [
    "Garden room",
    "Attic room",
    "Blue room",
    "Front room",
    "Apple room",
    "Box room",
    "Yellow room",
    "Bay room",
    "Swallow room",
    "Corner room",
    "Green room",
    "Little room",
    "Star room",
    "Back room",
]
_AGES = ((0, 17), (0, 10), (3, 15), (4, 16), (5, 17), (8, 17), (0, 12), (2, 17))
_AWAY_NEXT = (dt.date(2021, 8, 2), dt.date(2021, 8, 14))


def add_rooms(county: County, names: Names, den: Den) -> None:
    """Two or three link carers, each with one or two rooms; some stopped and were replaced."""
    rng = county.rng
    free = rng.sample(_NAMES, len(_NAMES))
    plans: list[tuple[_Plan, ...]] = []
    if den.is_home:
        plans = list(_HOME_ROOMS)
        used = {plan[0] for plans_of_one in plans for plan in plans_of_one}
        free = [name for name in free if name not in used]
    else:
        for number in range(rng.choice((2, 2, 3))):
            many = 2 if number == 0 else rng.choice((1, 1, 2))
            plans.append(
                tuple((free.pop(), rng.choice((1, 1, 2)), *rng.choice(_AGES)) for _ in range(many))
            )
    for plan in plans:
        _add_chain(county, names, den, plan, free)


def _add_chain(
    county: County, names: Names, den: Den, plan: tuple[_Plan, ...], free: list[str]
) -> None:
    """Today's link carer and, in a long history, the one before."""
    rng = county.rng
    start = den.record.started_on
    span = (TODAY - start).days
    tenure = int(400 + rng.expovariate(1 / 1500))
    began = start + DAY * rng.randrange(5, 50) if tenure > span - 100 else TODAY - DAY * tenure
    if began > start + DAY * 150 and free:
        ended = began - DAY * rng.randrange(10, 70)
        earlier = ((free.pop(), rng.choice((1, 2)), *rng.choice(_AGES)),)
        _add_link(county, names, den, earlier, start + DAY * rng.randrange(5, 50), ended)
    _add_link(county, names, den, plan, began, None)


def _add_link(
    county: County,
    names: Names,
    den: Den,
    plan: tuple[_Plan, ...],
    began: dt.date,
    ended: dt.date | None,
) -> None:
    rng = county.rng
    first, last = names.full()
    level = rng.choice((1, 2, 2, 3))
    link = county.make(
        LinkCarer,
        hive_id=den.record.id,
        first_name=first,
        last_name=last,
        area=rng.choice(den.places_near),
        phone=mobile(rng),
        email=email(first, last),
        skills_level=level,
        skills_fee=level > 1,
        pets=rng.choice(words.PETS),
        access=rng.choice(words.ACCESS),
        started_on=began,
        ended_on=ended,
    )
    for number, (name, beds, youngest, oldest) in enumerate(plan):
        room = county.make(
            Room,
            link_carer_id=link.id,
            name=name,
            beds=beds,
            age_from=youngest,
            age_to=oldest,
            held_from=began + DAY * 7 * number,
            held_to=ended,
            note="Sleeps two if they are brothers or sisters" if beds == 2 else None,
        )
        berth = Berth(room, link)
        den.berths.append(berth)
        _close_now_and_then(county, den, berth, began, ended)


def _close_now_and_then(
    county: County, den: Den, berth: Berth, began: dt.date, ended: dt.date | None
) -> None:
    rng = county.rng
    last = min(ended or FURTHEST, FURTHEST)
    day = began + DAY * rng.randrange(60, 400)
    while day + DAY * 14 < last:
        until = day + DAY * rng.randrange(2, 12)
        if not (den.is_home and day <= TODAY + DAY * 40 and until >= TODAY - DAY * 5):
            _close(county, berth, day, until, rng.choice(words.CLOSURES))
        day = until + DAY * rng.randrange(150, 420)
    if den.is_home and berth.record.name == "Blue room":
        _close(county, berth, *_AWAY_NEXT, words.CLOSURES[0])


def _close(county: County, berth: Berth, first: dt.date, last: dt.date, why: str) -> None:
    county.make(RoomClosure, room_id=berth.record.id, first_day=first, last_day=last, why=why)
    berth.closed.update(first + DAY * n for n in range((last - first).days + 1))
