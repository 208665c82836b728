"""Contact and coming along by registration: against a count that looks at every day and row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hivedesk.records import (
    ActivityKind,
    Attendance,
    FamilyState,
    JoinSource,
    OneToOne,
    Registration,
    Way,
)
from hivedesk.rules.days import Span
from hivedesk.rules.engagement import Engaged, group_of
from hivedesk.rules.families import IN_THE_HIVE, status_on
from hivedesk.store import Store
from hivedesk.store.queries.engagement import engagement_of
from tests.reports.little import ACTIVE, ARCHIVED, ON_HOLD, Little, at, day

DAYS = [dt.date(2021, 3, 25) + dt.timedelta(days=n) for n in range(110)]
NOW = at("2021-07-05 12:00")

days = st.sampled_from(DAYS)
moments = st.builds(lambda on, hour: f"{on} {hour:02}:30", days, st.integers(0, 23))
spans = st.builds(lambda one, other: Span(min(one, other), max(one, other)), days, days)
came = st.sampled_from([*Attendance, None])


@dataclass
class Told:
    """A family as it was drawn, and what happened to it."""

    registration: Registration
    source: JoinSource
    wish: OneToOne
    steps: list[tuple[dt.date, FamilyState]]
    logs: list[str]
    places: list[tuple[str, Attendance | None, bool]]
    archived: bool = False
    history: list[tuple[dt.date, FamilyState]] = field(default_factory=list)

    def is_here(self, on: dt.date) -> bool:
        """Whether it was in the Hive on that day."""
        return not self.archived and status_on(self.history, on) in IN_THE_HIVE


families = st.lists(
    st.builds(
        Told,
        registration=st.sampled_from(Registration),
        source=st.sampled_from(JoinSource),
        wish=st.sampled_from([OneToOne.WELCOME, OneToOne.NOT_WANTED]),
        steps=st.lists(st.tuples(days, st.sampled_from(FamilyState)), max_size=3),
        logs=st.lists(moments, max_size=5),
        places=st.lists(st.tuples(moments, came, st.booleans()), max_size=3),
        archived=st.sampled_from([False, False, False, True]),
    ),
    max_size=5,
)


def fill(little: Little, hive: str, told: list[Told]) -> None:
    """Put them into a Hive."""
    for each in told:
        each.history = sorted(each.steps, key=lambda step: step[0]) or [(day("2020-01-01"), ACTIVE)]
        family = little.family(
            hive,
            *((str(on), state) for on, state in each.history),
            registration=each.registration,
            source=each.source,
            one_to_one=each.wish,
            archived_at=ARCHIVED if each.archived else None,
        )
        carer = little.carer(family)
        for when in each.logs:
            little.log(family, when, 10, Way.PHONE)
        for when, status, training in each.places:
            if training:
                taught = little.taught(little.course("Sleep"), None, when, 60)
                if status:
                    little.trained(taught, carer, status)
            else:
                held = little.activity(hive, when, ActivityKind.GROUP)
                if status:
                    little.came(held, family, status, carer_id=carer)


def slowly(told: list[Told], span: Span) -> dict[str, Engaged]:
    """The same count, a day and a row at a time."""
    found: dict[str, Counter[str]] = {}
    until = min(span.last, NOW.date())
    for each in told:
        here = [on for on in DAYS if span.first <= on <= until and each.is_here(on)]
        if not here:
            continue
        counted = found.setdefault(group_of(each.registration, each.source), Counter())
        contacts = sum(day(when[:10]) in here and at(when) <= NOW for when in each.logs)
        asked = [
            status
            for when, status, _ in each.places
            if status and day(when[:10]) in here and at(when) <= NOW
        ]
        counted["families"] += 1
        counted["invited"] += bool(asked)
        counted["came"] += any(s in (Attendance.ATTENDED, Attendance.PARTLY) for s in asked)
        if each.wish is OneToOne.NOT_WANTED:
            counted["not_wanted"] += 1
            counted["not_wanted_reached"] += contacts > 0
        else:
            counted["open_to_it"] += 1
            counted["days"] += len(here)
            counted["contacts"] += contacts
            counted["reached"] += contacts > 0
    return {group: Engaged(**counts) for group, counts in found.items()}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=families, elsewhere=families, span=spans)
def test_it_is_what_a_slow_count_says(
    store: Store, told: list[Told], elsewhere: list[Told], span: Span
) -> None:
    with store.reading() as session:  # nothing is committed: each example begins empty
        little = Little(session, policies=False)
        hive = little.hive()
        fill(little, hive, told)
        fill(little, little.hive("Andover"), elsewhere)
        session.flush()
        one = engagement_of(session, hive, span, NOW)
        both = engagement_of(session, None, span, NOW)
    assert one.groups == slowly(told, span)
    assert both.groups == slowly([*told, *elsewhere], span)
    for found in (one, both):
        together = Engaged()
        for each in found.groups.values():
            together = together.plus(each)
        assert found.together == together
        assert together.families == together.open_to_it + together.not_wanted
        assert together.came <= together.invited <= together.families
        assert found.span.last <= max(NOW.date(), span.last)


def test_june_by_hand(store: Store) -> None:
    with store.reading() as session:
        little = Little(session, policies=False)
        hive = little.hive()
        county = little.family(hive, ("2020-01-01", ACTIVE), ("2021-06-11", ON_HOLD))
        connected: Any = {"registration": Registration.CONNECTED}
        left = little.family(
            hive, ("2020-01-01", ACTIVE), ("2021-06-11", FamilyState.LEFT), **connected
        )
        alone = little.family(hive, one_to_one=OneToOne.NOT_WANTED, **connected)
        for family, when in (
            (county, "2021-05-31 23:59"),
            (county, "2021-06-01 00:10"),
            (county, "2021-06-30 23:50"),
            (left, "2021-06-10 23:50"),
            (left, "2021-06-11 00:10"),
            (alone, "2021-06-20 09:00"),
        ):
            little.log(family, when, 10, Way.PHONE)
        picnic = little.activity(hive, "2021-06-05 10:00", ActivityKind.SOCIAL)
        little.came(picnic, left, Attendance.ATTENDED, carer_id=little.carer(left))
        little.came(picnic, alone, Attendance.CANCELLED, carer_id=little.carer(alone))
        gone: Any = {"archived_at": ARCHIVED}
        little.came(picnic, county, Attendance.ATTENDED, carer_id=little.carer(county), **gone)
        session.flush()
        found = engagement_of(session, hive, Span(day("2021-06-01"), day("2021-06-30")), NOW)
        before = engagement_of(session, hive, Span(day("2022-06-01"), day("2022-06-30")), NOW)
    assert found.groups == {
        "county": Engaged(families=1, open_to_it=1, days=30, contacts=2, reached=1),
        "connected": Engaged(
            families=2,
            open_to_it=1,
            days=10,
            contacts=1,
            reached=1,
            not_wanted=1,
            not_wanted_reached=1,
            invited=2,
            came=1,
        ),
    }
    assert list(found.groups) == ["county", "connected"]
    assert (before.groups, before.together) == ({}, Engaged())
