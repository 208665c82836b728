"""Our own bugs: logged where they came up, never with what they were about."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable

from hivedesk.actions.desk import machine_now
from hivedesk.paths import log_dir
from hivedesk.records.errors import place_of

log = logging.getLogger(__name__)


def start_log() -> None:
    """A technical log without personal data; where it cannot be written, we go on without.

    Only our own lines: what a library finds worth telling may quote what somebody wrote.
    """
    from logging.handlers import RotatingFileHandler  # lazy: start-up

    try:
        log_dir().mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_dir() / "hivedesk.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    ours = logging.getLogger("hivedesk")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)


def watch(trouble: Callable[[BaseException], None]) -> None:
    """Hand every bug that nobody caught to `trouble`; Python itself would print its text.

    Bugs of other threads are only logged: a window is told things on its own thread.
    """

    def caught(_kind: type[BaseException], bug: BaseException, _where: object) -> None:
        try:
            trouble(bug)
        except Exception as another:
            keep(another)

    sys.excepthook = caught
    sys.unraisablehook = lambda told: None if told.exc_value is None else keep(told.exc_value)
    threading.excepthook = lambda told: None if told.exc_value is None else keep(told.exc_value)


def keep(bug: BaseException) -> str:
    """Log where a bug came up, never what it was about; gives the line for the report."""
    line = f"{type(bug).__name__} at {place_of(bug)}"
    log.error("bug %s", line)
    return f"{machine_now():%Y-%m-%d %H:%M} UTC  {line}"
