"""A Debian that has nothing but its base, made with debootstrap, to try a package in.

What is mounted for a command is mounted in a namespace of the command's own, so nothing is left
mounted however a test ends.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from environment import last_line

HOME = "/home/worker"
LONG = 600  # seconds; a command that takes longer hangs

_ENTER = """
root="$1"; shift
mount -t proc proc "$root/proc"
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix" 2>/dev/null || true
exec chroot "$@"
"""


class Unreachable(Exception):
    """Something outside failed: no root could be made, and the reason has nothing to do with us."""


class Mirror(NamedTuple):
    """Where this machine takes its own packages from."""

    address: str
    suite: str
    components: str


class CleanRoot:
    """The folder of such a Debian; `begin` starts making it, `finish` waits until it stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.with_name(folder.name + ".log")
        self._making: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Make it, while something else is being done."""
        mirror = mirror_of_this_machine()
        making = ["debootstrap", "--variant=minbase", f"--components={mirror.components}"]
        with self.log.open("wb") as log:
            self._making = subprocess.Popen(
                ["unshare", "--mount", *making, mirror.suite, self.folder, mirror.address],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=proxied(),
            )

    def finish(self) -> None:
        """Wait for it, and make it apt's and a worker's.

        Raises:
            Unreachable: it could not be made, with the last line of why.
        """
        assert self._making is not None
        if self._making.wait(LONG) != 0:
            raise Unreachable(last_line(self.log.read_text(errors="replace"), "debootstrap failed"))
        (self.folder / "etc/apt/apt.conf.d/90this-machine").write_text(apt_settings())
        certificates = Path("/etc/ssl/certs/ca-certificates.crt")
        if certificates.is_file():
            target = self.folder / certificates.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(certificates, target)
        updated = self.as_root("apt-get", "-q", "update")
        if updated.returncode != 0:
            raise Unreachable(last_line(updated.stderr, "apt-get update failed"))
        done = self.as_root("useradd", "--create-home", "--shell", "/bin/sh", Path(HOME).name)
        assert done.returncode == 0, done.stderr

    def end(self) -> None:
        """Stop what is being made and take the folder away."""
        if self._making and self._making.poll() is None:
            self._making.terminate()
            self._making.wait(LONG)
        # Thousands of files: rm is several times as quick as shutil here.
        subprocess.run(["rm", "-rf", "--one-file-system", self.folder], check=True)

    def as_root(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run it as a machine's owner does who looks after packages."""
        words = ["--", self.folder, self.folder, "env", "DEBIAN_FRONTEND=noninteractive", *command]
        return subprocess.run(
            ["unshare", "--mount", "sh", "-ec", _ENTER, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=LONG,
            env=proxied() | {"LC_ALL": "C.UTF-8"},
        )

    def worker_command(self, *command: str, **environment: str) -> list[str | Path]:
        """The words that run a command as somebody who works there, with nothing but this set."""
        told = {"HOME": HOME, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
        named = [f"{name}={value}" for name, value in told.items()]
        words = ["--", self.folder, "--userspec=worker:worker", self.folder]
        return ["unshare", "--mount", "sh", "-ec", _ENTER, *words, "env", "-i", *named, *command]

    def as_worker(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it as somebody who works there."""
        words = self.worker_command(*command, **environment)
        return subprocess.run(words, capture_output=True, text=True, timeout=LONG, check=False)

    def place(self, path: str) -> Path:
        """Where a path of that Debian is, seen from here."""
        return self.folder / path.lstrip("/")

    def give_to_worker(self, *files: Path) -> None:
        """Make files and folders the worker's own, who came there by another way."""
        owner = self.place(HOME).stat()
        for file in files:
            os.chown(file, owner.st_uid, owner.st_gid)


def why_not() -> str | None:
    """Why no clean root can be made here, or None."""
    if platform.system() != "Linux" or not shutil.which("apt-get"):
        return "a clean root is made on Debian or Ubuntu only"
    if os.geteuid() != 0:
        return "a clean root is made by root only (debootstrap, chroot)"
    if not shutil.which("debootstrap"):
        return "debootstrap is not installed (apt-get install debootstrap)"
    probe = ["unshare", "--mount", "true"]
    tried = subprocess.run(probe, capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        return f"no file systems can be mounted here: {last_line(tried.stderr, 'refused')}"
    try:
        mirror_of_this_machine()
    except Unreachable as why:
        return str(why)
    return None


def mirror_of_this_machine() -> Mirror:
    """The archive of this machine's own release."""
    release = platform.freedesktop_os_release()
    suite, archive = release.get("VERSION_CODENAME", ""), f"/{release.get('ID', '')}"
    shown = "$(SITE) $(RELEASE) $(COMPONENT)"
    asked = subprocess.run(
        ["apt-get", "indextargets", "--format", shown, "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, list[str]] = {}
    for line in asked.stdout.splitlines():
        address, of, component = line.split()
        if of == suite and address.rstrip("/").endswith(archive):
            found.setdefault(address, []).append(component)
    for address, components in found.items():
        return Mirror(address, suite, ",".join(dict.fromkeys(components)))
    raise Unreachable(f"apt knows of no archive{archive} for {suite or 'this release'}")


def proxied() -> dict[str, str]:
    """The environment, with the proxy that apt uses."""
    environment = dict(os.environ)
    for kind in ("http", "https"):
        asked = subprocess.run(
            ["apt-config", "shell", "FOUND", f"Acquire::{kind}::Proxy"],
            capture_output=True,
            text=True,
            check=False,
        )
        for word in shlex.split(asked.stdout):
            environment[f"{kind}_proxy"] = word.removeprefix("FOUND=")
    return environment


def apt_settings() -> str:
    """How this machine's apt fetches; which lists it fetches is for the clean root to know."""
    dumped = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True)
    return "".join(
        f"{line}\n"
        for line in dumped.stdout.splitlines()
        if line.startswith("Acquire::") and "IndexTargets" not in line and "Changelogs" not in line
    )
