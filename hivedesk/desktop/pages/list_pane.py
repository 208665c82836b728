"""The list at the left of a page: what to show, how to sort, the rows, and Add."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from hivedesk.desktop.models.rows import Line, LineModel
from hivedesk.desktop.models.words import add_words
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Option, link, plain
from hivedesk.desktop.widgets.editors_choice import ListEditor
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.spoken import Stack
from hivedesk.desktop.widgets.table import dress_list
from hivedesk.desktop.widgets.toast import announce
from hivedesk.desktop.widgets.words import rule, words
from hivedesk.records import Record, choices_of, declared
from hivedesk.store.queries.tables import CURRENT

WIDTH = 340  # logical pixels at 100 % text size

PAIRED_LETTERS = 9
"""A filter with a longer name has a row to itself: half of one cuts "Registration: any"."""

COUNTED = 2_000
"""Longer lists are not counted to their end: a county has 300,000 logs."""


@dataclass(frozen=True)
class Wanted:
    """What the pane asks for ("current", "to-come", "past", "everything", "archived"), sorted."""

    show: str
    where: dict[str, tuple[Any, ...]]
    sort: str
    descending: bool


class ListPane(QFrame):
    """Signals: `asked` when the filter changes, `chosen(id)`, `more`, `add_pressed`, `unfiltered`
    before all of them are asked for."""

    asked = Signal()
    chosen = Signal(str)
    more = Signal()
    add_pressed = Signal()
    unfiltered = Signal()

    def __init__(
        self,
        kind: str,
        model: type[Record],
        filters: tuple[str, ...],
        sorts: tuple[tuple[str, str, bool], ...],
        *,
        dated: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("surface", "surface")
        self._kind = kind
        self._sorts = sorts
        self._shows = _shows(kind, dated)
        self._filters: dict[str, ListEditor] = {}
        self._only: dict[str, tuple[Any, ...]] = {}
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head(model))
        column.addLayout(self._make_filters(model, filters))
        column.addSpacing(theme.px("space.s"))
        self._everybody = link("Show all", lambda: self.narrow_to({}, ""), icon="close")
        self._everybody.hide()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px("space.s"), 0, 0, 0)
        row.addWidget(self._everybody)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(rule())
        self._rows = LineModel(self)
        self.view = QListView()
        self.view.setModel(self._rows)
        many = model.many
        dress_list(self.view, f"{many[0].upper()}{many[1:]}")
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.clicked.connect(self._pressed)
        self.view.activated.connect(self._pressed)
        self._empty = EmptyState("")
        self._empty.pressed.connect(self._empty_pressed)
        self._stack = Stack()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        self._more = link("Show more", self.more.emit)
        self._foot = QFrame()
        foot = QVBoxLayout(self._foot)
        above = theme.px("space.xs")
        foot.setContentsMargins(0, 0, 0, above)
        foot.setSpacing(above)
        foot.addWidget(rule())
        foot.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._foot.hide()
        column.addWidget(self._foot)
        self._filtered_away = False
        self._quiet = False
        self._wide: bool | None = None
        self.set_wide(False)

    def wanted(self) -> Wanted:
        """What stands in the filters now."""
        where = {
            name: (editor.value(),)
            for name, editor in self._filters.items()
            if editor.value() is not None
        } | self._only
        sort, descending = "", False
        if self._sorts:
            chosen = self._sort.value() or self._sorts[0][0]
            sort = str(chosen)
            descending = next(down for name, _, down in self._sorts if name == sort)
        return Wanted(str(self._show.value() or self._shows[0].value), where, sort, descending)

    def show_lines(self, lines: list[Line], every: int, empty: str, hidden: int) -> None:
        """Show these rows; `every` is how many the whole list has."""
        self._quiet = True
        self._rows.show_lines(lines)
        self._quiet = False
        self._count.setText(counted(every) if every else "")
        self._foot.setVisible(every > len(lines))
        if every > len(lines):
            left = f"{every - len(lines):,}" if every < COUNTED else "many"
            self._more.set_word(f"Show more ({left})")
        self._filtered_away = bool(not lines and hidden)
        if self._filtered_away:
            self._empty.say(f"{counted(hidden)} hidden by the filter.", "Show all")
        elif not lines:
            self._empty.say(empty, self._add_words if self._add.isVisibleTo(self) else "")
        self._stack.setCurrentWidget(self.view if lines else self._empty)

    def narrow_to(self, where: dict[str, tuple[Any, ...]], whose: str) -> None:
        """List only these, and say whose they are beside the way back to all of them."""
        self._only = where
        self._everybody.setVisible(bool(where))
        self._everybody.set_word(f"Only {whose}: show all")
        self.asked.emit()

    def add_filter(self, widget: QWidget) -> None:
        """Put another filter below the title."""
        side = current_theme().px("space.l")
        holder = QWidget()
        box = QHBoxLayout(holder)
        box.setContentsMargins(side, 0, side, current_theme().px("space.s"))
        box.addWidget(widget)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, holder)

    def mark_chosen(self, record_id: str) -> None:
        """Put the mark on a record's row, if it is in the list."""
        row = self._rows.row_of(record_id)
        if row >= 0 and self.view.currentIndex().row() != row:
            self._quiet = True
            self.view.setCurrentIndex(self._rows.index(row))
            self._quiet = False

    def set_can_add(self, can: bool) -> None:
        """Whether new ones are added from here."""
        self._add.setVisible(can)

    def set_wide(self, wide: bool) -> None:
        """In a narrow window the list is all there is."""
        if wide != self._wide:
            self._wide = wide
            self._lay_filters(wide)
        if wide:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(current_theme().scaled(WIDTH))

    def take_focus(self) -> None:
        """Put the keyboard in the list."""
        self.view.setFocus()

    def _make_head(self, model: type[Record]) -> QHBoxLayout:
        theme = current_theme()
        head = QHBoxLayout()
        side = theme.px("space.l")
        head.setContentsMargins(side, theme.px("space.m"), side, theme.px("space.s"))
        many = model.many
        head.setSpacing(theme.px("space.s"))
        head.addWidget(words(f"{many[0].upper()}{many[1:]}", "lead"))
        self._count = words("", "body", "muted")
        head.addWidget(self._count)
        head.addStretch(1)
        self._add = plain("Add", self.add_pressed.emit, icon="plus", compact=True)
        self._add_words = add_words(self._kind)
        self._add.setAccessibleName(self._add_words)
        head.addWidget(self._add)
        return head

    def _make_filters(self, model: type[Record], names: tuple[str, ...]) -> QVBoxLayout:
        theme = current_theme()
        self._filter_rows = QVBoxLayout()
        side = theme.px("space.l")
        self._filter_rows.setContentsMargins(side, 0, side, 0)
        self._filter_rows.setSpacing(theme.px("space.s"))
        self._show = _picker("Show", self._shows)
        self._show.set_value(self._shows[0].value)
        self._slim = [[self._show]]
        if self._sorts:
            self._sort = _picker("Sort by", [Option(name, word) for name, word, _ in self._sorts])
            self._sort.set_value(self._sorts[0][0])
            self._slim[0].append(self._sort)
        pair: list[ListEditor] = []
        for name in names:
            column, about = declared(model)[name]
            options = [Option(word, word.label) for word in choices_of(column) or ()]
            picker = _picker(about.label, [Option(None, f"{about.label}: any"), *options])
            self._filters[name] = picker
            # Two in a row where their names can be read.
            if len(about.label) > PAIRED_LETTERS:
                self._slim.append([picker])
            elif len(pair) == 1:
                pair.append(picker)
            else:
                self._slim.append(pair := [picker])
        for row in self._slim:
            for picker in row:
                picker.changed.connect(self.asked)
        return self._filter_rows

    def _lay_filters(self, wide: bool) -> None:
        """In one row where the list has the whole window: a low one has no height to spare."""
        for old in self._filter_rows.children():
            old.deleteLater()
        while self._filter_rows.takeAt(0) is not None:
            pass
        for pickers in [list(chain(*self._slim))] if wide else self._slim:
            row = QHBoxLayout()
            row.setSpacing(current_theme().px("space.s"))
            for picker in pickers:
                row.addWidget(picker, 3 if picker is self._show else 2)
            self._filter_rows.addLayout(row)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        # In a narrow window a row opens when it is pressed, not while one walks past it.
        if not self._quiet and not self._wide and now.isValid():
            self.chosen.emit(self._rows.line(now.row()).record_id)

    def _pressed(self, index: QModelIndex) -> None:
        if self._wide:
            self.chosen.emit(self._rows.line(index.row()).record_id)

    def _empty_pressed(self) -> None:
        if not self._filtered_away:
            self.add_pressed.emit()
            return
        self.unfiltered.emit()
        for picker in self._filters.values():
            picker.set_value(None)
        self._show.set_value(self._shows[-2].value)
        self.narrow_to({}, "")
        announce(self, "Showing all")


def _shows(kind: str, dated: bool) -> list[Option]:
    """What a list can show; the last is what was archived, the one before it everything."""
    if dated:
        shows = [Option("to-come", "Now and to come"), Option("past", "Past")]
    elif kind in CURRENT:
        shows = [Option("current", "Current")]
    else:
        shows = []
    everything = "Current and past" if kind in CURRENT else "All"
    return [*shows, Option("everything", everything), Option("archived", "Archived")]


def counted(number: int) -> str:
    """ "1,275"; "over 2,000" where nobody counted further."""
    return f"{number:,}" if number < COUNTED else f"over {COUNTED:,}"


def _picker(name: str, options: list[Option]) -> ListEditor:
    picker = ListEditor(options, hint=name)
    picker.setAccessibleName(name)
    return picker
