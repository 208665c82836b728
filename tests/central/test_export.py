"""Pages for a warehouse and the bundle of a night: scoped, without names, and going on."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hivedesk.__main__ import main
from hivedesk.central.accounts import Role
from hivedesk.records import KINDS, Sensitivity, declared
from tests.central.everything import marked, one_of_each
from tests.central.little import Central, Json, Laptop, family, settle, stay


def pages(laptop: Laptop, kind: str, **query: Any) -> list[Json]:
    found: list[Json] = []
    since = 0
    while True:
        asked = {"since": since, "limit": 2, **query}
        answer = laptop.central.client.get(
            f"/v1/export/{kind}", params=asked, headers=laptop.headers
        )
        assert answer.status_code == 200, answer.text
        said = answer.json()
        found += said["records"]
        since = said["next"]
        if not said["more"]:
            return found


@pytest.fixture
def ours(central: Central) -> dict[str, str]:
    """The ids of one record of every kind, by kind; of another Hive there is one of each too."""
    manager = central.laptop("Mo Manager")
    made = one_of_each(manager, "ours")
    one_of_each(manager, "theirs")
    return made


@pytest.fixture
def auditor(central: Central, ours: dict[str, str]) -> Laptop:
    assert ours
    return central.laptop("The Warehouse", Role.AUDITOR)


def test_auditor_is_given_every_kind_and_no_word_of_anybodys(
    auditor: Laptop, ours: dict[str, str]
) -> None:
    for kind in KINDS:
        records = pages(auditor, kind)
        assert len(records) == 2, kind
        told = json.dumps(records)
        assert [each for each in ours.values() if each in told] == []
        for name, (column, about) in declared(KINDS[kind]).items():
            if column.type.python_type is str and about.sensitivity is not Sensitivity.OPEN:
                assert marked(kind, name, "ours") not in told, (kind, name)
    (one, two) = pages(auditor, "children")
    assert isinstance(one["born_on"], int)
    families = {each["id"] for each in pages(auditor, "families")}
    assert {one["family_id"], two["family_id"]} == families  # references hold
    named = {each["child_id"] for each in pages(auditor, "log-children")}
    assert named == {one["id"], two["id"]}


def test_names_are_for_managers_and_private_notes_for_nobody(auditor: Laptop) -> None:
    manager = auditor.central.laptop("Mo Manager")
    told = json.dumps(pages(manager, "support-logs", identifiable=True))
    assert marked("support-logs", "note", "ours") in told
    assert marked("support-logs", "private_note", "ours") not in told
    assert marked("support-logs", "note", "ours") not in json.dumps(pages(manager, "support-logs"))
    answer = auditor.central.client.get(
        "/v1/export/families", params={"identifiable": True}, headers=auditor.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "role")


def test_scope_and_filter_narrow_what_is_given_and_a_number_goes_on(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    side = settle(manager, "Eastleigh", ("Pat", "Moor"))
    settle(manager, "Totton", ("Sam", "Lee"))
    assert len(pages(manager, "families")) == 2
    assert len(pages(manager, "families", hive="totton")) == 1
    assert len(pages(manager, "families", hive="nowhere")) == 0
    local = central.laptop("One Hive", Role.AUDITOR, "Eastleigh")
    assert len(pages(local, "families")) == 1
    asked = {"since": 0, "limit": 1_000}
    url = "/v1/export/families"
    reached = central.client.get(url, params=asked, headers=manager.headers).json()["next"]
    new = manager.change("families", family(side.hive, "Newly come"))
    manager.accepted(new, manager.change("families", {"pets": "cat"}, {}, side.family))
    later = asked | {"since": reached, "identifiable": True}
    said = central.client.get(url, params=later, headers=manager.headers).json()
    assert [each["id"] for each in said["records"]] == [new["record_id"], side.family]


def test_managers_of_one_hive_are_given_no_more_of_anothers_child_than_their_laptops(
    central: Central,
) -> None:
    manager = central.laptop("Mo Manager")
    ours = settle(manager, "Eastleigh", ("Pat", "Moor"))
    theirs = settle(manager, "Totton", ("Sam", "Lee"))
    made = manager.change("bookings", stay(ours.room, theirs.child, status="confirmed"))
    own = manager.change("bookings", stay(theirs.room, ours.child))
    manager.accepted(made, own)
    local = central.laptop("One Hive", Role.MANAGER, "Eastleigh")
    records = {each["id"]: each for each in pages(local, "bookings", identifiable=True)}
    assert records[made["record_id"]]["guest_name"] == "Wren"
    assert not records[made["record_id"]].keys() & {"child_id", "why", "status_why"}
    assert records[own["record_id"]]["why"] == "why it is needed"
    assert theirs.child not in str(records)


def test_number_that_was_never_reached_is_refused(
    central: Central, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manager = central.laptop("Mo Manager")
    answer = central.client.get("/v1/export/hives?since=7", headers=manager.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "older")
    where = ["central", "export", "--database", database, "--out", str(tmp_path / "out")]
    assert main([*where, "--since", "7"]) == 1
    assert "backup" in capsys.readouterr().err
    assert main([*where, "--since", "-7"]) == 2
    assert not (tmp_path / "out").exists()


def test_number_from_before_the_database_was_put_back_is_refused(
    central: Central, database: str
) -> None:
    manager = central.laptop("Mo Manager")
    settle(manager, "Eastleigh", ("Pat", "Moor"))
    url = "/v1/export/families"
    first = central.client.get(url, headers=manager.headers).json()
    asked = {"since": first["next"], "epoch": first["epoch"]}
    assert central.client.get(url, params=asked, headers=manager.headers).json()["records"] == []
    assert main(["central", "restored", "--database", database]) == 0
    auditor = central.laptop("Al Auditor", Role.AUDITOR)
    # As many changes as before have been made since: the number alone tells nothing.
    answer = central.client.get(url, params=asked, headers=auditor.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "older")
    anew = central.client.get(url, headers=auditor.headers).json()
    assert len(anew["records"]) == 1
    assert anew["epoch"] != first["epoch"]


def test_unknown_kind_is_said(central: Central) -> None:
    manager = central.laptop("Mo Manager")
    for path, status in (("/v1/export/dragons", 404), ("/v1/export/families?hive=%00", 422)):
        assert central.client.get(path, headers=manager.headers).status_code == status


def test_bundle_of_a_night_has_every_kind_and_goes_on(
    central: Central, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manager = central.laptop("Mo Manager")
    made = one_of_each(manager, "ours")
    where = ("central", "export", "--database", database, "--out")
    whole = tmp_path / "whole.zip"
    assert main([*where, str(whole), "--pseudonymised"]) == 0
    reached = capsys.readouterr().out.split()[-1]
    with zipfile.ZipFile(whole) as bundle:
        names = set(bundle.namelist())
        told = bundle.read("support-logs.csv").decode()
        every = "".join(bundle.read(name).decode() for name in sorted(names))
    assert [each for each in made.values() if each in every] == []
    assert {f"{kind}.csv" for kind in KINDS} < names
    assert {"datapackage.json", "manifest.json"} < names
    assert "<ours support-logs.note>" not in told
    manager.accepted(manager.change("towns", {
        "name": "Hedge End", "east": 449_000, "north": 113_000,
    }))  # fmt: skip
    assert main([*where, str(tmp_path / "since"), "--since", reached]) == 0
    towns = (tmp_path / "since" / "towns.csv").read_text("utf-8").splitlines()
    families = (tmp_path / "since" / "families.csv").read_text("utf-8").splitlines()
    assert (len(towns), len(families)) == (2, 1)
    assert main([*where, str(whole)]) == 1
    assert "already" in capsys.readouterr().err
