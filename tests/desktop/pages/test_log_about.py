"""Saying on the log sheet which children a contact was about."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family, end_placement
from hivedesk.actions.saving import save_record
from hivedesk.actions.support import log_support
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.support.log_parts import ManyEditor
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.records import PlacementEnd, Way
from tests.actions.little import TODAY, Ids, family_values, new_child, rows

from .support_host import Hosted, at, hosted, ids, said_in

__all__ = ["hosted", "ids"]

KEY = Qt.Key


@pytest.fixture
def sister(desk: Desk, ids: Ids) -> str:
    """A younger child of the same family."""
    return new_child(desk, ids.family, first_name="Wren", born_on=dt.date(2014, 5, 1))


def chips(sheet: FormSheet) -> dict[str, bool]:
    """The children on offer by their words, and whether each is ticked."""
    field = sheet.form.fields["child_ids"]
    found = [chip for chip in field.findChildren(Button) if chip.isVisible()]
    assert [chip.accessibleName() for chip in found] == [f"About {c.text()}" for c in found]
    return {chip.text(): chip.isChecked() for chip in found}


def fill_in(hosted: Hosted, sheet: FormSheet, **given: Any) -> None:
    """What a log needs at least."""
    needed = {"way": Way.PHONE, "minutes": 19, "note": "Linda rang after tea."}
    sheet.form.set_values(needed | given)
    hosted.settle()


def press(key: Qt.Key) -> None:
    """Press a key where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def named(desk: Desk) -> set[str]:
    """Every child that a log names."""
    return {each["child_id"] for each in rows(desk, "log-children")}


def test_children_are_ticked_with_the_keyboard(
    hosted: Hosted, desk: Desk, ids: Ids, sister: str
) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    assert chips(sheet) == {"Robin (10)": False, "Wren (7)": False}
    sheet.form.fields["family_id"].focus()
    for _ in range(2):
        press(KEY.Key_Tab)
        press(KEY.Key_Space)
    assert chips(sheet) == {"Robin (10)": True, "Wren (7)": True}
    assert "Marlowe, about Robin (10) and Wren (7)" in said_in(sheet)
    fill_in(hosted, sheet)
    sheet.save()
    assert hosted.sheets() == []
    assert len(rows(desk, "support-logs")) == 1
    assert named(desk) == {ids.child, sister}


@pytest.mark.parametrize(
    ("letters", "ticked"),
    [("wre", {"Wren (7)"}), ("ma", set()), ("r", set())],
    ids=["by a child's name", "by the family's", "by what both have"],
)
def test_who_is_found_by_a_childs_name_is_about_that_child(
    hosted: Hosted, ids: Ids, sister: str, letters: str, ticked: set[str]
) -> None:
    sheet = hosted.open_log()
    who = sheet.form.fields["family_id"].editor
    assert isinstance(who, ManyEditor)
    assert chips(sheet) == {}
    QTest.keyClicks(who._line, letters)
    if letters == "r":
        who._offer(letters)  # as Down does, where one letter is too little to ask for by itself
    QTest.keyClick(who._popup, KEY.Key_Return)
    hosted.settle()
    assert who.value() == [ids.family]
    assert {word for word, on in chips(sheet).items() if on} == ticked


