"""A start does not search the source of what it imports."""

from __future__ import annotations

import subprocess
import sys

import pytest

IMPORTS = """
import linecache
from hivedesk.desktop.plain_imports import spare_the_search
{spare}
from PySide6.QtCore import Qt
from hivedesk.desktop.theme import load_theme
print(load_theme.__code__.co_filename in linecache.cache, Qt.Key.Key_A.name)
"""


@pytest.mark.parametrize(("spare", "searched"), [("", True), ("spare_the_search()", False)])
def test_the_source_of_an_imported_module_is_not_searched(spare: str, searched: bool) -> None:
    """The first case falls when PySide6 gives up searching: then this module can go."""
    code = IMPORTS.format(spare=spare)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == [str(searched), "Key_A"], ran.stderr
