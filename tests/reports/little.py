"""A Hive small enough to count by hand, and the words to add to one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hivedesk.records import (
    Activity,
    ActivityAttendance,
    ActivityKind,
    Attendance,
    BirthChild,
    Booking,
    BudgetKind,
    BudgetLine,
    Carer,
    Child,
    Course,
    Family,
    FamilyState,
    FamilyStatus,
    FollowUp,
    FollowUpBy,
    Hive,
    JoinSource,
    LinkCarer,
    OneToOne,
    Placement,
    PlacementEnd,
    PlacementType,
    Policy,
    Registration,
    Room,
    RoomClosure,
    Stage,
    StayKind,
    StayState,
    SupportLog,
    TimeEntry,
    TimeKind,
    TrainingAttendance,
    TrainingSession,
    WaitingFamily,
    WaitingState,
    Way,
    Worker,
    WorkerRole,
    new_id,
)
from hivedesk.rules.days import LONDON
from hivedesk.rules.policies import founding
from hivedesk.store import Store, writing

ARCHIVED = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
AFTER = dt.datetime(2021, 7, 5, 9, 0, tzinfo=LONDON)
ACTIVE, ON_HOLD = FamilyState.ACTIVE, FamilyState.ON_HOLD
LEFT, DEREGISTERED = FamilyState.LEFT, FamilyState.DEREGISTERED


def call_every_child(store: Store, name: str) -> None:
    """Give every child of a store this first name."""
    with writing(store, "Jo Field", "Edit", AFTER) as write:
        for child in write.session.scalars(select(Child)):
            child.first_name = name


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    """A moment on the clock on the wall in Hampshire, as YYYY-MM-DD HH:MM."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


