"""Starting the window. Quick on purpose: the store opens while the window is being made."""

from __future__ import annotations

import gc
import sys
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hivedesk.desktop import preferences as kept
from hivedesk.desktop.collecting import EVERY_MS, collect_due
from hivedesk.desktop.mishaps import start_log, watch
from hivedesk.desktop.opening import Opened
from hivedesk.desktop.pages.catalogue import PLACES, load
from hivedesk.desktop.pauses import Pauses
from hivedesk.desktop.theme import apply_theme, load_theme, system_theme_name
from hivedesk.desktop.window import APP, MainWindow
from hivedesk.paths import settings_file
from hivedesk.records.errors import PlainError
from hivedesk.settings import read_settings

SETTLED_MS = 3000
GIVE_WAY_S = 0.0001
"""How long a busy thread may keep the window's thread waiting for Python, each time it asks.

A key typed into a form asks some thirty times: with Python's own 5 ms it took 145 ms while another
thread was busy, with this 11 ms.
"""


def show(path: Path, begun: Future[Opened] | None) -> int:
    """Show the window on the store at `path` and stay until it closes.

    Args:
        begun: the store, if it is being opened already.

    Returns:
        the exit code.
    """
    running = make_app()
    sys.setswitchinterval(GIVE_WAY_S)
    window = open_window(running, path, begun)
    watch(window.workspace.trouble.emit)
    return running.exec()


def open_window(running: QApplication, path: Path, begun: Future[Opened] | None) -> MainWindow:
    """The window, dressed and knocking at the door of the store at `path`."""
    preferences = kept.load(settings_file())
    dress(running, preferences)
    window = MainWindow(path, preferences, read_settings())
    window.door.remembered.connect(lambda: _remember(window))
    window.workspace.look_wanted.connect(lambda wanted: new_look(running, window, wanted))
    running.styleHints().colorSchemeChanged.connect(
        lambda: dress(running, kept.load(settings_file()))
    )
    window.resize(1366, 768)
    window.show()
    window.begin(begun)
    QTimer.singleShot(SETTLED_MS, window, lambda: settle(window.pauses))
    return window


def make_app() -> QApplication:
    """The application with its name; sessions on X11 group its windows by it."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    # Named here: QApplication.setStyle would hand the style, with all its enumerations, to Python.
    made = QApplication([APP, "-style", "fusion"])
    made.setApplicationName(APP)
    made.setApplicationDisplayName("")
    made.setDesktopFileName("hivedesk")
    return made


def dress(running: QApplication, preferences: kept.Preferences) -> None:
    """Put on the theme of the preferences, or the system's."""
    name = preferences.theme
    theme = load_theme(
        system_theme_name(running) if name == "system" else name, preferences.text_size
    )
    apply_theme(running, theme)


def new_look(running: QApplication, window: MainWindow, wanted: kept.Preferences) -> None:
    """Put on another theme or text size at once, and keep the choice."""
    try:
        kept.save(settings_file(), wanted)
    except PlainError as why:
        window.workspace.trouble.emit(why)
    dress(running, wanted)
    window.rebuild()


def _remember(window: MainWindow) -> None:
    now = kept.load(settings_file())
    try:
        kept.save(settings_file(), kept.Preferences(now.theme, now.text_size, remembered=True))
    except PlainError as why:
        window.workspace.trouble.emit(why)


def settle(pauses: Pauses) -> None:
    """What can wait until the first page stands: the log, the other pages, collecting garbage.

    The pages come one by one, so that the first visit to one is as quick as the second.
    """
    pauses.add(start_log, *(partial(load, place) for place in PLACES), gc.freeze)
    pauses.add(partial(_collect, pauses))


def _collect(pauses: Pauses) -> None:
    """Collect garbage from now on: here, where Python left to itself would on any thread."""
    collect_due()
    QTimer.singleShot(EVERY_MS, pauses, lambda: pauses.add(partial(_collect, pauses)))
