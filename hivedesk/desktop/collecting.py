"""Garbage is collected on the window's thread and on no other.

Python collects on whichever thread happens to ask for memory. What is left of a closed form would
then be taken away on the thread that reads the store, and Qt ends the program at that.
"""

from __future__ import annotations

import gc

EVERY_MS = 1000


def collect_due() -> None:
    """Collect what Python would have collected by now: the oldest generation that is due."""
    for generation in reversed(range(3)):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
