"""The training pathway: courses, sessions, who came, and what shows it was understood."""

from __future__ import annotations

import datetime as dt

from hivedesk.records import (
    Attendance,
    Course,
    Evidence,
    EvidenceStep,
    Stage,
    TrainingAttendance,
    TrainingSession,
)

from .calendar import moment, take
from .state import DAY, LAST_WORKED, TODAY, County, Den, Person, locked_down

_CATALOGUE: tuple[tuple[Stage, str, int | None], ...] = (
    (Stage.MANDATORY, "Safeguarding children", 36),
    (Stage.MANDATORY, "Paediatric first aid", 36),
    (Stage.MANDATORY, "Recording and reporting", 36),
    (Stage.MANDATORY, "Safer caring", 36),
    (Stage.MANDATORY, "Health and safety at home", 36),
    (Stage.MANDATORY, "Equality and identity", None),
    (Stage.YEAR_ONE, "Attachment: an introduction", None),
    (Stage.YEAR_ONE, "Family time and birth families", None),
    (Stage.YEAR_ONE, "Meetings and who is who", None),
    (Stage.YEAR_ONE, "Behaviour and what it says", None),
    (Stage.YEAR_TWO, "De-escalation", 24),
    (Stage.YEAR_TWO, "Life story work", None),
    (Stage.YEAR_TWO, "Children online", 24),
    (Stage.YEAR_TWO, "School and the virtual school", None),
    (Stage.YEAR_THREE, "Secondary trauma and looking after oneself", None),
    (Stage.YEAR_THREE, "Teenagers and risk", None),
    (Stage.YEAR_THREE, "Moving on well", None),
    (Stage.SKILLS_TWO, "Skills Level 2 portfolio", None),
    (Stage.SKILLS_TWO, "Therapeutic parenting", None),
    (Stage.SKILLS_THREE, "Skills Level 3 portfolio", None),
    (Stage.SKILLS_THREE, "Mentoring other carers", None),
    (Stage.TRAUMA, "Trauma-informed care, stage one: awareness", None),
    (Stage.TRAUMA, "Trauma-informed care, stage two: sensitivity", None),
    (Stage.TRAUMA, "Trauma-informed care, stage three: responsiveness", None),
    (Stage.TRAUMA, "Trauma-informed care, stage four: a service informed by trauma", None),
    (Stage.SCARF, "SCARF one: knowing oneself", None),
    (Stage.SCARF, "SCARF two: a plan for working together", None),
    (Stage.SCARF, "SCARF three: who has a stake", None),
    (Stage.SCARF, "SCARF four: strengths and solutions", None),
    (Stage.SCARF, "SCARF five: common purpose", None),
    (Stage.STANDARDS, "Training, Support and Development Standards", None),
)
_COUNTY_STAGES = (Stage.MANDATORY, Stage.YEAR_ONE, Stage.YEAR_TWO, Stage.YEAR_THREE)
_HIVE_STAGES = (Stage.YEAR_ONE, Stage.YEAR_TWO, Stage.SKILLS_TWO, Stage.SKILLS_THREE)
_TRAUMA_FROM = dt.date(2020, 9, 1)
_SCARF_TRIED_FROM = dt.date(2021, 5, 1)
_CAME = (Attendance.ATTENDED, Attendance.PARTLY, Attendance.CANCELLED, Attendance.NO_SHOW)
_CAME_WEIGHTS = (84, 4, 8, 4)
_TO_COME = (Attendance.BOOKED, Attendance.REQUESTED, Attendance.WAITLISTED)
_TO_COME_WEIGHTS = (74, 18, 8)
# What is announced already: first words of the course, day, whether the Hives teach it themselves.
_ANNOUNCED = (
    ("Paediatric first aid", dt.date(2021, 7, 8), False),
    ("De-escalation", dt.date(2021, 7, 15), False),
    ("Trauma-informed care, stage two", dt.date(2021, 9, 16), False),
    ("Trauma-informed care, stage three", dt.date(2021, 10, 14), False),
    ("SCARF two", dt.date(2021, 9, 22), True),
    ("SCARF three", dt.date(2021, 10, 20), True),
)
_DISTRICT = 6
"""So many Hives share the county's sessions."""


def add_courses(county: County) -> None:
    """The catalogue of the pathway."""
    for stage, name, months in _CATALOGUE:
        county.courses.append(county.make(Course, name=name, stage=stage, valid_months=months))


