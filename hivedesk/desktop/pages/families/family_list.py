"""The list at the left: which families, in which order, and what marks them."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout

from hivedesk.desktop.models.rows import Index, Line, LineModel
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.badge import BadgeSpec
from hivedesk.desktop.widgets.buttons import Button, Option, plain
from hivedesk.desktop.widgets.editors_choice import Combo
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.table import dress_list, row_sentence
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.records import FamilyState, Registration, Word
from hivedesk.rules.families import GONE
from hivedesk.store.queries.family_list import FamiliesAsked, FamilyLine

SHOW = (("current", "Current"), ("past", "Past"), ("archived", "Archived"))
SORTS = (
    ("name", "A–Z"),
    ("joined", "Longest in the Hive"),
    ("contact", "Longest since contact"),
)
W = TypeVar("W", bound=Word)
EMPTY = {
    "current": "No families in this Hive yet.",
    "past": "Nobody has left this Hive.",
    "archived": "No family is archived.",
}


class FamilyList(QFrame):
    """Signals: `asked` when a filter changes, `chosen(id)`, `add_pressed`."""

    asked = Signal()
    chosen = Signal(str)
    add_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("listPane")
        self.setProperty("surface", "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addLayout(self._make_filters())
        column.addSpacing(current_theme().px("space.s"))
        column.addWidget(rule())
        self._rows = _Families(self)
        self.view = QListView()
        self.view.setModel(self._rows)
        dress_list(self.view, "Families")
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.clicked.connect(self._pressed)
        self.view.activated.connect(self._pressed)
        self._empty = EmptyState("", icon="families", least_width=180)
        self._empty.pressed.connect(self._empty_pressed)
        self._stack = Stack()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self._quiet = self._narrowed = self._alone = False
        self.set_wide(False)

    def wanted(self, hive_id: str | None) -> FamiliesAsked:
        """What stands in the filters now."""
        registration, status = self._registration.currentData(), self._status.currentData()
        return FamiliesAsked(
            hive_id,
            str(self._show.currentData()),
            _word(Registration, registration),
            _word(FamilyState, status),
            str(self._sort.currentData()),
        )

    def show_families(self, lines: list[FamilyLine], today: dt.date, every: int) -> None:
        """Show these; `every` is how many the Hive has now."""
        self._quiet = True
        self._rows.show_lines([_line(line, today) for line in lines])
        self._quiet = False
        self._tell_count(len(lines))
        if not lines:
            asked = self.wanted(None)
            narrowed = asked.registration is not None or asked.status is not None
            self._narrowed = bool(every and (narrowed or asked.show != "current"))
            if self._narrowed:
                sentence = "No family fits the filter." if narrowed else EMPTY[asked.show]
                self._empty.say(sentence, "Show all")
            else:
                self._empty.say(EMPTY[asked.show], "Add a family")
        self._stack.setCurrentWidget(self.view if lines else self._empty)

    def first(self) -> str | None:
        """The family at the top."""
        return self._rows.line(0).record_id if self._rows.rowCount() else None

    def holds(self, family_id: str) -> bool:
        """Whether a family is in the list."""
        return self._rows.row_of(family_id) >= 0

    def mark_chosen(self, family_id: str | None) -> None:
        """Put the mark on a family's row, if it is in the list."""
        row = self._rows.row_of(family_id) if family_id else -1
        index = self._rows.index(row) if row >= 0 else QModelIndex()
        if self.view.currentIndex() != index:
            self._quiet = True
            self.view.setCurrentIndex(index)
            self._quiet = False

    def set_wide(self, wide: bool) -> None:
        """In a narrow window the list is all there is."""
        self._alone = wide
        if wide:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(current_theme().px("frame.list_pane"))

    def take_focus(self) -> None:
        """Put the keyboard in the list."""
        self.view.setFocus()

    def _make_head(self) -> QHBoxLayout:
        theme = current_theme()
        head = QHBoxLayout()
        side = theme.px("space.l")
        head.setContentsMargins(side, theme.px("space.m"), theme.px("space.m"), theme.px("space.s"))
        head.setSpacing(theme.px("space.s"))
        head.addWidget(words("Families", "title"))
        head.addStretch(1)
        self._add = plain("Add", self.add_pressed.emit, icon="plus", compact=True)
        self._add.setAccessibleName("Add a family")
        head.addWidget(self._add)
        return head

    def _make_filters(self) -> QVBoxLayout:
        theme = current_theme()
        box = QVBoxLayout()
        box.setContentsMargins(theme.px("space.l"), 0, theme.px("space.m"), 0)
        box.setSpacing(theme.px("space.s"))
        self._show = _combo("Which families", SHOW)
        self._sort = _combo("Sort by", SORTS)
        self._filter = Button("", "icon", icon="filter", accessible_name="More filters")
        self._filter.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        row.addWidget(self._show, 1)
        row.addWidget(self._filter)
        box.addLayout(row)
        box.addWidget(self._sort)
        any_registration = (("", "Any registration"), *((w.value, w.label) for w in Registration))
        any_status = (("", "Any status"), *((w.value, w.label) for w in FamilyState))
        self._registration = _combo("Registration", any_registration)
        self._status = _combo("Status", any_status)
        for combo in (self._registration, self._status):
            combo.hide()
            box.addWidget(combo)
        self._filter.toggled.connect(self._show_filters)
        for combo in (self._show, self._sort, self._registration, self._status):
            combo.currentIndexChanged.connect(lambda _: self.asked.emit())
        return box

    def _show_filters(self, shown: bool) -> None:
        self._registration.setVisible(shown)
        self._status.setVisible(shown)
        if not shown:
            # A filter that cannot be seen must not go on hiding families.
            self._clear(self._registration, self._status)

    def _clear(self, *combos: Combo) -> None:
        before = [combo.currentIndex() for combo in combos]
        for combo in combos:
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        if any(before):
            self.asked.emit()

    def _tell_count(self, count: int) -> None:
        place = self._show.currentIndex()
        for number, (_, word) in enumerate(SHOW):
            told = f"{word} {count}" if number == place and count else word
            self._show.setItemText(number, told)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        # In a narrow window a row opens when it is pressed, not while one walks past it.
        if not self._quiet and not self._alone and now.isValid():
            self.chosen.emit(self._rows.line(now.row()).record_id)

    def _pressed(self, index: QModelIndex) -> None:
        self.chosen.emit(self._rows.line(index.row()).record_id)

    def _empty_pressed(self) -> None:
        if not self._narrowed:
            self.add_pressed.emit()
            return
        self._filter.setChecked(False)
        self._clear(self._show, self._registration, self._status)
        announce(self, "Showing every current family")


