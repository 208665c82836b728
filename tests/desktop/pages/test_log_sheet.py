"""Logging support on the sheet, as a worker does it after a call or a visit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_family
from hivedesk.actions.saving import save_record
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.support.log_form import LogForm
from hivedesk.desktop.pages.support.log_parts import ManyEditor, ThemesEditor
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.records import ProfessionalRole, Way, WorkerRole
from tests.actions.little import Ids, add, family_values, new_child, row, rows
from tests.conftest import Clock

from .support_host import Hosted, at, hosted, ids, log, said_in

__all__ = ["hosted", "ids"]

KEY = Qt.Key


def form_of(sheet: FormSheet) -> LogForm:
    """The form, as what it is."""
    assert isinstance(sheet.form, LogForm)
    return sheet.form


def type_into(sheet: FormSheet, name: str, text: str) -> None:
    """Put the keyboard in a field and type."""
    sheet.form.fields[name].focus()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def ctrl_enter() -> None:
    """Press Ctrl+Enter where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)


def fill_in(hosted: Hosted, sheet: FormSheet, **given: Any) -> None:
    """What a log needs at least, typed and pressed."""
    hosted.press(sheet, "Phone")
    type_into(sheet, "minutes", "19")
    type_into(sheet, "note", "Linda rang after tea.")
    sheet.form.set_values(given)


