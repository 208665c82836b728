"""A cell is no formula in any spreadsheet, and reads back as what it was."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hivedesk.records import KINDS, Change
from hivedesk.records.base import columns_of
from hivedesk.sync.csv.cells import BY_NAME, guard, type_of, unguard

SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫"
# Dense in what matters, so that the places where a guard goes meet each other often.
TRICKY = st.text(
    st.sampled_from(SIGNS + "'\"\t\r\n;, ,\u00a0\ufeff\u200b\x00\x0b\x7fa0é")
    | st.characters(exclude_categories=["Cs"])
)


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet that drops what no eye sees would find a formula sign first."""
    seen = re.sub(r"^[\x00-\x20\x7f-\xa0\u200b\ufeff]+", "", text)
    return seen[:1] != "" and seen[0] in SIGNS


@given(TRICKY)
@example("")
@example("'")
@example("''=1")
@example("\t\t=1")
@example("one\r\n\r\n- two")
def test_every_text_comes_back_the_same(text: str) -> None:
    assert unguard(guard(text)) == text


@given(TRICKY, TRICKY)
def test_no_two_texts_share_a_cell(one: str, other: str) -> None:
    assert (guard(one) == guard(other)) == (one == other)


@given(TRICKY)
def test_no_cell_begins_a_formula_whatever_the_separator(text: str) -> None:
    cell = guard(text)
    assert cell[:1] not in ("\t", "\r", "\n", "")
    assert not any(begins_a_formula(part) for part in re.split("[\t\r\n;]", cell))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\u00a0", "\ufeff", "\x00", " \t "])
def test_formulas_that_hide_are_found(sign: str, before: str) -> None:
    assert guard(f"{before}{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize(
    "text",
    ["'tis the season", "'quoted'", "a - b", "5 + 5 = 10", "jo@example.org", "two\nlines", "1,5"],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert guard(text) == text


@given(st.lists(TRICKY, min_size=1, max_size=5))
def test_a_line_of_texts_comes_back_the_same_through_csv(texts: list[str]) -> None:
    kept = io.StringIO(newline="")
    csv.writer(kept, quoting=csv.QUOTE_NONNUMERIC).writerow([guard(text) for text in texts])
    kept.seek(0)
    (line,) = csv.reader(kept, strict=True)
    assert [unguard(cell) for cell in line] == texts


MOMENTS = st.datetimes(timezones=st.just(dt.UTC))
VALUES = {
    "string": TRICKY,
    "boolean": st.booleans(),
    "integer": st.integers(),
    "datetime": MOMENTS,
    "date": st.dates(),
    "time": st.times(),
    "array": st.lists(TRICKY),
    "object": st.dictionaries(TRICKY, TRICKY | st.none() | st.integers() | st.booleans()),
    "year": st.integers(1, 9999),
}


@given(st.data(), st.sampled_from(sorted(BY_NAME)))
def test_every_value_of_every_type_comes_back_the_same(data: st.DataObject, name: str) -> None:
    value = data.draw(VALUES[name])
    cell = BY_NAME[name].write(value)
    assert cell != "", "an empty cell means that there is no value"
    back = BY_NAME[name].read(str(cell))
    assert (type(back), back) == (type(value), value)


@pytest.mark.parametrize("model", [*KINDS.values(), Change])
def test_every_column_has_a_type(model: type[Change]) -> None:
    assert {type_of(column).name for column in columns_of(model)} <= set(BY_NAME)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("integer", "1_0"),
        ("integer", "٣"),
        ("integer", " 1"),
        ("boolean", "True"),
        ("date", "18/06/2021"),
        ("datetime", "yesterday"),
        ("array", "{"),
    ],
)
def test_what_is_no_such_value_is_refused(name: str, cell: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        BY_NAME[name].read(cell)
