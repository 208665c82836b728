"""What is being drawn out over empty days, or carried to another place. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .model import Bar, Row

How = Literal["book", "move", "begin", "end"]


@dataclass(frozen=True)
class Carry:
    """Days from check-in to check-out, as ordinals, in a lane of a row.

    Attributes:
        how: "book" empty days, "move" a stay, or draw its "begin" or "end".
        bar: the stay that is carried; None for a new one.
        home: row, lane, check-in and check-out it came from.
        at: where it was taken hold of, as a day.
    """

    how: How
    row: int
    lane: int
    begin: int
    end: int
    bar: Bar | None
    home: tuple[int, int, int, int]
    at: int
    waits: bool = False

    @property
    def is_day_care(self) -> bool:
        return self.bar is not None and self.bar.kind == "day_care"

    @property
    def halves(self) -> tuple[int, int]:
        """What it covers, in half days."""
        if self.is_day_care:
            return self.begin * 2, self.begin * 2 + 2
        return self.begin * 2 + 1, self.end * 2 + 1

    @property
    def has_moved(self) -> bool:
        """Whether dropping it here would change anything; another bed of the room does not."""
        row, _, begin, end = self.home
        return (self.row, self.begin, self.end) != (row, begin, end)


def new_stay(row: int, lane: int, day: int) -> Carry:
    """One night on empty days."""
    return Carry("book", row, lane, day, day + 1, None, (row, lane, day, day + 1), day)


def take(row: int, bar: Bar, how: How, at: int) -> Carry:
    """Take hold of a stay."""
    stay = bar.stay
    if stay is None:
        raise ValueError("only a stay can be carried")
    begin, end = stay.from_on.toordinal(), stay.leaves_on.toordinal()
    home = (row, bar.lane, begin, end)
    return Carry("move" if bar.kind == "day_care" else how, *home, bar, home, at)


def to_day(carry: Carry, day: int) -> Carry:
    """Carry it to where the hand is now; a stay never becomes shorter than a night."""
    _, _, begin, end = carry.home
    by = day - carry.at
    if carry.how == "move":
        return replace(carry, begin=begin + by, end=end + by)
    if carry.how == "begin":
        return replace(carry, begin=min(begin + by, end - 1))
    if carry.how == "end":
        return replace(carry, end=max(end + by, begin + 1))
    first, last = min(carry.at, day), max(carry.at, day)
    return replace(carry, begin=first, end=max(last, first + 1))


def by_keys(carry: Carry, days: int) -> Carry:
    """One step of the arrow keys: nights are counted from the one that was chosen first."""
    if carry.how != "book":
        _, _, begin, end = carry.home
        now = {"move": carry.begin - begin, "begin": carry.begin - begin}.get(
            carry.how, carry.end - end
        )
        return to_day(carry, carry.at + now + days)
    begin, end = carry.begin, carry.end
    if begin == carry.at and end + days > carry.at:
        return replace(carry, end=end + days)
    return replace(carry, begin=min(begin + days, carry.at), end=carry.at + 1)


def to_row(carry: Carry, row: int, lane: int, rows: Sequence[Row]) -> Carry:
    """Carry a stay over another room; a new one and a stretched one stay in theirs."""
    if carry.how != "move" or not 0 <= row < len(rows) or rows[row].room is None:
        return carry
    return replace(carry, row=row, lane=min(lane, max(0, len(rows[row].lanes) - 1)))
