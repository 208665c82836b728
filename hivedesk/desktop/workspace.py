"""What every page is handed: the open desk, the background thread, and who to tell.

Pages never touch the store themselves. They ask `read` for plain values and `do`
for an action; both run off the UI thread and answer on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from hivedesk.actions.desk import Desk, Outcome
from hivedesk.records import map_the_rest
from hivedesk.records.errors import PlainError
from hivedesk.rules.days import local
from hivedesk.rules.problems import Problem, Refused
from hivedesk.settings import Settings
from hivedesk.store.queries.hives import Hives
from hivedesk.store.queries.today import Today

from .background import Background

if TYPE_CHECKING:
    from .syncing import Syncing

T = TypeVar("T")
LONGEST_WAIT = 0.2  # seconds


class Workspace(QObject):
    """The desk as the window sees it.

    Signals:
        changed(frozenset): these kinds of record changed; pages showing them reload.
        hive_changed(): another Hive is being looked at.
        page_wanted(str, dict): go to a page, with what it should show.
        record_wanted(str, str): show the record of this kind and id on its page.
        sheet_wanted(str, dict): open a form or dialog by name.
        look_wanted(Preferences): theme or text size were chosen.
        said(str, bool): "done" words for the line at the bottom; True offers Undo.
        trouble(PlainError or Exception): something that nobody else has shown.
        hives_changed(): there are other Hives to choose from.
        syncing_began(): `syncing` is there from now on.
    """

    changed = Signal(object)
    hive_changed = Signal()
    page_wanted = Signal(str, object)
    record_wanted = Signal(str, str)
    sheet_wanted = Signal(str, object)
    look_wanted = Signal(object)
    said = Signal(str, bool)
    trouble = Signal(object)
    hives_changed = Signal()
    syncing_began = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Background(self)
        self.background.problem.connect(self.trouble)
        # Backups and PDFs take seconds: they must not hold up the thread that answers pages.
        self.aside = Background(self)
        self.aside.problem.connect(self.trouble)
        self._network: Background | None = None
        self.syncing: Syncing | None = None
        """What brings the open store and the central store up to date with each other
        (`syncing.py`); made once the first page stands."""
        self.mishaps: list[str] = []
        """Where our own bugs came up since the start, for a report; nothing about people."""
        self.council = Settings()
        """What the council's settings files say (`hivedesk/settings.py`)."""
        self.council_told = False
        """Whether what is wrong with them has been said since the start."""
        self.desk: Desk | None = None
        self.page_host: QWidget | None = None
        """What the pages hang in; None for a page without a window."""
        self.hives = Hives()
        self.first_today: Today | None = None
        """Today as it was read with the opening; the page that shows it takes it away."""

    @property
    def open_desk(self) -> Desk:
        """The desk; only asked for while a store is open."""
        if self.desk is None:
            raise RuntimeError("no store is open")
        return self.desk

    @property
    def now(self) -> dt.datetime:
        """This moment at this desk, local and aware."""
        return local(self.open_desk.now)

    @property
    def today(self) -> dt.date:
        """Today at this desk."""
        return self.now.date()

    @property
    def hive_id(self) -> str | None:
        """The Hive being looked at, or None for all of them."""
        return self.hives.chosen or None

    @property
    def network(self) -> Background:
        """The thread that waits for the network; begun by the first who has something to send."""
        if self._network is None:
            self._network = Background(self)
            self._network.problem.connect(self.trouble)
        return self._network

    def set_hives(self, hives: Hives) -> None:
        """Other Hives came (from elsewhere); the one that is looked at stays."""
        self.hives = hives
        self.hives_changed.emit()

    def choose_hive(self, hive_id: str) -> None:
        """Look at one Hive, or at all of them ("")."""
        if hive_id != self.hives.chosen:
            self.hives = Hives(self.hives.options, hive_id)
            self.hive_changed.emit()

    def read(
        self,
        query: Callable[[Session], T],
        done: Callable[[T], None],
        owner: QWidget,
        key: str = "read",
    ) -> None:
        """Ask the store for plain values; an older question of one owner and key is dropped."""
        desk = self.open_desk

        def work() -> T:
            map_the_rest()
            with desk.store.reading() as session:
                return query(session)

        def answered(answer: T) -> None:
            # Asked before the window locked: behind a shut door nothing is shown.
            if self.desk is desk:
                done(answer)

        self.background.run(work, answered, owner=owner, key=key)

    def do(
        self,
        action: Callable[[Desk], Outcome],
        done: Callable[[Outcome], None] | None = None,
        refused: Callable[[list[Problem]], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        owner: QWidget | None = None,
        words: str = "",
    ) -> None:
        """Run an action. `words` is what is said when it is done, with Undo beside it.

        A refusal goes to `refused` with its problems, and whatever else stopped it to `failed`;
        both else go to `trouble`. What changed is told to every page whatever became of the
        widget that asked, unless the window has locked meanwhile.
        """
        desk = self.open_desk

        def work() -> tuple[Outcome | None, list[Problem]]:
            map_the_rest()
            try:
                return action(desk), []
            except Refused as why:
                if refused is None:
                    raise
                return None, why.problems

        def answered(answer: tuple[Outcome | None, list[Problem]]) -> None:
            made, problems = answer
            if self.desk is not desk:
                return
            if made is None:
                if refused is not None and _alive(owner):
                    refused(problems)
                return
            if done is not None and _alive(owner):
                done(made)
            self.changed.emit(made.kinds)
            if words:
                self.said.emit(words, True)

        def stopped(why: Exception) -> None:
            if failed is not None and _alive(owner):
                failed(why)
            else:
                self.trouble.emit(why)

        self.background.run(work, answered, stopped)

    def open_record(self, kind: str, record_id: str) -> None:
        """Show one record on the page that its kind belongs to."""
        self.record_wanted.emit(kind, record_id)

    def open_page(self, name: str, **what: Any) -> None:
        """Go to a page of the rail; `what` is handed to its `show_this`."""
        self.page_wanted.emit(name, what)

    def open_sheet(self, name: str, **what: Any) -> None:
        """Open a form or dialog over the page, by its name in `sheets.py`."""
        self.sheet_wanted.emit(name, what)

    def close_desk(self) -> None:
        """Let go of the store (lock, or the window closes)."""
        desk, self.desk = self.desk, None
        self.hives, self.first_today = Hives(), None
        syncing, self.syncing = self.syncing, None
        if syncing is not None:
            syncing.stop()
        if desk is not None:
            self.background.run(desk.store.close)

    def stop(self) -> None:
        """The window closes: end the threads. A timer that comes after finds nobody at the desk."""
        self.desk = None
        self.background.stop()
        self.aside.stop()
        if self._network is not None:
            # What is under way there may be cut anywhere: nobody waits for a network.
            self._network.stop(patience=LONGEST_WAIT)


def words_for(why: Exception) -> str:
    """What is said of an error: its own words if it is not our fault, else ours."""
    if isinstance(why, PlainError):
        return str(why)
    return "Something went wrong in HiveDesk. What was saved is safe; try it once more."


def _alive(owner: QWidget | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
