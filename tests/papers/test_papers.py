"""README and the user guides are followed to the letter, and end where they say."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from hivedesk.cli.words import parser
from tests.central import postgres

from .following import GOES_ON, PAPERS, PROJECT, Block, blocks_of, follow, missing

ALL = {paper.relative_to(PROJECT).as_posix(): paper for paper in PAPERS}
EVERY = [*ALL.values(), PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def pg_server() -> Iterator[postgres.Server]:
    """A running PostgreSQL."""
    with postgres.running() as server:
        yield server


@pytest.mark.papers
@pytest.mark.parametrize("name", ALL)
def test_what_a_paper_says_can_be_done(
    name: str, tmp_path: Path, pg_server: postgres.Server
) -> None:
    done = follow(ALL[name], tmp_path, pg_server.fresh("papers"))
    for block, told in done:
        answered = "\n".join(told)
        absent = missing(block, told, tmp_path / "desk")
        assert absent == [], f"{block.commands}\nanswered\n{answered}"


def test_few_commands_are_left_out_and_each_with_a_reason() -> None:
    blocks = [block for paper in PAPERS for block in blocks_of(paper)]
    skipped = [block for block in blocks if block.skipped]
    assert all(block.why_not for block in skipped)
    assert len(blocks) - len(skipped) > 3 * len(skipped)
    known = {"", GOES_ON, *(block.comment for block in skipped)}
    assert {block.comment for block in blocks} <= known


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_one_that_the_terminal_knows(name: str) -> None:
    for block in blocks_of(ALL[name]):
        for line in block.commands.splitlines():
            said = re.search(r"(?:^|\$\()(?:\.venv/bin/)?hivedesk ([^)>]*)", line)
            if said:
                parser().parse_args(shlex.split(said[1]))


@pytest.mark.parametrize("paper", EVERY, ids=lambda paper: paper.name)
def test_links_lead_somewhere(paper: Path) -> None:
    led = re.findall(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)", paper.read_text("utf-8"))
    lost = [link for link in led if "://" not in link and not (paper.parent / link).exists()]
    assert lost == []


def test_a_block_is_read_with_its_comment_and_its_answer(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(
        "# A\n\n<!-- not run: needs root -->\n```sh\nsudo a\n```\n\n```sh\nb\nc\n```\n"
        "```text\nyes\n```\n\n    not this\n\n<!-- until the end -->\n```sh\nd\n```\n"
    )
    assert blocks_of(paper) == [
        Block("sudo a\n", (), "not run: needs root"),
        Block("b\nc\n", ("yes",)),
        Block("d\n", (), "until the end"),
    ]


def test_what_was_promised_and_did_not_come_is_named(tmp_path: Path) -> None:
    block = Block("", ("made …, version 3", "a.pdf", "x.hive: whole"))
    (tmp_path / "x.hive").touch()
    told = ["made the store, version 3 now", "a.pdf", "x.hive: whole"]
    assert missing(block, told, tmp_path) == ["a.pdf is not there"]
    assert missing(block, told[::-1], tmp_path) == ["a.pdf", "a.pdf is not there", "x.hive: whole"]
