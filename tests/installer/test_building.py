"""The build's verbs and papers; what is built is tried out in test_package.py."""

from __future__ import annotations

import argparse
import ast
import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import building
import deb
import icons
import manual
import papers
import pytest
from environment import PROJECT, CannotGoOn
from PIL import Image

from hivedesk.cli.words import parser
from hivedesk.desktop.window import APP
from hivedesk.paths import council_settings

INSTALLER = PROJECT / "installer"
BUILD_PY = INSTALLER / "build.py"
SCRIPT = building.WINDOWS_SETUP.read_text(encoding="utf-8")
SPECIFICATION = (INSTALLER / "hivedesk.spec").read_text(encoding="utf-8")


def build_py(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, BUILD_PY, *arguments], capture_output=True, text=True, check=False
    )


# Verbs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["msi"], ["deb", "--compression", "upx"]])
def test_bad_use_ends_with_2_and_no_traceback(arguments: list[str]) -> None:
    done = build_py(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("usage: build.py")


@pytest.mark.skipif(sys.platform == "win32", reason="there it is made")
def test_the_windows_set_up_is_refused_elsewhere_with_the_next_step() -> None:
    done = build_py("windows")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "The Windows set-up is made on Windows: PyInstaller packs for the system it runs on. "
        r"There: py installer\build.py windows"
    ]


def test_without_inno_setup_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match="winget install"):
        building.inno_setup({"ProgramFiles": str(tmp_path)})
    compiler = tmp_path / building.INNO_SETUP
    compiler.parent.mkdir()
    compiler.touch()
    assert building.inno_setup({"ProgramFiles": str(tmp_path)}) == compiler


def test_without_dpkg_the_deb_is_refused_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotGoOn, match="made on Debian or Ubuntu"):
        building.make_deb(argparse.Namespace(out=tmp_path))


def test_any_python_can_read_far_enough_to_say_it_is_old() -> None:
    tree = ast.parse(BUILD_PY.read_text(encoding="utf-8"), feature_version=(3, 4))
    modern = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.FunctionDef, ast.Starred)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    pretend_old = (
        "import runpy, sys; sys.version_info = (3, 9, 2);"
        f"runpy.run_path({str(BUILD_PY)!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend_old], capture_output=True, text=True, check=False
    )
    expected = f"HiveDesk needs Python 3.11 or newer; {sys.executable} is Python 3.9.\n"
    assert (done.returncode, done.stderr) == (1, expected)


def test_the_time_of_the_build_is_the_commits_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1614834367")
    assert (papers.epoch(), papers.day()) == (1614834367, "2021-03-04")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert papers.epoch() > 1614834367


def test_a_machine_without_git_takes_the_time_of_the_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert papers.epoch() == int((PROJECT / "pyproject.toml").stat().st_mtime)


# What the packages hold ------------------------------------------------------------------------


def test_the_wheel_holds_every_module_and_resource(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.iterdir()
    assert wheel.name == f"hivedesk-{papers.version()}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    package, resources = PROJECT / "hivedesk", PROJECT / "resources"
    expected = {
        *(path.relative_to(PROJECT).as_posix() for path in package.rglob("*.py")),
        *(path.relative_to(PROJECT).as_posix() for path in package.rglob("*.sql")),
        *(f"hivedesk/{path.relative_to(PROJECT).as_posix()}" for path in resources.rglob("*.*")),
    }
    assert expected <= inside
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in inside)


def test_the_manual_tells_every_verb_and_nothing_breaks_its_language() -> None:
    page = manual.page("2021-03-04")
    verbs = [words for words, _, _ in manual.verbs_of(parser())]
    assert {"demo", "central account add", "check"} <= set(verbs)
    for words in verbs:
        assert rf"\fB{manual.plain(words)}\fR" in page, words
    known = (".TH", ".SH", ".TP", ".RS", ".RE", ".B", ".br")
    asking = [line for line in page.splitlines() if line.startswith((".", "'"))]
    assert {line.split()[0] for line in asking} <= set(known)
    assert manual.plain(r"a\b") == r"a\eb"
    assert manual.plain(".TH is a word") == r"\&.TH is a word"


