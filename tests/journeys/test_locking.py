"""Locking at any moment: nothing of the store stays in the window, and nothing is lost."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QObject
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from sqlalchemy import text

from hivedesk.actions.desk import Desk
from hivedesk.actions.support import log_support
from hivedesk.desktop.door import Door, IdleWatch
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.forms.record_sheet import draft_key
from hivedesk.desktop.models.rows import Line
from hivedesk.desktop.pages.help.sheet import HelpSheet
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.window import MainWindow, app
from hivedesk.records import Way, WorkerRole
from hivedesk.store.queries.detail import Detail
from hivedesk.store.queries.found import Found
from hivedesk.store.queries.story_entries import Entry
from tests.actions.little import Ids, add, settle_in
from tests.conftest import PASSPHRASE, Clock

from .conftest import OpenWindow
from .hand import Hand

NOTE = "Quillfeather rang about the heron on the roof"
PRIVATE = "Nobody else may read of the zeppelin"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child."""
    return settle_in(desk)


@pytest.fixture
def hand(ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window on that store, open at Today."""
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    return hand


def open_log(hand: Hand, ids: Ids, note: str = NOTE) -> FormSheet:
    """The log sheet with everything it needs in it."""
    hand.window.workspace.open_sheet("log-support", family_ids=[ids.family])
    sheet = hand.sheet()
    hand.fill(sheet, way=Way.PHONE, minutes=20, note=note)
    return sheet


def counted(desk: Desk, table: str) -> int:
    with desk.store.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def settle(hand: Hand) -> None:
    """Until the store has answered everything, and what was thrown away is gone."""
    assert hand.window.workspace.background.wait_idle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def records_held() -> list[object]:
    """What Python still holds of records that were shown."""
    gc.collect()
    kept = [each for each in gc.get_objects() if isinstance(each, Line | Found | Entry | Detail)]
    return [each for each in kept if type(each) is not Line or each.second]


def everything_said(hand: Hand) -> list[str]:
    """Every text that any widget or model of the program holds, seen or not."""
    found: list[str] = []
    for widget in QApplication.allWidgets():
        if isinstance(widget.window(), MainWindow) and widget.window() is not hand.window:
            continue  # left open by a test that failed
        own = [each for each in widget.children() if not isinstance(each, QWidget)]
        for each in [widget, *own]:
            found += texts_of(each)
    return [each for each in found if each]


def texts_of(each: QObject) -> list[str]:
    told: list[str] = []
    names = ("text", "plainText", "windowTitle", "toolTip", "statusTip", "whatsThis")
    names += ("accessibleName", "accessibleDescription", "placeholderText", "title")
    told += [str(each.property(name) or "") for name in names]
    if isinstance(each, QTextDocument):
        told.append(each.toPlainText())
    model = each.model() if isinstance(each, QAbstractItemView) else each
    if isinstance(model, QAbstractItemModel):
        for row in range(model.rowCount()):
            column = 0
            while (index := model.index(row, column)).isValid():
                told += [str(one) for one in model.itemData(index).values()]
                column += 1
    return told


@pytest.fixture
def of_others() -> list[object]:
    """What windows of other tests have left in the process: ask for it before a window."""
    return records_held()


@pytest.mark.expects_log
def test_nothing_of_the_store_is_left_when_it_locks(
    of_others: list[object], hand: Hand, ids: Ids, desk: Desk
) -> None:
    with desk.store.reading() as session:
        names = session.execute(text("SELECT name FROM families")).scalars().all()
        people = (
            session.execute(text("SELECT first_name || ' ' || last_name FROM carers"))
            .scalars()
            .all()
        )
    secrets = {*names, *people, "Jo Field", "heron", "zeppelin"}
    for place, word in (("families", "Families"), ("support", "Support"), ("rooms", "Rooms")):
        hand.page(place, word)
    sheet = open_log(hand, ids)
    hand.save(sheet)
    hand.wait_for_words("Support logged")
    hand.window.workspace.trouble.emit(RuntimeError(names[0]))
    sheet = open_log(hand, ids)
    hand.put(sheet.form.fields["private_note"], PRIVATE)
    hand.window.topbar.open_search()
    hand.qtbot.keyClicks(hand.window.topbar.search, str(names[0])[:4])
    settle(hand)
    before = everything_said(hand)
    assert {each for each in secrets if any(each in one for one in before)} == secrets
    hand.window.lock()
    settle(hand)
    after = everything_said(hand)
    assert [one for one in after if any(each in one for each in secrets)] == []
    assert hand.title() == "HiveDesk"
    assert [each for each in records_held() if not any(each is old for old in of_others)] == []


def test_what_was_asked_before_the_lock_is_not_shown_behind_it(hand: Hand, ids: Ids) -> None:
    hand.window.workspace.open_sheet("log-support", family_ids=[ids.family])
    hand.window.topbar.open_search()
    hand.qtbot.keyClicks(hand.window.topbar.search, "a")
    hand.window.lock()
    settle(hand)
    assert hand.window.findChildren(FormSheet) == []
    assert isinstance(hand.window.findChild(Door), Door)
    assert not hand.window.searching.palette.current()


@pytest.mark.parametrize("way", ["lock", "close", "leave", "twice"])
def test_a_save_under_way_is_kept_once_whatever_is_pressed_then(
    way: str, hand: Hand, ids: Ids, desk: Desk
) -> None:
    sheet = open_log(hand, ids)
    assert sheet.keep_draft()
    settle(hand)
    assert counted(desk, "drafts") == 1
    sheet.save()
    if way == "lock":
        hand.window.lock()
    elif way == "close":
        hand.close()
    elif way == "leave":
        assert not sheet.close_sheet()
    else:
        # Typing on and pressing again while the first press is being answered.
        hand.qtbot.keyClicks(sheet.form.fields["note"].editor, " more")
        sheet.save()
        hand.keys("Ctrl+Return")
    if way != "close":
        settle(hand)
        assert hand.window.findChildren(FormSheet) == []
    assert counted(desk, "support_logs") == 1
    assert counted(desk, "drafts") == 0


def test_a_refused_save_under_way_is_a_draft_when_it_locks(
    hand: Hand, ids: Ids, desk: Desk
) -> None:
    sheet = open_log(hand, ids)
    hand.put(sheet.form.fields["what"], "Ring")  # without its day
    sheet.save()
    hand.window.lock()
    settle(hand)
    assert counted(desk, "support_logs") == 0
    assert counted(desk, "drafts") == 1
    hand.unlock(PASSPHRASE)
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.window.workspace.open_sheet("log-support", family_ids=[ids.family])
    assert hand.sheet().form.fields["note"].value() == NOTE


def test_a_laptop_that_slept_locks_before_the_first_key(hand: Hand, clock: Clock) -> None:
    watch = IdleWatch(app(), clock=clock)
    asked: list[bool] = []
    watch.idle.connect(lambda: asked.append(True))
    watch.start()
    clock.tick(minutes=4)
    hand.qtbot.keyClicks(hand.window.topbar.search, "a")
    clock.tick(days=-1)  # somebody sets the clock
    assert not watch.look()
    clock.tick(minutes=4)
    assert not watch.look()
    clock.tick(hours=9)  # the lid was shut; no timer ran
    hand.qtbot.keyClicks(hand.window.topbar.search, "b")
    assert asked == [True]
    assert hand.window.topbar.search.text() == "a"


def test_help_at_the_locked_door_reads_nothing_of_the_store(hand: Hand) -> None:
    hand.window.lock()
    line = hand.find(UnlockPage).editor.line
    hand.wait(line.hasFocus)
    hand.keys("F1")
    help_text = hand.find(HelpSheet)
    assert help_text.accessibleName() == "Keeping it safe"
    assert hand.window.workspace.desk is None
    hand.keys("F1")
    assert len(hand.window.findChildren(HelpSheet)) == 1
    hand.keys("Escape")
    hand.wait(line.hasFocus)
    hand.keys("F1")
    hand.unlock(PASSPHRASE)  # as one does who had pressed F1 by mistake
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.wait(lambda: not hand.window.findChildren(HelpSheet))


def test_no_draft_opens_under_another_child() -> None:
    keys = [
        draft_key("bookings", None, {"child_id": "c1"}),
        draft_key("bookings", None, {"child_id": "c2"}),
        draft_key("bookings", None, {"room_id": "r1", "child_id": "c1"}),
        draft_key("attendances", None, {"carer_id": "c1"}),
        draft_key("attendances", None, {"carer_id": "c2"}),
        draft_key("bookings", "c1", {}),
        draft_key("bookings", None, {}),
    ]
    assert len(set(keys)) == len(keys)


def test_words_taken_out_again_leave_no_draft(hand: Hand, ids: Ids, desk: Desk) -> None:
    hand.window.workspace.open_sheet("log-support", family_ids=[ids.family])
    sheet = hand.sheet()
    hand.put(sheet.form.fields["note"], NOTE)
    assert sheet.keep_draft()
    hand.put(sheet.form.fields["note"], "")
    sheet.close_sheet()
    settle(hand)
    assert counted(desk, "drafts") == 0


def test_somebody_elses_private_note_is_in_no_widget_and_no_draft(
    hand: Hand, ids: Ids, desk: Desk
) -> None:
    other = add(desk, "workers", first_name="Ash", last_name="Lee", role=WorkerRole.SUPPORT_WORKER)
    theirs = {"at": desk.now, "minutes": 20, "way": Way.PHONE, "note": NOTE, "worker_id": other}
    made = log_support(desk, [ids.family], theirs | {"private_note": PRIVATE}).record_id
    assert made
    workspace = hand.window.workspace
    workspace.open_record("support-logs", made)
    hand.wait_for_words("Quillfeather rang")
    workspace.open_record("families", ids.family)
    hand.wait_for_words("Marlowe")
    for name, what in (
        ("log-support", {"log_id": made}),
        ("record", {"kind": "support-logs", "record_id": made}),
    ):
        workspace.open_sheet(name, **what)
        sheet = hand.sheet()
        assert "private_note" not in sheet.form.fields
        hand.put(sheet.form.fields["note"], "Changed by the reader")
        assert sheet.keep_draft()
        settle(hand)
        sheet.close_sheet(force=True)
        settle(hand)
    hand.window.topbar.open_search()
    hand.qtbot.keyClicks(hand.window.topbar.search, "zeppelin")
    settle(hand)
    found = [one for one in everything_said(hand) if "zeppelin" in one]
    assert all(one in ("zeppelin", "Nothing found for “zeppelin”") for one in found)
    with desk.store.reading() as session:
        kept = session.execute(text('SELECT "values" FROM drafts')).scalars().all()
    assert kept
    assert not any("zeppelin" in str(one) for one in kept)
