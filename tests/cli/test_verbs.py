"""The terminal's exit codes and its one line of error, verb by verb."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hivedesk import __version__
from hivedesk.cli import passphrase as asking
from hivedesk.cli import verbs
from hivedesk.store import Store
from hivedesk.store.database import engine_for
from hivedesk.store.keyfile import read_key
from tests.conftest import PASSPHRASE

from .conftest import PROJECT, Run, Said

READING = ("list families", "search marlowe", "check", "backup")


def refused(answer: Said, code: int) -> str:
    """The one line of an error, when nothing else was said."""
    assert answer.code == code
    assert answer.out == ""
    (line,) = answer.err.splitlines()
    assert line.startswith("hivedesk: ")
    assert "Traceback" not in line
    return line.removeprefix("hivedesk: ")


# Bad use: 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("fly", "invalid choice: 'fly'"),
        ("--fly", "required: VERB"),
        ("list", "required: --store, KIND"),
        ("list families", "required: --store"),
        ("list bees --store x", "invalid choice: 'bees'"),
        ("list families --store", "--store: expected one argument"),
        ("list families --store x --jso", "unrecognized arguments: --jso"),
        ("search --store x", "required: TEXT"),
        ("restore --store x", "required: BACKUP"),
        ("demo --store x --hives 0", "'0' is not a whole number from 1 up"),
        ("demo --store x --years two", "'two' is not a whole number from 1 up"),
        ("demo --store x --hives 201", "has 1 to 200 Hives and 1 to 20 years"),
        ("demo --store x --seed 1.5", "'1.5' is not a whole number"),
        ("figures monthly --store x --month 2021-06", "one of the arguments --hive --all"),
        ("figures yearly --store x --all --month 2021-06", "invalid choice: 'yearly'"),
        ("figures monthly --store x --all", "required: --month"),
        ("figures monthly --store x --all --month 2021-13", "'2021-13' is not a month"),
        ("figures monthly --store x --all --month June", "'June' is not a month"),
        ("report monthly --store x --hive y --month 2021-06", "required: --out"),
        ("--store", "required: VERB"),
        ("--store x list families", "invalid choice"),
    ],
)
def test_what_it_does_not_know_is_bad_use(said: Run, words: str, says: str) -> None:
    assert says in refused(said(*words.split()), 2)


def test_whatever_is_typed_the_error_is_one_line(said: Run, tmp_path: Path) -> None:
    assert "a b" in refused(said("check", "--store", tmp_path / "x", "a\nb\r\n"), 2)
    assert "There is no store" in refused(said("check", "--store", tmp_path / "two\nlines"), 1)


def test_without_a_passphrase_and_nobody_to_ask_it_says_how_to_give_one(
    spawned: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIVEDESK_PASSPHRASE")
    assert "Set HIVEDESK_PASSPHRASE" in refused(spawned("check", "--store", path), 2)


def test_it_asks_somebody_who_is_there(
    said: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HIVEDESK_PASSPHRASE")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    asked: list[str] = []
    monkeypatch.setattr(
        asking.getpass, "getpass", lambda prompt: asked.append(prompt) or PASSPHRASE
    )
    assert said("check", "--store", path).code == 0
    assert asked == ["Passphrase for my.hive: "]

    def gone(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(asking.getpass, "getpass", gone)
    assert "needs its passphrase" in refused(said("check", "--store", path), 2)


# What could not be done: 1


@pytest.mark.parametrize("verb", READING)
def test_no_store_is_said_before_a_passphrase_is_asked_for(
    said: Run, tmp_path: Path, verb: str
) -> None:
    line = refused(said(*verb.split(), "--store", tmp_path / "none.hive"), 1)
    assert line.startswith(f"There is no store at {tmp_path / 'none.hive'}.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", READING)
def test_a_wrong_passphrase(
    said: Run, path: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIVEDESK_PASSPHRASE", "ten loud wasps at noon")
    line = refused(said(*verb.split(), "--store", path), 1)
    assert line == "That passphrase does not open this store. Check Caps Lock and type it again."


def cut(path: Path) -> None:
    """Lose the second half."""
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def scramble(path: Path) -> None:
    """Random bytes of the same length."""
    path.write_bytes(os.urandom(path.stat().st_size))


def bring_from_tomorrow(path: Path) -> None:
    """A store of a later version."""
    key = read_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 999")
        connection.commit()
    store.close()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(cut, "is damaged"), (scramble, "is damaged"), (bring_from_tomorrow, "by a newer HiveDesk")],
)
@pytest.mark.parametrize("verb", READING)
def test_a_store_that_cannot_be_read_is_left_as_it_is(
    said: Run, path: Path, verb: str, spoil: object, says: str
) -> None:
    assert callable(spoil)
    spoil(path)
    before = path.read_bytes()
    assert says in refused(said(*verb.split(), "--store", path), 1)
    assert path.read_bytes() == before


def test_an_unknown_hive_is_told_which_there_are(said: Run, path: Path) -> None:
    line = refused(said("list", "families", "--store", path, "--hive", "Andover"), 1)
    assert line == "There is no Hive called 'Andover'. There are: Eastleigh, Gosport."


def test_check_says_what_it_found(said: Run, path: Path) -> None:
    answer = said("check", "--store", path)
    assert (answer.code, answer.out, answer.err) == (0, f"{path}: whole\n", "")
    key = read_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("UPDATE families SET status = 'left' WHERE name = 'Marlowe'")
        connection.commit()
    store.close()
    answer = said("check", "--store", path)
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "1 families whose status is not the newest of their history",
        "history: 1 families say something else than their changes",
    ]
    assert answer.err.splitlines() == [
        "hivedesk: my.hive is not whole: 2 found. Restore the newest backup (hivedesk restore)."
    ]


# Backup and restore


def test_a_backup_says_where_it_is_and_comes_back(said: Run, path: Path, tmp_path: Path) -> None:
    answer = said("backup", "--store", path, "--to", tmp_path / "copies")
    assert (answer.code, answer.err) == (0, "")
    copy = Path(answer.out.strip())
    assert copy.parent == tmp_path / "copies"
    back = tmp_path / "back" / "again.hive"
    back.parent.mkdir()
    answer = said("restore", copy, "--store", back)
    assert (answer.code, answer.out, answer.err) == (0, f"{back}\n", "")
    for store in (path, back):
        assert "Marlowe" in said("list", "families", "--store", store).out


def test_restoring_over_a_store_moves_it_aside_and_says_where(said: Run, path: Path) -> None:
    copy = said("backup", "--store", path).out.strip()
    assert Path(copy).parent == path.parent / "backups"
    answer = said("restore", copy, "--store", path)
    assert (answer.code, answer.out) == (0, f"{path}\n")
    (line,) = answer.err.splitlines()
    aside = path.parent / line.removesuffix(".").rsplit(" ", 1)[1]
    assert "Marlowe" in said("list", "families", "--store", aside).out


def test_what_is_no_backup_is_not_restored(said: Run, path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    missing = tmp_path / "none.hivebackup"
    assert "There is no backup" in refused(said("restore", missing, "--store", path), 1)
    missing.write_bytes(b"not a zip")
    assert "is not a whole HiveDesk backup" in refused(said("restore", missing, "--store", path), 1)
    assert path.read_bytes() == before


# Words about itself


def test_help_tells_of_the_window_and_the_store(said: Run) -> None:
    answer = said("--help")
    assert (answer.code, answer.err) == (0, "")
    assert "hivedesk [--store FILE]\n" in answer.out
    assert "Without a verb the window opens" in answer.out
    for verb in ("demo", "report", "figures", "list", "search", "check", "backup", "restore"):
        assert f"    {verb} " in answer.out
        told = said(verb, "--help")
        assert (told.code, told.err) == (0, "")
        assert told.out.startswith(f"usage: hivedesk {verb} ")
        assert "--store FILE" in told.out
    assert said("--version").out == f"HiveDesk {__version__}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_is_refused_in_words(
    said: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for words in ([], ["--store", str(tmp_path / "x")], [f"--store={tmp_path / 'x'}"]):
        assert "there is no screen here" in refused(said(*words), 1)


# Our own mistakes, and the world outside


@pytest.mark.expects_log
def test_our_own_mistake_is_one_line_without_anybodys_name(
    said: Run, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise ValueError("Robin Ashdown wets the bed")

    monkeypatch.setattr(verbs, "titles_of", breaks)
    line = refused(said("search", "robin", "--store", path), 1)
    assert line.startswith("something went wrong in the program (ValueError at verbs.search:")
    assert "Robin" not in line
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "Robin" not in caplog.text
    assert "ValueError" in caplog.text


@pytest.mark.expects_log
def test_a_mistake_as_a_program_is_one_line_too(path: Path) -> None:
    breaking = (
        "import sys; from hivedesk.cli import verbs; from hivedesk.__main__ import main;"
        "verbs.titles_of = lambda *_: 1 / 0; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", breaking, "search", "robin", "--store", str(path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    line = refused(Said(done.returncode, done.stdout, done.stderr), 1)
    assert "ZeroDivisionError" in line


def test_names_of_every_alphabet_come_out_of_a_narrow_terminal(spawned: Run, path: Path) -> None:
    for narrow in ({"PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}):
        for words in (["--json"], []):
            answer = spawned("list", "families", "--store", path, *words, **narrow)
            assert (answer.code, answer.err) == (0, "")
            assert "Łuczak-Ó Briain" in answer.out


def test_a_program_answers_as_the_verb_does(spawned: Run, path: Path) -> None:
    answer = spawned("list", "rooms", "--store", path, "--json")
    assert answer.code == 0
    assert [row["name"] for row in json.loads(answer.out)] == ["Garden room"]
    assert "invalid choice" in refused(spawned("fly"), 2)


def test_a_reader_who_has_had_enough_is_no_error(path: Path) -> None:
    verb = [sys.executable, "-m", "hivedesk", "list", "policies", "--store", str(path), "--json"]
    with subprocess.Popen(
        verb, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_said_in_one_line(path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hivedesk", "list", "families", "--store", str(path)],
            cwd=PROJECT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith("hivedesk: the machine refused: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_is_one_line(path: Path) -> None:
    waits = (
        "import signal, sys, time;"
        # A test run in the background hands on that Ctrl+C is not heard.
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from hivedesk.cli import verbs; from hivedesk.__main__ import main;"
        "verbs.titles_of = lambda *_: (print('now', flush=True), time.sleep(60));"
        "sys.exit(main(sys.argv[1:]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", waits, "search", "robin", "--store", str(path)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == "now\n"
        program.send_signal(signal.SIGINT)
        assert program.stderr.read() == "hivedesk: stopped; nothing half-done was kept.\n"
        assert program.wait(60) == 1
