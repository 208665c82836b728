"""The first ten minutes by hand: each way to begin, what can go wrong, and the way back in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from sqlalchemy import select

from hivedesk.actions.desk import machine_now
from hivedesk.central import accounts
from hivedesk.central.accounts import Role
from hivedesk.central.database import changing
from hivedesk.desktop.first_run import recovery
from hivedesk.desktop.first_run.page import FirstRunPage
from hivedesk.desktop.pages.help.sheet import HelpSheet
from hivedesk.desktop.pages.settings.recovery import KeySheet
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.shell.recover import RecoverPage
from hivedesk.desktop.window import MainWindow
from hivedesk.records import Hive, Policy, Worker, WorkerRole
from hivedesk.settings import PolicyDefault, Settings, SettingsProblem
from hivedesk.store import create_store, keyfile
from hivedesk.store.backup import listed, own_folder
from hivedesk.store.health import problems_of
from hivedesk.store.recovery import new_recovery_key
from hivedesk.sync.beginning import Joining
from hivedesk.sync.run import sync_once
from tests.conftest import PASSPHRASE

from .central import Central
from .conftest import OpenWindow
from .hand import Hand

TODAY = "Today · HiveDesk"
NEW = "seven slow wasps at dawn"


def assistant(hand: Hand) -> FirstRunPage:
    """The assistant, once its window has the keyboard."""
    page = hand.find(FirstRunPage)
    hand.wait(QApplication.focusWidget)
    return page


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_and_enter(hand: Hand, *words: str) -> None:
    """Into the fields one after the other, by Tab; Enter in the last."""
    for number, each in enumerate(words):
        if number:
            hand.qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        while not isinstance(focused(), QLineEdit):
            hand.qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        hand.qtbot.keyClicks(focused(), each)
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Return)


def secret(hand: Hand) -> None:
    """The passphrase twice, and on to the sheet."""
    hand.wait(lambda: assistant(hand).step is assistant(hand).secret)
    type_and_enter(hand, PASSPHRASE, PASSPHRASE)
    assert assistant(hand).step is assistant(hand).sheet


def finish_without_sheet(hand: Hand) -> None:
    hand.keys("Tab")
    assistant(hand).button.click()
    hand.press("Go on without a sheet")


@pytest.fixture
def saved_sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the person in front of the dialog saves the sheet."""
    path = tmp_path / "papers" / "sheet.pdf"
    path.parent.mkdir()
    monkeypatch.setattr(recovery, "ask_save_pdf", lambda *_: path)
    return path


def test_alone_by_keyboard_with_a_sheet_that_opens_it_again(
    open_window: OpenWindow, tmp_path: Path, saved_sheet: Path
) -> None:
    hand = open_window()
    page = assistant(hand)
    hand.wait(page.welcome.buttons["alone"].hasFocus)
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Space)
    type_and_enter(hand, "Jo", "Field", "Eastleigh")
    assert page.step is page.secret, "the town is the one the Hive is called after"
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert page.step is page.who
    assert page.who.fields["first_name"].value() == "Jo", "Back loses nothing"
    hand.wait(page.who.fields["first_name"].editor.hasFocus)
    hand.keys("F1")
    assert hand.find(HelpSheet).accessibleName() == "Your first day"
    hand.keys("Escape")
    hand.wait(page.who.fields["first_name"].editor.hasFocus)
    assert page.step is page.who, "Esc closed the help and nothing else"
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Return)
    secret(hand)
    assert list(tmp_path.iterdir()) == [saved_sheet.parent], "nothing is made before the end"
    hand.wait(page.sheet.panel.save_button.hasFocus)
    key = page.sheet.panel.key
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Space)
    hand.wait(lambda: "Saved as sheet.pdf" in page.sheet.panel.said.text())
    printed = PdfReader(saved_sheet).pages[0].extract_text()
    assert all(group in printed for group in key.split("-"))
    hand.press("Start my desk")
    hand.wait(lambda: hand.title() == TODAY)
    assert problems_of(hand.window.workspace.open_desk.store) == []
    hand.wait(lambda: not hand.window.findChildren(FirstRunPage))
    held = [each.text() for each in hand.window.findChildren(QLabel)]
    assert not any(key.split("-")[0] in each for each in held), "shown once"

    # Forgotten: the key and a new passphrase; the old one opens it no more.
    hand.window.lock()
    hand.press("I forgot my passphrase")
    type_and_enter(hand, new_recovery_key(), NEW, NEW)
    hand.wait_for_words("That recovery key does not open this store.")
    door = hand.find(RecoverPage)
    hand.type(door.key, key.lower())
    door.button.click()
    hand.wait(lambda: hand.title() == TODAY)
    hand.window.lock()
    hand.unlock(PASSPHRASE)
    hand.wait_for_words("does not open this store")
    hand.unlock(NEW)
    hand.wait(lambda: hand.title() == TODAY)

    # A new sheet ends the one before it; it asks for the passphrase first.
    hand.window.workspace.open_sheet("recovery-sheet")
    sheet = hand.sheet()
    hand.put(sheet.form.fields["passphrase"], "wrong")
    hand.save_refused(sheet)
    hand.put(sheet.form.fields["passphrase"], NEW)
    sheet.save()
    shown = hand.find(KeySheet)
    store = hand.window.workspace.open_desk.store
    with pytest.raises(keyfile.WrongRecoveryKey):
        keyfile.read_key_by_recovery(store.path, key)
    assert keyfile.read_key_by_recovery(store.path, shown.panel.key) == store.key
    hand.press("Close", shown)
    hand.wait_for_words("Nothing was saved, printed or written down yet.")
    hand.press("Close", shown)
    hand.wait(lambda: not hand.window.findChildren(KeySheet))
    assert hand.window.workspace.mishaps == []


