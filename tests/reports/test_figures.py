"""A month counted by the program against the same month counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from hivedesk.records import (
    Attendance,
    BadUse,
    NotFound,
    StayKind,
    StayState,
    TimeKind,
    Way,
)
from hivedesk.reports.monthly.declared import FIGURES, GROUPS
from hivedesk.reports.monthly.figures import monthly_figures
from hivedesk.rules.days import LONDON, month
from hivedesk.rules.hours import AWAY, WORK
from hivedesk.store import Store
from tests.reports.little import ACTIVE, AFTER, LEFT, ON_HOLD, Little, at, day, june_2021

JUNE = month(2021, 6)

BY_HAND = {
    # Archer, Birch (on hold) and Cedar are here; Dove left on the last day, Elm in April,
    # one joins on 1 July, one is archived.
    "hives": 1,
    "families": 3,
    "places": 8,  # the Hive's own policy, from 15 June
    "places_free": 5,
    "carers": 4,  # the fifth stopped on the last day
    "children": 2,  # one placement ended and one began on the last day
    "birth_children": 3,
    "birth_children_under_12": 2,  # one turns 12 on the last day, one the day after
    "waiting": 2,
    "waiting_ifa": 1,
    "composition_straight_from_panel_pct": 25,
    "composition_connected_pct": 50,
    "composition_county_pct": 25,
    "joins": 1,
    "leavers": 1,
    "went_on_hold": 1,
    "deregistrations": 0,
    "deregistrations_quarter": 1,
    "placements_started": 1,
    "placements_ended": 1,
    "placements_ended_by_carer_notice_quarter": 1,  # the other was on 31 March
    "sleepover_nights": 5,  # 1 of a stay from May, 2 up to July, 2 of one that ended early
    "emergency_nights": 1,
    "respite_nights": 3,
    "day_care_sessions": 2,
    "day_care_hours": 6.83,  # 6 h 30 min and 20 min
    "bed_nights_offered": 46,  # 20 nights of 2 beds less 2 closed nights, and 10 of 1 bed
    "bed_nights_used": 9,
    "occupancy_pct": 19.6,
    "support_contacts": 4,  # 23:59 on the last day counts, midnight does not
    "support_minutes": 130,  # 30, a visit to two families of 90, 10
    "support_out_of_hours": 2,
    "support_minutes_out_of_hours": 40,
    "families_reached": 2,
    "families_not_reached": 1,
    "breakdowns_averted": 1,
    "breakdown_cost_averted_gbp": 26_500,
    "carers_staying": 1,
    "activities": 2,
    "activity_attendances": 3,
    "training_attendances": 3,
    "training_carers": 2,
    "training_minutes": 240,
    "worker_minutes": 401,  # 30 of the 45 min of travel lie outside the visit
    "contract_minutes": 6429,  # 1,500 a week for 30 days
    "worker_minutes_out_of_hours": 221,  # 1, 10, 60, 120, 30
    "worker_leave_minutes": 450,
    "workers": 1,
    "budget_allotted_gbp": 0,
    "budget_spent_gbp": 45.5,
    "budget_allotted_quarter_gbp": 300,
    "budget_spent_quarter_gbp": 65.5,
    "budget_left_quarter_gbp": 234.5,
    "follow_ups_open": 3,
    "follow_ups_late": 1,
    # What follows is not nought; every other number of a group is.
    "families_by_registration_county": 2,
    "families_by_registration_connected": 1,
    "families_by_status_active": 2,
    "families_by_status_on_hold": 1,
    "placements_ended_by_carer_notice": 1,
    "nights_by_link_carer_pat_hall": 6,
    "nights_by_link_carer_sam_ray": 3,
    "day_care_by_link_carer_pat_hall": 2,
    "trend_sleepover_nights_2021_05": 4,
    "trend_sleepover_nights_2021_06": 5,
    "support_by_way_phone": 1,
    "support_by_way_visit": 2,
    "support_by_way_text": 1,
    "support_minutes_by_way_phone": 30,
    "support_minutes_by_way_visit": 90,
    "support_minutes_by_way_text": 10,
    "support_by_registration_county": 2,
    "support_by_registration_connected": 1,
    "support_by_registration_specialist_respite": 1,
    "support_by_theme_recording": 3,
    "support_by_theme_school": 2,
    "families_reached_by_registration_county": 1,
    "families_reached_by_registration_connected": 1,
    "support_by_brought_in_psw": 1,
    "trend_support_contacts_2021_05": 1,
    "trend_support_contacts_2021_06": 4,
    "activities_by_kind_social": 1,
    "activities_by_kind_support_group": 1,
    "activity_attendances_by_carers": 1,
    "activity_attendances_by_children": 1,
    "activity_attendances_by_birth_children": 1,
    "training_by_course_first_aid": 2,
    "training_by_course_safer_caring": 1,
    "worker_minutes_by_kind_support": 101,
    "worker_minutes_by_kind_activity": 120,
    "worker_minutes_by_kind_training": 60,
    "worker_minutes_by_kind_meeting": 30,
    "worker_minutes_by_kind_travel": 30,
    "worker_minutes_by_kind_admin": 60,
    "worker_minutes_by_week_2021_06_01": 40,
    "worker_minutes_by_week_2021_06_07": 300,
    "worker_minutes_by_week_2021_06_14": 60,
    "worker_minutes_by_week_2021_06_28": 1,
    "worker_minutes_out_of_hours_by_week_2021_06_01": 40,
    "worker_minutes_out_of_hours_by_week_2021_06_07": 180,
    "worker_minutes_out_of_hours_by_week_2021_06_28": 1,
}


@pytest.fixture
def session(store: Store):
    """A session of a real store; what a test adds is flushed and never committed."""
    with store.reading() as open_session:
        yield open_session


def flat(session: Session, span=JUNE, hive_id: str | None = None, now=AFTER) -> dict[str, float]:
    session.flush()
    return monthly_figures(session, span, hive_id, now).flat()


def test_a_month_counted_by_hand(session: Session) -> None:
    hive = june_2021(Little(session))
    figures = flat(session, JUNE, hive)
    assert {key: value for key, value in figures.items() if value or key in BY_HAND} == BY_HAND
    assert {key for key in BY_HAND if key not in figures} == set()


def test_an_empty_hive_is_nought_everywhere_and_keeps_its_places(session: Session) -> None:
    hive = Little(session).hive()
    figures = flat(session, JUNE, hive)
    there = {key: value for key, value in figures.items() if value}
    assert there == {"hives": 1, "places": 10, "places_free": 10}
    assert FIGURES.keys() <= figures.keys()


def test_a_store_without_a_hive_counts_nothing(session: Session) -> None:
    Little(session)
    assert not any(flat(session).values())


def test_an_open_month_is_a_draft_and_counts_nights_up_to_today(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    room = little.room(little.link_carer(hive, "Pat Hall"), 1, "2021-01-01")
    little.stay(room, StayKind.SLEEPOVER, "2021-06-25", "2021-06-27", StayState.IN_PROGRESS)
    little.stay(room, StayKind.SLEEPOVER, "2021-06-28", "2021-06-29", StayState.CONFIRMED)
    now = dt.datetime(2021, 6, 25, 20, 47, tzinfo=LONDON)
    session.flush()
    figures = monthly_figures(session, JUNE, hive, now)
    assert figures.draft
    assert figures.single["sleepover_nights"] == 1
    assert figures.single["bed_nights_offered"] == 25
    last_moment = dt.datetime(2021, 6, 30, 23, 59, tzinfo=LONDON)
    assert monthly_figures(session, JUNE, hive, last_moment).draft
    first_after = dt.datetime(2021, 7, 1, 0, 0, tzinfo=LONDON)
    over = monthly_figures(session, JUNE, hive, first_after)
    assert not over.draft
    assert over.single["sleepover_nights"] == 3


def test_what_is_planned_later_today_has_not_been_held(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    carer = little.carer(little.family(hive))
    taught = little.taught(little.course("First aid"), hive, "2021-06-25 19:00", 60)
    little.trained(taught, carer, Attendance.ATTENDED)
    before = flat(session, JUNE, hive, at("2021-06-25 18:59"))
    after = flat(session, JUNE, hive, at("2021-06-25 19:00"))
    assert (before["training_attendances"], after["training_attendances"]) == (0, 1)


def test_a_month_to_come_is_refused_in_plain_words(session: Session) -> None:
    hive = Little(session).hive()
    session.flush()
    with pytest.raises(BadUse, match=r"August 2021 has not begun\. Choose this month"):
        monthly_figures(session, month(2021, 8), hive, AFTER)


def test_an_archived_hive_is_not_there_and_counts_nowhere(session: Session) -> None:
    little = Little(session)
    hive = little.hive(archived_at=AFTER)
    little.family(hive, carers=2)
    assert flat(session)["families"] == 0
    with pytest.raises(NotFound):
        monthly_figures(session, JUNE, hive, AFTER)


def test_a_policy_that_changes_counts_from_its_day(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    family = little.family(hive)
    little.policy("breakdown.cost_pence", "3000050", "2021-06-16")
    little.log(family, "2021-06-15 23:59", 10, Way.PHONE, breakdown_averted=True)
    little.log(family, "2021-06-16 00:00", 10, Way.PHONE, breakdown_averted=True)
    little.worker(hive)
    little.policy("worker.weekly_minutes", "1800", "2021-06-16")
    figures = flat(session, JUNE, hive)
    assert figures["breakdown_cost_averted_gbp"] == 26_500 + 30_000.5
    assert figures["contract_minutes"] == round((15 * 1500 + 15 * 1800) / 7)


def test_a_leap_february_has_29_days_of_contract_and_of_beds(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    little.worker(hive)
    room = little.room(little.link_carer(hive, "Pat Hall"), 1, "2019-06-01")
    little.stay(room, StayKind.SLEEPOVER, "2020-02-28", "2020-03-02")
    figures = flat(session, month(2020, 2), hive)
    assert figures["contract_minutes"] == 6214
    assert figures["bed_nights_offered"] == 29
    assert figures["sleepover_nights"] == 2


def test_a_worker_counts_for_the_days_in_post(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    little.worker(hive, ended_on=day("2021-06-14"))
    little.worker(hive, started_on=day("2021-06-15"))
    little.worker(hive, started_on=day("2021-07-01"))
    little.worker(None)
    figures = flat(session, JUNE, hive)
    assert figures["workers"] == 1
    assert figures["contract_minutes"] == 6429


def test_a_month_before_the_hive_began_asks_nothing_of_its_worker(session: Session) -> None:
    """Nor for a policy of years in which there was none."""
    little = Little(session)
    hive = little.hive(started_on="2021-06-16")
    little.worker(hive)
    assert flat(session, JUNE, hive)["contract_minutes"] == 3214  # 15 of 30 days
    for before in (month(2021, 5), month(1970, 1)):
        assert not any(flat(session, before, hive).values())


def test_two_workers_at_one_visit_both_worked(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    for worker in (little.worker(hive), little.worker(hive)):
        little.time(worker, TimeKind.MEETING, "2021-06-10 10:00", 60)
        little.time(worker, TimeKind.ADMIN, "2021-06-10 10:30", 60)
    figures = flat(session, JUNE, hive)
    assert figures["worker_minutes"] == 180
    assert figures["worker_minutes_by_kind_meeting"] == 120
    assert figures["worker_minutes_by_kind_admin"] == 60


def test_a_hive_above_its_places_takes_none_from_another(session: Session) -> None:
    little = Little(session)
    little.policy("hive.places", "1", "2019-01-01")
    full, roomy = little.hive("Full"), little.hive("Roomy")
    little.family(full)
    little.family(full)
    figures = flat(session)
    assert (figures["places"], figures["families"], figures["places_free"]) == (2, 2, 1)
    assert flat(session, JUNE, full)["places_free"] == 0
    assert flat(session, JUNE, roomy)["places_free"] == 1


def test_all_hives_count_families_waiting_near_none(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    little.waiting(hive, "2021-01-01")
    little.waiting(None, "2021-01-01")
    assert flat(session, JUNE, hive)["waiting"] == 1
    assert flat(session)["waiting"] == 2


def test_coming_back_in_one_month_is_a_leaving_and_a_join(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    little.family(hive, ("2020-01-01", ACTIVE), ("2021-06-03", LEFT), ("2021-06-20", ON_HOLD))
    figures = flat(session, JUNE, hive)
    assert [figures[k] for k in ("joins", "leavers", "went_on_hold", "families")] == [1, 1, 1, 1]


def test_two_link_carers_of_one_name_keep_a_line_each(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    for nights in ("2021-06-03", "2021-06-04"):
        room = little.room(little.link_carer(hive, "Pat Hall"), 1, "2021-01-01")
        little.stay(room, StayKind.SLEEPOVER, "2021-06-02", nights)
    figures = flat(session, JUNE, hive)
    lines = [figures["nights_by_link_carer_pat_hall"], figures["nights_by_link_carer_pat_hall_2"]]
    assert sorted(lines) == [1, 2]


def test_a_stay_across_two_months_is_shared_between_them(session: Session) -> None:
    little = Little(session)
    hive = little.hive()
    room = little.room(little.link_carer(hive, "Pat Hall"), 1, "2020-01-01")
    little.stay(room, StayKind.SLEEPOVER, "2021-04-20", "2021-06-05")
    found = [flat(session, month(2021, n), hive)["sleepover_nights"] for n in (4, 5, 6)]
    assert found == [11, 31, 4]


def test_every_kind_of_time_but_leave_is_work() -> None:
    assert {kind.value for kind in TimeKind} - WORK.keys() == AWAY


def test_every_figure_says_how_it_is_counted() -> None:
    for about in (*FIGURES.values(), *GROUPS.values()):
        assert about.label
        assert about.how.endswith("."), about.key
    assert all(about.of in FIGURES for about in FIGURES.values() if about.of)
