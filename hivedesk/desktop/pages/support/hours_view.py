"""Hours: a week against the contract, day by day, the month, time in lieu, and quick entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hivedesk.actions.saving import archive
from hivedesk.desktop.pages.today.care import once
from hivedesk.desktop.pages.today.words import hours_words
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, icon_only, plain
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.panel import Panel, panels_below
from hivedesk.desktop.widgets.scroll import scrolled_in
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.when import date_words
from hivedesk.desktop.widgets.words import two_lines, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import TimeKind
from hivedesk.rules.days import Span, duration_words, local, week_of
from hivedesk.rules.hours import AWAY, WORK
from hivedesk.store.queries.hours import Hours, Spent, hours_of
from hivedesk.store.queries.last_times import Quick, last_times
from hivedesk.store.queries.lieu import Lieu, lieu_of
from hivedesk.store.queries.week import WeekDay

from .hours_panels import day_core_words, lieu_panel, month_panel, week_panel
from .quick_time import BUTTONS, add_quick, offered, quick_words

NARROW = 760  # logical pixels at 100 %: under it the days stand below the chart
_KINDS = {kind.value: kind.label for kind in TimeKind} | WORK
TIME = "time-entries"
LIEU_AT = 2  # below the week and the month
_WEEK = dt.timedelta(days=7)


class HoursView(QWidget):
    """The hours of the person at the desk. `usable` when a week stands there."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._monday: dt.date | None = None
        self._before = icon_only("caret-left", "Week before", lambda: self.step(-1))
        self._after = icon_only("caret-right", "Week after", lambda: self.step(1))
        self._title = words("", "lead")
        self._title.setMinimumHeight(current_theme().px("control.height"))
        self._now = plain("This week", self.show_this_week)
        self._add = plain("Add time", self._add_time, icon="plus", shortcut_text="Ctrl+T")
        self._quick = [plain("+", partial(self._add_quick, n)) for n in range(BUTTONS)]
        self._offered: list[Quick] = []
        for button in self._quick:
            button.hide()
        self._left: QWidget | None = None
        self._lieu: tuple[Span, Lieu | None] | None = None
        head = (self._before, self._after, self._title, self._now, self._add, *self._quick)
        self._scroll = scrolled_in(self, "Hours by day", *head)

    @property
    def week(self) -> Span:
        """Monday to Sunday that is shown."""
        this = week_of(self.workspace.today)
        return week_of(self._monday) if self._monday else this

    def step(self, weeks: int) -> None:
        """Go some weeks on, but never past this one."""
        this = week_of(self.workspace.today).first
        monday = min(this, self.week.first + weeks * _WEEK)
        self._monday = None if monday == this else monday
        self.reload()

    def show_this_week(self) -> None:
        """Come back to the week we are in."""
        self._monday = None
        self.reload()

    def reload(self) -> None:
        """Ask for the week again."""
        week, desk = self.week, self.workspace.open_desk
        worker, now = desk.worker_id, desk.now
        self.workspace.read(
            lambda s: (hours_of(s, worker, week, now), last_times(s, worker)),
            lambda found: self._show(*found),
            self,
            "hours",
        )
        # Over all the years: what the week is made of need not wait for it.
        self.workspace.read(
            lambda s: (week, lieu_of(s, worker, week, now)), self._show_lieu, self, "hours-lieu"
        )

    def _show(self, found: Hours | None, used: tuple[Quick, ...]) -> None:
        week, today = self.week, self.workspace.today
        this = today in week
        self._title.setText(f"{date_words(week.first, today)} to {date_words(week.last, today)}")
        self._after.grey_out("This is the week we are in." if this else "")
        self._now.setVisible(not this)
        self._offer(used if this and found is not None else None)
        if found is None:
            self._left = None
            body: QWidget = EmptyState("Nobody’s hours are kept in this store.")
        else:
            self._left = left = panels_below(
                week_panel(found.week, today, this), month_panel(found.month)
            )
            self._place_lieu()
            right = panels_below(*self._days(found, today))
            body = Sides(left, right, narrow=NARROW, gap="space.l")
            margin = current_theme().px("frame.page_margin")
            inside = body.layout()
            if inside is not None:
                inside.setContentsMargins(margin, 0, margin, margin)
        body.setObjectName("scrolled")
        place = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().setValue(place)
        self.usable.emit()

    def _show_lieu(self, found: tuple[Span, Lieu | None]) -> None:
        self._lieu = found
        self._place_lieu()

    def _place_lieu(self) -> None:
        """Below the month, as soon as both are known."""
        column = self._left.layout() if self._left is not None else None
        if column is None or self._lieu is None or self._lieu[0] != self.week:
            return
        if isinstance(column, QVBoxLayout):
            before = column.itemAt(LIEU_AT)
            old = before.widget() if before is not None else None
            if old is not None:
                column.removeWidget(old)
                old.deleteLater()
            if self._lieu[1] is not None:
                this = self.workspace.today in self.week
                column.insertWidget(LIEU_AT, lieu_panel(self._lieu[1], this))

    def _offer(self, used: tuple[Quick, ...] | None) -> None:
        """The quick entries; only this week has a now that they could end at."""
        now = {each.kind: each for each in (offered(used) if used is not None else ())}
        before = [each.kind for each in self._offered]
        # Whoever presses the same button twice means the same thing twice: they keep their places.
        order = before if set(before) == now.keys() else now
        self._offered = [now[kind] for kind in order]
        for number, button in enumerate(self._quick):
            button.setVisible(number < len(self._offered))
        for button, quick in zip(self._quick, self._offered, strict=False):
            button.set_word(f"+{quick_words(quick)}")
            button.setAccessibleName(f"Add {quick_words(quick)}, done just now")

    def _add_quick(self, number: int) -> None:
        quick = self._offered[number]
        add = partial(add_quick, quick=quick)
        once(self._quick[number], self.workspace, add, f"{quick_words(quick)} added")

    def _days(self, found: Hours, today: dt.date) -> list[QWidget]:
        panels: list[QWidget] = []
        for day in reversed(found.week.days):
            spent = found.spent.get(day.day, ())
            if not spent and not day.minutes:
                continue
            panel = Panel(date_words(day.day, today), _day_words(day))
            for each in spent:
                panel.add_row(self._row(each, day.day))
            if found.twice[day.day]:
                said = f"{duration_words(found.twice[day.day])} overlap and are counted once."
                panel.set_foot(words(said, "small", "muted", wrap=True))
            panels.append(panel)
        if not panels:
            empty = Panel("Nothing logged")
            empty.say_empty("No time in this week yet. Logs, activities and training count too.")
            panels.append(empty)
        return panels

    def _row(self, spent: Spent, day: dt.date) -> QWidget:
        """One stretch; time that was only added here is changed and taken out here."""
        title, span = spent_words(spent), _span_words(spent, day)
        deeds: dict[str, Callable[[], object]] = {
            "Open": partial(self.workspace.open_record, spent.record_kind, spent.record_id)
        }
        if spent.record_kind == TIME:
            deeds = {
                "Edit": partial(self.choose, spent.record_id),
                "Take out": partial(self._take_out, spent.record_id),
            }
        holder = QWidget()
        holder.setMinimumHeight(current_theme().px("row.list_two_lines"))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(two_lines(title, span), 1)
        for word, run in deeds.items():
            button = Button(word, "link", compact=True, accessible_name=f"{word}: {title}, {span}")
            button.clicked.connect(run)
            row.addWidget(button)
        return holder

    def choose(self, record_id: str) -> None:
        """Show one time entry; its form is all there is of it."""
        self.workspace.open_sheet("record", kind=TIME, record_id=record_id)

    def _take_out(self, record_id: str) -> None:
        self.workspace.do(
            lambda desk: archive(desk, TIME, record_id), owner=self, words="Time taken out"
        )

    def _add_time(self) -> None:
        self.workspace.open_sheet("quick-time")


def spent_words(spent: Spent) -> str:
    """ "One-to-one support: Home visit, Marsh and Nowak"."""
    kind = _KINDS[spent.kind]
    return f"{kind}: {spent.about}" if spent.about else kind


def _span_words(spent: Spent, day: dt.date) -> str:
    begin = local(spent.at)
    end = local(spent.at + dt.timedelta(minutes=spent.minutes))
    said = f"{begin:%H:%M}–{end:%H:%M} · {duration_words(spent.minutes)}"
    if begin.date() != day:
        said = f"Began the day before, {said}"
    return f"{said} · not counted as work" if spent.kind in AWAY else said


def _day_words(day: WeekDay) -> str:
    said = hours_words(day.minutes)
    if day.out_of_hours:
        said += f", {hours_words(day.out_of_hours)} of it out of hours"
    return said if day.core is None else f"{said}; {day_core_words(day)}"
