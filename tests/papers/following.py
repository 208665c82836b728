"""Reads a paper's commands as a reader does, and types them into a shell, one after the other.

A paper is a Markdown file. Its commands stand in ```sh, what they answer in ```text below. A
comment before a block, which readers do not see, may say `not run: why`, or `until the end` for a
service that goes on while the rest is followed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

PROJECT = Path(__file__).resolve().parents[2]
PAPERS = [PROJECT / "README.md", *sorted((PROJECT / "docs" / "user-guide").glob("*.md"))]
NOT_RUN, GOES_ON = "not run:", "until the end"
PORT = "8765"
"""As the papers write it; another one stands in for it, which is free."""
PATIENCE = 900.0
_BLOCK = re.compile(
    r"(?:^<!-- (?P<comment>[^\n]*?) -->\n)?^```sh\n(?P<commands>.*?)^```$"
    r"(?:\n+```text\n(?P<answers>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
_FILE = re.compile(r"[\w.-]+\.(?:pdf|ics|zip|hive|hivebundle)")


@dataclass(frozen=True)
class Block:
    """Commands that a paper tells its reader to type, and the lines it says will come."""

    commands: str
    answers: tuple[str, ...] = ()
    comment: str = ""

    @property
    def why_not(self) -> str:
        """Why it is not run here; "" where it is."""
        return self.comment.removeprefix(NOT_RUN).strip() if self.skipped else ""

    @property
    def skipped(self) -> bool:
        """Whether it is not run here."""
        return self.comment.startswith(NOT_RUN)

    @property
    def goes_on(self) -> bool:
        """Whether it is a service that the rest of the paper needs."""
        return self.comment == GOES_ON


def blocks_of(paper: Path) -> list[Block]:
    """The commands of a paper, in order."""
    return [
        Block(
            found["commands"],
            tuple((found["answers"] or "").splitlines()),
            found["comment"] or "",
        )
        for found in _BLOCK.finditer(paper.read_text("utf-8"))
    ]


def follow(paper: Path, home: Path, database: str) -> list[tuple[Block, list[str]]]:
    """Type what a paper says into one shell, in an empty folder; each block with what it answered.

    Raises:
        AssertionError: a command failed. The message holds all that was answered.
    """
    desk = home / "desk"
    desk.mkdir()
    # Where README's commands stand: the folder that was unpacked.
    (desk / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    blocks = [block for block in blocks_of(paper) if not block.skipped]
    script = "\n".join(_typed(number, block) for number, block in enumerate(blocks))
    done = subprocess.run(
        ["bash", "-c", _BEGIN + script.replace(PORT, str(free_port()))],
        cwd=desk,
        env=_environment(home, database),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{paper.name}\n{done.stdout}\n{done.stderr}"
    answers = re.split(r"^@@\d+\n", done.stdout, flags=re.MULTILINE)[1:]
    return [(block, told.splitlines()) for block, told in zip(blocks, answers, strict=True)]


def missing(block: Block, told: list[str], desk: Path) -> list[str]:
    """What the paper says would come, in this order, and did not; and files that are not there."""
    absent, left = [], list(told)
    for line in block.answers:
        wanted = re.compile(".*".join(map(re.escape, line.split("…"))).replace(PORT, r"\d+"))
        at = next((place for place, each in enumerate(left) if wanted.match(each)), None)
        if at is None:
            absent.append(line)
        else:
            left = left[at + 1 :]
        name = line.partition(":")[0]
        if _FILE.fullmatch(name) and not (desk / name).exists():
            absent.append(f"{name} is not there")
    return absent


_BEGIN = """
set -euo pipefail
set -m  # each service in a group of its own, to be ended with all that it began
exec 2>&1
end() { for job in $(jobs -p); do kill -- "-$job" || true; done; }
trap end EXIT
# Where there is none, the last word is the address.
command -v curl > /dev/null || curl() {
  python3 -c "import sys, urllib.request as u; print(u.urlopen(sys.argv[-1]).read().decode())" "$@"
}
"""


def _typed(number: int, block: Block) -> str:
    if not block.goes_on:
        return f"printf '\\n@@%s\\n' {number}\n{block.commands}"
    first = block.answers[0].rpartition(":")[0]
    return f"""( {block.commands} ) > ../service.log 2> ../service.err &
timeout 60 bash -c 'until grep -q "{first}" ../service.log; do sleep 0.1; done'
printf '\\n@@%s\\n' {number}
cat ../service.log
"""


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HIVEDESK_")}
    own = {
        f"XDG_{name}_HOME": str(home / name.lower())
        for name in ("DATA", "CONFIG", "CACHE", "STATE")
    }
    programs = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return kept | own | {"HOME": str(home), "PATH": programs, "HIVEDESK_DATABASE": database}