def add_week(county: County, monday: dt.date) -> None:
    """Sessions of one week: the county's every other week, each Hive's every fourth."""
    week = monday.toordinal() // 7
    for first in range(0, len(county.dens), _DISTRICT):
        if (week + first) % 2 == 0:
            _county_session(county, county.dens[first : first + _DISTRICT], monday)
    for number, den in enumerate(county.dens):
        day = monday + DAY * county.rng.choice((1, 3))
        if (week + number) % 4 == 0 and day <= LAST_WORKED and day > den.record.started_on:
            _hive_session(county, den, day, _hive_course(county, day))
        if (week + number) % 13 == 0:
            _follow_pack(county, den, monday)


def announce(county: County) -> None:
    """Sessions that lie ahead and already have names on their list."""
    for words, day, own in _ANNOUNCED:
        course = next(one for one in county.courses if one.name.startswith(words))
        for den in county.dens if own else ():
            _hive_session(county, den, day, course)
        for first in range(0, 0 if own else len(county.dens), _DISTRICT):
            dens = county.dens[first : first + _DISTRICT]
            _session(county, None, dens, day, course, 150, 2)


def _carers(den: Den, day: dt.date) -> list[Person]:
    return [carer for home in den.homes_on(min(day, TODAY)) for carer in home.carers]


def _county_session(county: County, dens: list[Den], monday: dt.date) -> None:
    rng = county.rng
    day = monday + DAY * rng.choice((1, 2, 3, 5))
    if day > LAST_WORKED or day < dens[0].record.started_on:
        return
    usable = [one for one in county.courses if one.stage in _COUNTY_STAGES]
    if day >= _TRAUMA_FROM and rng.random() < 0.25:
        usable = [one for one in county.courses if "stage one" in one.name]
    _session(county, None, dens, day, rng.choice(usable), rng.choice((120, 150, 180, 360)), 2)


def _hive_course(county: County, day: dt.date) -> Course:
    stages = (Stage.SCARF,) if day >= _SCARF_TRIED_FROM else _HIVE_STAGES
    usable = [one for one in county.courses if one.stage in stages]
    return usable[0] if stages == (Stage.SCARF,) else county.rng.choice(usable)


def _hive_session(county: County, den: Den, day: dt.date, course: Course) -> None:
    minutes = county.rng.choice((120, 150, 180)) if course.stage is Stage.SCARF else 90
    _session(county, den, [den], day, course, minutes, 7)


def _session(
    county: County,
    den: Den | None,
    dens: list[Den],
    day: dt.date,
    course: Course,
    minutes: int,
    each: int,
) -> None:
    """One session; up to `each` carers of every Hive in `dens` have their names down."""
    rng = county.rng
    online = locked_down(day) or (den is None and rng.random() < 0.5)
    begin = 10 * 60 if rng.random() < 0.6 else 18 * 60 + 30
    begin = min(begin, 22 * 60 - minutes)
    if den:
        take(den, day, begin, minutes)
    session = county.make(
        TrainingSession,
        course_id=course.id,
        hive_id=den.record.id if den else None,
        worker_id=den.worker.id if den else None,
        at=moment(day, begin),
        minutes=minutes,
        place="Online" if online else (f"{den.area}, church hall" if den else "Training centre"),
        capacity=rng.choice((12, 15)) if den else rng.choice((15, 20, 24)),
    )
    for one in dens:
        carers = _carers(one, day)
        many = min(len(carers), rng.randrange(0 if den is None else 4, each + 1))
        for carer in rng.sample(carers, many):
            ahead = day > LAST_WORKED
            status = rng.choices(
                _TO_COME if ahead else _CAME, _TO_COME_WEIGHTS if ahead else _CAME_WEIGHTS
            )[0]
            county.make(TrainingAttendance, session_id=session.id, carer_id=carer.id, status=status)


def _follow_pack(county: County, den: Den, monday: dt.date) -> None:
    """A pack is handed out; how far did each carer come with it?"""
    rng = county.rng
    if not den.record.started_on <= monday <= LAST_WORKED:
        return
    course = rng.choice([one for one in county.courses if one.stage in _HIVE_STAGES])
    carers = _carers(den, monday)
    for carer in rng.sample(carers, min(3, len(carers))):
        day = monday
        for step in list(EvidenceStep)[: rng.choice((1, 2, 3, 3, 4))]:
            if day <= LAST_WORKED:
                county.make(
                    Evidence,
                    carer_id=carer.id,
                    course_id=course.id,
                    step=step,
                    on=day,
                    note="Handled a hard handover just as the pack says"
                    if step is EvidenceStep.SEEN
                    else None,
                )
            day += DAY * rng.randrange(6, 30)
