"""What a month may come to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.rules.forecast import forecast, usual_week

WEEKS = st.lists(st.integers(0, 3000), max_size=8)
MINUTES = st.integers(0, 9000)


@given(WEEKS)
def test_the_usual_week_is_one_that_was(weeks: list[int]) -> None:
    usual = usual_week(weeks)
    recorded = sorted(filter(None, weeks))
    if not recorded:
        assert usual is None
        return
    assert usual in recorded
    assert sum(each < (usual or 0) for each in recorded) <= len(recorded) / 2
    assert sum(each > (usual or 0) for each in recorded) <= len(recorded) / 2
    assert usual_week([*weeks, 0, 0]) == usual


@given(MINUTES, MINUTES, WEEKS, st.integers(0, 30))
def test_a_forecast_adds_up(worked: int, planned: int, weeks: list[int], days: int) -> None:
    found = forecast(worked, planned, weeks, days)
    assert found.total == found.worked + found.planned + found.usual >= worked + planned
    assert forecast(worked, planned, weeks, days + 1).total >= found.total
    assert forecast(worked, 0, weeks, 0).total == worked
    assert forecast(worked, planned, [], days).total == worked + planned
    assert forecast(worked, planned, weeks, 7).usual == (found.usual_week or 0)
