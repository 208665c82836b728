"""The door: opening, locking, and the first time. Behind it nothing of the store is shown."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget

from hivedesk.actions.desk import machine_now
from hivedesk.desktop.opening import Opened, open_at
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.start import VARIABLE
from hivedesk.desktop.widgets.sheet import Sheet, top_sheet
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.paths import key_path
from hivedesk.records.errors import PlainError
from hivedesk.settings import Settings
from hivedesk.store import keyfile, keystore
from hivedesk.store.files import is_anything

if TYPE_CHECKING:
    from hivedesk.desktop.shell.card_page import CardPage
    from hivedesk.desktop.shell.unlock import UnlockPage

LOOK_EVERY_MS = 15_000
MOST_NOTES = 2  # of what is wrong with settings files; Settings tells the rest

_ALIVE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Door(QStackedWidget):
    """Shows the unlock page, the first-run page or why the store cannot be opened.

    Signals: `opened(Opened)` when somebody is in.
    """

    opened = Signal(object)
    remembered = Signal()

    def __init__(self, path: Path, workspace: Workspace, preferences: Preferences) -> None:
        super().__init__()
        self._workspace = workspace
        self._council = workspace.council
        self._path = path
        self._background = workspace.background
        self._preferences = preferences
        self._can_remember = False
        self._unlock: UnlockPage | None = None
        QShortcut("F1", self).activated.connect(self._help)

    def begin(self, begun: Future[Opened] | None = None) -> None:
        """Knock: wait for what is being opened already, else ask for the passphrase.

        A remembered passphrase is fetched from the key store meanwhile.
        """
        given = os.environ.get(VARIABLE)
        if begun is not None and begun.done() and begun.exception() is None:
            # Opened before the window was made: the first thing painted is the first page.
            self._in(begun.result())
        elif begun is not None:
            self._background.run(begun.result, self._in, self._not_opened, owner=self)
        elif not is_anything(self._path) and not is_anything(key_path(self._path)):
            self._first_run()
        elif given:
            self._open(given, remember=False)
        else:
            self._ask()
            if self._preferences.remembered:
                path = self._path
                self._background.run(
                    lambda: keystore.recall(path), self._recalled, self._ignore, owner=self
                )

    def say_trouble(self, why: PlainError) -> None:
        """Say at the door why nobody can come in."""
        self._trouble(why)

    def ask_again(self, quiet_minutes: int, *, kept: bool) -> None:
        """Locked: ask for the passphrase, saying why (see `UnlockPage.show_locked`)."""
        page = self._ask()
        page.show_locked(quiet_minutes, kept=kept)
        if keyfile.is_demo(self._path):
            page.add_note(f"The demo county opens with “{keyfile.DEMO_PASSPHRASE}”.", "muted")

    def _ask(self) -> UnlockPage:
        # lazy: start-up (not needed where the environment holds the passphrase)
        from hivedesk.desktop.shell.unlock import UnlockPage

        page = UnlockPage()
        self._unlock = page
        page.unlock_requested.connect(self._open)
        page.forgot_pressed.connect(self._recover)
        self.put(page)
        page.set_can_remember(self._can_remember)
        if not self._can_remember:
            self._background.run(keystore.available, self._know_key_store, self._ignore, owner=self)
        return page

    def _know_key_store(self, available: bool) -> None:
        self._can_remember = available
        page = self.currentWidget()
        if page is not None and hasattr(page, "set_can_remember"):
            page.set_can_remember(available)

    def _recalled(self, passphrase: str | None) -> None:
        if passphrase:
            self._open(passphrase, remember=False)

    def _ignore(self, _why: Exception) -> None:
        """The key store is a convenience: whatever goes wrong there, we ask."""

    def _open(self, passphrase: str, remember: bool) -> None:
        path = self._path
        if self._unlock is not None:
            self._unlock.set_busy(True)

        def work() -> Opened:
            opened = open_at(path, passphrase)
            if remember:
                keystore.remember(path, passphrase)
            return opened

        def done(opened: Opened) -> None:
            if remember:
                self.remembered.emit()
            self._in(opened)

        self._background.run(work, done, self._not_opened, owner=self)

    def _in(self, opened: Opened) -> None:
        self.opened.emit(opened)

    def _not_opened(self, why: Exception) -> None:
        if self._unlock is not None:
            self._unlock.set_busy(False)
        if isinstance(why, keyfile.WrongPassphrase):
            (self._unlock or self._ask()).show_problem(words_for(why))
        else:
            self._trouble(why)

    def _trouble(self, why: Exception) -> None:
        # lazy: start-up (only shown when something is wrong)
        from hivedesk.desktop.shell.trouble import TroublePage

        words = why.words if isinstance(why, PlainError) else words_for(why)
        step = why.next_step if isinstance(why, PlainError) else ""
        page = TroublePage()
        page.show_trouble(words, step)
        page.try_again.connect(self.begin)
        page.choose_store.connect(self._choose)
        page.quit_pressed.connect(QApplication.quit)
        self.put(page)

    def _choose(self) -> None:
        # lazy: start-up
        from hivedesk.desktop.dialogs import ask_open_store

        chosen = ask_open_store(self, self._path.parent)
        if chosen is not None:
            self._path = chosen
            self._ask()

    def _first_run(self) -> None:
        # lazy: start-up (once in the life of a store)
        from hivedesk.desktop.first_run.beginning import begin_first_run

        begin_first_run(self, self._path, self._workspace)
        self._background.run(keystore.available, self._know_key_store, self._ignore, owner=self)

    def _recover(self) -> None:
        # lazy: start-up (for those who forgot their passphrase)
        from hivedesk.desktop.shell.recover import RecoverPage

        path, page = self._path, RecoverPage(has_sheet=keyfile.has_recovery(self._path))

        def ask(key: str, passphrase: str) -> None:
            def work() -> Opened:
                keyfile.recover(path, key, passphrase)
                keystore.forget(path)
                return open_at(path, passphrase)

            page.set_busy(True)
            self._background.run(work, self._in, failed, owner=self)

        def failed(why: Exception) -> None:
            its = isinstance(why, keyfile.WrongRecoveryKey | keyfile.NoRecoverySheet)
            page.show_problem("key" if its else "", words_for(why))

        page.recover_requested.connect(ask)
        page.back_pressed.connect(self._ask)
        self.put(page)

    def come_in(self, opened: Opened, *, remembered: bool = False) -> None:
        """Somebody is in, by way of the assistant."""
        if remembered:
            self.remembered.emit()
        self._path = opened.desk.store.path
        self._in(opened)

    def ask(self) -> None:
        """There is a store now: ask for its passphrase."""
        self._ask()

    def put(self, page: CardPage) -> None:
        """Show another page of the door."""
        if self._council.problems:
            page.add_note("\n".join(map(str, self._council.problems[:MOST_NOTES])))
        self._close_help()
        before = self.currentWidget()
        if before is self._unlock:
            self._unlock = None
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
        page.setFocus()

    def clear(self) -> None:
        """Somebody is in: nothing typed at the door stays behind."""
        self._unlock = None
        self._close_help()
        page = self.currentWidget()
        if page is not None:
            self.removeWidget(page)
            page.deleteLater()

    def _help(self) -> None:
        """Help for the page in view, over it. The texts are the program's own: nothing is read."""
        # lazy: start-up
        from hivedesk.desktop.pages.help.sheet import open_help_text
        from hivedesk.desktop.shell.card_page import CardPage

        page = self.currentWidget()
        if isinstance(page, CardPage) and top_sheet(self) is None:
            open_help_text(self, self._workspace, page.topic)

    def _close_help(self) -> None:
        for sheet in self.findChildren(Sheet):
            sheet.close_sheet(force=True)


