"""What the Hives count adds up to what the county counts, whatever there is in them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hivedesk.records import (
    ActivityKind,
    Attendance,
    BudgetKind,
    FamilyState,
    JoinSource,
    PlacementEnd,
    Registration,
    StayKind,
    StayState,
    TimeKind,
    WaitingState,
    Way,
)
from hivedesk.reports.monthly.declared import FIGURES
from hivedesk.reports.monthly.figures import monthly_figures
from hivedesk.rules.days import month
from hivedesk.store import Store
from tests.reports.little import AFTER, Little

JUNE = month(2021, 6)
# Shares do not add up; a contract is rounded once for each report.
NOT_ADDED = {key for key in FIGURES if key.endswith("_pct")} | {"contract_minutes"}
ADDED_GROUPS = ("families_by_", "placements_ended_by_", "support_", "activit", "worker_", "trend_")

days = st.dates(dt.date(2021, 3, 20), dt.date(2021, 7, 10)).map(str)
moments = st.builds(
    lambda day, hour, minute: f"{day} {hour:02}:{minute:02}",
    days,
    st.integers(0, 23),
    st.integers(0, 59),
)
minutes = st.integers(1, 600)


@st.composite
def facts(draw: st.DrawFn) -> list[tuple]:
    """For each of a few families: what it is, and what happened to it."""
    return draw(
        st.lists(
            st.tuples(
                st.integers(0, 2),  # which Hive
                st.sampled_from(Registration),
                st.sampled_from(JoinSource),
                st.lists(st.tuples(days, st.sampled_from(FamilyState)), max_size=3),
                st.integers(0, 3),  # carers
                st.lists(st.tuples(days, days, st.sampled_from(PlacementEnd)), max_size=2),
                st.lists(
                    st.tuples(moments, minutes, st.sampled_from(Way), st.booleans()), max_size=4
                ),
                st.lists(
                    st.tuples(days, st.integers(1, 20), st.sampled_from(StayKind)), max_size=2
                ),
                st.lists(st.tuples(moments, minutes, st.sampled_from(TimeKind)), max_size=2),
            ),
            max_size=5,
        )
    )


def fill(little: Little, found: list[tuple]) -> list[str]:
    """Three Hives with those families; every Hive has a worker and a room."""
    hives = [little.hive(name) for name in ("Andover", "Bitterne", "Gosport")]
    workers = [little.worker(hive) for hive in hives]
    rooms = [little.room(little.link_carer(hive, "Pat Hall"), 9, "2021-05-01") for hive in hives]
    for number, registration, source, steps, carers, placements, logs, stays, times in found:
        hive, worker, room = hives[number], workers[number], rooms[number]
        history = [("2020-01-01", FamilyState.ACTIVE), *sorted(steps, key=lambda step: step[0])]
        kind = {"registration": registration, "source": source, "carers": carers}
        family = little.family(hive, *history, **kind)
        for one, other, how in placements:
            little.child(family, min(one, other), max(one, other), how)
        for when, length, way, averted in logs:
            little.log(family, when, length, way, worker_id=worker, breakdown_averted=averted)
        for first, nights, stay in stays:
            count = 0 if stay is StayKind.DAY_CARE else nights
            last = dt.date.fromisoformat(first) + dt.timedelta(days=count)
            hours = {"time_from": dt.time(9), "time_to": dt.time(9 + nights % 12, 30)}
            little.stay(room, stay, first, str(last), StayState.CONFIRMED, **hours)
        for when, length, kind_of_time in times:
            little.time(worker, kind_of_time, when, length)
            meeting = little.activity(hive, when, ActivityKind.GROUP, worker_id=worker)
            little.came(meeting, family, Attendance.ATTENDED, carer_id=little.carer(family))
            little.money(hive, BudgetKind.SPENT, when[:10], length)
            little.waiting(hive, when[:10], WaitingState.WAITING, source=source)
    return hives


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=facts())
def test_the_hives_add_up_to_the_county(store: Store, found: list[tuple]) -> None:
    with store.reading() as session:  # nothing is committed: each example begins empty
        hives = fill(Little(session), found)
        session.flush()
        county = monthly_figures(session, JUNE, None, AFTER).flat()
        parts = [monthly_figures(session, JUNE, hive, AFTER).flat() for hive in hives]
    added = [key for key in FIGURES if key not in NOT_ADDED]
    added += [key for key in county if key.startswith(ADDED_GROUPS) and "by_hive" not in key]
    sums = {key: sum(part.get(key, 0) for part in parts) for key in added}
    assert sums == {key: pytest.approx(county[key], abs=0.02) for key in added}
    assert county["contract_minutes"] == pytest.approx(
        sum(part["contract_minutes"] for part in parts), abs=len(hives)
    )
    for hive, part in zip(("andover", "bitterne", "gosport"), parts, strict=True):
        assert county[f"families_by_hive_{hive}"] == part["families"]
        assert county[f"nights_by_hive_{hive}"] == part["bed_nights_used"]
    assert part["families_reached"] + part["families_not_reached"] == part["families"]
    by_kind = [value for key, value in county.items() if key.startswith("worker_minutes_by_kind")]
    assert sum(by_kind) == county["worker_minutes"]
