"""Merging: the same changes give the same record, in whatever order and however often."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.sync.merge import Conflict, clocks_of, merge

Change = tuple[str, dict[str, Any] | None, dict[str, Any]]

fields = st.dictionaries(
    st.sampled_from(["name", "note", "archived_at"]),
    st.none() | st.sampled_from(["a", "b", "ä"]) | st.integers(0, 2),
    min_size=1,
)
changes = st.lists(
    st.tuples(st.sampled_from(["1-x", "1-y", "2-x", "3-z"]), st.none() | fields, fields),
    min_size=1,
    max_size=6,
)


def told(said: list[Change]) -> tuple[dict[str, Any], dict[str, str]]:
    """The record and its clocks after these changes, one after the other."""
    values: dict[str, Any] = {}
    clocks: dict[str, str] = {}
    for clock, before, after in said:
        merged = merge(values, clocks, clock, before, after, ["note"])
        values |= merged.sets
        clocks |= merged.clocks
    return values, clocks


@given(changes, st.randoms())
def test_order_and_repetition_do_not_matter(said: list[Change], lot: Any) -> None:
    again = said + lot.sample(said, lot.randint(0, len(said)))
    lot.shuffle(again)
    assert told(again) == told(said)
    assert told(said)[1] == clocks_of([(clock, after) for clock, _, after in again])


@given(changes)
def test_each_field_is_what_the_latest_change_said(said: list[Change]) -> None:
    values, clocks = told(said)
    for name, value in values.items():
        latest = max(clock for clock, _, after in said if name in after)
        assert clocks[name] == latest
        named = [after for clock, _, after in said if clock == latest and name in after]
        assert value in [after[name] for after in named]


@given(changes)
def test_two_halves_merge_as_the_whole_does(said: list[Change]) -> None:
    """What central makes of one laptop's changes and then another's is what either makes."""
    for cut in range(len(said)):
        assert told(said[cut:] + said[:cut]) == told(said)


KNOWN = {"note": "Calm", "name": "Birch"}
CLOCKS = {"note": "2-x", "name": "2-x"}


def test_the_later_change_stands() -> None:
    merged = merge(KNOWN, CLOCKS, "3-y", {"name": "Birch"}, {"name": "Beech"}, ["note"])
    assert (merged.sets, merged.clocks) == ({"name": "Beech"}, {"name": "3-y"})
    assert (merged.lost, merged.conflicts) == ({}, [])


def test_the_earlier_change_is_told_what_stands() -> None:
    merged = merge(KNOWN, CLOCKS, "1-y", {"name": "Ash"}, {"name": "Beech"}, ["note"])
    assert (merged.sets, merged.clocks, merged.lost) == ({}, {}, {"name": "Birch"})
    assert merged.conflicts == []


@pytest.mark.parametrize(
    ("clock", "stands", "lost"), [("3-y", "Tired", "Calm"), ("1-y", "Calm", "Tired")]
)
def test_two_texts_written_out_of_sight_are_both_kept(clock: str, stands: str, lost: str) -> None:
    merged = merge(KNOWN, CLOCKS, clock, {"note": "Fine"}, {"note": "Tired"}, ["note"])
    assert merged.conflicts == [Conflict("note", stands, lost)]


def test_a_text_that_follows_the_other_is_no_conflict() -> None:
    merged = merge(KNOWN, CLOCKS, "3-y", {"note": "Calm"}, {"note": "Calm. Tired"}, ["note"])
    assert (merged.sets, merged.conflicts) == ({"note": "Calm. Tired"}, [])


def test_where_no_words_would_be_lost_there_is_no_conflict() -> None:
    same = merge(KNOWN, CLOCKS, "3-y", {"note": "Fine"}, {"note": "Calm"}, ["note"])
    gone = merge({"note": None}, CLOCKS, "3-y", {"note": "Fine"}, {"note": "x"}, ["note"])
    late = merge(KNOWN, CLOCKS, "1-y", {"note": "Fine"}, {"note": None}, ["note"])
    assert same.conflicts == gone.conflicts == late.conflicts == []


def test_words_taken_out_here_and_written_on_there_are_kept() -> None:
    merged = merge(KNOWN, CLOCKS, "3-y", {"note": "Fine"}, {"note": None}, ["note"])
    assert merged.conflicts == [Conflict("note", None, "Calm")]


def test_an_archived_record_stays_archived_and_keeps_what_is_said_of_it() -> None:
    gone = {"archived_at": "2021-06-16T09:00:00+00:00", "name": "Birch"}
    clocks = {"archived_at": "5-x", "name": "1-x"}
    merged = merge(gone, clocks, "3-y", {"name": "Birch"}, {"name": "Beech"}, [])
    assert merged.sets == {"name": "Beech"}


def test_a_field_nobody_ever_named_takes_what_is_said() -> None:
    merged = merge({"note": None}, {}, "1-y", {"note": None}, {"note": "New"}, ["note"])
    assert merged.sets == {"note": "New"}
