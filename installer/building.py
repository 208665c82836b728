"""What `build.py` does: freeze the program once, and pack it for whoever asked.

Standard library only; what needs the libraries runs in the environment that the bootstrap makes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import deb
from commands import prepare
from debian import prepare_build
from environment import PROJECT, CannotGoOn, last_line, quiet, say, venv_program
from papers import day, epoch, notice, version

INSTALLER = PROJECT / "installer"
BUILD = PROJECT / "build"
FROZEN = BUILD / "frozen" / "hivedesk"
ICONS = BUILD / "icons"
WINDOWS_SETUP = INSTALLER / "windows" / "hivedesk.iss"
INNO_SETUP = "Inno Setup 6/ISCC.exe"
DISK_NEEDED_MB = 1500  # what PyInstaller makes, the folder it lies in, and the package


@cache
def ready() -> None:
    """The environment, once a run; what a machine cannot make is refused before it is made."""
    prepare(for_tests=False)


def tool(*arguments: str | Path, what: str) -> None:
    """Run a program of the environment; CannotGoOn with its last line where it fails."""
    ready()
    env = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(epoch()),
        "PYTHONHASHSEED": "0",  # else sets are frozen in another order each time
        "PYTHONPATH": str(PROJECT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = quiet([venv_program("python"), *arguments], env)
    if done.returncode != 0:
        log = BUILD / "build.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(done.stdout, encoding="utf-8")
        reason = last_line(done.stdout, "It did not say why.")
        raise CannotGoOn(f"{what} could not be made: {reason} All it said is in {log}")


def freeze() -> None:
    """The one folder with Python, the libraries and HiveDesk in it."""
    free = shutil.disk_usage(PROJECT).free // 2**20
    if free < DISK_NEEDED_MB:
        raise CannotGoOn(
            f"{DISK_NEEDED_MB} MB of disk space are needed in {PROJECT}; {free} MB are free."
        )
    ready()
    say("Freezing the program (a minute or two)")
    draw_icons()
    tool(
        *("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", FROZEN.parent, "--workpath", BUILD / "pyinstaller"),
        INSTALLER / "hivedesk.spec",
        what="The program",
    )


def draw_icons() -> None:
    tool(INSTALLER / "icons.py", ICONS, what="The icons")


def sbom(out: Path) -> Path:
    path = out / f"hivedesk-{version()}.cdx.json"
    out.mkdir(parents=True, exist_ok=True)
    tool(INSTALLER / "sbom.py", path, str(epoch()), what="The bill of materials")
    return path


def make_sbom(options: argparse.Namespace) -> list[Path]:
    return [sbom(options.out)]


def make_wheel(options: argparse.Namespace) -> list[Path]:
    tool("-m", "hatchling", "build", "-t", "wheel", "-d", options.out, what="The wheel")
    return [options.out / f"hivedesk-{version()}-py3-none-any.whl"]


def make_deb(options: argparse.Namespace) -> list[Path]:
    if not shutil.which("dpkg-deb"):
        raise CannotGoOn(
            "A .deb is made on Debian or Ubuntu: there is no dpkg-deb here. "
            "Elsewhere: build.py wheel, or build.py windows on Windows."
        )
    prepare_build()
    freeze()
    packed = deb.build(parts(), options.out, version(), day(), options.compression)
    return [packed]


def parts() -> deb.Made:
    """What a package holds beside the frozen program, made now."""
    manual = BUILD / "hivedesk.1"
    tool(INSTALLER / "manual.py", manual, day(), what="The manual page")
    return deb.Made(FROZEN, ICONS, manual, sbom(BUILD))


def make_windows(
    options: argparse.Namespace,
    windows: bool = os.name == "nt",
    environ: Mapping[str, str] = os.environ,
) -> list[Path]:
    if not windows:
        raise CannotGoOn(
            "The Windows set-up is made on Windows: PyInstaller packs for the system it runs on. "
            r"There: py installer\build.py windows"
        )
    compiler = inno_setup(environ)
    freeze()
    sbom(BUILD)
    told = notice("the folder _internal, beside this notice", "LGPL-3.0.txt and GPL-3.0.txt")
    (BUILD / "notice.txt").write_text(told, encoding="utf-8")
    names = {"Version": version(), "Project": PROJECT, "Output": options.out}
    defined = [f"/D{name}={value}" for name, value in names.items()]
    done = quiet([compiler, "/Q", *defined, WINDOWS_SETUP])
    if done.returncode != 0:
        raise CannotGoOn(f"Inno Setup stopped: {last_line(done.stdout, 'it did not say why')}")
    return [options.out / f"HiveDesk-{version()}-setup.exe"]


def inno_setup(environ: Mapping[str, str]) -> Path:
    """Inno Setup's compiler, wherever it was installed."""
    places = [
        Path(environ[name]) / below / INNO_SETUP
        for name, below in (
            ("ProgramFiles(x86)", ""),
            ("ProgramFiles", ""),
            ("LOCALAPPDATA", "Programs"),
        )
        if name in environ
    ]
    for place in places:
        if place.is_file():
            return place
    raise CannotGoOn(
        "Inno Setup 6 is needed, and not installed. Get it: winget install JRSoftware.InnoSetup"
    )


def make_all(options: argparse.Namespace) -> list[Path]:
    """Everything that can be made on this machine."""
    made = [*make_wheel(options), *make_sbom(options)]
    if os.name == "nt":
        return [*made, *make_windows(options)]
    made += make_deb(options)
    say("The Windows set-up is left out: it is made on Windows.")
    return made


MAKE: dict[str, tuple[Callable[[argparse.Namespace], list[Path]], str]] = {
    "deb": (make_deb, "the package for Debian and Ubuntu"),
    "wheel": (make_wheel, "the package for pip"),
    "windows": (make_windows, "the set-up for Windows (there only)"),
    "sbom": (make_sbom, "the bill of materials, CycloneDX JSON"),
    "all": (make_all, "all that this machine can make"),
}


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Make the packages of HiveDesk.")
    verbs = parser.add_subparsers(dest="what", required=True, metavar=" | ".join(MAKE))
    for name, (make, about) in MAKE.items():
        verb = verbs.add_parser(name, help=about, description=about)
        verb.add_argument("--out", type=Path, default=PROJECT / "dist", metavar="FOLDER")
        verb.add_argument("--compression", choices=deb.PACKED, default="zstd", help="of a .deb")
        verb.set_defaults(make=make)
    options = parser.parse_args(arguments)
    options.out = options.out.absolute()
    return options


def main(arguments: Sequence[str]) -> int:
    """Make what the arguments ask for; the paths go to stdout, a refusal is one line on stderr."""
    try:
        options = parse(arguments)
        for path in options.make(options):
            say(f"{path} ({path.stat().st_size / 2**20:.1f} MB)")
    except CannotGoOn as reason:
        line = str(reason)
    except OSError as error:
        line = f"{error.filename or 'This machine'}: {error.strerror or error}"
    except KeyboardInterrupt:
        line = "Stopped."
    else:
        return 0
    print(line, file=sys.stderr)
    return 1