class Little:
    """Adds rows to one session with short words; what is not said does not matter."""

    def __init__(self, session: Session, *, policies: bool = True) -> None:
        self.session = session
        if policies:
            session.add_all(founding())

    def add(self, record: Any, **more: Any) -> Any:
        """Add a record and return its id."""
        record.id = new_id()
        for name, value in more.items():
            setattr(record, name, value)
        self.session.add(record)
        return record.id

    def policy(self, key: str, value: str, starts_on: str, hive_id: str | None = None) -> None:
        self.add(Policy(key=key, value=value, starts_on=day(starts_on), hive_id=hive_id))

    def hive(self, name: str = "Eastleigh", started_on: str = "2019-05-01", **more: Any) -> str:
        return self.add(Hive(name=name, area=name, started_on=day(started_on)), **more)

    def worker(self, hive_id: str | None, **more: Any) -> str:
        role = WorkerRole.SUPPORT_WORKER
        worker = Worker(first_name="Jo", last_name="Field", role=role, hive_id=hive_id)
        return self.add(worker, **more)

    def family(
        self,
        hive_id: str,
        *history: tuple[str, FamilyState],
        registration: Registration = Registration.COUNTY,
        source: JoinSource = JoinSource.ESTABLISHED,
        carers: int = 0,
        **more: Any,
    ) -> str:
        steps = history or (("2020-01-01", ACTIVE),)
        family = Family(
            name="Marlowe",
            hive_id=hive_id,
            registration=registration,
            status=steps[-1][1],
            source=source,
            area="Eastleigh",
            joined_on=day(steps[0][0]),
            one_to_one=OneToOne.WELCOME,
        )
        family_id = self.add(family, **more)
        for from_on, status in steps:
            self.add(FamilyStatus(family_id=family_id, status=status, from_on=day(from_on)))
        for _ in range(carers):
            self.carer(family_id)
        return family_id

    def carer(self, family_id: str, **more: Any) -> str:
        return self.add(Carer(family_id=family_id, first_name="Ali", last_name="Marl"), **more)

    def child(
        self,
        family_id: str,
        started_on: str = "2020-02-01",
        ended_on: str | None = None,
        how: PlacementEnd | None = None,
        **more: Any,
    ) -> str:
        child = Child(
            family_id=family_id, first_name="Kai", last_name="B", born_on=day("2010-01-01")
        )
        child_id = self.add(child, **more)
        placement = Placement(
            child_id=child_id,
            family_id=family_id,
            code=PlacementType.U6,
            started_on=day(started_on),
            ended_on=day(ended_on) if ended_on else None,
            ended_how=how,
        )
        self.add(placement)
        return child_id

    def birth_child(self, family_id: str, born_on: str, left: str | None = None) -> str:
        child = BirthChild(family_id=family_id, first_name="Bea", born_on=day(born_on))
        return self.add(child, left_home_on=day(left) if left else None)

    def waiting(
        self,
        hive_id: str | None,
        asked_on: str,
        status: WaitingState = WaitingState.WAITING,
        closed_on: str | None = None,
        source: JoinSource = JoinSource.ESTABLISHED,
        **more: Any,
    ) -> str:
        waiting = WaitingFamily(
            name="Oak",
            area="Fair Oak",
            hive_id=hive_id,
            registration=Registration.COUNTY,
            source=source,
            asked_on=day(asked_on),
            status=status,
            closed_on=day(closed_on) if closed_on else None,
        )
        return self.add(waiting, **more)

    def link_carer(self, hive_id: str, name: str) -> str:
        first, last = name.split()
        carer = LinkCarer(hive_id=hive_id, first_name=first, last_name=last, area="Eastleigh")
        return self.add(carer, started_on=day("2019-05-01"))

    def room(
        self, link_carer_id: str, beds: int, held_from: str, held_to: str | None = None
    ) -> str:
        room = Room(link_carer_id=link_carer_id, name="Blue room", beds=beds)
        held = {"held_from": day(held_from), "held_to": day(held_to) if held_to else None}
        return self.add(room, **held)

    def closed(self, room_id: str, first: str, last: str) -> None:
        self.add(RoomClosure(room_id=room_id, first_day=day(first), last_day=day(last)))

    def stay(
        self,
        room_id: str,
        kind: StayKind,
        from_on: str,
        to_on: str,
        status: StayState = StayState.COMPLETED,
        **more: Any,
    ) -> str:
        booking = Booking(room_id=room_id, guest_name="Mia", kind=kind, status=status)
        return self.add(booking, **({"from_on": day(from_on), "to_on": day(to_on)} | more))

    def log(self, family_id: str, when: str, minutes: int, way: Way, **more: Any) -> str:
        log = SupportLog(family_id=family_id, at=at(when), minutes=minutes, way=way, note="Talked.")
        return self.add(log, **more)

    def follow_up(self, family_id: str, log_id: str, due_on: str, done: str | None = None) -> str:
        follow_up = FollowUp(family_id=family_id, support_log_id=log_id, what="Ring the school")
        done_on = day(done) if done else None
        return self.add(follow_up, due_on=day(due_on), done_on=done_on, by=FollowUpBy.ME)

    def time(self, worker_id: str, kind: TimeKind, when: str, minutes: int) -> str:
        return self.add(TimeEntry(worker_id=worker_id, kind=kind, at=at(when), minutes=minutes))

    def activity(self, hive_id: str, when: str, kind: ActivityKind, **more: Any) -> str:
        activity = Activity(hive_id=hive_id, kind=kind, name="Picnic", at=at(when), minutes=120)
        return self.add(activity, **more)

    def came(self, activity_id: str, family_id: str, status: Attendance, **who: Any) -> str:
        place = ActivityAttendance(activity_id=activity_id, family_id=family_id, status=status)
        return self.add(place, **who)

    def course(self, name: str) -> str:
        return self.add(Course(name=name, stage=Stage.MANDATORY))

    def taught(self, course_id: str, hive_id: str | None, when: str, minutes: int, **m: Any) -> str:
        session = TrainingSession(course_id=course_id, hive_id=hive_id, at=at(when))
        return self.add(session, minutes=minutes, **m)

    def trained(self, session_id: str, carer_id: str, status: Attendance) -> str:
        return self.add(TrainingAttendance(session_id=session_id, carer_id=carer_id, status=status))

    def money(self, hive_id: str, kind: BudgetKind, on: str, pence: int) -> str:
        return self.add(BudgetLine(hive_id=hive_id, kind=kind, on=day(on), pence=pence, what="x"))