class _Families(LineModel):
    """Rows that also say aloud what their mark has no room for."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            spoken = (self.line(index.row()).values or {}).get("spoken", "")
            return f"{row_sentence(index)}{spoken}"
        return super().data(index, role)


def _line(family: FamilyLine, today: dt.date) -> Line:
    second = ", ".join(f"{name} ({age})" for name, age in family.children)
    mark: BadgeSpec | str = ""
    spoken = ""
    if family.emergency_tonight:
        mark = BadgeSpec("Emergency", "danger", "bolt")
        spoken = " sleepover tonight"
    elif family.status is FamilyState.ON_HOLD:
        mark = "On hold"
    elif family.status in GONE:
        mark = "Left" if family.status is FamilyState.LEFT else "De-registered"
    elif family.quiet_days is not None:
        mark = "Quiet"
        spoken = f", {family.quiet_days} days since the last contact"
    return Line(family.id, family.name, second or "No children", mark, values={"spoken": spoken})


def _word(words: type[W], value: str) -> W | None:
    return next((word for word in words if word.value == value), None)


def _combo(name: str, options: tuple[tuple[str, str], ...]) -> Combo:
    made = Combo(name, [Option(value, word) for value, word in options])
    # As wide as the pane lets it be: the longest word must not push the pane wider.
    made.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    return made
