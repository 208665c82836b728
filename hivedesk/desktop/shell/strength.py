"""How hard a passphrase is to guess: a careful estimate, not a promise.

It counts the guesses of somebody who knows how people choose: words, years, rows of keys,
repetitions, and the names on this very form. It rates too low rather than too high.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LEAST_LETTERS = 10
# In bits. A guess costs 0.15 s of Argon2id: 36 bits keep one computer busy for a century.
GUESSED, WEAK, GOOD = 20, 36, 50

# What people choose first.
_COMMON_WORDS = """
    password passphrase passwort letmein welcome admin login secret qwerty qwertyuiop azerty
    asdf asdfgh zxcvbn iloveyou hello dragon monkey football liverpool arsenal chelsea sunshine
    princess hive hivedesk hampshire foster fostering carer council county summer winter spring
    autumn january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday england london southampton
    portsmouth basingstoke andover eastleigh gosport waterlooville test demo changeme abc
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890")
_PART = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
# Swaps that cost a guesser nothing.
_SWAPS = str.maketrans("@4310$57!", "aaeiossti")

Level = Literal["short", "guessed", "weak", "good", "strong"]


@dataclass(frozen=True)
class Strength:
    """`level`, and the words for it. "short" and "guessed" are not accepted."""

    level: Level
    words: str

    @property
    def accepted(self) -> bool:
        return self.level not in ("short", "guessed")


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Rate a passphrase; `known` are words that anyone would try first (names, the Hive)."""
    if len(passphrase) < LEAST_LETTERS:
        return Strength("short", f"Too short: use at least {LEAST_LETTERS} characters")
    found = bits(passphrase, known)
    if found < GUESSED:
        return Strength("guessed", "Too easy to guess: use three or four unrelated words")
    if found < WEAK:
        return Strength("weak", "Weak: add another word")
    if found < GOOD:
        return Strength("good", "Good")
    return Strength("strong", "Strong")


def bits(passphrase: str, known: Iterable[str] = ()) -> float:
    """Guesses needed, as a power of two."""
    easy = _COMMON | {part for word in known for part in _PART.findall(word.lower())}
    parts = _PART.findall(passphrase)
    seen: set[str] = set()
    total = 0.0
    bare = passphrase.lower().strip("0123456789 ._-!").translate(_SWAPS)
    if bare in easy:
        return 10.0
    for part in parts:
        low = part.lower()
        total += 1.0 if low in seen else _part_bits(part, easy)
        seen.add(low)
    return total


def _part_bits(part: str, easy: frozenset[str] | set[str]) -> float:
    low = part.lower()
    if low in easy:
        return 3.0
    kinds = len(set(low))
    if kinds == 1 and (len(part) > 2 or part.isspace()):
        return 2.0 + math.log2(len(part))  # aaaa, 1111, or one space between words
    if _is_run(low):
        return 4.0
    if part.isdigit():
        is_year = len(part) == 4 and part[:2] in ("19", "20")
        return 6.0 if is_year else min(len(part), kinds * 2) * 3.3
    if not part.isalpha():
        return min(len(part), kinds * 2) * 4.0
    capital = 1.0 if part != low and part != part.upper() else 0.0
    if len(part) <= 2:
        return 4.7 * len(part) if capital else 3.5 * len(part)
    # A word is one of some thousands however long it is; only run-together words go on.
    return min(2.0 * min(len(part), kinds * 2), 12.0 + 1.2 * max(0, len(part) - 8)) + capital


def _is_run(low: str) -> bool:
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return len(low) > 2 and any(low in row * 2 for row in rows)
