"""Connecting to a real central store, sending, being offline, and settling what clashed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select, update

from hivedesk.actions.desk import Desk, machine_now
from hivedesk.actions.history import undo
from hivedesk.actions.saving import save_record
from hivedesk.actions.stays import book_stay
from hivedesk.central.database import changing
from hivedesk.central.tables import accounts
from hivedesk.desktop.forms.form_sheet import FormSheet
from hivedesk.desktop.pages.rooms.yes_panel import YesPanel
from hivedesk.desktop.pages.sync.page import SyncPage
from hivedesk.desktop.shell.trouble import TroublePage
from hivedesk.records import Booking, Change, Family, StayKind, StayState
from hivedesk.store.keyfile import DataKey
from hivedesk.store.queries.sync_state import Clash, clashes, state_of
from hivedesk.sync.run import sync_once
from tests.actions.little import Ids, add, settle_in

from .central import Central, second_laptop
from .conftest import OpenWindow
from .hand import Hand


@pytest.fixture
def ids(desk: Desk) -> Ids:
    return settle_in(desk)


@pytest.fixture
def hand(ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window, not yet connected to anything, at Sync."""
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.press("Saved here, sync")
    hand.wait(lambda: hand.title() == "Sync · HiveDesk")
    return hand


def saved(hand: Hand) -> str:
    """What the top bar says of what is saved and sent."""
    return hand.window.topbar._saved.sentence


def connect(hand: Hand, central: Central) -> None:
    """Type the address and a joining code, and wait until all is sent."""
    page = hand.find(SyncPage)
    hand.type(page.central.form.url.editor, central.url)
    hand.type(page.central.form.code.editor, central.code("Jo Field"))
    hand.press("Connect")
    hand.wait(lambda: saved(hand) == "All sent")


def change(hand: Hand, kind: str, values: dict[str, object], record_id: str) -> None:
    """Change a record as a form does, through the window's own desk."""
    hand.window.workspace.do(lambda desk: save_record(desk, kind, values, record_id))


def note_of(desk: Desk, family_id: str) -> str | None:
    with desk.store.reading() as session:
        return session.scalar(select(Family.note).where(Family.id == family_id))


def clashes_of(desk: Desk) -> list[Clash]:
    with desk.store.reading() as session:
        return clashes(session)


def no_trouble(hand: Hand) -> bool:
    return hand.window.toast.isHidden()


def test_connect_then_change_then_all_is_sent(
    hand: Hand,
    central: Central,
    ids: Ids,
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
) -> None:
    page = hand.find(SyncPage)
    assert not page.now.isVisible()
    hand.type(page.central.form.url.editor, central.url)
    hand.type(page.central.form.code.editor, "AAAA-BBBB-CCCC-DDDD")
    hand.press("Connect")
    hand.wait(page.central.form.problem.isVisible)
    assert "code" in page.central.form.problem.text()
    assert page.central.form.url.value() == central.url, "nothing is emptied"
    assert saved(hand) == "Saved here"

    connect(hand, central)
    hand.wait_for_words("Connected as Jo Field (manager).")
    change(hand, "families", {"note": "Ring after six."}, ids.family)
    hand.wait(lambda: saved(hand) == "Saved here · 1 to send")
    hand.wait_for_words("1 family")
    with hand.window.workspace.open_desk.store.reading() as session:
        assert state_of(session, "families", ids.family) == "here"
    hand.press("Send and fetch now")
    hand.wait(lambda: saved(hand) == "All sent")
    hand.wait_for_words("Nothing waits to be sent.")
    hand.wait_for_words("1 sent")
    hand.page("families", "Families")
    hand.wait_for_words("Accepted by central")
    with second_laptop(central, empty_store, tmp_path / "second") as other:
        assert note_of(other, ids.family) == "Ring after six."
        save_record(other, "families", {"note": "Ring after seven."}, ids.family)
        sync_once(other.store, machine_now)
    hand.window.workspace.syncing.sync()  # type: ignore[union-attr]
    hand.wait(lambda: note_of(hand.window.workspace.open_desk, ids.family) == "Ring after seven.")
    hand.wait_for_words("Ring after seven.")


def test_being_offline_is_shown_calmly_and_ends_by_itself(
    hand: Hand, central: Central, ids: Ids
) -> None:
    connect(hand, central)
    hand.wait(lambda: no_trouble(hand))
    central.end()
    change(hand, "families", {"note": "Ring after six."}, ids.family)
    hand.wait(lambda: saved(hand) == "Saved here · 1 to send")
    hand.press("Send and fetch now")
    hand.wait(lambda: saved(hand).startswith("Offline since "))
    assert saved(hand).endswith(" · 1 to send")
    assert no_trouble(hand)
    hand.wait_for_words("work as usual")
    hand.keys("Ctrl+L")
    hand.wait(lambda: hand.title() == "HiveDesk")
    assert hand.window.workspace.syncing is None
    hand.unlock("nine quiet bees at dusk")
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    central.begin()
    hand.press("Saved here, sync")
    hand.wait(lambda: saved(hand) == "All sent")


