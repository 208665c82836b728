"""The panel's verbs on a real store: hold, book over a warning, from outside, with notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.families.card import CardPane
from hivedesk.desktop.pages.rooms.board.canvas import Cell
from hivedesk.desktop.pages.rooms.page import RoomsPage
from hivedesk.desktop.pages.rooms.yes_cards import AnswerCard, CannotCard
from hivedesk.desktop.pages.rooms.yes_hold import HoldCard
from hivedesk.desktop.pages.rooms.yes_panel import YesPanel
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.widgets.buttons import Button
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import Permission, StayKind, StayState
from hivedesk.rules.can_say_yes import Answer
from hivedesk.store.queries.family_card import card_of
from tests.actions.little import (
    FRIDAY,
    SUNDAY,
    Ids,
    add,
    book,
    new_child,
    rows,
    settle_in,
)
from tests.conftest import Clock

MINUTES = 30
"""Policy `booking.hold_minutes` of a new store."""
STARTED = dt.date(2019, 5, 1)


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """The little Hive; its Garden room has one bed, the Loft two."""
    made = settle_in(desk)
    add(desk, "rooms", name="Loft", link_carer_id=made.link_carer, beds=2, held_from=STARTED)
    return made


class Window:
    """The Rooms page with the panel beside its board, and the sheets over it."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.workspace = Workspace()
        self.workspace.desk, self.workspace.hives = desk, come_in(desk).hives
        self.page = RoomsPage(self.workspace)
        kinds = self.page.kinds
        self.workspace.changed.connect(lambda c: self.page.reload() if c & kinds else None)
        self.host = QWidget()
        self.workspace.sheet_wanted.connect(
            lambda name, what: open_sheet(name, self.host, self.workspace, what)
        )
        box = QHBoxLayout(self.host)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        qtbot.addWidget(self.host)
        self.host.resize(1278, 716)
        with qtbot.waitExposed(self.host):
            self.host.show()
        self.page.reload()
        self.page.show_this(view="yes")
        self.settle()

    @property
    def panel(self) -> YesPanel:
        (found,) = self.page.findChildren(YesPanel)
        return found

    def settle(self) -> None:
        """Until the panel has asked what it was about to, and all is answered."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.panel._soon.isActive())
            assert self.workspace.background.wait_idle()
            QApplication.processEvents()

    def ask(self, child_id: str, kind: StayKind = StayKind.SLEEPOVER) -> None:
        """Ask about Friday to Sunday for one child."""
        self.panel.question.fields["kind"].set_value(kind)
        self.panel.question.fields["child_id"].set_value(child_id)
        self.panel.begin(FRIDAY, SUNDAY)
        self.settle()

    def ask_outside(self, guest: str, why: str | None = None) -> None:
        """Ask about Friday to Sunday for a child from outside the Hive."""
        fields = self.panel.question.fields
        fields["kind"].set_value(StayKind.RESPITE)
        fields["guest_name"].set_value(guest)
        fields["why"].set_value(why)
        self.panel.begin(FRIDAY, SUNDAY)
        self.settle()

    def press(self, button: QWidget) -> None:
        assert button.isVisible()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def card(self, room: str) -> AnswerCard:
        (found,) = (c for c in self.panel.findChildren(AnswerCard) if c.answer.room == room)
        return found

    def choose(self, room: str) -> None:
        if not self.panel.book.text().startswith(f"Book {room}"):
            self.press(button_in(self.card(room), "Choose this room"))

    def lines(self, room: str) -> str:
        return "\n".join(line.words for line in self.card(room).answer.lines)

    def holds(self) -> list[HoldCard]:
        return self.panel.findChildren(HoldCard)

    def sheet(self) -> FormSheet:
        (found,) = (each for each in self.host.findChildren(FormSheet) if each.isVisible())
        return found

    def save(self, **values: Any) -> None:
        """Fill in the sheet and save it; it closes."""
        sheet = self.sheet()
        sheet.form.set_values(values)
        with self.qtbot.waitSignal(sheet.closed):
            sheet.save()
        self.settle()

    def close(self) -> None:
        self.workspace.desk = None
        self.workspace.background.stop()
        self.workspace.aside.stop()


@pytest.fixture
def show(qtbot: QtBot, desk: Desk) -> Iterator[Callable[[], Window]]:
    """Open the window; again for one that is opened anew."""
    made: list[Window] = []

    def shown() -> Window:
        made.append(Window(qtbot, desk))
        return made[-1]

    yield shown
    for each in made:
        each.close()


def button_in(widget: QWidget, word: str) -> Button:
    (found,) = (each for each in widget.findChildren(Button) if each.text() == word)
    return found


def read_in(widget: QWidget) -> str:
    """Everything that stands in it, hidden folds left out."""
    labels = widget.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisibleTo(widget))


def stays(desk: Desk) -> list[dict[str, Any]]:
    return rows(desk, "bookings")


# --- hold while I ring


def test_a_bed_is_held_for_the_policys_minutes_and_its_clock_runs(
    desk: Desk, ids: Ids, show: Callable[[], Window], clock: Clock
) -> None:
    window = show()
    window.ask(ids.child)
    window.choose("Garden room")
    window.press(window.panel.hold)
    (stay,) = stays(desk)
    assert (stay["status"], stay["room_id"]) == (StayState.REQUESTED, ids.room)
    assert stay["held_until"] == clock.now + dt.timedelta(minutes=MINUTES)
    (card,) = window.holds()
    assert card.clock.words == "Held until 10:30, 30 minutes left"
    assert "Garden room is held for Robin" in read_in(card)
    clock.tick(minutes=17, seconds=20)
    card.clock.look()
    assert card.clock.words == "Held until 10:30, 13 minutes left"
    spoken = QAccessible.queryAccessibleInterface(card.clock)
    assert spoken.text(QAccessible.Text.Name) == card.clock.words
    clock.tick(minutes=12)
    card.clock.look()
    assert card.clock.words == "Held until 10:30, less than a minute left"


def test_every_room_that_could_have_the_child_can_be_held_and_no_other(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    add(desk, "room-closures", room_id=ids.room, first_day=FRIDAY, last_day=FRIDAY)
    den = add(desk, "rooms", name="Den", link_carer_id=ids.link_carer, held_from=STARTED)
    window = show()
    window.ask(ids.child)
    chosen = window.panel._chosen
    assert chosen is not None
    folded = "Den" if chosen.room == "Loft" else "Loft"
    window.press(button_in(window.card(folded), "Hold while I ring"))
    (stay,) = stays(desk)
    assert (stay["room_id"] == den) == (folded == "Den")
    assert [card.answer.room for card in window.panel.findChildren(AnswerCard)].count(
        "Garden room"
    ) == 0
    (cannot,) = window.panel.findChildren(CannotCard)
    assert [each.text() for each in cannot.findChildren(Button)] == ["1 room cannot"]


def test_after_the_ring_it_is_booked_or_let_go(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    window = show()
    window.ask(ids.child)
    window.press(window.panel.hold)
    window.press(window.holds()[0].let_go)
    assert window.holds() == []
    (stay,) = stays(desk)
    assert (stay["status"], stay["held_until"]) == (StayState.CANCELLED, None)
    assert stay["status_why"] == "Let go after ringing"
    assert window.card("Garden room").answer.answer is Answer.YES
    window.press(window.panel.hold)
    window.press(window.holds()[0].book)
    assert window.holds() == []
    agreed = [each for each in stays(desk) if each["status"] is StayState.AGREED]
    assert [each["held_until"] for each in agreed] == [None]


def test_a_hold_that_ran_out_says_so_and_can_be_taken_up_again(
    desk: Desk, ids: Ids, show: Callable[[], Window], clock: Clock
) -> None:
    window = show()
    window.ask(ids.child)
    window.press(window.panel.hold)
    (card,) = window.holds()
    clock.tick(minutes=MINUTES)
    with window.qtbot.waitSignal(card.lapsed):
        card.clock.look()
    window.settle()
    (card,) = window.holds()
    assert "was held for Robin" in read_in(card)
    assert card.clock.words == "Time ran out at 10:30. The bed is free for others."
    window.press(card.again)
    (card,) = window.holds()
    assert card.clock.words == "Held until 11:00, 30 minutes left"
    assert [each["held_until"] for each in stays(desk)] == [
        clock.now + dt.timedelta(minutes=MINUTES)
    ]


def test_a_bed_that_went_to_somebody_else_meanwhile_is_not_booked(
    desk: Desk, ids: Ids, show: Callable[[], Window], clock: Clock
) -> None:
    window = show()
    window.ask(ids.child)
    window.choose("Garden room")
    window.press(window.panel.hold)
    clock.tick(minutes=MINUTES)
    other = new_child(desk, ids.family, first_name="Kit")
    book(desk, ids, child_id=other)
    window.panel.ask()
    window.settle()
    (card,) = window.holds()
    window.press(card.book)
    assert "Garden room is full" in read_in(window.holds()[0])
    held = next(each for each in stays(desk) if each["child_id"] == ids.child)
    assert held["status"] is StayState.REQUESTED


def test_a_hold_survives_closing_the_window(
    desk: Desk, ids: Ids, show: Callable[[], Window], clock: Clock
) -> None:
    window = show()
    window.ask(ids.child)
    window.press(window.panel.hold)
    window.close()
    clock.tick(minutes=10)
    again = show()
    (card,) = again.holds()
    assert card.clock.words == "Held until 10:30, 20 minutes left"
    again.press(card.book)
    assert [each["status"] for each in stays(desk)] == [StayState.AGREED]


def test_another_room_takes_the_place_of_the_one_that_is_held(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    window = show()
    window.ask(ids.child)
    window.choose("Garden room")
    window.press(window.panel.hold)
    assert "lets go of Garden room" in window.panel._note.text()
    window.choose("Loft")
    window.press(window.panel.book)
    told = {each["status"]: each["room_id"] for each in stays(desk)}
    assert set(told) == {StayState.CANCELLED, StayState.AGREED}
    assert told[StayState.CANCELLED] == ids.room
    assert window.holds() == []


def test_siblings_are_held_and_booked_as_one_request(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    kit = new_child(desk, ids.family, first_name="Kit")
    window = show()
    window.ask(ids.child)
    together = window.panel.question._with_field
    assert together is not None
    together.set_value([kit])
    window.settle()
    window.press(window.panel.hold)
    held = stays(desk)
    assert {each["child_id"] for each in held} == {ids.child, kit}
    assert len({each["request_id"] for each in held} - {None}) == 1
    (card,) = window.holds()
    assert "Loft is held for" in read_in(card)
    window.press(card.book)
    assert {each["status"] for each in stays(desk)} == {StayState.AGREED}


def test_day_care_takes_no_bed_so_none_is_held(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    window = show()
    fields = window.panel.question.fields
    window.ask(ids.child, StayKind.DAY_CARE)
    fields["time_from"].set_value(dt.time(9))
    fields["time_to"].set_value(dt.time(15))
    window.settle()
    assert not window.panel.hold.isVisible()
    window.press(window.panel.book)
    (stay,) = stays(desk)
    assert (stay["kind"], stay["from_on"], stay["to_on"]) == (StayKind.DAY_CARE, FRIDAY, FRIDAY)
    assert (stay["time_from"], stay["time_to"]) == (dt.time(9), dt.time(15))


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_the_board_shows_what_is_held_and_offers_the_same_two(
    desk: Desk, ids: Ids, show: Callable[[], Window], by: str
) -> None:
    window = show()
    window.ask(ids.child)
    window.choose("Garden room")
    window.press(window.panel.hold)
    board = window.page.board.board
    assert board.model is not None
    row, bar = board.model.places[stays(desk)[0]["id"]]
    assert (bar.look.mark, bar.look.dashed) == ("clock", True)
    if by == "mouse":
        box = board.view.lane_rect(row, 0, bar.begin, bar.end).center().toPoint()
        window.qtbot.mouseDClick(board.viewport(), Qt.MouseButton.LeftButton, pos=box)
    else:
        board.setFocus()
        board.focus_on(Cell(row, 0, FRIDAY.toordinal()))
        assert "bed held until 10:30" in board.accessibleDescription()
        window.qtbot.keyClick(board, Qt.Key.Key_Return)
    window.settle()
    sheet = window.sheet()
    assert "30 minutes left" in read_in(sheet)
    if by == "mouse":
        with window.qtbot.waitSignal(sheet.closed):
            window.qtbot.mouseClick(button_in(sheet, "Let go"), Qt.MouseButton.LeftButton)
        window.settle()
        assert [each["status"] for each in stays(desk)] == [StayState.CANCELLED]
    else:
        window.save(**{"medication 0": "Inhaler at bedtime"})
        (stay,) = stays(desk)
        assert (stay["status"], stay["medication"]) == (StayState.AGREED, "Inhaler at bedtime")


# --- over a warning, and notes


def test_a_warning_asks_for_its_note_and_keeps_it(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    child = new_child(desk, ids.family, first_name="Ash", sleepovers=None)
    window = show()
    window.ask(child)
    assert window.panel._chosen is not None
    assert window.panel._chosen.answer is Answer.OVERRIDE
    window.press(window.panel.book)
    sheet = window.sheet()
    assert "Nobody has agreed yet that Ash may sleep over" in read_in(sheet)
    sheet.save()
    window.settle()
    assert sheet.form.fields["override"].problem().startswith("Say why it is right")
    assert stays(desk) == []
    window.save(override="The social worker rang: yes")
    (stay,) = stays(desk)
    assert stay["override_note"] == "The social worker rang: yes"
    assert stay["status"] is StayState.AGREED
    assert window.panel._note.text().startswith("Ash is booked into")


def test_a_warning_of_siblings_is_kept_with_each_of_them_under_one_request(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    ash = new_child(desk, ids.family, first_name="Ash", sleepovers=None)
    window = show()
    window.ask(ids.child)
    together = window.panel.question._with_field
    assert together is not None
    together.set_value([ash])
    window.settle()
    window.press(window.panel.book)
    window.save(override="Agreed by phone", **{"medication 0": "None", "medication 1": "Inhaler"})
    made = {each["child_id"]: each for each in stays(desk)}
    assert set(made) == {ids.child, ash}
    assert {each["override_note"] for each in made.values()} == {"Agreed by phone"}
    assert len({each["request_id"] for each in made.values()} - {None}) == 1
    assert [made[each]["medication"] for each in (ids.child, ash)] == ["None", "Inhaler"]


def test_a_hard_stop_is_not_to_be_had_with_any_note_and_says_why(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    child = new_child(desk, ids.family, first_name="Ash", sleepovers=Permission.REFUSED)
    window = show()
    window.ask(child)
    assert window.panel.findChildren(AnswerCard) == []
    assert not window.panel.book.isVisible()
    assert not window.panel.hold.isVisible()
    (cannot,) = window.panel.findChildren(CannotCard)
    assert "Ash's social worker has not agreed to sleepovers" in read_in(cannot)


def test_what_becomes_impossible_while_the_note_is_written_is_said_at_the_note(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    child = new_child(desk, ids.family, first_name="Ash", sleepovers=None)
    window = show()
    window.ask(child)
    window.choose("Garden room")
    window.press(window.panel.book)
    book(desk, ids)
    sheet = window.sheet()
    sheet.form.set_values({"override": "The social worker rang: yes"})
    sheet.save()
    window.settle()
    assert "Garden room is full" in sheet.form.fields["override"].problem()
    assert [each["child_id"] for each in stays(desk)] == [ids.child]


def test_notes_for_the_link_carer_are_kept_apart_from_the_hives_own(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    child = new_child(desk, ids.family, first_name="Ash", night_needs="A story, then the light")
    window = show()
    window.ask(child)
    window.press(window.panel.notes)
    read = read_in(window.sheet())
    assert "Wren Okoro does not see this." in read
    assert "The link carer reads this." in read
    notes = {
        "food 0": "No nuts",
        "medication 0": "Inhaler",
        "school_run 0": "Mo, 08:30",
        "numbers 0": "07700 900456",
    }
    window.save(why="Sal needs a rest", **notes)
    (stay,) = stays(desk)
    assert stay["needs"] == "A story, then the light"
    kept = [stay[name] for name in ("food", "medication", "school_run", "numbers")]
    assert kept == list(notes.values())
    assert stay["why"] == "Sal needs a rest"


# --- from outside the Hive


def test_a_child_from_outside_shows_the_cover_it_takes_and_asks_for_the_reason(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    hive = add(desk, "hives", name="Gosport", area="Gosport", started_on=STARTED)
    carer = {"first_name": "Pat", "last_name": "Hall", "area": "Gosport", "started_on": STARTED}
    keeper = add(desk, "link-carers", hive_id=hive, **carer)
    add(desk, "rooms", name="Den", link_carer_id=keeper, beds=2, held_from=STARTED)
    window = show()
    window.ask_outside("Rosie")
    lines = window.lines("Loft")
    assert "takes 1 of 3 beds free on Fri 18 Jun. Say why." in lines
    assert "Leaves 2 beds here for a crisis on Fri 18 Jun. Next: Gosport, 2 beds." in lines
    window.choose("Loft")
    window.press(window.panel.book)
    why = window.panel.question.fields["why"]
    assert why.problem().startswith("Say why")
    assert stays(desk) == []
    why.set_value("Her carer is in hospital")
    window.settle()
    assert "Say why" not in window.lines("Loft")
    window.choose("Loft")
    window.press(window.panel.book)
    (stay,) = stays(desk)
    assert (stay["guest_name"], stay["kind"]) == ("Rosie", StayKind.RESPITE)
    assert (stay["why"], stay["child_id"]) == ("Her carer is in hospital", None)


def test_a_guest_is_held_by_first_name_and_the_reason_comes_after_the_ring(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    window = show()
    window.ask_outside("")
    window.press(window.panel.hold)
    assert window.panel.question.fields["guest_name"].problem() == "Write the child’s first name."
    window.ask_outside("Rosie")
    window.press(window.panel.hold)
    (card,) = window.holds()
    assert "is held for Rosie" in read_in(card)
    window.press(card.book)
    sheet = window.sheet()
    assert "Say why" in read_in(sheet)
    window.save(override="Agreed with the manager", why="Her carer is in hospital")
    (stay,) = stays(desk)
    assert (stay["status"], stay["why"]) == (StayState.AGREED, "Her carer is in hospital")
    assert (stay["override_note"], stay["status_why"]) == ("Agreed with the manager", None)


# --- from the family's card


def test_the_familys_card_opens_the_panel_with_its_only_child(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    window = show()
    pane = CardPane(window.workspace)
    window.qtbot.addWidget(pane)
    with desk.store.reading() as session:
        card = card_of(session, ids.family, window.workspace.now)
    assert card is not None
    pane.show_card(card)
    with window.qtbot.waitSignal(window.workspace.page_wanted) as asked:
        button_in(pane, "Can I say yes?").click()
    assert asked.args == ["rooms", {"view": "yes", "family_id": ids.family}]
    window.page.show_this(**asked.args[1])
    window.settle()
    assert window.panel.question.fields["child_id"].value() == ids.child
    assert window.panel.findChildren(AnswerCard) != []


def test_only_the_familys_children_are_offered_until_another_family_is_asked_for(
    desk: Desk, ids: Ids, show: Callable[[], Window]
) -> None:
    new_child(desk, ids.family, first_name="Kit")
    window = show()
    question = window.panel.question
    window.page.show_this(view="yes", family_id="none of ours")
    window.settle()
    editor = question.fields["child_id"].editor
    assert editor.count() == 0
    window.page.show_this(view="yes", family_id=ids.family)
    window.settle()
    assert [editor.itemText(n) for n in range(editor.count())] == [
        "Kit Ashdown (10)",
        "Robin Ashdown (10)",
    ]
    assert editor.value() is None
    window.press(question._others)
    assert editor.count() == 2
    assert not question._others.isVisible()
