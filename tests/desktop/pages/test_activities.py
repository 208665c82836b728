"""Activities by hand: inviting, answers, the register, feedback and the money, keys included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hivedesk.actions.activities import save_activity
from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, end_placement
from hivedesk.actions.history import undo
from hivedesk.actions.registers import keep_answers, take_register
from hivedesk.actions.saving import save_record
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.activities.page import make
from hivedesk.desktop.pages.people_list import PeopleView
from hivedesk.desktop.pages.subject import SubjectView
from hivedesk.desktop.widgets.table import MARK, SECOND_LINE, row_sentence
from hivedesk.records import ActivityKind, Attendance, BudgetKind, PlacementEnd
from hivedesk.rules.days import LONDON
from hivedesk.store import drafts
from tests.actions.little import TODAY, Ids, add, changes, family_values, new_child, rows, settle_in
from tests.desktop.pages.rooms_host import RoomsHost

PAST = dt.datetime(2021, 6, 12, 10, 0, tzinfo=dt.UTC)
TO_COME = dt.datetime(2021, 6, 26, 10, 0, tzinfo=dt.UTC)
YES, WAITS, ASKED = Attendance.BOOKED, Attendance.WAITLISTED, Attendance.REQUESTED


class ActivitiesHost(RoomsHost):
    """The Activities page."""

    make = staticmethod(make)

    def people(self) -> PeopleView:
        """The list of people in sight."""
        (found,) = (each for each in self.window.findChildren(PeopleView) if each.isVisible())
        return found

    def lines(self) -> list[tuple[str, str, str]]:
        """Name, second line and mark of each row."""
        model = self.people().model()
        found = []
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            mark = index.data(MARK)
            found.append((index.data(), index.data(SECOND_LINE), mark.word if mark else ""))
        return found

    def keys(self, text: str) -> None:
        """Type into the list of people."""
        QTest.keyClicks(self.people(), text)
        self.settle()

    def open(self, sheet: str, **what: Any) -> FormSheet:
        """Open a sheet by its name."""
        self.workspace.open_sheet(sheet, **what)
        self.settle()
        return self.sheet(FormSheet)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """Sal and Robin (10) Marlowe with Ned (3), their own; Kit (15) Thorne and Pat, on hold."""
    made = settle_in(desk)
    own = {"family_id": made.family, "first_name": "Ned", "born_on": dt.date(2018, 5, 1)}
    add(desk, "birth-children", **own)
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    add(desk, "carers", family_id=second, first_name="Pat", last_name="Thorne")
    new_child(desk, second, first_name="Kit", born_on=dt.date(2006, 1, 1))
    return made


@pytest.fixture
def host(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[ActivitiesHost]:
    """The page in a window."""
    made = ActivitiesHost(qtbot, desk)
    yield made
    made.close()


def walk(desk: Desk, ids: Ids, at: dt.datetime = TO_COME, **given: Any) -> str:
    """A walk; its id."""
    first = {"hive_id": ids.hive, "kind": ActivityKind.SOCIAL, "name": "Walk", "at": at}
    values = first | {"minutes": 120, "cost_pence": 0} | given
    return str(save_activity(desk, values).record_id)


def people(desk: Desk) -> dict[str, tuple[str, str, str]]:
    """Everybody by first name, as an action wants them."""
    return {
        row["first_name"]: (row["family_id"], column, row["id"])
        for kind, column in (
            ("carers", "carer_id"),
            ("children", "child_id"),
            ("birth-children", "birth_child_id"),
        )
        for row in rows(desk, kind)
    }


def standing(desk: Desk, activity: str) -> dict[str, Attendance]:
    """How each person's place stands, by first name."""
    names = {who[2]: name for name, who in people(desk).items()}
    return {
        names[r["carer_id"] or r["child_id"] or r["birth_child_id"]]: r["status"]
        for r in rows(desk, "activity-attendances", activity_id=activity)
    }


