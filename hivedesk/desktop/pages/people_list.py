"""A list of people in which each is answered for, several at once, by keys or by the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hivedesk.desktop.forms.form import Form, Part
from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, Option, Segments, plain
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.in_view import bring_into_view
from hivedesk.desktop.widgets.table import dress_list
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.records import Attendance
from hivedesk.rules.ladder import HOLDS, STATUSES
from hivedesk.store.queries.registers import Place

from .place_words import place_words, status_badge, turn_words

ROWS_AT_LEAST = 3
Statuses = Mapping[str, Attendance | None]


class PeopleView(QListView):
    """The list itself: digits answer for whoever is chosen, letters find a name."""

    answered = Signal(int)

    def __init__(self, name: str, model: LineModel) -> None:
        super().__init__()
        self.setModel(model)
        dress_list(self, name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme = current_theme()
        self.setMinimumHeight(ROWS_AT_LEAST * theme.px("row.list_two_lines"))

    def chosen(self) -> list[int]:
        """The rows that are chosen, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def go_on(self) -> None:
        """From the one row that is chosen to the next."""
        rows = self.chosen()
        if len(rows) == 1 and rows[0] + 1 < self.model().rowCount():
            self.setCurrentIndex(self.model().index(rows[0] + 1, 0))

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        # In a low window the list is longer than what is seen of it. Not while a mouse button is
        # down: the rows would run away under it.
        if self.hasFocus() and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            bring_into_view(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal() and event.text().isascii():
            self.answered.emit(int(event.text()))
            return
        super().keyPressEvent(event)


class PeopleEditor(QWidget):
    """Answers for people, kept until the form saves them.

    The value is a dict of person id to status for whoever was answered for, None for nobody.

    Args:
        places: who is in the list, and how their place stands.
        answers: what can be said of them; the first nine have a digit.
        settle: what everybody's place is once these answers are in.
        told: the line over the list, from everybody's place.
        queue: ids of who waits for a place now, in their order.
        rest: what "the rest" is marked as, and the word on its button; None for no such button.
        expected: whether the list may be narrowed to those who are on it.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        places: Sequence[Place],
        answers: Sequence[Option],
        settle: Callable[[Mapping[str, Attendance]], Statuses],
        told: Callable[[Statuses], str],
        *,
        queue: Sequence[str] = (),
        rest: Option | None = None,
        expected: bool = False,
    ) -> None:
        super().__init__()
        self._places, self._answers = list(places), list(answers)
        self._settle, self._told, self._queue, self._rest = settle, told, queue, rest
        self._marks: dict[str, Attendance] = {}
        self._before: list[dict[str, Attendance]] = []
        self._shown: list[Place] = []
        self._model = LineModel(self)
        self.view = PeopleView(name, self._model)
        self.view.answered.connect(self._by_digit)
        self.view.doubleClicked.connect(lambda _: self._by_digit(1))
        self.setFocusProxy(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._count = words("", "body", "muted", wrap=True)
        self._which = Segments(
            "Whom to list", [Option(True, "On the list"), Option(False, "Everybody")], compact=True
        )
        may_narrow = expected and any(place.status for place in places)
        self._which.set_value(may_narrow)
        self._which.changed.connect(self._list_them)
        self._take_back = plain("Take back", self._undo, icon="undo", compact=True)
        self._lay_out(may_narrow=may_narrow)
        self._list_them()

    def value(self) -> Any:
        return {who: status.value for who, status in self._marks.items()} or None

    def set_value(self, value: Any) -> None:
        """Show these answers; people who are not in the list are left out."""
        known = {place.person_id for place in self._places}
        self._marks = {w: STATUSES[s] for w, s in (value or {}).items() if w in known}
        self._before = []
        self._tell()

    def problem(self) -> str:
        return ""

    def statuses(self) -> Statuses:
        """How everybody's place stands with what was answered."""
        standing = {place.person_id: place.status for place in self._places}
        return {**standing, **self._settle(self._marks)}

    def moved_up(self) -> list[str]:
        """Names of those who get a place although nobody answered for them."""
        now = self.statuses()
        return [
            place.name
            for place in self._places
            if place.status is Attendance.WAITLISTED
            and now[place.person_id] is Attendance.BOOKED
            and place.person_id not in self._marks
        ]

    def answer(self, status: Attendance) -> None:
        """Answer for whoever is chosen."""
        rows = self.view.chosen()
        if not rows:
            announce(self, "Choose somebody in the list first.")
            return
        self._mark({self._shown[row].person_id: status for row in rows})
        one = self._model.sentence(rows[0])
        announce(self, one if len(rows) == 1 else f"{len(rows)} marked.")
        self.view.go_on()

    def mark_rest(self) -> None:
        """Mark those who said yes and are not marked yet; where nobody did, everybody in sight."""
        if self._rest is None or not isinstance(self._rest.value, Attendance):
            return
        open_ones = {w: s for w, s in self.statuses().items() if w not in self._marks}
        booked = [who for who, status in open_ones.items() if status is Attendance.BOOKED]
        # Once all of them are marked there is no rest: pressed again, it marks nobody else.
        told = any(place.status in HOLDS for place in self._places)
        unsaid = [
            place.person_id
            for place in self._shown
            if open_ones.get(place.person_id, place) in (None, Attendance.REQUESTED)
        ]
        rest = booked if told else unsaid
        if rest:
            self._mark(dict.fromkeys(rest, self._rest.value))
        number = "Nobody was left to mark." if not rest else f"{len(rest)} marked."
        announce(self, number)

    def _lay_out(self, *, may_narrow: bool) -> None:
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.s"))
        top = QHBoxLayout()
        top.setSpacing(theme.px("space.m"))
        top.addWidget(self._count, 1)
        top.addWidget(self._which)
        column.addLayout(top)
        self._which.setVisible(may_narrow)
        column.addWidget(self.view, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        for number, option in enumerate(self._answers, start=1):
            button = Button(option.word, shortcut_text=str(number), compact=True)
            if isinstance(option.value, Attendance):
                button.clicked.connect(partial(self.answer, option.value))
            flow.addWidget(button)
        if self._rest is not None:
            flow.addWidget(plain(self._rest.word, self.mark_rest, icon="check", compact=True))
        flow.addWidget(self._take_back)
        column.addWidget(foot)

    def _by_digit(self, digit: int) -> None:
        if 1 <= digit <= len(self._answers):
            status = self._answers[digit - 1].value
            if isinstance(status, Attendance):
                self.answer(status)

    def _mark(self, marks: Mapping[str, Attendance]) -> None:
        self._before.append(dict(self._marks))
        self._marks |= marks
        kept = {place.person_id: place.status for place in self._places}
        self._marks = {who: s for who, s in self._marks.items() if kept[who] is not s}
        self._tell()
        self.changed.emit()

    def _undo(self) -> None:
        if self._before:
            self._marks = self._before.pop()
            self._tell()
            announce(self, f"Taken back. {self._count.text()}")
            self.changed.emit()

    def _list_them(self) -> None:
        only = bool(self._which.value())
        self._shown = [p for p in self._places if not only or p.status is not None]
        self._model.show_lines([self._line(place, place.status, []) for place in self._shown])
        if self._shown:
            self.view.setCurrentIndex(self._model.index(0))
        self._tell()

    def _tell(self) -> None:
        now = self.statuses()
        order = dict.fromkeys([*self._queue, *self._marks])
        line = [who for who in order if now[who] is Attendance.WAITLISTED]
        for row, place in enumerate(self._shown):
            self._model.change_line(row, self._line(place, now[place.person_id], line))
        said = self._told(now) if self._places else "There is nobody in this Hive yet."
        self._count.setText(said)
        self._take_back.grey_out("" if self._before else "Nothing has been marked yet.")

    def _line(self, place: Place, status: Attendance | None, line: Sequence[str]) -> Line:
        mark = status_badge(status, fresh=status is not place.status) if status else ""
        second = place_words(place)
        if place.person_id in line:
            second = f"{second} · {turn_words(line.index(place.person_id))}"
        return Line(place.person_id, place.name, second, mark)


class ListForm(Form):
    """A form whose last part, a list, takes all the height there is."""

    def _column(self, items: Sequence[Part]) -> QVBoxLayout:
        column = super()._column(items)
        column.takeAt(column.count() - 1)
        column.setStretch(column.count() - 1, 1)
        return column
