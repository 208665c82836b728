"""What a month may come to: an estimate, and said as one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Forecast(NamedTuple):
    """Minutes: worked so far, planned in what is left of the month, and usual besides.

    `usual_week` is None where no week has been recorded yet to take as usual.
    """

    worked: int
    planned: int
    usual: int
    usual_week: int | None

    @property
    def total(self) -> int:
        """What the month may come to."""
        return self.worked + self.planned + self.usual


def usual_week(weeks: Iterable[int]) -> int | None:
    """The middle one of some weeks' minutes; weeks with nothing recorded say nothing."""
    recorded = sorted(minutes for minutes in weeks if minutes)
    return recorded[(len(recorded) - 1) // 2] if recorded else None


def forecast(worked: int, planned: int, weeks: Iterable[int], days_left: int) -> Forecast:
    """What a month may come to.

    Args:
        worked: minutes worked in it so far.
        planned: minutes of what is in the diary for the rest of it.
        weeks: for some weeks past, the minutes of all that is never in the diary beforehand.
        days_left: days of the month after today.
    """
    usual = usual_week(weeks)
    return Forecast(worked, planned, round((usual or 0) * days_left / 7), usual)
