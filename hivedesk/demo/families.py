"""Families, their carers, their own children and their dated history with the Hive."""

from __future__ import annotations

import datetime as dt
import random

from hivedesk.records import (
    BirthChild,
    Carer,
    Family,
    FamilyState,
    FamilyStatus,
    JoinSource,
    OneToOne,
    Registration,
    Smoking,
)
from hivedesk.rules.days import add_months

from . import places, words
from .deal import CONNECTED, COUNTY, PANEL, Card, random_card
from .names import Names, Pool, email, landline, mobile
from .state import DAY, QUARTER_FROM, TODAY, County, Den, Home, Person

DEREGISTERED_ON = dt.date(2021, 5, 21)
_JOINERS_ON = {True: dt.date(2021, 6, 14), False: dt.date(2021, 4, 12)}
_SETTLED = (QUARTER_FROM - TODAY).days * -1 + 5


def settle_families(county: County, names: Names, den: Den, cards: list[Card]) -> list[Card]:
    """Give a Hive its families of today and those that went before them.

    Returns the card of each home of `den.homes`, in the same order.
    """
    rng = county.rng
    dealt = []
    for card in cards:
        joined = _joined(rng, den, card)
        _add_home(county, names, den, card, joined, None, FamilyState.ACTIVE)
        dealt.append(card)
        later = joined
        while (later - den.record.started_on).days > 200 and rng.random() < 0.9:
            until = min(later - DAY * rng.randrange(10, 60), QUARTER_FROM - DAY * 8)
            began = until - DAY * int(150 + rng.expovariate(1 / 900))
            if (began - den.record.started_on).days < 100:
                began = den.record.started_on + DAY * rng.randrange(0, 40)
            if (until - began).days < 60:
                break
            before = random_card(rng)
            left = FamilyState.DEREGISTERED if rng.random() < 0.25 else FamilyState.LEFT
            _add_home(county, names, den, before, began, until, left)
            dealt.append(before)
            later = began
    return dealt


def add_deregistered(county: County, names: Names, den: Den) -> Card:
    """The one family that was de-registered during the quarter."""
    card = Card(COUNTY, couple=True, kids=0)
    joined = den.record.started_on + DAY * county.rng.randrange(5, 60)
    _add_home(county, names, den, card, joined, DEREGISTERED_ON, FamilyState.DEREGISTERED)
    return card


def _joined(rng: random.Random, den: Den, card: Card) -> dt.date:
    if card.role == "joiner":
        return _JOINERS_ON[den.is_home]
    span = (TODAY - den.record.started_on).days
    if card.part is PANEL and rng.random() < 0.7:
        return TODAY - DAY * rng.randrange(_SETTLED, min(430, span))
    tenure = int(rng.expovariate(1 / 1600))
    if tenure > span - 120:
        return den.record.started_on + DAY * rng.randrange(0, 110)
    return TODAY - DAY * max(_SETTLED, tenure)


def _approved(rng: random.Random, card: Card, source: JoinSource, joined: dt.date) -> dt.date:
    if card.part is PANEL or source is JoinSource.IFA:
        return joined - DAY * rng.randrange(8, 80)
    if card.part is CONNECTED:
        return joined - DAY * rng.randrange(60, 900)
    return joined - DAY * rng.randrange(400, 6000)


def _kind_of_family(rng: random.Random, card: Card) -> tuple[Registration, JoinSource]:
    if card.part is CONNECTED:
        return Registration.CONNECTED, JoinSource.ESTABLISHED
    if card.part is PANEL:
        return Registration.COUNTY, JoinSource.PANEL
    source = JoinSource.IFA if rng.random() < 0.18 else JoinSource.ESTABLISHED
    if card.kids == 0 and not card.role and rng.random() < 0.5:
        return rng.choice((Registration.SPECIALIST, Registration.STAYING_PUT)), source
    return Registration.COUNTY, source


def _wish(rng: random.Random, card: Card) -> OneToOne:
    if card.role == "not_wanted":
        return OneToOne.NOT_WANTED
    if card.role in ("quiet", "siblings"):
        return OneToOne.WELCOME
    weights = (40, 22, 38, 0) if card.part is CONNECTED else (58, 24, 18, 0)
    return rng.choices(list(OneToOne), weights)[0]


