"""The room board: what it reads, what it says, and what hands do on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from hivedesk.actions.desk import Desk
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import book_stay, move_stay_on
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.rooms.board.canvas import Cell
from hivedesk.desktop.pages.rooms.board.geometry import ZOOMS
from hivedesk.desktop.pages.rooms.board.hands import Board
from hivedesk.desktop.pages.rooms.board.model import Bar, Model
from hivedesk.desktop.pages.rooms.page import RoomsPage
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.buttons import Segments
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Booking, StayKind, StayState
from hivedesk.rules.days import Span
from hivedesk.store import writing
from hivedesk.store.queries.board import board_of
from tests.actions.little import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    TODAY,
    Ids,
    add,
    book,
    new_child,
    row,
    settle_in,
    stay_values,
)

JUNE = Span(dt.date(2021, 6, 1), dt.date(2021, 6, 30))
DAY = dt.timedelta(days=1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive, and a second room of two beds with the same link carer."""
    made = settle_in(desk)
    room(desk, made, "Loft", beds=2)
    return made


def room(desk: Desk, ids: Ids, name: str, **more: Any) -> str:
    held = {"beds": 1, "held_from": dt.date(2019, 6, 1), "link_carer_id": ids.link_carer}
    return add(desk, "rooms", name=name, **(held | more))


def elsewhere(desk: Desk) -> str:
    """A room of another Hive; its id."""
    hive = add(desk, "hives", name="Gosport", area="Gosport", started_on=dt.date(2019, 5, 1))
    carer = {"hive_id": hive, "first_name": "Pat", "last_name": "Hall", "area": "Gosport"}
    keeper = add(desk, "link-carers", **carer, started_on=dt.date(2019, 5, 1))
    return add(
        desk, "rooms", name="Den", link_carer_id=keeper, beds=1, held_from=dt.date(2019, 6, 1)
    )


class Page:
    """The Rooms page in a window, and hands for its board."""

    def __init__(self, qtbot: QtBot, desk: Desk, width: int, height: int) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.workspace = Workspace()
        self.workspace.desk = desk
        self.workspace.hives = come_in(desk).hives
        self.page = RoomsPage(self.workspace)
        self.view, self.board = self.page.board, self.page.board.board
        self.said: list[str] = []
        self.board.said.connect(self.said.append)
        kinds = self.page.kinds
        self.workspace.changed.connect(lambda c: self.page.reload() if c & kinds else None)
        self.window = QWidget()
        box = QHBoxLayout(self.window)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        qtbot.addWidget(self.window)
        self.window.resize(width, height)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.page.reload()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
            assert self.workspace.background.wait_idle()
        QApplication.processEvents()

    def focus(self, name: str, day: dt.date, lane: int = 0) -> None:
        """Put the keyboard on one cell."""
        self.board.setFocus()
        self.qtbot.waitUntil(self.board.hasFocus)
        self.board.focus_on(Cell(self.row(name), lane, day.toordinal()))

    def keys(self, *keys: Qt.Key, shift: bool = False) -> None:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        for key in keys:
            self.qtbot.keyClick(self.board, key, held)
        self.settle()

    def row(self, name: str) -> int:
        return next(n for n, each in enumerate(self.model.rows) if each.title == name)

    @property
    def model(self) -> Model:
        assert self.board.model is not None
        return self.board.model

    def bars(self, name: str) -> list[Bar]:
        return [bar for lane in self.model.rows[self.row(name)].lanes for bar in lane.bars]

    def point(self, name: str, day: dt.date, part: float = 0.5, lane: int = 0) -> QPoint:
        """A point in a room's lane, `part` of the way through a day."""
        view = self.board.view
        box = view.lane_rect(self.row(name), lane, 0, 2)
        return QPoint(round(view.x_of_day(day.toordinal() + part)), round(box.center().y()))

    def drag(self, begin: QPoint, end: QPoint) -> None:
        port, left = self.board.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mousePress(port, left, pos=begin)
        for part in (0.3, 0.7, 1.0):
            self.qtbot.mouseMove(port, begin + (end - begin) * part)
        self.qtbot.mouseRelease(port, left, pos=end)
        self.settle()

    def sheet(self) -> FormSheet:
        (found,) = (each for each in self.window.findChildren(FormSheet) if each.isVisible())
        return found


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Iterator[Callable[..., Page]]:
    """Show the page: `show(width=1278, height=716)`."""
    made: list[Page] = []

    def shown(width: int = 1278, height: int = 716) -> Page:
        made.append(Page(qtbot, desk, width, height))
        return made[-1]

    yield shown
    for each in made:
        each.workspace.desk = None
        each.workspace.background.stop()
        each.workspace.aside.stop()


