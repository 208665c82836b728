"""What people said of an activity: scores in words, and whose remark may be quoted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

SCORES = {5: "Very good", 4: "Good", 3: "All right", 2: "Not so good", 1: "Not good at all"}

FEW = 5
"""Fewer answers than this have no average: each of them would weigh too much. No source names a
number. It is about how figures are told, not about what the service does, and so no policy."""

LONGEST_QUOTE = 240  # letters: a longer remark is a story, and tells more than was agreed to


def score_words(score: int) -> str:
    """ "4, good"."""
    return f"{score}, {SCORES[score].lower()}"


def said_of(scores: Sequence[int]) -> str:
    """What scores come to: "4.3 of 5 on average, from 7 answers."; a few are told one by one."""
    if not scores:
        return "Nobody's score has been kept yet."
    if len(scores) < FEW:
        told = [score_words(score) for score in sorted(scores, reverse=True)]
        number = "1 answer" if len(told) == 1 else f"{len(told)} answers"
        return f"{number}: {'; '.join(told)}."
    average = float(round(Fraction(sum(scores), len(scores)), 1))
    return f"{average:.1f} of 5 on average, from {len(scores)} answers."


def may_be_quoted(remark: str | None, may_quote: bool, names: Collection[str]) -> bool:
    """Whether a remark may leave the Hive: they agreed to it, it is short, and it names nobody.

    Args:
        names: of everybody who could be known by it, by their `name_parts`.
    """
    words = (remark or "").strip()
    if not may_quote or not words or len(words) > LONGEST_QUOTE:
        return False
    # "Anne-Marie's" names Anne-Marie whichever half of it somebody reads; "the Marlowes" names
    # the family, and "Zoe" is how Zoë is often written.
    said = name_parts([words])
    said |= {part.removesuffix(end) for part in said for end in ("s", "es")}
    return said.isdisjoint(names)


def name_parts(names: Iterable[str]) -> set[str]:
    """Each word of these names, as it is compared: "Anne-Marie" and "Zoë" give anne, marie, zoe."""
    return {part for name in names for part in _parts(name)}


def _parts(words: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return set(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
