"""Starting the window. Quick on purpose: the store opens while the window is being made."""

from __future__ import annotations

import gc
import logging
import sys
from concurrent.futures import Future
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hivedesk.desktop import preferences as kept
from hivedesk.desktop.opening import Opened
from hivedesk.desktop.theme import apply_theme, load_theme, system_theme_name
from hivedesk.desktop.window import APP, MainWindow
from hivedesk.paths import log_dir, settings_file
from hivedesk.records.errors import PlainError

SETTLED_MS = 3000

log = logging.getLogger(__name__)


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
    window = MainWindow(path, preferences)
    window.door.remembered.connect(_remember)
    window.workspace.look_wanted.connect(lambda wanted: _new_look(running, window, wanted))
    sys.excepthook = lambda kind, bug, where: _bug(window, kind, where)
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
    made = QApplication([APP])
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


def _new_look(running: QApplication, window: MainWindow, wanted: kept.Preferences) -> None:
    """Put on another theme or text size at once, and keep the choice."""
    try:
        kept.save(settings_file(), wanted)
    except PlainError as why:
        window.workspace.trouble.emit(why)
    dress(running, wanted)
    window.rebuild()


def _remember() -> None:
    now = kept.load(settings_file())
    kept.save(settings_file(), kept.Preferences(now.theme, now.text_size, remembered=True))


def _settle() -> None:
    """What can wait until the first page stands: the log, and collecting garbage from now on."""
    gc.freeze()
    gc.enable()
    _start_log()


def _start_log() -> None:
    """A technical log without personal data; where it cannot be written, we go on without."""
    try:
        log_dir().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_dir() / "hivedesk.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)


def _bug(window: MainWindow, kind: type[BaseException], where: TracebackType | None) -> None:
    """Our bug: keep where it happened, never what it was about, and say so plainly."""
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_qualname}:{where.tb_lineno}" if where else "?"
    log.error("bug %s at %s", kind.__name__, place)
    window.toast.say("Something went wrong in HiveDesk. What was saved is safe; try it once more.")
