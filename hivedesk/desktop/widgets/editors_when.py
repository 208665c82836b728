"""Editors for days and times of day. They read what people write; see `when.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, cast

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.icons import icon
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import icon_only
from hivedesk.desktop.widgets.spoken import GROUP, speak_as
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.when import date_words, parse_date, parse_time, time_words

Today = Callable[[], date]
LONGEST = 40  # characters: what cannot be read is repeated in words below the field


class DateEditor(QFrame):
    """A day. Type it (25/6/2021, 25 Jun, today) or choose it; the value is a `date`."""

    changed = Signal()

    def __init__(self, today: Today = date.today) -> None:
        super().__init__()
        self.setObjectName("fieldBox")
        self._today = today
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("control.field_pad_x") - 3, 0, theme.px("space.xxs"), 0)
        row.setSpacing(0)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setProperty("bare", True)
        self.line.setPlaceholderText("like 25 Jun")
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self._tidy)
        row.addWidget(self.line, 1)
        self._button = icon_only(
            "calendar", "Choose the day from a calendar", self.open_calendar, compact=True
        )
        self._button.setProperty("quiet", True)
        row.addWidget(self._button)
        self.setFocusProxy(self.line)
        self.setMinimumWidth(theme.scaled(146))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def value(self) -> Any:
        try:
            return parse_date(self.line.text(), self._today())
        except ValueError:
            return None

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else self._words(value))

    def problem(self) -> str:
        text = self.line.text().strip()
        if text and self.value() is None:
            return f"“{text}” is not a date. Write it like 25 Jun 2021."
        return ""

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("sheet")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(popup)
        margin = current_theme().px("space.s")
        box.setContentsMargins(margin, margin, margin, margin)
        calendar = make_calendar(self.value() or self._today())
        box.addWidget(calendar)
        calendar.clicked.connect(lambda day: self._chosen(popup, day))
        calendar.activated.connect(lambda day: self._chosen(popup, day))
        popup.adjustSize()
        popup.move(self.mapToGlobal(QPoint(0, self.height() + current_theme().px("space.xs"))))
        popup.show()
        calendar.setFocus()

    def _chosen(self, popup: QFrame, day: QDate) -> None:
        popup.close()
        self.set_value(date(day.year(), day.month(), day.day()))
        self.line.setFocus()

    def _tidy(self) -> None:
        found = self.value()
        if found is not None and self.line.text() != self._words(found):
            self.set_value(found)

    def _words(self, day: date) -> str:
        """Without the year where that still reads as the same day."""
        today = self._today()
        short = date_words(day, today)
        return short if parse_date(short, today) == day else date_words(day)


def make_calendar(shown: date) -> QCalendarWidget:
    """A month that starts on Monday, in the theme's colours."""
    calendar = QCalendarWidget()
    calendar.setAccessibleName("Calendar")
    calendar.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    calendar.setGridVisible(False)
    plain = QTextCharFormat()
    plain.setForeground(current_theme().colour("text"))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, plain)
    head = QTextCharFormat()
    head.setForeground(current_theme().colour("text_muted"))
    head.setBackground(current_theme().colour("surface"))
    calendar.setHeaderTextFormat(head)
    for name, picture, spoken in (
        ("qt_calendar_prevmonth", "caret-left", "Month before"),
        ("qt_calendar_nextmonth", "caret-right", "Month after"),
    ):
        button = cast(QToolButton, calendar.findChild(QToolButton, name))
        button.setIcon(icon(picture))
        button.setAccessibleName(spoken)
        button.setToolTip(spoken)
    calendar.setMinimumSize(current_theme().scaled(300), current_theme().scaled(250))
    calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
    _tell_days(calendar)
    return calendar


def _tell_days(calendar: QCalendarWidget) -> None:
    """Say which day is chosen: a cell says "7", and of which month nobody hears."""
    days = cast(QTableView, calendar.findChild(QTableView))
    days.setAccessibleName("Days")

    def chosen() -> str:
        day = calendar.selectedDate()
        words = date_words(date(day.year(), day.month(), day.day()))
        days.setAccessibleDescription(words)
        return words

    chosen()
    calendar.selectionChanged.connect(lambda: announce(days, chosen()))


class TimeEditor(QLineEdit):
    """A time of day. The value is a `time` to the minute."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.setPlaceholderText("hh:mm")
        self.setFixedWidth(current_theme().scaled(84))
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self._tidy)

    def value(self) -> Any:
        try:
            return parse_time(self.text())
        except ValueError:
            return None

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else time_words(value))

    def problem(self) -> str:
        text = self.text().strip()
        if text and self.value() is None:
            return f"“{text}” is not a time. Write it like 20:30."
        return ""

    def _tidy(self) -> None:
        found = self.value()
        if found is not None and self.text() != time_words(found):
            self.set_value(found)


class DateTimeEditor(QWidget):
    """A day and a time of day side by side. The value is a naive local `datetime`, or None."""

    changed = Signal()

    def __init__(self, today: Today = date.today) -> None:
        super().__init__()
        speak_as(self, GROUP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px("space.s"))
        self.day, self.time = DateEditor(today), TimeEditor()
        self.day.line.setAccessibleName("Day")
        self.time.setAccessibleName("Time")
        row.addWidget(self.day, 1)
        row.addWidget(self.time)
        self.setFocusProxy(self.day)
        self.day.changed.connect(self.changed)
        self.time.changed.connect(self.changed)

    def value(self) -> Any:
        day, moment = self.day.value(), self.time.value()
        return datetime.combine(day, moment) if day is not None and moment is not None else None

    def set_value(self, value: Any) -> None:
        self.day.set_value(None if value is None else value.date())
        self.time.set_value(None if value is None else time(value.hour, value.minute))

    def problem(self) -> str:
        unread = self.day.problem() or self.time.problem()
        if unread:
            return unread
        if (self.day.value() is None) != (self.time.value() is None):
            missing = "day" if self.day.value() is None else "time"
            return f"Give the {missing} too."
        return ""
