"""Starting the window. Quick on purpose: the store opens while the window is being made."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hivedesk.desktop import preferences as kept
from hivedesk.desktop.collecting import EVERY_MS, collect_due
from hivedesk.desktop.mishaps import start_log, watch
from hivedesk.desktop.opening import Opened
from hivedesk.desktop.pages.catalogue import PLACES, Place, load
from hivedesk.desktop.theme import apply_theme, load_theme, system_theme_name
from hivedesk.desktop.window import APP, MainWindow
from hivedesk.paths import settings_file
from hivedesk.records.errors import PlainError
from hivedesk.settings import read_settings

SETTLED_MS, WARM_EVERY_MS = 3000, 200


def show(path: Path, begun: Future[Opened] | None) -> int:
    """Show the window on the store at `path` and stay until it closes.

    Args:
        begun: the store, if it is being opened already.

    Returns:
        the exit code.
    """
    running = make_app()
    preferences = kept.load(settings_file())
    dress(running, preferences)
    window = MainWindow(path, preferences, read_settings())
    window.door.remembered.connect(lambda: _remember(window))
    window.workspace.look_wanted.connect(lambda wanted: new_look(running, window, wanted))
    watch(window.workspace.trouble.emit)
    running.styleHints().colorSchemeChanged.connect(
        lambda: dress(running, kept.load(settings_file()))
    )
    window.resize(1366, 768)
    window.show()
    window.begin(begun)
    QTimer.singleShot(SETTLED_MS, window, _settle)
    return running.exec()


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


def _settle() -> None:
    """What can wait until the first page stands: the log, the other pages, collecting garbage."""
    start_log()
    _warm(PLACES)


def _warm(places: Sequence[Place]) -> None:
    """Import the pages one by one, so that the first visit to one is as quick as the second.

    One at a time: whoever types meanwhile must not notice.
    """
    if places:
        load(places[0])
        QTimer.singleShot(WARM_EVERY_MS, lambda: _warm(places[1:]))
    else:
        gc.freeze()
        _collect()


def _collect() -> None:
    """Collect garbage from now on: here, where Python left to itself would on any thread."""
    collect_due()
    QTimer.singleShot(EVERY_MS, _collect)
