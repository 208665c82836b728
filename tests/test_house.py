"""The house rules that a machine can hold: roads between packages, small files, true lock."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "hivedesk"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 400
# Library -> where it may be imported, below hivedesk/. import-linter sees these roads too; this
# walk also sees an import written inside a function or under TYPE_CHECKING.
ALLOWED = {"PySide6": "desktop/", "shiboken6": "desktop/", "appdirs": "paths.py"}


def imported_libraries(source: str) -> set[str]:
    """The top-level names a module imports from outside its own package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_imports_run_one_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    broken = lint_imports(cache_dir=None)
    assert broken == 0, capsys.readouterr().out


@pytest.mark.parametrize("library", sorted(ALLOWED))
def test_library_stays_in_its_place(library: str) -> None:
    strays = [
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if library in imported_libraries(path.read_text(encoding="utf-8"))
        and not path.relative_to(PACKAGE).as_posix().startswith(ALLOWED[library])
    ]
    assert strays == []


def test_import_walk_sees_lazy_and_dotted_imports() -> None:
    source = "def f():\n    from PySide6.QtGui import QIcon\n    import appdirs as a\nfrom . import x"
    assert imported_libraries(source) == {"PySide6", "appdirs"}


def test_files_can_be_read_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert lengths, "no modules found: the walk looks in the wrong place"
    too_long = {str(p.relative_to(PROJECT)): n for p, n in lengths.items() if n > LONGEST_FILE}
    assert too_long == {}


def test_lock_answers_every_requirement() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        Requirement(line)
        for line in project["dependencies"] + project["optional-dependencies"]["dev"]
    ]
    lock = (PROJECT / "installer" / "requirements.txt").read_text(encoding="utf-8")
    locked = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    }
    unanswered = [
        str(wish)
        for wish in wanted
        if not wish.specifier.contains(locked.get(canonicalize_name(wish.name), "0"))
        or canonicalize_name(wish.name) not in locked
    ]
    assert unanswered == []
