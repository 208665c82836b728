"""Planning the next activity: who could come, and what is left to spend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, set_family_status
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.activities.planner import PlanView
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.records import ActivityKind, Attendance, BudgetKind, FamilyState
from hivedesk.store.queries.planner import plan_of
from hivedesk.store.queries.registers import activity_register, fitting
from tests.actions.little import TODAY, Ids, add, family_values, new_child, settle_in

JUNE_12 = dt.datetime(2021, 6, 12, 10, 0, tzinfo=dt.UTC)
NEXT_WEEK = dt.datetime(2021, 6, 24, 10, 0, tzinfo=dt.UTC)


def activity(desk: Desk, ids: Ids, at: dt.datetime, cost_pence: int) -> str:
    """A day at the farm."""
    values = {"kind": ActivityKind.TRIP, "name": "Farm", "at": at, "minutes": 240}
    return add(desk, "activities", hive_id=ids.hive, cost_pence=cost_pence, **values)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """Robin (10) came to the farm on the 12th; Ned (3) is Marlowe's own; Kit (15) is next door."""
    made = settle_in(desk)
    own = {"family_id": made.family, "first_name": "Ned", "born_on": dt.date(2018, 5, 1)}
    add(desk, "birth-children", **own)
    grown = {"family_id": made.family, "first_name": "Ada", "born_on": dt.date(2003, 6, 16)}
    add(desk, "birth-children", **grown)
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    new_child(desk, second, first_name="Kit", born_on=dt.date(2006, 1, 1))
    away = str(add_family(desk, family_values(desk, name="Resting")).record_id)
    new_child(desk, away, first_name="Lou")
    set_family_status(desk, away, FamilyState.ON_HOLD, TODAY, "A rest")
    farm = activity(desk, made, JUNE_12, 6_000)
    place = {"activity_id": farm, "family_id": made.family, "child_id": made.child}
    add(desk, "activity-attendances", status=Attendance.ATTENDED, **place)
    for kind, day, pence, what, of in (
        (BudgetKind.ALLOTTED, 1, 25_000, "April to June", None),
        (BudgetKind.SPENT, 12, 4_000, "Tickets", farm),
    ):
        line = {"hive_id": made.hive, "kind": kind, "pence": pence, "what": what}
        add(desk, "budget-lines", on=dt.date(2021, 6, day), activity_id=of, **line)
    return made


