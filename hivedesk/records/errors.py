"""Errors that are not our fault, said in words for the person at the desk.

Anything else that is raised is our bug: it is caught at the edge (window or
terminal), logged without personal data and offered as a problem report.
"""

from __future__ import annotations

from pathlib import Path


class PlainError(Exception):
    """Something could not be done and the reader can do something about it.

    Args:
        words: one sentence on what happened.
        next_step: one sentence on what would make it right, or "".
    """

    exit_code = 1

    def __init__(self, words: str, next_step: str = "") -> None:
        super().__init__(f"{words} {next_step}".strip())
        self.words = words
        self.next_step = next_step


class BadUse(PlainError):
    """The terminal command was used in a way it does not know: exit code 2."""

    exit_code = 2


class NotFound(PlainError):
    """A name or id that no record answers to."""


def place_of(bug: BaseException) -> str:
    """Where our own code was when `bug` came up, innermost last: "window.lock:91 > door.begin:60".

    Only names of our functions and line numbers. The text of an exception may quote what
    somebody wrote, so it is in no log and in no report.
    """
    places = []
    traceback = bug.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename.startswith(_PACKAGE):
            places.append(f"{Path(code.co_filename).stem}.{code.co_name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return " > ".join(places) or "?"


_PACKAGE = str(Path(__file__).parent.parent)
