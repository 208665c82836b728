"""The bootstrap's decisions, with the machine's edges handed in; .ci/run runs the whole of it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import commands
import debian
import environment
import pytest
from environment import CannotGoOn

from hivedesk.paths import key_path
from hivedesk.store import create_store
from hivedesk.store.keyfile import DEMO_PASSPHRASE

INSTALLER = Path(environment.__file__).parent
BOOTSTRAP = INSTALLER / "bootstrap.py"


@pytest.fixture
def venv_here(tmp_path: Path) -> Path:
    """A stand-in environment whose Python starts."""
    venv = tmp_path / ".venv"
    python = environment.venv_program("python", venv)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    return venv


def stamped(venv: Path, stamp: dict[str, str]) -> Path:
    (venv / "hivedesk-stamp.json").write_text(json.dumps(stamp), encoding="utf-8")
    return venv


# An old or bare Python ------------------------------------------------------------------------


def test_any_python_can_read_far_enough_to_say_it_is_old() -> None:
    """The gate holds nothing but what Python 2.7 and 3.0 could already read."""
    tree = ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 4))
    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.FunctionDef, ast.Starred)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    at_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in at_top] == ["import sys"]


def test_an_old_python_is_named_in_one_line() -> None:
    pretend_old = (
        "import runpy, sys; sys.version_info = (3, 9, 2);"
        f"runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend_old], capture_output=True, text=True, check=False
    )
    expected = f"HiveDesk needs Python 3.11 or newer; {sys.executable} is Python 3.9.\n"
    assert (done.returncode, done.stderr, done.stdout) == (1, expected, "")


@pytest.mark.parametrize("name", ["commands.py", "debian.py", "environment.py"])
def test_nothing_but_the_standard_library_is_needed(name: str) -> None:
    tree = ast.parse((INSTALLER / name).read_text(encoding="utf-8"))
    libraries = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    beside = {"debian", "environment"}
    assert {str(lib).partition(".")[0] for lib in libraries} - beside <= sys.stdlib_module_names


# Where things are, on Windows and Linux -------------------------------------------------------


@pytest.mark.parametrize(
    ("windows", "expected"), [(True, "v/Scripts/hivedesk.exe"), (False, "v/bin/hivedesk")]
)
def test_programs_of_the_environment(windows: bool, expected: str) -> None:
    assert environment.venv_program("hivedesk", Path("v"), windows).as_posix() == expected


@pytest.mark.parametrize(
    ("environ", "windows", "expected"),
    [
        ({"LOCALAPPDATA": "/l"}, True, "/l/HiveDesk/demo.hive"),
        ({}, True, "/home/w/AppData/Local/HiveDesk/demo.hive"),
        ({"XDG_DATA_HOME": "/x"}, False, "/x/HiveDesk/demo.hive"),
        ({"XDG_DATA_HOME": ""}, False, "/home/w/.local/share/HiveDesk/demo.hive"),
    ],
)
def test_the_demo_has_a_file_of_its_own(
    environ: dict[str, str], windows: bool, expected: str
) -> None:
    assert commands.default_store(environ, windows, Path("/home/w")).as_posix() == expected


# Whether the environment is finished ----------------------------------------------------------


def test_a_finished_environment_is_kept(venv_here: Path) -> None:
    assert environment.is_ready(stamped(venv_here, {"lock": "a"}), {"lock": "a"})


def test_a_half_made_environment_is_not_ready(venv_here: Path) -> None:
    assert not environment.is_ready(venv_here, {"lock": "a"})


def test_another_lock_python_or_folder_is_not_ready(venv_here: Path) -> None:
    made = environment.stamp_of()
    stamped(venv_here, made)
    assert environment.is_ready(venv_here, made)
    for part in made:
        assert not environment.is_ready(venv_here, {**made, part: "other"}), part


def test_an_environment_whose_python_is_gone_is_not_ready(venv_here: Path) -> None:
    stamped(venv_here, {"lock": "a"})
    python = environment.venv_program("python", venv_here)
    python.unlink()
    python.symlink_to(venv_here / "uninstalled")
    assert not environment.is_ready(venv_here, {"lock": "a"})


def test_a_damaged_stamp_is_not_ready(venv_here: Path) -> None:
    (venv_here / "hivedesk-stamp.json").write_bytes(b"\xff\x00{")
    assert not environment.is_ready(venv_here, {"lock": "a"})


def test_the_running_environment_is_not_removed_below_itself() -> None:
    with pytest.raises(CannotGoOn, match="system's Python"):
        environment.make_environment(Path(sys.prefix))
    assert Path(sys.executable).exists()


# What pip says, in one line -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full."),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by "
            "'NewConnectionError(...)'\nERROR: No matching distribution found for alembic",
            "The package index cannot be reached: is this machine on a network?",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "A downloaded library is not the one this version was tested with (hash differs).",
        ),
        (
            "Collecting x\nERROR: No matching distribution found for x==1",
            "ERROR: No matching distribution found for x==1",
        ),
        ("", "pip stopped without saying why."),
    ],
)
def test_pip_is_put_into_one_line(output: str, expected: str) -> None:
    assert environment.explain_pip(output) == expected


# Debian's libraries ---------------------------------------------------------------------------


def test_only_what_is_missing_is_installed_and_named_once() -> None:
    wanted = {"libA.so.1": "liba", "libA-extra.so.1": "liba", "libB.so.2": "libb"}
    assert debian.missing_packages(wanted, lambda name: name == "libB.so.2") == ["liba"]


def test_a_library_that_cannot_be_loaded_is_missing() -> None:
    assert not debian.has_library("libno-such-bees.so.7")


def test_postgresql_is_found_where_debian_keeps_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(debian, "POSTGRESQL", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not debian.has_server("initdb")
    assert debian.missing_packages(debian.TEST_SERVERS, debian.has_server) == ["postgresql"]
    programs = tmp_path / "15" / "bin"
    programs.mkdir(parents=True)
    (programs / "initdb").touch()
    assert debian.has_server("initdb")


def test_any_browser_will_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not debian.has_browser("chromium")
    found = tmp_path / "google-chrome"
    found.touch()
    found.chmod(0o755)
    assert debian.has_browser("chromium")


def test_without_root_one_line_says_what_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(debian, "apt_prefix", lambda: None)
    assert not debian.install_packages(["libegl1", "libgl1"], "Qt needs system libraries")
    assert capsys.readouterr().out == (
        "Qt needs system libraries: install with: sudo apt-get install libegl1 libgl1\n"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux libraries")
def test_every_library_qt_needs_is_present_after_the_bootstrap() -> None:
    """The table is the true set: nothing the pages, printing or a display loads is unresolved."""
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    parts = [
        *(qt / "lib" / f"libQt6{m}.so.6" for m in ("Widgets", "Pdf", "PrintSupport", "Svg")),
        *(qt / "plugins" / "platforms" / f"libq{p}.so" for p in ("xcb", "wayland", "offscreen")),
        *(qt / "plugins" / "printsupport").glob("*.so"),
        *(qt / "plugins" / "xcbglintegrations").glob("*.so"),
        *(qt / "plugins" / "iconengines").glob("*.so"),
    ]
    unresolved = {
        (part.name, line.split()[0])
        for part in parts
        for line in subprocess.run(
            ["ldd", part], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        if "not found" in line and "libQt6" not in line
    }
    untold = {(part, lib) for part, lib in unresolved if lib not in debian.QT_LIBRARIES}
    assert untold == set()


# Running and testing --------------------------------------------------------------------------


def test_tests_are_spread_over_the_cores_unless_they_must_run_alone() -> None:
    spread = ["-n", "auto", "--dist", "loadfile", "--benchmark-disable"]
    assert commands.pytest_arguments([], 4) == spread
    assert commands.pytest_arguments(["-x"], 4) == [*spread, "-x"]
    assert commands.pytest_arguments([], 1) == []
    for alone in (["-m", "soak"], ["tests/benchmarks"], ["-n", "0"], ["--pdb"]):
        assert commands.pytest_arguments(alone, 4) == alone


def test_what_follows_two_dashes_is_passed_on() -> None:
    options = commands.parse(["run", "--store", "d.hive", "--", "--store", "other"])
    assert (options.store, options.rest) == ("d.hive", ["--store", "other"])


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "--nest"]])
def test_bad_use_ends_with_2_and_no_traceback(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, BOOTSTRAP, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("usage: bootstrap.py")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux may lack a display")
def test_no_display_and_a_dead_display_are_told_apart() -> None:
    bare = {"PATH": os.environ["PATH"]}
    assert commands.display_problem(bare) == "There is no display here"
    assert commands.display_problem({**bare, "DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"})
    dead = commands.display_problem({**bare, "DISPLAY": ":4711"})
    assert dead == "The display :4711 cannot be opened"


def test_only_a_demo_with_the_published_passphrase_opens_for_all(tmp_path: Path) -> None:
    assert commands.DEMO_PASSPHRASE == DEMO_PASSPHRASE
    for name, passphrase, demo in (
        ("demo", DEMO_PASSPHRASE, True),
        ("own", "nine quiet bees", True),
        ("my", DEMO_PASSPHRASE, False),
    ):
        path = tmp_path / f"{name}.hive"
        create_store(path, passphrase, demo=demo).close()
        assert commands.opens_for_all(path) == (name == "demo")
    key_path(path).write_text("[]", encoding="utf-8")
    assert not commands.opens_for_all(path)
    assert not commands.opens_for_all(tmp_path / "none.hive")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux may lack a display")
def test_run_builds_the_demonstration_and_prints_its_month(tmp_path: Path) -> None:
    """From an environment that is ready; run again, it keeps the demonstration it has."""
    stamp = environment.stamp_of()
    if not environment.is_ready(environment.VENV, stamp):
        pytest.skip("the environment was not made by the bootstrap")
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    folder = tmp_path / ".local" / "share" / "HiveDesk"
    said = [
        f"The demonstration's passphrase is: {DEMO_PASSPHRASE}",
        "There is no display here, so the month's report is printed instead of opening the window.",
        f"The month's report is in {folder / 'Eastleigh 2021-06.pdf'}",
    ]
    building = f"Building the demonstration county (invented people) in {folder / 'demo.hive'}"
    for before in ([building], []):
        done = subprocess.run(
            [sys.executable, BOOTSTRAP, "run"],
            env=bare,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = done.stdout.splitlines()
        assert (done.returncode, done.stderr) == (0, "")
        assert lines[-len(before + said) :] == before + said
        assert (building in lines) == bool(before)
    assert (folder / "Eastleigh 2021-06.pdf").read_bytes().startswith(b"%PDF-")
    locked = tmp_path / "my.hive"
    create_store(locked, "nine quiet bees").close()
    done = subprocess.run(
        [sys.executable, BOOTSTRAP, "run", "--store", locked],
        env=bare,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "hivedesk: The store needs its passphrase. "
        "Set HIVEDESK_PASSPHRASE, or run it in a terminal."
    ]
