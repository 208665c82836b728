"""The terminal's verbs about one-to-one support: keys, exit codes, minutes counted once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from hivedesk.actions.desk import open_desk
from hivedesk.actions.families import add_family, end_placement
from hivedesk.actions.saving import save_record
from hivedesk.records import PlacementEnd
from hivedesk.reports.story.drawing import FULL_FOOT, SHARED_FOOT
from hivedesk.rules.hours import WORK
from tests.actions.little import TODAY, family_values, new_child, rows
from tests.cli.conftest import SECRET, Run
from tests.conftest import PASSPHRASE, Clock

MARLOWE = ("--family", "Marlowe")
CALL = ("--way", "phone", "--minutes", 30, "--note", "School, again.")


@pytest.fixture
def ask(said: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a verb with --json on the tests' day; its exit code and what it printed."""
    monkeypatch.setattr(
        "hivedesk.cli.verbs.open_desk", lambda path, words: open_desk(path, words, Clock())
    )

    def run(verb: str, *words: object) -> tuple[int, Any]:
        done = said(verb, "--store", path, *words, "--json")
        return done.code, json.loads(done.out) if done.out else done.err

    return run


@pytest.fixture
def neighbours(path: Path) -> None:
    """A second family in the same Hive."""
    desk = open_desk(path, PASSPHRASE, Clock())
    add_family(desk, family_values(desk, name="Hazelwood"))
    desk.store.close()


def logs(ask: Any) -> list[dict[str, Any]]:
    """Every log of the store, oldest first."""
    _, rows = ask("list", "support-logs", "--everything")
    return sorted(rows, key=lambda row: row["at"])


def test_a_contact_is_logged_with_all_that_was_said(ask: Any) -> None:
    words = ("--theme", "SCHOOL", "--positive", "She slept through", "--at", "2021-06-15T21:10")
    follow_up = ("--follow-up", "2021-06-18", "--follow-up-what", "Ring the school")
    code, told = ask("log", *MARLOWE, *CALL, *words, *follow_up)
    assert code == 0
    (made,) = told["support_logs"]
    assert set(made) == {"id", "family", "family_id", "at", "minutes", "follow_up", "children"}
    # Said without a time zone it is the clock on the wall: an hour before UTC in June.
    assert (made["at"], made["minutes"], made["follow_up"]) == (
        "2021-06-15T21:10:00+01:00", 30, "2021-06-18",
    )  # fmt: skip
    row = logs(ask)[-1]
    assert (row["id"], row["family"], row["way"]) == (made["id"], "Marlowe", "phone")
    assert (row["themes"], row["positive"]) == (["School"], "She slept through")
    _, promised = ask("list", "follow-ups")
    assert [each["what"] for each in promised] == ["Ring the school"]


@pytest.mark.usefixtures("neighbours")
def test_a_child_who_moved_within_the_hive_is_named_with_either_family(
    ask: Any, path: Path
) -> None:
    desk = open_desk(path, PASSPHRASE, Clock())
    (robin,) = (each for each in rows(desk, "children") if each["first_name"] == "Robin")
    (hazelwood,) = (each["id"] for each in rows(desk, "families") if each["name"] == "Hazelwood")
    end_placement(desk, robin["id"], TODAY, PlacementEnd.CARER_NOTICE)
    save_record(desk, "children", {"family_id": hazelwood, "left_on": None}, robin["id"])
    desk.store.close()
    for family in ("Marlowe", "Hazelwood"):
        code, told = ask("log", "--family", family, *CALL, "--child", "Robin")
        assert (code, told["support_logs"][0]["children"]) == (0, ["Robin"])


def test_of_two_who_have_moved_on_neither_is_said_to_be_unknown(ask: Any, path: Path) -> None:
    desk = open_desk(path, PASSPHRASE, Clock())
    (family,) = (each["id"] for each in rows(desk, "families") if each["name"] == "Marlowe")
    for _ in range(2):
        moved = new_child(desk, family, first_name="Wren")
        end_placement(desk, moved, TODAY, PlacementEnd.PLANNED)
    desk.store.close()
    code, told = ask("log", *MARLOWE, *CALL, "--child", "Wren")
    assert (code, told["problems"][0]["words"][:21]) == (1, "2 answer to 'Wren': W")


def test_a_day_alone_is_a_follow_up_too(ask: Any) -> None:
    code, told = ask("log", *MARLOWE, *CALL, "--follow-up", "2021-06-18")
    assert (code, told["support_logs"][0]["follow_up"]) == (0, "2021-06-18")
    assert told["support_logs"][0]["at"] == "2021-06-16T10:00:00+01:00"


