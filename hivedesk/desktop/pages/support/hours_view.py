"""Hours: a week against the contract, day by day, and the month so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hivedesk.actions.saving import archive
from hivedesk.desktop.pages.today.words import bar_words, hours_words, left_words, of_contract
from hivedesk.desktop.theme import current_theme
from hivedesk.desktop.widgets.buttons import Button, icon_only, plain
from hivedesk.desktop.widgets.charts import Bar, Columns
from hivedesk.desktop.widgets.empty import EmptyState
from hivedesk.desktop.widgets.flow import FlowLayout
from hivedesk.desktop.widgets.panel import Panel, panels_below
from hivedesk.desktop.widgets.sides import Sides
from hivedesk.desktop.widgets.when import DAYS, date_words, duration_words
from hivedesk.desktop.widgets.words import two_lines, words
from hivedesk.desktop.workspace import Workspace
from hivedesk.records import TimeKind
from hivedesk.rules.days import Span, local, week_of
from hivedesk.rules.hours import AWAY, WORK
from hivedesk.store.queries.hours import Hours, Month, Spent, hours_of
from hivedesk.store.queries.week import Week, WeekDay

NARROW = 760  # logical pixels at 100 %: under it the days stand below the chart
_KINDS = {kind.value: kind.label for kind in TimeKind} | WORK
TIME = "time-entries"
_WEEK = dt.timedelta(days=7)


class HoursView(QWidget):
    """The hours of the person at the desk. `usable` when a week stands there."""

    usable = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._monday: dt.date | None = None
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        row = FlowLayout(head)
        margin = theme.px("frame.page_margin")
        row.setContentsMargins(margin, theme.px("space.m"), margin, theme.px("space.m"))
        self._before = icon_only("caret-left", "Week before", lambda: self.step(-1))
        self._after = icon_only("caret-right", "Week after", lambda: self.step(1))
        self._title = words("", "lead")
        self._title.setMinimumHeight(theme.px("control.height"))
        self._now = plain("This week", self.show_this_week)
        self._add = plain("Add time", self._add_time, icon="plus")
        for widget in (self._before, self._after, self._title, self._now, self._add):
            row.addWidget(widget)
        column.addWidget(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName("Hours by day")
        column.addWidget(self._scroll, 1)

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
        self.workspace.read(lambda s: hours_of(s, worker, week, now), self._show, self, "hours")

    def _show(self, found: Hours | None) -> None:
        week, today = self.week, self.workspace.today
        this = today in week
        self._title.setText(f"{date_words(week.first, today)} to {date_words(week.last, today)}")
        self._after.grey_out("This is the week we are in." if this else "")
        self._now.setVisible(not this)
        if found is None:
            body: QWidget = EmptyState("Nobody's hours are kept in this store.")
        else:
            left = panels_below(_week_panel(found.week, today, this), _month_panel(found.month))
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

    def _days(self, found: Hours, today: dt.date) -> list[QWidget]:
        panels: list[QWidget] = []
        for day in reversed(found.week.days):
            spent = found.spent.get(day.day, ())
            if not spent and not day.minutes:
                continue
            panel = Panel(date_words(day.day, today), _day_words(day))
            for each in spent:
                panel.add_row(self._row(each))
            if found.twice[day.day]:
                said = f"{duration_words(found.twice[day.day])} overlap and are counted once."
                panel.set_foot(words(said, "small", "muted", wrap=True))
            panels.append(panel)
        if not panels:
            empty = Panel("Nothing logged")
            empty.say_empty("No time in this week yet. Logs, activities and training count too.")
            panels.append(empty)
        return panels

    def _row(self, spent: Spent) -> QWidget:
        """One stretch; time that was only added here is changed and taken out here."""
        title, span = spent_words(spent), _span_words(spent)
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
        self.workspace.open_sheet("record", kind=TIME)


def spent_words(spent: Spent) -> str:
    """ "One-to-one support: Home visit, Marsh and Nowak"."""
    kind = _KINDS[spent.kind]
    return f"{kind}: {spent.about}" if spent.about else kind


def _span_words(spent: Spent) -> str:
    begin = local(spent.at)
    end = local(spent.at + dt.timedelta(minutes=spent.minutes))
    said = f"{begin:%H:%M}–{end:%H:%M} · {duration_words(spent.minutes)}"
    return f"{said} · not counted as work" if spent.kind in AWAY else said


def _day_words(day: WeekDay) -> str:
    if not day.out_of_hours:
        return hours_words(day.minutes)
    return f"{hours_words(day.minutes)}, {hours_words(day.out_of_hours)} of it out of hours"


def _week_panel(week: Week, today: dt.date, this: bool) -> Panel:
    panel = Panel("This week" if this else "That week")
    theme = current_theme()
    holder = QWidget()
    column = QVBoxLayout(holder)
    side = theme.px("space.l")
    column.setContentsMargins(side, theme.px("space.s"), side, side)
    column.setSpacing(theme.px("space.m"))
    row = QHBoxLayout()
    row.addWidget(words(hours_words(week.worked), "figure"))
    row.addWidget(words(of_contract(week), "body", "muted"))
    row.addStretch(1)
    column.addLayout(row)
    if left := left_words(week):
        column.addWidget(words(left, strong=True))
    column.addWidget(
        Columns(
            "Hours by day",
            [
                Bar(
                    DAYS[day.day.weekday()],
                    day.minutes,
                    bar_words(day.minutes),
                    open_part=day.out_of_hours,
                    now=day.day == today,
                )
                for day in week.days
            ],
        )
    )
    column.addWidget(words(_late_words(week), "small", "muted", wrap=True))
    panel.add_row(holder, divided=False, padded=False)
    return panel


def _late_words(week: Week) -> str:
    said = "Nothing out of hours."
    if week.out_of_hours:
        said = f"Open part of a bar: out of hours, {hours_words(week.out_of_hours)}."
    return f"{said} Leave: {hours_words(week.leave)}." if week.leave else said


def _month_panel(month: Month) -> Panel:
    panel = Panel(f"{month.first:%B}")
    said = hours_words(month.worked)
    if month.contract is not None:
        said += f" of {hours_words(month.contract)}"
    panel.add_row(words(f"{said} worked", strong=True))
    late = f"{hours_words(month.out_of_hours)} out of hours"
    rest = f"{late}, {hours_words(month.leave)} leave" if month.leave else late
    line = words(rest, "small", "muted", wrap=True)
    line.setMinimumHeight(current_theme().px("row.table"))
    panel.add_row(line, divided=False)
    return panel