def test_a_carers_new_name_stands_on_the_register_at_once(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    activity = walk(desk, ids)
    keep_answers(desk, activity, {people(desk)["Sal"]: YES})
    host.page.show_this(kind="activities", record_id=activity)
    host.settle()
    assert host.reads("Sal Marlowe")
    rename = {"first_name": "Sally"}
    host.workspace.do(lambda d: save_record(d, "carers", rename, ids.carer), owner=host.page)
    host.settle()
    assert host.reads("Sally Marlowe")


def test_whoever_left_since_is_not_told_to_be_in_placement(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    activity = walk(desk, ids)
    keep_answers(desk, activity, dict.fromkeys((people(desk)[n] for n in ("Sal", "Robin")), YES))
    end_placement(desk, ids.child, TODAY, PlacementEnd.HOME)
    host.open("coming", activity_id=activity)
    assert host.lines() == [
        ("Sal Marlowe", "Marlowe · carer", "Booked"),
        ("Robin Ashdown (10)", "Marlowe · has left", "Booked"),
    ]


def test_more_room_says_whom_to_tell(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    activity = walk(desk, ids, capacity=1)
    for name in ("Kit", "Sal", "Ned"):
        keep_answers(desk, activity, {people(desk)[name]: YES})
    sheet = host.open("record", kind="activities", record_id=activity)
    sheet.form.fields["capacity"].set_value(3)
    host.press("Save")
    assert host.no_sheet()
    assert host.said[-1] == "Sal Marlowe and Ned have a place now: let them know"
    assert standing(desk, activity) == {"Kit": YES, "Sal": YES, "Ned": YES}


def test_an_activity_for_young_people_of_eighteen_can_be_asked_to(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    activity = walk(desk, ids, age_from=14, age_to=18)
    host.open("invite", activity_id=activity)
    host.press("Invite")
    assert host.no_sheet()
    assert standing(desk, activity) == {"Pat": ASKED, "Kit": ASKED}


def test_children_of_the_ages_and_who_brings_them_are_ticked(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    activity = walk(desk, ids, age_from=8, age_to=12)
    past = walk(desk, ids, PAST)
    take_register(desk, past, {people(desk)["Robin"]: Attendance.ATTENDED})
    host.open("invite", activity_id=activity)
    assert host.lines() == [
        ("Sal Marlowe", "Marlowe · carer · not along lately", ""),
        ("Robin Ashdown (10)", "Marlowe · in placement", ""),
    ]
    sheet = host.sheet(FormSheet)
    sheet.form.fields["age_from"].set_value(None)
    assert [name for name, *_ in host.lines()][1:] == ["Robin Ashdown (10)", "Ned (3)"]
    view = host.people()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(view, key)
    assert row_sentence(view.currentIndex()).endswith("in placement, not ticked")
    assert host.reads("2 ticked.")
    host.press("Invite")
    assert host.no_sheet()
    assert standing(desk, activity) == {"Sal": ASKED, "Ned": ASKED}
    # Asked once more, they stay as they are; and all of it is one step.
    host.open("invite", activity_id=activity)
    assert (
        "Ned (3)",
        "Marlowe · own child · not along lately",
        "Asked to come",
    ) not in host.lines()
    host.sheet(FormSheet).form.fields["age_from"].set_value(None)
    assert ("Ned (3)", "Marlowe · own child · not along lately", "Asked to come") in host.lines()
    host.press("Tick nobody")
    host.press("Invite")
    assert host.reads("Choose who is asked.")
    host.sheet(FormSheet).close_sheet(force=True)
    undo(desk)
    assert standing(desk, activity) == {}


def test_a_support_group_is_for_carers(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    host.open("invite", activity_id=walk(desk, ids, kind=ActivityKind.GROUP))
    assert [name for name, *_ in host.lines()] == ["Sal Marlowe", "Pat Thorne"]


def test_answers_by_key_and_a_full_walk(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    activity = walk(desk, ids, capacity=2)
    who = people(desk)
    keep_answers(desk, activity, {who[name]: ASKED for name in ("Sal", "Robin", "Pat", "Kit")})
    host.open("coming", activity_id=activity)
    assert host.reads("0 of 2 places are taken, 4 have not answered.")
    host.keys("111")  # one after the other: the mark goes on by itself
    assert [mark for *_, mark in host.lines()] == [
        "Booked",
        "Booked",
        "Waiting for a place",
        "Asked to come",
    ]
    host.keys("1")
    assert host.lines()[3][1] == "Thorne · in placement · 1 is before them"
    assert host.reads("2 of 2 places are taken, 2 wait for one.")
    host.press("Take back")
    assert host.reads("1 waits for one, 1 has not answered.")
    host.press("Save answers")
    assert standing(desk, activity) == {"Sal": YES, "Robin": YES, "Pat": WAITS, "Kit": ASKED}
    host.open("coming", activity_id=activity)
    host.keys("3")
    assert host.lines()[2][1:] == ("Thorne · carer", "Booked")
    host.press("Save answers")
    assert host.said[-1] == "Answers kept. Pat Thorne has a place now: let them know"
    assert standing(desk, activity)["Pat"] is YES


def test_several_at_once(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    activity = walk(desk, ids)
    keep_answers(desk, activity, dict.fromkeys(people(desk).values(), ASKED))
    host.open("coming", activity_id=activity)
    host.people().selectAll()
    host.keys("2")
    assert {mark for *_, mark in host.lines()} == {"Said no"}
    before = len(changes(desk.store))
    host.press("Save answers")
    assert len({change.group_id for change in changes(desk.store)[before:]}) == 1


def test_the_register_on_the_day(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    activity = walk(desk, ids, PAST)
    who = people(desk)
    booked = {who["Sal"]: YES, who["Robin"]: YES, who["Ned"]: YES, who["Pat"]: WAITS}
    take_register(desk, activity, booked)
    host.open("register", activity_id=activity)
    host.press("Save register")
    assert host.reads("Nobody has been marked yet.")
    host.keys("43")
    assert [mark for *_, mark in host.lines()][:2] == ["Sent apologies", "Did not come"]
    host.press("Mark the rest as came")
    assert host.reads("1 came, 1 did not come, 1 sent apologies.")
    host.press("Everybody")
    assert [name for name, *_ in host.lines()][-1] == "Kit Ashdown (15)"
    view = host.people()
    view.setCurrentIndex(view.model().index(len(host.lines()) - 1, 0))
    host.keys("2")
    host.press("Save register")
    assert host.said[-1] == "Register kept"
    assert standing(desk, activity) == {
        "Sal": Attendance.CANCELLED,
        "Robin": Attendance.NO_SHOW,
        "Ned": Attendance.ATTENDED,
        "Pat": WAITS,
        "Kit": Attendance.PARTLY,
    }


def test_where_nobody_was_asked_the_rest_is_everybody(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    activity = walk(desk, ids, PAST)
    host.open("register", activity_id=activity)
    host.keys("3")
    host.press("Mark the rest as came")
    host.press("Take back")
    assert host.reads("0 came, 1 did not come.")
    host.press("Mark the rest as came")
    host.press("Save register")
    assert list(standing(desk, activity).values()).count(Attendance.ATTENDED) == 4


def test_the_rest_is_nobody_once_all_who_said_yes_are_marked(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    activity = walk(desk, ids, PAST)
    who = people(desk)
    take_register(desk, activity, {who["Sal"]: YES, who["Robin"]: YES, who["Ned"]: ASKED})
    host.open("register", activity_id=activity)
    host.keys("4")  # Sal sent apologies
    for _ in range(2):
        host.press("Mark the rest as came")
        assert host.reads("1 came, 1 sent apologies.")
    host.press("Save register")
    assert standing(desk, activity) == {
        "Sal": Attendance.CANCELLED,
        "Robin": Attendance.ATTENDED,
        "Ned": ASKED,
    }
    # Where nobody answered, the rest are those who were asked: whoever is not in sight is not.
    again = walk(desk, ids, PAST)
    take_register(desk, again, {who["Sal"]: ASKED, who["Robin"]: ASKED})
    host.open("register", activity_id=again)
    host.press("Mark the rest as came")
    assert host.reads("2 came.")


def test_marks_that_were_not_saved_come_back(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    activity = walk(desk, ids, PAST)
    sheet = host.open("register", activity_id=activity)
    host.keys("13")
    sheet.close_sheet()
    host.settle()
    assert host.no_sheet()
    host.open("register", activity_id=activity)
    assert [mark for *_, mark in host.lines()][:2] == ["Came", "Did not come"]
    host.press("Save register")
    assert drafts.find(desk.store, f"register:{activity}") is None


def test_feedback_is_kept_and_shown_fairly(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    activity = walk(desk, ids, PAST)
    who = people(desk)
    came = {who[name]: Attendance.ATTENDED for name in ("Sal", "Robin", "Ned")}
    take_register(desk, activity, came)
    sheet = host.open("feedback", activity_id=activity)
    editor: Any = sheet.form.fields["people"].editor
    host.keys("54")
    assert [mark for *_, mark in host.lines()] == ["5, very good", "4, good", ""]
    editor.fields["remark"].set_value("It was worth the mud.")
    editor.fields["remark"].changed.emit()
    editor.fields["may_quote"].editor.click()
    view = host.people()
    view.setCurrentIndex(view.model().index(0, 0))
    assert (editor.fields["feedback"].value(), editor.fields["remark"].value()) == (5, None)
    host.press("Save")
    view_of_it = host.page.show_view("activities")
    assert isinstance(view_of_it, SubjectView)
    view_of_it.choose(activity)
    host.settle()
    assert host.reads("3 came.")
    assert host.reads("2 answers: 5, very good; 4, good.")
    assert host.reads("“It was worth the mud.”")
    assert {"Take the register", "Feedback…"} <= host.words()
    assert not {"Invite…", "Who is coming"} & host.words()


def test_nobody_is_asked_how_it_was_who_did_not_come(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    host.workspace.open_sheet("feedback", activity_id=walk(desk, ids, PAST))
    host.settle()
    assert host.said[-1].startswith("Nobody is on the register as having come.")


def test_overspending_is_said_before_it_is_done(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    line = {"kind": BudgetKind.ALLOTTED, "on": dt.date(2021, 4, 1), "pence": 5_000}
    add(desk, "budget-lines", hive_id=ids.hive, what="April to June", **line)
    activity = walk(desk, ids)
    sheet = host.open("record", kind="activities", record_id=activity)
    sheet.form.fields["cost_pence"].set_value(6_000)
    host.press("Save")
    assert host.reads("£50 is left for April to June; with this it would be £10 too much.")
    assert rows(desk, "activities")[0]["cost_pence"] == 0
    # What was said of £60 is no leave to spend £70.
    sheet.form.fields["cost_pence"].set_value(7_000)
    assert "Save it all the same" not in host.words()
    sheet.form.fields["cost_pence"].set_value(6_000)
    host.press("Save")
    host.press("Save it all the same")
    assert host.no_sheet()
    assert host.said[-1] == "Activity changed over the budget"
    assert rows(desk, "activities")[0]["cost_pence"] == 6_000


def test_what_was_spent_over_the_budget_is_said_too(
    host: ActivitiesHost, desk: Desk, ids: Ids
) -> None:
    line = {"hive_id": ids.hive, "on": dt.date(2021, 4, 1)}
    add(desk, "budget-lines", kind=BudgetKind.ALLOTTED, pence=5_000, what="April to June", **line)
    sheet = host.open("record", kind="budget-lines")
    sheet.form.set_values(line | {"kind": BudgetKind.SPENT, "pence": 6_050, "what": "Minibus"})
    host.press("Save")
    assert host.reads("£50 is left for April to June; with this it would be £10.50 too much.")
    assert len(rows(desk, "budget-lines")) == 1
    host.press("Save it all the same")
    assert host.no_sheet()
    assert host.said[-1] == "Budget line added over the budget"
    assert sorted(each["pence"] for each in rows(desk, "budget-lines")) == [5_000, 6_050]


def test_the_plan_invites_to_what_is_to_come(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    plan = host.page.show_view("plan")
    host.settle()
    plan.ages["age_from"].set_value(12)
    plan.ages["age_to"].set_value(17)
    activity = walk(desk, ids, age_to=5)
    host.press("Invite these…")
    host.press("Go on")
    assert [name for name, *_ in host.lines()] == ["Kit Ashdown (15)", "Pat Thorne"][::-1]
    host.press("Invite")
    assert standing(desk, activity) == {"Pat": ASKED, "Kit": ASKED}


def test_the_plan_invites_to_a_new_one(host: ActivitiesHost, desk: Desk, ids: Ids) -> None:
    plan = host.page.show_view("plan")
    host.settle()
    plan.ages["age_to"].set_value(5)
    host.press("Invite these…")
    sheet = host.sheet(FormSheet)
    assert sheet.form.fields["age_to"].value() == 5
    for name, value in (
        ("kind", ActivityKind.SOCIAL),
        ("name", "Soft play"),
        ("at", dt.datetime(2021, 6, 20, 10, 0, tzinfo=LONDON).replace(tzinfo=None)),
        ("minutes", 90),
    ):
        sheet.form.fields[name].set_value(value)
    host.press("Save")
    assert [name for name, *_ in host.lines()] == ["Sal Marlowe", "Ned (3)"]