def asked_for(page: Page, qtbot: QtBot, act: Callable[[], None]) -> tuple[str, dict[str, Any]]:
    """What sheet an act asks for."""
    with qtbot.waitSignal(page.workspace.sheet_wanted) as asked:
        act()
    assert asked.args is not None
    return asked.args[0], asked.args[1]


# --- what is read


def test_names_of_other_hives_are_not_read(desk: Desk, ids: Ids) -> None:
    there = elsewhere(desk)
    child = new_child(desk, ids.family, first_name="Quillon")
    book(desk, ids, room_id=there, child_id=child, needs="Peanuts", override_note="Agreed")
    book(desk, ids)
    statements: list[str] = []
    with desk.store.reading() as session:
        event.listen(
            desk.store.engine,
            "before_cursor_execute",
            lambda _c, _k, statement, *_: statements.append(statement),
        )
        board = board_of(session, ids.hive, JUNE)
    assert "Robin" in repr(board.own)
    assert "Quillon" not in repr(board)
    (den,) = board.others[0].rooms
    (stay,) = den.stays
    assert (stay.kind, stay.from_on, stay.id, stay.name) == (
        StayKind.SLEEPOVER, FRIDAY, "", "",
    )  # fmt: skip
    # The one question that reads names asks for the own Hive's rooms only.
    named = [each for each in statements if "children" in each]
    assert len(named) == 1
    assert "bookings.room_id IN" in named[0]


def test_beds_are_counted_night_by_night(desk: Desk, ids: Ids) -> None:
    book(desk, ids)
    loft = room(desk, ids, "Snug", held_from=SATURDAY)
    save_record(desk, "room-closures", {"room_id": loft, "first_day": SUNDAY, "last_day": SUNDAY})
    with desk.store.reading() as session:
        board = board_of(session, ids.hive, JUNE)
    found = [board.free[FRIDAY - DAY + n * DAY] for n in range(5)]
    assert found == [3, 2, 3, 3, 4]
    assert board.thin[FRIDAY] == 1


def test_what_was_cancelled_is_not_on_the_board(desk: Desk, ids: Ids) -> None:
    stay = book(desk, ids)
    move_stay_on(desk, stay, StayState.CANCELLED, "Not needed")
    with desk.store.reading() as session:
        board = board_of(session, ids.hive, JUNE)
    assert [room.stays for carer in board.own for room in carer.rooms] == [(), ()]
    assert board.free[FRIDAY] == 3


# --- what is seen and said


