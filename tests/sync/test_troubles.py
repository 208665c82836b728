"""What can go wrong on the road, said in plain words; nothing is lost, nothing is held up."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest

from hivedesk.records import Hive, LogChild, SyncRun, Worker, WorkerRole, new_id
from hivedesk.records.errors import PlainError
from hivedesk.records.journal import SENT
from hivedesk.rules.founding import founding
from hivedesk.store import settings
from hivedesk.store.ended import ended_of
from hivedesk.store.founding import BEGIN
from hivedesk.store.health import problems_of
from hivedesk.store.queries.sync_state import standing
from hivedesk.sync import run
from hivedesk.sync.client import Broken, Client, Offline, OtherCentral, Refused, Revoked
from hivedesk.sync.connection import device
from hivedesk.sync.wire import UNKNOWN_KIND, JoinAsk, WireChange
from tests.store.samples import child, family, hive, log
from tests.sync.laptops import START, Laptop, World
from tests.sync.model_server import Line, ModelCentral, trouble

Three = tuple[Laptop, Laptop, Laptop]
Answers = Callable[[httpx2.Request], httpx2.Response]
ASK = JoinAsk("CODE", "aaaaaaaa", "laptop", START.isoformat())


def asked_of(answers: Answers, url: str = "http://central") -> None:
    """Ask a central that answers so."""
    with Client(url, "token", httpx2.MockTransport(answers)) as client:
        client.pull(0, "epoch-1")


def fails(why: type[httpx2.TransportError], words: str = "") -> Answers:
    """A road that breaks."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        raise why(words, request=request)

    return answer


@pytest.mark.parametrize(
    ("answers", "error", "words"),
    [
        (fails(httpx2.ConnectError), Offline, "cannot be reached just now. Nothing is lost"),
        (fails(httpx2.ConnectTimeout), Offline, "cannot be reached just now"),
        (fails(httpx2.ProxyError), Offline, "council's proxy"),
        (fails(httpx2.ConnectError, "CERTIFICATE_VERIFY_FAILED"), Offline, "does not trust"),
        (fails(httpx2.ReadTimeout), Broken, "broke off"),
        (fails(httpx2.RemoteProtocolError), Broken, "broke off"),
        (lambda _: httpx2.Response(200, text="<html>Sign in</html>"), Offline, "sign-in page"),
        (lambda _: httpx2.Response(200, json=[1]), Offline, "sign-in page"),
        (lambda _: httpx2.Response(200, json={"a": 1}), Refused, "cannot read"),
        (lambda _: httpx2.Response(302, headers={"Location": "/x"}), Offline, "sign-in page"),
        (lambda _: httpx2.Response(404, text="nginx"), Offline, "no central store"),
        (lambda _: httpx2.Response(407, text="proxy"), Offline, "asks for a sign-in"),
        (lambda _: httpx2.Response(413, text="nginx"), Refused, "too big"),
        (lambda _: httpx2.Response(500, text="oh"), Broken, "fault"),
        (lambda _: httpx2.Response(502, text="oh"), Broken, "not answering"),
        (lambda _: trouble(503, "Busy.", "database"), Broken, "Busy"),
        (lambda _: trouble(401, "Closed.", "revoked"), Revoked, "Closed. Ask somebody."),
        (lambda _: trouble(401, "Who?", "token"), Refused, "Who"),
        (lambda _: trouble(409, "Another.", "epoch"), OtherCentral, "Another"),
        (lambda _: trouble(422, "Your clock is wrong.", "clock"), Refused, "clock"),
        (lambda _: trouble(426, "Too old.", "protocol"), Refused, "Too old"),
    ],
)
def test_every_trouble_has_its_plain_words(
    answers: Answers, error: type[PlainError], words: str
) -> None:
    with pytest.raises(error, match=words) as said:
        asked_of(answers)
    assert said.value.exit_code == 1


@pytest.mark.parametrize("url", ["", "central", "ftp://central", "http://", "http://a b", "\x00"])
def test_an_address_that_is_none_is_said_to_be_none(url: str) -> None:
    with pytest.raises(PlainError), Client(url) as client:
        client.join(ASK)