class IdleWatch(QObject):
    """Emits `idle` after some minutes without a key, a click or a movement.

    Counted by the clock on the wall: a laptop that slept with its lid shut was not in use.
    """

    idle = Signal()

    def __init__(
        self,
        app: QApplication,
        minutes: float = Settings().idle_minutes,
        clock: Callable[[], dt.datetime] = machine_now,
    ) -> None:
        super().__init__(app)
        self.minutes = round(minutes)
        self._most = dt.timedelta(minutes=minutes)
        self._clock = clock
        self._alive_at = clock()
        self._stirred = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(min(LOOK_EVERY_MS, int(minutes * 60_000)))
        self._timer.timeout.connect(self.look)
        self._app = app

    def start(self) -> None:
        """Begin to count. Every event of the program passes here from now on."""
        self._alive_at = self._clock()
        self._stirred = time.monotonic()
        self._app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Locked already."""
        self._app.removeEventFilter(self)
        self._timer.stop()

    def quiet_for(self) -> float:
        """Seconds since the last key, click or movement, or since it began to count."""
        return time.monotonic() - self._stirred

    def look(self) -> bool:
        """Whether it has been too long; says so then."""
        now = self._clock()
        # A clock that was set back must not leave the window open for a day.
        self._alive_at = min(self._alive_at, now)
        if now - self._alive_at < self._most:
            return False
        self.stop()
        self.idle.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ALIVE and self._timer.isActive():
            # The first key after a night's sleep finds the door shut; it is not typed anywhere.
            if self.look():
                return True
            self._alive_at = self._clock()
            self._stirred = time.monotonic()
        return False
