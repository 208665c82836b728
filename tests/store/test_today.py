"""The reading behind Today: whose stays, which beds, what is late, and how much of it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select

from hivedesk.actions.desk import Desk
from hivedesk.records import (
    Booking,
    CheckKind,
    DueCheck,
    FamilyState,
    FollowUp,
    FollowUpBy,
    Hive,
    JoinSource,
    Registration,
    Room,
    StayKind,
    StayState,
    TimeKind,
    Way,
    new_id,
)
from hivedesk.store import writing
from hivedesk.store.queries.today import Today, today_of
from tests.reports.little import Little, at, day

NOW = at("2021-06-16 18:00")
ACTIVE, ON_HOLD = FamilyState.ACTIVE, FamilyState.ON_HOLD
Fill = Callable[[Callable[[Little, str], Any]], Any]


@pytest.fixture
def fill(desk: Desk) -> Fill:
    """Write into the store of the desk: `fill(lambda little, hive_id: …)`."""

    def write(make: Callable[[Little, str], Any]) -> Any:
        with writing(desk.store, "Jo Field", "Fill", desk.now) as opened:
            hive = opened.session.scalars(select(Hive).where(Hive.name == "Eastleigh")).one()
            return make(Little(opened.session, policies=False), hive.id)

    return write


def ask(desk: Desk, hive_id: str | None, now: dt.datetime = NOW) -> Today:
    with desk.store.reading() as session:
        return today_of(session, hive_id, desk.worker_id, now)


def room(little: Little, hive: str, name: str = "Blue room", beds: int = 1, **more: Any) -> str:
    held = Room(link_carer_id=little.link_carer(hive, "Wren Okoro"), name=name, beds=beds)
    return str(little.add(held, **({"held_from": day("2019-06-01")} | more)))


def stay(little: Little, where: str, child: str | None, days: tuple[str, str], **more: Any) -> str:
    values = {"status": StayState.CONFIRMED, "kind": StayKind.SLEEPOVER} | more
    booked = Booking(room_id=where, child_id=child, from_on=day(days[0]), to_on=day(days[1]))
    return str(little.add(booked, **values))


def follow_up(little: Little, family: str, due_on: str, **more: Any) -> str:
    values = {"what": f"Due {due_on}", "by": FollowUpBy.ME} | more
    return str(little.add(FollowUp(family_id=family, due_on=day(due_on)), **values))


def names(today: Today) -> list[list[str]]:
    return [[child.first_name for child in line.children] for line in today.tonight.stays]


def test_tonight_joins_siblings_and_leaves_out_who_is_not_here(desk: Desk, fill: Fill) -> None:
    def make(little: Little, hive: str) -> str:
        family = little.family(hive)
        blue = room(little, hive, beds=3)
        kai, bea = (little.child(family, first_name=name) for name in ("Kai", "Bea"))
        together = {"request_id": new_id()}
        stay(little, blue, kai, ("2021-06-16", "2021-06-18"), **together)
        stay(little, blue, bea, ("2021-06-16", "2021-06-18"), **together)
        for number, (first, last, status) in enumerate(
            (
                ("2021-06-15", "2021-06-16", StayState.COMPLETED),
                ("2021-06-17", "2021-06-18", StayState.CONFIRMED),
                ("2021-06-16", "2021-06-17", StayState.CANCELLED),
                ("2021-06-16", "2021-06-17", StayState.NO_SHOW),
            )
        ):
            other = little.child(family, first_name=f"Other {number}")
            stay(little, blue, other, (first, last), status=status)
        asked = little.child(family, first_name="Asked")
        stay(little, blue, asked, ("2021-06-16", "2021-06-17"), status=StayState.REQUESTED)
        late = little.child(family, first_name="Late")
        stay(little, blue, late, ("2021-06-13", "2021-06-14"), status=StayState.IN_PROGRESS)
        return hive

    hive = fill(make)
    today = ask(desk, hive)
    assert names(today) == [["Late"], ["Kai", "Bea"]]
    assert today.tonight.asked == 1
    assert [(r.name, r.beds, r.shared) for r in today.tonight.free] == [("Blue room", 1, True)]


def test_a_bed_that_is_closed_or_no_longer_held_is_not_free(desk: Desk, fill: Fill) -> None:
    def make(little: Little, hive: str) -> str:
        closed = room(little, hive, "Closed", 2)
        little.closed(closed, "2021-06-16", "2021-06-16")
        room(little, hive, "Over", held_to=day("2021-06-15"))
        room(little, hive, "Open", 2, age_from=4, age_to=12)
        other = little.hive("Gosport")
        room(little, other, "Den", 3)
        taken = room(little, little.hive("Andover"), "Full", 1)
        stay(little, taken, None, ("2021-06-16", "2021-06-17"), guest_name="Mia")
        return hive

    tonight = ask(desk, fill(make)).tonight
    assert [(r.name, r.beds, r.age_from, r.age_to) for r in tonight.free] == [("Open", 2, 4, 12)]
    assert tonight.held == 2
    assert tonight.elsewhere == (("Gosport", 3),)
    everywhere = ask(desk, None).tonight
    assert everywhere.elsewhere == (("Gosport", 3), ("Eastleigh", 2))
    assert everywhere.free == ()


def test_another_hives_child_is_in_no_answer_but_ones_own_is_wherever_they_sleep(
    desk: Desk, fill: Fill
) -> None:
    def make(little: Little, hive: str) -> str:
        other = little.hive("Gosport")
        den = room(little, other, "Den", 2)
        mine = little.child(little.family(hive), first_name="Mine")
        theirs = little.child(little.family(other), first_name="Theirs", last_name="Secret")
        stay(little, den, mine, ("2021-06-16", "2021-06-17"))
        stay(little, den, theirs, ("2021-06-16", "2021-06-17"))
        return hive

    today = ask(desk, fill(make))
    assert names(today) == [["Mine"]]
    assert today.tonight.stays[0].hive == "Gosport"
    assert "Theirs" not in repr(today)
    assert "Secret" not in repr(today)


def test_follow_ups_come_late_first_then_today_then_what_others_owe(desk: Desk, fill: Fill) -> None:
    def make(little: Little, hive: str) -> str:
        family = little.family(hive, name="Whitlock")
        log = little.log(family, "2021-06-10 10:00", 30, Way.VISIT)
        follow_up(little, family, "2021-06-16")
        follow_up(little, family, "2021-06-14", support_log_id=log)
        follow_up(little, family, "2021-06-13", by=FollowUpBy.OTHER)
        follow_up(little, family, "2021-06-20")
        follow_up(little, family, "2021-06-01", done_on=day("2021-06-02"))
        follow_up(little, family, "2021-06-01", archived_at=desk.now)
        follow_up(little, little.family(little.hive("Gosport")), "2021-06-01")
        return hive

    hive = fill(make)
    found = ask(desk, hive).follow_ups
    assert [line.what for line in found.first] == [
        "Due 2021-06-14",
        "Due 2021-06-16",
        "Due 2021-06-13",
    ]
    assert (found.late, found.today, found.others, found.open) == (1, 1, 1, 4)
    assert (found.first[0].way, found.first[0].from_on) == (Way.VISIT, day("2021-06-10"))
    assert found.next is not None
    assert found.next.due_on == day("2021-06-20")
    assert ask(desk, None).follow_ups.late == 2
    # Just before midnight in Hampshire the day is still the same one.
    assert ask(desk, hive, at("2021-06-16 23:59")).follow_ups.late == 1
    assert ask(desk, hive, at("2021-06-17 00:01")).follow_ups.late == 2


def test_who_has_gone_quiet_is_asked_of_the_last_contact(desk: Desk, fill: Fill) -> None:
    def make(little: Little, hive: str) -> str:
        spoken = little.family(hive, name="Spoken")
        little.log(spoken, "2021-01-10 10:00", 30, Way.PHONE)
        little.log(spoken, "2021-06-10 10:00", 30, Way.PHONE)
        silent = little.family(hive, name="Silent")
        little.log(silent, "2021-05-17 10:00", 30, Way.PHONE)
        little.log(silent, "2021-06-15 10:00", 30, Way.PHONE, archived_at=desk.now)
        held = little.family(hive, ("2020-01-01", ACTIVE), ("2021-06-01", ON_HOLD), name="Held")
        little.log(held, "2021-01-01 10:00", 30, Way.PHONE)
        little.family(hive, ("2021-06-10", ACTIVE), name="New")
        connected = little.family(hive, registration=Registration.CONNECTED, name="Connected")
        little.log(connected, "2021-05-20 10:00", 30, Way.PHONE)
        return hive

    quiet = ask(desk, fill(make)).quiet
    assert [(line.name, line.days) for line in quiet.first] == [("Silent", 30)]
    assert (quiet.count, quiet.active, quiet.on_hold) == (1, 4, ("Held",))
    assert quiet.first[0].last_on == day("2021-05-17")


def test_the_week_spaces_and_checks(desk: Desk, fill: Fill) -> None:
    def make(little: Little, hive: str) -> str:
        worker = desk.worker_id
        assert worker
        family = little.family(hive, name="Okafor")
        little.log(family, "2021-06-14 16:00", 90, Way.VISIT, worker_id=worker)
        little.time(worker, TimeKind.ADMIN, "2021-06-13 16:00", 60)
        little.time(worker, TimeKind.LEAVE, "2021-06-15 09:00", 300)
        little.family(little.hive("Gosport"))
        little.waiting(hive, "2021-03-10", source=JoinSource.IFA, area="Botley")
        little.waiting(hive, "2021-04-10")
        for due, more in (
            ("2021-06-14", {"kind": CheckKind.DBS, "person": "Nathan"}),
            ("2021-07-07", {"kind": CheckKind.MEDICAL, "carer_id": little.carer(family)}),
            ("2021-07-08", {"kind": CheckKind.REVIEW}),
            ("2021-06-10", {"kind": CheckKind.REVIEW, "done_on": day("2021-06-10")}),
        ):
            little.add(DueCheck(family_id=family, due_on=day(due)), **more)
        return hive

    today = ask(desk, fill(make))
    assert today.week is not None
    assert (today.week.worked, today.week.out_of_hours, today.week.leave) == (90, 30, 300)
    assert today.week.contract == 1500
    assert [each.minutes for each in today.week.days] == [90, 0, 0, 0, 0, 0, 0]
    spaces = today.spaces
    assert (spaces.families, spaces.places, spaces.waiting, spaces.waiting_ifa) == (1, 10, 2, 1)
    assert spaces.longest == (day("2021-03-10"), "Botley")
    assert (spaces.county_free, spaces.county_places) == (18, 20)
    assert [(line.due_on, line.who) for line in today.due.first] == [
        (day("2021-06-14"), "Nathan"),
        (day("2021-07-07"), "Ali"),
    ]
    assert (today.due.late, today.due.count) == (1, 2)


def test_no_question_reads_a_table_that_grows_with_the_years(desk: Desk, fill: Fill) -> None:
    """Ten years of logs, stays, follow-ups and checks are reached by an index that is narrow."""
    hive = fill(lambda _, hive: hive)
    asked: list[tuple[str, Any]] = []

    def remember(_conn: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(desk.store.engine, "before_cursor_execute", remember)
    ask(desk, hive)
    ask(desk, None)
    event.remove(desk.store.engine, "before_cursor_execute", remember)
    grow = ("support_logs", "bookings", "follow_ups", "due_checks", "activities", "time_entries")
    plans = []
    with desk.store.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        for statement, values in asked:
            if statement.startswith("SELECT"):
                plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
                plans += [str(step[3]) for step in plan]
    about = [plan for plan in plans if any(f" {table}" in plan for table in grow)]
    assert len(about) >= 2 * len(grow)
    assert [plan for plan in about if "archived_at" in plan] == []
    whole = [plan for plan in about if plan.startswith("SCAN") and "_open" not in plan]
    assert whole == []
