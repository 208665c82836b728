"""A stay's record: each step of the ladder with its reason, its repeat, how it came to this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.history import undo
from hivedesk.actions.repeats import book_repeat
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import move_stay, move_stay_on, request_stays
from hivedesk.desktop.pages.rooms.stay_record import StayBody
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.records import StayKind, StayState
from hivedesk.rules.repeats import Pattern
from hivedesk.store.queries.stay_steps import steps_of
from tests.actions.little import FRIDAY, MONDAY, SUNDAY, TODAY, Ids, book, new_child, row, settle_in
from tests.conftest import Clock

from .test_board import Page

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    return settle_in(desk)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, ids: Ids) -> Iterator[Page]:
    """The Rooms page, with sheets that open over it."""
    made = Page(qtbot, desk, 1278, 716)
    made.workspace.sheet_wanted.connect(
        lambda name, what: open_sheet(name, made.window, made.workspace, what)
    )
    yield made
    made.workspace.desk = None
    made.workspace.background.stop()
    made.workspace.aside.stop()


def shown(page: Page, stay: str) -> list[str]:
    """Show a stay's record; the buttons it offers."""
    page.page.show_this(kind="bookings", record_id=stay)
    page.settle()
    detail = page.page.lists._view("stays").detail
    return [button.text() for button in detail.widget().findChildren(Button) if button.isVisible()]


def press(page: Page, word: str) -> None:
    detail = page.page.lists._view("stays").detail
    button = next(each for each in detail.widget().findChildren(Button) if each.text() == word)
    page.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page.settle()


def answer(page: Page, **values: object) -> None:
    """Fill the dialog that asks, and save it."""
    sheet = page.sheet()
    sheet.form.set_values(values)
    with page.qtbot.waitSignal(sheet.closed):
        sheet.save()
    page.settle()


def status(desk: Desk, stay: str) -> StayState:
    found = row(desk, "bookings", stay)["status"]
    assert isinstance(found, StayState)
    return found


def read(page: Page) -> str:
    """What stands in the record."""
    (body,) = page.window.findChildren(StayBody)
    return "\n".join(label.text() for label in body.findChildren(QLabel))


def test_from_asked_to_gone_home(page: Page, desk: Desk, ids: Ids, clock: Clock) -> None:
    values = {
        "room_id": ids.room, "kind": StayKind.SLEEPOVER, "from_on": TODAY, "to_on": TODAY + DAY,
    }  # fmt: skip
    stay = request_stays(desk, [ids.child], values).record_ids[0]
    assert {"Agree", "Decline…", "Cancel this stay…", "Move…", "Repeat…"} <= set(shown(page, stay))
    for word in ("Agree", "Confirm", "Arrived"):
        press(page, word)
    assert status(desk, stay) is StayState.IN_PROGRESS
    assert "Went home" not in shown(page, stay), "not before the day"
    clock.tick(days=1)
    assert "Went home" in shown(page, stay)
    press(page, "Went home")
    assert status(desk, stay) is StayState.COMPLETED
    told = read(page)
    steps = [told.index(f"\n{word}\n") for word in ("Requested", "Agreed", "Confirmed", "Here now")]
    assert steps == sorted(steps)
    assert "Wed 16 Jun, 10:00\nJo Field" in told


@pytest.mark.parametrize(
    ("word", "state", "asked"),
    [
        ("Decline…", StayState.DECLINED, True),
        ("Cancel this stay…", StayState.CANCELLED, False),
        ("Did not come…", StayState.NO_SHOW, False),
    ],
)
def test_a_step_off_the_ladder_needs_its_reason(
    page: Page, desk: Desk, ids: Ids, word: str, state: StayState, asked: bool
) -> None:
    given = {"from_on": TODAY, "status": StayState.REQUESTED if asked else StayState.AGREED}
    stay = book(desk, ids, **given)
    shown(page, stay)
    press(page, word)
    sheet = page.sheet()
    sheet.save()
    page.qtbot.waitUntil(lambda: bool(sheet.form.fields["why"].problem()))
    assert status(desk, stay) is given["status"]
    answer(page, why="Grandma came to stay")
    assert status(desk, stay) is state
    assert "Grandma came to stay" in read(page)


def test_going_home_early_frees_the_nights_that_are_left(
    page: Page, desk: Desk, ids: Ids, clock: Clock
) -> None:
    stay = book(desk, ids, from_on=TODAY, to_on=MONDAY)
    move_stay_on(desk, stay, StayState.IN_PROGRESS)
    clock.tick(days=1)
    kit = new_child(desk, ids.family, first_name="Kit")
    shown(page, stay)
    press(page, "Went home early…")
    sheet = page.sheet()
    assert sheet.form.fields["ended_on"].value() == TODAY + DAY
    sheet.form.set_values({"ended_on": TODAY - DAY, "why": "Homesick"})
    sheet.save()
    page.qtbot.waitUntil(lambda: bool(sheet.form.fields["ended_on"].problem()))
    answer(page, ended_on=TODAY + DAY)
    assert status(desk, stay) is StayState.ENDED_EARLY
    assert book(desk, ids, child_id=kit, from_on=FRIDAY, to_on=SUNDAY)


def test_a_step_over_a_warning_asks_for_the_reason(page: Page, desk: Desk, ids: Ids) -> None:
    save_record(desk, "rooms", {"age_to": 5}, ids.room)
    stay = book(desk, ids, status=StayState.REQUESTED)
    shown(page, stay)
    press(page, "Agree")
    assert status(desk, stay) is StayState.REQUESTED
    answer(page, override="A cot is there")
    assert status(desk, stay) is StayState.AGREED
    assert "A cot is there" in read(page)


def test_its_repeat_and_its_moves_are_told(page: Page, desk: Desk, ids: Ids) -> None:
    values = {"room_id": ids.room, "kind": StayKind.SLEEPOVER}
    dates = Pattern(FRIDAY, 2, 2, FRIDAY + 8 * WEEK).dates()
    made = book_repeat(desk, [ids.child], values, dates).record_ids
    shown(page, made[0])
    assert "Comes every second Friday, 4 more: Fri 2 Jul, Fri 16 Jul," in read(page)
    move_stay(desk, made[4], from_on=FRIDAY + 8 * WEEK + DAY, to_on=SUNDAY + 8 * WEEK)
    shown(page, made[4])
    told = read(page)
    assert "Comes every second Friday; this is the last." in told
    assert "Moved to Sat 14 – Sun 15 Aug, 1 night" in told
    press(page, "Move…")
    assert page.sheet().form.fields["from_on"].value() == FRIDAY + 8 * WEEK + DAY
    page.sheet().close_sheet(force=True)


def test_what_was_taken_back_is_told_too(desk: Desk, ids: Ids) -> None:
    stay = book(desk, ids)
    move_stay_on(desk, stay, StayState.CANCELLED, "Not needed")
    undo(desk)
    with desk.store.reading() as session:
        steps = steps_of(session, stay)
    assert [(step.status, step.why, step.undone) for step in steps] == [
        (StayState.AGREED, "", False),
        (StayState.CANCELLED, "Not needed", False),
        (StayState.AGREED, "", True),
    ]
    assert {step.who for step in steps} == {"Jo Field"}
