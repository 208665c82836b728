"""The house rules that a machine can hold: roads between packages, small files, true lock."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
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


def test_imports_run_one_way() -> None:
    # As a program of its own: it switches off the loggers of the process it runs in.
    lint_imports = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert lint_imports
    done = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


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
    source = (
        "def f():\n    from PySide6.QtGui import QIcon\n    import appdirs as a\nfrom . import b"
    )
    assert imported_libraries(source) == {"PySide6", "appdirs"}


def hidden_imports(source: str) -> list[int]:
    """Lines of the imports written inside a function without saying that start-up is why.

    The reason stands on the import's own line, or in a comment just above a run of imports.
    """
    lines = ["", *source.splitlines()]

    def is_marked(number: int) -> bool:
        if "# lazy: start-up" in lines[number]:
            return True
        above = lines[number - 1].split()
        return above[:1] in (["import"], ["from"], ["#"]) and is_marked(number - 1)

    inside = {
        node.lineno
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return sorted(number for number in inside if not is_marked(number))


def test_imports_inside_functions_are_there_for_start_up() -> None:
    hidden = {
        str(path.relative_to(PROJECT)): lines
        for path in MODULES
        if (lines := hidden_imports(path.read_text(encoding="utf-8")))
    }
    assert hidden == {}


def test_hidden_import_walk_lets_the_marked_and_the_top_ones_pass() -> None:
    source = """import os
def f():
    import re  # lazy: start-up
def g():
    # lazy: start-up (two at once)
    import re
    import ast
def h():
    x = 1
    import json
"""
    assert hidden_imports(source) == [10]


def test_files_can_be_read_in_one_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert lengths, "no modules found: the walk looks in the wrong place"
    too_long = {str(p.relative_to(PROJECT)): n for p, n in lengths.items() if n > LONGEST_FILE}
    assert too_long == {}


def test_lock_answers_every_requirement() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        Requirement(line)
        for line in project["dependencies"]
        + project["optional-dependencies"]["dev"]
        + project["optional-dependencies"]["central"]
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
