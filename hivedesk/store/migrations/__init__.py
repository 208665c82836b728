"""Numbered steps from one shape of the store to the next.

How to add one: write `mNNNN_what.py` with `upgrade(connection)`, import it here and
put it at the end of `STEPS`; add `tests/store/migrations/test_mNNNN.py` (a test
holds that there is one for each step). Steps never change once they have landed,
and never import `records/`, whose classes go on changing.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from . import (
    m0001_first,
    m0002_rooms,
    m0003_sync,
    m0004_founding,
    m0005_support,
    m0006_log_children,
    m0007_core_hours,
)

STEPS: tuple[Callable[[Connection], None], ...] = (
    m0001_first.upgrade,
    m0002_rooms.upgrade,
    m0003_sync.upgrade,
    m0004_founding.upgrade,
    m0005_support.upgrade,
    m0006_log_children.upgrade,
    m0007_core_hours.upgrade,
)
"""Step number N takes a store from version N-1 to N."""

VERSION = len(STEPS)