class Hosted:
    """The view on its own, and what it asked for."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.workspace = Workspace()
        self.workspace.desk = desk
        self.workspace.hives = come_in(desk).hives
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.troubles: list[str] = []
        self.workspace.sheet_wanted.connect(lambda name, what: self.asked.append((name, what)))
        self.workspace.trouble.connect(lambda why: self.troubles.append(words_for(why)))
        self.view = PlanView(self.workspace)
        qtbot.addWidget(self.view)
        self.view.resize(1278, 716)
        self.view.show()
        self.reload()

    def reload(self) -> None:
        self.view.reload()
        assert self.workspace.background.wait_idle()
        QApplication.processEvents()
        assert self.troubles == []

    def said(self) -> str:
        """Every word in sight."""
        QApplication.processEvents()
        return "\n".join(each.text() for each in self.view.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def hosted(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[Hosted]:
    """The view of the little Hive."""
    made = Hosted(qtbot, desk)
    yield made
    made.workspace.stop()


def test_who_could_come_and_when_they_last_did(desk: Desk, ids: Ids) -> None:
    with desk.store.reading() as session:
        plan = plan_of(session, ids.hive, desk.now)
    told = [(each.name, each.age, each.family, each.own, each.last_on) for each in plan.children]
    assert told == [
        ("Ned", 3, "Marlowe", True, None),
        ("Robin", 10, "Marlowe", False, dt.date(2021, 6, 12)),
        ("Kit", 15, "Thorne", False, None),
    ]
    assert (plan.quarter.first, plan.quarter.last) == (dt.date(2021, 4, 1), dt.date(2021, 6, 30))
    # Six pounds are not the point: sixty were meant for the farm, and forty were paid.
    assert (plan.money.allotted, plan.money.spent, plan.money.planned) == (25_000, 4_000, 2_000)


def test_how_long_is_lately_is_a_policy_with_its_day(desk: Desk, ids: Ids) -> None:
    outing = activity(desk, ids, NEXT_WEEK, 0)

    def away() -> list[str]:
        with desk.store.reading() as session:
            plan = plan_of(session, ids.hive, desk.now)
            places = activity_register(session, outing, desk.now).places
        named = [each.name for each in plan.children if each.away]
        asked = {place.person_id for place in places if place.away}
        assert [each.name for each in plan.children if each.id in asked] == named
        return named

    assert away() == ["Ned", "Kit"]
    add(desk, "policies", key="activity.lately_months", value="0", starts_on=TODAY)
    assert away() == ["Ned", "Robin", "Kit"]


def test_another_hive_has_its_own_children_and_money(desk: Desk, ids: Ids) -> None:
    other = add(desk, "hives", name="Gosport", area="Gosport", started_on=TODAY)
    with desk.store.reading() as session:
        here, there, all_of_them = (plan_of(session, h, desk.now) for h in (ids.hive, other, None))
    assert there.children == ()
    assert there.money == (0, 0, 0)
    assert all_of_them == here


def test_the_ages_that_were_chosen_are_the_next_activitys(hosted: Hosted) -> None:
    said = hosted.said()
    assert "3 children of 2 families." in said
    assert "Ned (Marlowe, own child)" in said
    assert "3 children up to age 17" in said
    assert "Not along in the last 3 months: Ned (Marlowe), Kit (Thorne)." in said
    hosted.view.ages["age_from"].set_value(8)
    hosted.view.ages["age_to"].set_value(11)
    said = hosted.said()
    assert "1 child of 1 family." in said
    assert "Not along" not in said
    assert "Kit (Thorne)" in said  # still to be seen, only greyed
    hosted.view._go.click()
    values = {"age_from": 8, "age_to": 11}
    assert hosted.asked == [("record", {"kind": "activities", "values": values})]
    hosted.view.ages["age_from"].set_value(16)
    assert "Nobody is of these ages." in hosted.said()


def test_what_would_be_overspent_is_said_before_it_is(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    said = hosted.said()
    for words in ("April to June", "£250", "£40", "£20", "Left after that", "£190"):
        assert words in said
    activity(desk, ids, NEXT_WEEK, 20_000)
    hosted.reload()
    said = hosted.said()
    assert "£220" in said
    assert "More than there is" in said
    assert "£10" in said
    assert "would be overspent" in said


def test_without_a_budget_nothing_is_over_it(qtbot: QtBot, desk: Desk) -> None:
    activity(desk, settle_in(desk), NEXT_WEEK, 4_000)
    made = Hosted(qtbot, desk)
    assert "£40" in made.said()
    assert "Nothing was allotted for this quarter yet. Add it under Budget." in made.said()
    assert "overspent" not in made.said()
    assert "More than there is" not in made.said()
    made.workspace.stop()


def test_a_young_person_who_is_eighteen_can_come_along(desk: Desk, ids: Ids) -> None:
    lee = new_child(desk, ids.family, first_name="Lee", born_on=dt.date(2003, 1, 1))
    outing = activity(desk, ids, NEXT_WEEK, 0)
    with desk.store.reading() as session:
        plan = plan_of(session, ids.hive, desk.now)
        places = activity_register(session, outing, desk.now).places
    assert plan.children[-1].id == lee
    asked = fitting(places, ("child_id", "birth_child_id"), (None, None))
    assert lee in {each.person_id for each in asked}
    # An own child has grown up.
    assert not any(each.name.startswith("Ada") for each in asked)


def test_a_hive_without_children_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    made = Hosted(qtbot, desk)
    assert "No children yet. Add them on their family’s card." in made.said()
    made.workspace.stop()
