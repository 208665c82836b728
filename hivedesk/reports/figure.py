"""A figure: declared once with its words, its unit and how it is counted; printed one way.

The screen, the PDF and the help read the same declaration. What a figure says in
print is made by `printed` alone, so that it can be read back and compared.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from fractions import Fraction

from hivedesk.rules.days import duration_words


class Unit(enum.StrEnum):
    """What a figure is counted in, which decides how it is printed."""

    COUNT = "count"
    PERCENT = "percent"
    MINUTES = "minutes"
    HOURS = "hours"
    POUNDS = "pounds"


@dataclass(frozen=True)
class Figure:
    """One number of a report.

    Attributes:
        key: its name in the terminal's JSON.
        label: words for people.
        how: one or two sentences, "where this figure comes from".
        unit: what it is counted in.
        of: key of the figure it is a part of: 8 is then printed as "8 of 10".
    """

    key: str
    label: str
    how: str
    unit: Unit = Unit.COUNT
    of: str = ""


@dataclass(frozen=True)
class Group:
    """Several numbers of one meaning: by way, by theme, by month.

    Attributes:
        key: what their names in the JSON begin with.
        label, how, unit: as in `Figure`.
        every: print the ones that are nought too.
        nouns: one and many of what is counted, printed after the number: "22 nights".
    """

    key: str
    label: str
    how: str
    unit: Unit = Unit.COUNT
    every: bool = False
    nouns: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Section:
    """One heading of a report and what stands under it."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Item:
    """One number of a group: `slug` ends its name in the JSON, `label` is for people."""

    slug: str
    label: str
    value: float


def printed(value: float, unit: Unit = Unit.COUNT, nouns: tuple[str, str] = ("", "")) -> str:
    """A figure as people read it: "1 h 15 min", "£26,500", "19 %", "22 nights"."""
    if unit is Unit.MINUTES:
        return duration_words(int(value))
    if unit is Unit.PERCENT:
        return f"{value:g} %"
    if unit is Unit.POUNDS:
        pounds = f"{abs(value):,.0f}" if value == int(value) else f"{abs(value):,.2f}"
        return f"−£{pounds}" if value < 0 else f"£{pounds}"
    number = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")
    noun = nouns[value != 1]
    return f"{number} {noun}" if noun else number


def exact(value: Fraction | int, places: int) -> int | float:
    """A whole number where it is one, else rounded to so many places."""
    whole = Fraction(value)
    return whole.numerator if whole.denominator == 1 else round(float(whole), places)


def share(part: int, whole: int) -> int | float:
    """A percentage, whole where it is exact; 0 of nothing."""
    return exact(Fraction(100 * part, whole), 1) if whole else 0


def items_of(values: list[tuple[str, float]]) -> tuple[Item, ...]:
    """Items from labels and values; two of the same label get names of their own."""
    taken: set[str] = set()
    items = []
    for label, value in values:
        stem = slug = re.sub(r"\W+", "_", label.lower()).strip("_") or "unnamed"
        number = 2
        while slug in taken:
            slug, number = f"{stem}_{number}", number + 1
        taken.add(slug)
        items.append(Item(slug, label, value))
    return tuple(items)


@dataclass(frozen=True)
class Counted:
    """What one part of a report counted: single figures and groups, by key."""

    single: dict[str, float]
    groups: dict[str, tuple[Item, ...]]
