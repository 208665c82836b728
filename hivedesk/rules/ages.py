"""Whom something is for by age: an activity, a room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .problems import Problem

GROWN_UP = 18
"""From this age on nobody is a child: Children Act 1989, section 105."""


def check_ages(values: Mapping[str, Any]) -> list[Problem]:
    """Nobody can be of these ages: the youngest (`age_from`) is over the oldest (`age_to`)."""
    youngest, oldest = values.get("age_from"), values.get("age_to")
    if youngest is None or oldest is None or youngest <= oldest:
        return []
    words = f"Nobody is at least {youngest} and at most {oldest}. Put the older age here."
    return [Problem("age_to", words)]


def counts_as_child(age: int, *, own: bool) -> bool:
    """Whether somebody is asked along as one of a family's children.

    A young person in placement who is 18 is still with the family; an own child has grown up.
    """
    return not own or age < GROWN_UP
