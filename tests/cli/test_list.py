"""`list` and `search`: the shapes that scripts rely on, and lines that people read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from hivedesk.actions.saving import save_record
from hivedesk.cli import verbs
from hivedesk.records import KINDS
from hivedesk.rules.days import local
from hivedesk.store.queries import tables
from tests.actions.little import Ids

from .conftest import SECRET, Run

# The contract of the terminal: at least these keys, by kind.
KEYS = {
    "hives": "name",
    "families": "name hive registration status",
    "carers": "first_name last_name family",
    "children": "first_name last_name family",
    "rooms": "name link_carer hive beds",
    "bookings": "room child child_id kind status from to",
    "support-logs": "family at minutes way",
}


def listed(said: Run, path: Path, kind: str, *more: str) -> list[dict[str, Any]]:
    """`list KIND --json`, read back."""
    answer = said("list", kind, "--store", path, "--json", *more)
    assert (answer.code, answer.err) == (0, "")
    rows = json.loads(answer.out)
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_an_array_of_flat_objects(said: Run, path: Path, kind: str) -> None:
    rows = listed(said, path, kind)
    for row in rows:
        assert set(KEYS.get(kind, "").split()) | {"id"} <= row.keys()
        assert not {"private_note", "created_at", "archived_at"} & row.keys()
        assert not any(isinstance(value, dict) for value in row.values())
    assert SECRET not in json.dumps(rows)
    assert rows or kind not in KEYS


def test_the_contract_is_met_value_by_value(said: Run, path: Path, ids: Ids) -> None:
    def one(kind: str, record_id: str) -> dict[str, Any]:
        (row,) = (row for row in listed(said, path, kind) if row["id"] == record_id)
        return {name: row[name] for name in KEYS[kind].split()}

    assert one("hives", ids.hive) == {"name": "Eastleigh"}
    assert one("families", ids.family) == {
        "name": "Marlowe",
        "hive": "Eastleigh",
        "registration": "county",
        "status": "active",
    }
    assert one("carers", ids.carer) == {
        "first_name": "Sal",
        "last_name": "Marlowe",
        "family": "Marlowe",
    }
    assert one("children", ids.child) == {
        "first_name": "Robin",
        "last_name": "Ashdown",
        "family": "Marlowe",
    }
    assert one("rooms", ids.room) == {
        "name": "Garden room",
        "link_carer": "Wren Okoro",
        "hive": "Eastleigh",
        "beds": 1,
    }
    guest, stay = listed(said, path, "bookings")
    assert {name: stay[name] for name in KEYS["bookings"].split()} == {
        "room": "Garden room",
        "child": "Robin Ashdown",
        "child_id": ids.child,
        "kind": "sleepover",
        "status": "agreed",
        "from": "2021-06-18",
        "to": "2021-06-20",
    }
    assert (guest["child"], guest["child_id"], guest["kind"]) == ("Nat", None, "respite")
    (log,) = listed(said, path, "support-logs")
    assert {name: log[name] for name in KEYS["support-logs"].split()} == {
        "family": "Marlowe",
        "at": "2021-06-15T18:30:00+01:00",
        "minutes": 40,
        "way": "phone",
    }
    assert (log["themes"], log["family_id"]) == (["School"], ids.family)


def test_a_list_is_of_one_hive_or_of_all_and_current_or_everything(said: Run, path: Path) -> None:
    def names(*more: str) -> list[str]:
        return [row["name"] for row in listed(said, path, "families", *more)]

    assert sorted(names()) == ["Marlowe", "Łuczak-Ó Briain"]
    assert names("--hive", "eastleigh") == ["Marlowe"]
    assert names("--hive", "Gosport") == ["Łuczak-Ó Briain"]
    assert names("--hive", "Eastleigh", "--everything") == ["Marlowe", "Thorne"]


def test_lines_for_reading_have_one_row_each_and_their_columns(said: Run, path: Path) -> None:
    answer = said("list", "families", "--store", path, "--everything")
    assert (answer.code, answer.err) == (0, "")
    head, *lines = answer.out.splitlines()
    assert len(lines) == 3
    assert {line.count("\t") for line in lines} == {head.count("\t")}
    assert head.split("\t")[:3] == ["name", "hive", "registration"]
    assert "Two lines and a [31mtab here" in answer.out
    assert "\x1b" not in answer.out
    assert "None" not in answer.out


def test_an_empty_list_is_an_empty_array(said: Run, path: Path) -> None:
    assert said("list", "referrals", "--store", path, "--json").out == "[]\n"
    assert len(said("list", "referrals", "--store", path).out.splitlines()) == 1


def test_a_long_list_is_written_as_it_is_read(
    said: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(said, path, "policies")
    monkeypatch.setattr(verbs, "batches_of", lambda *asked: tables.batches_of(*asked, size=3))
    assert listed(said, path, "policies") == whole
    assert len(whole) > 6


def test_search_finds_names_and_notes_and_never_the_private_one(
    said: Run, path: Path, ids: Ids
) -> None:
    answer = said("search", "marl", "--store", path, "--json")
    found = json.loads(answer.out)
    assert {(each["kind"], each["title"]) for each in found} == {
        ("families", "Marlowe"),
        ("carers", "Sal Marlowe"),
    }
    assert {each["id"] for each in found} == {ids.family, ids.carer}
    (note,) = json.loads(said("search", "calmer", "--store", path, "--json").out)
    assert (note["kind"], note["title"], note["by"]) == (
        "support-logs",
        "Phone on 15 Jun 2021",
        "text",
    )
    assert said("search", "secret", "--store", path, "--json").out == "[]\n"
    assert said("search", "secret", "--store", path).out == ""
    line = said("search", "calmer", "--store", path).out
    assert line.split("\t")[:2] == ["support-logs", "Phone on 15 Jun 2021"]


@pytest.mark.parametrize("words", ["", " ", '"', "*", "a OR b", "-- ; DROP", "💐", "x" * 900])
def test_search_takes_whatever_is_typed(said: Run, path: Path, words: str) -> None:
    answer = said("search", "--store", path, "--json", "--", words)
    assert (answer.code, answer.err, answer.out) == (0, "", "[]\n")


def test_workers_are_listed_with_the_core_hours_that_hold_today(said: Run, path: Path) -> None:
    with verbs.opened(path) as desk:
        of_jo = {"worker_id": desk.worker_id}
        for starts_on, hours in (("2019-05-01", "Tue-Sat 10-15"), ("2021-06-01", "Wed-Sun 9-14")):
            day = dt.date.fromisoformat(starts_on)
            save_record(desk, "core-hours", of_jo | {"starts_on": day, "hours": hours})
        coming = local(desk.now).date() + dt.timedelta(days=1)
        save_record(desk, "core-hours", of_jo | {"starts_on": coming, "hours": None})
    (jo,) = (each for each in listed(said, path, "workers") if each["core_hours"])
    assert jo["core_hours"] == "Wed–Sun 9:00–14:00"
    assert [each["hours"] for each in listed(said, path, "core-hours")] == [
        None,
        "Wed-Sun 9-14",
        "Tue-Sat 10-15",
    ]