@pytest.mark.usefixtures("neighbours")
def test_a_visit_to_several_families_counts_its_minutes_once(ask: Any) -> None:
    week = ("--hive", "Eastleigh", "--week", "2021-W24")
    before = ask("hours", *week)[1]
    both = ("--family", "Marlowe", "Hazelwood", "--way", "visit", "--minutes", 60)
    code, told = ask("log", *both, "--at", "2021-06-16T08:00", "--note", "Lunch together.")
    assert code == 0
    assert [each["family"] for each in told["support_logs"]] == ["Marlowe", "Hazelwood"]
    # The same day, half of it within that hour, told as two options instead of one.
    ask("log", *MARLOWE, "--family", "Hazelwood", *CALL, "--at", "2021-06-16T08:45")
    code, after = ask("hours", *week)
    asked = {"contract_minutes", "worked_minutes", "out_of_hours_minutes", "by_kind"}
    lieu = {"lieu_earned_minutes", "lieu_taken_minutes", "lieu_balance_minutes"}
    assert (code, set(after)) == (0, asked | lieu)
    assert {after[key] for key in lieu} == {0}
    assert after["contract_minutes"] == 1500
    assert after["worked_minutes"] - before["worked_minutes"] == 75
    assert after["out_of_hours_minutes"] - before["out_of_hours_minutes"] == 60
    assert list(after["by_kind"]) == list(WORK)
    assert sum(after["by_kind"].values()) == after["worked_minutes"]


@pytest.mark.usefixtures("neighbours")
def test_whom_it_was_about_is_said_by_name(ask: Any) -> None:
    both = ("--family", "Marlowe", "Hazelwood")
    code, told = ask("log", *both, *CALL, "--child", "robin", "--child", "Robin Ashdown")
    assert code == 0
    assert [each["children"] for each in told["support_logs"]] == [["Robin"], []]
    code, told = ask("log", "--family", "Hazelwood", *CALL, "--child", "Robin")
    assert (code, [each["field"] for each in told["problems"]]) == (1, ["child"])
    assert "There is no child of that family called 'Robin'" in told["problems"][0]["words"]
    assert len(ask("list", "log-children")[1]) == 1