def test_a_tick_stays_with_its_family(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    theirs = new_child(desk, second, first_name="Ash")
    sheet = hosted.open_log(family_ids=[ids.family])
    fields = sheet.form.fields
    fields["child_ids"].set_value([ids.child])
    fields["family_id"].set_value([second])
    assert (chips(sheet), fields["child_ids"].value()) == ({"Ash (10)": False}, [])
    fields["family_id"].set_value([second, ids.family])
    assert chips(sheet) == {"Ash (10)": False, "Robin (10)": True}
    assert "2 families, about Robin (10)" in said_in(sheet)
    fields["child_ids"].set_value([theirs, ids.child])
    fill_in(hosted, sheet)
    sheet.save()
    assert hosted.sheets() == []
    families = {each["id"]: each["family_id"] for each in rows(desk, "support-logs")}
    assert {
        (families[each["support_log_id"]], each["child_id"]) for each in rows(desk, "log-children")
    } == {(ids.family, ids.child), (second, theirs)}


def test_a_draft_remembers_whom_it_is_about(hosted: Hosted, ids: Ids, sister: str) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    fill_in(hosted, sheet, child_ids=[sister])
    sheet.close_sheet()
    assert hosted.sheets() == []
    again = hosted.open_log(family_ids=[ids.family])
    assert chips(again) == {"Robin (10)": False, "Wren (7)": True}
    hosted.press(again, "Begin afresh")
    assert chips(again) == {"Robin (10)": False, "Wren (7)": False}


def test_a_log_that_is_there_shows_whom_it_was_about_and_is_corrected(
    hosted: Hosted, desk: Desk, ids: Ids, sister: str
) -> None:
    values = {"at": at(15, 20), "minutes": 25, "way": Way.PHONE, "note": "A word.", "themes": []}
    log_id = str(log_support(desk, [ids.family], values, None, [ids.child]).record_id)
    sheet = hosted.open_log(log_id=log_id)
    assert chips(sheet) == {"Robin (10)": True, "Wren (7)": False}
    assert not sheet.touched
    sheet.form.fields["child_ids"].set_value([sister])
    sheet.save()
    assert hosted.sheets() == []
    assert named(desk) == {sister}
    logs = hosted.view("logs")
    assert [title for title, _, _ in hosted.lines(logs)] == ["Marlowe, about Wren"]


def test_a_child_who_has_moved_on_is_still_spoken_of_for_a_while(
    hosted: Hosted, desk: Desk, ids: Ids, sister: str
) -> None:
    values = {"at": at(15, 20), "minutes": 25, "way": Way.PHONE, "note": "A word.", "themes": []}
    log_id = str(log_support(desk, [ids.family], values, None, [sister]).record_id)
    end_placement(desk, ids.child, TODAY, PlacementEnd.PLANNED)
    sheet = hosted.open_log(family_ids=[ids.family])
    assert chips(sheet) == {"Robin (10, moved on)": False, "Wren (7)": False}
    sheet.close_sheet(force=True)
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    save_record(desk, "children", {"family_id": second}, sister)
    # Whom a log names is shown on it, wherever the child lives by now.
    sheet = hosted.open_log(log_id=log_id)
    assert chips(sheet)["Wren (7, moved on)"]
    sheet.form.fields["minutes"].set_value(40)
    sheet.save()
    assert hosted.sheets() == []
    assert named(desk) == {sister}


def test_a_family_without_children_is_asked_nothing(hosted: Hosted, desk: Desk) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    sheet = hosted.open_log(family_ids=[second])
    assert not sheet.form.fields["child_ids"].isVisible()
    assert "Thorne" in said_in(sheet)


def test_our_own_words_about_a_child_lead_to_nobody(
    hosted: Hosted, desk: Desk, ids: Ids, sister: str
) -> None:
    end_placement(desk, ids.child, TODAY, PlacementEnd.PLANNED)
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    new_child(desk, second, first_name="Monty")
    sheet = hosted.open_log()
    who = sheet.form.fields["family_id"].editor
    assert isinstance(who, ManyEditor)
    QTest.keyClicks(who._line, "mo")  # as in "Robin (10, moved on)"
    QTest.keyClick(who._popup, KEY.Key_Return)
    hosted.settle()
    assert "Thorne, about Monty (10)" in said_in(sheet)


def test_two_children_of_one_name_are_told_apart(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    theirs = new_child(desk, second)
    sheet = hosted.open_log(family_ids=[ids.family, second])
    assert chips(sheet) == {"Robin (10, Marlowe)": False, "Robin (10, Thorne)": False}
    sheet.form.fields["child_ids"].set_value([theirs])
    assert "2 families, about Robin (10, Thorne)" in said_in(sheet)
    sheet.form.fields["family_id"].set_value([second])
    assert chips(sheet) == {"Robin (10)": True}


def test_a_child_who_moved_within_the_hive_is_spoken_of_with_both_families(
    hosted: Hosted, desk: Desk, ids: Ids, sister: str
) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    end_placement(desk, ids.child, TODAY, PlacementEnd.CARER_NOTICE)
    save_record(desk, "children", {"family_id": second, "left_on": None}, ids.child)
    sheet = hosted.open_log(family_ids=[ids.family])
    assert chips(sheet) == {"Robin (10, moved on)": False, "Wren (7)": False}
    sheet.form.fields["family_id"].set_value([ids.family, second])
    assert chips(sheet) == {"Robin (10)": False, "Wren (7)": False}
    sheet.form.fields["family_id"].set_value([ids.family])
    fill_in(hosted, sheet, child_ids=[ids.child])
    sheet.save()
    assert hosted.sheets() == []
    assert named(desk) == {ids.child}