def june_2021(little: Little) -> str:
    """Eastleigh in June 2021, every edge of which is counted by hand in `test_figures`."""
    hive, other = little.hive(), little.hive("Andover")
    jo = little.worker(hive)
    little.policy("hive.places", "8", "2021-06-15", hive)
    archer, birch, cedar, dove = _families(little, hive)
    carers = [little.carer(family) for family in (archer, birch, birch, cedar)]
    little.carer(archer, ended_on=day("2021-06-30"))
    _children(little, hive, (archer, birch, cedar, dove))
    _waiting(little, hive, other)
    _stays(little, hive)
    _support(little, hive, jo, (archer, birch, dove))
    _together(little, (hive, other), jo, (archer, cedar), carers)
    little.time(jo, TimeKind.TRAVEL, "2021-06-10 09:30", 45)
    little.time(jo, TimeKind.ADMIN, "2021-06-08 17:00", 60)
    little.time(jo, TimeKind.LEAVE, "2021-06-09 09:00", 450)
    little.time(jo, TimeKind.MEETING, "2021-05-31 23:30", 60)
    for kind, on, pence in (
        (BudgetKind.ALLOTTED, "2021-04-01", 300_00),
        (BudgetKind.SPENT, "2021-06-12", 45_50),
        (BudgetKind.SPENT, "2021-05-05", 20_00),
        (BudgetKind.SPENT, "2021-07-01", 99_00),
    ):
        little.money(hive, kind, on, pence)
    little.money(other, BudgetKind.SPENT, "2021-06-12", 11_00)
    return hive


def _families(little: Little, hive: str) -> tuple[str, str, str, str]:
    archer = little.family(hive, ("2019-05-01", ACTIVE))
    birch = little.family(
        hive,
        ("2020-03-01", ACTIVE),
        ("2021-06-10", ON_HOLD),
        registration=Registration.CONNECTED,
        source=JoinSource.PANEL,
    )
    cedar = little.family(hive, ("2021-06-01", ACTIVE), source=JoinSource.PANEL)
    dove = little.family(
        hive,
        ("2020-01-01", ACTIVE),
        ("2021-06-30", LEFT),
        registration=Registration.SPECIALIST,
        source=JoinSource.IFA,
        carers=1,
    )
    elm = little.family(hive, ("2020-01-01", ACTIVE), ("2021-04-12", DEREGISTERED), carers=1)
    little.child(elm, ended_on="2021-04-12", how=PlacementEnd.COUNCIL)
    little.child(elm, ended_on="2021-03-31", how=PlacementEnd.CARER_NOTICE)
    little.family(hive, ("2021-07-01", ACTIVE), carers=2)
    little.family(hive, ("2019-05-01", ACTIVE), carers=2, archived_at=ARCHIVED)
    return archer, birch, cedar, dove


def _children(little: Little, hive: str, families: tuple[str, str, str, str]) -> None:
    archer, birch, cedar, dove = families
    little.child(archer)
    little.child(archer, ended_on="2021-06-30", how=PlacementEnd.CARER_NOTICE)
    little.child(birch, started_on="2021-06-30")
    little.child(cedar, archived_at=ARCHIVED)
    little.child(dove)
    little.birth_child(archer, "2009-06-30")
    little.birth_child(archer, "2009-07-01")
    little.birth_child(birch, "2003-01-01", left="2021-06-30")
    little.birth_child(cedar, "2015-01-01")


def _waiting(little: Little, hive: str, other: str) -> None:
    little.waiting(hive, "2021-06-30", source=JoinSource.IFA)
    little.waiting(hive, "2021-07-01")
    little.waiting(hive, "2021-01-01", WaitingState.JOINED, "2021-06-30")
    little.waiting(hive, "2021-01-01", WaitingState.JOINED, "2021-07-01")
    little.waiting(hive, "2021-01-01", WaitingState.WITHDREW)
    little.waiting(other, "2021-01-01")
    little.waiting(None, "2021-01-01")
    little.waiting(hive, "2021-01-01", archived_at=ARCHIVED)


