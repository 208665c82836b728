"""Stays that come again, in the window: every date seen before it is saved, one or all changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.repeats import book_repeat
from hivedesk.actions.saving import save_record
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.rooms.repeat_dates import DatesPane
from hivedesk.desktop.pages.rooms.repeat_planned import PlannedSheet
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.editors_choice import CheckBox
from hivedesk.records import StayKind, StayState
from hivedesk.rules.repeats import Pattern
from tests.actions.little import FRIDAY, SUNDAY, Ids, add, book, new_child, row, rows, settle_in

from .test_board import Page

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive with its room of one bed."""
    return settle_in(desk)


@pytest.fixture
def fortnights(desk: Desk, ids: Ids) -> list[str]:
    """Every second Friday, four times."""
    dates = Pattern(FRIDAY, 2, 2, FRIDAY + 6 * WEEK).dates()
    values = {"room_id": ids.room, "kind": StayKind.SLEEPOVER}
    return list(book_repeat(desk, [ids.child], values, dates).record_ids)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, ids: Ids, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The Rooms page, with sheets that open over it."""
    if "fortnights" in request.fixturenames:
        request.getfixturevalue("fortnights")
    made = Page(qtbot, desk, 1278, 716)
    made.workspace.sheet_wanted.connect(
        lambda name, what: open_sheet(name, made.window, made.workspace, what)
    )
    yield made
    made.workspace.desk = None
    made.workspace.background.stop()
    made.workspace.aside.stop()


def planned(page: Page, name: str, **what: Any) -> PlannedSheet:
    """Open a sheet that shows dates."""
    page.workspace.open_sheet(name, **what)
    page.settle()
    sheet = page.sheet()
    assert isinstance(sheet, PlannedSheet)
    return sheet


def fill(page: Page, sheet: PlannedSheet, **values: Any) -> None:
    """Put values in, and wait until the dates are those of them."""
    sheet.form.set_values(values)
    page.qtbot.waitUntil(lambda: sheet._shown_is_true)
    page.settle()


def lines(pane: DatesPane) -> list[tuple[str, str, bool]]:
    """Each date as it is read: when, the answer, whether it is skipped."""
    return [
        (line._when.text(), line._badge.spec().word, line.box.isChecked()) for line in pane._rows
    ]


def saved(page: Page, sheet: FormSheet) -> None:
    with page.qtbot.waitSignal(sheet.closed):
        sheet.save()
    page.settle()


def tab_to(qtbot: QtBot, name: str, kind: type[QWidget] = QWidget) -> QWidget:
    """Press Tab until the control of this name has the keyboard."""
    for _ in range(60):
        here = QApplication.focusWidget()
        if isinstance(here, kind) and here.accessibleName().startswith(name):
            return here
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reached {name}")


def test_every_date_is_seen_before_it_is_saved_and_a_clash_is_ticked_to_be_skipped(
    page: Page, desk: Desk, ids: Ids
) -> None:
    other = new_child(desk, ids.family, first_name="Kit")
    book(desk, ids, child_id=other, from_on=FRIDAY + WEEK, to_on=FRIDAY + WEEK + DAY)
    sheet = planned(page, "repeat")
    assert sheet.pane._sum.text() == "Choose the child."
    fill(
        page, sheet, child_id=ids.child, room_id=ids.room, from_on=FRIDAY, every=1,
        until=FRIDAY + 2 * WEEK,
    )  # fmt: skip
    assert sheet.pane._title.text() == "Every Friday"
    assert lines(sheet.pane) == [
        ("Fri 18 – Sun 20 Jun, 2 nights", "Fits", False),
        ("Fri 25 – Sun 27 Jun, 2 nights", "Clashes", True),
        ("Fri 2 – Sun 4 Jul, 2 nights", "Fits", False),
    ]
    assert sheet.pane._sum.text() == "3 dates: 2 fit, 1 clashes. 1 is skipped."
    assert "is full on Fri 25 Jun" in sheet.pane._rows[1].box.accessibleDescription()
    # A clash is never dropped unseen, nor booked: who unticks it is told.
    sheet.pane._rows[1].box.click()
    page.qtbot.waitUntil(lambda: sheet._shown_is_true)
    sheet.save()
    assert sheet._note.text().startswith("Fri 25 Jun clashes.")
    assert len(rows(desk, "bookings")) == 1
    sheet.pane._rows[1].box.click()
    page.qtbot.waitUntil(lambda: sheet._shown_is_true)
    saved(page, sheet)
    booked = rows(desk, "bookings", child_id=ids.child)
    assert [stay["from_on"] for stay in booked] == [FRIDAY, FRIDAY + 2 * WEEK]
    assert len({stay["repeat_id"] for stay in booked}) == 1


def test_a_warning_needs_a_note_and_what_is_skipped_needs_none(
    page: Page, desk: Desk, ids: Ids
) -> None:
    save_record(desk, "rooms", {"age_to": 5}, ids.room)
    sheet = planned(page, "repeat")
    fill(
        page, sheet, child_id=ids.child, room_id=ids.room, from_on=FRIDAY, every=0,
        until=FRIDAY + 6 * WEEK,
    )  # fmt: skip
    assert sheet.pane._title.text() == "The third Friday of the month"
    assert [line[1] for line in lines(sheet.pane)] == ["Ask first", "Ask first"]
    note = sheet.form.fields["override"]
    assert note.isVisible()
    sheet.save()
    assert note.problem().startswith("Say why")
    assert rows(desk, "bookings") == []
    fill(page, sheet, override="Sleeps beside a baby sister")
    sheet.pane._rows[1].box.click()
    page.qtbot.waitUntil(lambda: sheet._shown_is_true)
    saved(page, sheet)
    (stay,) = rows(desk, "bookings")
    assert stay["override_note"] == "Sleeps beside a baby sister"


def test_a_wrong_pattern_is_said_on_its_field(page: Page, ids: Ids) -> None:
    sheet = planned(page, "repeat")
    right = {"child_id": ids.child, "room_id": ids.room, "from_on": FRIDAY, "every": 1}
    fill(page, sheet, **right, until=FRIDAY - DAY)
    assert "before the first stay" in sheet.form.fields["until"].problem()
    fill(page, sheet, until=FRIDAY.replace(year=2026))
    assert "more than two years" in sheet.form.fields["until"].problem()
    assert sheet.pane.plan == []
    fill(page, sheet, until=FRIDAY + WEEK, nights=8)
    assert "run into the next" in sheet.form.fields["every"].problem()
    sheet.save()
    assert "run into the next" in sheet.form.fields["every"].problem()
    fill(page, sheet, kind=StayKind.DAY_CARE)
    assert "hours" in sheet.form.fields["time_from"].problem()


def test_a_stay_that_is_there_comes_again(page: Page, desk: Desk, ids: Ids) -> None:
    stay = book(desk, ids, medication="Inhaler")
    sheet = planned(page, "repeat", booking_id=stay)
    assert not sheet.form.fields["child_id"].isVisible()
    fill(page, sheet, until=FRIDAY + 4 * WEEK)
    assert [line[0][:6] for line in lines(sheet.pane)] == ["Fri 2 ", "Fri 16"]
    saved(page, sheet)
    stays = rows(desk, "bookings")
    assert len({each["repeat_id"] for each in stays}) == 1
    assert [each["medication"] for each in stays] == ["Inhaler"] * 3


def test_by_keyboard_alone_from_the_menu_to_the_last_date(
    page: Page, desk: Desk, ids: Ids, qtbot: QtBot
) -> None:
    book(desk, ids, child_id=new_child(desk, ids.family, first_name="Kit"))
    page.board.setFocus()
    ways = tab_to(qtbot, "Other ways to book", Button)
    qtbot.keyClick(ways, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    # Without a window manager nobody hands the keyboard back when a menu closes.
    page.window.activateWindow()
    page.settle()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    sheet = page.sheet()
    assert isinstance(sheet, PlannedSheet)
    for name, typed in (
        ("Child", "Robin Ashdown (10)"),
        ("Room", "Garden room · Wren Okoro"),
        ("First stay from", "18/6/2021"),
        ("Nights", "1"),
    ):
        field = tab_to(qtbot, name)
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(field, typed)
        if (offered := QApplication.activePopupWidget()) is not None:
            qtbot.keyClick(offered, Qt.Key.Key_Down)
            qtbot.keyClick(offered, Qt.Key.Key_Return)
            page.window.activateWindow()
            qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    keys_of = tab_to(qtbot, "Every week", Button)
    qtbot.keyClick(keys_of, Qt.Key.Key_Space)
    qtbot.keyClicks(tab_to(qtbot, "Until"), "2/7/2021")
    qtbot.waitUntil(lambda: sheet._shown_is_true and len(sheet.pane.plan) == 3)
    page.settle()
    assert [line[2] for line in lines(sheet.pane)] == [True, False, False]
    box = tab_to(qtbot, "Skip Fri 25", CheckBox)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sheet._shown_is_true)
    assert QApplication.focusWidget() is box, "the focus stays where the hand is"
    with qtbot.waitSignal(sheet.closed):
        qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (stay,) = rows(desk, "bookings", child_id=ids.child)
    assert (stay["from_on"], stay["to_on"]) == (FRIDAY + 2 * WEEK, FRIDAY + 2 * WEEK + DAY)


def test_a_dragged_bar_of_a_repeat_asks_which_and_shows_what_clashes(
    page: Page, desk: Desk, ids: Ids, fortnights: list[str]
) -> None:
    day = FRIDAY + 4 * WEEK + 2 * DAY
    add(desk, "room-closures", room_id=ids.room, first_day=day, last_day=day)
    saturday = FRIDAY + DAY
    page.drag(page.point("Garden room", saturday), page.point("Garden room", saturday + DAY))
    sheet = page.sheet()
    assert isinstance(sheet, PlannedSheet)
    assert row(desk, "bookings", fortnights[0])["from_on"] == FRIDAY
    assert len(sheet.pane.plan) == 1, "only this one, until all later ones are asked for"
    assert not sheet.pane._rows[0].box.isVisible()
    fill(page, sheet, which="later")
    assert lines(sheet.pane) == [
        ("Fri 18 Jun to Sat 19 – Mon 21 Jun, 2 nights", "Fits", False),
        ("Fri 2 Jul to Sat 3 – Mon 5 Jul, 2 nights", "Fits", False),
        ("Fri 16 Jul to Sat 17 – Mon 19 Jul, 2 nights", "Clashes", True),
        ("Fri 30 Jul to Sat 31 Jul – Mon 2 Aug, 2 nights", "Fits", False),
    ]
    saved(page, sheet)
    begins = [row(desk, "bookings", stay)["from_on"] - FRIDAY for stay in fortnights]
    assert begins == [DAY, 2 * WEEK + DAY, 4 * WEEK, 6 * WEEK + DAY]


def test_by_keyboard_one_is_stretched_and_the_others_stay(
    page: Page, desk: Desk, fortnights: list[str], qtbot: QtBot
) -> None:
    page.focus("Garden room", FRIDAY)
    page.keys(Qt.Key.Key_Right, shift=True)
    page.keys(Qt.Key.Key_Return)
    sheet = page.sheet()
    assert isinstance(sheet, PlannedSheet)
    here = tab_to(qtbot, "This one", Button)
    qtbot.waitUntil(lambda: sheet._shown_is_true)
    with qtbot.waitSignal(sheet.closed):
        qtbot.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    nights = [
        (stay["to_on"] - stay["from_on"]).days
        for stay in (row(desk, "bookings", each) for each in fortnights)
    ]
    assert nights == [3, 2, 2, 2]


def test_moving_one_to_a_full_room_is_refused_before_it_is_saved(
    page: Page, desk: Desk, ids: Ids, fortnights: list[str]
) -> None:
    loft = add(
        desk, "rooms", name="Loft", beds=1, held_from=dt.date(2019, 6, 1),
        link_carer_id=ids.link_carer,
    )  # fmt: skip
    book(desk, ids, child_id=new_child(desk, ids.family, first_name="Kit"), room_id=loft)
    sheet = planned(page, "move-stay", booking_id=fortnights[0])
    assert sheet.pane._sum.text() == "Choose other days or another room."
    fill(page, sheet, room_id=loft)
    sheet.save()
    assert "Loft is full on Fri 18 Jun" in sheet._note.text()
    fill(page, sheet, which="later")
    assert [line[1] for line in lines(sheet.pane)] == ["Clashes", "Fits", "Fits", "Fits"]
    saved(page, sheet)
    there = [row(desk, "bookings", stay)["room_id"] for stay in fortnights]
    assert there == [ids.room, loft, loft, loft]


@pytest.mark.parametrize(("which", "left"), [("one", 3), ("later", 1)])
def test_cancelling_asks_which(
    page: Page, desk: Desk, fortnights: list[str], which: str, left: int
) -> None:
    page.focus("Garden room", FRIDAY + 2 * WEEK)
    page.keys(Qt.Key.Key_Delete)
    sheet = page.sheet()
    assert sheet.form.fields["which"].value() == "one"
    sheet.save()
    page.qtbot.waitUntil(lambda: bool(sheet.form.fields["why"].problem()))
    sheet.form.set_values({"why": "School starts", "which": which})
    saved(page, sheet)
    assert len(rows(desk, "bookings", status=StayState.AGREED)) == left
    gone = rows(desk, "bookings", status=StayState.CANCELLED)
    assert {stay["status_why"] for stay in gone} == {"School starts"}


def test_the_form_leaves_the_days_of_a_repeat_to_moving(
    page: Page, fortnights: list[str], desk: Desk, ids: Ids
) -> None:
    page.workspace.open_sheet("record", kind="bookings", record_id=fortnights[0])
    page.settle()
    sheet = page.sheet()
    assert {"room_id", "from_on", "to_on", "status"}.isdisjoint(sheet.form.fields)
    sheet.form.set_values({"food": "No nuts"})
    saved(page, sheet)
    assert row(desk, "bookings", fortnights[0])["food"] == "No nuts"
    assert row(desk, "bookings", fortnights[0])["to_on"] == SUNDAY


def test_what_was_typed_is_there_again(page: Page, desk: Desk, ids: Ids) -> None:
    sheet = planned(page, "repeat")
    given = {
        "child_id": ids.child, "room_id": ids.room, "kind": StayKind.DAY_CARE, "from_on": FRIDAY,
        "time_from": dt.time(9), "time_to": dt.time(15), "every": 1, "until": FRIDAY + WEEK,
        "why": "Dentist",
    }  # fmt: skip
    fill(page, sheet, **given)
    with page.qtbot.waitSignal(sheet.closed):
        sheet.close_sheet()
    page.settle()
    again = planned(page, "repeat")
    page.qtbot.waitUntil(lambda: again._shown_is_true and len(again.pane.plan) == 2)
    values = again.form.values()
    assert {name: values[name] for name in given} == given
    saved(page, again)
    assert [stay["kind"] for stay in rows(desk, "bookings")] == [StayKind.DAY_CARE] * 2
    fresh = planned(page, "repeat")
    assert fresh.form.fields["child_id"].value() is None


def test_escape_closes_the_suggestions_before_the_sheet(page: Page, ids: Ids, qtbot: QtBot) -> None:
    sheet = planned(page, "repeat")
    editor = sheet.form.fields["room_id"].editor
    editor.setFocus()
    qtbot.keyClicks(editor, "Gard")
    offered = QApplication.activePopupWidget()
    assert offered is not None
    qtbot.keyClick(offered, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert sheet.isVisible()
    with qtbot.waitSignal(sheet.closed):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
