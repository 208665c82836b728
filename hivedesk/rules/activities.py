"""What is allowed of an activity beside its declared fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .problems import Problem


def check_activity(values: Mapping[str, Any]) -> list[Problem]:
    """An activity for nobody: its youngest age is over its oldest."""
    youngest, oldest = values.get("age_from"), values.get("age_to")
    if youngest is None or oldest is None or youngest <= oldest:
        return []
    words = f"Nobody is at least {youngest} and at most {oldest}. Put the older age here."
    return [Problem("age_to", words)]
