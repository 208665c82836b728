"""How a child is named on a paper that leaves the house: never by the whole name."""

from __future__ import annotations

import enum


class Naming(enum.Enum):
    """What stands for a child. Initials unless somebody chose more."""

    INITIALS = "initials"
    FIRST_NAME = "first name"


def child_named(first_name: str, last_name: str, naming: Naming) -> str:
    """ "K.B." or "Kai"."""
    if naming is Naming.FIRST_NAME:
        return first_name
    return "".join(
        f"{name.strip()[0].upper()}." for name in (first_name, last_name) if name.strip()
    )