@pytest.mark.usefixtures("neighbours")
def test_who_has_gone_quiet_is_told_with_the_reason(ask: Any) -> None:
    code, told = ask("quiet")
    assert (code, [set(each) for each in told]) == (0, [{"family", "days", "threshold", "why"}] * 2)
    # Łuczak-Ó Briain of Gosport and Hazelwood were never spoken to; Marlowe was, yesterday.
    assert {each["family"] for each in told} == {"Hazelwood", "Łuczak-Ó Briain"}
    assert all(each["days"] > each["threshold"] > 0 and each["why"] for each in told)
    code, told = ask("quiet", "--hive", "Eastleigh")
    assert (code, [each["family"] for each in told]) == (0, ["Hazelwood"])
    assert ask("log", "--family", "Hazelwood", *CALL)[0] == 0
    assert ask("quiet", "--hive", "Eastleigh") == (0, [])


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        (("--family", ""), "family", "There is no family called ''"),
        (("--family", "N" * 100_000), "family", f"called '{'N' * 60}…'."),
        (("--family", "Nobody"), "family", "There is no family called 'Nobody'"),
        ((*MARLOWE, "--at", "2021-06-16T10:30"), "at", "is still to come"),
        ((*MARLOWE, "--at", "2031-01-01T10:00"), "at", "Wed 1 Jan 2031, 10:00 is still"),
        ((*MARLOWE, "--at", "0001-01-01T00:00"), "at", "slip"),
        ((*MARLOWE, "--minutes", 26 * 60), "minutes", "between 1 and 960"),
        ((*MARLOWE, "--minutes", -5), "minutes", "between 1 and 960"),
        ((*MARLOWE, "--note", "  "), "note", "needed"),
        ((*MARLOWE, "--note", "a" * 200_000), "note", "in two"),
        ((*MARLOWE, "--theme", "Weather"), "theme", "There is no theme called 'Weather'"),
        ((*MARLOWE, "--follow-up", "2021-06-15"), "follow_up", "has passed"),
        ((*MARLOWE, "--follow-up", "2020-06-15"), "follow_up", "Mon 15 Jun 2020 has passed"),
        ((*MARLOWE, "--follow-up-what", "Ring"), "follow_up", "Choose the day"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_kept(
    ask: Any, words: tuple[object, ...], field: str, says: str
) -> None:
    before = logs(ask)
    code, told = ask("log", *CALL, *words)
    assert code == 1
    (problem,) = told["problems"]
    assert (problem["field"], problem["severity"]) == (field, "stop")
    assert says in problem["words"]
    assert logs(ask) == before


@pytest.mark.parametrize(
    "note", ["a" * 90_000, "שלום — مرحبا", "👩‍👧 rang 🐝", "Two\nlines\x1b[31m", "=1+1"]
)
def test_whatever_was_written_is_kept_as_it_was(said: Run, ask: Any, path: Path, note: str) -> None:
    done = said("log", "--store", path, *MARLOWE, *CALL[:4], "--note", note, "--at", "2021-06-15")
    assert (done.code, done.err) == (0, "")
    assert note in [row["note"] for row in logs(ask)]


@pytest.mark.parametrize(
    "words",
    [
        ("log", *MARLOWE, "--way", "fax", "--minutes", 5, "--note", "x"),
        ("log", *MARLOWE, "--way", "phone", "--minutes", "½", "--note", "x"),
        ("log", *MARLOWE, *CALL, "--at", "soon"),
        ("log", *MARLOWE, *CALL, "--at", "0001-01-01T00:00+14:00"),
        ("log", *MARLOWE, *CALL, "--at", "9999-12-31T23:59-12:00"),
        ("log", *CALL),
        ("hours", "--hive", "Eastleigh", "--week", "2021-W60"),
        ("hours", "--hive", "Eastleigh", "--week", "2021-25"),
        ("hours", "--week", "2021-W25"),
    ],
)
def test_bad_use_is_one_line(said: Run, path: Path, words: tuple[object, ...]) -> None:
    done = said(words[0], "--store", path, *words[1:])
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1


def test_a_story_is_saved_with_the_sensitivity_that_was_chosen(
    said: Run, path: Path, tmp_path: Path
) -> None:
    for words, foot, holds in (
        ((), SHARED_FOOT, False),
        (("--sensitivity", "shareable"), SHARED_FOOT, False),
        (("--sensitivity", "full"), FULL_FOOT, True),
    ):
        out = tmp_path / "story.pdf"
        done = said("story", "--store", path, *MARLOWE, "--out", out, *words)
        assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).split())
        assert "Bedtimes are calmer." in text
        assert foot in text
        assert (SECRET in text) is holds


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--family", "Nobody"), 1, "There is no family called 'Nobody'"),
        ((*MARLOWE, "--from", "2021-06-10", "--to", "2021-06-09"), 1, "before the first"),
        ((*MARLOWE, "--sensitivity", "secret"), 2, "invalid choice"),
        ((*MARLOWE, "--from", "June"), 2, "is not a day"),
    ],
)
def test_no_story_is_half_written(
    said: Run, path: Path, tmp_path: Path, words: tuple[object, ...], code: int, says: str
) -> None:
    out = tmp_path / "story.pdf"
    done = said("story", "--store", path, *words, "--out", out)
    assert (done.code, done.out, out.exists()) == (code, "", False)
    assert says in done.err
    assert done.err.count("\n") == 1


def test_follow_ups_are_saved_for_a_calendar(
    said: Run, ask: Any, path: Path, tmp_path: Path
) -> None:
    ask("log", *MARLOWE, *CALL, "--follow-up", "2021-06-18", "--follow-up-what", "Ring Ruth")
    out = tmp_path / "mine.ics"
    for words, told in (((), 0), (("--private", "--hive", "Eastleigh"), 1)):
        done = said("follow-ups", "--store", path, "--out", out, *words)
        assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
        text = out.read_text(encoding="utf-8")
        assert ("DTSTART;VALUE=DATE:20210618" in text, text.count("Ring Ruth")) == (True, told)
    nowhere = said("follow-ups", "--store", path, "--out", tmp_path / "no" / "x.ics")
    assert (nowhere.code, nowhere.err.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("quiet",),
        ("follow-ups", "--out", "none.ics"),
        ("engagement", "--from", "2021-04-01", "--to", "2021-06-30"),
        ("list", "families"),
    ],
)
def test_a_hive_without_a_name_is_not_every_hive(
    said: Run, path: Path, words: tuple[object, ...]
) -> None:
    done = said(words[0], "--store", path, "--hive", "", *words[1:])
    assert (done.code, done.out) == (1, "")
    assert done.err == "hivedesk: There is no Hive called ''. There are: Eastleigh, Gosport.\n"
