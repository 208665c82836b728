"""A stay is booked in the whole window: once by the mouse alone, once by the keyboard alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from hivedesk.actions.desk import Desk
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.rooms.board.hands import Board
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.widgets.editors_choice import ListEditor
from hivedesk.records import Booking, StayKind, StayState
from hivedesk.store import open_store
from tests.actions.little import FRIDAY, SUNDAY, Ids, book, settle_in
from tests.conftest import PASSPHRASE, Clock

from .conftest import OpenWindow
from .hand import Hand

DAY = dt.timedelta(days=1)
LEFT = Qt.MouseButton.LeftButton
Stays = list[tuple[str, str | None, StayKind, StayState, dt.date, dt.date]]


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive, with a stay from Friday to Sunday."""
    made = settle_in(desk)
    book(desk, made)
    return made


@pytest.fixture
def hand(ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window, shut, as it is when a laptop is opened of a morning."""
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.window.lock()
    return hand


@contextmanager
def stays_in(hand: Hand, path: Path) -> Iterator[Stays]:
    """What lies in the store once the window is closed and the store opened anew."""
    hand.close()
    store = open_store(path, PASSPHRASE, Clock().now)
    try:
        with store.reading() as session:
            columns = (Booking.room_id, Booking.child_id, Booking.kind, Booking.status)
            days = (Booking.from_on, Booking.to_on)
            found = session.execute(select(*columns, *days).order_by(Booking.from_on))
            yield [tuple(row) for row in found]  # type: ignore[misc]
    finally:
        store.close()


def slept(ids: Ids, begin: dt.date, end: dt.date) -> tuple[Any, ...]:
    """A sleepover that is agreed."""
    return (ids.room, ids.child, StayKind.SLEEPOVER, StayState.AGREED, begin, end)


def point(board: Board, ids: Ids, day: dt.date, part: float = 0.5) -> QPoint:
    """A point of the board: the middle of a day (or another part of it) in the room's row."""
    assert board.model is not None
    row = board.model.row_of(ids.room)
    assert row is not None
    box = board.view.lane_rect(row, 0, 0, 2)
    return QPoint(round(board.view.x_of_day(day.toordinal() + part)), round(box.center().y()))


def drag(hand: Hand, board: Board, begin: QPoint, end: QPoint) -> None:
    """Press, draw and let go."""
    port = board.viewport()
    hand.qtbot.mousePress(port, LEFT, pos=begin)
    for part in (0.3, 0.7, 1.0):
        hand.qtbot.mouseMove(port, begin + (end - begin) * part)
    hand.qtbot.mouseRelease(port, LEFT, pos=end)


def pick(hand: Hand, editor: ListEditor, words: str) -> None:
    """Open a list and press a line of it."""
    caret = QPoint(editor.width() - 12, editor.height() // 2)
    hand.qtbot.mouseClick(editor, LEFT, pos=caret)
    view = editor.view()
    hand.wait(view.isVisible)
    place = next(n for n in range(editor.count()) if words in editor.itemText(n))
    line = view.visualRect(view.model().index(place, 0))
    hand.qtbot.mouseMove(view.viewport(), line.center())
    hand.qtbot.mouseClick(view.viewport(), LEFT, pos=line.center())
    popup_gone(hand)
    hand.wait(lambda: words in editor.currentText())


def board_of(hand: Hand) -> Board:
    """The board, once its rooms stand there."""
    board = hand.find(Board)
    hand.wait(lambda: board.model is not None and board.model.rows)
    return board


def closing(sheet: FormSheet) -> list[bool]:
    """Holds something once the form has closed: by then it may be no more."""
    gone: list[bool] = []
    sheet.closed.connect(lambda: gone.append(True))
    return gone


def popup_gone(hand: Hand) -> None:
    """Wait until a list has closed; the window is then the active one, as on every desktop."""
    hand.wait(lambda: QApplication.activePopupWidget() is None)
    hand.window.activateWindow()  # the offscreen platform leaves that to us
    hand.wait(QApplication.focusWidget)


def tab_to(hand: Hand, sheet: FormSheet, name: str) -> QWidget:
    """Press Tab until the keyboard is in that field."""
    field = sheet.form.fields[name]
    for _ in range(len(sheet.form.fields)):
        focused = QApplication.focusWidget()
        if focused is not None and field.isAncestorOf(focused):
            return focused
        hand.keys("Tab")
    raise AssertionError(f"Tab does not come to {name}")


def test_a_stay_is_booked_moved_and_stretched_by_mouse(
    hand: Hand, ids: Ids, tmp_path: Path
) -> None:
    unlock = hand.find(UnlockPage)
    hand.qtbot.keyClicks(unlock.editor.line, PASSPHRASE)
    hand.press("Unlock")
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.page("rooms", "Rooms")
    board, first = board_of(hand), hand.window.workspace.today + DAY
    drag(hand, board, point(board, ids, first), point(board, ids, first + 2 * DAY))
    sheet = hand.sheet()
    hand.press("Sleepover", sheet)
    child = sheet.form.fields["child_id"].editor
    assert isinstance(child, ListEditor)
    pick(hand, child, "Robin")
    gone = closing(sheet)
    hand.press("Save", sheet)
    hand.wait(lambda: gone)

    # Taken hold of in its middle it moves, at its end it is stretched.
    hand.wait(lambda: board.bar_at(point(board, ids, first + DAY)))
    drag(hand, board, point(board, ids, first + DAY), point(board, ids, first + 2 * DAY))
    end = point(board, ids, first + 3 * DAY, 0.46)
    hand.wait(lambda: board.carry is None and board.bar_at(end))
    drag(hand, board, end, end + QPoint(round(board.view.day), 0))
    hand.wait(lambda: board.carry is None and board.bar_at(point(board, ids, first + 3 * DAY, 0.9)))
    with stays_in(hand, tmp_path / "my.hive") as found:
        assert found == [slept(ids, FRIDAY, SUNDAY), slept(ids, first + DAY, first + 4 * DAY)]


def test_a_stay_is_booked_moved_and_stretched_by_keyboard(
    hand: Hand, ids: Ids, tmp_path: Path
) -> None:
    hand.find(UnlockPage)
    hand.wait(QApplication.focusWidget)
    hand.qtbot.keyClicks(QApplication.focusWidget(), PASSPHRASE)
    hand.keys("Return")
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.keys("Ctrl+3")
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    board, first = board_of(hand), hand.window.workspace.today + DAY
    assert QApplication.focusWidget() is board
    for keys in ("Right", "Shift+Right", "Return"):
        hand.keys(keys)
    sheet = hand.sheet()
    tab_to(hand, sheet, "kind")
    hand.keys("Space")
    hand.qtbot.keyClicks(tab_to(hand, sheet, "child_id"), "Robin")
    hand.wait(QApplication.activePopupWidget)
    hand.keys("Down")
    hand.keys("Return")
    popup_gone(hand)
    gone = closing(sheet)
    hand.keys("Ctrl+Return")
    hand.wait(lambda: gone)

    # The keyboard is on the board again, on the first night of what was booked.
    hand.wait(lambda: QApplication.focusWidget() is board and board.bar_in(board.cell))
    for keys in ("Shift+Right", "Return"):
        hand.keys(keys)
    hand.wait(lambda: board.carry is None)
    for keys in ("M", "Right", "Return"):
        hand.keys(keys)
    hand.wait(lambda: board.carry is None)
    with stays_in(hand, tmp_path / "my.hive") as found:
        assert found == [slept(ids, FRIDAY, SUNDAY), slept(ids, first + DAY, first + 4 * DAY)]
