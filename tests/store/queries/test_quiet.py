"""Gone quiet sooner after trouble: which happenings count, told by whom, and for how long.

The clock stands at 10:00 on Wednesday 16 June 2021 (`tests.conftest.Clock`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import end_placement, set_family_status
from hivedesk.actions.saving import archive, save_record
from hivedesk.actions.support import log_support
from hivedesk.records import FamilyState, OneToOne, PlacementEnd, ReferralState, Service, Way
from hivedesk.store.queries.family_list import FamiliesAsked, families_of
from hivedesk.store.queries.policies import policies_of
from hivedesk.store.queries.quiet import QuietLine, quiet_lines
from tests.actions.little import TODAY, Ids, add, rows, settle_in
from tests.conftest import Clock

DAY = dt.timedelta(days=1)
Happen = Callable[[Desk, Ids, dt.date], Any]


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family that was spoken to twelve days ago, which is not long."""
    made = settle_in(desk)
    spoken(desk, made, TODAY - 12 * DAY)
    assert quiet(desk) == []
    return made


def spoken(desk: Desk, ids: Ids, day: dt.date, **more: Any) -> str:
    at = dt.datetime.combine(day, dt.time(8), dt.UTC)
    values = {"at": at, "minutes": 20, "way": Way.PHONE, "note": "A word.", **more}
    return str(log_support(desk, [ids.family], values).record_id)


def quiet(desk: Desk) -> list[QuietLine]:
    with desk.store.reading() as session:
        return quiet_lines(session, None, {}, policies_of(session), desk.now)


def averted(desk: Desk, ids: Ids, day: dt.date) -> str:
    return spoken(desk, ids, day, breakdown_averted=True, evidence="She said so.")


def stayed(desk: Desk, ids: Ids, day: dt.date) -> str:
    return spoken(desk, ids, day, carer_staying=True, evidence="She said so.")


def notice(desk: Desk, ids: Ids, day: dt.date) -> None:
    end_placement(desk, ids.child, day, PlacementEnd.CARER_NOTICE)


def referred(desk: Desk, ids: Ids, day: dt.date, to: Service = Service.PSW) -> str:
    values = {"on": day, "why": "Nights.", "status": ReferralState.SENT}
    return add(desk, "referrals", family_id=ids.family, service=to, **values)


def held(desk: Desk, ids: Ids, day: dt.date) -> None:
    set_family_status(desk, ids.family, FamilyState.ON_HOLD, day - 9 * DAY, "A birth")
    set_family_status(desk, ids.family, FamilyState.ACTIVE, day, None)


@pytest.mark.parametrize(
    ("happen", "why"),
    [
        (averted, "A breakdown was averted on 4 Jun"),
        (stayed, "A carer was leaving, and stayed, on 4 Jun"),
        (notice, "A placement ended by notice on 4 Jun"),
        (referred, "Referred for help on 4 Jun"),
        (held, "Was on hold until 4 Jun"),
    ],
)
def test_trouble_shortens_the_time_until_a_family_counts_as_quiet(
    desk: Desk, ids: Ids, happen: Happen, why: str
) -> None:
    happen(desk, ids, TODAY - 12 * DAY)
    (line,) = quiet(desk)
    assert (line.days, line.threshold, line.why, line.trouble) == (12, 10, why, True)
    with desk.store.reading() as session:
        asked = FamiliesAsked(None)
        (listed,) = [f for f in families_of(session, asked, desk.now) if f.id == ids.family]
    assert listed.quiet_days == 12
    save_record(desk, "families", {"one_to_one": OneToOne.NOT_WANTED}, ids.family)
    assert quiet(desk) == []


