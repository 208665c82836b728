"""Connecting a laptop from the window, by keyboard alone, and each way it can be refused."""

from __future__ import annotations

import datetime as dt
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from hivedesk.actions.desk import Desk, machine_now
from hivedesk.actions.saving import save_record
from hivedesk.central.database import changing
from hivedesk.central.tables import joining_codes
from hivedesk.desktop.pages.sync.page import SyncPage
from hivedesk.store.keyfile import DataKey
from hivedesk.sync.client import Client
from hivedesk.sync.run import connect
from hivedesk.sync.wire import PullAnswer
from tests.actions.little import Ids, settle_in

from .central import PATIENCE, Central, second_laptop
from .conftest import OpenWindow
from .hand import Hand


@pytest.fixture
def ids(desk: Desk) -> Ids:
    return settle_in(desk)


@pytest.fixture
def hand(ids: Ids, desk: Desk, passphrase: str, open_window: OpenWindow) -> Hand:
    """The window at Sync, reached by keys alone."""
    desk.store.close()
    hand = open_window()
    hand.wait(lambda: hand.title() == "Today · HiveDesk")
    hand.keys("Ctrl+K")
    hand.qtbot.keyClicks(hand.window.topbar.search, "Go to Sync")
    hand.wait(hand.window.searching.palette.isVisible)
    hand.wait(lambda: not hand.window.workspace.background.busy())
    hand.keys("Return")
    hand.wait(lambda: hand.title() == "Sync · HiveDesk")
    hand.wait(hand.find(SyncPage).central.form.url.editor.hasFocus)
    return hand


def saved(hand: Hand) -> str:
    return hand.window.topbar._saved.sentence


def typed(hand: Hand, url: str, code: str) -> None:
    """Address, Tab, code, Enter: from wherever the keyboard is in the form."""
    form = hand.find(SyncPage).central.form
    hand.type(form.url.editor, url)
    hand.qtbot.keyClick(form.url.editor, Qt.Key.Key_Tab)
    assert form.code.editor.hasFocus()
    hand.type(form.code.editor, code)
    hand.qtbot.keyClick(QApplication.focusWidget() or hand.window, Qt.Key.Key_Return)


def test_by_keyboard_one_reads_what_is_sent_then_sees_it_go(
    hand: Hand, central: Central, ids: Ids
) -> None:
    form = hand.find(SyncPage).central.form
    hand.wait(form.sent.isVisible)
    told = form.sent.text()
    assert told.startswith("Connecting sends ")
    for words in ("1 family", "1 child", "1 room", "1 Hive", "1 worker"):
        assert words in told
    assert "town" not in told, "what every store begins with is nobody's news"
    typed(hand, central.url, central.code("Jo Field"))
    hand.wait(lambda: saved(hand) == "All sent")
    hand.wait_for_words("Connected as Jo Field (manager).")
    assert not form.isVisible()
    assert hand.window.workspace.mishaps == []


def test_a_long_first_run_says_how_far_it_is_and_holds_up_nothing(
    hand: Hand,
    central: Central,
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    syncing = hand.window.workspace.syncing
    assert syncing is not None
    seen: list[tuple[int, int]] = []
    lead = hand.find(SyncPage).lead
    syncing.changed.connect(lambda: syncing.sending and seen.append(syncing.so_far))
    desk = hand.window.workspace.open_desk
    for number in range(40):
        save_record(desk, "themes", {"name": f"Theme {number}"})
    with second_laptop(central, empty_store, tmp_path / "second") as other:
        for number in range(40):
            save_record(other, "themes", {"name": f"Their theme {number}"})
    syncing._late.setInterval(0)
    syncing._tell.setInterval(1)
    # On a quick line it could be over before anybody was told how far it is.
    told, pull = threading.Event(), Client.pull

    def once_told(client: Client, *asked: Any) -> PullAnswer:
        assert told.wait(PATIENCE)
        return pull(client, *asked)

    monkeypatch.setattr(Client, "pull", once_told)
    typed(hand, central.url, central.code("Jo Field"))
    hand.wait(lambda: any(sent for sent, _ in seen))
    told.set()
    # The window goes on meanwhile: another page comes at once.
    hand.press_place("families")
    hand.wait(lambda: hand.title() == "Families · HiveDesk")
    hand.wait(lambda: saved(hand) == "All sent")
    assert seen == sorted(seen), "it only ever grows"
    assert lead.text() == "" or "…" not in lead.text()


def used(central: Central, folder: Path, empty: tuple[Path, DataKey]) -> tuple[str, str]:
    code = central.code("Jo Field")
    with second_laptop(central, empty, folder / "second") as other:
        connect(other.store, central.url, code, machine_now)
    return central.url, code


def expired(central: Central, *_: object) -> tuple[str, str]:
    code = central.code("Jo Field")
    with changing(central.engine) as connection:
        long_ago = machine_now() - dt.timedelta(days=1)
        connection.execute(update(joining_codes).values(expires_at=long_ago))
    return central.url, code


def unknown(central: Central, *_: object) -> tuple[str, str]:
    return central.url, "AAAA-BBBB-CCCC-DDDD"


def nobody_there(central: Central, *_: object) -> tuple[str, str]:
    central.end()
    return central.url, "AAAA-BBBB-CCCC-DDDD"


def no_address(*_: object) -> tuple[str, str]:
    return "ftp://central", "AAAA-BBBB-CCCC-DDDD"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (unknown, "not known here"),
        (used, "has been used"),
        (expired, "too old"),
        (nobody_there, "cannot be reached just now"),
        (no_address, "not the address of a central store"),
    ],
)
def test_a_refusal_is_one_plain_sentence_and_nothing_is_emptied(
    hand: Hand,
    central: Central,
    empty_store: tuple[Path, DataKey],
    tmp_path: Path,
    wrong: Callable[..., tuple[str, str]],
    says: str,
) -> None:
    url, code = wrong(central, tmp_path, empty_store)
    refused(hand, url, code, says)


def refused(hand: Hand, url: str, code: str, says: str) -> None:
    form = hand.find(SyncPage).central.form
    typed(hand, url, code)
    hand.wait(form.problem.isVisible)
    assert says in form.problem.text()
    assert (form.url.value(), form.code.value()) == (url, code)
    hand.wait(lambda: form.button.text() == "Connect")
    assert form.code.editor.hasFocus(), "the next try begins where one types"
    assert saved(hand) == "Saved here"
    assert hand.window.workspace.mishaps == []


@pytest.fixture
def councils_own(tmp_path: Path) -> Iterator[str]:
    """A server whose certificate is the council's own; this laptop does not know it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "central.council.example")])
    now = machine_now()
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path = tmp_path / "council.pem"
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_a_certificate_that_is_not_installed_is_a_matter_for_it(
    hand: Hand, councils_own: str
) -> None:
    refused(hand, councils_own, "AAAA-BBBB-CCCC-DDDD", "does not trust the certificate")
    assert "Ask IT to install" in hand.find(SyncPage).central.form.problem.text()


def test_a_certificate_that_the_councils_settings_name_is_trusted(
    hand: Hand, councils_own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.toml"
    monkeypatch.setenv("HIVEDESK_SETTINGS", str(settings))
    settings.write_text("ca_file = 'council.pem'\n")
    # Past the certificate, the server that stands there knows nothing of us.
    refused(hand, councils_own, "AAAA-BBBB-CCCC-DDDD", "has a fault (error 501)")
    settings.write_text("ca_file = 'gone.pem'\n")
    refused(hand, councils_own, "AAAA-BBBB-CCCC-DDDD", "does not trust the certificate")
