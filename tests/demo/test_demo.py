"""The demo county: exact figures for every seed, a believable history, the same again."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hivedesk.demo import build
from hivedesk.demo.state import County
from hivedesk.demo.stories import AVERTED, SHORT, STAYING, TALKS
from hivedesk.records import (
    KINDS,
    Attendance,
    FamilyState,
    JoinSource,
    LogChild,
    PlacementEnd,
    ReasonCode,
    Registration,
    StayKind,
    WaitingState,
)
from hivedesk.records.base import columns_of
from hivedesk.rules.days import Span, local, month
from hivedesk.rules.feedback import SCORES
from hivedesk.rules.fields import check_declared
from hivedesk.rules.hours import Stretch, minutes_worked
from hivedesk.rules.ladder import CAME, HOLDS
from hivedesk.rules.policies import Policies
from hivedesk.rules.support import QuietFacts, check_log, gone_quiet
from hivedesk.store import Store, health, open_store, settings
from hivedesk.store.queries.feedback import quotes_in

PASSPHRASE = "nine quiet bees at dusk"
TODAY = dt.date(2021, 6, 30)
NOW = dt.datetime(2021, 6, 30, 6, 0, tzinfo=dt.UTC)
IN_THE_HIVE = ("active", "on_hold")

Rows = dict[str, list[dict[str, Any]]]


def read(store: Store) -> Rows:
    """Every record of every kind as plain values."""
    with store.reading() as session:
        return {
            kind: [
                {column.key: getattr(record, column.key) for column in columns_of(model)}
                for record in session.scalars(select(model).order_by(model.id))
            ]
            for kind, model in KINDS.items()
        }


@pytest.fixture(scope="module", params=[1, 2, 3])
def store(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("county") / "demo.hive"
    build(path, PASSPHRASE, seed=request.param)
    opened = open_store(path, PASSPHRASE, NOW)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rows(store: Store) -> Rows:
    return read(store)


def families_on(rows: Rows, day: dt.date) -> set[str]:
    """Families that are active or on hold by their history."""
    newest: dict[str, tuple[dt.date, str, str]] = {}
    for step in rows["family-statuses"]:
        if step["from_on"] <= day:
            entry = (step["from_on"], step["id"], step["status"])
            newest[step["family_id"]] = max(newest.get(step["family_id"], entry), entry)
    return {family for family, (_, _, status) in newest.items() if status in IN_THE_HIVE}


def children_on(rows: Rows, day: dt.date) -> set[str]:
    """Children with a placement in a family that is in a Hive on that day."""
    inside = families_on(rows, day)
    return {
        placement["child_id"]
        for placement in rows["placements"]
        if placement["family_id"] in inside
        and placement["started_on"] <= day
        and (placement["ended_on"] is None or placement["ended_on"] > day)
    }


def by_id(rows: Rows, kind: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows[kind]}


def test_hives_families_and_places(rows: Rows) -> None:
    names = [row["name"] for row in rows["hives"]]
    assert names == [
        "Basingstoke",
        "Andover",
        "Waterlooville",
        "Eastleigh",
        "Bitterne/Hedge End",
        "Gosport",
    ]
    inside = families_on(rows, TODAY)
    assert len(inside) == 56
    (policy,) = [row for row in rows["policies"] if row["key"] == "hive.places"]
    assert len(names) * int(policy["value"]) - len(inside) == 4
    hives = by_id(rows, "hives")
    families = by_id(rows, "families")
    full = Counter(hives[families[one]["hive_id"]]["name"] for one in inside)
    assert full["Eastleigh"] == 10
    assert min(full.values()) >= 6
    assert max(full.values()) == 10


def test_carers_and_composition(rows: Rows) -> None:
    inside, families = families_on(rows, TODAY), by_id(rows, "families")
    carers = [
        families[row["family_id"]]
        for row in rows["carers"]
        if row["family_id"] in inside and row["ended_on"] is None
    ]
    assert len(carers) == 100
    connected = sum(family["registration"] is Registration.CONNECTED for family in carers)
    panel = sum(
        family["source"] is JoinSource.PANEL
        and family["registration"] is not Registration.CONNECTED
        for family in carers
    )
    assert (panel, connected, 100 - panel - connected) == (26, 18, 56)


def test_children(rows: Rows) -> None:
    inside, children = families_on(rows, TODAY), by_id(rows, "children")
    now = children_on(rows, TODAY)
    assert len(now) == 80
    assert all(children[one]["left_on"] is None for one in now)
    assert now == {one["id"] for one in rows["children"] if one["left_on"] is None}
    assert len(children_on(rows, dt.date(2021, 4, 1))) == 78
    own = [row for row in rows["birth-children"] if row["family_id"] in inside]
    assert len(own) == 23
    twelfth = [row["born_on"].replace(year=row["born_on"].year + 12) for row in own]
    assert sum(day > TODAY for day in twelfth) == 13


def test_waiting_list(rows: Rows) -> None:
    waiting = [
        row
        for row in rows["waiting-list"]
        if row["status"] in (WaitingState.WAITING, WaitingState.OFFERED)
    ]
    assert len(waiting) == 26
    assert all(row["closed_on"] is None and row["asked_on"] <= TODAY for row in waiting)
    assert sum(row["source"] is JoinSource.IFA for row in waiting) == 9
    closed = [row for row in rows["waiting-list"] if row not in waiting]
    assert closed
    assert all(row["closed_on"] is not None for row in closed)


def test_quarter(rows: Rows) -> None:
    quarter = Span(dt.date(2021, 4, 1), TODAY)
    gone = [
        row
        for row in rows["family-statuses"]
        if row["status"] is FamilyState.DEREGISTERED and row["from_on"] in quarter
    ]
    assert len(gone) == 1
    assert gone[0]["family_id"] not in families_on(rows, TODAY)
    notices = [
        row
        for row in rows["placements"]
        if row["ended_how"] is PlacementEnd.CARER_NOTICE and row["ended_on"] in quarter
    ]
    assert sorted(row["reason_code"] for row in notices) == [ReasonCode.CREQB, ReasonCode.CREQO]
    assert {row["child_id"] for row in notices} <= children_on(rows, dt.date(2021, 4, 1))


def test_store_is_whole(store: Store) -> None:
    assert health.problems_of(store) == []


def test_the_store_knows_its_day_and_its_desk(store: Store, rows: Rows) -> None:
    (eastleigh,) = [row for row in rows["hives"] if row["name"] == "Eastleigh"]
    workers = by_id(rows, "workers")
    with store.reading() as session:
        assert settings.get(session, settings.DEMO_TODAY) == TODAY.isoformat()
        assert settings.get(session, settings.HIVE) == eastleigh["id"]
        worker = workers[settings.get(session, settings.WORKER) or ""]
    assert worker["hive_id"] == eastleigh["id"]


def test_every_value_passes_the_rules_of_its_field(rows: Rows) -> None:
    wrong = [
        (kind, problem.words)
        for kind, model in KINDS.items()
        for row in rows[kind]
        for problem in check_declared(model, row, NOW)
    ]
    assert wrong == []
    assert [row for row in rows["support-logs"] if check_log(row)] == []


def test_names(rows: Rows) -> None:
    names = Counter(row["name"] for row in rows["families"])
    assert [name for name, many in names.items() if many > 1] == []
    waiting = Counter(
        row["name"] for row in rows["waiting-list"] if row["status"] is not WaitingState.JOINED
    )
    assert not waiting.keys() & names.keys()
    for row in rows["families"] + rows["carers"] + rows["workers"] + rows["professionals"]:
        phone, email = row.get("phone"), row.get("email")
        assert phone is None or phone.startswith(("07700 900", "01632 960"))
        assert email is None or email.endswith("@example.org")


def test_no_bed_and_no_child_is_booked_twice(rows: Rows) -> None:
    rooms = by_id(rows, "rooms")
    taken: Counter[tuple[str, dt.date]] = Counter()
    child_nights: Counter[tuple[str, dt.date]] = Counter()
    child_days: dict[tuple[str, dt.date], set[str]] = defaultdict(set)
    for row in rows["bookings"]:
        room = rooms[row["room_id"]]
        assert room["held_from"] <= row["from_on"]
        assert room["held_to"] is None or row["to_on"] <= room["held_to"] + dt.timedelta(days=1)
        for number in range((row["to_on"] - row["from_on"]).days):
            night = row["from_on"] + dt.timedelta(days=number)
            taken[row["room_id"], night] += 1
            child_nights[row["child_id"] or row["id"], night] += 1
        if row["kind"] is StayKind.DAY_CARE:
            child_days[row["child_id"], row["from_on"]].add(row["id"])
    assert [key for key, many in taken.items() if many > rooms[key[0]]["beds"]] == []
    assert set(child_nights.values()) == {1}
    assert [key for key in child_days if key in child_nights] == []
    assert {len(ids) for ids in child_days.values()} == {1}
    for closure in rows["room-closures"]:
        days = (closure["last_day"] - closure["first_day"]).days + 1
        for number in range(days):
            night = closure["first_day"] + dt.timedelta(days=number)
            assert not taken[closure["room_id"], night]


def test_a_child_sleeps_over_from_where_it_lives_with_permission(rows: Rows) -> None:
    children, rooms = by_id(rows, "children"), by_id(rows, "rooms")
    homes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for placement in rows["placements"]:
        homes[placement["child_id"]].append(placement)
    for row in rows["bookings"]:
        if row["child_id"] is None:
            assert row["kind"] is StayKind.RESPITE
            continue
        child, room = children[row["child_id"]], rooms[row["room_id"]]
        assert any(
            one["started_on"] <= row["from_on"]
            and (one["ended_on"] is None or row["to_on"] < one["ended_on"])
            for one in homes[child["id"]]
        )
        age = (row["from_on"] - child["born_on"]).days / 365.25
        assert room["age_from"] - 0.1 <= age < room["age_to"] + 1.1
        if row["kind"] is not StayKind.DAY_CARE:
            assert child["sleepovers"] in ("social_worker", "delegated")


def test_placements_of_a_child_follow_each_other(rows: Rows) -> None:
    families = by_id(rows, "families")
    by_child: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["placements"]:
        by_child[row["child_id"]].append(row)
    for child in rows["children"]:
        mine = sorted(by_child[child["id"]], key=lambda row: row["started_on"])
        assert mine[-1]["family_id"] == child["family_id"]
        assert mine[-1]["ended_on"] == child["left_on"]
        assert child["born_on"] < mine[0]["started_on"]
        assert [row for row in mine[:-1] if row["ended_on"] is None] == []
        for row in mine:
            assert families[row["family_id"]]["approved_on"] <= row["started_on"]
            assert (row["ended_on"] is None) == (row["ended_how"] is None)
        for earlier, later in itertools.pairwise(mine):
            assert earlier["ended_on"] <= later["started_on"]


def test_tonight_at_eastleigh(rows: Rows) -> None:
    (eastleigh,) = [row["id"] for row in rows["hives"] if row["name"] == "Eastleigh"]
    links = {row["id"] for row in rows["link-carers"] if row["hive_id"] == eastleigh}
    rooms = {row["id"]: row for row in rows["rooms"] if row["link_carer_id"] in links}
    today = [
        row
        for row in rows["bookings"]
        if row["room_id"] in rooms and row["from_on"] <= TODAY <= row["to_on"]
    ]
    tonight = [row for row in today if row["to_on"] > TODAY]
    kinds = Counter(row["kind"] for row in tonight)
    assert kinds[StayKind.SLEEPOVER] == 2
    assert kinds[StayKind.EMERGENCY] == 1
    assert len({row["request_id"] for row in tonight if row["request_id"]}) == 1
    assert [row["kind"] for row in today if row["to_on"] == TODAY].count(StayKind.DAY_CARE) == 1
    held = [row for row in rooms.values() if row["held_from"] <= TODAY and not row["held_to"]]
    assert sum(row["beds"] for row in held) - len(tonight) >= 1


def test_who_has_gone_quiet_at_eastleigh(rows: Rows) -> None:
    (eastleigh,) = [row["id"] for row in rows["hives"] if row["name"] == "Eastleigh"]
    policies = Policies(
        tuple((r["key"], r["value"], r["starts_on"], r["hive_id"]) for r in rows["policies"])
    )
    last: dict[str, dt.date] = {}
    for log in rows["support-logs"]:
        day = local(log["at"]).date()
        last[log["family_id"]] = max(day, last.get(log["family_id"], day))
    quiet = []
    families = [row for row in rows["families"] if row["hive_id"] == eastleigh]
    for family in families:
        facts = QuietFacts(
            **{
                name: family[name]
                for name in (
                    "registration",
                    "status",
                    "one_to_one",
                    "approved_on",
                    "joined_on",
                    "leave_until",
                )
            },
            last_contact=last.get(family["id"]),
        )
        if gone_quiet(facts, TODAY, policies):
            quiet.append(family["name"])
    assert len(quiet) == 2
    here = [row for row in families if row["status"] in IN_THE_HIVE]
    assert sum(row["one_to_one"] == "not_wanted" for row in here) == 1
    assert sum(row["leave_until"] is not None for row in here) == 1
    assert sum(row["status"] is FamilyState.ON_HOLD for row in here) == 1


def test_words_of_stays(rows: Rows) -> None:
    texts = [
        str(value)
        for kind in ("bookings", "support-logs", "follow-ups", "activities", "time-entries")
        for row in rows[kind]
        if row.get("kind") is not StayKind.RESPITE
        for value in row.values()
        if isinstance(value, str)
    ]
    assert [words for words in texts if "respite" in words.lower()] == []
    assert [words for words in texts if "<" in words or "[" in words] == []


def test_no_two_logs_of_a_family_on_one_page_are_alike(rows: Rows) -> None:
    notes: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows["support-logs"], key=lambda row: row["at"]):
        notes[row["family_id"]].append(row["note"])
    for mine in notes.values():
        for start in range(0, len(mine), 25):
            page = mine[start : start + 25]
            assert len(set(page)) == len(page)


def test_logs_are_balanced_and_known_by_theme(rows: Rows) -> None:
    logs = rows["support-logs"]
    themes = {row["name"] for row in rows["themes"]}
    assert {theme for row in logs for theme in row["themes"]} <= themes
    assert sum(bool(row["positive"]) for row in logs) > 0.75 * len(logs)
    outside = 0
    for row in logs:
        at = local(row["at"])
        outside += at.isoweekday() > 5 or not 9 <= at.hour < 17
    assert 0.33 < outside / len(logs) < 0.47
    assert [row for row in logs if row["breakdown_averted"] and local(row["at"]).month == 6]


def test_a_log_is_about_the_children_of_the_family_whom_its_words_name(rows: Rows) -> None:
    first_names = {row["id"]: row["first_name"] for row in rows["children"]}
    lived: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["placements"]:
        lived[row["family_id"]].append(row)
    about: dict[str, list[str]] = defaultdict(list)
    for row in rows["log-children"]:
        about[row["support_log_id"]].append(row["child_id"])
    for log in rows["support-logs"]:
        day = local(log["at"]).date()
        said = {
            name
            for words in ("note", "positive", "agreed", "evidence")
            for name in re.findall(r"[\w-]+", log[words] or "")
        }
        named = [
            one["child_id"]
            for one in lived[log["family_id"]]
            if one["started_on"] <= day
            and (one["ended_on"] is None or day < one["ended_on"])
            and first_names[one["child_id"]] in said
        ]
        assert sorted(about[log["id"]]) == sorted(named)
    many = Counter(map(len, about.values()))
    assert many.keys() == {0, 1, 2}
    assert many[1] > 0.4 * many.total()


def test_what_came_into_the_county_later_draws_none_of_its_numbers() -> None:
    county = County(1, 1, TODAY)
    before = county.rng.getstate()
    made = [county.make_aside(LogChild, support_log_id="a", child_id="b").id for _ in range(3)]
    assert county.rng.getstate() == before
    assert len({*made, county.new_id(), county.new_id(), county.new_id()}) == 6
    again = County(1, 1, TODAY)
    assert again.make_aside(LogChild, support_log_id="a", child_id="b").id == made[0]


def test_a_worker_works_about_25_hours_a_week(rows: Rows) -> None:
    (eastleigh,) = [row["id"] for row in rows["hives"] if row["name"] == "Eastleigh"]
    (worker,) = [row["id"] for row in rows["workers"] if row["hive_id"] == eastleigh]
    stretches = {
        (row["at"], row["minutes"])
        for kind in ("support-logs", "time-entries", "activities", "sessions")
        for row in rows[kind]
        if row["worker_id"] == worker
    }
    worked = [
        minutes_worked(
            [Stretch(at, minutes, "") for at, minutes in stretches],
            Span(monday, monday + dt.timedelta(days=6)),
        )
        for monday in (dt.date(2021, 6, 21) - dt.timedelta(weeks=n) for n in range(40))
    ]
    assert 1400 < sum(worked) / len(worked) < 1620
    assert max(worked) < 2100


def test_things_due(rows: Rows) -> None:
    open_ones = [row for row in rows["follow-ups"] if row["done_on"] is None]
    assert sum(row["due_on"] == TODAY for row in open_ones) >= 2
    assert sum(row["due_on"] < TODAY for row in open_ones) >= 3
    assert sum(row["due_on"] > TODAY for row in open_ones) >= 3
    assert len(open_ones) < 0.2 * len(rows["follow-ups"])
    assert all(row["done_on"] <= TODAY for row in rows["follow-ups"] if row["done_on"])
    due = [row for row in rows["due-checks"] if row["done_on"] is None]
    late = [row for row in due if row["due_on"] < TODAY]
    assert 0 < len(late) < 0.15 * len(due)
    assert [row for row in due if row["person"]]


def test_every_theme_and_story_can_be_told() -> None:
    for one in TALKS + SHORT + AVERTED + STAYING:
        assert one.note.source
        assert set(one.ways) <= set("ptvhoe")
        for template in (one.note, one.positive, one.agreed, one.follow, one.evidence):
            if template:
                assert template.source.count("[") == template.source.count("]")
                assert "!" not in template.source


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    told = []
    for name in ("a", "b"):
        build(tmp_path / f"{name}.hive", PASSPHRASE, seed=7, hives=2, years=1)
        store = open_store(tmp_path / f"{name}.hive", PASSPHRASE, NOW)
        told.append(read(store))
        store.close()
    assert told[0] == told[1]


@pytest.mark.parametrize(("hives", "years"), [(1, 1), (4, 1), (7, 2)])
def test_other_sizes(tmp_path: Path, hives: int, years: int) -> None:
    steps: list[tuple[int, int]] = []
    path = tmp_path / "demo.hive"
    build(
        path,
        PASSPHRASE,
        hives=hives,
        years=years,
        progress=lambda words, done, total: steps.append((done, total)),
    )
    store = open_store(path, PASSPHRASE, NOW)
    rows = read(store)
    assert health.problems_of(store) == []
    store.close()
    families = by_id(rows, "families")
    per_hive = Counter(families[one]["hive_id"] for one in families_on(rows, TODAY))
    assert len(per_hive) == hives
    assert all(6 <= many <= 10 for many in per_hive.values())
    assert steps[-1][0] == steps[-1][1]
    test_no_bed_and_no_child_is_booked_twice(rows)


def test_a_county_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def stop(words: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "demo.hive", PASSPHRASE, hives=1, years=1, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_activities_have_all_that_can_be_said_of_them(store: Store, rows: Rows) -> None:
    at = {one["id"]: one for one in rows["activities"]}
    places = rows["activity-attendances"]
    said = [one for one in places if one["feedback"] is not None]
    assert all(one["status"] in CAME and at[one["activity_id"]]["at"] < NOW for one in said)
    assert {one["feedback"] for one in said} == set(SCORES)
    assert {one["may_quote"] for one in said if one["remark"]} == {True, False}
    assert not any(one["may_quote"] for one in places if not one["remark"])
    waiting = [one for one in places if one["status"] is Attendance.WAITLISTED]
    assert waiting
    for activity_id in {one["activity_id"] for one in waiting}:
        held = [o for o in places if o["activity_id"] == activity_id and o["status"] in HOLDS]
        assert len(held) == at[activity_id]["capacity"], "a place is free and somebody waits"
    everybody = {one["id"] for one in rows["hives"]}
    with store.reading() as session:
        assert quotes_in(session, everybody, month(2021, 6), 3)
