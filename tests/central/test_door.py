"""Who is let in where, and clear answers to everything that is not as agreed."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import socket
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, func, select

from hivedesk.central import accounts
from hivedesk.central.accounts import Role
from hivedesk.central.api.door import MOST_BODY
from hivedesk.central.app import api_for
from hivedesk.central.database import engine_for, writing
from hivedesk.central.tables import changes, table_of, tokens
from tests.central.little import NOW, Central, Laptop, family, hive, settle
from tests.central.postgres import Server
from tests.central.test_terminal import served

# Every road, and what each role is answered: a road that is not here fails the test.
ROADS: dict[tuple[str, str], dict[str, int]] = {
    ("post", "/v1/push"): {"worker": 200, "manager": 200, "link-carer": 200, "auditor": 403},
    ("get", "/v1/pull"): {"worker": 200, "manager": 200, "link-carer": 200, "auditor": 403},
    ("get", "/v1/export/{kind}"): {
        "worker": 403,
        "manager": 200,
        "link-carer": 403,
        "auditor": 200,
    },
    ("post", "/v1/join"): {},
    ("get", "/healthz"): {},
    ("get", "/metrics"): {},
}
OPEN_ROADS = {road for road, answers in ROADS.items() if not answers}


def asked_of(laptop: Laptop, method: str, path: str) -> Any:
    if method == "get":
        path = path.format(kind="families")
        return laptop.central.client.get(path, headers=laptop.headers)
    asked = {"device": laptop.device, "epoch": laptop.epoch, "changes": []}
    asked["now"] = laptop.central.now.isoformat()
    return laptop.central.client.post(path, json=asked, headers=laptop.headers)


def test_every_road_is_in_the_table(engine: Engine) -> None:
    described = api_for(engine).openapi()["paths"]
    roads = {(method, path) for path, its in described.items() for method in its}
    assert roads == set(ROADS)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_where_it_may(central: Central, role: Role) -> None:
    settle(central.laptop("Mo Manager"), "Eastleigh", ("Pat", "Moor"))
    hives = ["Eastleigh"] if role is Role.WORKER else []
    laptop = central.laptop("Pat Moor", role, *hives)
    for (method, path), answers in ROADS.items():
        if answers:
            answer = asked_of(laptop, method, path)
            assert answer.status_code == answers[role], (method, path, answer.text)


def _nobody(_: Central, laptop: Laptop) -> None:
    laptop.token = ""


def _blank(_: Central, laptop: Laptop) -> None:
    laptop.token = " "


def _foreign(_: Central, laptop: Laptop) -> None:
    laptop.token = "x" * 43


def _endless(_: Central, laptop: Laptop) -> None:
    laptop.token = "x" * 4_000


def _revoked(central: Central, laptop: Laptop) -> None:
    with writing(central.engine) as connection:
        accounts.revoke(connection, "Jo Field", central.now)


def _expired(central: Central, laptop: Laptop) -> None:
    central.now += accounts.TOKEN_LIVES + dt.timedelta(days=1)


def _copied(central: Central, laptop: Laptop) -> None:
    Laptop(central, central.code("Jo Field", Role.MANAGER), device=laptop.device)


@pytest.mark.parametrize(
    ("become", "code"),
    [
        (_nobody, "no-token"),
        (_blank, "no-token"),
        (_foreign, "token"),
        (_endless, "no-token"),
        (_revoked, "revoked"),
        (_expired, "expired"),
        (_copied, "replaced"),
    ],
)
def test_who_is_not_known_is_let_in_nowhere(
    central: Central, become: Callable[[Central, Laptop], None], code: str
) -> None:
    laptop = central.laptop("Jo Field")
    become(central, laptop)
    for method, path in ROADS.keys() - OPEN_ROADS:
        answer = asked_of(laptop, method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["next"]


def test_revoked_account_gets_nothing_in_or_out_at_once(central: Central) -> None:
    laptop = central.laptop("Jo Field")
    change = laptop.change("hives", hive("Eastleigh"))
    _revoked(central, laptop)
    assert laptop.ask_push(change).json()["code"] == "revoked"
    with central.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(changes)) == 0
    # The name may be used again: it is another account.
    assert central.laptop("Jo Field").pull() == []


def test_joining_code_is_good_once_for_one_laptop(central: Central) -> None:
    code = central.code("Jo Field")
    laptop = Laptop(central, code.lower().replace("-", " "))
    again = laptop.join()  # the first answer was lost
    assert laptop.ask_pull().json()["code"] == "replaced"
    laptop.token = again["token"]
    assert laptop.pull() == []
    for other, wait, answer in (
        (code, 0, "code-used"),
        ("0000-0000-0000-0000", 0, "code"),
        ("", 0, "code"),
        (central.code("Jo Field"), 8, "code-expired"),
    ):
        central.now += dt.timedelta(days=wait)
        asked = {"code": other, "device": "fedcba98", "name": "x", "now": central.now.isoformat()}
        said = central.client.post("/v1/join", json=asked, headers={"HiveDesk-Protocol": "1"})
        assert (said.status_code, said.json()["code"]) == (401, answer)


def test_secrets_are_kept_as_digests_only(central: Central) -> None:
    laptop = central.laptop("Jo Field")
    with central.engine.connect() as connection:
        kept = connection.execute(select(tokens)).one()
    assert laptop.token not in str(kept)
    assert kept.digest == accounts.digest_of(laptop.token)


@pytest.mark.parametrize(
    ("version", "says"), [(None, "older"), ("0", "older"), ("2", "newer"), ("one", "older")]
)
def test_other_protocols_are_told_what_to_do(
    central: Central, version: str | None, says: str
) -> None:
    laptop = central.laptop("Jo Field")
    headers = {name: value for name, value in laptop.headers.items() if "Protocol" not in name}
    headers |= {"HiveDesk-Protocol": version} if version else {}
    answer = central.client.get("/v1/pull", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (426, "protocol")
    assert says in answer.json()["problem"]
    assert answer.headers["hivedesk-protocol"] == "1"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ((NOW - dt.timedelta(days=365)).isoformat(), 422, "clock"),
        ((NOW + dt.timedelta(minutes=11)).isoformat(), 422, "clock"),
        ((NOW + dt.timedelta(minutes=9)).isoformat(), 200, None),
        ("2021-06-16T09:00:00", 422, "misread"),
        ("0001-01-01T00:00:00+14:00", 422, "clock"),
        ("now", 422, "misread"),
    ],
)
def test_clock_that_is_off_is_named(
    central: Central, said: str, status: int, code: str | None
) -> None:
    laptop = central.laptop("Jo Field")
    answer = laptop.ask_push(laptop.change("hives", hive("Eastleigh")), now=said)
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert len(laptop.pull()) == (1 if status == 200 else 0)


def test_another_central_store_is_noticed(central: Central) -> None:
    laptop = central.laptop("Jo Field")
    answers = [laptop.ask_push(epoch="another"), laptop.ask_pull(epoch="another")]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "epoch"),
        (409, "epoch"),
    ]


def test_copy_of_a_laptop_is_noticed(central: Central) -> None:
    laptop = central.laptop("Jo Field")
    assert laptop.ask_push(device="00000001").status_code == 200  # put back from a backup
    answer = laptop.ask_push()  # and here is the one it was copied from
    assert (answer.status_code, answer.json()["code"]) == (409, "two-laptops")


def raw(laptop: Laptop, body: bytes, **headers: str) -> Any:
    named = laptop.headers | {"Content-Type": "application/json"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return laptop.central.client.post("/v1/push", content=body, headers=named)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"Content_Type": "text/plain"}, 415),
        (b"{}", {"Content_Type": "application/x-www-form-urlencoded"}, 415),
        (b"{}", {"Content_Encoding": "br"}, 415),
        (b"not gzip at all", {"Content_Encoding": "gzip"}, 400),
        (gzip.compress(b"{}" * 900, mtime=0)[:-9], {"Content_Encoding": "gzip"}, 400),
        (gzip.compress(b"{}", mtime=0) + b"more", {"Content_Encoding": "gzip"}, 400),
        (b"", {"Content_Encoding": "gzip"}, 400),
        (gzip.compress(b" " * (MOST_BODY + 1), mtime=0), {"Content_Encoding": "gzip"}, 413),
        (b" " * (MOST_BODY + 1), {}, 413),
        (b"", {}, 422),
        (b"{", {}, 422),
        (b'"\xff"', {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"[]", {}, 422),
        (b'{"device": 1}', {}, 422),
        (b'{"device":"0","epoch":"","now":"","changes":[{"id":NaN}]}', {}, 422),
    ],
)
def test_bad_bodies_are_answered_clearly(
    central: Central, body: bytes, headers: dict[str, str], status: int
) -> None:
    laptop = central.laptop("Jo Field")
    answer = raw(laptop, body, **headers)
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"problem", "next", "code"}
    assert answer.json()["problem"].endswith(".")


def test_packed_body_is_taken_and_a_long_answer_packed(central: Central) -> None:
    laptop = central.laptop("Jo Field")
    made = [laptop.change("hives", hive(f"Hive {n}")) for n in range(20)]
    asked = {"device": laptop.device, "epoch": laptop.epoch, "changes": made}
    body = json.dumps(asked | {"now": central.now.isoformat()}).encode()
    assert raw(laptop, gzip.compress(body), Content_Encoding="gzip").status_code == 200
    with laptop.central.client.stream("GET", "/v1/pull", headers=laptop.headers) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert len(json.loads(zlib.decompress(packed, 31))["changes"]) == 20


def test_too_many_changes_at_once_are_refused_and_one_long_one_is_not(central: Central) -> None:
    laptop = central.laptop("Jo Field")
    many = [laptop.change("hives", hive("Eastleigh"))] * 501
    assert laptop.ask_push(*many).status_code == 413
    long = [laptop.change("hives", hive("x") | {"note": "y" * 99_000}) for _ in range(12)]
    assert laptop.ask_push(*long).json()["code"] == "too-much"
    assert [result["outcome"] for result in laptop.push(*long[:6])] == ["accepted"] * 6


@pytest.fixture(scope="module")
def running(used_again: str) -> Iterator[str]:
    """The address of the service as a process."""
    with served(used_again) as (address, _):
        yield address


def test_gigabyte_is_refused_before_it_is_sent(running: str) -> None:
    host, _, port = running.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(
            b"POST /v1/push HTTP/1.1\r\nHost: central\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1073741824\r\n\r\n" + b" " * 1000
        )
        answer = b""
        while part := line.recv(65_536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 413")
    assert b'"code":"too-much"' in answer
    with httpx2.Client(trust_env=False) as client:
        assert client.get(f"{running}/healthz").status_code == 200


def test_endless_body_is_cut_off(running: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1024):
            yield b" " * 1024 * 1024

    with httpx2.Client(trust_env=False, timeout=20) as client:
        try:
            answer = client.post(
                f"{running}/v1/push",
                content=endless(),
                headers={"Content-Type": "application/json"},
            )
            assert answer.status_code == 413
        except httpx2.TransportError:
            pass  # the line was closed on what it was still sending
        assert client.get(f"{running}/healthz").status_code == 200


@pytest.mark.expects_log
def test_database_that_goes_away_is_said_plainly_and_comes_back(
    pg_server: Server, central: Central, caplog: pytest.LogCaptureFixture
) -> None:
    laptop = central.laptop("Jo Field")
    change = laptop.change("hives", hive("Eastleigh"))
    laptop.accepted(change)
    pg_server.kill()
    for answer in (
        laptop.ask_push(change),
        laptop.ask_pull(),
        central.client.get("/healthz"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "database")
    assert "database OperationalError" in caplog.text
    pg_server.begin()
    assert laptop.push(change)[0]["seq"] == 1
    assert central.client.get("/healthz").status_code == 200


@pytest.mark.expects_log
def test_our_own_bug_is_said_without_what_it_was_about(
    own_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = engine_for(own_database)
    central = Central(engine)
    laptop = central.laptop("Jo Field")
    laptop.accepted(laptop.change("hives", hive("Eastleigh")))
    with central.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {table_of('families').name} CASCADE")
    answer = laptop.ask_push(laptop.change("families", family("Eastleigh", "Very Secret")))
    assert (answer.status_code, answer.json()["code"]) == (500, "bug")
    assert "bug ProgrammingError" in caplog.text
    assert "Very Secret" not in caplog.text
    engine.dispose()
