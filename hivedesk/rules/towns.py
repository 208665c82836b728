"""Where towns lie, and how far apart they are in a straight line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hivedesk.records import Town, fixed_id

METRES_A_MILE = 1609.344

HAMPSHIRE: tuple[tuple[str, int, int], ...] = (
    ("Aldershot", 486_600, 150_600),
    ("Alresford", 458_700, 132_600),
    ("Alton", 471_600, 139_400),
    ("Andover", 436_500, 145_500),
    ("Basingstoke", 463_700, 152_300),
    ("Bishop's Waltham", 455_200, 117_500),
    ("Bishopstoke", 446_600, 119_200),
    ("Bitterne", 445_000, 112_900),
    ("Bordon", 479_500, 135_500),
    ("Botley", 451_300, 113_000),
    ("Bridgemary", 458_200, 103_000),
    ("Brockenhurst", 430_000, 102_300),
    ("Chandler's Ford", 443_300, 120_300),
    ("Charlton", 435_300, 147_000),
    ("Chineham", 465_500, 155_300),
    ("Cowplain", 469_500, 111_000),
    ("Denmead", 465_600, 112_000),
    ("Eastleigh", 445_500, 119_000),
    ("Emsworth", 474_900, 105_800),
    ("Fair Oak", 449_300, 118_700),
    ("Fareham", 457_500, 106_200),
    ("Farnborough", 487_000, 155_000),
    ("Fleet", 480_800, 154_200),
    ("Fordingbridge", 414_700, 114_200),
    ("Gosport", 461_500, 99_700),
    ("Hartley Wintney", 476_800, 156_900),
    ("Havant", 471_700, 106_200),
    ("Hedge End", 449_200, 112_500),
    ("Hook", 472_600, 154_200),
    ("Horndean", 470_600, 113_200),
    ("Hythe", 442_300, 107_500),
    ("Lee-on-the-Solent", 456_300, 100_600),
    ("Liphook", 483_900, 131_300),
    ("Ludgershall", 426_500, 150_900),
    ("Lymington", 432_300, 95_600),
    ("Lyndhurst", 429_800, 108_200),
    ("New Milton", 424_500, 95_200),
    ("Oakley", 457_000, 150_300),
    ("Odiham", 474_000, 151_000),
    ("Petersfield", 474_800, 123_300),
    ("Portchester", 461_700, 105_500),
    ("Portsmouth", 464_600, 100_100),
    ("Ringwood", 414_900, 105_200),
    ("Romsey", 435_300, 121_200),
    ("Southampton", 442_000, 111_500),
    ("Stockbridge", 435_600, 135_100),
    ("Stubbington", 455_400, 103_200),
    ("Tadley", 460_500, 161_300),
    ("Thornhill", 447_300, 111_900),
    ("Totton", 436_300, 113_200),
    ("Waterlooville", 468_200, 109_300),
    ("West End", 446_800, 114_200),
    ("Whitchurch", 446_200, 148_200),
    ("Wickham", 457_400, 111_500),
    ("Winchester", 448_200, 129_400),
    ("Yateley", 481_900, 160_900),
)
"""Town centres a new store begins with: name, easting, northing (National Grid, metres).

Source: public Ordnance Survey grid references, to the nearest few hundred metres.
"""


def founding() -> list[Town]:
    """The towns a new store begins with."""
    return [
        Town(id=fixed_id("towns", name), name=name, east=east, north=north)
        for name, east, north in HAMPSHIRE
    ]


@dataclass(frozen=True)
class Map:
    """Towns by name, capitals or not: easting and northing in metres."""

    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, towns: Iterable[tuple[str, int, int]]) -> Map:
        """From names with their easting and northing."""
        return cls({name.casefold(): (east, north) for name, east, north in towns})

    def miles(self, one: str, other: str) -> int | None:
        """Whole miles between two town centres as the crow flies; None for a town not known."""
        if one.casefold() == other.casefold():
            return 0
        here, there = self.places.get(one.casefold()), self.places.get(other.casefold())
        if here is None or there is None:
            return None
        return round(math.dist(here, there) / METRES_A_MILE)