def test_a_text_written_twice_is_settled_side_by_side(
    hand: Hand,
    central: Central,
    ids: Ids,
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
) -> None:
    connect(hand, central)
    with second_laptop(central, empty_store, tmp_path / "second") as other:
        change(hand, "families", {"note": "Ours: ring after six."}, ids.family)
        hand.wait(lambda: saved(hand) == "Saved here · 1 to send")
        save_record(other, "families", {"note": "Theirs: send a text."}, ids.family)
        sync_once(other.store, machine_now)
        hand.press("Send and fetch now")
        hand.wait(lambda: saved(hand) == "1 needs you")
        hand.wait_for_words("Both texts are kept.")
        button = "Compare and settle…, Note was written twice: Marlowe"
        hand.press(button)
        sheet = hand.find(FormSheet)
        told = {each.text() for each in sheet.findChildren(QLabel)}
        assert {"Ours: ring after six.", "Theirs: send a text."} <= told
        assert any(each.startswith("Jo Field, ") for each in told)
        assert sheet.form.values()["text"] == "Theirs: send a text."
        hand.press("Use this text: written here", sheet)
        assert sheet.form.values()["text"] == "Ours: ring after six."
        hand.put(sheet.form.fields["text"], "Ring after six, or send a text.")
        hand.save(sheet)
        # Two: from the text that stands to the other one, and from that to what was made of both.
        hand.wait(lambda: saved(hand) == "Saved here · 2 to send")
        hand.wait_for_words("Nothing. What is sent has been taken.")
        sync_once(other.store, machine_now)
        assert len(clashes_of(other)) == 1
        hand.press("Send and fetch now")
        hand.wait(lambda: saved(hand) == "All sent")
        sync_once(other.store, machine_now)
        assert note_of(other, ids.family) == "Ring after six, or send a text."
        assert clashes_of(other) == []
        hand.window.workspace.do(undo)
        hand.wait(lambda: saved(hand) == "1 needs you · 1 to send")


def test_a_stay_that_lost_its_bed_finds_another_or_is_taken_back(
    hand: Hand,
    central: Central,
    ids: Ids,
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
) -> None:
    begin = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7)
    days = {"from_on": begin, "to_on": begin + dt.timedelta(days=2)}
    stay = {"room_id": ids.room, "kind": StayKind.SLEEPOVER, "status": StayState.AGREED, **days}
    desk = hand.window.workspace.open_desk
    with desk.store.reading() as session:
        carer = session.scalars(select(Booking.id)).all()
        assert carer == [], "nobody stays yet"
    rest = {"link_carer_id": ids.link_carer, "age_from": 0, "age_to": 17, "beds": 1}
    add(desk, "rooms", name="Spare room", held_from=dt.date(2020, 1, 1), ground_floor=False, **rest)
    save_record(desk, "rooms", {"beds": 1}, ids.room)
    other_child = {"first_name": "Wren", "last_name": "Ash", "born_on": dt.date(2016, 3, 1)}
    twin = add(desk, "children", family_id=ids.family, needs_ground_floor=False, **other_child)
    connect(hand, central)
    with second_laptop(central, empty_store, tmp_path / "second") as other:
        book_stay(other, {"child_id": twin, "override_note": "Agreed by phone.", **stay})
        sync_once(other.store, machine_now)
    ours = {"child_id": ids.child, "override_note": "Agreed by phone.", **stay}
    made: list[str] = []
    hand.window.workspace.do(
        lambda desk: book_stay(desk, ours), done=lambda done: made.append(done.record_id or "")
    )
    hand.wait(lambda: made)
    hand.wait(lambda: saved(hand).startswith("Saved here · "))
    hand.press("Send and fetch now")
    hand.wait(lambda: saved(hand).startswith("1 needs you"))
    hand.wait_for_words("Find another bed for these days")
    hand.window.show_page("sync")
    title = next(
        each.text()
        for each in hand.find(SyncPage).needs.findChildren(QLabel)
        if each.text().startswith("Book sleepover: ")
    )
    hand.press(f"Find another bed, {title}")
    panel = hand.find(YesPanel)
    hand.wait(lambda: panel.question.asked() is not None and panel.question.asked().child_ids)  # type: ignore[union-attr]
    hand.wait(panel.book.isVisible)
    assert panel.question.asked().child_ids == (ids.child,)  # type: ignore[union-attr]
    assert panel.question.asked().from_on == begin  # type: ignore[union-attr]
    assert panel.book.text() == "Move to Spare room"

    hand.press("1 needs you, sync")
    hand.wait(lambda: hand.title() == "Sync · HiveDesk")
    hand.press(f"Take it back, {title}")
    hand.wait(lambda: "to send" in saved(hand))
    hand.press("Send and fetch now")
    hand.wait(lambda: saved(hand) == "All sent")
    with desk.store.reading() as session:
        booking = session.get_one(Booking, made[0])
        assert booking.archived_at is not None
        assert session.scalars(select(Change.state).where(Change.state == "set_aside")).all() == []


def test_a_closed_account_empties_the_laptop_and_says_why(
    hand: Hand, central: Central, ids: Ids
) -> None:
    connect(hand, central)
    with changing(central.engine) as connection:
        connection.execute(update(accounts).values(revoked_at=machine_now()))
    hand.press("Send and fetch now")
    page = hand.find(TroublePage)
    hand.wait_for_words("What this laptop held has been removed from it.")
    assert page.isVisible()
    assert hand.window.workspace.desk is None
    assert not hand.reads("Marlowe")
