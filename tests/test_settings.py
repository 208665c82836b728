"""Settings files of every kind: none stops the program, what is wrong is named, the rest holds."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hivedesk import settings as module
from hivedesk.paths import council_settings
from hivedesk.settings import VARIABLE, Settings, read_settings
from hivedesk.settings.reading import KEYS, LIMIT

PROJECT = Path(__file__).resolve().parents[1]
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the variable names; there is no other on this machine."""
    path = tmp_path / "pushed.toml"
    monkeypatch.setattr(module, "council_settings", lambda: ())
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def read(path: Path, content: bytes | str) -> Settings:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_settings()


def told(found: Settings) -> list[tuple[int | None, str]]:
    return [(each.line, each.words) for each in found.problems]


def test_the_example_of_the_papers_is_read_whole(file: Path) -> None:
    papers = (PROJECT / "docs" / "settings.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", papers, re.S)
    (file.parent / "council-ca.pem").write_text(CERTIFICATE)
    found = read(file, example)
    assert told(found) == []
    assert found.central_address == "https://hives.example.gov.uk"
    assert found.ca_file == file.parent / "council-ca.pem"
    assert found.idle_minutes == 10
    assert found.backup_folder == Path("~/HiveDesk copies").expanduser()
    hold, closes = found.policies
    assert hold[:3] == ("booking.hold_minutes", "45", dt.date(2026, 4, 1))
    assert hold.source == "Hive managers' meeting, March 2026"
    assert closes[:4] == ("office.closes", "17:30", dt.date(2026, 9, 1), "Council settings")
    assert set(found.sources) == set(KEYS), "the example names every setting"
    table = [line for line in papers.splitlines() if line.startswith("| `")]
    assert all(any(f"`{key}`" in line for line in table) for key in KEYS)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("", None, "The file is empty."),
        (" \n\t\n", None, "The file is empty."),
        ("idle_minutes = 9\nidle_minutes = 8\n", 2, "Not TOML"),
        ("idle_minutes = 9\n\nthis is no setting\n", 3, "Not TOML"),
        ("idle_minutes = 9\na = [1,\n", 2, "Not TOML"),
        ("idle_minutes = 9\na = " + "[" * 900, None, "brackets"),
        ("idle_minutes = 9\n" + ".".join("a" * 60_000)[:60_000], 2, "over 1,000 characters"),
        ("idle_minutes = 9\n#" + "x\n#" * LIMIT, None, "larger than 64 KB"),
        (b"idle_minutes = 9\n\n# caf\xe9\n", 3, "Not UTF-8"),
        ("idle_minutes = 9\n".encode("utf-16"), None, "UTF-16"),
        (b"\x00\x01\x02", 1, "Not TOML"),
    ],
)
def test_a_file_that_is_none_sets_nothing_and_is_named(
    content: str | bytes, line: int | None, says: str, file: Path
) -> None:
    began = time.perf_counter()
    found = read(file, content)
    assert time.perf_counter() - began < 5, "a file that takes long to read stops the start"
    ((its_line, words),) = told(found)
    assert (its_line, found.idle_minutes, found.sources) == (line, 5, {})
    assert says in words
    assert str(file) in str(found.problems[0])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("idle_minutes = 0", "from 1 to 60"),
        ("idle_minutes = 61", "from 1 to 60"),
        ("idle_minutes = true", "from 1 to 60"),
        ("idle_minutes = '10'", "from 1 to 60"),
        ("idle_minutes = 1.5", "from 1 to 60"),
        ("central_address = 'ftp://hives.example'", "begins with https://"),
        ("central_address = 'https://jo:secret@hives.example'", "no name or password"),
        ("central_address = 7", "begins with https://"),
        ("ca_file = 'nowhere.pem'", "where there is no file"),
        ("ca_file = '.'", "where there is no file"),
        ("ca_file = 'pushed.toml'", "no certificate"),
        ('ca_file = "a\\u0000b"', "a path between"),
        ("backup_folder = 'beside'", "a whole path"),
        ("backup_folder = ''", "a path between"),
        ("idle_minuets = 10", "is no setting of HiveDesk"),
        ("[lock]\nidle_minutes = 10", "is no setting of HiveDesk"),
        ("[policy]\nkey = 'quiet.days'", "begins with a line [[policy]]"),
        ("[[policy]]\nvalue = 1", "No key is given."),
        ("[[policy]]\nkey = 'quiet.nights'", "no policy “quiet.nights”"),
        ("[[policy]]\nkey = 'quiet.days'\nvalue = 1.5", "neither a text nor a whole number"),
        ("[[policy]]\nkey = 'quiet.days'\nvalue = 9", "needs the day"),
        ("[[policy]]\nkey = 'quiet.days'\nvalue = 'x'\nfrom = 2027-01-01", "a whole number"),
        ("[[policy]]\nkey='quiet.days'\nvalue=9\nfrom=2027-01-01\nsource=3", "source of quiet"),
    ],
)
def test_one_wrong_value_is_named_with_its_line_and_the_rest_holds(
    wrong: str, says: str, file: Path
) -> None:
    found = read(file, f"# ours\ncentral_address = 'https://hives.example/'\n\n{wrong}\n")
    if "central_address" in wrong:
        found = read(file, f"# ours\nbackup_folder = '/copies'\n\n{wrong}\n")
    else:
        assert found.central_address == "https://hives.example"
    ((line, words),) = told(found)
    assert line == 4
    assert says in words
    assert "secret" not in words
    assert found.policies == ()


