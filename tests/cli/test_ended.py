"""The terminal on a store that was emptied because its access to the central store was ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hivedesk.actions.desk import machine_now
from hivedesk.store import open_store
from hivedesk.sync.forget import wipe
from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE, Clock
from tests.sync.laptops import START
from tests.sync.model_server import ModelCentral
from tests.sync.test_troubles import served

ENDED = "This laptop's access to the central store was ended on Wed 16 Jun 2021"
HELD = ("Łuczak", "Thorne", "Eastleigh", "Jo Field")


@pytest.fixture
def emptied(path: Path) -> Path:
    """A store that held a Hive and was emptied."""
    store = open_store(path, PASSPHRASE, Clock().now)
    wipe(store, START, "https://central.example")
    store.close()
    return path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("check", 0),
        ("list families", 0),
        ("list policies --json", 0),
        ("figures monthly --month 2021-06 --all", 0),
        ("search Thorne", 0),
        ("rooms --from 2021-06-01 --to 2021-06-30", 0),
        ("can-i --guest Nat --from 2021-06-18 --to 2021-06-20", 0),
        ("quiet", 0),
        ("hours --hive Eastleigh --week 2021-W24", 1),
        ("export --out {folder}/out", 0),
        ("backup", 0),
        ("sync --json", 1),
    ],
)
def test_every_verb_says_that_access_was_ended_and_what_to_do(
    said: Run, emptied: Path, words: str, code: int
) -> None:
    verb, *rest = words.format(folder=emptied.parent).split()
    done = said(verb, "--store", emptied, *rest)
    assert ENDED in done.err
    assert "Ask for a new joining code" in done.err
    assert (done.code, "wrong in the program" in done.err) == (code, False), done
    assert not [name for name in HELD if name in done.out]


def test_connected_again_it_is_like_any_other(said: Run, emptied: Path) -> None:
    nobody = said("connect", "--store", emptied, "--url", "http://127.0.0.1:9", "--code", "CODE")
    assert (nobody.code, nobody.err.count("\n")) == (1, 1)
    assert ENDED in said("check", "--store", emptied).err
    with served(ModelCentral(machine_now)) as url:
        done = said("connect", "--store", emptied, "--url", url, "--code", "CODE")
        assert (done.code, done.err) == (0, "")
        met = said("sync", "--store", emptied, "--json")
        assert (met.code, met.err) == (0, "")
        assert json.loads(met.out)["set_aside"] == 0
    checked = said("check", "--store", emptied)
    assert (checked.code, checked.err) == (0, "")
