"""Shows the shell for looking at: not a test.

    python tests/desktop/shell/gallery.py THEME SCALE WIDTHxHEIGHT PICTURE.png WHAT

WHAT is one of frame palette nothing menu hives search unlock problem help first first-bad
trouble. With a picture's name it saves what it shows and ends. Everybody in it is invented.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from hivedesk.desktop.background import Background
from hivedesk.desktop.first_run.page import FirstRunPage
from hivedesk.desktop.shell.palette import Palette, Result
from hivedesk.desktop.shell.rail import Rail
from hivedesk.desktop.shell.topbar import TopBar, is_narrow
from hivedesk.desktop.shell.trouble import TroublePage
from hivedesk.desktop.shell.unlock import UnlockPage
from hivedesk.desktop.theme import apply_theme, load_theme
from hivedesk.desktop.widgets.focus_ring import FocusRing

HIVES = [
    ("1", "Eastleigh Hive"),
    ("2", "Bitterne/Hedge End Hive"),
    ("3", "Gosport Hive"),
    ("4", "Waterlooville Hive"),
]
RESULTS = [
    Result("command", "page.families", "Go to Families", icon="families", word="Ctrl+2"),
    Result("command", "support.add", "Log support", icon="plus", word="Ctrl+N"),
    Result(
        "family", "f1", "Marsh", "Eastleigh · Jayden (9), Tia (7)", "families", "Family", "Families"
    ),
    Result(
        "family",
        "f2",
        "Featherstonehaugh-Cholmondeley-Marshall of the Upper Test Valley",
        "Andover · a second line that is far too long for the room that there is for it here",
        "families",
        "Family",
        "Families",
    ),
    Result("child", "c1", "Jayden Marsh", "9 · with Marsh", "person-child", "Child", "Children"),
    Result("carer", "p1", "Ruth Marsh", "Marsh · 07700 900 214", "user", "Carer", "Carers"),
    Result(
        "support",
        "s1",
        "Home visit, Wed 23 Jun",
        "Marsh · Bedtimes have been hard since Jayden changed class",
        "support",
        "Support log",
        "Support",
    ),
]


class Frame(QWidget):
    """Rail, bar and palette put together as the window does."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail, self.bar = Rail(), TopBar()
        right = QVBoxLayout()
        right.addWidget(self.bar)
        right.addStretch(1)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.bar.set_saved("Saved here")
        self.bar.set_demo("Demo county · Wed 30 Jun 2021")
        self.bar.set_hives(HIVES, "1")
        self.bar.set_user("Jo Pearce")
        self.rail.chosen.connect(self.go)
        self.bar.place_chosen.connect(self.go)
        self.palette_list = Palette(self, self.bar.search)
        self.palette_list.dismissed.connect(self.bar.close_search)
        self.go("today")

    def go(self, name: str) -> None:
        self.rail.set_current(name)
        self.bar.set_page(name)

    def resizeEvent(self, event: object) -> None:
        narrow = is_narrow(self.width()) or not self.rail.fits(self.height())
        self.rail.setVisible(not narrow)
        self.bar.set_narrow(narrow)


def frame(what: str) -> QWidget:
    made = Frame()

    def later() -> None:
        if what in ("palette", "nothing", "search"):
            made.bar.open_search()
            made.bar.search.setText({"palette": "mar", "nothing": "zebra"}.get(what, ""))
        if what == "palette":
            made.palette_list.show_results(RESULTS, "mar")
        if what == "nothing":
            made.palette_list.show_results([], "zebra")
        if what == "menu":
            made.bar._open_menu()
        if what == "hives":
            made.bar._open_hives()
        if what == "frame":
            made.rail.button("rooms").setFocus()

    QTimer.singleShot(150, later)
    return made


def unlock(what: str) -> QWidget:
    page = UnlockPage()
    page.show_locked(5, kept=True)
    page.set_can_remember(what != "unlock")
    page.editor.set_value("an old poem")
    if what == "problem":
        QTimer.singleShot(
            150, lambda: page.show_problem("That passphrase does not open this store.")
        )
        QTimer.singleShot(150, lambda: page.editor.caps_changed.emit(True))
    elif what == "help":
        QTimer.singleShot(150, page.help_link.click)
    QTimer.singleShot(100, page.setFocus)
    return page


def first(what: str) -> QWidget:
    page = FirstRunPage(Background())
    page.set_can_remember(True)
    page.welcome.chosen.emit("alone")
    told = {"first_name": "Jo", "last_name": "Pearce", "hive": "Eastleigh"}
    for name, words in told.items():
        page.who.fields[name].set_value(words)
    if what != "first":
        page.go_on()
        page.secret.typed.set_value("Summer 2021")
        page.secret.again.set_value("Summer 2020")
        QTimer.singleShot(150, page.go_on)
    QTimer.singleShot(100, page.setFocus)
    return page


def trouble(what: str) -> QWidget:
    page = TroublePage()
    page.show_trouble(
        "This store was written by a newer HiveDesk.",
        "Install the newest version from your council’s software centre, then try again.",
    )
    QTimer.singleShot(100, page.setFocus)
    return page


MAKERS = {
    **dict.fromkeys(("frame", "palette", "nothing", "menu", "hives", "search"), frame),
    **dict.fromkeys(("unlock", "problem", "help"), unlock),
    **dict.fromkeys(("first", "first-bad"), first),
    "trouble": trouble,
}


def main() -> int:
    defaults = ["light", "1", "1366x768", "", "frame"]
    name, scale, size, picture, what = (*sys.argv[1:], *defaults[len(sys.argv) - 1 :])
    app = QApplication(sys.argv[:1])
    apply_theme(app, load_theme(name, float(scale)))
    window = QMainWindow()
    window.setWindowTitle("HiveDesk shell")
    window.resize(*(int(side) for side in size.split("x")))
    window.setCentralWidget(MAKERS[what](what))
    FocusRing(window)
    window.show()
    window.activateWindow()
    if picture:
        QTimer.singleShot(700, lambda: (window.grab().save(picture), app.quit()))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
