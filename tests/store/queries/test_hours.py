"""A worker's hours as they are read: core hours, time in lieu over the weeks, the month's estimate.

The clock stands at 10:00 on Wednesday 16 June 2021 (`tests.conftest.Clock`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hivedesk.actions.desk import Desk
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.support import log_support
from hivedesk.records import ActivityKind, TimeKind, Way, WorkerRole
from hivedesk.reports.monthly.figures import monthly_figures
from hivedesk.rules.days import Span, month, week_of
from hivedesk.rules.hours import OFFICE
from hivedesk.store.queries.hive_hours import hive_hours
from hivedesk.store.queries.hours import Hours, hours_of
from hivedesk.store.queries.lieu import Lieu, lieu_of
from hivedesk.store.queries.log_choices import log_choices
from hivedesk.store.queries.story import whole_story
from hivedesk.store.queries.support import add_to_logs
from hivedesk.store.queries.tables import Listing, rows_of
from tests.actions.little import TODAY, Ids, add, settle_in

THIS = week_of(TODAY)
HOUR = 60


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive."""
    return settle_in(desk)


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    """A moment of 2021 on London's clock, in summer."""
    return dt.datetime(2021, month, day, hour - 1, minute, tzinfo=dt.UTC)


def keep_hours(desk: Desk, starts_on: dt.date, hours: str | None) -> str:
    """Core hours of the person at the desk, from a day on."""
    values = {"starts_on": starts_on, "hours": hours}
    return add(desk, "core-hours", worker_id=desk.worker_id, **values)


def spend(desk: Desk, kind: TimeKind, when: dt.datetime, hours: float) -> str:
    """Some hours of the person at the desk."""
    minutes = round(hours * HOUR)
    return add(desk, "time-entries", worker_id=desk.worker_id, kind=kind, at=when, minutes=minutes)


def week_before(weeks: int) -> Span:
    return week_of(TODAY - dt.timedelta(weeks=weeks))


def work(
    desk: Desk, weeks_ago: int, hours: int, kind: TimeKind = TimeKind.ADMIN, hour: int = 8
) -> None:
    """A week of this many hours, from its Monday on, fifteen a day."""
    day = week_before(weeks_ago).first
    for done in range(0, hours, 15):
        spend(desk, kind, at(day.month, day.day, hour), min(15, hours - done))
        day += dt.timedelta(days=1)


def asked(desk: Desk, week: Span = THIS) -> Hours:
    with desk.store.reading() as session:
        found = hours_of(session, desk.worker_id, week, desk.now)
    assert found is not None
    return found


def lieu(desk: Desk, week: Span = THIS) -> Lieu:
    with desk.store.reading() as session:
        found = lieu_of(session, desk.worker_id, week, desk.now)
    assert found is not None
    return found


def test_out_of_hours_is_outside_ones_own_core_hours_wherever_it_is_told(
    desk: Desk, ids: Ids
) -> None:
    # 14:30 to 15:30 on a Tuesday: within the office's hours, half of it outside Jo's own.
    values = {"at": at(6, 15, 14, 30), "minutes": 60, "way": Way.PHONE, "note": "A word."}
    log_support(desk, [ids.family], values)
    log_support(desk, [ids.family], values | {"at": at(6, 14, 11)})  # a Monday
    assert asked(desk).week.out_of_hours == 0
    assert {day.core for day in asked(desk).week.days} == {None}
    keep_hours(desk, dt.date(2021, 1, 1), "Tue-Sat 10:00-15:00")
    week = asked(desk).week
    assert [day.out_of_hours for day in week.days] == [60, 30, 0, 0, 0, 0, 0]
    assert [day.core for day in week.days] == [(), *[((600, 900),)] * 5, ()]
    assert asked(desk).month.out_of_hours == 90
    with desk.store.reading() as session:
        assert hive_hours(session, ids.hive, THIS, desk.now).out_of_hours == 90
        rows = rows_of(session, "support-logs", Listing(), TODAY)
        add_to_logs(session, rows, desk.worker_id)
        assert {row["at"].day: row["out_of_hours"] for row in rows} == {14: True, 15: False}
        story = whole_story(session, ids.family, desk.now)
        told = {each.day.day: each.out_of_hours for each in story if each.kind == "support-logs"}
        assert told == {14: True, 15: False}
        cores = log_choices(session, None, TODAY, worker_id=desk.worker_id).cores
        assert cores.on(TODAY) is not None
        assert log_choices(session, None, TODAY).cores == OFFICE