def test_of_several_policies_the_wrong_ones_are_named_one_by_one(file: Path) -> None:
    good = "[[policy]]\nkey = 'quiet.days'\nvalue = 28\nfrom = 2027-01-01\n"
    wrong = "[[policy]]\nkey = 'quiet.days'\nvalue = 30\nfrom = 'soon'\n"
    found = read(file, good + wrong + good.replace("01-01", "02-01") + "what = 1\n")
    assert [each.starts_on.month for each in found.policies] == [1, 2]
    assert [line for line, _ in told(found)] == [5, 13]


def test_what_is_no_file_is_named(file: Path) -> None:
    file.mkdir()
    assert "not a file" in told(read_settings())[0][1]
    file.rmdir()
    assert told(read_settings()) == [(None, "There is no such file.")]
    file.symlink_to(file.parent / "gone")
    assert told(read_settings()) == [(None, "The link leads nowhere.")]
    file.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(file)
        assert "not a file" in told(read_settings())[0][1]
        file.unlink()
    file.symlink_to(file)
    assert "cannot be read" in told(read_settings())[0][1]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_an_unreadable_file_is_named(file: Path) -> None:
    file.write_text("idle_minutes = 9")
    file.chmod(0)
    assert "cannot be read" in told(read_settings())[0][1]


def test_a_byte_order_mark_is_named_and_the_file_is_read(file: Path) -> None:
    found = read(file, b"\xef\xbb\xbfidle_minutes = 9\n")
    assert found.idle_minutes == 9
    assert told(found)[0][0] == 1
    assert "byte order mark" in told(found)[0][1]


