"""The bar over every page: search, whether all is saved, which Hive, who is here, Lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QWidget

from hivedesk.desktop.shell.rail import FOOT_PLACES, LOGO, PLACES
from hivedesk.desktop.shell.search_box import SearchBox
from hivedesk.desktop.shell.topbar_buttons import (
    ChooserButton,
    QuietButton,
    SavedButton,
    UserButton,
)
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import Badge, BadgeSpec
from hivedesk.desktop.widgets.buttons import icon_only, plain
from hivedesk.desktop.widgets.words import ElidedLabel, IconLabel, rule
from hivedesk.keys import Place

if TYPE_CHECKING:
    from hivedesk.desktop.shell.drop_list import DropList

NARROW = 800  # at 100 %, in pixels: under it the rail becomes the Menu button
ALL_HIVES = "All Hives"


def is_narrow(width: int) -> bool:
    """Whether a window this wide (in logical pixels) shows the Menu button instead of the rail."""
    return width < current_theme().scaled(NARROW)


class TopBar(QFrame):
    """Signals:

    `search_text_changed(str)` while somebody types in the search box; `search_opened()` when they
    go there by Ctrl+K or a click, or press Down in it; `hive_chosen(id)`, "" for all of them;
    `place_chosen(name)` from the Menu of a narrow window; `sync_pressed()` by what it says of what
    is saved; `settings_pressed()` by the user's name; `lock_pressed()`.
    """

    search_text_changed = Signal(str)
    search_opened = Signal()
    hive_chosen = Signal(str)
    place_chosen = Signal(str)
    sync_pressed = Signal()
    settings_pressed = Signal()
    lock_pressed = Signal()

    def __init__(self, places: Sequence[Place] = (*PLACES, *FOOT_PLACES)) -> None:
        super().__init__()
        self.setProperty("surface", "surface")
        self._places = {place.name: place for place in places}
        self._hives: list[tuple[str, str]] = []
        self._hive = self._page = ""
        self._demo = ""
        self._narrow = self._searching = False
        self._menu_list: DropList | None = None
        self._hive_list: DropList | None = None
        self._before: QWidget | None = None
        self._make_parts()
        self._lay_out()
        self._measure()
        self._show_parts()

    # what it shows

    def set_saved(
        self, sentence: str, short: str = "", icon: str = "", tone: str = "text_muted"
    ) -> None:
        """Whether everything is safe: "Saved here · 3 to send"; `short` for narrow windows.

        Give a tick only for what the central store has answered; "cloud-up" for what waits.
        """
        self._saved.say(sentence, short or sentence, icon, tone)
        self._show_parts()

    def set_demo(self, words_: str) -> None:
        """Mark invented people for what they are: "Demo county · Wed 30 Jun 2021"; "" for none."""
        self._demo = words_
        self._show_parts()

    def set_hives(self, hives: Sequence[tuple[str, str]], current: str = "") -> None:
        """The Hives to choose from as (id, name), and the one shown; "" means all of them."""
        self._hives, self._hive = list(hives), current
        self._show_parts()

    def set_user(self, name: str) -> None:
        """Who is at the desk; "" for nobody."""
        self._user.set_person(name)
        self._show_parts()

    def set_page(self, name: str) -> None:
        """The place being shown, by its name: a narrow bar says it, the Menu marks it."""
        self._page = name
        place = self._places.get(name)
        self._page_word.setText(place.word if place else "")
        self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """Take the rail's place (see `is_narrow`), or give it back."""
        if narrow != self._narrow:
            self._narrow, self._searching = narrow, False
            self.close_lists()
            self._measure()
            self._show_parts()

    def clear(self) -> None:
        """Forget whatever names somebody, before the window locks."""
        self.close_search()
        self.close_lists()
        self.set_hives(())
        self.set_user("")

    # what is done with it

    @property
    def search(self) -> SearchBox:
        """The line people type in; the palette stands under it."""
        return self._search

    def open_search(self) -> None:
        """Put the keyboard in the search box (Ctrl+K)."""
        if not self._search.hasFocus():
            self._before = QApplication.focusWidget()
        if self._narrow and not self._searching:
            self._searching = True
            self._show_parts()
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()
        self.search_opened.emit()

    def close_search(self) -> None:
        """Empty the box, and give the keyboard back to where it was."""
        before, self._before = self._before, None
        if self._search.hasFocus():
            if before is not None and before is not self._search_button and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._search.clearFocus()
        blocked = self._search.blockSignals(True)
        self._search.setText("")  # unlike clear(), it forgets what Ctrl+Z would bring back
        self._search.blockSignals(blocked)
        if self._searching:
            self._searching = False
            self._show_parts()
            if before is self._search_button:
                self._search_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_lists(self) -> None:
        """Close the Menu and the list of Hives."""
        for opened in (self._menu_list, self._hive_list):
            if opened is not None:
                opened.close_list(give_back=False)

    # how it is made

    def _make_parts(self) -> None:
        self._menu = plain("Menu", self._open_menu, icon="menu")
        self._logo = IconLabel("logo", "text", LOGO - 4)
        self._page_word = ElidedLabel("", strong=True)
        self._search = SearchBox()
        self._search.textChanged.connect(self.search_text_changed)
        self._search.arrived.connect(self._search_arrived)
        self._search.asked.connect(self.search_opened)
        self._search_button = plain("Search", self.open_search, icon="search")
        self._close = icon_only("close", "Close the search", self.close_search)
        self._close.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._demo_badge = Badge("", "info", "info")
        self._saved = SavedButton()
        self._saved.clicked.connect(self.sync_pressed)
        self._chooser = ChooserButton()
        self._chooser.clicked.connect(self._open_hives)
        self._user = UserButton()
        self._user.clicked.connect(self.settings_pressed)
        self._lock = QuietButton("Lock", "lock")
        self._lock.setToolTip("Lock HiveDesk (Ctrl+L)")
        self._lock.clicked.connect(self.lock_pressed)
        self._rules = [rule(vertical=True), rule(vertical=True)]

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        for first in (self._menu, self._logo, self._page_word):
            self._row.addWidget(first)
        self._row.addWidget(self._search, 1000)
        self._gap = QWidget()
        self._gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._row.addWidget(self._gap, 1)
        for part in (
            self._search_button,
            self._close,
            self._demo_badge,
            self._saved,
            self._rules[0],
            self._chooser,
            self._rules[1],
            self._user,
            self._lock,
        ):
            self._row.addWidget(part)

    def _measure(self) -> None:
        theme = current_theme()
        self.setFixedHeight(theme.px("frame.topbar"))
        side = theme.px("space.m" if self._narrow else "frame.page_margin")
        # Quiet buttons carry padding: their last letter ends where the page's text does.
        self._row.setContentsMargins(side, 0, side - theme.px("space.s"), theme.px("line.border"))
        self._row.setSpacing(theme.px("space.s" if self._narrow else "space.m"))
        for line in self._rules:
            line.setFixedHeight(theme.scaled(22))

    def _show_parts(self) -> None:
        """Show what this width shows; `_fit` then makes words shorter where they must be."""
        searching, narrow = self._searching, self._narrow
        wide = not narrow
        for part, shown in (
            (self._menu, narrow and not searching),
            (self._logo, narrow and not searching),
            (self._page_word, narrow and not searching),
            (self._search, wide or searching),
            (self._gap, not searching),
            (self._search_button, narrow and not searching),
            (self._close, searching),
            (self._demo_badge, bool(self._demo) and not searching),
            (self._saved, bool(self._saved.sentence) and not searching),
            (self._rules[0], wide and bool(self._hives)),
            (self._chooser, bool(self._hives) and not searching),
            (self._rules[1], wide and bool(self._user.person())),
            (self._user, wide and bool(self._user.person())),
            (self._lock, not searching),
        ):
            part.setVisible(shown)
        self._search.set_widest(searching)
        self._fit()

    def _fit(self) -> None:
        """Say less, step by step, until everything has its place."""
        for step in range(4):
            self._say(short=step >= 1, fewer=step >= 2, least=step >= 3)
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                break

    def _say(self, *, short: bool, fewer: bool, least: bool) -> None:
        self._demo_badge.show_spec(BadgeSpec("Demo" if short else self._demo, "info", "info"))
        self._demo_badge.setAccessibleName(self._demo)
        self._demo_badge.setToolTip(self._demo if short else "")
        self._saved.set_short(short)
        name = dict(self._hives).get(self._hive, ALL_HIVES)
        self._chooser.set_hive(name, short=short)
        self._user.set_name_shown(not fewer)
        if self._narrow:
            self._logo.setVisible(not self._searching and not fewer)
            self._page_word.setVisible(not self._searching and not least)
        self._search.set_short(fewer)

    def _open_menu(self) -> None:
        from hivedesk.desktop.shell.drop_list import DropList, Row  # lazy: start-up

        if self._menu_list is None:
            self._menu_list = DropList(self._menu, "Places", "current page")
            self._menu_list.chosen.connect(self.place_chosen)
        places = [Row(place.name, place.word, place.icon) for place in self._places.values()]
        self._menu_list.set_rows(places, self._page)
        self._menu_list.toggle()

    def _open_hives(self) -> None:
        from hivedesk.desktop.shell.drop_list import DropList, Row  # lazy: start-up

        if self._hive_list is None:
            self._hive_list = DropList(self._chooser, "Hives", "shown now")
            self._hive_list.chosen.connect(self._choose_hive)
        rows = [Row(key, name) for key, name in self._hives]
        self._hive_list.set_rows([Row("", ALL_HIVES), *rows], self._hive)
        self._hive_list.toggle()

    def _choose_hive(self, key: str) -> None:
        self.set_hives(self._hives, key)
        self.hive_chosen.emit(key)

    def _search_arrived(self, old: QWidget | None) -> None:
        if self._before is None and old is not self._search:
            self._before = old

    # what Qt tells it

    def minimumSizeHint(self) -> QSize:
        # The bar follows the window; it never holds it open.
        return QSize(0, current_theme().px("frame.topbar"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._measure()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # With nothing listening under the box, Esc still leaves it.
        if event.key() == Qt.Key.Key_Escape and self._search.hasFocus():
            self.close_search()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        line = theme.px("line.border")
        QPainter(self).fillRect(0, self.height() - line, self.width(), line, theme.colour("border"))
