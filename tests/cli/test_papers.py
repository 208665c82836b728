"""Statement, board and calendar from the terminal."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import icalendar
import pytest
from pypdf import PdfReader

from hivedesk.actions.desk import open_desk
from tests.actions.little import Ids, add, row
from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE, Clock


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.mark.parametrize("name", ["Wren Okoro", "wren  okoro"])
def test_a_statement_is_saved_and_said(said: Run, path: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.pdf"
    asked = ("statement", "--store", path, "--link-carer", name, "--month", "2021-06")
    told = said(*asked, "--out", out)
    assert (told.code, told.out) == (0, f"{out}\n"), told.err
    assert "Wren Okoro, Eastleigh, June 2021" in words_of(out)
    found = json.loads(said(*asked, "--out", out, "--json").out)
    (held,) = found["rooms"]
    assert held["days"] == int(found["counted_to"][-2:])
    weekly = sum(each["pence"] * each["days"] for each in held["weekly"])
    assert held["retainer_pence"] == round(weekly / 7) == found["retainer_pence"]
    assert found["total_pence"] == found["retainer_pence"] + found["fees_pence"]
    assert "Nat" not in json.dumps(found)
    named = json.loads(said(*asked, "--out", out, "--json", "--first-names").out)
    assert named["total_pence"] == found["total_pence"]


def test_a_link_carer_may_be_asked_for_by_id(
    said: Run, path: Path, ids: Ids, tmp_path: Path
) -> None:
    out = tmp_path / "board.pdf"
    told = said(
        "board", "--store", path, "--link-carer", ids.link_carer, "--month", "2021-07",
        "--out", out,
    )  # fmt: skip
    assert told.code == 0, told.err
    assert "Wren Okoro, July 2021" in words_of(out)


def test_a_calendar_has_the_agreed_nights_and_names_nobody(
    said: Run, path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "stays.ics"
    asked = ("calendar", "--store", path, "--link-carer", "Wren Okoro", "--out", out)
    told = said(*asked)
    assert (told.code, told.out) == (0, f"{out}\n"), told.err
    events = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    listed = json.loads(said("list", "bookings", "--store", path, "--everything", "--json").out)
    assert sorted((each["from"], each["to"]) for each in listed) == sorted(
        (event.decoded("DTSTART").isoformat(), event.decoded("DTEND").isoformat())
        for event in events
    )
    assert sorted(str(event["UID"]) for event in events) == sorted(
        f"{each['id']}@hivedesk" for each in listed
    )
    assert "Nat" not in out.read_text(encoding="utf-8")
    said(*asked, "--private")
    assert "Nat" in out.read_text(encoding="utf-8")


def test_closed_days_come_into_the_calendar_only_when_asked_for(
    said: Run, path: Path, ids: Ids, tmp_path: Path
) -> None:
    desk = open_desk(path, PASSPHRASE, Clock())
    days = {"first_day": dt.date(2021, 7, 5), "last_day": dt.date(2021, 7, 9)}
    add(desk, "room-closures", room_id=ids.room, **days)
    desk.store.close()
    out = tmp_path / "stays.ics"
    asked = ("calendar", "--store", path, "--link-carer", "Wren Okoro", "--out", out)
    said(*asked)
    stays = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert said(*asked, "--closures").code == 0
    every = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    (more,) = (each for each in every if each["UID"] not in {stay["UID"] for stay in stays})
    assert len(every) == len(stays) + 1
    assert (more["SUMMARY"], more.decoded("DTEND")) == (
        "Closed · Garden room",
        dt.date(2021, 7, 10),
    )


@pytest.mark.parametrize("verb", ["statement", "board", "calendar"])
def test_a_stranger_is_refused_with_the_names_there_are(
    said: Run, path: Path, tmp_path: Path, verb: str
) -> None:
    out = tmp_path / "out"
    month = () if verb == "calendar" else ("--month", "2021-06")
    told = said(verb, "--store", path, "--link-carer", "Nobody", *month, "--out", out)
    assert told.code == 1
    assert "There is no link carer called 'Nobody'. There are: Wren Okoro." in told.err
    assert not out.exists()


def test_two_of_one_name_are_told_apart_by_their_ids(
    said: Run, path: Path, ids: Ids, tmp_path: Path
) -> None:
    desk = open_desk(path, PASSPHRASE, Clock())
    values = row(desk, "link-carers", ids.link_carer)
    again = {k: values[k] for k in ("hive_id", "first_name", "last_name", "area", "started_on")}
    second = add(desk, "link-carers", **again)
    desk.store.close()
    out = tmp_path / "stays.ics"
    told = said("calendar", "--store", path, "--link-carer", "Wren Okoro", "--out", out)
    assert told.code == 1
    assert second in told.err
    assert ids.link_carer in told.err
    assert said("calendar", "--store", path, "--link-carer", second, "--out", out).code == 0


@pytest.mark.parametrize(
    ("month", "says"), [("June", "is not a month"), ("2030-01", "January 2030 has not begun")]
)
def test_a_month_that_is_none_is_used_wrongly(
    said: Run, path: Path, tmp_path: Path, month: str, says: str
) -> None:
    told = said(
        "statement", "--store", path, "--link-carer", "Wren Okoro", "--month", month,
        "--out", tmp_path / "out.pdf",
    )  # fmt: skip
    assert told.code == 2
    assert says in told.err