def test_the_later_file_wins_setting_by_setting(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, own = tmp_path / "machine.toml", tmp_path / "own.toml"
    monkeypatch.setattr(module, "council_settings", lambda: (machine, own))
    policy = "\n[[policy]]\nkey = 'quiet.days'\nvalue = {}\nfrom = {}\n"
    machine.write_text(
        "idle_minutes = 3\ncentral_address = 'https://one.example'\nbackup_folder = '/one'\n"
        + policy.format(20, "2027-01-01")
        + policy.format(21, "2027-06-01")
    )
    own.write_text("idle_minutes = 4\nbackup_folder = '/two'\n" + policy.format(25, "2027-01-01"))
    found = read(file, "idle_minutes = 500\nbackup_folder = '/three'\n")
    assert found.files == (machine, own, file)
    assert (found.idle_minutes, found.sources["idle_minutes"]) == (4, own)
    assert (found.backup_folder, found.sources["backup_folder"]) == (Path("/three"), file)
    assert found.sources["central_address"] == machine
    assert [(each.value, each.file) for each in found.policies] == [("25", own), ("21", machine)]
    assert [each.file for each in found.problems] == [file]


def test_where_the_files_lie() -> None:
    machine, own = council_settings()
    assert machine.name == own.name == "settings.toml"
    assert machine.is_absolute()
    assert own.parent.name == "HiveDesk"
    if sys.platform == "linux":
        assert machine == Path("/etc/hivedesk/settings.toml")


def test_without_a_file_nothing_is_imported_for_it(tmp_path: Path) -> None:
    told = "import sys, hivedesk.settings as s; s.read_settings(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
    )
    assert not {"tomllib", "sqlalchemy", "hivedesk.rules", "hivedesk.settings.reading"} & set(
        done.stdout.split()
    )


_WORDS = """
    policy [[policy]] [policy] key value from source = . 'quiet.days' 2027-01-01 9 true [ ] { } " '
    ''\' # nan 1e999 'https://a' '/' '~x' '$HOME' \\ é \ufeff \0
"""
PART = st.sampled_from([*KEYS, *_WORDS.split(), "\n", "\r\n", "\t", " "])
SIMPLE = st.one_of(
    st.integers(), st.booleans(), st.text(max_size=20), st.dates().map(lambda day: day)
)


def as_toml(value: object) -> str:
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
    return str(value).lower()


@given(st.one_of(st.binary(max_size=300), st.lists(PART, max_size=40).map("".join)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_no_bytes_stop_it(file: Path, content: bytes | str) -> None:
    found = read(file, content.encode() if isinstance(content, str) else content)
    assert found.files == (file,)
    assert isinstance(found.idle_minutes, int)
    assert 1 <= found.idle_minutes <= 60
    lines = (file.read_bytes().count(b"\n")) + 1
    for each in found.problems:
        assert each.line is None or 1 <= each.line <= lines
        assert each.words
        assert "\n" not in str(each)


@given(st.dictionaries(st.sampled_from([*KEYS, "other", "policies"]), SIMPLE, min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_each_value_holds_or_is_named_with_its_line(file: Path, values: dict[str, object]) -> None:
    text = "".join(f"{key} = {as_toml(value)}\n" for key, value in values.items())
    found = read(file, text)
    for line, key in enumerate(values, start=1):
        named = [each for each in found.problems if each.line == line]
        assert (key in found.sources) is not bool(named)


def test_the_terminal_says_where_each_value_came_from(file: Path) -> None:
    file.write_text("idle_minutes = 9\nca_file = 'ours.pem'\nidle = 3\n")
    (file.parent / "ours.pem").write_text(CERTIFICATE)
    command = [sys.executable, "-m", "hivedesk", "settings", "--json", f"--settings={file}"]
    env = {name: value for name, value in os.environ.items() if name != VARIABLE}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["values"]["idle_minutes"] == {"value": 9, "from": str(file)}
    assert said["values"]["central_address"] == {"value": "", "from": "HiveDesk"}
    assert [(each["file"], each["line"]) for each in said["problems"]] == [
        (str(file), 3),
        (str(file), None),
    ], "an unknown key, and a certificate that only a close look shows to be broken"
    done = subprocess.run(command[:4], capture_output=True, text=True, check=False, env=env)
    assert done.stdout.splitlines()[2] == "idle_minutes\t5\tHiveDesk"


def test_nobody_but_its_user_need_write_there(file: Path) -> None:
    """A file that everybody may read and nobody may write is read like any other."""
    file.write_text("idle_minutes = 9\n")
    file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    assert read_settings().idle_minutes == 9