def _stays(little: Little, hive: str) -> None:
    pat = little.room(little.link_carer(hive, "Pat Hall"), 2, "2021-06-11")
    sam = little.room(little.link_carer(hive, "Sam Ray"), 1, "2020-01-01", "2021-06-10")
    little.closed(pat, "2021-06-20", "2021-06-21")
    little.closed(pat, "2021-06-21", "2021-06-21")
    sleepover, day_care = StayKind.SLEEPOVER, StayKind.DAY_CARE
    little.stay(sam, sleepover, "2021-05-28", "2021-06-02")
    little.stay(pat, sleepover, "2021-06-29", "2021-07-03", StayState.CONFIRMED)
    early = {"ended_on": day("2021-06-06")}
    little.stay(sam, sleepover, "2021-06-04", "2021-06-08", StayState.ENDED_EARLY, **early)
    little.stay(pat, sleepover, "2021-06-11", "2021-06-13", StayState.CANCELLED)
    little.stay(pat, sleepover, "2021-06-11", "2021-06-13", StayState.REQUESTED)
    little.stay(pat, sleepover, "2021-06-11", "2021-06-13", archived_at=ARCHIVED)
    little.stay(pat, StayKind.EMERGENCY, "2021-06-12", "2021-06-13")
    little.stay(pat, StayKind.RESPITE, "2021-06-14", "2021-06-17")
    hours = {"time_from": dt.time(9), "time_to": dt.time(15, 30)}
    little.stay(pat, day_care, "2021-06-15", "2021-06-15", **hours)
    hours = {"time_from": dt.time(10), "time_to": dt.time(10, 20)}
    little.stay(pat, day_care, "2021-06-16", "2021-06-16", **hours)


def _support(little: Little, hive: str, jo: str, families: tuple[str, str, str]) -> None:
    archer, birch, dove = families
    by = {"worker_id": jo}
    little.log(archer, "2021-06-30 23:59", 30, Way.PHONE, themes=["Recording"], **by)
    late = little.log(archer, "2021-07-01 00:00", 45, Way.PHONE, **by)
    little.log(archer, "2021-05-31 23:59", 45, Way.PHONE)
    visit = {"visit_id": new_id(), "themes": ["Recording", "School"], **by}
    log = little.log(archer, "2021-06-10 10:00", 90, Way.VISIT, breakdown_averted=True, **visit)
    little.log(birch, "2021-06-10 10:00", 90, Way.VISIT, carer_staying=True, **visit)
    little.log(dove, "2021-06-05 10:00", 10, Way.TEXT, brought_in=["psw"], **by)
    little.log(archer, "2021-06-11 10:00", 45, Way.PHONE, archived_at=ARCHIVED, **by)
    little.follow_up(archer, log, "2021-06-20")
    little.follow_up(archer, log, "2021-07-01", done="2021-07-02")
    little.follow_up(archer, log, "2021-06-30")
    little.follow_up(archer, log, "2021-06-29", done="2021-06-30")
    little.follow_up(archer, late, "2021-07-02")


def _together(
    little: Little, hives: tuple[str, str], jo: str, families: tuple[str, str], carers: list[str]
) -> None:
    hive, other = hives
    archer, cedar = families
    attended, partly = Attendance.ATTENDED, Attendance.PARTLY
    picnic = little.activity(hive, "2021-06-12 14:00", ActivityKind.SOCIAL, worker_id=jo)
    little.activity(hive, "2021-06-30 23:30", ActivityKind.GROUP)
    little.activity(hive, "2021-07-01 10:00", ActivityKind.GROUP)
    little.activity(hive, "2021-06-13 10:00", ActivityKind.TRIP, archived_at=ARCHIVED)
    child = little.child(cedar, started_on="2021-07-01")
    own = little.birth_child(cedar, "2021-07-01")
    little.came(picnic, archer, attended, carer_id=carers[0])
    little.came(picnic, cedar, partly, child_id=child)
    little.came(picnic, cedar, attended, birth_child_id=own)
    little.came(picnic, cedar, Attendance.NO_SHOW, carer_id=carers[3])
    little.came(picnic, cedar, Attendance.BOOKED, child_id=child)
    little.came(picnic, archer, attended, carer_id=carers[0], archived_at=ARCHIVED)
    course = little.course("First aid")
    here = little.taught(course, hive, "2021-06-17 13:00", 60, worker_id=jo)
    there = little.taught(little.course("Safer caring"), other, "2021-06-18 13:00", 120)
    little.trained(here, carers[0], attended)
    little.trained(here, carers[1], partly)
    little.trained(here, carers[3], Attendance.NO_SHOW)
    little.trained(there, carers[0], attended)