@pytest.mark.parametrize("url", ["http://central.example", "HTTP://192.0.2.7:8765/v1"])
def test_nothing_is_sent_in_the_open_to_another_machine(url: str) -> None:
    with pytest.raises(PlainError, match="anybody could read along") as said, Client(url) as client:
        client.join(ASK)
    assert "https://" in str(said.value)


@pytest.mark.parametrize("url", ["http://localhost:9", "http://[::1]:9", "http://127.1.2.3:9"])
def test_a_trial_on_one_machine_needs_no_certificate(url: str) -> None:
    with pytest.raises(Offline), Client(url) as client:
        client.join(ASK)


def test_nobody_listening_is_no_bug() -> None:
    with pytest.raises(Offline), Client("http://127.0.0.1:9") as client:
        client.join(ASK)


@contextmanager
def served(central: ModelCentral) -> Iterator[str]:
    """The model behind real HTTP on loopback, packing its answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = httpx2.Request(
                self.command, f"http://central{self.path}", headers=dict(self.headers), content=body
            )
            told = central.answer(request)
            content = gzip.compress(told.content)
            self.send_response(told.status_code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_over_real_http_messages_are_packed_and_counted(three: Three, world: World) -> None:
    ana, ben, _ = three
    words = "Bedtimes are calmer. " * 200
    ana.add(*(hive(note=words) for _ in range(40)))
    with served(world.central) as url:
        for each in (ana, ben):
            run.connect(each.store, url, "CODE", lambda: world.now)
        sent = run.sync_once(ana.store, lambda: world.now)
        heard = run.sync_once(ben.store, lambda: world.now)
    assert (sent.pushed, heard.pulled) == (40, 40)
    assert 0 < sent.bytes_out < len(words)
    assert 0 < heard.bytes_in < len(words) * 2
    assert ben.records() == ana.records()


def test_offline_keeps_all_for_the_next_time_and_says_so_in_the_history(three: Three) -> None:
    ana, ben, _ = three
    ana.add(hive())
    with pytest.raises(Offline):
        ana.sync("lost")
    assert ana.states() == {SENT: 1}
    with ana.store.reading() as session:
        [told] = session.query(SyncRun).all()
        assert str(told.trouble).startswith("The central store cannot be reached")
        assert told.ended_at is not None
    assert ana.sync().pushed == 1
    assert ben.sync().pulled == 1


def test_what_an_older_central_store_does_not_know_is_sent_once_it_does(
    three: Three, world: World
) -> None:
    ana, ben, _ = three
    too_new = (UNKNOWN_KIND, "The central store does not know this kind of record yet.")
    world.central.judge = lambda change: too_new if change.kind == "log-children" else None
    place = hive()
    home, step = family(place)
    wren = child(home.id)
    talk = log(home.id)
    about = [LogChild(support_log_id=talk.id, child_id=wren.id) for _ in range(2)]
    ana.add(place, home, step, wren, talk)
    ana.add(*about)
    for _ in range(2):
        done = ana.sync()
        assert done.set_aside == 0
        assert ["2 changes wait here" in note for note in done.notes] == [True]
        assert ana.states() == {"accepted": 5, SENT: 2}
    with ana.store.reading() as session:
        assert (standing(session).to_send, standing(session).need_you) == (2, 0)
    world.central.judge = lambda _: None
    done = ana.sync()
    assert (done.pushed, done.notes) == (2, [])
    ben.sync()
    assert ben.records() == ana.records()


def test_a_line_that_breaks_is_tried_with_less(three: Three, world: World) -> None:
    ana, _, _ = three
    ana.add(*(hive() for _ in range(200)))
    assert ana.sync("cut", "cut", "busy").pushed == 200
    assert len(world.central.log) == 200


def test_one_change_that_central_chokes_on_holds_up_none_of_the_others(
    three: Three, world: World
) -> None:
    ana, ben, _ = three
    ana.add(*(hive() for _ in range(6)))
    poison = hive(name="Poison")
    ana.add(poison)
    ana.add(*(hive() for _ in range(6)))
    whole = world.central.answer

    def choke(request: httpx2.Request) -> httpx2.Response:
        content = request.read()
        if request.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return httpx2.Response(500, text="oh") if b"Poison" in content else whole(request)

    world.central.answer = choke  # type: ignore[method-assign]
    done = ana.sync()
    assert done.pushed == 12
    assert len(done.notes) == 1
    assert ana.states() == {"accepted": 12, "sent": 1}
    assert ben.sync().pulled == 12
    world.central.answer = whole  # type: ignore[method-assign]
    assert ana.sync().pushed == 1


def test_another_central_behind_the_address_stops_sync_and_deletes_nothing(
    three: Three, world: World
) -> None:
    ana, ben, _ = three
    ana.add(hive(), hive())
    ana.sync()
    ben.sync()
    before = ana.records()
    fresh = ModelCentral(lambda: world.now, epoch="epoch-2")
    ana.line = Line(fresh)
    ana.add(hive())
    with pytest.raises(OtherCentral, match="not the one this laptop"):
        ana.sync()
    assert before.items() <= ana.records().items()
    # Joined anew, it tells the new one all that was made here.
    ana.connect()
    assert ana.sync().pushed == 3
    ben.line = Line(fresh)
    ben.connect()
    assert ben.sync().pulled == 1
    assert ben.records() == ana.records()


def test_a_central_that_went_back_is_noticed(three: Three, world: World) -> None:
    ana, _, _ = three
    ana.add(hive(), hive())
    ana.sync()
    del world.central.log[1:]
    with pytest.raises(OtherCentral, match="older copy"):
        ana.sync()


def test_a_clock_a_year_off_is_explained_and_nothing_is_lost(three: Three, world: World) -> None:
    ana, _, _ = three
    ana.add(hive())
    right = world.central.now
    world.central.now = lambda: START.replace(year=2020)
    with pytest.raises(Refused, match="clock of this laptop"):
        ana.sync()
    world.central.now = right
    assert ana.sync().pushed == 1


def test_a_closed_account_empties_the_laptop(three: Three, world: World) -> None:
    ana, _, _ = three
    ana.add(hive(note="Secret words"))
    ana.sync()
    world.central.revoked = True
    with pytest.raises(Revoked, match="has been removed"):
        ana.sync()
    assert {change.verb for change in ana.changes()} == {BEGIN}
    assert {kind for kind, _ in ana.records()} == {"policies", "themes", "towns"}
    assert problems_of(ana.store) == []
    with pytest.raises(PlainError, match=r"was ended on Wed 16 Jun 2021.*new joining code"):
        ana.sync()


def test_whoever_is_connected_again_works_at_the_store_again(three: Three, world: World) -> None:
    ana, ben, _ = three
    place = hive()
    person = Worker(
        id=new_id(),
        first_name="Jo",
        last_name="Field",
        role=WorkerRole.SUPPORT_WORKER,
        hive_id=place.id,
    )
    ben.add(place, person)
    ben.sync()
    world.central.revoked = True
    with pytest.raises(Revoked):
        ana.sync()
    world.central.revoked = False
    ana.connect()
    assert ana.sync().pushed == len(founding())
    with ana.store.reading() as session:
        assert settings.get(session, settings.WORKER) == person.id
        assert settings.get(session, settings.HIVE) == place.id
        assert ended_of(session) is None
    assert ana.value(Hive, place.id, "name") == place.name
    assert problems_of(ana.store) == []


def test_a_copy_of_a_laptop_is_noticed_and_nothing_of_either_is_lost(
    three: Three, world: World
) -> None:
    """As central sees it, a restored laptop and a twin are alike: work it should know, and not."""
    ana, ben, _ = three
    ana.add(hive(name="Ours"))
    ana.sync()
    mine = ana.changes()[0].device
    twin = world.central.log[0]
    other = WireChange(
        **{name: getattr(twin, name) for name in WireChange.__dataclass_fields__}
        | {"id": hive().id, "record_id": "another", "device": str(mine)}
        | {"clock": twin.clock[:-14] + "00077-" + str(mine)}
        | {"after": twin.after | {"id": "another", "name": "Twin's"}}
    )
    world.central._take(other)
    done = ana.sync()
    assert [note for note in done.notes if "restored" in note]
    assert ana.value(Hive, "another", "name") == "Twin's"
    with ana.store.reading() as session:
        assert device(session) != mine
    ana.add(hive(name="Later"))
    assert ana.sync().notes == []
    assert {change.device for change in ana.changes()} == {mine, ana.changes()[-1].device}
    ben.sync()
    assert ben.records() == ana.records()
