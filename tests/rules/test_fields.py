"""What a declaration alone refuses, and in which words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import (
    KINDS,
    Activity,
    Booking,
    Carer,
    Family,
    Record,
    Registration,
    SupportLog,
    declared,
)
from hivedesk.rules.fields import LONGEST_LINE, LONGEST_TEXT, check_declared
from hivedesk.rules.problems import Problem, Refused, Severity, refuse_on

NOW = dt.datetime(2021, 6, 15, 23, 30, tzinfo=dt.UTC)  # half past midnight on the 16th, by the wall
TODAY = dt.date(2021, 6, 16)


def words_on(model: type[Record], **values: Any) -> dict[str, str]:
    return {problem.field: problem.words for problem in check_declared(model, values, NOW)}


@pytest.mark.parametrize("blank", [None, "", "   ", "\n\t", "\u00a0"])
def test_what_is_needed(blank: str | None) -> None:
    assert words_on(Family, name=blank) == {"name": "Family name is needed."}
    assert words_on(Family, note=blank, pets=blank) == {}


def test_only_what_is_there_is_looked_at() -> None:
    assert words_on(Family) == {}
    assert words_on(Family, nonsense=7) == {}


@pytest.mark.parametrize("minutes", [1, 60, 960])
def test_numbers_that_make_sense(minutes: int) -> None:
    assert words_on(SupportLog, minutes=minutes) == {}


@pytest.mark.parametrize("minutes", [0, -5, 961, 2**80])
def test_numbers_that_make_none(minutes: int) -> None:
    assert words_on(SupportLog, minutes=minutes) == {"minutes": "Minutes is between 1 and 960."}


def test_money_is_told_in_pounds() -> None:
    assert words_on(Activity, cost_pence=-1) == {"cost_pence": "Cost is between £0 and £10,000."}
    assert words_on(Activity, cost_pence=0) == {}


def test_today_is_the_day_on_the_wall() -> None:
    assert words_on(Carer, born_on=TODAY) == {}
    assert words_on(Carer, born_on=TODAY + dt.timedelta(days=1)) == {
        "born_on": "17 Jun 2021 is still to come. Choose today or an earlier day."
    }


def test_moments_still_to_come() -> None:
    assert words_on(SupportLog, at=NOW) == {}
    later = NOW + dt.timedelta(minutes=1)
    assert words_on(SupportLog, at=later) == {
        "at": "Wed 16 Jun, 00:31 is still to come. Choose a time that has passed."
    }
    assert words_on(Activity, at=later) == {}


@pytest.mark.parametrize("year", [1, 202, 1899, 2042, 9999])
def test_a_year_that_is_a_slip_of_the_pen(year: int) -> None:
    assert words_on(Family, joined_on=dt.date(year, 6, 1)) == {
        "joined_on": f"{1} {'Jun'} {dt.date(year, 6, 1):%Y} looks like a slip. Check the year."
    }


def test_lengths() -> None:
    assert words_on(Family, name="x" * LONGEST_LINE) == {}
    assert "Shorten it" in words_on(Family, name="x" * (LONGEST_LINE + 1))["name"]
    assert words_on(SupportLog, note="x" * LONGEST_TEXT) == {}
    assert "100,001" in words_on(SupportLog, note="x" * (LONGEST_TEXT + 1))["note"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "ok \udfff"])
def test_characters_that_cannot_be_kept(text: str) -> None:
    assert "cannot be kept" in words_on(Family, name=text)["name"]
    assert "cannot be kept" in words_on(SupportLog, note=text)["note"]


@pytest.mark.parametrize("text", ["two\nlines", "two\rlines"])
def test_one_line_is_one_line(text: str) -> None:
    assert words_on(Family, name=text) == {"name": "Family name is one line."}
    assert words_on(Family, note=text) == {}


def test_choices() -> None:
    assert words_on(Family, registration=Registration.COUNTY) == {}
    assert words_on(Family, registration="county") == {}
    for wrong in ("County carer", "none", 7, [], dt.date(2021, 1, 1)):
        assert words_on(Family, registration=wrong) == {
            "registration": "Registration is not one of the choices."
        }


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (SupportLog, "minutes", "60"), (SupportLog, "minutes", 1.5), (SupportLog, "at", "today"),
        (SupportLog, "at", TODAY), (SupportLog, "themes", "School"), (Family, "name", 7),
        (SupportLog, "breakdown_averted", "yes"), (Family, "joined_on", "2021-06-01"),
        (Family, "joined_on", NOW), (Booking, "time_from", "09:00"), (Family, "hive_id", 7),
    ],
)  # fmt: skip
def test_a_value_of_another_kind(model: type[Record], name: str, value: Any) -> None:
    assert "cannot be read" in words_on(model, **{name: value})[name]


ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.times()
    | st.datetimes(timezones=st.just(dt.UTC)) | st.lists(st.text()) | st.sampled_from(Registration)
)  # fmt: skip


@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_nothing_anybody_enters_ever_fails(data: st.DataObject, kind: str) -> None:
    model = KINDS[kind]
    values = {name: data.draw(ANYTHING, name) for name in declared(model)}
    for problem in check_declared(model, values, NOW):
        assert problem.field in values
        assert problem.words.endswith(".")
        assert problem.severity is Severity.STOP


def test_refusing() -> None:
    stop, warning = Problem("name", "No."), Problem("age", "Sure?", Severity.WARNING)
    refuse_on([])
    refuse_on([warning], warnings_accepted=True)
    for problems, accepted in (([stop], True), ([warning], False), ([warning, stop], True)):
        with pytest.raises(Refused) as caught:
            refuse_on(problems, warnings_accepted=accepted)
        assert caught.value.problems == problems