def test_the_newest_trouble_is_told_and_old_trouble_counts_no_more(
    desk: Desk, ids: Ids, clock: Clock
) -> None:
    averted(desk, ids, TODAY - 45 * DAY)
    assert quiet(desk) == []
    referred(desk, ids, TODAY - 30 * DAY)
    newest = stayed(desk, ids, TODAY - 13 * DAY)
    assert [line.why for line in quiet(desk)] == ["A carer was leaving, and stayed, on 3 Jun"]
    archive(desk, "support-logs", newest)
    assert [line.why for line in quiet(desk)] == ["Referred for help on 17 May"]
    spoken(desk, ids, TODAY - 10 * DAY)
    assert quiet(desk) == []
    clock.tick(days=1)
    assert [line.days for line in quiet(desk)] == [11]
    clock.tick(days=11)  # the referral is 42 days old
    assert [line.trouble for line in quiet(desk)] == [True]
    clock.tick(days=1)
    assert [(line.days, line.trouble) for line in quiet(desk)] == [(23, False)]


@pytest.mark.parametrize("to", [Service.EXTENDED, Service.OTHER])
def test_handing_on_to_other_services_is_no_trouble(desk: Desk, ids: Ids, to: Service) -> None:
    referred(desk, ids, TODAY - 12 * DAY, to)
    assert quiet(desk) == []


def test_joining_is_not_coming_back(desk: Desk, ids: Ids) -> None:
    (first,) = rows(desk, "family-statuses", family_id=ids.family)
    assert first["status"] is FamilyState.ACTIVE
    save_record(desk, "families", {"joined_on": TODAY - 15 * DAY}, ids.family)
    assert quiet(desk) == []


def test_a_policy_says_how_much_sooner_and_for_how_long(desk: Desk, ids: Ids) -> None:
    averted(desk, ids, TODAY - 12 * DAY)
    begun = {"starts_on": dt.date(2021, 1, 1)}
    rule = add(desk, "policies", key="quiet.days_trouble", value="12", **begun)
    assert quiet(desk) == []
    save_record(desk, "policies", {"value": "11"}, rule)
    assert [line.threshold for line in quiet(desk)] == [11]
    add(desk, "policies", key="quiet.trouble_days", value="11", **begun)
    assert quiet(desk) == []


def test_the_days_of_one_hive_are_its_own(desk: Desk, ids: Ids) -> None:
    begun = {"starts_on": dt.date(2021, 1, 1), "hive_id": ids.hive}
    add(desk, "policies", key="quiet.days", value="11", **begun)
    assert [(line.days, line.threshold) for line in quiet(desk)] == [(12, 11)]
    with desk.store.reading() as session:
        (listed,) = families_of(session, FamiliesAsked(None), desk.now)
    assert listed.quiet_days == 12
    averted(desk, ids, TODAY - 12 * DAY)
    add(desk, "policies", key="quiet.days_trouble", value="5", **begun)
    assert [line.threshold for line in quiet(desk)] == [5]
    # Elsewhere nothing was asked for, and trouble is forgotten sooner.
    add(desk, "policies", key="quiet.trouble_days", value="3", starts_on=begun["starts_on"])
    assert [line.threshold for line in quiet(desk)] == [11]
    add(desk, "policies", key="quiet.trouble_days", value="12", **begun)
    assert [line.threshold for line in quiet(desk)] == [5]


def test_a_contact_that_is_to_come_is_none_on_any_page(desk: Desk, ids: Ids, clock: Clock) -> None:
    clock.tick(days=3)  # as on a laptop whose clock is wrong
    spoken(desk, ids, TODAY + 2 * DAY)
    clock.tick(days=-3)
    with desk.store.reading() as session:
        (listed,) = families_of(session, FamiliesAsked(None), desk.now)
    assert listed.last_contact == TODAY - 12 * DAY


def test_it_is_one_question_and_only_of_those_it_could_matter_to(desk: Desk, ids: Ids) -> None:
    asked: list[str] = []

    def remember(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(desk.store.engine, "before_cursor_execute", remember)
    quiet(desk)
    spoken(desk, ids, TODAY)
    before = len([each for each in asked if "UNION ALL" in each])
    asked.clear()
    quiet(desk)
    event.remove(desk.store.engine, "before_cursor_execute", remember)
    assert (before, [each for each in asked if "UNION ALL" in each]) == (1, [])
