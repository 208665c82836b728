"""The link carer's page over real HTTP, for a little county whose June and July are known."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx2
import pytest
import uvicorn

from hivedesk.central.accounts import Role
from tests.central.little import Central, Json, Laptop, Side, settle, stay
from tests.central.web import chromium
from tests.central.web.chromium import Chromium

WORD = re.compile(r'name="word" value="([0-9a-f]{64})"')


@contextlib.contextmanager
def answering(central: Central) -> Iterator[str]:
    """The service of a central store on a port of its own; its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        central.client.app,
        log_config=None,
        access_log=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        # Connections wait in the socket's own queue until it is there.
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
    assert not thread.is_alive()


@pytest.fixture
def address(central: Central) -> Iterator[str]:
    """Where the page is."""
    with answering(central) as found:
        yield found


@dataclass
class Phone:
    """A browser without a screen: keeps cookies, sends the forms it was shown."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    client: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx2.Client(
            base_url=self.address, trust_env=False, headers=self.headers, timeout=20
        )

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return self.client.get(path, headers=headers)

    def word(self, path: str) -> str:
        """What the forms of a page carry."""
        found = WORD.search(self.get(path).text)
        assert found, path
        return found[1]

    def send(
        self, path: str, fields: dict[str, str] | None = None, shown: str = ""
    ) -> httpx2.Response:
        """Send a form of the page at `shown`; the answer, not what it leads to."""
        word = self.word(shown or path)
        return self.client.post(path, data={"word": word} | (fields or {}))

    def sign_in(self, code: str) -> httpx2.Response:
        return self.send("/my/sign-in", {"code": code})

    def sent_to(self, answer: httpx2.Response) -> str:
        """The page that a form led to."""
        assert answer.status_code == 303, answer.text
        to = urlsplit(answer.headers["location"])
        page = self.get(f"{to.path}?{to.query}")
        assert page.status_code == 200, page.text
        return page.text


@pytest.fixture
def phones(address: str) -> Iterator[list[Phone]]:
    """Those that a test has taken out."""
    made: list[Phone] = []
    yield made
    for phone in made:
        phone.client.close()


@dataclass
class County:
    """Two Hives; Pat Moor holds a room with two beds in Eastleigh."""

    central: Central
    address: str
    phones: list[Phone]
    manager: Laptop
    side: Side
    other: Side

    def code(self, name: str = "Pat Moor", role: Role = Role.LINK_CARER) -> str:
        return self.central.code(name, role)

    def phone(self, **headers: str) -> Phone:
        """A phone on which nobody is signed in."""
        self.phones.append(Phone(self.address, headers))
        return self.phones[-1]

    def pats(self) -> Phone:
        """A phone on which Pat Moor is signed in."""
        phone = self.phone()
        assert phone.sign_in(self.code()).status_code == 303
        return phone

    def ask(self, first: str = "2021-07-02", last: str = "2021-07-04", **other: object) -> str:
        """Ask for a stay in Pat's room; its id."""
        child = str(other.pop("child", self.side.child))
        status = str(other.pop("status", "requested"))
        change = self.manager.change(
            "bookings", stay(self.side.room, child, first, last, status, **other)
        )
        self.manager.accepted(change)
        return str(change["record_id"])

    def step(self, booking_id: str, status: str) -> None:
        """Take a stay to another state, on the manager's laptop."""
        before = {"status": self.stay(booking_id)["status"]}
        # A laptop that has heard of a change makes its next one after it.
        self.manager.last = max(change["clock"] for change in self.manager.pull())
        change = self.manager.change("bookings", {"status": status}, before, booking_id)
        self.manager.accepted(change)

    def stay(self, booking_id: str) -> Json:
        """A stay as the manager's laptop knows it by now."""
        return self.manager.holds()["bookings", booking_id]

    def told(self, kind: str) -> list[Json]:
        """The changes of a kind that the manager's laptop is told of."""
        return [change for change in self.manager.pull() if change["kind"] == kind]


@pytest.fixture
def county(central: Central, address: str, phones: list[Phone]) -> Iterator[County]:
    with central.client:  # one thread for all it asks, not one for each request
        manager = central.laptop("Mo Manager")
        side = settle(manager, "Eastleigh", ("Pat", "Moor"), beds=2)
        other = settle(manager, "Fareham", ("Kim", "Tor"))
        yield County(central, address, phones, manager, side, other)


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A browser, started once."""
    if chromium.program() is None:
        words = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    with chromium.running(tmp_path_factory.mktemp("chromium")) as made:
        yield made


@pytest.fixture
def browser(started: Chromium) -> Chromium:
    """A phone's screen, on which nobody is signed in."""
    started.ask("Network.clearBrowserCookies")
    started.shape(390, 844)
    return started