def _add_home(
    county: County,
    names: Names,
    den: Den,
    card: Card,
    joined: dt.date,
    until: dt.date | None,
    state: FamilyState,
) -> Home:
    rng = county.rng
    registration, source = _kind_of_family(rng, card)
    approved = _approved(rng, card, source, joined)
    if card.role == "on_hold":
        state = FamilyState.ON_HOLD
    pool = names.pool()
    name = names.family(pool)
    area = rng.choice(den.places_near)
    years = (min(until or TODAY, TODAY) - approved).days / 365
    family = county.make(
        Family,
        name=name,
        hive_id=den.record.id,
        registration=registration,
        status=state,
        skills_level=1 if years < 1.5 else rng.choice((1, 2, 2, 3) if years < 6 else (2, 3, 3)),
        source=source,
        area=area,
        address=places.address(rng, area),
        phone=landline(rng),
        approved_on=approved,
        joined_on=joined,
        one_to_one=_wish(rng, card),
        leave_until=TODAY + DAY * 40 if card.role == "leave" else None,
        pets=rng.choice(words.PETS),
        smoking=rng.choices(list(Smoking), (80, 18, 2))[0],
        access_needs=rng.choice(words.ACCESS),
        household=rng.choice(words.HOUSEHOLD),
        note=words.LEAVE_NOTE if card.role == "leave" else None,
    )
    home = Home(family, den, card.role, joined, until)
    den.homes.append(home)
    _add_carers(county, names, pool, home, card, approved)
    _add_own_children(county, names, home, card)
    _add_history(county, home, state)
    return home


def _add_carers(
    county: County, names: Names, pool: Pool, home: Home, card: Card, approved: dt.date
) -> None:
    rng, name = county.rng, home.record.name
    gone = home.record.status is FamilyState.DEREGISTERED
    eldest = approved - DAY * int(rng.triangular(28 * 365, 60 * 365, 41 * 365))
    she = rng.random() < 0.86
    for number in range(2 if card.couple else 1):
        if number:
            she = she if rng.random() < 0.08 else not she
        born = eldest + DAY * rng.randrange(-1800, 1800) * number
        own_name = number and card.part is not CONNECTED and rng.random() < 0.12
        last = names.family(pool) if own_name else name
        first = names.first(pool, she, last)
        record = county.make(
            Carer,
            family_id=home.record.id,
            first_name=first,
            last_name=last,
            born_on=born,
            phone=mobile(rng),
            email=email(first, last) if rng.random() < 0.9 else None,
            approved_on=approved,
            ended_on=home.until if gone else None,
        )
        home.carers.append(Person(record.id, first, she, born))


def _add_own_children(county: County, names: Names, home: Home, card: Card) -> None:
    rng = county.rng
    end = home.until or TODAY
    taken = {person.first_name for person in home.carers}
    for under_12 in card.own_under_12:
        days = rng.randrange(200, 12 * 365) if under_12 else rng.randrange(12 * 366, 21 * 365)
        if not under_12 and not home.until and not county.turning_18:
            days = 18 * 365 - 30  # somebody whose DBS check is about to fall due
            county.turning_18 = True
        born = end - DAY * days
        he = rng.random() < 0.5
        first = names.child(he, taken)
        taken.add(first)
        record = county.make(BirthChild, family_id=home.record.id, first_name=first, born_on=born)
        home.own_children.append(Person(record.id, first, not he, born))


def _step(county: County, home: Home, state: FamilyState, day: dt.date, why: str | None) -> None:
    county.make(FamilyStatus, family_id=home.record.id, status=state, from_on=day, reason=why)


def _add_history(county: County, home: Home, state: FamilyState) -> None:
    rng = county.rng
    _step(county, home, FamilyState.ACTIVE, home.joined, None)
    last = min(home.until or TODAY, QUARTER_FROM)
    first = add_months(home.joined, 3)
    if not home.role and (last - first).days > 200 and rng.random() < 0.22:
        begin = first + DAY * rng.randrange(0, (last - first).days - 100)
        end = begin + DAY * rng.randrange(15, 75)
        home.holds.append((begin, end))
        _step(county, home, FamilyState.ON_HOLD, begin, rng.choice(words.HOLD_REASONS))
        _step(county, home, FamilyState.ACTIVE, end, None)
    if state is FamilyState.ON_HOLD:
        begin = TODAY - DAY * rng.randrange(12, 40)
        home.holds.append((begin, None))
        _step(county, home, state, begin, rng.choice(words.HOLD_REASONS))
    elif home.until:
        reasons = words.LEFT_REASONS if state is FamilyState.LEFT else words.DEREGISTERED_REASONS
        _step(county, home, state, home.until, rng.choice(reasons))
