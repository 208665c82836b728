"""That everything locked comes as a wheel for Windows, asked of the package index itself.

    .venv/bin/python -m pytest -m package tests/installer/test_windows_wheels.py

Asked through pip, which answers as it would on Windows; nothing is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import shipped
from environment import explain_pip, last_line
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.package

WINDOWS = {place["python_version"]: place for place in shipped.PLACES if place["os_name"] == "nt"}
# Signs in pip's words that it did not get an answer; anything else is an answer, and counts.
NO_ANSWER = (
    *("newconnectionerror", "connecttimeout", "max retries exceeded", "name resolution"),
    *("timed out", "connection broken", "incompleteread", "server error", "http error 5"),
)


def locked_for(version: str) -> dict[str, str]:
    """The version of each library that the lock holds for Windows and this Python."""
    return {
        name: str(asked.specifier)
        for name, (asked, _) in shipped.locked().items()
        if shipped.holds(asked, WINDOWS[version])
    }


def wheels(
    version: str, wanted: dict[str, str], folder: Path, *more: str
) -> dict[str, dict[str, Any]]:
    """What pip would install of `wanted` on Windows with this Python: name to what it downloads."""
    asked, report = folder / f"{version}.txt", folder / f"{version}.json"
    asked.write_text("".join(f"{name}{pin}\n" for name, pin in wanted.items()), encoding="utf-8")
    # -vv: only there does it say that an index did not answer; else it finds "no versions".
    pip = [sys.executable, "-m", "pip", "install", "-vv", "--dry-run", "--ignore-installed"]
    where = ["--platform", "win_amd64", "--python-version", version, "--only-binary=:all:"]
    out = ["--report", report, "--target", folder / "nowhere"]
    done = subprocess.run(
        [*pip, "--no-deps", *where, *more, *out, "-r", asked],
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    if done.returncode != 0 and any(sign in said.lower() for sign in NO_ANSWER):
        pytest.skip(explain_pip(said))
    assert done.returncode == 0, last_line(done.stderr, "pip did not say why")
    answer = json.loads(report.read_text(encoding="utf-8"))
    return {
        canonicalize_name(each["metadata"]["name"]): each["download_info"]
        for each in answer["install"]
    }


def are_locked(found: dict[str, dict[str, Any]]) -> Iterable[str]:
    """The libraries whose file is none of those that the lock allows, or is no wheel."""
    lock = shipped.locked()
    for name, download in found.items():
        known = download["archive_info"]["hashes"]["sha256"] in lock[name][1]
        if not (known and download["url"].endswith(".whl")):
            yield name


class Index(BaseHTTPRequestHandler):
    """An index of packages with nothing but troubles: its first folder says which."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.split("/")[1]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


def test_an_index_that_does_not_answer_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("PIP_CONFIG_FILE", os.devnull), ("NO_PROXY", "*"), ("no_proxy", "*")):
        monkeypatch.setenv(name, value)  # whatever this machine's pip is told of its own index
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            for status, outcome in (("503", pytest.skip.Exception), ("404", AssertionError)):
                where = f"http://127.0.0.1:{server.server_port}/{status}"
                alone = ("--isolated", "--retries", "0", "--index-url", where)
                with pytest.raises(outcome):
                    wheels(min(WINDOWS), {"no-such-library": "==1"}, tmp_path, *alone)
        finally:
            server.shutdown()


def test_every_locked_library_has_a_wheel_for_windows(tmp_path: Path) -> None:
    """For Python 3.11 all are asked for; for the later ones those that may have another wheel."""
    first, *later = sorted(WINDOWS)
    all_of_them = locked_for(first)
    assert "pywin32-ctypes" in all_of_them
    assert "secretstorage" not in all_of_them
    found = wheels(first, all_of_them, tmp_path)
    assert set(found) == set(all_of_them)
    assert list(are_locked(found)) == []
    for_any_python = {
        name
        for name, download in found.items()
        if download["url"].endswith(("-none-any.whl", "-none-win_amd64.whl", "abi3-win_amd64.whl"))
    }
    for version in later:
        wanted = {
            name: pin
            for name, pin in locked_for(version).items()
            if name not in for_any_python or name not in all_of_them
        }
        assert {"sqlcipher3", "sqlalchemy", "psycopg-binary"} <= set(wanted)
        found = wheels(version, wanted, tmp_path)
        assert set(found) == set(wanted)
        assert list(are_locked(found)) == []
