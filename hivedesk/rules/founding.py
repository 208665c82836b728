"""What every store begins with: policies, towns and themes.

Each has an id made of its kind and its name (`records.fixed_id`), so that it is one record
however many laptops begin with it. Once a name stands here it is not to be given another id;
a value may change with a new HiveDesk, and reaches only stores that begin after that.
"""

from __future__ import annotations

from hivedesk.records import Record, Theme, fixed_id

from . import policies, towns

THEMES = (
    "Recording",
    "Safer caring",
    "De-escalation",
    "Behaviour",
    "Meetings and procedures",
    "Family time",
    "Going home",
    "Tired carer",
    "School",
    "Allegation",
    "Payments",
    "Training",
)
"""The themes a new store offers; the list is the Hive service's own from then on."""


def theme(name: str) -> Theme:
    """A theme by its name."""
    return Theme(id=fixed_id("themes", name), name=name)


def founding() -> list[Record]:
    """The records that every store begins with, each with its fixed id."""
    return [*policies.founding(), *towns.founding(), *map(theme, THEMES)]
