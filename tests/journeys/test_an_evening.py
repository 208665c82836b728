"""What a worker does of an evening, mostly by keyboard: look up, change, take back, lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from hivedesk.actions.desk import Desk
from hivedesk.actions.saving import save_record
from hivedesk.desktop import preferences as kept
from hivedesk.desktop.app import new_look
from hivedesk.desktop.door import IdleWatch
from hivedesk.desktop.first_run.page import FirstRunPage
from hivedesk.desktop.pages.settings.laptop import LaptopView
from hivedesk.desktop.pages.subject import SubjectView
from hivedesk.desktop.shell.trouble import TroublePage
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.window import app
from hivedesk.paths import settings_file
from hivedesk.records import EvidenceStep, Professional, ProfessionalRole, Stage, Way
from tests.actions.little import TODAY as TODAY_THERE
from tests.actions.little import Ids, add, settle_in
from tests.conftest import PASSPHRASE

from .conftest import OpenWindow
from .hand import Hand

FAMILY = "Quillfeather"
TODAY = "Today · HiveDesk"


@pytest.fixture
def ids(desk: Desk) -> Ids:
    """A family with a carer and a child, under a name nobody else has."""
    made = settle_in(desk)
    save_record(desk, "families", {"name": FAMILY}, made.family)
    return made


@pytest.fixture
def hand(ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window on that store, open at Today."""
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == TODAY)
    return hand


def focus_name() -> str:
    """What the control is called that has the keyboard."""
    here = QApplication.focusWidget()
    return here.accessibleName() if here is not None else ""


def people(hand: Hand) -> list[Professional]:
    """The professionals in the store, whatever is in view."""
    with hand.window.workspace.open_desk.store.reading() as session:
        return list(session.scalars(select(Professional).order_by(Professional.name)))


def people_view(hand: Hand) -> SubjectView:
    """Support, its list of professionals."""
    hand.page("support", "Support")
    hand.window.show_page("support", view="people")
    return hand.find(SubjectView, lambda view: view.subject.kind == "professionals")


def add_person(hand: Hand, name: str) -> None:
    """Add a social worker; Ctrl+Enter saves."""
    hand.window.workspace.open_sheet("record", kind="professionals")
    sheet = hand.sheet()
    hand.fill(sheet, name=name, role=ProfessionalRole.CSW)
    hand.qtbot.keyClick(
        QApplication.focusWidget() or sheet,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    hand.wait(lambda: [each.name for each in people(hand)] == [name])


def test_a_lock_keeps_the_draft_and_clears_the_names(hand: Hand) -> None:
    hand.page("families", "Families")
    hand.wait_for_words(FAMILY)
    hand.keys("Ctrl+N")
    sheet = hand.sheet()
    hand.fill(sheet, way=Way.PHONE, minutes=20, note="The heron is back on the roof")
    hand.keys("Ctrl+L")
    hand.wait(lambda: hand.title() == "HiveDesk")
    hand.wait_for_words("What you were writing has been kept.")
    assert not hand.reads(FAMILY)
    assert not hand.reads("heron")

    hand.unlock(PASSPHRASE)
    hand.wait(lambda: hand.title() == TODAY)
    hand.keys("Ctrl+N")
    again = hand.sheet()
    hand.wait_for_words("Your draft is back")
    assert again.form.fields["note"].value() == "The heron is back on the roof"
    assert again.form.fields["minutes"].value() == 20
    hand.press("Begin afresh", again)
    assert again.form.fields["note"].value() is None
    hand.keys("Escape")
    hand.wait(lambda: not again.isVisible())


def test_a_quiet_desk_locks_by_itself(hand: Hand) -> None:
    window = hand.window
    window.idle.stop()
    window.idle = IdleWatch(app(), minutes=0.002)
    window.idle.idle.connect(lambda: window.lock(5))
    window.idle.start()
    hand.wait(lambda: hand.title() == "HiveDesk")
    hand.find(UnlockPage)
    assert hand.reads("It locked itself after 5 quiet minutes.")
    assert window.workspace.desk is None


def test_undo_and_redo_by_the_keyboard(hand: Hand) -> None:
    people_view(hand)
    add_person(hand, "Daniel Osei")
    hand.wait_for_words("Professional added")
    hand.keys("Ctrl+Z")
    hand.wait_for_words("Undone")
    hand.wait(lambda: [each for each in people(hand) if each.archived_at is None] == [])
    hand.wait(lambda: not hand.find(SubjectView).list.view.model().rowCount())
    hand.keys("Ctrl+Shift+Z")
    hand.wait_for_words("Done again")
    hand.wait(lambda: [each.name for each in people(hand) if each.archived_at is None])
    hand.wait_for_words("Daniel Osei")


def test_a_family_is_found_by_two_letters(hand: Hand) -> None:
    hand.keys("Ctrl+K")
    search = hand.window.topbar.search
    hand.wait(search.hasFocus)
    hand.qtbot.keyClicks(search, FAMILY[:2].lower())
    # At once, before the store can have answered: what was listed before must not open.
    hand.qtbot.keyClick(search, Qt.Key.Key_Return)
    hand.wait(lambda: hand.title() == "Families · HiveDesk")
    hand.wait_for_words(FAMILY)
    assert search.text() == ""
    search.undo()
    assert search.text() == "", "nothing that was looked for comes back"


def test_a_record_is_added_changed_put_away_and_fetched_again(hand: Hand) -> None:
    view = people_view(hand)
    add_person(hand, "Daniel Osei")
    hand.wait_for_words("Daniel Osei")

    hand.press("Edit", view.detail)
    sheet = hand.sheet()
    hand.fill(sheet, team="Children in care, west")
    hand.save(sheet)
    hand.wait_for_words("Children in care, west")
    assert people(hand)[0].team == "Children in care, west"

    hand.press("Archive", view.detail)
    hand.wait(lambda: people(hand)[0].archived_at is not None)
    hand.wait(lambda: view.list.view.model().rowCount() == 0)

    show = view.list.findChildren(type(view.list._show))[0]
    show.set_value("archived")
    hand.wait(lambda: view.list.view.model().rowCount() == 1)
    view.choose(people(hand)[0].id)
    hand.press("Restore", view.detail)
    hand.wait(lambda: people(hand)[0].archived_at is None)
    show.set_value("everything")
    hand.wait(lambda: view.list.view.model().rowCount() == 1)


def test_one_carers_training_is_listed_until_everybodys_is_asked_for(
    ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow
) -> None:
    other = add(desk, "carers", family_id=ids.family, first_name="Colin", last_name="Marsh")
    course = add(desk, "courses", name="Safer caring", stage=Stage.MANDATORY)
    for carer in (ids.carer, other):
        step = {"step": EvidenceStep.READ, "on": TODAY_THERE}
        add(desk, "evidence", carer_id=carer, course_id=course, **step)
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == TODAY)
    only = ("carer_id", other, "Colin")
    hand.window.workspace.open_page("training", view="evidence", only=only)
    view = hand.find(SubjectView, lambda view: view.subject.kind == "evidence")
    hand.wait(lambda: view.list.view.model().rowCount() == 1)
    hand.wait_for_words("Colin Marsh")
    hand.press("Only Colin: show all", view)
    hand.wait(lambda: view.list.view.model().rowCount() == 2)
    assert not hand.reads("Only Colin")


