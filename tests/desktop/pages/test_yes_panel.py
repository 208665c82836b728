"""The panel "Can I say yes?" on a real store: an answer line by line, and a booking from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import Desk
from hivedesk.actions.families import add_child, add_family
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import book_stay
from hivedesk.desktop.opening import come_in
from hivedesk.desktop.pages.rooms.yes_cards import AnswerCard, CannotCard
from hivedesk.desktop.pages.rooms.yes_panel import YesPanel
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import (
    Booking,
    JoinSource,
    OneToOne,
    Permission,
    PlacementType,
    Registration,
    StayKind,
)

FRIDAY, SUNDAY = dt.date(2021, 6, 18), dt.date(2021, 6, 20)


@pytest.fixture
def workspace(qapp: object, desk: Desk) -> Iterator[Workspace]:
    """The window's side of a desk."""
    made = Workspace()
    made.desk, made.hives = desk, come_in(desk).hives
    yield made
    made.desk = None
    made.background.stop()
    made.aside.stop()


@pytest.fixture
def hive_id(workspace: Workspace) -> str:
    return workspace.hives.chosen


@pytest.fixture
def child_id(desk: Desk, hive_id: str) -> str:
    """Tia, eight, whose social worker has agreed."""
    family = add_family(
        desk,
        {
            "name": "Marsh",
            "hive_id": hive_id,
            "registration": Registration.COUNTY,
            "source": JoinSource.PANEL,
            "area": "Eastleigh",
            "joined_on": dt.date(2020, 1, 6),
            "one_to_one": OneToOne.WELCOME,
        },
    ).record_id
    values = {
        "family_id": family,
        "first_name": "Tia",
        "last_name": "Rowe",
        "born_on": dt.date(2013, 2, 1),
        "sleepovers": Permission.SOCIAL_WORKER,
    }
    made = add_child(desk, values, dt.date(2020, 2, 3), PlacementType.U6).record_id
    assert made is not None
    return made


@pytest.fixture
def room_ids(desk: Desk, hive_id: str) -> dict[str, str]:
    """Blue room for four to twelve, Attic room for teenagers."""
    began = dt.date(2020, 1, 1)
    keeper = save_record(
        desk,
        "link-carers",
        {
            "hive_id": hive_id,
            "first_name": "Maud",
            "last_name": "Pryor",
            "area": "Eastleigh",
            "started_on": began,
        },
    ).record_id
    found = {}
    for name, ages in (("Blue room", (4, 12)), ("Attic room", (13, 17))):
        made = save_record(
            desk,
            "rooms",
            {
                "link_carer_id": keeper,
                "name": name,
                "age_from": ages[0],
                "age_to": ages[1],
                "held_from": began,
            },
        )
        assert made.record_id is not None
        found[name] = made.record_id
    return found


def _panel(qtbot: QtBot, workspace: Workspace, child_id: str) -> YesPanel:
    panel = YesPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(348, 700)
    panel.show()
    panel.begin(FRIDAY, SUNDAY)
    child = panel.question.fields["child_id"]
    qtbot.waitUntil(lambda: child.editor.count() > 0)
    child.set_value(child_id)
    qtbot.waitUntil(lambda: bool(panel.findChildren(AnswerCard) or panel.findChildren(CannotCard)))
    workspace.background.wait_idle()
    return panel


def test_the_best_room_comes_first_and_is_booked_by_its_name(
    qtbot: QtBot, desk: Desk, workspace: Workspace, child_id: str, room_ids: dict[str, str]
) -> None:
    panel = _panel(qtbot, workspace, child_id)
    cards = panel.findChildren(AnswerCard)
    assert cards[0].answer.room == "Blue room"
    said = [line.words for line in cards[0].answer.lines]
    assert any("free" in words for words in said)
    assert panel.book.text() == "Book Blue room"
    qtbot.mouseClick(panel.book, Qt.MouseButton.LeftButton)
    workspace.background.wait_idle()
    with desk.store.reading() as session:
        stay = session.query(Booking).one()
        assert (stay.room_id, stay.child_id) == (room_ids["Blue room"], child_id)
        assert (stay.from_on, stay.to_on) == (FRIDAY, SUNDAY)


def test_a_full_room_is_folded_away_with_its_reason(
    qtbot: QtBot, desk: Desk, workspace: Workspace, child_id: str, room_ids: dict[str, str]
) -> None:
    guest = {
        "room_id": room_ids["Blue room"],
        "guest_name": "Rosie",
        "kind": StayKind.RESPITE,
        "from_on": FRIDAY,
        "to_on": SUNDAY,
        "why": "Their own link carer is ill",
        "override_note": "Agreed with the manager",
    }
    book_stay(desk, guest)
    panel = _panel(qtbot, workspace, child_id)
    assert "Blue room" not in [card.answer.room for card in panel.findChildren(AnswerCard)]
    folded = panel.findChildren(CannotCard)
    assert len(folded) == 1
    assert "Rosie" not in " ".join(
        label.text() for label in folded[0].findChildren(type(panel._note))
    )


def test_where_no_room_can_the_stay_may_wait(
    qtbot: QtBot, desk: Desk, workspace: Workspace, child_id: str, room_ids: dict[str, str]
) -> None:
    guest = {
        "room_id": room_ids["Blue room"],
        "guest_name": "Rosie",
        "kind": StayKind.RESPITE,
        "from_on": FRIDAY,
        "to_on": SUNDAY,
        "why": "Their own link carer is ill",
        "override_note": "Agreed with the manager",
    }
    taken = book_stay(desk, guest).record_id
    assert taken is not None
    panel = _panel(qtbot, workspace, child_id)
    if panel.findChildren(AnswerCard):  # the teenagers' room, for a note
        assert not panel.wait.isVisible()
        save_record(desk, "rooms", {"held_to": dt.date(2020, 2, 1)}, room_ids["Attic room"])
        panel.ask()
        qtbot.waitUntil(lambda: not panel.findChildren(AnswerCard))
    assert panel.wait.isVisible()
    assert not any(each.isVisible() for each in (panel.book, panel.hold, panel.notes))
    asked: list[tuple[str, dict[str, object]]] = []
    workspace.sheet_wanted.connect(lambda name, what: asked.append((name, what)))
    qtbot.mouseClick(panel.wait, Qt.MouseButton.LeftButton)
    [(name, what)] = asked
    assert name == "waiting-for-night"
    assert (what["child_ids"], what["from_on"], what["to_on"]) == ([child_id], FRIDAY, SUNDAY)
