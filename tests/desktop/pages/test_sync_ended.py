"""The window on a store that was emptied because its access to the central store was ended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hivedesk.actions.desk import machine_now
from hivedesk.actions.setup import begin
from hivedesk.desktop.pages.catalogue import PLACES
from hivedesk.desktop.pages.sync.page import SyncPage
from hivedesk.paths import key_path
from hivedesk.records import WorkerRole
from hivedesk.store import Store
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.forget import wipe
from tests.journeys.hand import Hand
from tests.sync.laptops import START
from tests.sync.model_server import ModelCentral
from tests.sync.test_troubles import served

ENDED = (
    "This laptop's access to the central store was ended on Wed 16 Jun 2021, and what it held "
    "has been removed from it. Ask for a new joining code, then connect again with it."
)
URL = "https://central.example"


@pytest.fixture
def hand(
    empty_store: tuple[Path, DataKey], tmp_path: Path, passphrase: str, qtbot: QtBot
) -> Iterator[Hand]:
    """The window, just opened on an emptied store."""
    source, key = empty_store
    path = tmp_path / "my.hive"
    shutil.copy2(source, path)
    shutil.copy2(key_path(source), key_path(path))
    store = Store(path, engine_for(path, key), key)
    place = {"name": "Eastleigh", "area": "Eastleigh", "started_on": START.date()}
    person = {"first_name": "Jo", "last_name": "Field", "role": WorkerRole.SUPPORT_WORKER}
    begin(store, START, place, person)
    wipe(store, START, URL)
    store.close()
    hand = Hand(qtbot, path)
    hand.wait(lambda: hand.title() == "Sync · HiveDesk")
    yield hand
    hand.close()


def test_it_opens_at_sync_says_why_it_is_empty_and_where_to_connect(hand: Hand) -> None:
    hand.wait_for_words(ENDED)
    page = hand.find(SyncPage)
    hand.wait(lambda: page.central.form.url.value() == URL)
    assert page.central.form.code.isVisibleTo(page)
    assert not page.now.isVisible()
    hand.wait_for_words("Access ended, sync")
    assert not hand.reads("Jo Field")


def test_every_page_of_it_can_be_looked_at(hand: Hand) -> None:
    for place in PLACES:
        hand.window.show_page(place.name)
        hand.wait(lambda word=place.word: hand.title() == f"{word} · HiveDesk")
        assert not hand.reads("Something went wrong"), place.name


def test_connected_again_it_says_so_no_more(hand: Hand) -> None:
    page = hand.find(SyncPage)
    hand.wait(lambda: page.central.form.url.value() == URL)
    with served(ModelCentral(machine_now)) as url:
        page.central.form.url.set_value(url)
        hand.type(page.central.form.code.editor, "CODE")
        hand.press("Connect")
        hand.wait_for_words("Connected as Jo Field (support worker).")
        hand.wait(lambda: not hand.reads(ENDED))
        hand.wait_for_words("All sent, sync")
        hand.wait_for_words("Jo Field")
        assert hand.window.workspace.open_desk.who == "Jo Field"
