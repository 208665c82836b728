"""A worker's time: overlaps once, midnights split, and clocks that change add nothing."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import TimeKind
from hivedesk.rules.days import LONDON, Span
from hivedesk.rules.hours import (
    WORK,
    Stretch,
    contract_minutes,
    latest_begin,
    looked_back,
    minutes_by_day,
    minutes_by_kind,
    minutes_of_leave,
    minutes_of_lieu,
    minutes_out_of_hours,
    minutes_worked,
)
from hivedesk.rules.policies import Policies, founding

POLICIES = Policies.of(founding())
# A fortnight around each change of the clocks, and one without.
SPANS = [
    Span(first, first + dt.timedelta(days=13))
    for first in (dt.date(2021, 3, 22), dt.date(2021, 10, 25), dt.date(2021, 6, 14))
]
KINDS = st.sampled_from([*WORK, TimeKind.LEAVE.value, TimeKind.LIEU.value])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Span, list[Stretch]]:
    """A span and stretches in and around it."""
    span = draw(st.sampled_from(SPANS))
    begin = span.start.astimezone(dt.UTC) - dt.timedelta(days=1)
    moments = st.integers(0, 16 * 24 * 60).map(lambda n: begin + dt.timedelta(minutes=n))
    stretch = st.builds(Stretch, moments, st.integers(0, 16 * 60), KINDS)
    return span, draw(st.lists(stretch, max_size=12))


def counted(stretches: list[Stretch], span: Span) -> int:
    """The same told slowly: every minute of the span, looked at one by one."""
    first = int(span.start.timestamp()) // 60
    last = int(span.end.timestamp()) // 60
    minutes = set()
    for stretch in stretches:
        begin = int(stretch.at.timestamp()) // 60
        minutes.update(range(max(first, begin), min(last, begin + stretch.minutes)))
    return len(minutes)


@given(weeks(), st.integers(0, 13), st.integers(0, 24 * 60), st.integers(1, 10 * 60))
def test_time_nobody_gave_a_time_is_the_latest_that_counts_whole(
    given_week: tuple[Span, list[Stretch]], day: int, minute: int, minutes: int
) -> None:
    span, stretches = given_week
    midnight = Span(*[span.first + dt.timedelta(days=day)] * 2).start.astimezone(dt.UTC)
    now = midnight + dt.timedelta(minutes=minute)
    days = looked_back(now)
    so_far = [s for s in stretches if s.at <= now]
    begin = latest_begin(so_far, minutes, now)
    before = counted([s for s in so_far if s.kind in WORK], days)
    room = [
        at
        for back in range(minutes, 2 * 25 * 60)
        if (at := now - dt.timedelta(minutes=back)) >= days.start
        and all(s.kind not in WORK or _apart(s, at, minutes) for s in so_far)
    ]
    assert begin == (room[0] if room else now - dt.timedelta(minutes=minutes))
    if room:
        added = Stretch(begin, minutes, TimeKind.ADMIN.value)
        assert minutes_worked([*so_far, added], days) == before + minutes


def test_what_is_added_after_midnight_lies_in_the_evening_before() -> None:
    now = dt.datetime(2021, 6, 30, 1, 33, tzinfo=dt.UTC)  # 02:33 on the wall
    begin = latest_begin((), 240, now)
    assert now - begin == dt.timedelta(hours=4)
    again = latest_begin([Stretch(begin, 240, TimeKind.ADMIN.value)], 240, now)
    assert now - again == dt.timedelta(hours=8)


def _apart(stretch: Stretch, at: dt.datetime, minutes: int) -> bool:
    empty = not stretch.minutes
    return empty or stretch.until <= at or at + dt.timedelta(minutes=minutes) <= stretch.at


@given(weeks())
def test_each_minute_of_work_counts_once(given_week: tuple[Span, list[Stretch]]) -> None:
    span, stretches = given_week
    work = [s for s in stretches if s.kind in WORK]
    leave = [s for s in stretches if s.kind == TimeKind.LEAVE]
    away = [s for s in stretches if s.kind not in WORK]
    assert minutes_worked(stretches, span) == counted(work, span)
    assert minutes_of_leave(stretches, span) == counted(leave, span)
    assert minutes_of_lieu(stretches, span) == counted(away, span) - counted(leave, span)


@given(weeks())
def test_days_kinds_and_hours_add_up(given_week: tuple[Span, list[Stretch]]) -> None:
    span, stretches = given_week
    total = minutes_worked(stretches, span)
    by_day = minutes_by_day(stretches, span)
    assert list(by_day) == [span.first + dt.timedelta(days=n) for n in range(span.days)]
    assert sum(by_day.values()) == total
    assert sum(minutes_by_kind(stretches, span).values()) == total
    assert min(minutes_by_kind(stretches, span).values()) >= 0
    outside = minutes_out_of_hours(stretches, span, POLICIES)
    assert 0 <= outside <= total
    assert outside == sum(
        minutes_out_of_hours(stretches, Span(day, day), POLICIES) for day in by_day
    )


@given(weeks())
def test_the_order_of_records_does_not_matter(given_week: tuple[Span, list[Stretch]]) -> None:
    span, stretches = given_week
    assert minutes_worked(stretches[::-1], span) == minutes_worked(stretches, span)
    assert minutes_worked(stretches * 2, span) == minutes_worked(stretches, span)


def at(day: int, hour: int, minute: int = 0, month: int = 6, fold: int = 0) -> dt.datetime:
    return dt.datetime(2021, month, day, hour, minute, tzinfo=LONDON, fold=fold)


def test_a_visit_over_midnight_belongs_to_both_days() -> None:
    late = [Stretch(at(15, 23, 15), 90, "support")]
    span = Span(dt.date(2021, 6, 15), dt.date(2021, 6, 16))
    assert list(minutes_by_day(late, span).values()) == [45, 45]


def test_over_the_end_of_the_month_each_month_has_its_part() -> None:
    late = [Stretch(at(30, 23, 30), 60, "support")]
    june = Span(dt.date(2021, 6, 1), dt.date(2021, 6, 30))
    july = Span(dt.date(2021, 7, 1), dt.date(2021, 7, 31))
    assert (minutes_worked(late, june), minutes_worked(late, july)) == (30, 30)


def test_the_night_the_clocks_change() -> None:
    spring = [Stretch(at(28, 0, 30, month=3), 60, "support")]  # 00:30 to 02:30 on the wall
    assert minutes_worked(spring, Span(dt.date(2021, 3, 28), dt.date(2021, 3, 28))) == 60
    assert spring[0].until.astimezone(LONDON).time() == dt.time(2, 30)
    first, again = at(31, 1, 15, month=10), at(31, 1, 15, month=10, fold=1)
    autumn = [Stretch(first, 60, "support"), Stretch(again, 60, "support")]
    assert minutes_worked(autumn, Span(dt.date(2021, 10, 31), dt.date(2021, 10, 31))) == 120


def test_office_hours_are_a_policy() -> None:
    tuesday = Span(dt.date(2021, 6, 15), dt.date(2021, 6, 15))
    day = [Stretch(at(15, 8, 0), 10 * 60, "support")]
    assert minutes_out_of_hours(day, tuesday, POLICIES) == 120
    saturday = Span(dt.date(2021, 6, 19), dt.date(2021, 6, 19))
    assert minutes_out_of_hours([Stretch(at(19, 10), 60, "support")], saturday, POLICIES) == 60
    rows = (("office.opens", "08:00", dt.date(2021, 6, 1), None),)
    earlier = Policies(POLICIES.rows + rows)
    assert minutes_out_of_hours(day, tuesday, earlier) == 60


def test_contract_is_a_seventh_of_the_week_for_each_day() -> None:
    week = Span(dt.date(2021, 6, 14), dt.date(2021, 6, 20))
    assert contract_minutes([(week, None)], POLICIES) == 1500
    assert contract_minutes([(week, None), (week, None)], POLICIES) == 3000
    june = Span(dt.date(2021, 6, 1), dt.date(2021, 6, 30))
    assert contract_minutes([(june, None)], POLICIES) == round(1500 * 30 / 7)
    assert contract_minutes([], POLICIES) == 0
