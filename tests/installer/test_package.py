"""The .deb, built and then lived with: in a Debian that has nothing but its base.

    .venv/bin/python -m pytest -m package

Needs root, debootstrap and a mirror; where one of them is missing it skips and says which.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import debian
import environment
import papers
import pytest
import sbom

from hivedesk.paths import key_path
from hivedesk.store import Store, keyfile, open_store
from hivedesk.store.database import engine_for
from hivedesk.store.health import problems_of
from hivedesk.store.keyfile import DEMO_PASSPHRASE
from hivedesk.store.migrate import upgrade
from hivedesk.store.migrations import VERSION
from tests.conftest import PASSPHRASE
from tests.store.migrations.telling import write_by_hand

from .clean_root import HOME, LONG, CleanRoot, Unreachable, why_not

pytestmark = pytest.mark.package

OLDER = "0.0.1"
LEFT_BEHIND = "usr/lib/hivedesk/of-the-older-version"
STORE = f"{HOME}/.local/share/HiveDesk/my.hive"
DEMO = f"{HOME}/demo.hive"
SCREEN = (1366, 768)


# Building it, and a Debian to put it in --------------------------------------------------------


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanRoot | str]:
    """A clean Debian in the making, or why there is none."""
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        missing = debian.missing_packages(debian.PACKAGE_TEST_PROGRAMS, shutil.which)
        debian.install_packages(missing, "The package's tests need programs")
    reason = why_not()
    if reason:
        yield reason
        return
    made = CleanRoot(tmp_path_factory.mktemp("root") / "debian")
    made.begin()
    yield made
    made.end()


@pytest.fixture(scope="module")
def package(root: CleanRoot | str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The .deb, built as its page says, while the clean Debian is being made beside it."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("a .deb is made on Debian or Ubuntu only")
    if not environment.is_ready(environment.VENV, environment.stamp_of()):
        pytest.skip("the environment was not made by the bootstrap")
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, environment.PROJECT / "installer" / "build.py", "deb"]
    build += ["--out", out, "--compression", "none"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = out.iterdir()
    assert f"{made} (" in done.stdout.splitlines()[-1]
    yield made
    shutil.rmtree(out)  # pytest would keep 200 MB of each of the last runs


@pytest.fixture(scope="module")
def tree(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the package holds, with its papers in DEBIAN/."""
    folder = tmp_path_factory.mktemp("tree") / "hivedesk"
    subprocess.run(["dpkg-deb", "-R", package, folder], check=True)
    yield folder
    shutil.rmtree(folder)


def field(package: Path, name: str) -> str:
    asked = ["dpkg-deb", "--field", package, name]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def judged_by(*command: str | Path, given: bytes | None = None) -> str:
    """What a judge says who ends with 0; skips where it is not installed."""
    if not shutil.which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    words = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=words)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    return said


# What it says of itself ------------------------------------------------------------------------


def test_the_package_depends_on_what_qt_links_to(package: Path) -> None:
    assert field(package, "Version") == papers.version()
    names = {each.split(" ")[0].split(":")[0] for each in field(package, "Depends").split(", ")}
    assert {"libc6", "libegl1", "libxcb-cursor0", "libxkbcommon-x11-0", "libssl3"} <= names | {
        name.removesuffix("t64") for name in names
    }
    assert not {name for name in names if name.startswith(("libgtk", "python"))}


