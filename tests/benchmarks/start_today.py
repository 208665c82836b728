"""Start the real window and say when Today can be used; run by test_start.py."""

from __future__ import annotations

import sys

from hivedesk.desktop.app import run
from hivedesk.desktop.window import MainWindow

_said = MainWindow.setWindowTitle


def _say(window: MainWindow, title: str) -> None:
    _said(window, title)
    if title.startswith("Today"):
        print("usable", flush=True)
        window.close()


if __name__ == "__main__":
    MainWindow.setWindowTitle = _say  # type: ignore[method-assign]
    sys.exit(run(["--store", sys.argv[1]]))
