"""Children in care: who lives where since when, and who lived there before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hivedesk.records import (
    Child,
    Permission,
    Placement,
    PlacementEnd,
    PlacementType,
    ReasonCode,
    Registration,
)
from hivedesk.rules.days import age_on

from . import words
from .deal import Card
from .names import Names
from .state import DAY, QUARTER_FROM, TODAY, County, Den, Home, Kid

_LAST_WINTER, _LAST_MARCH = dt.date(2020, 12, 1), dt.date(2021, 3, 1)
_REASONS = {
    PlacementEnd.PLANNED: (ReasonCode.CARPL,),
    PlacementEnd.HOME: (ReasonCode.CARPL,),
    PlacementEnd.CARER_NOTICE: (ReasonCode.CREQB, ReasonCode.CREQB, ReasonCode.CREQO),
    PlacementEnd.COUNCIL: (ReasonCode.LAREQ,),
    PlacementEnd.ADULT: (ReasonCode.OTHER,),
    PlacementEnd.ALLEGATION: (ReasonCode.ALLEG,),
}
_ENDS = (PlacementEnd.PLANNED, PlacementEnd.HOME, PlacementEnd.CARER_NOTICE, PlacementEnd.COUNCIL)
_END_WEIGHTS = (48, 28, 10, 14)
# A child for whom tonight's stay is written has to be of an age that fits the room.
_ROLE_AGES = {"siblings": (6, 11), "emergency": (9, 14), "day_care": (5, 10)}


@dataclass(frozen=True)
class QuarterEnd:
    """A placement that ended in April to June 2021; the case counts them exactly."""

    hive: int
    on: dt.date
    how: PlacementEnd
    reason: ReasonCode
    stays: bool
    """Whether the child went on to another family of the same Hive."""


def quarter_ends(hives: int) -> list[QuarterEnd]:
    """The placements that end in the quarter: for six Hives two by the carer's notice."""
    notice = PlacementEnd.CARER_NOTICE
    pattern = (
        QuarterEnd(0, dt.date(2021, 5, 18), notice, ReasonCode.CREQO, stays=True),
        QuarterEnd(0, dt.date(2021, 5, 14), PlacementEnd.HOME, ReasonCode.CARPL, stays=False),
        QuarterEnd(2, dt.date(2021, 4, 27), notice, ReasonCode.CREQB, stays=False),
        QuarterEnd(4, dt.date(2021, 6, 11), PlacementEnd.PLANNED, ReasonCode.CARPL, stays=False),
    )
    return [
        QuarterEnd(number, end.on, end.how, end.reason, end.stays)
        for number in range(hives)
        for end in pattern
        if number % 6 == end.hive
    ]


def settle_children(
    county: County, names: Names, den: Den, cards: list[Card], ends: list[QuarterEnd]
) -> None:
    """Give each family of a Hive its children of today and those who moved on."""
    for home, card in zip(den.homes, cards, strict=True):
        if home.until:
            last = min(home.until - DAY * county.rng.randrange(5, 60), QUARTER_FROM - DAY * 10)
            _before(county, names, home, max(1, card.kids), last)
            continue
        for number, many in enumerate(card.groups):
            arrived = number in card.arrivals
            started = _started(county, home, arrived=arrived)
            _add_group(county, names, home, many, started, None, None)
            if home.role != "joiner":
                end = min(started, QUARTER_FROM) - DAY * county.rng.randrange(12, 90)
                _before(county, names, home, many, end)
        if not card.groups:
            _before(county, names, home, 1, TODAY - DAY * county.rng.randrange(95, 200))
    for closing in ends:
        if closing.stays:
            _move_within(county, den, closing)
        else:
            _add_leaver(county, names, den, closing)


def _started(county: County, home: Home, *, arrived: bool) -> dt.date:
    rng = county.rng
    if arrived:
        first = max(home.joined + DAY * 3, QUARTER_FROM + DAY * 5)
        return first + DAY * rng.randrange(0, max(1, (TODAY - DAY * 6 - first).days))
    approved = home.record.approved_on or home.joined
    days = 95 + int(rng.expovariate(1 / 480))
    return max(TODAY - DAY * min(days, 3000), approved + DAY * rng.randrange(2, 12))


def _before(county: County, names: Names, home: Home, many: int, end: dt.date) -> None:
    """The children who lived there earlier, going back to when the family joined."""
    rng = county.rng
    approved = home.record.approved_on or home.joined
    while end > home.joined + DAY * 20:
        begin = max(end - DAY * int(25 + rng.expovariate(1 / 330)), approved + DAY * 4)
        if (end - begin).days < 14:
            return
        how = rng.choices(_ENDS, _END_WEIGHTS)[0]
        size = many if rng.random() < 0.3 else 1
        _add_group(county, names, home, size, begin, end, how)
        end = begin - DAY * rng.randrange(8, 100)


def _born(county: County, home: Home, begin: dt.date, end: dt.date) -> dt.date:
    rng = county.rng
    ages = _ROLE_AGES.get(home.role) if end == TODAY else None
    while True:
        born = begin - DAY * int(rng.triangular(3, 15.8 * 365, 7.5 * 365))
        if ages:
            born = TODAY - DAY * rng.randrange(ages[0] * 366, ages[1] * 365)
        if born < begin - DAY * 2 and age_on(born, end) <= 17:
            return born
        if ages:  # here for longer than that age allows: take the oldest that fits
            return min(begin - DAY * 30, TODAY - DAY * ages[0] * 366)


