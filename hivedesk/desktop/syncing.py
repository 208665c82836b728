"""Keeps the store and the central store up to date with each other while somebody is at the desk.

It runs on a thread of its own and with a connection of its own, so that neither pages nor papers
wait for the network. Being offline is normal: it is shown in the top bar, and never as an error.
"""

from __future__ import annotations

import platform
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy import Connection as DatabaseConnection
from sqlalchemy import event
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, desk_for, machine_now
from hivedesk.desktop.workspace import Workspace
from hivedesk.records.errors import PlainError
from hivedesk.store import Store, settings
from hivedesk.store.database import engine_for
from hivedesk.store.queries.hives import Hives, hives_of
from hivedesk.store.queries.sync_state import Standing, standing, waiting

if TYPE_CHECKING:
    from hivedesk.sync.run import Summary

T = TypeVar("T")

MINUTES = "sync_minutes"
"""The setting that says how often; 0 for only when asked."""

OFTEN = 5
"""Minutes between two runs where nothing else was chosen."""

TOLD_EVERY_MS = 500

SHOWN_AFTER_MS = 400
"""A run that is over sooner never reads "Sending…": the words would only flicker."""


class Shut(PlainError):
    """The window was locked while a run was under way; the next one goes on from there."""


class Syncing(QObject):
    """Runs at once, every few minutes, and when asked, until its desk is locked.

    Attributes:
        standing: how far the two have got.
        sending: whether a run has been under way long enough to say so.
        so_far: changes sent and fetched in that run.
        minutes: between two runs; 0 for only when asked.

    Signals:
        changed(): one of the three is another.
        finished(): a run has ended, however.
        revoked(PlainError): the account was closed and the store has been emptied.
        became(Desk): the laptop was connected as a link carer's, or is one no more.
    """

    changed = Signal()
    finished = Signal()
    revoked = Signal(object)
    became = Signal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.desk: Desk = workspace.open_desk
        self.standing = Standing()
        self.minutes = OFTEN
        self.sending = self.running = False
        self.so_far = (0, 0)
        self._done_now: list[Summary] = []
        self._stopped = threading.Event()
        # Answers are dropped with this, when the window locks.
        self._owner = QWidget()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sync)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SHOWN_AFTER_MS)
        self._late.timeout.connect(self._say_sending)
        self._tell = QTimer(self)
        self._tell.setInterval(TOLD_EVERY_MS)
        self._tell.timeout.connect(self._say_how_far)
        workspace.changed.connect(self._look)
        self._look(first=True)

    def sync(self) -> None:
        """Run now, unless one is under way or there is no central store."""
        if self.running or not self.standing.connected or self._stopped.is_set():
            return
        self._set_running(True)
        desk, stopped = self.desk, self._stopped
        self._done_now = so_far = []

        def work() -> tuple[Summary, frozenset[str]]:
            # lazy: start-up (the network's libraries, for those who have a central store)
            from hivedesk.sync.run import Summary, sync_once

            def run(store: Store) -> tuple[Summary, frozenset[str]]:
                with store.reading() as session:
                    sent = frozenset(each.kind for each in waiting(session))
                so_far.append(Summary())
                return sync_once(store, machine_now, done=so_far[0]), sent

            return _shut_with(stopped, desk.store, run)

        self._workspace.network.run(work, self._done, self._failed, self._owner)

    def connect_to(
        self, url: str, code: str, done: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Tie the store to a central store, then run.

        Args:
            failed: told why not; nothing was changed then.
        """
        desk, stopped = self.desk, self._stopped

        def work() -> Any:
            # lazy: start-up (the network's libraries, for those who have a central store)
            from hivedesk.sync.run import connect

            return _shut_with(
                stopped,
                desk.store,
                lambda store: connect(store, url, code, machine_now, platform.node()),
            )

        def connected(tie: Any) -> None:
            done()
            desk = replace(self.desk, role=tie.role)
            if desk.is_carers or desk.worker_id is None:
                desk = replace(desk, who=tie.account)
            if (desk.is_carers, desk.who) != (self.desk.is_carers, self.desk.who):
                self.desk = desk
                self.became.emit(self.desk)
            # What the desk before it asked is not answered any more: so only now.
            self._look(then=self.sync)

        self._workspace.network.run(work, connected, failed, self._owner)

    def set_minutes(self, minutes: int) -> None:
        """How often to run from now on; kept with the store."""
        desk = self.desk

        def work() -> None:
            # lazy: start-up
            from hivedesk.sync.connection import altering

            with altering(desk.store) as session:
                settings.put(session, MINUTES, str(minutes))

        self._workspace.background.run(work, owner=self._owner)
        self._set_minutes(minutes)

    def stop(self) -> None:
        """The window locks: nothing more of the store is read or written."""
        self._stopped.set()
        self._timer.stop()
        self._late.stop()
        self._tell.stop()
        self._workspace.changed.disconnect(self._look)
        self._owner.deleteLater()
        self.deleteLater()

    def _look(
        self, _kinds: object = None, *, first: bool = False, then: Callable[[], None] | None = None
    ) -> None:
        """Ask the store how far things are."""

        desk = self.desk

        def query(session: Session) -> tuple[Standing, str | None, Desk | None, Hives]:
            sits = settings.get(session, settings.WORKER)
            # A laptop that joined finds who works at it with its first run.
            other = desk_for(desk.store) if sits != desk.worker_id else None
            return standing(session), settings.get(session, MINUTES), other, hives_of(session)

        def seen(found: tuple[Standing, str | None, Desk | None, Hives]) -> None:
            self.standing = found[0]
            self._set_minutes(int(found[1] or OFTEN))
            if found[2] is not None and not self.desk.is_carers:
                self._become(found[2], found[3])
            if first:
                self.sync()
            if then is not None:
                then()
            self.changed.emit()

        # A question with something to do after it must not be dropped for a later one.
        key = "" if first or then else "standing"
        self._workspace.read(query, seen, self._owner, key)

    def _become(self, desk: Desk, hives: Hives) -> None:
        """Somebody else works here from now on: whatever is shown was asked for another."""
        self.desk = desk
        self.became.emit(desk)
        self._workspace.set_hives(hives)
        self._workspace.hive_changed.emit()

    def _set_minutes(self, minutes: int) -> None:
        self.minutes = minutes
        if not minutes or not self.standing.connected:
            self._timer.stop()
        elif not self._timer.isActive() or self._timer.interval() != minutes * 60_000:
            self._timer.start(minutes * 60_000)

    def _set_running(self, running: bool) -> None:
        self.running = running
        if running:
            self._late.start()
        else:
            self._late.stop()
            self._tell.stop()
            self.sending = False

    def _say_sending(self) -> None:
        self.sending, self.so_far = True, (0, 0)
        self._tell.start()
        self.changed.emit()

    def _say_how_far(self) -> None:
        so_far = (self._done_now[0].pushed, self._done_now[0].pulled) if self._done_now else (0, 0)
        if so_far != self.so_far:
            self.so_far = so_far
            self.changed.emit()

    def _done(self, answer: tuple[Summary, frozenset[str]]) -> None:
        # What waited to be sent stands elsewhere now, though it says the same.
        summary, sent = answer
        self._set_running(False)
        kinds = frozenset(summary.kinds) | sent
        if "hives" in summary.kinds:
            self._workspace.read(hives_of, self._other_hives, self._owner, "hives")
        if kinds:
            # Pages that show a state must read it anew; and it brings this here again.
            self._workspace.changed.emit(kinds)
        else:
            self._look()
        self.finished.emit()

    def _other_hives(self, found: Hives) -> None:
        chosen = self._workspace.hives.chosen
        known = {hive_id for hive_id, _ in found.options}
        self._workspace.set_hives(Hives(found.options, chosen if chosen in known else ""))

    def _failed(self, why: Exception) -> None:
        self._set_running(False)
        if self._stopped.is_set():
            return
        if getattr(why, "code", "") == "revoked":
            self.revoked.emit(why)
            return
        if not isinstance(why, PlainError):
            self._workspace.trouble.emit(why)
        self._look()
        self.finished.emit()


def syncing_of(workspace: Workspace) -> Syncing:
    """The one of the desk that is open; it begins with the first who asks."""
    if workspace.syncing is None:
        workspace.syncing = Syncing(workspace)
        workspace.syncing_began.emit()
    return workspace.syncing


def _shut_with(stopped: threading.Event, store: Store, work: Callable[[Store], T]) -> T:
    """Do `work` with a connection of its own that takes up nothing more once it is stopped."""
    engine = engine_for(store.path, store.key)

    @event.listens_for(engine, "begin", insert=True)
    def _begin(_: DatabaseConnection) -> None:
        if stopped.is_set():
            raise Shut("HiveDesk was locked meanwhile.", "The next run goes on from there.")

    try:
        return work(Store(store.path, engine, store.key))
    finally:
        engine.dispose()