def test_closing_midway_leaves_nothing_behind(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window()
    assistant(hand).welcome.chosen.emit("alone")
    type_and_enter(hand, "Jo", "Field", "Eastleigh")
    secret(hand)
    hand.close()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_on_the_step_and_the_next_try_works(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window()
    assistant(hand).welcome.chosen.emit("alone")
    type_and_enter(hand, "Jo", "Field", "Eastleigh")
    secret(hand)
    (tmp_path / "my.hive.key").mkdir()
    finish_without_sheet(hand)
    hand.wait_for_words("is already in")
    (tmp_path / "my.hive.key").rmdir()
    page = assistant(hand)
    assert page.step is page.sheet
    hand.press("Start my desk")
    hand.press("Go on without a sheet")
    hand.wait(lambda: hand.title() == TODAY)


@pytest.fixture
def first(central: Central, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Central holds Eastleigh and its worker Jo Field; gives joining codes."""

    def code(name: str, role: Role = Role.WORKER, *hives: str) -> str:
        with changing(central.engine) as connection:
            return accounts.add(connection, name, role, hives, machine_now())

    folder = tmp_path / "other"
    folder.mkdir()
    joining = Joining(central.url, code("Jo Field", Role.WORKER, "Eastleigh"))
    store = joining.begin(folder / "my.hive", PASSPHRASE, machine_now)
    sync_once(store, machine_now)
    yield code
    store.close()


def connect(hand: Hand, url: str, code: str) -> None:
    page = assistant(hand)
    page.welcome.chosen.emit("connect")
    for field, words in (("url", url), ("code", code)):
        hand.type(page.central.fields[field].editor, words)
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Return)


def test_a_second_laptop_joins_its_hive_after_a_wrong_address_and_a_wrong_code(
    open_window: OpenWindow, central: Central, first: Callable[..., str], tmp_path: Path
) -> None:
    hand = open_window()
    page = assistant(hand)
    connect(hand, "http://127.0.0.1:9", "AAAA-BBBB-CCCC-DDDD")
    hand.wait(page.central.fields["url"].problem)
    assert "cannot be reached" in page.central.fields["url"].problem()
    hand.type(page.central.fields["url"].editor, central.url)
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Return)
    secret(hand)
    finish_without_sheet(hand)
    hand.wait(lambda: page.step is page.central)
    assert "not known here" in page.central.fields["code"].problem()
    assert not (tmp_path / "my.hive").exists()
    hand.type(page.central.fields["code"].editor, first("Jo Field", Role.WORKER, "Eastleigh"))
    hand.qtbot.keyClick(focused(), Qt.Key.Key_Return)
    hand.wait(lambda: page.step is page.secret)
    assert page.secret.typed.value() == PASSPHRASE, "nothing is typed twice"
    page.go_on()
    hand.press("Connect and open")
    hand.press("Go on without a sheet")
    hand.wait(lambda: hand.title() == TODAY)
    desk = hand.window.workspace.open_desk
    assert (desk.who, desk.role) == ("Jo Field", "worker")
    assert hand.window.workspace.hives.name == "Eastleigh"
    with desk.store.reading() as session:
        assert session.scalars(select(Hive.name)).all() == ["Eastleigh"]
        assert session.scalars(select(Worker.id)).all() == [desk.worker_id]
    hand.wait(lambda: hand.window.topbar._saved.sentence == "All sent")
    assert hand.window.workspace.mishaps == []


def test_a_link_carers_code_opens_her_rooms(
    open_window: OpenWindow, central: Central, first: Callable[..., str]
) -> None:
    hand = open_window()
    connect(hand, central.url, first("Wren Okoro", Role.LINK_CARER))
    secret(hand)
    finish_without_sheet(hand)
    hand.wait(lambda: hand.title() == "Rooms · HiveDesk")
    assert hand.window.workspace.open_desk.who == "Wren Okoro"


def test_a_laptop_begun_alone_that_connects_becomes_a_laptop_of_the_hive(
    open_window: OpenWindow, central: Central, first: Callable[..., str]
) -> None:
    hand = open_window()
    hand.begin_new("Jo", "Field", "My own Hive", PASSPHRASE)
    workspace = hand.window.workspace
    before = workspace.open_desk.worker_id
    hand.wait(lambda: workspace.syncing is not None)
    syncing, done = workspace.syncing, []
    assert syncing is not None
    code = first("Jo Field", Role.WORKER, "Eastleigh")
    syncing.connect_to(central.url, code, lambda: done.append(True), done.append)
    hand.wait(lambda: done == [True])
    hand.wait(lambda: workspace.open_desk.worker_id not in (None, before))
    hand.wait(lambda: workspace.hives.name == "Eastleigh")
    assert workspace.open_desk.who == "Jo Field"
    assert workspace.mishaps == []


def test_the_demo_county_can_be_thrown_away(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def small(path: Path, passphrase: str, **_: object) -> None:
        create_store(path, passphrase, demo=True).close()

    monkeypatch.setattr("hivedesk.demo.build", small)
    hand = open_window()
    hand.press("Try the demo county")
    hand.wait(lambda: hand.title() == TODAY)
    hand.window.lock()
    hand.wait_for_words("The demo county opens with “demo hive”.")
    hand.close()
    kept = tmp_path / "own.hive"
    create_store(kept, PASSPHRASE).close()
    hand = open_window()
    hand.press("Throw the demo county away")
    hand.wait(lambda: not (tmp_path / "demo.hive.key").exists())
    assert not list(tmp_path.glob("demo*"))
    assert kept.exists()


def test_what_the_council_set_is_used_and_what_is_wrong_is_said(
    open_window: OpenWindow, qtbot: object, tmp_path: Path
) -> None:
    file = tmp_path / "pushed.toml"
    council = Settings(
        central_address="https://hives.example.gov.uk",
        idle_minutes=9,
        backup_folder=tmp_path / "copies",
        policies=(PolicyDefault("quiet.days", "35", dt.date(2026, 4, 1), "Council", file),),
        sources={"idle_minutes": file, "backup_folder": file},
        files=(file,),
        problems=(SettingsProblem(file, 3, "“idle” is no setting of HiveDesk."),),
    )
    hand = open_window()
    hand.window.close()
    path = tmp_path / "set" / "my.hive"
    path.parent.mkdir()
    hand.window = MainWindow(path, Preferences(), council)
    hand.window.show()
    hand.window.begin()
    page = assistant(hand)
    hand.wait_for_words(f"{file}, line 3: “idle” is no setting")
    hand.wait(page.welcome.buttons["connect"].hasFocus)
    hand.press("Connect to the central store")
    assert page.central.url() == "https://hives.example.gov.uk"
    page.go_back()
    hand.begin_new("Jo", "Field", "Eastleigh", PASSPHRASE)
    assert hand.window.idle.minutes == 9
    workspace = hand.window.workspace
    hand.wait(lambda: workspace.council_told)
    assert workspace.aside.wait_idle()
    desk = workspace.open_desk
    copies = own_folder(tmp_path / "copies", desk.store.key)
    assert len(listed(copies, "my")) == 1
    with desk.store.reading() as session:
        values = session.scalars(select(Policy.value).where(Policy.key == "quiet.days")).all()
        assert sorted(values) == ["21", "35"], "beside HiveDesk's own, with its day"
        assert session.scalars(select(Worker.role)).all() == [WorkerRole.SUPPORT_WORKER]
    hand.window.show_page("settings")
    hand.wait_for_words("9 quiet minutes")
    hand.wait_for_words(f"Locks after quiet minutes: 9, from {file}")
    hand.wait_for_words(str(copies))
    hand.close()


def test_a_backup_folder_that_is_not_there_sends_the_copy_to_the_usual_place(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    hand = open_window()
    hand.window.workspace.council = Settings(backup_folder=tmp_path / "stick" / "copies")
    said: list[str] = []
    hand.window.workspace.said.connect(lambda words, _: said.append(words))
    hand.begin_new("Jo", "Field", "Eastleigh", PASSPHRASE)
    hand.wait(lambda: any("today’s copy is beside the store" in each for each in said))
    assert any(str(tmp_path / "stick") in each for each in said)
    assert len(listed(tmp_path / "backups", "my")) == 1
    assert not (tmp_path / "stick").exists()
