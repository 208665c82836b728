"""Start HiveDesk, or its tests, on a machine that has never seen it.

    python3 installer/bootstrap.py run [--store FILE] [-- hivedesk arguments]
    python3 installer/bootstrap.py test [-- pytest arguments]
    python3 installer/bootstrap.py setup

Standard library only, and (here and in the two files beside it) no syntax newer than Python 3.7:
an old Python must get as far as reading the sentence that says it is too old.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from debian import prepare_system
from environment import (
    PROJECT,
    VENV,
    CannotGoOn,
    check_python,
    is_ready,
    make_environment,
    quiet,
    say,
    stamp_of,
    venv_program,
)

DEMO_PASSPHRASE = "demo hive"  # noqa: S105 (published: nobody real is behind it)
DEMO_HIVE, DEMO_MONTH = "Eastleigh", "2021-06"
UNSEEN_PLATFORMS = ("offscreen", "minimal")  # Qt draws there, and nobody can look


def prepare(for_tests):
    """Everything up to a Python that can import Qt and HiveDesk."""
    check_python()
    prepare_system(for_tests)
    if not is_ready(VENV, stamp_of()):
        make_environment()
    imports = "import PySide6.QtPdf, PySide6.QtPrintSupport, PySide6.QtWidgets, sqlcipher3"
    loaded = quiet([venv_program("python"), "-c", imports])
    if loaded.returncode != 0:
        reason = (loaded.stdout.strip().splitlines() or ["no reason given"])[-1]
        raise CannotGoOn("A library cannot be loaded on this machine: " + reason)


def default_store(environ=os.environ, windows=os.name == "nt", home=None):
    """Where the demonstration county is kept: a file of its own, never a worker's own store."""
    home = home or Path.home()
    if windows:
        folder = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        folder = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return folder / "HiveDesk" / "demo.hive"


def demo_note(store):
    """Stands beside a demonstration store made with the published passphrase, and says so."""
    return store.with_name(store.name + ".readme.txt")


def build_demo(store, env):
    """Fill `store` with the demonstration county; a store that is there is left alone."""
    own_passphrase = "HIVEDESK_PASSPHRASE" in env
    passphrase = env.setdefault("HIVEDESK_PASSPHRASE", DEMO_PASSPHRASE)
    store.parent.mkdir(parents=True, exist_ok=True)
    say("Building the demonstration county (invented people) in {}".format(store))
    if subprocess.run([venv_program("hivedesk"), "demo", "--store", store], env=env).returncode:
        raise CannotGoOn("The demonstration county could not be built.")
    if not own_passphrase:
        text = (
            "{} is a demonstration of HiveDesk: every person in it is invented.\nPassphrase: {}\n"
        )
        demo_note(store).write_text(text.format(store.name, passphrase), encoding="utf-8")


def display_problem(env):
    """Why no window can open here, or None. Linux only: elsewhere there is always a desktop."""
    if not sys.platform.startswith("linux"):
        return None
    asked = env.get("QT_QPA_PLATFORM", "")
    display = env.get("WAYLAND_DISPLAY") or env.get("DISPLAY") or asked
    if not display or asked in UNSEEN_PLATFORMS:
        return "There is no display here"
    probe = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    if quiet([venv_program("python"), "-c", probe], env).returncode != 0:
        return "The display {} cannot be opened".format(display)
    return None


def print_month(store, env):
    """The month's report as a PDF beside the store, for a machine without a display."""
    report = store.with_name("{} {}.pdf".format(DEMO_HIVE, DEMO_MONTH))
    command = [venv_program("hivedesk"), "report", "monthly", "--store", store]
    command += ["--hive", DEMO_HIVE, "--month", DEMO_MONTH, "--out", report]
    if subprocess.run(command, env=env).returncode:
        raise CannotGoOn("The month's report could not be printed.")
    say("The month's report is in {}".format(report))


def run_desk(options):
    prepare(for_tests=False)
    env = dict(os.environ)
    store = Path(options.store).absolute() if options.store else default_store()
    if not store.exists():
        build_demo(store, env)
    if demo_note(store).exists() and env.get("HIVEDESK_PASSPHRASE", DEMO_PASSPHRASE) == (
        DEMO_PASSPHRASE
    ):
        env["HIVEDESK_PASSPHRASE"] = DEMO_PASSPHRASE
        say("The demonstration opens with the passphrase: {}".format(DEMO_PASSPHRASE))
    problem = display_problem(env)
    if problem:
        say("{}, so the month's report is printed instead of opening the window.".format(problem))
        print_month(store, env)
        return 0
    command = [venv_program("hivedesk"), "--store", store, *options.rest]
    return subprocess.run(command, env=env).returncode


def pytest_arguments(rest, cores):
    """Spread the tests over the cores, unless told how, or asked for what must run alone."""
    alone = any(
        word.startswith(("-n", "--dist", "--pdb")) or "benchmark" in word or "soak" in word
        for word in rest
    )
    if cores < 2 or alone:
        return list(rest)
    return ["-n", "auto", "--dist", "loadfile", "--benchmark-disable", *rest]


def run_tests(options):
    prepare(for_tests=True)
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    arguments = pytest_arguments(options.rest, os.cpu_count() or 1)
    command = [venv_program("python"), "-m", "pytest", *arguments]
    return subprocess.run(command, env=env, cwd=str(PROJECT)).returncode


def only_set_up(options):
    prepare(for_tests=True)
    say("The environment is ready: {}".format(VENV))
    return 0


def parse(arguments):
    """Options of a command, with what stands after `--` in `rest`."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Start or test HiveDesk.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="run | test | setup")
    starting = commands.add_parser("run", help="open HiveDesk on the demonstration county")
    starting.add_argument("--store", metavar="FILE", help="open (or fill) this store instead")
    starting.set_defaults(do=run_desk)
    commands.add_parser("test", help="run the whole test suite").set_defaults(do=run_tests)
    commands.add_parser("setup", help="only make the environment").set_defaults(do=only_set_up)
    options = parser.parse_args(arguments[:cut])
    options.rest = arguments[cut + 1 :]
    return options


def main(arguments=None):
    try:
        check_python()
        options = parse(sys.argv[1:] if arguments is None else arguments)
        return options.do(options)
    except CannotGoOn as reason:
        line = str(reason)
    except OSError as error:
        line = "{}: {}".format(error.filename or "This machine", error.strerror or error)
    except KeyboardInterrupt:
        line = "Stopped."
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