def test_it_opens_with_this_week_and_todays_rooms(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    elsewhere(desk)
    book(desk, ids)
    page = show()
    titles = [(each.kind, each.title) for each in page.model.rows]
    assert titles == [
        ("band", "Eastleigh Hive"), ("carer", "Wren Okoro"), ("room", "Garden room"),
        ("room", "Loft"), ("band", "Other Hives nearby"), ("carer", "Pat Hall"), ("room", "Den"),
    ]  # fmt: skip
    first, last = page.board.view.whole_days()
    assert first == dt.date(2021, 6, 14)
    assert first <= TODAY <= last
    assert page.view.tools.days.accessibleName().startswith("Mon 14 Jun – ")
    assert [bar.look.words for bar in page.bars("Garden room")] == ["Robin"]


def test_a_cell_speaks(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    book(desk, ids)
    page = show()
    page.focus("Loft", FRIDAY, lane=1)
    assert page.said[-1] == "Loft, bed 2, Friday 18 June, free, age 0 to 17"
    page.keys(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert page.said[-1] == (
        "Garden room, Friday 18 June, Robin Ashdown, sleepover, agreed, "
        "Fri 18 – Sun 20 Jun, 2 nights"
    )
    assert page.board.accessibleDescription() == page.said[-1]
    page.keys(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert page.said[-1] == "Garden room, Sunday 20 June, free, age 0 to 17"
    page.keys(Qt.Key.Key_Home)
    assert page.board.cell.day == TODAY.toordinal()


def test_a_lane_below_the_beds_is_never_taken_for_a_free_bed(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    book(desk, ids)
    day_care = {"kind": StayKind.DAY_CARE, "time_from": dt.time(9), "time_to": dt.time(15)}
    kit = new_child(desk, ids.family, first_name="Kit")
    book(desk, ids, child_id=kit, from_on=SUNDAY, to_on=SUNDAY, **day_care)
    page = show()
    row = page.model.rows[page.row("Garden room")]
    assert [[bar.look.words for bar in lane.bars] for lane in row.lanes] == [["Robin"], ["Kit"]]
    page.focus("Garden room", TODAY, lane=1)
    assert page.said[-1] == "Garden room, below the beds, Wednesday 16 June, nobody there"
    page.focus("Loft", TODAY)
    picture = grabbed(page.board)
    ground = load_theme("light").colour("raised")
    weekday = TODAY - DAY
    lanes = [picture.pixelColor(page.point("Garden room", weekday, lane=n)) for n in (0, 1)]
    assert [colour == ground for colour in lanes] == [False, True]


def test_the_days_lose_their_weekdays_before_the_zoom_becomes_a_list(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    page = show(width=1800)
    tools = page.view.tools
    whole = tools.widths()
    assert tools.days.text().startswith("Mon 14 Jun – ")
    page.window.resize(1278, 716)
    page.settle()
    assert tools.days.text().startswith("14 Jun – ")
    assert tools.days.accessibleName().startswith("Mon 14 Jun – ")
    zooms = tools.findChildren(Segments)
    assert [each.isVisible() for each in zooms] == [True]
    page.window.resize(1120, 716)
    page.settle()
    assert [each.isVisible() for each in zooms] == [False]
    assert whole[0] > whole[1] > whole[2]


def test_a_screen_reader_can_ask_for_the_cell(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    page = show()
    page.focus("Loft", FRIDAY)
    table = QAccessible.queryAccessibleInterface(page.board)
    assert table.role() == QAccessible.Role.Table
    assert table.text(QAccessible.Text.Name) == "Room board"
    cell = table.focusChild()
    assert cell.text(QAccessible.Text.Name) == page.said[-1]
    assert page.board.viewport().rect().contains(page.board.focus_rect())
    assert cell.rect().size() == page.board.focus_rect().size()
    page.keys(Qt.Key.Key_Right)
    assert table.child(0).text(QAccessible.Text.Name).startswith("Loft, bed 1, Saturday 19 June")


def test_zoom_today_before_after_and_jump(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    page = show()
    first = page.board.view.whole_days()[0]
    page.view.tools.stepped.emit(1)
    assert page.board.view.whole_days()[0] == first + 14 * DAY
    page.view.tools.day_wanted.emit(dt.date(2022, 3, 1))
    page.settle()
    assert page.board.view.whole_days()[0] == dt.date(2022, 3, 1)
    assert dt.date(2022, 3, 1) in page.model.span
    for zoom in ZOOMS:
        page.view.tools.zoomed.emit(zoom)
        assert page.board.view.whole_days()[0] == dt.date(2022, 3, 1)
        assert page.board.view.day == zoom.day
        assert not grabbed(page.board).isNull()
    page.view.tools.today_wanted.emit()
    assert page.board.view.whole_days()[0] == first


def test_damage_is_shown_as_an_error(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    book(desk, ids)
    other = new_child(desk, ids.family, first_name="Kit")
    with writing(desk.store, "Jo Field", "Damage", desk.now) as opened:
        opened.session.add(
            Booking(**stay_values(ids, child_id=other, from_on=SATURDAY, to_on=MONDAY),
                    status=StayState.AGREED)
        )  # fmt: skip
    page = show()
    found = page.bars("Garden room")
    assert [(bar.clash, bar.look.clash) for bar in found] == [(True, True)] * 2
    assert found[1].look.words == "Two in one bed: Kit"
    page.focus("Garden room", SUNDAY)
    assert "two stays in one bed" in page.said[-1]


@pytest.mark.parametrize(
    ("name", "scale", "width"),
    [("light", 1.0, 1278), ("dark", 1.0, 1278), ("high-contrast", 1.0, 900), ("light", 2.0, 1366)],
)
def test_every_state_is_drawn_apart_in_every_theme(
    qapp: QApplication,
    desk: Desk,
    ids: Ids,
    show: Callable[..., Page],
    name: Any,
    scale: float,
    width: int,
) -> None:
    apply_theme(qapp, load_theme(name, scale))
    looks = (StayState.REQUESTED, StayState.AGREED, StayState.CONFIRMED)
    for number, status in enumerate(looks):
        there = room(desk, ids, f"Room {number}")
        child = new_child(desk, ids.family, first_name="Robin", last_name=str(number))
        book(desk, ids, room_id=there, child_id=child, status=status, from_on=TODAY, to_on=FRIDAY)
    page = show(width, 700)
    page.focus("Room 0", TODAY)
    pictures = []
    for number in range(3):
        page.board.focus_on(Cell(page.row(f"Room {number}"), 0, TODAY.toordinal() + 20))
        page.board.show_day(TODAY)
        (bar,) = page.bars(f"Room {number}")
        box = page.board.view.bar_rect(page.row(f"Room {number}"), bar).toRect()
        pictures.append(grabbed(page.board).copy(box))
    assert pictures[0] != pictures[1] != pictures[2]
    if scale == 2.0:
        first, last = page.board.view.whole_days()
        assert (last - first).days == 4, "five days and the room column"


def test_a_side_panel_has_its_place(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    page = show()
    wide = page.board.width()
    page.page.ask_yes()
    page.settle()
    assert 292 <= wide - page.board.width() <= 350
    # The keyboard goes along: its first question is next.
    assert page.window.focusWidget() is not None
    assert page.window.focusWidget().accessibleName() == "Child"
    page.page._close_yes()
    page.settle()
    assert page.board.width() == wide


# --- hands


def test_dragging_over_empty_days_books_them(
    desk: Desk, ids: Ids, show: Callable[..., Page], qtbot: QtBot
) -> None:
    page = show()
    begin, end = page.point("Garden room", FRIDAY), page.point("Garden room", SUNDAY)
    name, what = asked_for(page, qtbot, lambda: page.drag(begin, end))
    assert name == "record"
    assert what["values"] == {"room_id": ids.room, "from_on": FRIDAY, "to_on": SUNDAY}
    open_sheet(name, page.window, page.workspace, what)
    page.settle()
    sheet = page.sheet()
    sheet.form.set_values({"child_id": ids.child, "kind": StayKind.SLEEPOVER})
    with qtbot.waitSignal(sheet.closed):
        sheet.save()
    page.settle()
    assert [bar.look.words for bar in page.bars("Garden room")] == ["Robin"]


def test_the_keyboard_books_the_nights_it_chose(
    desk: Desk, ids: Ids, show: Callable[..., Page], qtbot: QtBot
) -> None:
    page = show()
    page.focus("Loft", FRIDAY)
    page.keys(Qt.Key.Key_Right, Qt.Key.Key_Right, shift=True)
    assert page.said[-1] == "New stay: Loft, bed 1, Fri 18 – Mon 21 Jun, 3 nights"
    page.keys(Qt.Key.Key_Left, shift=True)
    _, what = asked_for(page, qtbot, lambda: page.keys(Qt.Key.Key_Return))
    assert (what["values"]["from_on"], what["values"]["to_on"]) == (FRIDAY, SUNDAY)


def test_a_bar_is_dragged_to_other_days_and_another_room(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    stay = book(desk, ids)
    page = show()
    page.drag(page.point("Garden room", SATURDAY), page.point("Loft", MONDAY, lane=1))
    kept = row(desk, "bookings", stay)
    assert (kept["from_on"], kept["to_on"]) == (SUNDAY, SUNDAY + 2 * DAY)
    assert kept["room_id"] != ids.room
    assert [bar.look.words for bar in page.bars("Loft")] == ["Robin"]


def test_the_end_of_a_bar_is_dragged(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    stay = book(desk, ids)
    page = show()
    (bar,) = page.bars("Garden room")
    box = page.board.view.bar_rect(page.row("Garden room"), bar)
    grip = QPoint(round(box.right()) - 3, round(box.center().y()))
    page.drag(grip, grip + QPoint(2 * 53, 0))
    kept = row(desk, "bookings", stay)
    assert (kept["from_on"], kept["to_on"]) == (FRIDAY, SUNDAY + 2 * DAY)


def test_a_refused_move_goes_back_and_says_why(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    stay = book(desk, ids)
    other = new_child(desk, ids.family, first_name="Kit")
    book(desk, ids, child_id=other, from_on=MONDAY, to_on=MONDAY + 2 * DAY)
    page = show()
    before = row(desk, "bookings", stay)
    page.drag(page.point("Garden room", SATURDAY), page.point("Garden room", MONDAY))
    assert row(desk, "bookings", stay) == before
    assert page.board.carry is None
    assert "is full on" in page.view._said.text()
    assert page.view._warning.isVisible()


def test_over_a_warning_a_stay_is_moved_with_a_reason(
    desk: Desk, ids: Ids, show: Callable[..., Page], qtbot: QtBot
) -> None:
    stay = book(desk, ids)
    nursery = room(desk, ids, "Nursery", age_from=0, age_to=5)
    page = show()
    page.focus("Garden room", FRIDAY)
    page.keys(Qt.Key.Key_M, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    name, what = asked_for(page, qtbot, lambda: page.keys(Qt.Key.Key_Return))
    assert name == "move-anyway"
    assert row(desk, "bookings", stay)["room_id"] == ids.room
    open_sheet(name, page.window, page.workspace, what)
    page.settle()
    sheet = page.sheet()
    sheet.save()
    page.settle()
    assert row(desk, "bookings", stay)["room_id"] == ids.room
    sheet.form.set_values({"override": "Sleeps beside a baby sister"})
    with qtbot.waitSignal(sheet.closed):
        sheet.save()
    page.settle()
    kept = row(desk, "bookings", stay)
    assert kept["room_id"] == nursery
    assert kept["override_note"] == "Sleeps beside a baby sister"


def test_m_moves_a_stay_and_escape_puts_it_back(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    stay = book(desk, ids)
    page = show()
    page.focus("Garden room", FRIDAY)
    page.keys(Qt.Key.Key_M, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert page.said[-1] == "Robin Ashdown: Loft, bed 1, Sat 19 – Mon 21 Jun, 2 nights"
    page.keys(Qt.Key.Key_Escape)
    assert row(desk, "bookings", stay)["from_on"] == FRIDAY
    page.keys(Qt.Key.Key_M, Qt.Key.Key_Right, Qt.Key.Key_Return)
    kept = row(desk, "bookings", stay)
    assert (kept["from_on"], kept["to_on"], kept["room_id"]) == (SATURDAY, MONDAY, ids.room)


def test_shift_and_arrows_stretch_a_stay(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    stay = book(desk, ids)
    page = show()
    page.focus("Garden room", SATURDAY)
    page.keys(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, shift=True)
    page.keys(Qt.Key.Key_Return)
    kept = row(desk, "bookings", stay)
    assert (kept["from_on"], kept["to_on"]) == (FRIDAY, MONDAY)


def test_delete_asks_why_and_cancels(
    desk: Desk, ids: Ids, show: Callable[..., Page], qtbot: QtBot
) -> None:
    stay = book(desk, ids)
    page = show()
    page.focus("Garden room", FRIDAY)
    name, what = asked_for(page, qtbot, lambda: page.keys(Qt.Key.Key_Delete))
    open_sheet(name, page.window, page.workspace, what)
    page.settle()
    assert row(desk, "bookings", stay)["status"] is StayState.AGREED
    sheet = page.sheet()
    sheet.save()
    qtbot.waitUntil(lambda: bool(sheet.form.fields["why"].problem()))
    sheet.form.set_values({"why": "Family is away"})
    with qtbot.waitSignal(sheet.closed):
        sheet.save()
    page.settle()
    assert row(desk, "bookings", stay)["status"] is StayState.CANCELLED
    assert page.bars("Garden room") == []


def test_h_opens_the_handover_of_an_agreed_stay_and_says_where_there_is_none(
    desk: Desk, ids: Ids, show: Callable[..., Page], qtbot: QtBot
) -> None:
    stay = book(desk, ids)
    book(desk, ids, from_on=MONDAY, to_on=MONDAY + DAY, status=StayState.REQUESTED)
    page = show()
    page.focus("Garden room", FRIDAY)
    name, what = asked_for(page, qtbot, lambda: page.keys(Qt.Key.Key_H))
    assert (name, what) == ("handover", {"booking_id": stay})
    page.focus("Garden room", MONDAY)
    page.keys(Qt.Key.Key_H)
    assert page.said[-1] == "There is a handover once the stay is agreed, and until it is over."


def test_double_click_and_enter_open_a_stay(
    desk: Desk, ids: Ids, show: Callable[..., Page], qtbot: QtBot
) -> None:
    stay = book(desk, ids)
    page = show()
    with qtbot.waitSignal(page.workspace.record_wanted) as asked:
        qtbot.mouseDClick(
            page.board.viewport(),
            Qt.MouseButton.LeftButton,
            pos=page.point("Garden room", SATURDAY),
        )
    assert asked.args == ["bookings", stay]
    page.focus("Garden room", FRIDAY)
    with qtbot.waitSignal(page.workspace.record_wanted) as asked:
        page.keys(Qt.Key.Key_Return)
    assert asked.args == ["bookings", stay]


def test_another_hives_stay_and_a_finished_one_stay_where_they_are(
    desk: Desk, ids: Ids, show: Callable[..., Page]
) -> None:
    there = elsewhere(desk)
    book(desk, ids, room_id=there, override_note="Agreed")
    past = {"from_on": TODAY - 2 * DAY, "to_on": TODAY - DAY}
    over = book_stay(desk, stay_values(ids, **past, status=StayState.COMPLETED)).record_id
    page = show()
    page.focus("Den", FRIDAY)
    page.keys(Qt.Key.Key_M)
    assert page.said[-1].startswith("Names stay with their own Hive")
    page.drag(page.point("Garden room", TODAY - DAY, 0.2), page.point("Garden room", FRIDAY))
    assert page.board.carry is None
    assert over
    assert row(desk, "bookings", over)["from_on"] == TODAY - 2 * DAY


def test_the_lists_are_one_press_away(desk: Desk, ids: Ids, show: Callable[..., Page]) -> None:
    stay = book(desk, ids)
    page = show()
    page.page.show_this(kind="bookings", record_id=stay)
    page.settle()
    assert page.page.lists.isVisible()
    assert not page.view.tools.isVisible()
    page.page.show_this(view="board")
    page.settle()
    assert page.board.isVisible()
    assert page.page.can_show("room-closures")


def grabbed(board: Board) -> QImage:
    return board.viewport().grab().toImage()
