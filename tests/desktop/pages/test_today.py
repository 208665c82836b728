"""The Today page on a real store: what it says, what its buttons do, where they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hivedesk.actions import history
from hivedesk.actions.desk import Desk
from hivedesk.actions.saving import save_record
from hivedesk.actions.support import log_support
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.today.page import TodayPage, make
from hivedesk.desktop.pages.today.rows import OpenButton
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.widgets.spot import KeptKeyboard
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import (
    Booking,
    Family,
    FamilyState,
    FollowUp,
    FollowUpBy,
    Hive,
    Permission,
    ReferralState,
    Room,
    Service,
    StayKind,
    StayState,
    Way,
    new_id,
)
from hivedesk.store import writing
from hivedesk.store.queries.hives import Hives
from tests.actions.little import settle_in
from tests.conftest import Clock
from tests.reports.little import Little, day

Made = tuple[Workspace, TodayPage]


def fill(desk: Desk, make: Callable[[Little, str], Any]) -> Any:
    with writing(desk.store, "Jo Field", "Fill", desk.now) as opened:
        hive = opened.session.scalars(select(Hive).where(Hive.name == "Eastleigh")).one()
        return make(Little(opened.session, policies=False), hive.id)


def hive_of(desk: Desk) -> str:
    with desk.store.reading() as session:
        return session.scalars(select(Hive.id).where(Hive.name == "Eastleigh")).one()


@pytest.fixture
def workspace(desk: Desk, qapp: QApplication) -> Iterator[Workspace]:
    made = Workspace()
    made.desk = desk
    made.hives = Hives(((hive_of(desk), "Eastleigh"),), hive_of(desk))
    yield made
    made.desk = None  # the fixture of the store closes it
    made.background.stop()
    made.aside.stop()


@pytest.fixture
def show(workspace: Workspace, qtbot: QtBot) -> Callable[..., TodayPage]:
    """Show the page in a window: `show(width=1278, height=716)`."""

    def shown(width: int = 1278, height: int = 716) -> TodayPage:
        page = make(workspace)
        assert isinstance(page, TodayPage)
        qtbot.addWidget(page)
        workspace.changed.connect(lambda kinds: page.reload() if page.kinds & kinds else None)
        KeptKeyboard(page)  # as the window that holds it in the program
        page.resize(width, height)
        with qtbot.waitExposed(page):
            page.show()
        with qtbot.waitSignal(page.usable):
            page.reload()
        return page

    return shown


def texts(widget: QWidget) -> list[str]:
    QApplication.processEvents()  # a new row is shown when its layout next looks
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]


def rows(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(OpenButton)]


def button(widget: QWidget, word: str, place: int = 0) -> Button:
    return [each for each in widget.findChildren(Button) if each.text() == word][place]


def press(qtbot: QtBot, page: TodayPage, pressed: Button) -> None:
    """Press it and wait until the page has heard of what changed."""
    with qtbot.waitSignal(page.usable):
        qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)


def siblings(little: Little, hive: str) -> tuple[str, str]:
    carer = little.link_carer(hive, "Wren Okoro")
    blue = little.add(
        Room(link_carer_id=carer, name="Blue room", beds=2), held_from=day("2019-06-01")
    )
    family, request = little.family(hive, name="Marsh"), new_id()
    ids, agreed = [], {"sleepovers": Permission.DELEGATED}
    for name, born in (("Tia", "2014-01-05"), ("Jayden", "2012-01-05")):
        child = little.child(
            family, first_name=name, last_name="Marsh", born_on=day(born), **agreed
        )
        booked = Booking(room_id=blue, child_id=child, from_on=day("2021-06-16"))
        more = {"to_on": day("2021-06-18"), "time_from": dt.time(17, 30), "request_id": request}
        status = {"kind": StayKind.SLEEPOVER, "status": StayState.CONFIRMED}
        ids.append(little.add(booked, **more, **status))
    return ids[0], ids[1]


def promise(little: Little, hive: str) -> list[str]:
    family = little.family(hive, name="Whitlock")
    return [
        little.add(FollowUp(family_id=family, what=what, due_on=day(due), by=FollowUpBy.ME))
        for what, due in (("Ring Dawn", "2021-06-14"), ("Send the pack", "2021-06-16"))
    ]


def test_it_opens_with_the_date_and_what_matters(
    desk: Desk, show: Callable[..., TodayPage]
) -> None:
    fill(desk, promise)
    page = show()
    said = texts(page)
    assert "Wednesday 16 June" in said
    assert any(each.startswith("Good morning, Jo. One follow-up is late") for each in said)
    assert "1 late, 1 today" in said
    assert rows(page.follow_ups) == ["Ring Dawn", "Send the pack"]
    assert not page.welcome.isVisible()


def test_an_empty_store_says_where_to_begin(
    desk: Desk, show: Callable[..., TodayPage], workspace: Workspace, qtbot: QtBot
) -> None:
    page = show()
    assert page.welcome.isVisible()
    for panel in (page.tonight, page.follow_ups, page.quiet, page.due):
        assert rows(panel) == []
    assert "Nobody has gone quiet." in texts(page.quiet)
    with qtbot.waitSignal(workspace.sheet_wanted) as asked:
        button(page, "Add a family").click()
    assert asked.args == ["record", {"kind": "families"}]


def test_siblings_arrive_with_one_press_and_one_undo(
    desk: Desk, show: Callable[..., TodayPage], qtbot: QtBot, clock: Clock
) -> None:
    ids = fill(desk, siblings)
    page = show()
    assert rows(page.tonight) == ["Jayden (9) and Tia (7) Marsh"]
    assert "2 children staying" in texts(page.tonight)
    press(qtbot, page, button(page.tonight, "Arrived"))
    with desk.store.reading() as session:
        found = [session.get_one(Booking, each) for each in ids]
        assert [each.status for each in found] == [StayState.IN_PROGRESS] * 2
    assert "Arrived 10:00" in texts(page.tonight)
    clock.tick(days=2)
    with qtbot.waitSignal(page.usable):
        page.reload()
    assert "2 going home" in texts(page.tonight)
    press(qtbot, page, button(page.tonight, "Collected"))
    assert rows(page.tonight) == []
    history.undo(desk)
    with desk.store.reading() as session:
        found = [session.get_one(Booking, each) for each in ids]
        assert [each.status for each in found] == [StayState.IN_PROGRESS] * 2


def test_the_crisis_line_counts_the_beds_that_are_left(
    desk: Desk, show: Callable[..., TodayPage]
) -> None:
    def beds(little: Little, hive: str) -> None:
        siblings(little, hive)
        carer = little.link_carer(hive, "Bev Stanley")
        attic = Room(link_carer_id=carer, name="Attic <b>", beds=1, age_from=8, age_to=17)
        little.add(attic, held_from=day("2019-06-01"))
        other = little.link_carer(little.hive("Gosport"), "Pat Hall")
        little.add(Room(link_carer_id=other, name="Den", beds=2), held_from=day("2019-06-01"))

    fill(desk, beds)
    page = show()
    spoken = [each.accessibleName() for each in page.tonight.findChildren(QLabel)]
    assert "If a crisis comes tonight: 1 bed free: Attic <b> (8–17). Then Gosport 2." in spoken
    shown = next(each for each in texts(page.tonight) if "If a crisis" in each)
    assert "Attic &lt;b> (8–17)" in shown


def test_done_is_kept_and_the_keyboard_stays_in_its_place(
    desk: Desk, show: Callable[..., TodayPage], qtbot: QtBot
) -> None:
    ids = fill(desk, promise)
    page = show()
    page.activateWindow()
    done = button(page.follow_ups, "Done")
    done.setFocus()
    qtbot.waitUntil(done.hasFocus)
    with qtbot.waitSignal(page.usable):
        qtbot.keyClick(done, Qt.Key.Key_Space)
    assert rows(page.follow_ups) == ["Send the pack"]
    qtbot.waitUntil(lambda: button(page.follow_ups, "Done").hasFocus())
    with desk.store.reading() as session:
        assert session.get_one(FollowUp, ids[0]).done_on == day("2021-06-16")
        assert session.get_one(FollowUp, ids[1]).done_on is None


def test_a_follow_up_is_put_off_to_a_chosen_day(
    desk: Desk, show: Callable[..., TodayPage], workspace: Workspace, qtbot: QtBot
) -> None:
    ids = fill(desk, promise)
    page = show()
    sheet = _sheet(page, workspace, qtbot, button(page.follow_ups, "Later…"))
    field = sheet.form.fields["due_on"]
    assert field.value() == day("2021-06-17")
    field.set_value(None)
    sheet.save()
    qtbot.waitUntil(lambda: bool(field.problem()))
    button(sheet, "In a week").click()
    assert field.problem() == ""
    with qtbot.waitSignals([sheet.closed, page.usable]):
        sheet.save()
    assert rows(page.follow_ups) == ["Send the pack"]
    with desk.store.reading() as session:
        assert session.get_one(FollowUp, ids[0]).due_on == day("2021-06-23")


def test_a_quiet_family_is_logged_or_left(
    desk: Desk, show: Callable[..., TodayPage], workspace: Workspace, qtbot: QtBot
) -> None:
    family = fill(desk, lambda little, hive: little.family(hive, name="Coombes"))
    page = show()
    assert rows(page.quiet) == ["Coombes"]
    assert "1 of 1 families" in texts(page.quiet)
    with qtbot.waitSignal(workspace.sheet_wanted) as asked:
        button(page.quiet, "Log a contact").click()
    assert asked.args == ["log-support", {"family_ids": [family]}]
    sheet = _sheet(page, workspace, qtbot, button(page.quiet, "Leave until…"))
    button(sheet, "In two weeks").click()
    with qtbot.waitSignals([sheet.closed, page.usable]):
        sheet.save()
    assert rows(page.quiet) == []
    with desk.store.reading() as session:
        assert session.get_one(Family, family).leave_until == day("2021-06-30")
    said = dt.datetime(2021, 6, 16, 9, 0, tzinfo=dt.UTC)
    values = {"at": said, "minutes": 20, "way": Way.PHONE, "note": "Talked."}
    with qtbot.waitSignal(page.usable):
        workspace.do(lambda at: log_support(at, [family], values))
    assert "0 h 20" in texts(page.week)


def test_links_and_rows_lead_where_they_say(
    desk: Desk, show: Callable[..., TodayPage], workspace: Workspace, qtbot: QtBot
) -> None:
    ids = fill(desk, promise)
    page = show()
    for panel, word, wanted in (
        (page.tonight, "Open the room board", ["rooms", {}]),
        (page.follow_ups, "See all 2", ["support", {"view": "follow-ups"}]),
        (page.spaces, "Waiting list", ["waiting", {}]),
        (page.due, "All checks", ["support", {"view": "checks"}]),
    ):
        with qtbot.waitSignal(workspace.page_wanted) as asked:
            button(panel, word).click()
        assert asked.args == wanted
    with qtbot.waitSignal(workspace.record_wanted) as opened:
        qtbot.keyClick(page.follow_ups.findChildren(OpenButton)[0], Qt.Key.Key_Space)
    assert opened.args == ["follow-ups", ids[0]]
    for word, what in (("Log support", "log-support"), ("Book a stay", "record")):
        with qtbot.waitSignal(workspace.sheet_wanted) as sheet:
            button(page, word).click()
        assert sheet.args is not None
        assert sheet.args[0] == what


def test_all_hives_say_whose_each_thing_is(
    desk: Desk, show: Callable[..., TodayPage], workspace: Workspace
) -> None:
    def two(little: Little, hive: str) -> None:
        promise(little, hive)
        far = little.family(little.hive("Gosport"), name="Pike")
        little.add(FollowUp(family_id=far, what="Far", due_on=day("2021-06-01"), by=FollowUpBy.ME))

    fill(desk, two)
    workspace.hives = Hives(workspace.hives.options, "")
    page = show()
    assert rows(page.follow_ups) == ["Far", "Ring Dawn", "Send the pack"]
    assert page.follow_ups.findChildren(OpenButton)[0].second() == "Pike, Gosport"
    assert "2 of 20 places" in texts(page.spaces)


def test_a_full_evening_needs_no_scrolling_and_a_narrow_page_never_goes_sideways(
    desk: Desk, show: Callable[..., TodayPage], qtbot: QtBot
) -> None:
    def busy(little: Little, hive: str) -> None:
        siblings(little, hive)
        for number in range(8):
            family = little.family(hive, name=f"Family {number}")
            due = day("2021-06-14")
            little.add(FollowUp(family_id=family, what="Ring", due_on=due, by=FollowUpBy.ME))
        hold = (("2020-01-01", FamilyState.ACTIVE), ("2021-06-01", FamilyState.ON_HOLD))
        little.family(hive, *hold, name="Pryce")

    fill(desk, busy)
    page = show()
    assert page._scroll.verticalScrollBar().maximum() == 0
    assert len(rows(page.follow_ups)) == 4
    assert "See all 8" in [each.text() for each in page.follow_ups.findChildren(Button)]
    everyone = button(page.quiet, "Show all 9")
    everyone.click()
    assert len(rows(page.quiet)) == 9
    for width in (1012, 683, 560):
        page.resize(width, 716)
        qtbot.waitUntil(lambda: page._scroll.viewport().width() <= page.width())
        bar = page._scroll.horizontalScrollBar()
        qtbot.waitUntil(lambda bar=bar: bar.maximum() == 0)
        assert len(rows(page.tonight)) == 1
    assert page.follow_ups.findChildren(OpenButton)[0].second() == "Family 0"


@pytest.mark.parametrize("name", ["dark", "high-contrast"])
def test_every_control_has_a_name_of_its_own_at_200_per_cent(
    desk: Desk, show: Callable[..., TodayPage], qapp: QApplication, name: Any
) -> None:
    apply_theme(qapp, load_theme(name, 2.0))
    fill(desk, siblings)
    fill(desk, promise)
    page = show(1366, 664)
    controls = [*page.findChildren(Button), *page.findChildren(OpenButton)]
    spoken = [each.accessibleName() for each in controls if each.isVisibleTo(page)]
    assert all(spoken)
    assert sorted(spoken) == sorted(set(spoken))
    assert page._scroll.horizontalScrollBar().maximum() == 0


def test_a_new_day_is_noticed(
    desk: Desk, show: Callable[..., TodayPage], qtbot: QtBot, clock: Clock
) -> None:
    fill(desk, promise)
    page = show()
    clock.tick(days=1)
    with qtbot.waitSignal(page.usable):
        page._new_day.timeout.emit()
    assert "Thursday 17 June" in texts(page)
    assert "2 late" in texts(page)


def _sheet(page: TodayPage, workspace: Workspace, qtbot: QtBot, pressed: Button) -> FormSheet:
    """Press what opens a sheet, open it over the page, and wait for it."""
    with qtbot.waitSignal(workspace.sheet_wanted) as asked:
        pressed.click()
    assert asked.args is not None
    open_sheet(asked.args[0], page, workspace, asked.args[1])
    qtbot.waitUntil(lambda: bool(_sheets(page)))
    return _sheets(page)[0]


def _sheets(page: TodayPage) -> list[FormSheet]:
    return [each for each in page.findChildren(FormSheet) if each.isVisible()]


def test_it_follows_what_makes_a_family_count_as_quiet_sooner(
    desk: Desk, workspace: Workspace, show: Callable[..., TodayPage], qtbot: QtBot
) -> None:
    family = settle_in(desk).family
    at = dt.datetime(2021, 6, 4, 10, 0, tzinfo=dt.UTC)
    log_support(desk, [family], {"at": at, "minutes": 20, "way": Way.PHONE, "note": "A word."})
    page = show()
    assert rows(page.quiet) == []
    referral = {"family_id": family, "service": Service.PSYCHOLOGY, "on": day("2021-06-10")}
    referral |= {"why": "A hard week.", "status": ReferralState.SENT}
    with qtbot.waitSignal(page.usable):
        workspace.do(lambda desk: save_record(desk, "referrals", referral), owner=page)
    assert rows(page.quiet) == ["Marlowe"]
