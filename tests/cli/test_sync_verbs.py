"""connect and sync from a terminal: plain words, one line, the right exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from hivedesk.store import open_store
from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE, Clock


def test_a_store_that_is_not_connected_is_told_how(said: Run, path: Path) -> None:
    done = said("sync", "--store", path, "--json")
    assert (done.code, done.out) == (1, "")
    assert "joining code" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", ""])
def test_nobody_there_is_one_plain_line_and_leaves_the_store_unconnected(
    said: Run, path: Path, url: str
) -> None:
    done = said("connect", "--store", path, "--url", url, "--code", "CODE")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "wrong in the program" not in done.err
    assert said("sync", "--store", path).code == 1
    store = open_store(path, PASSPHRASE, Clock().now)
    with store.reading() as session:
        told = session.connection().exec_driver_sql("SELECT count(*) FROM sync_runs").scalar()
    store.close()
    assert told == 0


@pytest.mark.parametrize("words", [["connect"], ["connect", "--url", "x"], ["sync", "--what"]])
def test_used_wrongly_is_exit_code_2(said: Run, path: Path, words: list[str]) -> None:
    assert said(*words, "--store", path).code == 2


def test_the_terminal_starts_without_the_network(spawned: Run) -> None:
    done = spawned("--help", PYTHONPROFILEIMPORTTIME="1")
    assert "argparse" in done.err
    assert "httpx2" not in done.err
    assert "sync" in done.out
    assert "connect" in done.out
