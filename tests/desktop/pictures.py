"""Pictures of every page of the real window, to be looked at.

    python tests/desktop/pictures.py STORE FOLDER [--theme light] [--scale 1.0]
        [--size 1366x768] [--pages today,families]

Run it under a real display (xvfb-run). The passphrase comes from HIVEDESK_PASSPHRASE.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from hivedesk.desktop.app import dress, make_app
from hivedesk.desktop.pages.catalogue import PLACES
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.window import MainWindow


def main() -> None:
    """Open the store, visit the pages, save a picture of each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--pages", default=",".join(place.name for place in PLACES))
    asked = parser.parse_args()
    app = make_app()
    preferences = Preferences(asked.theme, asked.scale)
    dress(app, preferences)
    window = MainWindow(asked.store, preferences)
    width, height = (int(part) for part in asked.size.split("x"))
    window.resize(width, height)
    window.show()
    window.begin()
    settle(window)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for entry in asked.pages.split(","):
        name, _, view = entry.partition(":")
        window.show_page(name, **({"view": view} if view else {}))
        settle(window)
        picture = asked.folder / f"{entry.replace(':', '-')}.png"
        window.grab().save(str(picture))
        print(picture, window.windowTitle())
    window.close()


def settle(window: MainWindow) -> None:
    """Until nothing is asked for and everything is painted."""
    for _ in range(3):
        window.workspace.background.wait_idle(20_000)
        window.workspace.aside.wait_idle(20_000)
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()


if __name__ == "__main__":
    main()
