"""What support logs say: stories that fit the child's age, the season and the way of contact."""

from __future__ import annotations

from .care import CARE
from .carers import CARERS
from .crisis import AVERTED, STAYING
from .daily import DAILY
from .short import SHORT
from .template import Story

TALKS: tuple[Story, ...] = DAILY + CARE + CARERS
"""Contacts with something to tell: calls, visits, walks."""

__all__ = ["AVERTED", "SHORT", "STAYING", "TALKS", "Story"]
