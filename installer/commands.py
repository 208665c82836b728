"""What the bootstrap does: open the desk on the demonstration, run the tests, or only set up."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from debian import prepare_system
from environment import (
    PROJECT,
    VENV,
    CannotGoOn,
    is_ready,
    last_line,
    make_environment,
    quiet,
    say,
    stamp_of,
    venv_program,
)

# As in hivedesk.store.keyfile, which cannot be imported before there is an environment.
DEMO_PASSPHRASE = "demo hive"  # noqa: S105 (published: nobody real is behind it)
DEMO_HIVE, DEMO_MONTH = "Eastleigh", "2021-06"
UNSEEN_PLATFORMS = ("offscreen", "minimal")  # Qt draws there, and nobody can look


def prepare(for_tests: bool) -> None:
    """Everything up to a Python that can import Qt and HiveDesk."""
    prepare_system(for_tests)
    if not is_ready(VENV, stamp_of()):
        make_environment()
    imports = "import PySide6.QtPdf, PySide6.QtPrintSupport, PySide6.QtWidgets, sqlcipher3"
    loaded = quiet([venv_program("python"), "-c", imports])
    if loaded.returncode != 0:
        reason = last_line(loaded.stdout, "no reason given")
        raise CannotGoOn(f"A library cannot be loaded on this machine: {reason}")


def hivedesk(*arguments: str | Path, env: Mapping[str, str], answer: bool = False) -> None:
    """Run the installed program; its answer on stdout is shown only if `answer` is asked for.

    Raises SystemExit where it could not do it: it has said why in a line of its own.
    """
    out = None if answer else subprocess.DEVNULL
    code = subprocess.run([venv_program("hivedesk"), *arguments], env=env, stdout=out).returncode
    if code:
        raise SystemExit(abs(code))


def default_store(
    environ: Mapping[str, str] = os.environ,
    windows: bool = os.name == "nt",
    home: Path | None = None,
) -> Path:
    """Where the demonstration county is kept: a file of its own, never a worker's own store."""
    home = home or Path.home()
    if windows:
        folder = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        folder = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "HiveDesk" / "demo.hive"


def opens_for_all(store: Path) -> bool:
    """Whether the key file says that the published passphrase opens this demonstration."""
    try:
        kept = json.loads(store.with_name(store.name + ".key").read_text(encoding="utf-8"))
        return bool(kept["demo"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def build_demo(store: Path, env: Mapping[str, str]) -> None:
    """Fill a new `store` with the demonstration county."""
    say(f"Building the demonstration county (invented people) in {store}")
    store.parent.mkdir(parents=True, exist_ok=True)
    hivedesk("demo", "--store", store, env={"HIVEDESK_PASSPHRASE": DEMO_PASSPHRASE, **env})


def display_problem(env: Mapping[str, str]) -> str | None:
    """Why no window can be seen here, or None. Linux only: elsewhere there is always a desktop."""
    if not sys.platform.startswith("linux"):
        return None
    asked = env.get("QT_QPA_PLATFORM", "")
    display = env.get("WAYLAND_DISPLAY") or env.get("DISPLAY") or asked
    if not display or asked in UNSEEN_PLATFORMS:
        return "There is no display here"
    probe = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    if quiet([venv_program("python"), "-c", probe], env).returncode != 0:
        return f"The display {display} cannot be opened"
    return None


def print_month(store: Path, env: Mapping[str, str]) -> None:
    """The month's report as a PDF beside the store, for a machine without a display."""
    report = store.with_name(f"{DEMO_HIVE} {DEMO_MONTH}.pdf")
    which = ["--hive", DEMO_HIVE, "--month", DEMO_MONTH]
    hivedesk("report", "monthly", "--store", store, *which, "--out", report, env=env)
    say(f"The month's report is in {report}")


def run_desk(options: argparse.Namespace) -> int:
    prepare(for_tests=False)
    env = dict(os.environ)
    store = Path(options.store).absolute() if options.store else default_store()
    if not store.exists():
        build_demo(store, env)
    if opens_for_all(store):
        env["HIVEDESK_PASSPHRASE"] = DEMO_PASSPHRASE
        say(f"The demonstration's passphrase is: {DEMO_PASSPHRASE}")
    problem = display_problem(env)
    if problem:
        say(f"{problem}, so the month's report is printed instead of opening the window.")
        print_month(store, env)
    else:
        hivedesk("--store", store, *options.rest, env=env, answer=True)
    return 0


def pytest_arguments(rest: Sequence[str], cores: int) -> list[str]:
    """Spread the tests over the cores, unless told how, or asked for what must run alone."""
    alone = any(
        word.startswith(("-n", "--dist", "--pdb")) or "benchmark" in word or "soak" in word
        for word in rest
    )
    if cores == 1 or alone:
        return list(rest)
    return ["-n", "auto", "--dist", "loadfile", "--benchmark-disable", *rest]


def run_tests(options: argparse.Namespace) -> int:
    prepare(for_tests=True)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    arguments = pytest_arguments(options.rest, os.cpu_count() or 1)
    python = venv_program("python")
    return subprocess.run([python, "-m", "pytest", *arguments], env=env, cwd=PROJECT).returncode


def only_set_up(_options: argparse.Namespace) -> int:
    prepare(for_tests=True)
    say(f"The environment is ready: {VENV}")
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Options of a command, with what stands after `--` in `rest`."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Start or test HiveDesk.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="run | test | setup")
    starting = commands.add_parser("run", help="open HiveDesk on the demonstration county")
    starting.add_argument("--store", metavar="FILE", help="open (or fill) this store instead")
    starting.set_defaults(do=run_desk)
    testing = commands.add_parser("test", help="run the whole test suite")
    testing.set_defaults(do=run_tests)
    commands.add_parser("setup", help="only make the environment").set_defaults(do=only_set_up)
    options = parser.parse_args(arguments[:cut])
    options.rest = list(arguments[cut + 1 :])
    return options


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; returns the exit status. Every refusal is one line on stderr."""
    try:
        options = parse(arguments)
        return int(options.do(options))
    except CannotGoOn as reason:
        line = str(reason)
    except OSError as error:
        line = f"{error.filename or 'This machine'}: {error.strerror or error}"
    except KeyboardInterrupt:
        line = "Stopped."
    print(line, file=sys.stderr)
    return 1