def test_the_logo_is_drawn_in_every_size(tmp_path: Path) -> None:
    drawn = icons.draw_all(tmp_path)
    assert [path.name for path in (drawn[0], drawn[-1])] == ["hivedesk.svg", "hivedesk.ico"]
    for path in drawn[1:]:
        with Image.open(path) as picture:
            side = 256 if path.suffix == ".ico" else int(path.parent.name)
            assert picture.size == (side, side)
            middle = picture.convert("RGBA").getpixel((side // 2, side // 4))
            assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
            assert middle == (0xF2, 0xB1, 0x34, 255)  # the light theme's accent


def test_the_menu_entry_belongs_to_the_window() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(deb.LINUX / "hivedesk.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert (told["Name"], told["StartupWMClass"]) == (APP, APP)
    assert (told["Exec"], told["Icon"], told["Terminal"]) == ("hivedesk", "hivedesk", "false")
    metainfo = ElementTree.parse(deb.LINUX / deb.METAINFO)
    assert metainfo.findtext("launchable") == "hivedesk.desktop"
    assert metainfo.findtext("id") == deb.METAINFO.removesuffix(".metainfo.xml")
    assert metainfo.findtext("project_license") == "MIT"


def test_the_copyright_holds_the_notice_and_every_licence() -> None:
    told = deb.copyright_of()
    assert "/usr/share/common-licenses/LGPL-3" in told
    assert "put your files in the place of those in\n\n    /usr/lib/hivedesk/_internal\n" in told
    assert (PROJECT / "LICENSE").read_text(encoding="utf-8") in told
    assert "    pyside6-essentials: LGPL-3.0-only OR" in told
    assert "    sqlcipher3: Zlib\n" in told
    assert "@" not in re.sub(r"\S+@\S+\.\w+", "", told.partition("Inter, the typeface")[0])


# Windows, where it is not run ------------------------------------------------------------------


def test_the_set_up_script_names_only_files_that_exist_or_are_built() -> None:
    built = {
        r"build\icons\hivedesk.ico",
        r"build\frozen\hivedesk\*",
        r"build\hivedesk-{#Version}.cdx.json",
        r"build\notice.txt",
    }
    named = set(re.findall(r"\{#Project\}\\([^\"\n]+)", SCRIPT))
    assert built <= named
    for name in named - built:
        assert (PROJECT / name.replace("\\", "/")).is_file(), name
    assert building.ICONS / "hivedesk.ico" == PROJECT / "build/icons/hivedesk.ico"
    assert PROJECT / "build/frozen/hivedesk" == building.FROZEN
    programs = set(re.findall(r"\{app\}\\(\w+)\.exe", SCRIPT))
    frozen = set(re.findall(r"program\(\"(\w+)\"", SPECIFICATION))
    assert programs <= frozen == {"hivedesk", "hivedeskw"}


def test_the_set_up_script_uses_what_the_build_defines() -> None:
    assert set(re.findall(r"\{#(\w+)\}", SCRIPT)) == {"Version", "Project", "Output"}
    assert "OutputBaseFilename=HiveDesk-{#Version}-setup" in SCRIPT


def test_the_set_up_never_takes_away_anybodys_data() -> None:
    assert "[UninstallDelete]" not in SCRIPT
    taken = re.findall(r"^Type: .*", SCRIPT, re.MULTILINE)
    assert taken == [r'Type: filesandordirs; Name: "{app}\_internal"']


def test_the_set_up_puts_the_settings_where_the_program_reads_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine, own = (path.name for path in council_settings())
    assert machine == own == re.search(r'DestName: "(settings\S*)"', SCRIPT)[1]  # type: ignore[index]
    assert r"{commonappdata}\HiveDesk" in SCRIPT
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMDATA", "/programdata")
    assert council_settings()[0].as_posix() == "/programdata/HiveDesk/settings.toml"


def test_the_specification_names_only_what_exists() -> None:
    tree = ast.parse(SPECIFICATION)
    chains = {
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
    }
    longest = {
        one for one in chains if not any(one != two and two.startswith(one) for two in chains)
    }
    assert len(longest) >= 4
    for chain in longest:
        parts = re.findall(r"'([^']+)'", chain)
        if chain.startswith("PROJECT") and parts[0] != "build":
            assert list(PROJECT.glob("/".join(parts))), chain
