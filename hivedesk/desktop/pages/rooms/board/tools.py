"""The board's tools in the page's title line: before, today, after, jump to a day, zoom."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, Segments, icon_only, plain
from hivedesk.desktop.widgets.editors_choice import Combo
from hivedesk.desktop.widgets.editors_when import make_calendar

from .geometry import ZOOMS, Zoom
from .words import range_words, short_range_words


class Tools(QWidget):
    """Which days are seen, and how many.

    Signals:
        stepped(int): windows on (1) or back (-1).
        today_wanted(): come back to today.
        day_wanted(date): jump there.
        zoomed(Zoom): more or fewer days.
        grown(): other words, which take another width.
    """

    stepped = Signal(int)
    today_wanted = Signal()
    day_wanted = Signal(object)
    zoomed = Signal(object)
    grown = Signal()

    def __init__(self, zoom: Zoom) -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.s"))
        self._buttons = (
            icon_only("caret-left", "Earlier days", lambda: self.stepped.emit(-1)),
            plain("Today", self.today_wanted.emit),
            icon_only("caret-right", "Later days", lambda: self.stepped.emit(1)),
        )
        for button in self._buttons:
            row.addWidget(button)
        self.days = plain("Jump to a day", self.open_calendar, icon_after="calendar")
        row.addWidget(self.days)
        options = [Option(each.name, each.word) for each in ZOOMS]
        self._zoom = Segments("How many days", options)
        self._zoom.set_value(zoom.name)
        self._zoom.changed.connect(lambda: self._chosen(str(self._zoom.value())))
        row.addWidget(self._zoom)
        # Where the words do not fit side by side, they stand in a list.
        self._list = Combo("How many days", options)
        self._list.setCurrentIndex(self._list.findData(zoom.name))
        self._list.activated.connect(lambda: self._chosen(self._list.currentData()))
        self._list.setVisible(False)
        row.addWidget(self._list)
        self._first = date(1970, 1, 1)
        self._words = ("", "")
        self._fold = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_days(self, first: date, last: date, today: date) -> None:
        """Say which days are seen."""
        self._first = first
        words = range_words(first, last, today), short_range_words(first, last, today)
        if self._words != words:
            self._words = words
            self._say_days()
            self.grown.emit()

    def widths(self) -> tuple[int, int, int]:
        """How wide it is whole, with fewer words, and with the zoom as a list as well."""
        gap, shown = current_theme().px("space.s"), self.days.text()
        rest = sum(button.sizeHint().width() + gap for button in self._buttons)
        room = self.days.sizeHint().width() + gap - self._advance(shown)
        long, short = (rest + room + self._advance(words or shown) for words in self._words)
        zoom = self._zoom.sizeHint().width()
        return long + zoom, short + zoom, short + self._list.sizeHint().width()

    def set_fold(self, fold: int) -> None:
        """As one of `widths`: 0 whole, 1 without the weekdays, 2 with the zoom as a list."""
        self._fold = fold
        self._say_days()
        self._zoom.setVisible(fold < 2)
        self._list.setVisible(fold == 2)

    def open_calendar(self) -> None:
        """A calendar to jump from, under the days."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("sheet")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(popup)
        margin = current_theme().px("space.s")
        box.setContentsMargins(margin, margin, margin, margin)
        calendar = make_calendar(self._first)
        box.addWidget(calendar)
        calendar.clicked.connect(lambda day: self._jump(popup, day))
        calendar.activated.connect(lambda day: self._jump(popup, day))
        popup.adjustSize()
        below = QPoint(0, self.days.height() + current_theme().px("space.xs"))
        popup.move(self.days.mapToGlobal(below))
        popup.show()
        calendar.setFocus()

    def _say_days(self) -> None:
        words = self._words[min(self._fold, 1)]
        if words and self.days.text() != words:
            self.days.set_word(words)
            self.days.setAccessibleName(f"{self._words[0]}. Jump to a day")

    def _advance(self, words: str) -> int:
        # As a button measures itself: with room for its boldest.
        return QFontMetrics(current_theme().font("body", "semibold")).horizontalAdvance(words)

    def _jump(self, popup: QFrame, day: QDate) -> None:
        popup.close()
        self.day_wanted.emit(date(day.year(), day.month(), day.day()))

    def _chosen(self, name: str) -> None:
        if self._zoom.value() != name:
            self._zoom.set_value(name)
            return
        self._list.setCurrentIndex(self._list.findData(name))
        self.zoomed.emit(next(each for each in ZOOMS if each.name == name))
