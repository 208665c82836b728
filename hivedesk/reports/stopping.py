"""A paper that takes seconds can be stopped while it is being made."""

from __future__ import annotations

from collections.abc import Callable

from hivedesk.records.errors import PlainError

GoOn = Callable[[], None]
"""Asked between the parts of a long paper; raises `Stopped` where nobody wants it any more."""


class Stopped(PlainError):
    """Somebody stopped a paper while it was being made."""

    def __init__(self, *_: object) -> None:
        # ReportLab makes an exception on its way out anew, with words of its own.
        super().__init__("Stopped. Nothing was saved.")


def go_on() -> None:
    """Nobody stops it."""
