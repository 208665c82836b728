"""Where the Hives are, and what lies around them."""

from __future__ import annotations

import random

FIRST_SIX: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Basingstoke", "Basingstoke", ("Basingstoke", "Chineham", "Oakley", "Hook", "Tadley")),
    ("Andover", "Andover", ("Andover", "Charlton", "Ludgershall", "Whitchurch")),
    ("Waterlooville", "Waterlooville", ("Waterlooville", "Cowplain", "Denmead", "Havant")),
    ("Eastleigh", "Eastleigh", ("Eastleigh", "Chandler's Ford", "Bishopstoke", "Fair Oak")),
    (
        "Bitterne/Hedge End",
        "Southampton",
        ("Bitterne", "Hedge End", "Botley", "West End", "Thornhill"),
    ),
    ("Gosport", "Gosport", ("Gosport", "Lee-on-the-Solent", "Stubbington", "Bridgemary")),
)
"""Name, area and places around of the six Hives of summer 2021."""
FAMILIES_OF_SIX = (10, 8, 10, 10, 10, 8)
MORE = [
    "Winchester",
    "Fareham",
    "Romsey",
    "Alton",
    "Petersfield",
    "Fleet",
    "Farnborough",
    "Aldershot",
    "Lymington",
    "Ringwood",
    "Hythe",
    "Totton",
    "Havant",
    "Bordon",
    "Alresford",
    "Stockbridge",
    "Fordingbridge",
    "Tadley",
    "Liphook",
    "Emsworth",
]
STREETS = [
    "Larkmead Gardens",
    "Old Brickfield Lane",
    "Hazelcombe Road",
    "Kestrel Rise",
    "Foundry Mews",
    "Millstream Way",
    "Orchard Bank",
    "Tollhouse Close",
    "Wren Copse",
    "Sandpiper Drive",
    "Chalkpit Avenue",
    "Bellflower Road",
    "Harebell Court",
    "Anvil Close",
    "Pipistrelle Way",
    "Ropewalk Terrace",
    "Samphire Street",
    "Copperbeech Road",
    "Shepherd's Piece",
    "Withybed Lane",
    "Quarry Fields",
    "Lantern Walk",
    "Damson Close",
    "Ferryman's Row",
]


def hive(index: int) -> tuple[str, str, tuple[str, ...]]:
    """Name, area and places around of the Hive with that number, from 0."""
    if index < len(FIRST_SIX):
        return FIRST_SIX[index]
    turn, which = divmod(index - len(FIRST_SIX), len(MORE))
    town = MORE[which]
    name = town if turn == 0 else f"{town} {turn + 1}"
    return name, town, (town,)


def size(index: int, rng: random.Random) -> int:
    """How many families the Hive has on the demo's day: 6 to 10."""
    if index < len(FAMILIES_OF_SIX):
        return FAMILIES_OF_SIX[index]
    return rng.choice((7, 8, 9, 9, 10, 10, 10, 10, 6, 10))


def address(rng: random.Random, area: str) -> str:
    """A street that is on no map."""
    return f"{rng.randrange(1, 96)} {rng.choice(STREETS)}\n{area}\nHampshire"
