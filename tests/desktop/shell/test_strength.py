"""The estimate is careful: what people choose first is refused, unrelated words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.desktop.shell.strength import bits, strength
from hivedesk.desktop.shell.strength_bar import StrengthBar

KNOWN = ("Jo", "Pearce", "Eastleigh Hive")


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("kettle 47", "short"),
        ("Password123!", "guessed"),
        ("P@ssw0rd2021", "guessed"),
        ("Eastleigh2021", "guessed"),
        ("Jo Pearce 1", "guessed"),
        ("Summer 2021", "guessed"),
        ("1234567890", "guessed"),
        ("qwertyuiop", "guessed"),
        ("aaaaaaaaaaaa", "guessed"),
        ("bees bees bees bees", "guessed"),
        ("blue kettle", "weak"),
        ("k7#kdj2!pp", "weak"),
        ("teapot volcano umbrella", "good"),
        ("correct horse battery staple", "strong"),
        ("kettle volcano umbrella trowel marmalade", "strong"),
    ],
)
def test_levels(passphrase: str, level: str) -> None:
    found = strength(passphrase, KNOWN)
    assert found.level == level
    assert found.accepted == (level not in ("short", "guessed"))


def test_weak_says_what_would_help() -> None:
    assert strength("blue kettle").words == "Weak: add another word"


def test_own_names_count_for_little() -> None:
    assert bits("Featherstonehaugh", ["Featherstonehaugh"]) < bits("Featherstonehaugh")


@given(st.text(max_size=60), st.sampled_from(["kettle", "volcano", "umbrella"]))
def test_another_word_never_makes_it_weaker(passphrase: str, word: str) -> None:
    assert bits(f"{passphrase} {word}") >= bits(passphrase)


@given(st.text(max_size=80))
def test_any_text_has_a_level(passphrase: str) -> None:
    found = strength(passphrase, KNOWN)
    assert (found.level == "short") == (len(passphrase) < 10)


def test_bar_says_it_in_words(theme: object) -> None:
    bar = StrengthBar()
    assert "10 characters" in bar.said()
    bar.show_strength(strength("correct horse battery staple"))
    assert bar.said() == "Strong"
    assert bar.accessibleName() == "Strength: Strong"
    bar.show_strength(None)
    assert "10 characters" in bar.said()
