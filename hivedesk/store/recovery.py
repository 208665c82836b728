"""The recovery key: long random letters on paper that open a store whose passphrase is forgotten.

Seven groups of five, such as `7K2QM-…`. Four letters of each are random (140 bits in all), the
fifth checks them, so that whoever copies the sheet wrongly is told in which group. Letters are
Crockford's base 32: none is taken for a number, and O, I and L are read as 0, 1 and 1.
"""

from __future__ import annotations

import hashlib
import secrets

from hivedesk.records.errors import PlainError

GROUPS, RANDOM_LETTERS = 7, 4
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


class NoRecoveryKey(PlainError):
    """What was typed cannot be a recovery key: letters are missing, or one was misread."""


def new_recovery_key() -> str:
    """A fresh recovery key as it stands on the sheet. Never logged; shown once."""
    groups = []
    for place in range(GROUPS):
        drawn = "".join(secrets.choice(_LETTERS) for _ in range(RANDOM_LETTERS))
        groups.append(drawn + _check(place, drawn))
    return "-".join(groups)


def read_recovery_key(typed: str) -> str:
    """The key as it stands on the sheet, from what somebody typed: small letters, any gaps.

    Raises:
        NoRecoveryKey: with the group that is not right.
    """
    letters = [each for each in typed.upper().translate(_MISREAD) if each.isalnum()]
    length = RANDOM_LETTERS + 1
    for place, group in enumerate(
        "".join(letters[n : n + length]) for n in range(0, len(letters), length)
    ):
        if place < GROUPS and len(group) == length and not _is_group(place, group):
            raise NoRecoveryKey(
                f"The {_ORDINALS[place]} group is not as it stands on the sheet.",
                "Compare its five letters one by one.",
            )
    if len(letters) != GROUPS * length:
        raise NoRecoveryKey(
            f"A recovery key is {GROUPS} groups of {length} letters; "
            f"this is {len(letters)} letters long.",
            "Copy all of it from the sheet.",
        )
    return "-".join("".join(letters[n : n + length]) for n in range(0, len(letters), length))


def secret_of(key: str) -> str:
    """What the key is derived from: its random letters alone."""
    return "".join(group[:RANDOM_LETTERS] for group in read_recovery_key(key).split("-"))


def _is_group(place: int, group: str) -> bool:
    drawn, check = group[:RANDOM_LETTERS], group[RANDOM_LETTERS:]
    return set(group) <= set(_LETTERS) and check == _check(place, drawn)


def _check(place: int, drawn: str) -> str:
    """The fifth letter: it depends on the place too, so that swapped groups are noticed."""
    return _LETTERS[hashlib.sha256(f"{place} {drawn}".encode()).digest()[0] % len(_LETTERS)]