def test_nothing_runs_when_it_is_installed_and_everything_is_roots(package: Path) -> None:
    listed = subprocess.run(
        ["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {line.split()[1] for line in listed} == {"root/root"}
    assert not {line for line in listed if "s" in line.split()[0][1:] or line[8] == "w"} - {
        line for line in listed if line.startswith("l")
    }
    scripts = subprocess.run(
        ["dpkg-deb", "--ctrl-tarfile", package], capture_output=True, check=True
    ).stdout
    named = subprocess.run(["tar", "-t"], input=scripts, capture_output=True, check=True).stdout
    assert sorted(named.decode().split()) == ["./", "./control", "./md5sums"]


def test_the_desktop_takes_its_papers(tree: Path) -> None:
    share = tree / "usr/share"
    said = judged_by("desktop-file-validate", share / "applications/hivedesk.desktop")
    assert "error" not in said
    (metainfo,) = (share / "metainfo").iterdir()
    assert f'version="{papers.version()}"' in metainfo.read_text(encoding="utf-8")
    judged_by("appstreamcli", "validate", "--no-net", metainfo)


def test_man_shows_the_manual_without_a_complaint(tree: Path) -> None:
    page = gzip.decompress((tree / "usr/share/man/man1/hivedesk.1.gz").read_bytes())
    # By way of its standard input: man reads files as a user who may not look in here.
    shown = judged_by("man", "--warnings", "--encoding=UTF-8", "--local-file", "-", given=page)
    assert "warning:" not in shown
    assert "the desk of a Hive support worker" in shown
    assert "central account add" in shown


def test_its_bill_is_of_this_very_environment(tree: Path) -> None:
    doc = tree / "usr/share/doc/hivedesk"
    told = json.loads((doc / f"hivedesk-{papers.version()}.cdx.json").read_text(encoding="utf-8"))
    assert told == sbom.bill(dt.datetime.fromtimestamp(papers.epoch(), dt.UTC))
    inside = tree / "usr/lib/hivedesk/_internal"
    listed = {each["name"] for each in told["components"]}
    along = {path.name.partition("-")[0].replace("_", "-") for path in inside.glob("*.dist-info")}
    assert {name.replace(".", "-") for name in along} <= listed
    assert gzip.decompress((doc / "changelog.gz").read_bytes()).startswith(b"# What is new")


# Living with it --------------------------------------------------------------------------------


def older_one(tree: Path, out: Path) -> Path:
    """The same program under a lower version, with a file that the newer one lacks."""
    control = tree / "DEBIAN/control"
    text = control.read_text(encoding="utf-8")
    control.write_text(text.replace(f"Version: {papers.version()}\n", f"Version: {OLDER}\n"))
    (tree / LEFT_BEHIND).touch()
    made = out / f"hivedesk_{OLDER}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, made], check=True)
    return made


def store_of_version_1(folder: Path) -> Path:
    """Somebody's store as the very first HiveDesk kept it."""
    path = folder / "my.hive"
    path.touch(mode=0o600)
    key = keyfile.create_key(path, PASSPHRASE)
    store = Store(path, engine_for(path, key), key)
    upgrade(store, to=1)
    rows = [
        "INSERT INTO workers (id, first_name, last_name, role, hive_id, created_at) VALUES "
        "('worker', 'Jo', 'Field', 'support_worker', 'hive', '2021-06-16 09:00:00.000000')",
        "INSERT INTO store_settings (\"key\", value) VALUES ('worker_id', 'worker'), "
        "('hive_id', 'hive'), ('device_id', 'laptop')",
        "INSERT INTO search_entries (rowid, kind, record_id) VALUES (7, 'workers', 'worker')",
        "INSERT INTO search_names (rowid, body) VALUES (7, 'Jo Field')",
    ]
    with store.engine.execution_options(writes=True).begin() as connection:
        write_by_hand(connection, *rows)
    store.close()
    return path


def installed(root: CleanRoot, package: Path) -> None:
    """Install a package with apt, which brings along what it depends on, and nothing else."""
    shutil.copy(package, root.place(f"/tmp/{package.name}"))
    options = ["-q", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-unsafe-io"]
    done = root.as_root("apt-get", *options, "install", f"/tmp/{package.name}")
    if "Unable to fetch" in done.stderr:
        pytest.skip(f"the mirror failed: {environment.last_line(done.stderr, '')}")
    assert done.returncode == 0, done.stdout + done.stderr
    root.place(f"/tmp/{package.name}").unlink()


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The answer of a verb that did what it was asked."""
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def data_of(root: CleanRoot) -> dict[str, bytes]:
    """Every file that the worker has, by path."""
    home = root.place(HOME)
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


class Screen:
    """A screen of the clean Debian's, which nobody looks at and which can be read."""

    def __init__(self, folder: Path) -> None:
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        asked = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-ac"]
        # Else it begins anew whenever its last client goes, and refuses whoever comes just then.
        asked.append("-noreset")
        self._server = subprocess.Popen(
            [*asked, "-fbdir", folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._server.stdout is not None
        self.name = f":{self._server.stdout.readline().strip()}"
        self._picture = folder / "Xvfb_screen0"

    def titles(self) -> str:
        asked = ["xwininfo", "-root", "-tree", "-display", self.name]
        words = {**os.environ, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(asked, capture_output=True, text=True, check=False, env=words)
        return done.stdout  # it fails where a window goes while it looks: look again

    def colours(self) -> int:
        """How many colours are to be seen, from X's own picture of the screen (XWD)."""
        raw = self._picture.read_bytes()
        head = struct.unpack(">25I", raw[:100])
        begin = head[0] + head[19] * 12  # the head, then the colour map
        pixels = raw[begin : begin + head[12] * head[5]]
        return len({pixels[at : at + 4] for at in range(0, len(pixels), 4)})

    def end(self) -> None:
        self._server.terminate()
        self._server.communicate(timeout=LONG)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    yield made
    made.end()


def window_stands(root: CleanRoot, screen: Screen) -> None:
    """Start the program as a click in the menu does, until Today stands on the screen; end it."""
    words = root.worker_command("hivedesk", DISPLAY=screen.name, HIVEDESK_PASSPHRASE=PASSPHRASE)
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as started:
        try:
            ends = time.monotonic() + LONG
            while "Today · HiveDesk" not in screen.titles() or screen.colours() < 100:
                assert started.poll() is None, started.communicate()[0]
                assert time.monotonic() < ends, screen.titles()
        finally:
            started.send_signal(signal.SIGTERM)
        said, _ = started.communicate(timeout=LONG)
    assert said == ""


def test_a_laptops_life_with_the_package(
    root: CleanRoot | str, package: Path, tree: Path, screen: Screen, tmp_path: Path
) -> None:
    """Installed, used, updated over an older version, removed and purged; the data stays."""
    if isinstance(root, str):
        pytest.skip(root)
    try:
        root.finish()
    except Unreachable as why:
        pytest.skip(f"no clean Debian could be made: {why}")

    older = older_one(tree, tmp_path)
    installed(root, older)
    older.unlink()
    assert root.place(LEFT_BEHIND).exists()
    assert not root.place("/usr/bin/python3").exists()
    demo = {"HIVEDESK_PASSPHRASE": DEMO_PASSPHRASE}
    assert told(root.as_worker("hivedesk", "demo", "--store", DEMO, **demo)) == DEMO
    folder = root.place(STORE).parent
    folder.mkdir(parents=True)
    mine = store_of_version_1(folder)
    root.give_to_worker(folder.parents[1], folder.parent, folder, mine, key_path(mine))

    installed(root, package)
    assert not root.place(LEFT_BEHIND).exists()
    assert told(root.as_worker("hivedesk", "--version")) == f"HiveDesk {papers.version()}"
    window_stands(root, screen)
    own = {"HIVEDESK_PASSPHRASE": PASSPHRASE}
    assert told(root.as_worker("hivedesk", "check", "--store", STORE, **own)).endswith(": whole")
    (backup,) = (folder / "backups").glob("*.hivebackup")
    seen = f"{Path(STORE).parent}/backups/{backup.name}"
    again = f"{HOME}/again.hive"
    assert told(root.as_worker("hivedesk", "restore", seen, "--store", again, **own)) == again
    families = json.loads(
        told(root.as_worker("hivedesk", "list", "families", "--json", "--store", STORE, **own))
    )
    assert [family["name"] for family in families] == ["Marlowe"]

    report = f"{HOME}/June.pdf"
    month = ["--hive", "Eastleigh", "--month", "2021-06", "--out", report]
    told(root.as_worker("hivedesk", "report", "monthly", "--store", DEMO, *month, **demo))
    assert root.place(report).read_bytes().startswith(b"%PDF-")
    words = subprocess.run(
        ["pdftotext", root.place(report), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Eastleigh" in words
    trial = f"sqlite:///{HOME}/central.db"
    assert "made the central store" in told(
        root.as_worker("hivedesk", "central", "init", "--database", trial)
    )

    before = data_of(root)
    assert {"demo.hive", "June.pdf", ".local/share/HiveDesk/my.hive"} <= set(before)
    for taking in (["apt-get", "-q", "-y", "remove"], ["dpkg", "--purge"]):
        done = root.as_root(*taking, "hivedesk")
        assert done.returncode == 0, done.stderr
        assert data_of(root) == before
    assert not root.place("/usr/lib/hivedesk").exists()
    assert not root.place("/usr/bin/hivedesk").is_symlink()
    store = open_store(root.place(STORE), PASSPHRASE, dt.datetime.now(dt.UTC))
    assert problems_of(store) == []
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == VERSION
    store.close()
