"""Scores in words, and whose remark may leave the Hive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.rules.feedback import FEW, SCORES, may_be_quoted, name_parts, said_of


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([], "Nobody's score has been kept yet."),
        ([3], "1 answer: 3, all right."),
        ([2, 5], "2 answers: 5, very good; 2, not so good."),
        ([4, 4, 5, 5, 3], "4.2 of 5 on average, from 5 answers."),
        ([5] * 7, "5.0 of 5 on average, from 7 answers."),
    ],
)
def test_a_few_answers_have_no_average(scores: list[int], words: str) -> None:
    assert said_of(scores) == words


@given(st.lists(st.sampled_from(sorted(SCORES)), min_size=1, max_size=60))
def test_the_words_say_how_many_answered(scores: list[int]) -> None:
    words = said_of(scores)
    assert str(len(scores)) in words
    assert ("average" in words) == (len(scores) >= FEW)


@pytest.mark.parametrize(
    "remark",
    [
        "Robin laughed.",
        "robin's hat",
        "Robins hat",
        "with Anne there",
        "OKORO!",
        "The Joneses and the Okoros came too.",
        "Zoe was so kind.",
        "Ruzha and Bjo\u0308rn sang.",
    ],
)
def test_a_remark_that_names_somebody_is_not_quoted(remark: str) -> None:
    names = name_parts(["Robin", "Anne-Marie", "Okoro", "Jones", "Zoë", "Björn"])
    assert not may_be_quoted(remark, True, names)
    assert may_be_quoted("This was the best: a sunny Saturday.", True, names)


def test_without_consent_or_words_nothing_is_quoted() -> None:
    assert may_be_quoted("A good day.", True, {"robin"})
    assert not may_be_quoted("A good day.", False, [])
    assert not may_be_quoted(" ", True, [])
    assert not may_be_quoted(None, True, [])
    assert not may_be_quoted("So much to tell. " * 20, True, [])
