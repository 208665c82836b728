"""`hivedesk central …` from a terminal, and the service as a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hivedesk.__main__ import main
from tests.central.little import Central, settle

CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = main(["central", *words])
    out, err = capsys.readouterr()
    assert code == 0, err
    return out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["central", *words])
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("hivedesk")
    return code, err


@contextmanager
def served(
    database: str, *words: str, log: Path | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The service as a process; the address it says it listens at."""
    run = [sys.executable, "-m", "hivedesk", "central", "serve", "--database", database]
    # To a file: a pipe that nobody reads would stop it in the end.
    with (log or Path(os.devnull)).open("w", encoding="utf-8") as logged:
        process = subprocess.Popen(
            [*run, "--port", "0", *words],
            stdout=subprocess.PIPE,
            stderr=logged,
            text=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("listening on http://"), f"it did not start; see {log}"
        yield line.split()[-1], process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)


def test_accounts_are_added_listed_and_closed(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--database", database)
    assert said(capsys, "init", *where) == "the central store is up to date\n"
    added = ("account", "add", *where, "--name")
    code = said(capsys, *added, "Jo Field", "--role", "worker", "--hive", "Eastleigh").strip()
    assert CODE.fullmatch(code)
    said(capsys, *added, "Mo Manager", "--role", "manager")
    listed = json.loads(said(capsys, "account", "list", *where, "--json"))
    assert [(row["name"], row["hives"]) for row in listed] == [
        ("Jo Field", ["Eastleigh"]),
        ("Mo Manager", []),
    ]
    assert said(capsys, "account", "revoke", *where, "--name", "jo field") == "Jo Field: closed\n"
    lines = said(capsys, "account", "list", *where).splitlines()
    assert len(lines) == 3
    status, words = refused(capsys, "account", "revoke", *where, "--name", "Jo Field")
    assert status == 1
    assert "no open account" in words


def test_name_that_fits_nobody_is_said_when_the_account_is_made(
    central: Central, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(central.laptop("Mo Manager"), "Eastleigh", ("Pat", "Moor"))
    added = ("central", "account", "add", "--database", database, "--name")
    for name, role, hive, words in (
        ("Pat Moor", "link-carer", "", ""),
        ("Pat More", "link-carer", "", "no one link carer called 'Pat More' so far"),
        ("Jo Field", "worker", "eastleigh", ""),
        ("Lee Marsh", "worker", "Totton", "the first laptop of this account brings it"),
        ("A Warehouse", "auditor", "Esatleigh", "nothing is shown until there is one"),
    ):
        assert main([*added, name, "--role", role, *(["--hive", hive] if hive else [])]) == 0
        out, err = capsys.readouterr()
        assert CODE.fullmatch(out.strip())
        assert words in err
        assert len(err.splitlines()) == (2 if words else 1), err


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("account", "add", "--name", "Jo", "--role", "worker"), 2, "needs a Hive"),
        (("account", "add", "--name", " ", "--role", "manager"), 2, "needs a name"),
        (("account", "add", "--name", "Jo", "--role", "king"), 2, "--role"),
        (("serve", "--port", "99999"), 2, "port"),
        (("serve", "--host", "203.0.113.7", "--port", "1"), 1, "can listen"),
    ],
)
def test_bad_use_is_one_plain_line(
    database: str,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    status: int,
    says: str,
) -> None:
    code, line = refused(capsys, *words, "--database", database)
    assert code == status
    assert says in line
    assert line.count("\n") == 1


def test_without_an_address_of_a_database_it_asks_for_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    code, line = refused(capsys, "account", "list")
    assert code == 2
    assert "--database" in line
    monkeypatch.setenv("HIVEDESK_DATABASE", database)
    assert said(capsys, "account", "list", "--json") == "[]\n"


@pytest.mark.expects_log
def test_database_that_is_not_there_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"postgresql://somebody:hush@127.0.0.1:{taken.getsockname()[1]}/nothing"
        code, line = refused(capsys, "init", "--database", address)
    assert code == 1
    assert "does not answer" in line
    assert "hush" not in line


def test_trial_on_sqlite_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'trial.db'}"
    assert main(["central", "account", "list", "--database", address]) == 1
    assert "central init" in capsys.readouterr().err
    (tmp_path / "trial.db").unlink()
    assert main(["central", "init", "--database", address]) == 0
    assert "trial" in capsys.readouterr().err
    assert (tmp_path / "trial.db").stat().st_mode & 0o077 == 0


def test_served_it_answers_logs_without_names_and_stops_gracefully(
    database: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    added = ("account", "add", "--database", database, "--name", "Jo Field", "--role", "manager")
    code = said(capsys, *added).strip()
    headers = {"HiveDesk-Protocol": "1"}
    log = tmp_path / "log"
    with served(database, log=log) as (address, process):
        with httpx2.Client(base_url=address, headers=headers, trust_env=False) as client:
            assert client.get("/healthz").json() == {"status": "ok", "protocol": 1}
            asked = {"code": code, "device": "0123abcd", "name": "Jo's laptop", "now": "never"}
            assert client.post("/v1/join", json=asked).status_code == 422
            assert client.get("/openapi.json").json()["info"]["title"]
            counted = client.get("/metrics").text
            assert 'hivedesk_requests_total{route="/v1/join",status="422"} 1' in counted
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    logged = log.read_text("utf-8")
    lines: list[dict[str, Any]] = [json.loads(line) for line in logged.splitlines()]
    assert [line["route"] for line in lines][:2] == ["/healthz", "/v1/join"]
    assert "Jo" not in logged
    assert code not in logged
