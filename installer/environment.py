"""The virtual environment: what it is made from, whether it is finished, and making it.

A stamp written last tells a finished environment from a half-made one.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "installer" / "requirements.txt"
VENV = PROJECT / ".venv"
OLDEST_PYTHON = (3, 11)
DISK_NEEDED_MB = 900  # the finished environment takes about 520 MB, and pip unpacks beside it


class CannotGoOn(Exception):
    """Something the machine lacks; the message is the one line the user reads."""


def say(line):
    print(line, flush=True)


def check_python(version=sys.version_info, executable=sys.executable):
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise CannotGoOn(
            "HiveDesk needs Python {}.{} or newer; {} is Python {}.{}.".format(
                *OLDEST_PYTHON, executable, version[0], version[1]
            )
        )


def quiet(command, env=None):
    """Run to the end and keep what it printed; text decoding never fails."""
    return subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=env,
    )


def venv_program(name, venv=VENV, windows=os.name == "nt"):
    return venv / "Scripts" / (name + ".exe") if windows else venv / "bin" / name


def stamp_of(lock=LOCK, project=PROJECT):
    """What a finished environment was made from; any difference means making it again.

    The folder counts because a virtual environment does not survive being moved.
    """
    return {
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest(),
        "python": "{}.{} {}".format(*sys.version_info[:2], sys.implementation.name),
        "machine": platform.machine(),
        "folder": str(project),
    }


def is_ready(venv, stamp, windows=os.name == "nt"):
    """Whether `venv` is finished, matches `stamp`, and its Python still starts."""
    try:
        if json.loads((venv / "hivedesk-stamp.json").read_text(encoding="utf-8")) != stamp:
            return False
        return quiet([venv_program("python", venv, windows), "-c", ""]).returncode == 0
    except (OSError, ValueError):
        return False


def explain_pip(output):
    """The one line that says what pip's many mean."""
    lowered = output.lower()
    if "no space left" in lowered or "not enough space" in lowered:
        return "The disk is full."
    if "do not match the hashes" in lowered:
        return "A downloaded library is not the one this version was tested with (hash differs)."
    if any(
        sign in lowered
        for sign in (
            "newconnectionerror",
            "connecttimeout",
            "name resolution",
            "max retries exceeded",
            "connection broken",
            "read timed out",
            "retrying (retry(",
        )
    ):
        return "The package index cannot be reached: is this machine on a network?"
    errors = [line.strip() for line in output.splitlines() if "error" in line.lower()]
    return errors[-1] if errors else "pip stopped without saying why."


def pip(venv, *arguments):
    """Run the environment's own pip; CannotGoOn with one line where it fails."""
    command = [venv_program("python", venv), "-m", "pip", "--disable-pip-version-check"]
    result = quiet([*command, *arguments])
    if result.returncode != 0:
        raise CannotGoOn("The libraries could not be installed. " + explain_pip(result.stdout))


def make_environment(venv=VENV):
    """Make `venv` from nothing: Python, the locked libraries, HiveDesk itself, then the stamp."""
    if Path(sys.prefix).resolve() == venv.resolve():
        raise CannotGoOn("The environment must be made again: start this with the system's Python.")
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        say("The environment is half-made or out of date: making it again")
        shutil.rmtree(venv)
    free = shutil.disk_usage(venv.parent).free // 2**20
    if free < DISK_NEEDED_MB:
        raise CannotGoOn(
            "{} MB of disk space are needed in {}; {} MB are free.".format(
                DISK_NEEDED_MB, venv.parent, free
            )
        )
    say("Making the environment in {}".format(venv))
    made = quiet([sys.executable, "-m", "venv", venv])
    if made.returncode != 0:
        raise CannotGoOn(
            "Python could not make a virtual environment; on Debian or Ubuntu: "
            "sudo apt-get install python{}.{}-venv".format(*sys.version_info)
        )
    say("Installing the libraries (a few minutes the first time)")
    # Wheels only: nothing is compiled, and nothing that is not in the lock is run, on this machine.
    pip(venv, "install", "--require-hashes", "--only-binary=:all:", "-r", LOCK)
    pip(venv, "install", "--no-index", "--no-deps", "--no-build-isolation", "-e", PROJECT)
    (venv / "hivedesk-stamp.json").write_text(json.dumps(stamp_of()), encoding="utf-8")
