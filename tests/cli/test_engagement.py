"""Contact and coming along by registration, from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hivedesk.actions.desk import open_desk
from tests.cli.conftest import Run
from tests.conftest import Clock

JUNE = ("--from", "2021-06-01", "--to", "2021-06-30")


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal lives on the tests' day."""
    monkeypatch.setattr(
        "hivedesk.cli.verbs.open_desk", lambda path, words: open_desk(path, words, Clock())
    )


def test_the_same_in_json_and_in_words(said: Run, path: Path) -> None:
    log = ("--family", "Marlowe", "--way", "phone", "--minutes", 30, "--note", "School.")
    assert said("log", "--store", path, *log).code == 0
    done = said("engagement", "--store", path, "--hive", "eastleigh", *JUNE, "--json")
    told = json.loads(done.out)
    # It ends today: what is to come says nothing of anybody yet.
    assert (told["hive"], told["from"], told["to"]) == ("Eastleigh", "2021-06-01", "2021-06-16")
    county = told["groups"]["county"]
    assert (county["families"], county["reached"]) == (2, 1)
    monthly = round(county["contacts"] * 365.25 / 12 / county["days"], 2)
    assert county["contacts_per_family_per_month"] == monthly
    assert told["together"] == county
    line = said("engagement", "--store", path, "--hive", "Eastleigh", *JUNE).out.split("\t")
    assert line[:2] == ["County carers", "families 2"]
    assert "reached 1 of 2" in line


def test_what_cannot_be_is_refused(said: Run, path: Path) -> None:
    backwards = ("--from", "2021-06-30", "--to", "2021-06-01")
    done = said("engagement", "--store", path, *backwards)
    assert (done.code, done.out) == (1, "")
    assert "The last day is before the first." in done.err
    assert said("engagement", "--store", path, "--from", "June", "--to", "2021-06-01").code == 2
    assert "no Hive called" in said("engagement", "--store", path, "--hive", "X", *JUNE).err
