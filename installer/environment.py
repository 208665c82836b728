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
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "installer" / "requirements.txt"
VENV = PROJECT / ".venv"
DISK_NEEDED_MB = 900  # the finished environment takes about 520 MB, and pip unpacks beside it
VENV_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


class CannotGoOn(Exception):
    """Something the machine lacks; the message is the one line the user reads."""


def say(line: str) -> None:
    print(line, flush=True)


def quiet(
    command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run to the end and keep what it printed; text decoding never fails."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=env,
    )


def last_line(output: str, otherwise: str) -> str:
    """Where a program says why it stopped: its last line that is not empty."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else otherwise


def venv_program(name: str, venv: Path = VENV, windows: bool = os.name == "nt") -> Path:
    return venv / "Scripts" / f"{name}.exe" if windows else venv / "bin" / name


def stamp_of(lock: Path = LOCK, project: Path = PROJECT) -> dict[str, str]:
    """What a finished environment was made from; any difference means making it again.

    The folder counts because a virtual environment does not survive being moved.
    """
    return {
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest(),
        "python": f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}",
        "machine": platform.machine(),
        "folder": str(project),
    }


def is_ready(venv: Path, stamp: Mapping[str, str], windows: bool = os.name == "nt") -> bool:
    """Whether `venv` is finished, matches `stamp`, and its Python still starts."""
    try:
        if json.loads((venv / "hivedesk-stamp.json").read_text(encoding="utf-8")) != stamp:
            return False
        return quiet([venv_program("python", venv, windows), "-c", ""]).returncode == 0
    except (OSError, ValueError):
        return False


# What pip's many lines mean: a sign in them (lower case) -> the one line to show.
PIP_TROUBLES = {
    "no space left": "The disk is full.",
    "not enough space": "The disk is full.",
    "do not match the hashes": (
        "A downloaded library is not the one this version was tested with (hash differs)."
    ),
    **dict.fromkeys(
        ("newconnectionerror", "connecttimeout", "max retries exceeded", "retrying (retry("),
        "The package index cannot be reached: is this machine on a network?",
    ),
}


def explain_pip(output: str) -> str:
    lowered = output.lower()
    for sign, line in PIP_TROUBLES.items():
        if sign in lowered:
            return line
    errors = "\n".join(line for line in output.splitlines() if "error" in line.lower())
    return last_line(errors or output, "pip stopped without saying why.")


def pip(venv: Path, *arguments: str | Path) -> None:
    """Run the environment's own pip; CannotGoOn with one line where it fails."""
    python = venv_program("python", venv)
    result = quiet([python, "-m", "pip", "--disable-pip-version-check", *arguments])
    if result.returncode != 0:
        raise CannotGoOn("The libraries could not be installed. " + explain_pip(result.stdout))


def clear_the_place(venv: Path) -> None:
    """Take away what stands where the environment goes; CannotGoOn if that is too little room."""
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
            f"{DISK_NEEDED_MB} MB of disk space are needed in {venv.parent}; {free} MB are free."
        )


def make_environment(venv: Path = VENV) -> None:
    """Make `venv` from nothing: Python, the locked libraries, HiveDesk itself, then the stamp."""
    clear_the_place(venv)
    say(f"Making the environment in {venv}")
    made = quiet([sys.executable, "-m", "venv", venv])
    if made.returncode != 0:
        reason = last_line(made.stdout, "Python did not say why.")
        if "ensurepip" in made.stdout or "No module named" in made.stdout:
            reason = f"On Debian or Ubuntu: sudo apt-get install {VENV_PACKAGE}"
        raise CannotGoOn(f"Python could not make a virtual environment. {reason}")
    say("Installing the libraries (a few minutes the first time)")
    # Wheels only: nothing is compiled, and nothing that is not in the lock is run, on this machine.
    pip(venv, "install", "--require-hashes", "--only-binary=:all:", "-r", LOCK)
    pip(venv, "install", "--no-index", "--no-deps", "--no-build-isolation", "-e", PROJECT)
    (venv / "hivedesk-stamp.json").write_text(json.dumps(stamp_of()), encoding="utf-8")