def test_a_wrong_passphrase_opens_nothing(
    ids: Ids, desk: Desk, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIVEDESK_PASSPHRASE", raising=False)
    desk.store.close()
    hand = open_window()
    hand.unlock("nine quiet wasps at dawn")
    hand.wait_for_words("does not open this store")
    assert hand.title() == "HiveDesk"
    assert hand.window.workspace.desk is None
    hand.unlock(PASSPHRASE)
    hand.wait(lambda: hand.title() == TODAY)


def test_a_first_run_takes_no_weak_passphrase(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window()
    page = hand.find(FirstRunPage)
    hand.press("Start my Hive here")
    for name, words in (("first_name", "Jo"), ("last_name", "Field"), ("hive", "Eastleigh")):
        hand.type(page.who.fields[name].editor, words)
    hand.press("Next")
    for weak, again in (("hive", "hive"), ("eastleigh1", "eastleigh1"), (PASSPHRASE, "another")):
        hand.type(page.secret.typed.line, weak)
        hand.type(page.secret.again.line, again)
        hand.press("Next")
        assert any(field.problem() for field in page.secret.fields.values()), weak
    assert page.who.fields["first_name"].value() == "Jo", "nothing is emptied"
    hand.type(page.secret.again.line, PASSPHRASE)
    hand.press("Next")
    assert not list(tmp_path.glob("my.hive*"))
    hand.press("Start my desk")
    hand.press("Go on without a sheet")
    hand.wait(lambda: hand.title() == TODAY)


def test_a_damaged_store_says_what_to_do(
    ids: Ids, desk: Desk, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIVEDESK_PASSPHRASE", raising=False)
    desk.store.close()
    store = tmp_path / "my.hive"
    whole = store.read_bytes()
    store.write_bytes(b"not a store " * 400)
    hand = open_window()
    hand.unlock(PASSPHRASE)
    page = hand.find(TroublePage)
    assert page.what.text()
    assert "backup" in page.next_step.text().lower()
    for telling in (page.what.text(), page.next_step.text()):
        assert "Error" not in telling
        assert "sqlite" not in telling.lower()
    assert hand.title() == "HiveDesk"
    store.write_bytes(whole)
    hand.press("Try again", page)
    hand.unlock(PASSPHRASE)
    hand.wait(lambda: hand.title() == TODAY)


def test_theme_and_text_size_change_while_it_runs(hand: Hand) -> None:
    window = hand.window
    window.workspace.look_wanted.connect(lambda wanted: new_look(app(), window, wanted))
    hand.page("settings", "Settings")
    small = window.rail.button("families").height()
    hand.press("Dark", hand.find(LaptopView))
    hand.wait(lambda: current_theme().name == "dark")
    hand.wait(lambda: hand.title() == "Settings · HiveDesk")
    hand.press("125%", hand.find(LaptopView))
    hand.wait(lambda: current_theme().scale == 1.25)
    # The keyboard stays with what it chose: the next arrow goes on from there.
    hand.wait(lambda: focus_name() == "125%")
    hand.keys("Right")
    hand.wait(lambda: current_theme().scale == 1.5)
    hand.wait(lambda: focus_name() == "150%")
    assert current_theme().name == "dark"
    hand.wait(lambda: hand.title() == "Settings · HiveDesk")
    window.topbar.place_chosen.emit("families")
    hand.wait_for_words(FAMILY)
    assert not window.rail.isVisible() or window.rail.button("families").height() > small
    window.show_page("settings")
    hand.press("100%", hand.find(LaptopView))
    hand.wait(lambda: current_theme().scale == 1.0)
    hand.press("As the system", hand.find(LaptopView))
    hand.wait(lambda: kept.load(settings_file()).theme == "system")
