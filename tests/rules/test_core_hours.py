"""Core hours: what was typed is read, said back, and never crosses a midnight."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.rules.core_hours import check_core_hours, core_hours, core_words, cores_from
from hivedesk.rules.days import LONDON, Span
from hivedesk.rules.hours import (
    OFFICE,
    Core,
    Cores,
    Stretch,
    minutes_out_of_hours,
    minutes_worked,
    usual_hours,
)
from hivedesk.rules.policies import Policies, founding
from hivedesk.rules.support import is_out_of_hours
from tests.rules.test_hours import weeks

POLICIES = Policies.of(founding())
# No core hours begin or end between one and two at night, which one night of the year has not.
MINUTES = st.integers(0, 1440).filter(lambda minute: not 60 < minute < 120)
LONG_AGO = dt.date(2000, 1, 1)
CORE = st.builds(Core, st.integers(1, 7), MINUTES, MINUTES).filter(lambda c: c.opens < c.closes)


def typed_as(cores: list[Core]) -> str:
    """The same hours as somebody could type them."""
    return ", ".join(core_words([each]) for each in cores)


def always(cores: list[Core]) -> Cores:
    """Hours that have held since before anything."""
    return cores_from([(LONG_AGO, typed_as(cores))])


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Tue-Sat 10:00-15:00", "Tue–Sat 10:00–15:00"),
        ("Tue–Sat 10–15", "Tue–Sat 10:00–15:00"),
        ("Tuesday to Saturday 10 to 15", "Tue–Sat 10:00–15:00"),
        ("Tue-Thu 10:00-15:00, Sat 9:30-12:00", "Tue–Thu 10:00–15:00, Sat 9:30–12:00"),
        ("tue, thu 10-15", "Tue 10:00–15:00, Thu 10:00–15:00"),
        ("Tues Weds 9.30-12.15", "Tue and Wed 9:30–12:15"),
        ("Mon 9-12 13-17", "Mon 9:00–12:00 and 13:00–17:00"),
        ("Mon 9-12, 13-17", "Mon 9:00–12:00 and 13:00–17:00"),
        ("Mon 9-12, Mon 11-13, Mon 13-14", "Mon 9:00–14:00"),
        ("Sat-Mon 8-9", "Mon 8:00–9:00, Sat and Sun 8:00–9:00"),
        ("Fri: 20:00 - 24:00", "Fri 20:00–24:00"),
        ("Tuesdays to Saturdays 10-15", "Tue–Sat 10:00–15:00"),
    ],
)
def test_what_people_type_is_read(typed: str, means: str) -> None:
    core = core_hours(typed)
    assert core is not None
    assert core_words(core) == means
    assert core_hours(means) == core
    assert check_core_hours({"hours": typed}) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("mornings", "Write days and times"),
        ("Blah 1-2", "“Blah” is no day"),
        ("T 9-10", "“T” is no day"),
        ("10-15", "Write days and times"),
        ("Tue", "Write days and times"),
        ("Tue 10-15, Sat", "Write days and times"),
        ("Tue 10:00", "“10:00” is no time"),
        ("Tue 25-26", "“25-26” is no time of the day"),
        ("Tue 10:75-12", "no time of the day"),
        ("Fri 22:00-02:00", "stands under both days"),
        ("Fri 10-10", "ends before it begins"),
        ("Mon-Fri 9-5", "Write 5 in the afternoon as 17:00"),
        (
            "Wednesday" * 9,
            "“WednesdayWednesdayWednesdayWednesdayWednesdayWednesdayWednes…” is no day",
        ),
        ("Mon-Tue-Wed 10-12", "Write days and times"),
        ("\u202eTue 10-15", "Tue” is no day"),
    ],
)
def test_what_cannot_be_read_is_said_and_counts_as_none(typed: str, says: str) -> None:
    (problem,) = check_core_hours({"hours": typed})
    assert problem.field == "hours"
    assert says in problem.words
    assert core_hours(typed) is None


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_without_core_hours_the_office_counts(nothing: str | None) -> None:
    assert core_hours(nothing) is None
    assert check_core_hours({"hours": nothing}) == []
    tuesday, saturday = dt.date(2021, 6, 15), dt.date(2021, 6, 19)
    assert usual_hours(tuesday, POLICIES) == [(540, 1020)]
    assert usual_hours(saturday, POLICIES) == []


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_said_to_be_wrong(typed: str) -> None:
    core = core_hours(typed)
    assert (core is None) == bool(check_core_hours({"hours": typed}) or not typed.strip())


@given(st.lists(CORE, min_size=1, max_size=8))
def test_hours_are_said_back_as_they_were_meant(cores: list[Core]) -> None:
    core = core_hours(typed_as(cores))
    assert core is not None
    assert core_hours(core_words(core)) == core

    def minutes(of: list[Core]) -> set[tuple[int, int]]:
        return {(each.day, minute) for each in of for minute in range(each.opens, each.closes)}

    assert minutes(list(core)) == minutes(cores)
    # No minute twice, and nothing past midnight.
    assert len(minutes(list(core))) == sum(each.closes - each.opens for each in core)
    assert all(0 <= each.opens < each.closes <= 1440 for each in core)


@given(weeks(), st.lists(CORE, min_size=1, max_size=6))
def test_out_of_hours_minute_by_minute_by_the_clock_on_the_wall(
    given_week: tuple[Span, list[Stretch]], cores: list[Core]
) -> None:
    """Over overlaps, midnights and both changes of the clocks."""
    span, stretches = given_week
    stretches = stretches[:3]
    held = always(cores)
    first, last = (int(moment.timestamp()) // 60 for moment in (span.start, span.end))
    worked = {
        minute
        for each in stretches
        if each.kind not in ("leave", "lieu")
        for minute in range(
            max(first, int(each.at.timestamp()) // 60),
            min(last, int(each.at.timestamp()) // 60 + each.minutes),
        )
    }
    outside = 0
    for minute in worked:
        wall = dt.datetime.fromtimestamp(minute * 60, LONDON)
        of_day = wall.hour * 60 + wall.minute
        outside += not any(
            each.day == wall.isoweekday() and each.opens <= of_day < each.closes for each in cores
        )
    assert minutes_out_of_hours(stretches, span, POLICIES, held) == outside
    assert minutes_worked(stretches, span) == len(worked)


@given(
    st.lists(CORE, min_size=1, max_size=6),
    st.integers(0, 365 * 24 * 60),
)
def test_a_contact_is_out_of_hours_by_the_same_rule(cores: list[Core], minute: int) -> None:
    at = dt.datetime(2021, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
    held = always(cores)
    day = at.astimezone(LONDON).date()
    begins = minutes_out_of_hours([Stretch(at, 1, "support")], Span(day, day), POLICIES, held)
    assert is_out_of_hours(at, POLICIES, held) is bool(begins)


ROWS = st.lists(
    st.tuples(
        st.dates(dt.date(2020, 12, 1), dt.date(2022, 1, 31)),
        st.lists(CORE, min_size=1, max_size=3).map(typed_as) | st.none(),
    ),
    max_size=4,
)


@given(
    ROWS,
    st.dates(dt.date(2020, 12, 1), dt.date(2022, 1, 31)),
    st.lists(CORE, min_size=1, max_size=3).map(typed_as) | st.none(),
    weeks(),
)
def test_hours_that_hold_from_a_day_on_change_nothing_before_it(
    rows: list[tuple[dt.date, str | None]],
    starts_on: dt.date,
    hours: str | None,
    given_week: tuple[Span, list[Stretch]],
) -> None:
    """Whatever held before; and from that day on, until the next ones, it is the new ones."""
    span, stretches = given_week
    before, after = cores_from(rows), cores_from([*rows, (starts_on, hours)])
    later = min((day for day, _ in rows if day > starts_on), default=dt.date.max)
    for number in range(span.days):
        day = span.first + dt.timedelta(days=number)
        one = Span(day, day)
        expected = cores_from([(LONG_AGO, hours)]) if starts_on <= day < later else before
        assert after.on(day) == expected.on(day)
        late = minutes_out_of_hours(stretches, one, POLICIES, after)
        assert late == minutes_out_of_hours(stretches, one, POLICIES, expected)
        for each in stretches:
            if each.at.astimezone(LONDON).date() == day:
                told = is_out_of_hours(each.at, POLICIES, after)
                assert told is is_out_of_hours(each.at, POLICIES, expected)


@given(ROWS, st.dates(dt.date(2020, 12, 1), dt.date(2022, 1, 31)), st.integers(1, 40))
def test_what_held_in_some_days_is_told_once_for_each_change(
    rows: list[tuple[dt.date, str | None]], first: dt.date, days: int
) -> None:
    cores = cores_from(rows)
    span = Span(first, first + dt.timedelta(days=days - 1))
    told = cores.within(span)
    assert told[0][0] == first
    every = {first + dt.timedelta(days=n) for n in range(days)}
    for number, (day, core) in enumerate(told):
        assert day in span
        until = told[number + 1][0] if number + 1 < len(told) else dt.date.max
        assert {cores.on(each) for each in every if day <= each < until} == {core}
    assert all(one[1] != other[1] for one, other in pairwise(told))


def test_the_day_is_londons() -> None:
    """Half past eleven in the evening in London is the day before in nobody's hours but hers."""
    cores = cores_from([(dt.date(2021, 6, 16), "Tue-Wed 0-24")])
    tuesday = dt.datetime(2021, 6, 15, 22, 30, tzinfo=dt.UTC)  # 23:30 on the wall
    assert is_out_of_hours(tuesday, POLICIES, cores)
    assert not is_out_of_hours(tuesday + dt.timedelta(minutes=30), POLICIES, cores)


def test_of_two_that_begin_on_one_day_the_later_row_holds() -> None:
    day = dt.date(2021, 6, 1)
    assert cores_from([(day, "Mon 9-12"), (day, "Tue 9-12")]).on(day) == core_hours("Tue 9-12")
    assert cores_from([(day, "Mon 9-12"), (day, None)]).on(day) is None
    assert OFFICE.on(day) is None
