"""The system libraries and programs that pip cannot bring, on Debian and Ubuntu."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from environment import VENV_PACKAGE, quiet, say

# What the Qt in the lock links to and a bare Debian or Ubuntu lacks: library -> package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Programs that some tests look at the finished page or window with: program -> package.
TEST_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "pdftotext": "poppler-utils"}
# Programs that build the .deb: program -> package.
BUILD_PROGRAMS = {"dpkg-shlibdeps": "dpkg-dev", "objdump": "binutils"}
# Programs that try the built package out: program -> package.
PACKAGE_TEST_PROGRAMS = {
    "appstreamcli": "appstream",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "man": "man-db",
    "xwininfo": "x11-utils",
}
# The central store's tests start a PostgreSQL of their own; Debian keeps its programs off PATH.
TEST_SERVERS = {"initdb": "postgresql"}
POSTGRESQL = Path("/usr/lib/postgresql")
# The link carer's page is looked at in a real browser: any of these will do.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_server(program: str) -> bool:
    """Whether a version of PostgreSQL has this program, wherever it is kept."""
    return bool(shutil.which(program) or any(POSTGRESQL.glob(f"*/bin/{program}")))


def has_browser(_: str) -> bool:
    """Whether there is a browser that tests can drive."""
    return any(shutil.which(name) for name in BROWSERS)


def missing_packages(wanted: Mapping[str, str], present: Callable[[str], object]) -> list[str]:
    """The packages behind the names in `wanted` that `present` does not find, in order."""
    return sorted({package for name, package in wanted.items() if not present(name)})


def apt_prefix() -> list[str] | None:
    """What goes before apt-get: nothing as root, sudo where it asks nothing, None if neither."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and quiet(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def install_packages(packages: Sequence[str], why: str) -> bool:
    """Install Debian packages, saying so. False (and one line that says what to type) if not."""
    if not packages:
        return True
    by_hand = "sudo apt-get install " + " ".join(packages)
    prefix = apt_prefix()
    if prefix is None:
        say(f"{why}: install with: {by_hand}")
        return False
    say(f"{why}: installing {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    quiet([*apt, "update"])  # a stale list is no reason to stop: the install below is the judge
    if quiet([*apt, "install", "--no-install-recommends", *packages]).returncode != 0:
        say(f"{why}: apt-get could not install them; try: {by_hand}")
        return False
    return True


def prepare_system(for_tests: bool) -> None:
    """On Debian and Ubuntu, add what Qt and (for tests) the test programs need.

    What cannot be added is said and no more: whether the rest works without it is found out by
    trying, and the one who started this may know of another way.
    """
    if not (sys.platform.startswith("linux") and shutil.which("apt-get")):
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_packages([VENV_PACKAGE], "Python has no venv module")
    install_packages(missing_packages(QT_LIBRARIES, has_library), "Qt needs system libraries")
    if for_tests:
        install_packages(missing_packages(TEST_PROGRAMS, shutil.which), "Some tests need programs")
        install_packages(missing_packages(TEST_SERVERS, has_server), "Some tests need a server")
        # On its own: where there is no such package (Ubuntu), the others come all the same.
        wanted = missing_packages({BROWSERS[0]: "chromium"}, has_browser)
        install_packages(wanted, "Some tests need a browser")


def prepare_build() -> None:
    """What building the .deb needs besides: Debian's tools, and Python as a library."""
    install_packages(missing_packages(BUILD_PROGRAMS, shutil.which), "The build needs programs")
    # Debian's own python3 is one program, though it says that it is shared; PyInstaller packs the
    # library that goes with it.
    library = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = missing_packages({f"{library}.so.1.0": library}, has_library)
    install_packages(wanted, "The build needs Python as a library")
