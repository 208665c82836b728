"""Who is in touch with the Hive and who comes along, told fairly.

Connected carers engage less, and they are asked less: whoever came is held against whoever was
asked. A share of a few families says nothing, so it stays "3 of 4".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from hivedesk.records import FamilyState, JoinSource, Registration

from .days import Span
from .families import IN_THE_HIVE

IFA = "ifa_transfer"
GROUPS = {
    Registration.COUNTY.value: "County carers",
    IFA: "Transferred from an IFA",
    Registration.CONNECTED.value: "Connected carers",
    Registration.SPECIALIST.value: Registration.SPECIALIST.label,
    Registration.STAYING_PUT.value: Registration.STAYING_PUT.label,
}
"""Groups of families in the one order they are told in: it is no league table."""

FEW = 10
"""Of fewer families than this no percentage is told: one more would be ten of a hundred. No source
names a number; it is about how figures are told, and so no policy."""

_YEAR = Fraction(1461, 4)  # days, the leap day included


def group_of(registration: Registration, source: JoinSource) -> str:
    """Which of `GROUPS` a family counts in; a county carer who came from an IFA counts apart."""
    if registration is Registration.COUNTY and source is JoinSource.IFA:
        return IFA
    return registration.value


class Engaged(NamedTuple):
    """What some families came to in a span.

    Attributes:
        families: how many were in the Hive on some day of it.
        open_to_it: those of them that do not refuse one-to-ones; the next three are about them.
        days: days they were in the Hive, added up.
        contacts: one-to-one contacts; a visit to several families is one with each.
        reached: how many had at least one contact.
        not_wanted: families that do not want one-to-ones.
        not_wanted_reached: how many of those had a contact all the same.
        invited: families of which somebody was asked to an activity or put down for training.
        came: families of which somebody came to one.
    """

    families: int = 0
    open_to_it: int = 0
    days: int = 0
    contacts: int = 0
    reached: int = 0
    not_wanted: int = 0
    not_wanted_reached: int = 0
    invited: int = 0
    came: int = 0

    def plus(self, other: Engaged) -> Engaged:
        """Both together."""
        return Engaged(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def monthly(self) -> Fraction | None:
        """Contacts with a family in a month (a twelfth of a year); None without families."""
        return Fraction(self.contacts) * _YEAR / 12 / self.days if self.days else None


def stretches_here(history: Iterable[tuple[dt.date, FamilyState]], span: Span) -> list[Span]:
    """The days of `span` on which a family was in its Hive, active or on hold.

    Args:
        history: its dated steps; of two on one day the later written comes later.
    """
    steps = sorted(history, key=lambda step: step[0])
    ends = [*(step[0] - dt.timedelta(days=1) for step in steps[1:]), span.last]
    found = []
    for (from_on, state), until in zip(steps, ends, strict=False):
        first, last = max(from_on, span.first), min(until, span.last)
        if state in IN_THE_HIVE and first <= last:
            found.append(Span(first, last))
    return found


def of_words(part: int, whole: int, whose: str = "") -> str:
    """ "3 of 4 invited families"; from ten on with a percentage: "12 of 20 families (60 %)".

    Args:
        whose: what is counted, in the plural; one of one is "1 of 1 family".
    """
    if not whole:
        return "nobody"
    noun = re.sub("families$", "family", whose) if whole == 1 else whose
    said = f"{part} of {whole} {noun}".strip()
    return said if whole < FEW else f"{said} ({round(Fraction(100 * part, whole))} %)"


def monthly_words(engaged: Engaged) -> str:
    """ "2.4 a month"; "nobody" where there is nobody to be in touch with."""
    return "nobody" if engaged.monthly is None else f"{float(engaged.monthly):.1f} a month"


def not_wanted_words(engaged: Engaged) -> str:
    """ "2 do not want one-to-ones; 1 had a contact all the same."; "" where there are none."""
    number, reached = engaged.not_wanted, engaged.not_wanted_reached
    if not number:
        return ""
    said = f"{number} {'does' if number == 1 else 'do'} not want one-to-ones"
    return f"{said}; {reached} had a contact all the same." if reached else f"{said}."


def year_of(day: dt.date) -> Span:
    """The fostering year a day lies in: 1 April to 31 March, as Ofsted counts it."""
    first = day.year if day.month >= 4 else day.year - 1
    return Span(dt.date(first, 4, 1), dt.date(first + 1, 3, 31))
