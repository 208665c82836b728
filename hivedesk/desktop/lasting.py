"""Keeps Python 3.11 alive under PySide6 6.12.

Those wheels hand out None, True and False without counting the reference, which is right only
from Python 3.12 on, where they are immortal. On 3.11 every `widget.update()` uses one up, and
after some thousand calls Python ends with "deallocating None". Here they are given so many
references that no working day uses them up. Nothing is done where it is not needed; this module
goes when the house leaves Python 3.11.
"""

from __future__ import annotations

import sys

IMMORTAL_SINCE = (3, 12)
MANY = 1 << 60


def keep_constants_alive() -> None:
    """Call it before the first Qt call. Does nothing from Python 3.12 on, or a second time."""
    if sys.version_info >= IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    import ctypes  # lazy: start-up (newer Pythons never need it)

    for constant in (None, True, False, NotImplemented):
        count = ctypes.c_ssize_t.from_address(id(constant))
        # The count comes first in an object, except in builds for debugging Python itself.
        if abs(count.value - sys.getrefcount(constant)) < 16:
            count.value = max(count.value, MANY)