def _add_group(
    county: County,
    names: Names,
    home: Home,
    many: int,
    begin: dt.date,
    end: dt.date | None,
    how: PlacementEnd | None,
) -> list[Kid]:
    """Children of one birth family who come, and go, together."""
    rng = county.rng
    group = county.new_group()
    connected = home.record.registration is Registration.CONNECTED
    last = home.record.name if connected and rng.random() < 0.6 else names.child_last()
    taken = {kid.record.first_name for kid in home.kids}
    taken |= {person.first_name for person in (*home.carers, *home.own_children)}
    born = _born(county, home, begin, end or TODAY)
    permission = _permission(county, home)
    social_worker = rng.choice(list(county.csw_names))
    made = []
    for number in range(many):
        if number:
            born += DAY * rng.randrange(330, 1100)
            if born > begin - DAY * 3:
                born = begin - DAY * (3 + number)  # twins, as near as makes no difference
        he = rng.random() < 0.52
        first = names.child(he, taken)
        taken.add(first)
        record = county.make(
            Child,
            family_id=home.record.id,
            first_name=first,
            last_name=last,
            born_on=born,
            csw_id=social_worker,
            sleepovers=permission,
            sleepovers_until=_until(county, permission, end),
            night_needs=_night_needs(county, age_on(born, end or TODAY)),
            left_on=end,
            note=rng.choice(words.CHILD_NOTES) if rng.random() < 0.12 else None,
        )
        kid = Kid(record, he, group, [(home, begin, end)])
        home.kids.append(kid)
        made.append(kid)
        reason = rng.choice(_REASONS[how]) if how else None
        _place(county, kid, home, begin, end, how, reason)
    return made


def _place(
    county: County,
    kid: Kid,
    home: Home,
    begin: dt.date,
    end: dt.date | None,
    how: PlacementEnd | None,
    reason: ReasonCode | None,
) -> Placement:
    long_term = ((end or TODAY) - begin).days > 540
    if home.record.registration is Registration.CONNECTED:
        code = PlacementType.U1 if long_term else PlacementType.U3
    else:
        code = PlacementType.U4 if long_term else PlacementType.U6
    return county.make(
        Placement,
        child_id=kid.record.id,
        family_id=home.record.id,
        code=code,
        started_on=begin,
        ended_on=end,
        ended_how=how,
        reason_code=reason,
    )


def _permission(county: County, home: Home) -> Permission | None:
    if home.role == "siblings":
        return Permission.DELEGATED
    if home.role in ("emergency", "day_care"):
        return Permission.SOCIAL_WORKER
    answers: tuple[Permission | None, ...] = (*Permission, None)
    return county.rng.choices(answers, (46, 41, 8, 2, 3))[0]


def _until(county: County, permission: Permission | None, end: dt.date | None) -> dt.date | None:
    if end or permission is not Permission.SOCIAL_WORKER or county.rng.random() > 0.18:
        return None
    return TODAY + DAY * county.rng.randrange(20, 220)


def _night_needs(county: County, age: int) -> str | None:
    fitting = [text for low, high, text in words.NIGHT_NEEDS if low <= age <= high]
    return county.rng.choice(fitting) if fitting and county.rng.random() < 0.6 else None


def _guest_home(
    county: County, den: Den, day: dt.date, besides: Home | None = None
) -> tuple[Home, dt.date]:
    """A family with a bed beside today's children, and the day somebody came to it."""
    there = [
        home
        for home in den.homes
        if home.until is None
        and home is not besides
        and home.joined < QUARTER_FROM
        and len(home.kids_on(day)) <= 2
    ]
    long = [home for home in there if not home.role and home.joined < _LAST_WINTER]
    home = county.rng.choice(long or there)
    begin = min(max(home.joined, _LAST_WINTER) + DAY * county.rng.randrange(60), _LAST_MARCH)
    return home, max(begin, (home.record.approved_on or home.joined) + DAY * 2)


def _add_leaver(county: County, names: Names, den: Den, end: QuarterEnd) -> None:
    home, begin = _guest_home(county, den, end.on)
    (kid,) = _add_group(county, names, home, 1, begin, end.on, end.how)
    _say_why(county, kid, end)


def _move_within(county: County, den: Den, end: QuarterEnd) -> None:
    """A child of today's whose placement with another family of the Hive ended by notice."""
    movers = [
        kid
        for home in den.homes
        if home.until is None and home.joined < QUARTER_FROM
        for kid in home.kids
        if kid.record.left_on is None and kid.since(home) < QUARTER_FROM
    ]
    alone = [kid for kid in movers if sum(kid.group == other.group for other in movers) == 1]
    kid = county.rng.choice(alone or movers)
    to = kid.stints[0][0]
    origin, begin = _guest_home(county, den, end.on, besides=to)
    kid.record.born_on = min(kid.record.born_on, begin - DAY * 20)
    kid.stints = [(origin, begin, end.on), (to, end.on, None)]
    origin.kids.append(kid)
    for placement in county.waiting(Placement):
        if placement.child_id == kid.record.id:
            placement.started_on = end.on
    _place(county, kid, origin, begin, end.on, end.how, end.reason)
    _say_why(county, kid, end)


def _say_why(county: County, kid: Kid, end: QuarterEnd) -> None:
    for placement in county.waiting(Placement):
        if placement.child_id == kid.record.id and placement.ended_on == end.on:
            placement.reason_code = end.reason