def told_of(desk: Desk, ids: Ids) -> dict[str, Any]:
    """Whatever says of time what of it was out of hours, of last week and of this one."""
    last = week_of(TODAY - dt.timedelta(weeks=1))
    with desk.store.reading() as session:
        rows = rows_of(session, "support-logs", Listing(), TODAY)
        add_to_logs(session, rows, desk.worker_id)
        story = whole_story(session, ids.family, desk.now)
        report = monthly_figures(session, month(2021, 5), ids.hive, desk.now)
        return {
            "last week": hours_of(session, desk.worker_id, last, desk.now),
            "the Hive's last week": hive_hours(session, ids.hive, last, desk.now),
            "logs": {row["at"].date(): row["out_of_hours"] for row in rows},
            "story": {each.day: each.out_of_hours for each in story},
            "May": report,
        }


def test_new_core_hours_leave_what_was_counted_as_it_was(desk: Desk, ids: Ids) -> None:
    """A report of May reads the same in June, whatever the worker's hours are by then."""
    values = {"minutes": 60, "way": Way.PHONE, "note": "A word."}
    for when in (at(5, 18, 14, 30), at(6, 8, 14, 30), at(6, 15, 14, 30)):  # Tuesdays
        log_support(desk, [ids.family], values | {"at": when})
    keep_hours(desk, dt.date(2021, 1, 1), "Tue-Sat 10:00-15:00")
    before = told_of(desk, ids)
    keep_hours(desk, dt.date(2021, 6, 15), "Mon 9-10")
    after = told_of(desk, ids)
    moved = dt.date(2021, 6, 15)
    for name in ("logs", "story"):
        assert (before[name].pop(moved), after[name].pop(moved)) == (False, True)
    # The month that last week's hours are told with goes on to the end of June.
    for told in (before, after):
        told["last week"] = told["last week"].week
    assert after == before
    keep_hours(desk, dt.date(2021, 6, 16), None)
    days = asked(desk).week.days
    assert [day.core for day in days] == [(), (), None, None, None, None, None]


def test_what_was_worked_over_the_contract_is_carried_from_week_to_week(desk: Desk) -> None:
    work(desk, 6, 28)
    work(desk, 5, 10)  # less than the contract owes nothing
    work(desk, 3, 26)
    spend(desk, TimeKind.LIEU, at(6, 10), 2)
    work(desk, 1, 25, TimeKind.LEAVE)
    work(desk, 0, 30)  # this week is not over yet
    found = lieu(desk)
    assert found.balance == (3 + 1 - 2 + 2) * HOUR  # leave and the two hours count as work does
    assert [(each.week.first, each.earned, each.taken) for each in found.moved] == [
        (week_before(1).first, 2 * HOUR, 2 * HOUR),
        (week_before(3).first, 1 * HOUR, 0),
        (week_before(6).first, 3 * HOUR, 0),
    ]
    assert (found.week.carried, found.week.earned) == (4 * HOUR, 0)
    assert lieu(desk, week_before(4)).balance == 3 * HOUR
    assert lieu(desk, week_before(30)).balance == 0


def test_time_in_lieu_taken_counts_against_the_contract_and_not_as_work(desk: Desk) -> None:
    work(desk, 0, 10)
    taken = spend(desk, TimeKind.LIEU, at(6, 15, 9), 5)  # an hour of it overlaps the work
    week = asked(desk).week
    assert (week.worked, week.lieu, week.leave, week.left) == (600, 300, 0, 600)
    assert (asked(desk).month.worked, asked(desk).month.lieu) == (600, 300)
    assert lieu(desk).balance == -300
    archive(desk, "time-entries", taken)
    assert lieu(desk).balance == 0


