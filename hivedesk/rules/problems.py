"""What a rule answers: problems, each on its field, in words a support worker understands."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from hivedesk.records.errors import PlainError


class Severity(enum.StrEnum):
    """How hard a rule stops you."""

    OK = "ok"
    """Nothing speaks against it; said so that the reader need not look."""
    STOP = "stop"
    """Cannot be done like this."""
    WARNING = "warning"
    """Can be done with a reason, which is kept."""


@dataclass(frozen=True)
class Problem:
    """One thing that is not right.

    Attributes:
        field: the field it belongs to, or "" for the whole record.
        words: what is wrong and what would make it right: "Thu 24 Jun has passed.
            Choose today or a later day."
    """

    field: str
    words: str
    severity: Severity = Severity.STOP


class Refused(PlainError):
    """An action did not do it; nothing was changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.words for problem in self.problems))


def refuse_on(problems: Iterable[Problem], *, warnings_accepted: bool = False) -> None:
    """Raise `Refused` where anything stops; warnings stop too unless accepted with a reason."""
    found = list(problems)
    if any(p.severity is Severity.STOP or not warnings_accepted for p in found):
        raise Refused(found)


def short(typed: str, most: int = 60) -> str:
    """What somebody typed, as it is said back to them: of a pasted page its beginning."""
    return typed if len(typed) <= most else f"{typed[:most]}…"
