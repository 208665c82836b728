"""A real PostgreSQL for a session of tests: own data folder, loopback only, thrown away."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.ports import free_port

DEBIANS = Path("/usr/lib/postgresql")
# No flush to the disk: a killed server loses nothing that was committed, a power cut would.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=200")
PATIENCE = 30.0


@dataclass
class Server:
    """A running PostgreSQL of the tests' own."""

    programs: Path
    data: Path
    port: int
    process: subprocess.Popen[bytes]
    settings: tuple[str, ...] = FAST

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://hivedesk@127.0.0.1:{self.port}/{name}"

    def fresh(self, name: str) -> str:
        """A new empty database; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            words = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(words.format(sql.Identifier(name)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def copy_of(self, name: str, template: str) -> str:
        """A new database like `template`, to which nobody may be connected."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def kill(self) -> None:
        """End it as a power cut of the process would: no farewell."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def begin(self) -> None:
        """Start it, or start it again after a kill; returns once it answers."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        words = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        options = ("listen_addresses=127.0.0.1", "unix_socket_directories=", *self.settings)
        for option in options:
            words += ["-c", option]
        log = (self.data.parent / "log").open("ab")
        self.process = subprocess.Popen(
            [*_as_somebody(), *words], stdout=log, stderr=log, cwd=self.data.parent
        )
        log.close()
        self._wait()

    def _wait(self) -> None:
        limit = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            said = (self.data.parent / "log").read_text("utf-8", "replace")[-2000:]
            assert self.process.poll() is None, f"PostgreSQL did not start:\n{said}"
            assert time.monotonic() < limit, f"PostgreSQL did not answer:\n{said}"
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)


def programs() -> Path | None:
    """Where this machine's PostgreSQL keeps its programs; the newest one."""
    versions = [path for path in DEBIANS.glob("*/bin") if (path / "initdb").is_file()]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _as_somebody() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    # --pdeathsig: a killed test run leaves no server behind.
    return [
        *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
        *("--pdeathsig=INT", "--"),
    ]


@contextlib.contextmanager
def running(settings: tuple[str, ...] = FAST) -> Iterator[Server]:
    """A server from nothing, in about two seconds; stopped and its data thrown away at the end."""
    found = programs()
    if found is None:
        words = "no PostgreSQL on this machine (Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(words)
        pytest.skip(words)
    # Not below pytest's folders: those may not be entered by somebody else than their owner.
    folder = Path(tempfile.mkdtemp(prefix="hivedesk-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        data = folder / "data"
        words = ["-D", str(data), "--no-sync", "-A", "trust", "-U", "hivedesk"]
        made = subprocess.run(
            [*_as_somebody(), str(found / "initdb"), *words, "-E", "UTF8", "--locale=C"],
            capture_output=True,
            check=False,
            cwd=folder,
        )
        assert made.returncode == 0, made.stderr.decode()
        server = Server(found, data, free_port(), None, settings)  # type: ignore[arg-type]
        server.begin()
        try:
            yield server
        finally:
            server.process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            try:
                server.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
