"""What a start puts off until its first page stands.

It lies below every other part: a record class has to know of it before it is mapped.
"""

from __future__ import annotations

from threading import Event

_only_the_first_page = Event()


def begin() -> None:
    """From now on a record class is mapped when it is first asked for; see `records.bare`."""
    _only_the_first_page.set()


def is_on_the_way() -> bool:
    """Whether only what the first page needs should be done."""
    return _only_the_first_page.is_set()


def end() -> None:
    """Nothing is put off any longer."""
    _only_the_first_page.clear()
