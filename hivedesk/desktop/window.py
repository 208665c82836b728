"""The window: the door, or the rail, the top bar and the pages behind it."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from hivedesk.actions.desk import Desk
from hivedesk.desktop.commands import run, undo
from hivedesk.desktop.door import Door, IdleWatch
from hivedesk.desktop.mishaps import keep
from hivedesk.desktop.opening import Opened
from hivedesk.desktop.pages.catalogue import PLACES, Place, make_page, place_of, places_for
from hivedesk.desktop.pages.page import Page
from hivedesk.desktop.pauses import Pauses
from hivedesk.desktop.preferences import Preferences
from hivedesk.desktop.searching import Searching
from hivedesk.desktop.sheets import open_sheet
from hivedesk.desktop.shell.rail import Rail
from hivedesk.desktop.shell.topbar import TopBar, is_narrow
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.focus_ring import FocusRing
from hivedesk.desktop.widgets.sheet import Sheet
from hivedesk.desktop.widgets.spot import KeptKeyboard
from hivedesk.desktop.widgets.tab import TabBySight
from hivedesk.desktop.widgets.toast import Toast
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.workspace import Workspace, words_for
from hivedesk.keys import COMMANDS, HELP, SEARCH, Command
from hivedesk.records import map_another, map_the_rest
from hivedesk.records.errors import PlainError
from hivedesk.settings import Settings
from hivedesk.store.queries.hives import Hives

APP = "HiveDesk"
MAP_AFTER_MS, WATCH_AFTER_MS, DUTIES_AFTER_MS = 300, 400, 3000
DUTIES = ("backing_up", "pages.rooms.queue_watch", "pages.sync.words", "syncing")
"""The modules of what comes after the first page, each imported in a pause of its own."""
MOST_MISHAPS = 20


class MainWindow(TabBySight):
    """One window. It holds no data of its own and knows no page by name but the first."""

    def __init__(
        self, path: Path, preferences: Preferences, council: Settings | None = None
    ) -> None:
        super().__init__()
        self.setWindowTitle(APP)
        self.workspace = Workspace(self)
        self.workspace.council = council or Settings()
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._current = ""
        self._places = PLACES
        self._layers = QStackedLayout(self)
        self.door = Door(path, self.workspace, preferences)
        self._layers.addWidget(self.door)
        self._build_desk()
        self.keyboard = KeptKeyboard(self)
        self.idle = IdleWatch(app(), self.workspace.council.idle_minutes)
        self.pauses = Pauses(lambda: self.idle.quiet_for(), self)
        self._connect()

    def begin(self, begun: Future[Opened] | None = None) -> None:
        """Knock at the door, or wait for the store that is being opened already."""
        self.door.begin(begun)

    def show_page(self, name: str, **what: Any) -> None:
        """Bring a page of the rail to the front; the title follows when it is usable."""
        place = next((place for place in self._places if place.name == name), None)
        if place is None:
            return
        page = self._pages.get(name) or self._make(place)
        fresh = name not in self._shown
        self._shown.add(name)
        self._current = name
        self.rail.set_current(name)
        self.topbar.set_page(name)
        self._stack.setCurrentWidget(page)
        if what:
            page.show_this(**what)
        if fresh or name in self._stale:
            self._stale.discard(name)
            page.reload()
        else:
            self._say_usable(name)

    def show_record(self, kind: str, record_id: str) -> None:
        """Show a record on the page its kind belongs to."""
        place = place_of(kind)
        if place is not None:
            self._go_to(place.name, {"kind": kind, "record_id": record_id})

    def lock(self, quiet_minutes: int = 0) -> None:
        """Keep what is being typed, clear every page, close the store, ask for the passphrase.

        `quiet_minutes` is how long nobody was there; 0 when somebody locked it.
        """
        if self.workspace.desk is None:
            return
        self.idle.stop()
        close_dialogs()
        kept = False
        for sheet in self._desk.findChildren(Sheet):
            kept = sheet.keep_draft() or kept
            sheet.close_sheet(force=True)
        self.searching.clear()
        self._forget_pages()
        self.topbar.clear()
        self.toast.clear()
        self.workspace.close_desk()
        self.setWindowTitle(APP)
        self.door.ask_again(quiet_minutes, kept=kept)
        self._layers.setCurrentWidget(self.door)

    def rebuild(self) -> None:
        """Make everything anew at another text size, on the same page; nothing is open over it."""
        desk, hives, page = self.workspace.desk, self.workspace.hives, self._current
        self.keyboard.let_go()
        self._forget_pages()
        self._layers.removeWidget(self._desk)
        self._desk.deleteLater()
        self.ring.deleteLater()
        self._build_desk()
        self._connect_desk()
        self._fold()
        if desk is not None:
            self._dress_topbar(desk, hives)
            self._layers.setCurrentWidget(self._desk)
            names = [place.name for place in self._places]
            self.show_page(page if page in names else names[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        for sheet in self._desk.findChildren(Sheet):
            sheet.keep_draft()
        self.idle.stop()
        self.workspace.close_desk()
        self.workspace.stop()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _forget_pages(self) -> None:
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.setParent(None)
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self._shown.clear()
        self._current = ""

    def _build_desk(self) -> None:
        self._shown: set[str] = set()
        self._desk = QWidget()
        self._layers.addWidget(self._desk)
        self.rail = Rail(
            [place for place in self._places if not place.foot],
            [place for place in self._places if place.foot and place.on_rail],
        )
        self.topbar = TopBar(self._places)
        self._stack_holder = QWidget()
        self._stack_holder.setProperty("ring", "none")
        self._stack = QStackedLayout(self._stack_holder)
        self.workspace.page_host = self._stack_holder
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.topbar)
        column.addWidget(self._stack_holder, 1)
        row = QHBoxLayout(self._desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.searching = Searching(self._desk, self.workspace, self.topbar)
        self.toast = Toast(self._desk, current_theme().px("frame.rail"))
        self.ring = FocusRing(self)

    def _connect(self) -> None:
        workspace = self.workspace
        self.door.opened.connect(self._come_in)
        self.idle.idle.connect(lambda: self.lock(self.idle.minutes))
        self._connect_desk()
        workspace.changed.connect(self._reload)
        workspace.hive_changed.connect(self._other_hive)
        workspace.page_wanted.connect(self._go_to)
        workspace.record_wanted.connect(self.show_record)
        workspace.sheet_wanted.connect(self._open_sheet)
        workspace.said.connect(self._say)
        workspace.trouble.connect(self._say_trouble)
        workspace.hives_changed.connect(self._say_hives)
        workspace.syncing_began.connect(self._watch_syncing)

    def _connect_desk(self) -> None:
        workspace = self.workspace
        self.rail.chosen.connect(self.show_page)
        self.topbar.place_chosen.connect(self.show_page)
        self.topbar.settings_pressed.connect(lambda: self.show_page("settings"))
        self.topbar.sync_pressed.connect(lambda: self.show_page("sync"))
        self.topbar.hive_chosen.connect(workspace.choose_hive)
        self.topbar.lock_pressed.connect(self.lock)
        keys = QShortcut(SEARCH.keys, self._desk)
        keys.activated.connect(self.topbar.open_search)
        for command in COMMANDS:
            if command.shortcut:
                keys = QShortcut(command.shortcut, self._desk)
                keys.activated.connect(lambda command=command: self._if_open(command))

    def _come_in(self, opened: Opened) -> None:
        desk = opened.desk
        self.workspace.desk = desk
        self.workspace.hives = opened.hives
        self.workspace.first_today = opened.today
        self._set_places(desk)
        self._dress_topbar(desk, opened.hives)
        self._layers.setCurrentWidget(self._desk)
        self.door.clear()
        self.show_page(self._places[0].name)
        if opened.ended:
            self.show_page("sync")
        # Every event passes the watch once it has begun: not while the first page is being made,
        # and before anybody can be typing, for the first one costs a frame (PySide looks up what
        # it is).
        QTimer.singleShot(WATCH_AFTER_MS, self, self._watch)
        QTimer.singleShot(MAP_AFTER_MS, self, self._map_on)
        QTimer.singleShot(DUTIES_AFTER_MS, self, lambda: self._prepare_duties(desk))

    def _map_on(self) -> None:
        """Map what the first page had no need of, a class at a time: each takes milliseconds."""
        if map_another():
            QTimer.singleShot(0, self, self._map_on)

    def _watch(self) -> None:
        if self.workspace.desk is not None:
            self.idle.start()

    def _set_places(self, desk: Desk) -> None:
        """A link carer has fewer places; nothing but the rail and the bar know of them yet."""
        places = places_for(carers=desk.is_carers)
        if places != self._places:
            self._places = places
            self.rebuild()

    def _dress_topbar(self, desk: Desk, hives: Hives) -> None:
        self.topbar.set_user(desk.who)
        # A link carer's rooms are in one Hive: there is none to choose.
        self.topbar.set_hives(() if desk.is_carers else hives.options, hives.chosen)
        self._say_saved()
        day = date_words(self.workspace.today)
        self.topbar.set_demo(f"Demo county · {day}" if desk.is_demo else "")

    def _say_saved(self) -> None:
        """Nothing is said of a central store before it has been asked."""
        if self.workspace.syncing is None:
            self.topbar.set_saved("Saved here", "Saved")
        else:
            # lazy: start-up
            from hivedesk.desktop.pages.sync.words import saved_words

            self.topbar.set_saved(*saved_words(self.workspace.syncing))

    def _say_hives(self) -> None:
        if self.workspace.desk is not None:
            self._dress_topbar(self.workspace.desk, self.workspace.hives)

    def _watch_syncing(self) -> None:
        syncing = self.workspace.syncing
        if syncing is not None:
            syncing.changed.connect(self._say_saved)
            syncing.revoked.connect(self._shut_out)
            syncing.became.connect(self._become)

    def _become(self, desk: Desk) -> None:
        """The laptop speaks for somebody else from now on."""
        self.workspace.desk = desk
        self._set_places(desk)
        self._dress_topbar(desk, self.workspace.hives)

    def _shut_out(self, why: PlainError) -> None:
        """The account was closed and the store emptied: nothing of it stays on the screen."""
        self.lock()
        self.door.say_trouble(why)

    def _prepare_duties(self, desk: Desk) -> None:
        modules = [partial(import_module, f"hivedesk.desktop.{name}") for name in DUTIES]
        self.pauses.add(map_the_rest, *modules, lambda: self._begin_duties(desk))

    def _begin_duties(self, desk: Desk) -> None:
        if self.workspace.desk is desk:
            # lazy: start-up (copies and zips come after the first page)
            from hivedesk.desktop.backing_up import back_up_daily, tell_settings, warn_of_place
            from hivedesk.desktop.pages.rooms.queue_watch import watch_queue
            from hivedesk.desktop.syncing import syncing_of

            syncing_of(self.workspace)
            back_up_daily(self.workspace)
            warn_of_place(self.workspace)
            if not self.workspace.council_told:
                tell_settings(self.workspace)
            if not desk.is_carers:
                watch_queue(self.workspace, self)

    def _make(self, place: Place) -> Page:
        page = make_page(place, self.workspace)
        self._pages[place.name] = page
        self._stack.addWidget(page)
        page.usable.connect(lambda name=place.name: self._say_usable(name))
        return page

    def _go_to(self, name: str, what: dict[str, Any]) -> None:
        """Show a page that was asked for by a key or in words: the keyboard goes along.

        It waits beside the pages until there is something to take it.
        """
        if not any(sheet.isVisible() for sheet in self._desk.findChildren(Sheet)):
            self._stack_holder.setFocus()
        self.show_page(name, **what)

    def _say_usable(self, name: str) -> None:
        if name == self._current:
            if self._stack_holder.hasFocus():
                self._pages[name].take_focus()
            word = next(place.word for place in self._places if place.name == name)
            self.setWindowTitle(f"{word} · {APP}")

    def _reload(self, kinds: frozenset[str]) -> None:
        for name, page in self._pages.items():
            if page.kinds & kinds:
                if name == self._current:
                    page.reload()
                else:
                    self._stale.add(name)

    def _other_hive(self) -> None:
        self._stale = set(self._pages) - {self._current}
        if self._current:
            self._pages[self._current].reload()

    def _open_sheet(self, name: str, what: dict[str, Any]) -> None:
        if name == "lock":
            self.lock()
        elif name == HELP:
            from hivedesk.desktop.helping import open_help  # lazy: start-up

            open_help(self._desk, self.workspace, self._current, self._pages.get(self._current))
        elif self.workspace.desk is not None:
            open_sheet(name, self._desk, self.workspace, what)

    def _say_trouble(self, why: Exception) -> None:
        ours = not isinstance(why, PlainError)
        if ours:
            self.workspace.mishaps = [*self.workspace.mishaps[1 - MOST_MISHAPS :], keep(why)]
        # Behind the shut door nobody would read it, and a refusal may hold a name.
        if self.workspace.desk is not None:
            self.toast.say(words_for(why), report=self._report if ours else None)

    def _report(self) -> None:
        self.workspace.open_sheet("report-problem")

    def _say(self, words: str, can_undo: bool) -> None:
        if self.workspace.desk is not None:
            self.toast.say(words, (lambda: undo(self.workspace)) if can_undo else None)

    def _if_open(self, command: Command) -> None:
        desk = self.workspace.desk
        if desk is not None and (command.carers or not desk.is_carers):
            run(command.name, self.workspace)

    def _fold(self) -> None:
        narrow = is_narrow(self.width()) or not self.rail.fits(self.height())
        self.rail.setVisible(not narrow)
        self.topbar.set_narrow(narrow)
        self.toast.set_left(0 if narrow else current_theme().px("frame.rail"))


def close_dialogs() -> None:
    """Put away the system's dialogs and open lists: what they offer lies behind the door."""
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass
    while (dialog := QApplication.activeModalWidget()) is not None and dialog.close():
        pass


def app() -> QApplication:
    """The running application."""
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        raise RuntimeError("the window needs a QApplication")
    return running
