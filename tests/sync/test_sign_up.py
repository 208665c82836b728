"""Two laptops that ask the same people to one thing before they meet: one place for each."""

from __future__ import annotations

import datetime as dt

import pytest

from hivedesk.actions.activities import keep_feedback, save_activity
from hivedesk.actions.history import undo
from hivedesk.actions.registers import (
    Person,
    invite,
    keep_answers,
    take_register,
    take_training_register,
)
from hivedesk.records import ActivityKind, Attendance, Stage
from hivedesk.reports.monthly.figures import monthly_figures
from hivedesk.rules.days import month
from hivedesk.store.queries.feedback import said_by
from hivedesk.store.queries.registers import activity_register, add_standing, training_register
from hivedesk.store.queries.story import StoryAsked, story_of
from hivedesk.store.queries.tables import Listing, count_of
from tests.actions.little import add
from tests.store.samples import child, family, hive
from tests.sync.laptops import Laptop

ASKED, YES, APOLOGIES = Attendance.REQUESTED, Attendance.BOOKED, Attendance.CANCELLED
CAME, PARTLY = Attendance.ATTENDED, Attendance.PARTLY


@pytest.fixture
def two(three: tuple[Laptop, Laptop, Laptop]) -> tuple[Laptop, Laptop]:
    """Ana and Ben, who have met."""
    return three[0], three[1]


@pytest.fixture
def who(two: tuple[Laptop, Laptop]) -> list[Person]:
    """Wren and Dell Rook, whom both laptops know."""
    home = hive()
    ash, *steps = family(home, "Ash")
    wren, dell = child(ash.id), child(ash.id, "Dell")
    two[0].add(home, ash, *steps, wren, dell)
    meet(two)
    return [(ash.id, "child_id", each.id) for each in (wren, dell)]


@pytest.fixture
def walk(two: tuple[Laptop, Laptop], who: list[Person]) -> str:
    """A walk with room for two, of which both have heard."""
    ana = two[0]
    with ana.store.reading() as session:
        hive_id = session.connection().exec_driver_sql("SELECT id FROM hives").scalar_one()
    at = ana.world.now + dt.timedelta(hours=4)
    values = {"hive_id": hive_id, "name": "Walk", "at": at, "minutes": 60, "capacity": 2}
    made = save_activity(ana.desk(), {**values, "kind": ActivityKind.SOCIAL})
    meet(two)
    return str(made.record_id)


def meet(two: tuple[Laptop, Laptop]) -> None:
    """Both sync until each has heard of all."""
    for each in (*two, *two):
        each.sync()


def standing(two: tuple[Laptop, Laptop], walk: str) -> dict[str, Attendance | None]:
    """How the places stand by name, on both laptops alike and however they are asked for."""
    told = []
    for each in two:
        row = {"id": walk}
        with each.store.reading() as session:
            places = activity_register(session, walk, each.world.now).places
            add_standing(session, [row])
            asked = Listing(where={"activity_id": (walk,)})
            listed = count_of(session, "activity-attendances", asked, each.world.now.date())
        on_it = [place for place in places if place.status]
        assert listed == len(on_it) == sum(row["standing"].values())
        told.append({place.name.split()[0]: place.status for place in on_it})
    assert told[0] == told[1]
    return told[0]


def test_somebody_asked_on_two_laptops_has_one_place(
    two: tuple[Laptop, Laptop], who: list[Person], walk: str
) -> None:
    ana, ben = two
    wren, dell = who
    invite(ana.desk(), walk, who)
    keep_answers(ana.desk(), walk, {wren: YES})
    invite(ben.desk(), walk, who)
    keep_answers(ben.desk(), walk, {dell: YES})
    meet(two)
    # Whoever answered, answered, whichever laptop knows of it; and both have room.
    assert standing(two, walk) == {"Wren": YES, "Dell": YES}
    keep_answers(ben.desk(), walk, {wren: APOLOGIES})
    meet(two)
    assert standing(two, walk) == {"Wren": APOLOGIES, "Dell": YES}
    keep_answers(ana.desk(), walk, {wren: ASKED})
    meet(two)
    assert standing(two, walk) == {"Wren": ASKED, "Dell": YES}
    undo(ana.desk())
    meet(two)
    assert standing(two, walk) == {"Wren": APOLOGIES, "Dell": YES}


def test_who_came_is_counted_once_though_two_took_the_register(
    two: tuple[Laptop, Laptop], who: list[Person], walk: str
) -> None:
    ana, ben = two
    wren, dell = who
    ana.world.tick(hours=5)
    take_register(ana.desk(), walk, {wren: CAME, dell: PARTLY})
    take_register(ben.desk(), walk, {wren: CAME})
    meet(two)
    assert standing(two, walk) == {"Wren": CAME, "Dell": PARTLY}
    with ben.store.reading() as session:
        (place,) = (each.place_id for each in said_by(session, walk) if each.name == "Wren")
    keep_feedback(ben.desk(), walk, {place: {"feedback": 5, "remark": None, "may_quote": False}})
    meet(two)
    for each in two:
        with each.store.reading() as session:
            assert [s.score for s in said_by(session, walk)] == [None, 5]
            figures = monthly_figures(session, month(2021, 6), None, each.world.now).single
            story = story_of(session, StoryAsked(wren[0]), each.world.now)
        assert figures["activity_attendances"] == 2
        (told,) = (entry.aside for entry in story.entries if entry.kind == "activities")
        assert (told.count("Wren"), told.count("Dell")) == (1, 1)


def test_a_carer_put_down_for_a_session_on_two_laptops_came_once(
    two: tuple[Laptop, Laptop], who: list[Person]
) -> None:
    ana, ben = two
    sal = add(ana.desk(), "carers", family_id=who[0][0], first_name="Sal", last_name="Ash")
    course = add(ana.desk(), "courses", name="Sleep", stage=Stage.MANDATORY)
    ahead = {"at": ana.world.now + dt.timedelta(hours=1), "minutes": 90}
    session_id = add(ana.desk(), "sessions", course_id=course, **ahead)
    meet(two)
    take_training_register(ana.desk(), session_id, {sal: YES})
    take_training_register(ben.desk(), session_id, {sal: YES})
    meet(two)
    ana.world.tick(hours=3)
    for status, came in ((APOLOGIES, 0), (CAME, 1), (PARTLY, 1)):
        take_training_register(ben.desk(), session_id, {sal: status})
        meet(two)
        for each in two:
            with each.store.reading() as session:
                places = training_register(session, session_id).places
                figures = monthly_figures(session, month(2021, 6), None, each.world.now).single
                asked = Listing(where={"session_id": (session_id,)})
                listed = count_of(session, "attendances", asked, each.world.now.date())
            assert [place.status for place in places] == [status]
            assert (listed, figures["training_attendances"]) == (1, came)
            assert figures["training_minutes"] == 90 * came