def test_a_call_is_logged_with_the_keyboard(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    assert "Marlowe" in said_in(sheet)
    fill_in(hosted, sheet)
    type_into(sheet, "positive", "He laughed.")
    type_into(sheet, "what", "Ring again")
    type_into(sheet, "due_on", "tomorrow")
    type_into(sheet, "private_note", "Mine alone.")
    ctrl_enter()
    assert hosted.sheets() == []
    (kept,) = rows(desk, "support-logs")
    assert (kept["family_id"], kept["worker_id"]) == (ids.family, desk.worker_id)
    assert (kept["way"], kept["minutes"], kept["at"]) == (Way.PHONE, 19, desk.now)
    assert (kept["note"], kept["positive"]) == ("Linda rang after tea.", "He laughed.")
    assert kept["private_note"] == "Mine alone."
    (promised,) = rows(desk, "follow-ups")
    assert (promised["what"], promised["due_on"]) == ("Ring again", dt.date(2021, 6, 17))
    assert promised["support_log_id"] == kept["id"]
    assert hosted.said == ["Support logged"]


def test_two_letters_find_a_family_and_one_visit_may_be_to_several(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    second = add_family(desk, family_values(desk, name="Thorne")).record_id
    add_family(desk, family_values(desk, name="Ashby"))
    sheet = hosted.open_log()
    who = sheet.form.fields["family_id"]
    assert isinstance(who.editor, ManyEditor)
    for letters in ("Ma", "tho"):
        type_into(sheet, "family_id", letters)
        focused = QApplication.focusWidget()
        assert focused is not None
        popup = who.editor._popup
        assert popup.isVisible()
        assert popup.model().rowCount() == 1
        QTest.keyClick(popup, KEY.Key_Return)
        # Without a screen nobody gives the keyboard back when a popup has gone.
        hosted.window.activateWindow()
        hosted.qtbot.waitUntil(hosted.window.isActiveWindow)
        hosted.settle()
    assert who.value() == [ids.family, second]
    assert "2 families" in said_in(sheet)
    fill_in(hosted, sheet)
    ctrl_enter()
    assert hosted.sheets() == []
    logs = rows(desk, "support-logs")
    assert {each["family_id"] for each in logs} == {ids.family, second}
    assert len({each["visit_id"] for each in logs}) == 1


def test_a_childs_name_finds_the_family_and_its_own_name_comes_first(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    other = str(add_family(desk, family_values(desk, name="Ashby")).record_id)
    new_child(desk, other, first_name="Emmanuel")
    sheet = hosted.open_log()
    who = sheet.form.fields["family_id"].editor
    assert isinstance(who, ManyEditor)
    for letters, names in (
        ("rob", ["Marlowe: Sal · Robin (10)"]),
        ("ma", ["Marlowe: Sal · Robin (10)", "Ashby · Emmanuel (10)"]),
    ):
        who._line.clear()
        type_into(sheet, "family_id", letters)
        listed = who._popup.model()
        assert [listed.index(n, 0).data() for n in range(listed.rowCount())] == names
    QTest.keyClick(who._popup, KEY.Key_Return)
    hosted.settle()
    assert who.value() == [ids.family]
    assert "Marlowe: Sal" in buttons(sheet)


def test_a_family_can_be_taken_away_again(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    second = add_family(desk, family_values(desk, name="Thorne")).record_id
    sheet = hosted.open_log(family_ids=[ids.family, second])
    who = sheet.form.fields["family_id"]
    who.focus()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, KEY.Key_Backspace)
    assert who.value() == [ids.family]
    hosted.press(sheet, "Marlowe: Sal")
    assert who.value() is None


def test_what_is_missing_is_said_at_its_field_and_nothing_is_emptied(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    sheet = hosted.open_log()
    type_into(sheet, "agreed", "Collect at 11.")
    type_into(sheet, "what", "Ring")
    type_into(sheet, "due_on", "15/6/2021")
    ctrl_enter()
    hosted.settle()
    fields = sheet.form.fields
    wrong = {name for name, each in fields.items() if each.problem()}
    assert wrong == {"family_id", "way", "minutes", "note", "due_on"}
    assert fields["due_on"].problem() == ("Tue 15 Jun has passed. Choose today or a later day.")
    assert fields["agreed"].value() == "Collect at 11."
    focused = QApplication.focusWidget()
    assert focused is not None
    assert fields["family_id"].isAncestorOf(focused)
    assert rows(desk, "support-logs") == []


def test_the_clock_fills_in_the_minutes(hosted: Hosted, ids: Ids, clock: Clock) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    form = form_of(sheet)
    clock.tick(minutes=5)  # the sheet was open a while before the phone rang
    hosted.press(sheet, "Start the clock")
    assert form.fields["at"].value() == dt.datetime(2021, 6, 16, 10, 5)  # noqa: DTZ001
    assert form.fields["minutes"].value() == 1
    clock.tick(minutes=19, seconds=24)
    form.clock.look()
    assert "19:24" in said_in(form.clock)
    assert form.fields["minutes"].value() == 19
    hosted.press(sheet, "Stop the clock")
    clock.tick(minutes=10)
    form.clock.look()
    assert form.fields["minutes"].value() == 19
    # She rings back: it goes on, and the contact began when it began.
    hosted.press(sheet, "Start the clock")
    assert form.fields["minutes"].value() == 19
    clock.tick(minutes=5)
    form.clock.look()
    assert form.fields["minutes"].value() == 24
    assert form.fields["at"].value() == dt.datetime(2021, 6, 16, 10, 5)  # noqa: DTZ001


@pytest.mark.parametrize(("time", "late"), [("20:28", True), ("16:59", False), ("17:00", True)])
def test_out_of_hours_is_said_at_once(hosted: Hosted, ids: Ids, time: str, late: bool) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    hour, minute = map(int, time.split(":"))
    sheet.form.set_values({"at": at(15, hour, minute)})
    assert ("counts as out of hours" in said_in(sheet)) is late


def test_a_contact_is_weighed_by_the_hours_of_its_own_day(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    of_jo = {"worker_id": desk.worker_id, "hours": "Mon-Sun 18-22"}
    add(desk, "core-hours", starts_on=dt.date(2021, 6, 15), **of_jo)
    sheet = hosted.open_log(family_ids=[ids.family])
    for day, late in ((14, True), (15, False)):
        sheet.form.set_values({"at": at(day, 20)})
        assert ("counts as out of hours" in said_in(sheet)) is late


def test_evidence_is_asked_for_when_something_came_of_it(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    fill_in(hosted, sheet)
    evidence, averted = (sheet.form.fields[n] for n in ("evidence", "breakdown_averted"))
    assert not evidence.isVisible()
    hosted.qtbot.mouseClick(averted.editor, Qt.MouseButton.LeftButton)
    assert evidence.isVisible()
    hosted.qtbot.waitUntil(lambda: not evidence.editor.visibleRegion().isEmpty())
    ctrl_enter()
    hosted.settle()
    assert "Say what shows it" in evidence.problem()
    type_into(sheet, "evidence", "Notice withdrawn.")
    hosted.qtbot.mouseClick(averted.editor, Qt.MouseButton.LeftButton)
    assert not evidence.isVisible()
    ctrl_enter()
    assert hosted.sheets() == []
    (kept,) = rows(desk, "support-logs")
    assert (kept["breakdown_averted"], kept["evidence"]) == (False, None)


def test_a_draft_comes_back_to_its_own_family_only(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    second = add_family(desk, family_values(desk, name="Thorne")).record_id
    sheet = hosted.open_log(family_ids=[ids.family])
    fill_in(hosted, sheet, themes=["School"], due_on=dt.date(2021, 6, 18))
    assert any(b == "Close, keep draft" for b in buttons(sheet))
    QTest.keyClick(sheet, KEY.Key_Escape)
    assert hosted.sheets() == []
    other = hosted.open_log(family_ids=[second])
    assert "Your draft is back" not in said_in(other)
    assert other.form.fields["note"].value() is None
    other.close_sheet(force=True)
    again = hosted.open_log(family_ids=[ids.family])
    fields = again.form.fields
    assert "Your draft is back" in said_in(again)
    assert (fields["note"].value(), fields["themes"].value()) == (
        "Linda rang after tea.",
        ["School"],
    )
    assert (fields["way"].value(), fields["due_on"].value()) == (Way.PHONE, dt.date(2021, 6, 18))
    again.save()
    hosted.settle()
    fields["what"].set_value("Ring")
    again.save()
    assert hosted.sheets() == []
    assert hosted.open_log(family_ids=[ids.family]).form.fields["note"].value() is None


def test_a_draft_can_be_begun_afresh(hosted: Hosted, ids: Ids) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    fill_in(hosted, sheet)
    sheet.close_sheet()
    again = hosted.open_log(family_ids=[ids.family])
    hosted.press(again, "Begin afresh")
    assert again.form.fields["note"].value() is None
    assert again.form.fields["family_id"].value() == [ids.family]
    again.close_sheet()
    assert "Your draft is back" not in said_in(hosted.open_log(family_ids=[ids.family]))


def test_tab_runs_down_the_facts_and_then_the_words(hosted: Hosted, ids: Ids) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    fields = sheet.form.fields
    fields["family_id"].focus()
    passed = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        name = next((n for n, f in fields.items() if f.isAncestorOf(focused)), "")
        if name and name not in passed:
            passed.append(name)
        QTest.keyClick(focused, KEY.Key_Tab)
    left = ["family_id", "child_ids", "way", "at", "minutes", "themes", "brought_in"]
    left += ["breakdown_averted", "carer_staying"]
    right = ["note", "positive", "agreed", "what", "due_on", "by", "private_note"]
    assert passed == left + right


def test_tab_goes_on_from_a_family_that_was_just_chosen(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    sheet = hosted.open_log()
    who = sheet.form.fields["family_id"].editor
    assert isinstance(who, ManyEditor)
    for each in (ids.family, second):
        who.add(each)
    passed = []
    who._line.setFocus()
    for key in (KEY.Key_Backtab, KEY.Key_Backtab, KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Tab):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        reached = QApplication.focusWidget()
        assert reached is not None
        passed.append(reached.accessibleName())
    assert passed == [
        "Thorne, chosen. Take away",
        "Marlowe: Sal, chosen. Take away",
        "Thorne, chosen. Take away",
        "Who",
        "About Robin (10)",
    ]


def test_a_log_that_is_there_can_be_changed(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    saved = log(desk, [ids.family], at(15, 20), themes=["Old theme"], private_note="Mine.")
    sheet = hosted.open_log(log_id=saved)
    fields = sheet.form.fields
    assert "what" not in fields
    assert fields["family_id"].value() == [ids.family]
    assert fields["themes"].value() == ["Old theme"]
    fields["minutes"].set_value(40)
    ctrl_enter()
    assert hosted.sheets() == []
    kept = row(desk, "support-logs", saved)
    assert (kept["minutes"], kept["at"], kept["note"]) == (40, at(15, 20), "A word.")
    assert (kept["private_note"], kept["themes"]) == ("Mine.", ["Old theme"])


def test_a_visit_to_several_says_what_is_whose(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    second = str(add_family(desk, family_values(desk, name="Thorne")).record_id)
    sheet = hosted.open_log(family_ids=[ids.family])
    whose = "This and the follow-up are kept for Marlowe, chosen first."
    assert whose not in said_in(sheet)
    sheet.form.fields["family_id"].set_value([ids.family, second])
    assert whose in said_in(sheet)
    sheet.close_sheet(force=True)
    saved = log(desk, [ids.family, second], at(15, 20))
    again = hosted.open_log(log_id=saved)
    words = "How, when and how long are the whole visit’s: they change for Thorne too."
    assert words in said_in(again)
    again.form.set_values({"at": at(14, 9)})
    again.save()
    assert hosted.sheets() == []
    assert [each["at"] for each in rows(desk, "support-logs")] == [at(14, 9)] * 2


def test_somebody_elses_private_note_is_neither_shown_nor_lost(
    hosted: Hosted, desk: Desk, ids: Ids
) -> None:
    other = add(desk, "workers", first_name="Bo", last_name="Lane", role=WorkerRole.SUPPORT_WORKER)
    saved = log(desk, [ids.family], at(15), worker_id=other, private_note="Bo's own.")
    sheet = hosted.open_log(log_id=saved)
    assert "private_note" not in sheet.form.fields
    sheet.form.fields["minutes"].set_value(50)
    sheet.save()
    assert hosted.sheets() == []
    kept = row(desk, "support-logs", saved)
    assert (kept["minutes"], kept["private_note"]) == (50, "Bo's own.")
    assert kept["worker_id"] == other


def test_the_familys_own_people_are_named(hosted: Hosted, desk: Desk, ids: Ids) -> None:
    ssw = add(desk, "professionals", name="Helen Marriott", role=ProfessionalRole.SSW)
    save_record(desk, "families", {"ssw_id": ssw}, ids.family)
    add(desk, "professionals", name="Aisha Rahman", role=ProfessionalRole.PSW, hive_id=ids.hive)
    sheet = hosted.open_log(family_ids=[ids.family])
    helpers = sheet.form.fields["brought_in"].editor
    words = [box.text() for box in helpers.findChildren(CheckBox)]
    assert words[:2] == ["Helen Marriott, SSW", "Aisha Rahman, PSW"]


def test_more_brings_out_the_other_themes(hosted: Hosted, ids: Ids) -> None:
    sheet = hosted.open_log(family_ids=[ids.family])
    themes = sheet.form.fields["themes"].editor
    assert isinstance(themes, ThemesEditor)
    every = list(themes._buttons)
    assert len(every) == 12
    shown = [each for each in every if themes._buttons[each].isVisible()]
    assert len(shown) < len(every)
    hosted.press(sheet, "More")
    assert all(button.isVisible() for button in themes._buttons.values())
    assert QApplication.focusWidget() is themes._buttons[every[len(shown)]]


@pytest.mark.parametrize(("scale", "width"), [(1.0, 683), (2.0, 683), (2.0, 1366)])
def test_nothing_scrolls_sideways(
    hosted: Hosted, qapp: QApplication, ids: Ids, scale: float, width: int
) -> None:
    apply_theme(qapp, load_theme("light", scale))
    hosted.window.resize(width, 716)
    sheet = hosted.open_log(family_ids=[ids.family])
    hosted.settle()
    scroll = sheet.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert hosted.window.width() == width
    body = scroll.widget()
    assert body is not None
    assert body.width() <= scroll.viewport().width()
    for each in sheet.form.fields.values():
        if each.isVisible():
            right = each.mapTo(scroll.viewport(), each.rect().topRight()).x()
            assert right < scroll.viewport().width()
            assert each.width() >= each.minimumSizeHint().width()


def buttons(sheet: FormSheet) -> list[str]:
    """What the buttons in sight say."""
    return [b.text() for b in sheet.findChildren(Button)]
