"""The make-up of the county on its day: how many carers and children each family has.

The six-Hive case fixes the totals, so families are dealt like cards from a deck
that holds exactly those totals; the seed decides who gets which.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hivedesk.rules.families import Composition

from . import places

PANEL, CONNECTED, COUNTY = Composition.FROM_PANEL, Composition.CONNECTED, Composition.COUNTY

# (part of the make-up, couples, single carers): 56 families, 100 carers of whom 26 / 18 / 56.
_CARERS = ((PANEL, 12, 2), (CONNECTED, 8, 2), (COUNTY, 24, 8))
# Children in placement and own children per family: 80 and 23 over 56 families.
_KIDS = [0] * 6 + [1] * 26 + [2] * 18 + [3] * 6
_OWN = [0] * 41 + [1] * 9 + [2] * 4 + [3] * 2
# Of 23 own children 13 are under the age of 12.
_OWN_UNDER_12 = [True] * 13 + [False] * 10
_HOME_CHILDREN = range(13, 17)


@dataclass(eq=False)
class Card:
    """One family as it is on the demo's day."""

    part: Composition
    couple: bool
    kids: int
    own_under_12: list[bool] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    """Sizes of the groups of brothers and sisters among its children."""
    arrivals: set[int] = field(default_factory=set)
    """Which of those groups came during the quarter."""
    role: str = ""


def deal(rng: random.Random, hives: int, home: int) -> list[list[Card]]:
    """The families of each Hive; `home` is the number of the Hive the demo opens on."""
    while True:
        dealt = _deal_once(rng, hives)
        if _roles_of_home(dealt[home]):
            break
    for number, cards in enumerate(dealt):
        _other_roles(rng, cards, number, is_home=number == home)
    return dealt


def _deck(rng: random.Random) -> list[Card]:
    carers = [
        (part, couple)
        for part, couples, singles in _CARERS
        for couple in [True] * couples + [False] * singles
    ]
    kids, own, young = _KIDS[:], _OWN[:], _OWN_UNDER_12[:]
    for pile in (carers, kids, own, young):
        rng.shuffle(pile)
    cards = []
    for (part, couple), many, own_many in zip(carers, kids, own, strict=True):
        mine = [young.pop() for _ in range(own_many)]
        cards.append(Card(part, couple, many, mine, _groups(rng, many)))
    return cards


def _groups(rng: random.Random, kids: int) -> list[int]:
    if kids == 3:
        return rng.choice(([3], [2, 1], [2, 1]))
    if kids == 2:
        return [2] if rng.random() < 0.55 else [1, 1]
    return [1] * kids


def random_card(rng: random.Random) -> Card:
    """A family like those of the deck, where no total has to come out."""
    part = rng.choices((PANEL, CONNECTED, COUNTY), (26, 18, 56))[0]
    kids = rng.choice(_KIDS)
    own = [rng.random() < 0.57 for _ in range(rng.choice(_OWN))]
    return Card(part, rng.random() < 0.79, kids, own, _groups(rng, kids))


def _deal_once(rng: random.Random, hives: int) -> list[list[Card]]:
    deck = _deck(rng)
    dealt = []
    for number in range(hives):
        many = places.size(number, rng)
        if number < len(places.FAMILIES_OF_SIX):
            dealt.append([deck.pop() for _ in range(many)])
        else:
            dealt.append([random_card(rng) for _ in range(many)])
    return dealt


def _take(cards: list[Card], role: str, **wanted: object) -> bool:
    """Give `role` to the first free family that has what is wanted."""
    parts = wanted.get("parts", (PANEL, CONNECTED, COUNTY))
    kids = wanted.get("kids", range(4))
    for card in cards:
        if not card.role and card.part in parts and card.kids in kids:  # type: ignore[operator]
            card.role = role
            return True
    return False


def _roles_of_home(cards: list[Card]) -> bool:
    """Whether this Hive can show everything a reader should meet on the first day."""
    if sum(card.kids for card in cards) not in _HOME_CHILDREN:
        return False
    found = (
        _take(cards, "siblings", parts=(COUNTY,), kids=(2,))
        and _take(cards, "joiner", parts=(PANEL,), kids=(1, 2))
        and _take(cards, "emergency", parts=(COUNTY, CONNECTED), kids=(1,))
        and _take(cards, "day_care", kids=(1, 2))
        and _take(cards, "quiet", parts=(COUNTY,))
        and _take(cards, "quiet", parts=(COUNTY, PANEL), kids=(1, 2))
        and _take(cards, "on_hold", parts=(COUNTY, CONNECTED), kids=(0, 1))
        and _take(cards, "not_wanted", parts=(CONNECTED, COUNTY))
        and _take(cards, "leave")
    )
    for card in cards:
        if card.role == "siblings":
            card.groups = [2]
    return found


def _other_roles(rng: random.Random, cards: list[Card], number: int, *, is_home: bool) -> None:
    if is_home:
        return
    if number % 6 == 0:
        _take(cards, "joiner", parts=(PANEL,), kids=(0, 1, 2))
    if number % 6 == 2:
        _take(cards, "on_hold", parts=(COUNTY, CONNECTED), kids=(0, 1, 2))
    if number % 3 == 1:
        _take(cards, "quiet", parts=(COUNTY,))
    if rng.random() < 0.4:
        _take(cards, "not_wanted", parts=(CONNECTED, COUNTY))


def choose_arrivals(rng: random.Random, dealt: list[list[Card]], wanted: int) -> None:
    """Mark groups with `wanted` children in all as having come during the quarter."""
    cards = [card for hive in dealt for card in hive]
    for card in cards:
        if card.role == "joiner":
            card.arrivals = set(range(len(card.groups)))
            wanted -= card.kids
    free = [
        (card, number, many)
        for card in cards
        if not card.role
        for number, many in enumerate(card.groups)
    ]
    rng.shuffle(free)
    for card, number, many in free:
        if many <= wanted:
            card.arrivals.add(number)
            wanted -= many
