"""The window outlives the references that PySide6 does not count."""

from __future__ import annotations

import subprocess
import sys

import pytest

USE_UP = """
import hivedesk.desktop
from PySide6.QtCore import QObject, QPoint
made = QObject()
for _ in range(40_000):
    made.blockSignals(True); made.blockSignals(False); made.setObjectName("a"); made.parent()
    made.signalsBlocked(); QPoint() == 5
print("lived")
"""


@pytest.mark.parametrize("times", [1, 2])
def test_many_calls_do_not_end_the_program(times: int) -> None:
    """Forty thousand calls that give None, True or False: five times what ended it."""
    code = "import hivedesk.desktop.lasting as l; l.keep_constants_alive()\n" * (times - 1) + USE_UP
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("lived\n", 0), ran.stderr