def test_a_policy_says_when_time_in_lieu_lapses(desk: Desk) -> None:
    work(desk, 8, 28)
    assert lieu(desk).balance == 3 * HOUR
    rule = {"key": "lieu.lapses_weeks", "value": "4", "starts_on": dt.date(2021, 1, 1)}
    add(desk, "policies", **rule)
    assert lieu(desk).balance == 0
    assert [each.lapsed for each in lieu(desk).moved] == [3 * HOUR, 0]
    assert lieu(desk, week_before(4)).balance == 3 * HOUR


def test_nobody_earns_outside_their_post_and_a_manager_has_no_balance(desk: Desk) -> None:
    work(desk, 3, 20)
    save_record(desk, "workers", {"started_on": week_before(2).first}, desk.worker_id)
    assert lieu(desk).moved == ()
    save_record(desk, "workers", {"role": WorkerRole.MANAGER}, desk.worker_id)
    with desk.store.reading() as session:
        assert lieu_of(session, desk.worker_id, THIS, desk.now) is None
        assert lieu_of(session, None, THIS, desk.now) is None


def test_a_hive_adds_the_time_in_lieu_of_its_workers(desk: Desk, ids: Ids) -> None:
    work(desk, 1, 27)
    names = {"first_name": "Bo", "last_name": "Lane", "role": WorkerRole.SUPPORT_WORKER}
    bo = add(desk, "workers", hive_id=ids.hive, **names)
    entry = {"worker_id": bo, "kind": TimeKind.LIEU, "at": at(6, 15), "minutes": 60}
    add(desk, "time-entries", **entry)
    with desk.store.reading() as session:
        found = hive_hours(session, ids.hive, THIS, desk.now)
    assert found.lieu == {"earned": 0, "taken": 60, "balance": 60}
    assert sum(found.by_kind.values()) == found.worked == 0


def test_a_months_estimate_is_so_far_and_planned_and_usual(desk: Desk, ids: Ids) -> None:
    for weeks, hours in ((1, 21), (2, 14), (3, 28), (9, 60)):
        work(desk, weeks, hours)
    group: dict[str, Any] = {"hive_id": ids.hive, "kind": ActivityKind.GROUP, "name": "Tea"}
    group |= {"worker_id": desk.worker_id, "minutes": 120}
    add(desk, "activities", **group, at=at(6, 24))
    add(desk, "activities", **group, at=at(6, 24, 11))  # half of it over the first
    add(desk, "activities", **group, at=at(7, 1))
    add(desk, "activities", **group | {"worker_id": None}, at=at(6, 25))
    add(desk, "activities", **group, at=at(6, 8, 16))  # was in the diary: not what is usual
    month = asked(desk).month
    assert month.forecast is not None
    worked = month.worked
    assert (month.forecast.worked, month.forecast.planned) == (worked, 180)
    assert month.forecast.usual_week == 21 * HOUR
    assert month.forecast.usual == round(21 * HOUR * 14 / 7)
    assert month.forecast.total == worked + 180 + 42 * HOUR
    may = asked(desk, week_of(dt.date(2021, 5, 12))).month
    assert (may.first, may.forecast) == (dt.date(2021, 5, 1), None)


def test_a_month_with_nothing_to_go_by_estimates_nothing(desk: Desk) -> None:
    found = asked(desk).month.forecast
    assert found is not None
    assert (found.total, found.usual_week) == (0, None)


def test_what_goes_past_midnight_stands_in_both_days(desk: Desk, ids: Ids) -> None:
    # From Sunday 22:00, into the week after; and from Monday 23:00, which ends with its day.
    late = spend(desk, TimeKind.MEETING, at(6, 13, 22), 10)
    evening = spend(desk, TimeKind.ADMIN, at(6, 14, 23), 1)
    monday, tuesday = THIS.first, THIS.first + dt.timedelta(days=1)
    found = asked(desk)
    assert [each.record_id for each in found.spent[monday]] == [late, evening]
    assert tuesday not in found.spent
    assert found.week.days[0].minutes == (8 + 1) * HOUR
    before = asked(desk, week_before(1))
    assert [each.record_id for each in before.spent[dt.date(2021, 6, 13)]] == [late]
