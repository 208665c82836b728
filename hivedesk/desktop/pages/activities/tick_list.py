"""A list of people with tick boxes: who is to be asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.pages.people_list import PeopleView
from hivedesk.desktop.pages.place_words import place_words, status_badge
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import plain
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import words
from hivedesk.store.queries.registers import Place

_NOBODY = "There is nobody to ask. Choose more above, or add the Hive’s families first."


class TickView(PeopleView):
    """Space ticks whoever is chosen, or takes their ticks away."""

    pressed_space = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.pressed_space.emit()
            return
        super().keyPressEvent(event)


class TickEditor(QWidget):
    """The value is a list of the ids that are ticked, None where nobody is.

    Who is on the list of the activity already has no tick box: they stay as they are.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._places: list[Place] = []
        self._ticked: set[str] = set()
        self._model = LineModel(self)
        self.view = TickView(name, self._model)
        self.view.pressed_space.connect(self._turn_chosen)
        self.view.clicked.connect(self._turn_clicked)
        self.setFocusProxy(self.view)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.s"))
        self._count = words("", "body", "muted", wrap=True)
        column.addWidget(self._count)
        column.addWidget(self.view, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        flow.addWidget(plain("Tick all", lambda: self._tick_all(on=True), compact=True))
        flow.addWidget(plain("Tick nobody", lambda: self._tick_all(on=False), compact=True))
        away = plain("Only who has not been along lately", self._tick_away, compact=True)
        flow.addWidget(away)
        column.addWidget(foot)

    def value(self) -> Any:
        return [each.person_id for each in self._places if each.person_id in self._ticked] or None

    def set_value(self, value: Any) -> None:
        """Tick these, and nobody else."""
        self._ticked = set(value or ()) & self._free()
        self._tell()

    def problem(self) -> str:
        return ""

    def show_people(self, places: Sequence[Place], ticked: Collection[str]) -> None:
        """List these people instead, with these ticked."""
        self._places = list(places)
        self._ticked = set(ticked) & self._free()
        self._model.show_lines([self._line(place) for place in self._places])
        if self._places:
            self.view.setCurrentIndex(self._model.index(0))
        self._tell()
        self.changed.emit()

    def _free(self) -> set[str]:
        return {place.person_id for place in self._places if place.status is None}

    def _turn_clicked(self, index: QModelIndex) -> None:
        self._turn([index.row()])

    def _turn_chosen(self) -> None:
        self._turn(self.view.chosen())

    def _turn(self, rows: Sequence[int]) -> None:
        """Tick the rows; where all of them are ticked, take the ticks away."""
        who = {self._places[row].person_id for row in rows} & self._free()
        self._ticked = self._ticked - who if who <= self._ticked else self._ticked | who
        self._tell()
        announce(self, self._model.sentence(rows[0]) if len(rows) == 1 else self._count.text())
        self.changed.emit()

    def _tick_all(self, *, on: bool) -> None:
        self._ticked = self._free() if on else set()
        self._tell()
        announce(self, self._count.text())
        self.changed.emit()

    def _tick_away(self) -> None:
        away = {place.person_id for place in self._places if place.away}
        self._ticked = away & self._free()
        self._tell()
        announce(self, self._count.text())
        self.changed.emit()

    def _tell(self) -> None:
        for row, place in enumerate(self._places):
            self._model.change_line(row, self._line(place))
        there = len(self._places) - len(self._free())
        on_it = f", {there} asked already and left as they are" if there else ""
        said = f"{len(self._ticked)} ticked{on_it}."
        self._count.setText(said if self._places else _NOBODY)

    def _line(self, place: Place) -> Line:
        lately = " · not along lately" if place.away else ""
        tick = place.person_id in self._ticked if place.status is None else None
        mark = status_badge(place.status) if place.status else ""
        second = f"{place_words(place)}{lately}"
        return Line(place.person_id, place.name, second, mark, "check", tick=tick)
