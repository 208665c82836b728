"""The pictures in help and in the papers: none missing, none left over, all small, all retaken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pictures import DOCS, HELP
from PIL import Image
from scenes import SCENES

from hivedesk.topics import topics

PROJECT = Path(__file__).resolve().parents[2]
LARGEST = 120 * 1024
NAMED = {Path(block.picture).name for topic in topics() for block in topic.blocks if block.picture}
IN_HELP = {f"{name}.png" for name, scene in SCENES.items() if not scene.docs}
IN_DOCS = {f"{name.removeprefix('docs-')}.png" for name, scene in SCENES.items() if scene.docs}


def test_help_names_what_the_script_takes() -> None:
    assert NAMED == IN_HELP


@pytest.mark.parametrize("folder", [HELP, HELP / "dark"], ids=["light", "dark"])
def test_every_picture_of_help_is_there_and_none_is_left_over(folder: Path) -> None:
    assert {file.name for file in folder.glob("*.png")} == IN_HELP


def test_the_papers_name_what_the_script_takes() -> None:
    papers = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
    named = {
        Path(found).name
        for paper in papers
        for found in re.findall(r"!\[[^\]]*\]\(([^)]+\.png)\)", paper.read_text("utf-8"))
        if "resources/help/" not in found
    }
    assert named == IN_DOCS == {file.name for file in DOCS.glob("*.png")}


@pytest.mark.parametrize(
    "file", sorted([*HELP.rglob("*.png"), *DOCS.glob("*.png")]), ids=lambda file: file.stem
)
def test_a_picture_is_small(file: Path) -> None:
    assert file.stat().st_size <= LARGEST


@pytest.mark.parametrize("name", sorted(IN_HELP))
def test_light_and_dark_are_of_one_size(name: str) -> None:
    with Image.open(HELP / name) as light, Image.open(HELP / "dark" / name) as dark:
        assert light.size == dark.size


def test_every_picture_tells_what_it_shows() -> None:
    for topic in topics():
        for block in topic.blocks:
            assert block.kind != "picture" or len(block.text) > 20, topic.name


@pytest.mark.papers
def test_the_script_takes_every_picture(tmp_path: Path) -> None:
    script = [sys.executable, PROJECT / "installer" / "pictures.py", "--theme", "light"]
    done = subprocess.run(
        [*script, "--to", tmp_path],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name, scene in SCENES.items():
        kept = (DOCS if scene.docs else HELP) / f"{name.removeprefix('docs-')}.png"
        with Image.open(tmp_path / f"{name}-light.png") as taken, Image.open(kept) as now:
            assert taken.size == now.size, f"{name}: run installer/pictures.py"
