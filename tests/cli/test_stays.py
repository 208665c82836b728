"""The terminal's verbs about rooms and stays: keys, exit codes, and that no is no."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hivedesk.actions.desk import Desk, open_desk
from hivedesk.actions.saving import archive
from hivedesk.store import open_store
from tests.actions.little import Ids, add, new_child
from tests.cli.conftest import Run
from tests.conftest import PASSPHRASE, Clock

JULY = ("--from", "2021-07-02", "--to", "2021-07-04")


@pytest.fixture
def ask(said: Run, path: Path) -> Any:
    """Run a verb with --json; its exit code and what it printed."""

    def run(verb: str, *words: object) -> tuple[int, Any]:
        done = said(verb, "--store", path, *words, "--json")
        return done.code, json.loads(done.out) if done.out else done.err

    return run


def bookings(path: Path) -> list[tuple[str, str, str]]:
    """Every stay as it lies in the store."""
    store = open_store(path, PASSPHRASE, Clock().now)
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id, status, from_on FROM bookings ORDER BY id")
        found = [tuple(row) for row in rows]
    store.close()
    return found


def test_rooms_are_told_night_by_night(ask: Any) -> None:
    code, nights = ask("rooms", "--from", "2021-06-18", "--to", "2021-06-22")
    assert code == 0
    assert [(night["date"], night["booked"]) for night in nights] == [
        ("2021-06-18", 1), ("2021-06-19", 1), ("2021-06-20", 1), ("2021-06-21", 0),
    ]  # fmt: skip
    assert set(nights[0]) == {"room", "link_carer", "hive", "date", "beds", "booked", "closed"}
    assert (nights[0]["room"], nights[0]["link_carer"]) == ("Garden room", "Wren Okoro")


def test_can_i_answers_and_the_booking_agrees(ask: Any, ids: Ids) -> None:
    code, told = ask("can-i", "--child", "Robin Ashdown", *JULY)
    assert code == 0
    (room,) = told["rooms"]
    assert set(room) == {"room", "link_carer", "hive", "answer", "cover_left", "lines"}
    assert (room["answer"], room["cover_left"]) == ("yes", 0)
    assert {line["severity"] for line in room["lines"]} == {"ok"}
    # Every line a worker asks for, whatever it says.
    assert {line["rule"] for line in room["lines"]} == {
        "free", "age", "sharing", "met", "permission", "limit", "family", "link_carer",
        "distance", "pets", "access", "cover",
    }  # fmt: skip
    code, made = ask("book", "--room", "Garden room", "--child", "Robin", *JULY)
    assert code == 0
    (stay,) = made["bookings"]
    assert (set(stay), stay["child"], stay["status"]) == (
        {"id", "child", "status"}, "Robin Ashdown", "agreed",
    )  # fmt: skip
    code, told = ask("can-i", "--child", ids.child, *JULY)
    assert {line["rule"] for line in told["rooms"][0]["lines"] if line["severity"] == "stop"} == {
        "free", "elsewhere",
    }  # fmt: skip
    assert told["rooms"][0]["answer"] == "no"


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        (("--from", "2021-07-04", "--to", "2021-07-02"), "to", "before the day of arriving"),
        (("--from", "2021-07-02", "--to", "2021-07-02"), "to", "no night"),
        (("--from", "2021-07-02", "--to", "2026-07-02"), "to", "more than a year"),
        (("--from", "2021-06-18", "--to", "2021-06-19"), "room", "full"),
        ((*JULY, "--kind", "day_care"), "to", "Day care is one day"),
        ((*JULY, "--room", "Attic"), "room", "no room called"),
        ((*JULY, "--child", "Nobody"), "child", "no child called"),
        ((*JULY, "--child", ""), "child", "no child called"),
        (("--from", "0001-01-01", "--to", "0001-01-02"), "from", "Check the year"),
        (("--from", "9999-12-30", "--to", "9999-12-31"), "from", "Check the year"),
    ],
)
def test_what_cannot_be_is_a_problem_of_its_field(
    ask: Any, path: Path, words: tuple[str, ...], field: str, says: str
) -> None:
    before = bookings(path)
    given = () if "--room" in words else ("--room", "Garden room")
    given += () if "--child" in words else ("--child", "Robin")
    code, told = ask("book", *given, *words, "--override", "All agreed")
    assert code == 1
    assert told["problems"][0]["field"] == field
    assert told["problems"][0]["severity"] == "stop"
    assert says in told["problems"][0]["words"]
    assert bookings(path) == before


def test_a_warning_asks_for_a_note(ask: Any, path: Path) -> None:
    long = (
        "--room",
        "Garden room",
        "--child",
        "Robin",
        "--from",
        "2021-07-02",
        "--to",
        "2021-07-11",
    )
    code, told = ask("book", *long)
    assert (code, told["problems"][0]["severity"]) == (1, "warning")
    assert "T4" in told["problems"][0]["words"]
    assert ask("book", *long, "--override", "The social worker agreed")[0] == 0


def test_a_stay_is_moved_and_cancelled(ask: Any, path: Path) -> None:
    _, made = ask("book", "--room", "Garden room", "--child", "Robin", *JULY)
    stay = made["bookings"][0]["id"]
    code, told = ask("move", stay, "--from", "2021-06-19", "--to", "2021-06-21")
    assert (code, told["problems"][0]["field"]) == (1, "room")
    assert ask("move", stay, "--from", "2021-07-09", "--to", "2021-07-11")[0] == 0
    assert (stay, "agreed", "2021-07-09") in bookings(path)
    code, told = ask("cancel", stay, "--why", " ")
    assert (code, told["problems"][0]["field"]) == (1, "why")
    code, told = ask("cancel", stay, "--why", "Family holiday")
    assert (code, told["bookings"][0]["status"]) == (0, "cancelled")
    assert ask("cancel", stay, "--why", "Again")[0] == 1


@pytest.fixture
def changed(path: Path) -> Any:
    """Do something to the store that the verbs then find."""

    def change(what: Callable[[Desk], Any]) -> Any:
        desk = open_desk(path, PASSPHRASE, Clock())
        made = what(desk)
        desk.store.close()
        return made

    return change


def test_a_room_that_was_archived_and_somebody_of_thirty_are_refused(
    ask: Any, path: Path, ids: Ids, changed: Any
) -> None:
    born = dt.date(1991, 2, 3)
    changed(lambda desk: new_child(desk, ids.family, first_name="Ash", born_on=born))
    before = bookings(path)
    code, told = ask("book", "--room", ids.room, "--child", "Ash", *JULY, "--override", "Agreed")
    assert (code, told["problems"][0]["field"]) == (1, "child")
    assert "Ash is 30" in told["problems"][0]["words"]
    attic = {"link_carer_id": ids.link_carer, "name": "Attic", "beds": 1}
    room = changed(lambda desk: add(desk, "rooms", **attic, held_from=dt.date(2019, 6, 1)))
    changed(lambda desk: archive(desk, "rooms", room))
    for called in ("Attic", room):
        code, told = ask("book", "--room", called, "--child", "Robin", *JULY)
        assert (code, told["problems"][0]["field"]) == (1, "room")
    assert bookings(path) == before


def test_nights_of_clock_changes_and_of_leap_days_are_nights(ask: Any) -> None:
    for begin, middle, end in (
        ("2021-10-30", "2021-10-31", "2021-11-01"),
        ("2022-03-26", "2022-03-27", "2022-03-28"),
        ("2024-02-28", "2024-02-29", "2024-03-01"),
    ):
        who = ("--room", "Garden room", "--child", "Robin", "--from", begin, "--to", end)
        assert ask("book", *who)[0] == 0
        nights = ask("rooms", "--from", begin, "--to", end)[1]
        assert [(night["date"], night["booked"]) for night in nights] == [(begin, 1), (middle, 1)]


@pytest.mark.parametrize("verb", ["rooms", "can-i", "book"])
@pytest.mark.parametrize("day", ["2021-02-29", "29/02/2024", "tomorrow", "2021-6-1", ""])
def test_a_day_that_is_none_is_used_wrongly(said: Run, path: Path, verb: str, day: str) -> None:
    who = {"rooms": (), "can-i": ("--child", "Robin")}.get(verb, ("--child", "R", "--room", "G"))
    done = said(verb, "--store", path, *who, "--from", day, "--to", "2021-03-02")
    assert (done.code, done.out) == (2, "")
    assert "not a day" in done.err


@pytest.mark.parametrize("verb", ["rooms", "can-i"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_year_that_is_a_slip_is_said_plainly(said: Run, path: Path, verb: str, year: str) -> None:
    days = ("--from", f"{year}-12-30", "--to", f"{year}-12-31")
    who = () if verb == "rooms" else ("--child", "Robin")
    done = said(verb, "--store", path, *who, *days)
    assert (done.code, done.out) == (1, "")
    assert done.err == "hivedesk: That looks like a slip. Check the year.\n"
