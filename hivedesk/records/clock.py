"""A clock that orders changes of many laptops: wall time first, then who has seen whom.

A hybrid logical clock (Kulkarni et al., 2014). It never goes back, whatever the machine's own
clock does, and a change made after another was seen always has the later one. As text of fixed
width it sorts as it orders, in SQLite, PostgreSQL and Python alike.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

_MOST = 99_999
"""Changes that one millisecond can tell apart; the next one borrows from the millisecond after."""

BEFORE_ALL = f"{0:015d}-{0:05d}-{0:08d}"
"""The clock of what every store begins with: whatever a person changes comes later."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND = dt.timedelta(milliseconds=1)


class Stamp(NamedTuple):
    """A reading: milliseconds since 1970 (UTC), which of them within it, the laptop's digits."""

    ms: int
    nth: int
    device: str

    def __str__(self) -> str:
        return f"{self.ms:015d}-{self.nth:05d}-{self.device}"


def parse(text: str) -> Stamp:
    """A clock as it is kept and sent, read back.

    Raises:
        ValueError: it is none.
    """
    ms, count, device = text[:15], text[16:21], text[22:]
    well_made = ms.isascii() and ms.isdigit() and count.isascii() and count.isdigit()
    if not well_made or not is_device(device) or str(Stamp(int(ms), int(count), device)) != text:
        raise ValueError("not a clock")
    return Stamp(int(ms), int(count), device)


def is_device(text: str) -> bool:
    """Whether these are the eight digits (0-9, a-f) of a laptop."""
    return len(text) == 8 and not set(text) - set("0123456789abcdef")


def device_of(identity: str) -> str:
    """The eight digits of a laptop from its id: the end of a UUIDv7, which is drawn by lot."""
    return identity.replace("-", "")[-8:].lower()


def tick(last: str | None, now: dt.datetime, device: str) -> str:
    """The clock of a change made now on `device`; later than `last`, the latest it knows.

    Args:
        now: the laptop's own time, aware; it may be wrong and may have gone back.
    """
    ms, count = (now - _EPOCH) // _MILLISECOND, 0
    if last is not None and (seen := parse(last)).ms >= ms:
        ms, count = (seen.ms, seen.nth + 1) if seen.nth < _MOST else (seen.ms + 1, 0)
    return str(Stamp(max(ms, 0), count, device))


def receive(last: str | None, theirs: str) -> str:
    """The latest clock known once `theirs` was seen: the next tick is later than both."""
    return theirs if last is None else max(last, theirs)
