"""Out of hours, gone quiet, visits to several families, and logs worth keeping."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hivedesk.records import FamilyState, OneToOne, Registration
from hivedesk.rules.days import LONDON
from hivedesk.rules.policies import Policies, founding
from hivedesk.rules.support import (
    QuietFacts,
    Trouble,
    TroubleKind,
    check_follow_up,
    check_log,
    gone_quiet,
    is_out_of_hours,
    minutes_once,
)

POLICIES = Policies.of(founding())
TODAY = dt.date(2021, 6, 15)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "outside"),
    [
        ("2021-06-15T09:00", False),
        ("2021-06-15T08:59", True),
        ("2021-06-15T16:59", False),
        ("2021-06-15T17:00", True),
        ("2021-06-19T12:00", True),  # Saturday
        ("2021-01-15T09:00", False),
        ("2021-10-31T12:00", True),  # Sunday the clocks change
    ],
)
def test_out_of_hours_by_the_clock_on_the_wall(moment: str, outside: bool) -> None:
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    assert is_out_of_hours(at, POLICIES) is outside
    assert is_out_of_hours(at.astimezone(dt.UTC), POLICIES) is outside


def test_office_hours_follow_their_policy() -> None:
    saturday = dt.datetime(2021, 6, 19, 12, tzinfo=LONDON)
    open_then = (("office.days", "1,2,3,4,5,6", dt.date(2021, 6, 1), None),)
    assert not is_out_of_hours(saturday, Policies(POLICIES.rows + open_then))
    assert is_out_of_hours(saturday - 30 * DAY, Policies(POLICIES.rows + open_then)) is False
    assert is_out_of_hours(saturday - 28 * DAY, Policies(POLICIES.rows + open_then))


def facts(last_contact: int | None, **given: Any) -> QuietFacts:
    values: dict[str, Any] = {
        "registration": Registration.COUNTY,
        "status": FamilyState.ACTIVE,
        "one_to_one": OneToOne.WELCOME,
        "approved_on": dt.date(2015, 1, 1),
        "joined_on": dt.date(2019, 1, 1),
        "leave_until": None,
        "last_contact": None if last_contact is None else TODAY - last_contact * DAY,
    }
    return QuietFacts(**(values | given))


@pytest.mark.parametrize(
    ("given_facts", "threshold"),
    [
        (facts(22), 21),
        (facts(29, registration=Registration.CONNECTED), 28),
        (facts(15, approved_on=dt.date(2020, 6, 16)), 14),
        (facts(22, approved_on=dt.date(2020, 6, 14)), 21),
        (facts(22, approved_on=None), 21),
        (facts(None, joined_on=TODAY - 22 * DAY), 21),
        (facts(900, joined_on=TODAY - 22 * DAY), 21),  # spoken to before it joined
        (facts(22, leave_until=TODAY), 21),
        (facts(15, one_to_one=OneToOne.FORTNIGHTLY), 14),
        (facts(15, one_to_one=OneToOne.FORTNIGHTLY, registration=Registration.CONNECTED), 14),
        (facts(22, one_to_one=OneToOne.TEXT_FIRST), 21),
    ],
)
def test_gone_quiet_the_day_after_the_threshold(given_facts: QuietFacts, threshold: int) -> None:
    quiet = gone_quiet(given_facts, TODAY, POLICIES)
    assert quiet is not None
    assert (quiet.days, quiet.threshold) == (threshold + 1, threshold)
    assert gone_quiet(given_facts, TODAY - DAY, POLICIES) is None


def test_the_first_year_ends_on_its_anniversary() -> None:
    approved = facts(20, approved_on=dt.date(2020, 6, 15))
    yesterday = gone_quiet(approved, TODAY - DAY, POLICIES)
    assert yesterday is not None
    assert yesterday.threshold == 14
    assert gone_quiet(approved, TODAY, POLICIES) is None


@pytest.mark.parametrize(
    "given_facts",
    [
        facts(0),
        facts(21),
        facts(400, status=FamilyState.ON_HOLD),
        facts(400, status=FamilyState.LEFT),
        facts(400, one_to_one=OneToOne.NOT_WANTED),
        facts(400, leave_until=TODAY + DAY),
        facts(None, joined_on=TODAY - 3 * DAY),
        facts(28, registration=Registration.CONNECTED, approved_on=TODAY - 30 * DAY),
    ],
)
def test_nobody_to_nag_about(given_facts: QuietFacts) -> None:
    assert gone_quiet(given_facts, TODAY, POLICIES) is None


@pytest.mark.parametrize(
    ("registration", "why"),
    [
        (Registration.COUNTY, "County carers"),
        (Registration.CONNECTED, "Connected carers"),
        (Registration.SPECIALIST, "Specialist respite care"),
        (Registration.STAYING_PUT, "Staying Put only"),
    ],
)
def test_why_is_in_the_registrations_own_words(registration: Registration, why: str) -> None:
    quiet = gone_quiet(facts(90, registration=registration), TODAY, POLICIES)
    assert quiet is not None
    assert quiet.why == why


def test_who_asked_for_every_other_week_is_told_apart() -> None:
    asked = facts(15, one_to_one=OneToOne.FORTNIGHTLY)
    quiet = gone_quiet(asked, TODAY, POLICIES)
    assert quiet is not None
    assert quiet.why == "Asked for every other week"
    # Never later than is usual for anybody, whatever the policy says.
    newcomer = gone_quiet(asked._replace(approved_on=TODAY - 30 * DAY), TODAY, POLICIES)
    assert newcomer is not None
    assert newcomer.why == "First year of fostering"


DAYS_BACK = st.integers(0, 500).map(lambda days: TODAY - days * DAY)
TROUBLES = st.builds(Trouble, DAYS_BACK, st.sampled_from(TroubleKind))
FACTS = st.builds(
    QuietFacts,
    registration=st.sampled_from(Registration),
    status=st.sampled_from(FamilyState),
    one_to_one=st.sampled_from(OneToOne),
    approved_on=st.none() | DAYS_BACK,
    joined_on=DAYS_BACK,
    leave_until=st.none() | st.dates(TODAY - 9 * DAY, TODAY + 9 * DAY),
    last_contact=st.none() | DAYS_BACK,
    trouble=st.none(),
)
THRESHOLDS = st.integers(0, 60).map(
    lambda days: Policies(
        (*POLICIES.rows, ("quiet.days_trouble", str(days), dt.date(2021, 1, 1), None))
    )
)


@given(FACTS, TROUBLES, THRESHOLDS)
def test_trouble_never_makes_anybody_wait_longer(
    given_facts: QuietFacts, trouble: Trouble, policies: Policies
) -> None:
    usual = gone_quiet(given_facts, TODAY, policies)
    after = gone_quiet(given_facts._replace(trouble=trouble), TODAY, policies)
    if usual is not None:
        assert after is not None
        assert after.days == usual.days
        assert after.threshold <= usual.threshold
    if after is not None and after != usual:
        assert (TODAY - trouble.on).days <= 42
        assert after.threshold == policies.number("quiet.days_trouble", TODAY) < after.days
        assert after.why.startswith(trouble.kind)


@given(FACTS, st.none() | TROUBLES, THRESHOLDS)
def test_who_asked_to_be_left_is_never_nagged_about(
    given_facts: QuietFacts, trouble: Trouble | None, policies: Policies
) -> None:
    with_it = given_facts._replace(trouble=trouble)
    for left in (
        {"one_to_one": OneToOne.NOT_WANTED},
        {"status": FamilyState.ON_HOLD},
        {"leave_until": TODAY + DAY},
    ):
        assert gone_quiet(with_it._replace(**left), TODAY, policies) is None


def test_trouble_is_told_in_plain_words_as_long_as_it_is_recent() -> None:
    def asked(days_ago: int) -> tuple[int, str] | None:
        trouble = Trouble(TODAY - days_ago * DAY, TroubleKind.AVERTED)
        quiet = gone_quiet(facts(11, trouble=trouble), TODAY, POLICIES)
        return (quiet.threshold, quiet.why) if quiet else None

    assert asked(13) == (10, "A breakdown was averted on 2 Jun")
    assert asked(42) is not None
    assert asked(43) is None


@given(st.lists(st.tuples(st.none() | st.sampled_from("abc"), st.integers(1, 500)), max_size=20))
def test_a_visit_to_several_families_counts_once(contacts: list[tuple[str | None, int]]) -> None:
    alone = sum(minutes for visit, minutes in contacts if visit is None)
    together = {
        name: max(minutes for visit, minutes in contacts if visit == name)
        for name in {visit for visit, _ in contacts if visit}
    }
    assert minutes_once(contacts) == alone + sum(together.values())


def test_a_log_says_something() -> None:
    assert check_log({"note": "We spoke."}) == []
    assert [p.field for p in check_log({"note": "  "})] == ["note"]
    assert [p.field for p in check_log({"note": None})] == ["note"]
    assert check_log({}) == []


@pytest.mark.parametrize("claim", ["breakdown_averted", "carer_staying"])
def test_what_was_averted_needs_its_evidence(claim: str) -> None:
    assert [p.field for p in check_log({"note": "x", claim: True})] == ["evidence"]
    assert check_log({"note": "x", claim: True, "evidence": "She said so."}) == []
    assert check_log({"note": "x", claim: False}) == []


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"what": "Ring back", "due_on": TODAY}, []),
        ({"what": "Ring back"}, ["due_on"]),
        ({"due_on": TODAY}, ["what"]),
        ({"what": " ", "due_on": TODAY}, ["what"]),
        ({"what": "Ring back", "due_on": TODAY - DAY}, ["due_on"]),
    ],
)
def test_a_follow_up(values: dict[str, Any], fields: list[str]) -> None:
    assert [problem.field for problem in check_follow_up(values, TODAY)] == fields
